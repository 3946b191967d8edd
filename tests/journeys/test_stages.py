"""Each stage beside votes and decisions: one dossier ends refused there, one is sent back and comes again, one lapses.

Under the law as it is shipped: an order of the President's passes them all.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from temporalio.worker import UnsandboxedWorkflowRunner

from schemas.dossier import Dossier, DossierView
from schemas.ids import ActorId, AwardId, BasisId, BodyId
from schemas.messages import GiveOpinion, Publish, RaiseObjection, SubmitDossier
from schemas.refusals import Reason
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.verdict import Outcome
from tests.builders.shipped_law import the_books
from tests.builders.values import a_document, a_dossier_for_all, submitted
from tests.journeys.clock_driver import DAY, ClockDriver
from tests.journeys.office_driver import OfficeDriver
from tests.journeys.route_driver import SIGNED, VOTED, RouteDriver
from tests.registered import a_registered
from vinhdanh import Declined, VinhDanh
from worker.build import build_worker

if TYPE_CHECKING:
    import asyncpg
    from temporalio.testing import WorkflowEnvironment

    from worker.settings import Settings

ORDER, BASIS = AwardId("labour_order_3"), BasisId("achievement")
WHY = "Cần làm rõ số liệu năm 2024."


class Season:
    """A season of awards on a server that skips time: the office driver, and the clock."""

    def __init__(self, offices: VinhDanh, environment: WorkflowEnvironment, pool: asyncpg.Pool) -> None:
        self.offices = offices
        self.conductor = RouteDriver(offices, pool)
        self.driver = OfficeDriver(offices, pool)
        self.hourglass = ClockDriver(environment, self.driver)

    async def carry(self, to: Stage, count: int = 1) -> list[tuple[Dossier, DossierView]]:
        """Submit dossiers for an award whose route passes the stage, and carry them there."""
        dossiers = [a_candidate(to) for _ in range(count)]
        for dossier in dossiers:
            await self.offices.dossiers.submit(SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id)))
        views = await self.conductor.carry(dossiers, to)
        assert {view.stage for view in views} == {to}
        return list(zip(dossiers, views, strict=True))

    async def say(self, view: DossierView, outcome: Outcome) -> None:
        """Have the office that considers it refuse it, or send it back."""
        assert view.awaiting is not None
        back = (Reasoned(dossier_id=view.dossier_id, reasons=(WHY,)),)
        body = view.awaiting.body.id
        if view.stage in SIGNED:
            answer = {"refused": back} if outcome is Outcome.REFUSE else {"returned": back}
            await self.conductor.sign(view.stage, body, [view], **answer)
        elif view.stage in VOTED:
            await self.conductor.sit(view.stage, body, [view], outcome)
        else:
            await self.conductor.conclude(view, Outcome.REFUSE if outcome is Outcome.REFUSE else Outcome.RETURN, WHY)


def a_candidate(to: Stage) -> Dossier:
    """Return a dossier for an award whose route passes a stage, with every paper."""
    rules = (the_books().award("nd152-2025", *each) for each in ((ORDER, BASIS), *_others()))  # type: ignore[arg-type]
    rule = next(rule for rule in rules if rule is not None and any(step.stage is to for step in rule.route))
    papers = tuple(a_document(kind) for kind in sorted({each.kind for each in rule.documents}))
    return a_dossier_for_all(award=rule.award, basis=rule.basis, received_on=date(2025, 8, 1), documents=papers)


def _others() -> list[tuple[str, str]]:
    regime = next(regime for regime in the_books().regimes if regime.id == "nd152-2025")
    return [(rule.award, rule.basis) for rule in regime.awards if "collective" in rule.nominees]


@pytest.fixture
async def season(skipping: WorkflowEnvironment, pool: asyncpg.Pool, settings: Settings) -> AsyncIterator[Season]:
    """A season under the law as it is shipped."""
    queue = f"season-{uuid.uuid4().hex}"
    own = settings.model_copy(update={"task_queue": queue})
    async with build_worker(skipping.client, pool, own, the_books(), runner=UnsandboxedWorkflowRunner()):
        yield Season(VinhDanh(skipping.client, task_queue=queue), skipping, pool)


CONSIDERED = [Stage.PUBLICATION, Stage.APPRAISAL, Stage.COUNCIL, Stage.HEAD, Stage.OPINIONS, Stage.DECISION]
"""One stage of each kind; `tests/workflows/rules/test_office_checks.py` has them all."""


@pytest.mark.parametrize("stage", CONSIDERED)
async def test_refused_there_sent_back_from_there_and_lapsed(season: Season, stage: Stage) -> None:
    """The office that considers them refuses one, and sends two back; of these one comes again, and one lapses."""
    (refused, no), (returned, view), (lapsed, other) = await season.carry(stage, 3)

    await season.say(no, Outcome.REFUSE)
    await season.say(view, Outcome.RETURN)
    await season.say(other, Outcome.RETURN)
    assert await season.driver.stands(returned) is Stage.UNIT
    await season.driver.supplement(returned)
    await season.hourglass.turn(60 * DAY)

    assert await season.driver.stands(refused) is Stage.REFUSED
    last = (await season.driver.show(refused)).passages[-1]
    assert (last.stage, last.outcome) == (stage, Outcome.REFUSE)
    again = await season.driver.show(returned)
    assert again.stage is stage
    assert again.awaiting is not None
    assert view.awaiting is not None
    assert again.awaiting.body == view.awaiting.body
    assert [passage.stage for passage in again.passages[:-1]] == [passage.stage for passage in view.passages]
    assert (await season.driver.show(lapsed)).stage is Stage.LAPSED
    assert (await season.driver.story(lapsed))[-2:] == ["reminded", "dossier_lapsed"]


async def test_a_council_may_not_sit_over_a_dossier_whose_publication_runs(season: Season) -> None:
    """NĐ 152/2025, Điều 44: ten working days before the council meets; the eleventh it may."""
    ((dossier, view),) = await season.carry(Stage.PUBLICATION)
    assert view.awaiting is not None
    today = (await season.hourglass.now()).date()
    act = Publish(by=ActorId(view.awaiting.body.id), answers=view.awaiting.answers, where="Báo", since=today)
    await season.offices.dossiers.publish(dossier.dossier_id, act)
    objection = RaiseObjection(by=ActorId("ban-doc"), text="Chưa nộp đủ thuế năm 2024.")
    heard = await season.offices.dossiers.object(dossier.dossier_id, objection)

    with pytest.raises(Declined) as declined:
        await season.conductor.sit(Stage.COUNCIL, view.awaiting.body.id, [view])
    assert declined.value.reason is Reason.NOT_WAITING_HERE

    await season.hourglass.turn(30 * DAY)
    published = await season.driver.show(dossier)
    assert published.publication is not None
    assert published.publication.ended
    assert published.stage is Stage.PUBLICATION
    await season.conductor.conclude(published)
    (before,) = await season.conductor.carry([dossier], Stage.COUNCIL)
    assert before.awaiting is not None
    minutes = await season.conductor.sit(Stage.COUNCIL, before.awaiting.body.id, [before])
    assert minutes.items[0].objections == (heard.sequence,)


async def test_an_opinion_that_comes_late_is_kept_and_not_counted(season: Season) -> None:
    """Silence was agreement; the dossier has gone on, and the answer stands in its story."""
    ((dossier, view),) = await season.carry(Stage.OPINIONS)
    await season.driver.register(a_registered("so-tai-chinh"))
    asked = await season.conductor.ask(view, BodyId("so-tai-chinh"))
    await season.hourglass.turn(40 * DAY)
    gone_on = await season.driver.show(dossier)
    assert gone_on.stage not in {Stage.OPINIONS, Stage.UNIT}

    late = GiveOpinion(by=ActorId("so-tai-chinh"), answers=asked.sequence, agrees=False, text="Không nhất trí.")
    receipt = await season.offices.dossiers.give_opinion(dossier.dossier_id, late)

    assert receipt.kind == "opinion_given"
    after = await season.driver.show(dossier)
    assert after.stage is gone_on.stage
    assert [(opinion.silent, opinion.late, opinion.agrees) for opinion in after.opinions] == [(True, True, False)]
