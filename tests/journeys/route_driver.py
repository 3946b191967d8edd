"""The route driver: brings dossiers onward, whatever their routes ask for, by the acts of offices."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Literal, cast

import asyncpg

from schemas.ballots import Choice, Vote
from schemas.bodies import BodyKind
from schemas.dossier import Dossier, DossierView
from schemas.ids import ActorId, BodyId, DossierId, SittingId, SubmissionId
from schemas.messages import (
    AskOpinions,
    Assign,
    Cast,
    Close,
    Conclude,
    Convene,
    Decide,
    GiveOpinion,
    Publish,
    PutForward,
)
from schemas.minutes import Minutes
from schemas.receipts import Receipt
from schemas.routes import DecisionRule, PublicationRule, SignatureRule, VoteRule
from schemas.sitting import Places
from schemas.stages import Stage
from schemas.submission import Letter, Reasoned
from schemas.verdict import DecisionRef, Outcome
from tests.builders.values import AGENCY, a_body, a_document, a_number
from tests.journeys.office_driver import SOON
from tests.registered import SEASONS, a_registered, register, with_its_roll
from tests.waiting import eventually
from vinhdanh import VinhDanh

AT_ONCE = 32

LONG_AGO = date(2025, 8, 4)
"""A day after every receipt, whose ten working days were over long ago."""

Signed = Literal[Stage.HEAD, Stage.ENDORSEMENT, Stage.DECISION]
Said = Literal[Outcome.FORWARD, Outcome.RETURN, Outcome.REFUSE]

VOTED = VoteRule.stages
SIGNED = SignatureRule.stages | DecisionRule.stages
APPRAISED = {Stage.APPRAISAL, Stage.CENTRAL_APPRAISAL}
PUBLISHED = PublicationRule.stages


class RouteDriver:
    """Does at every stage what brings a dossier to the next one."""

    def __init__(self, offices: VinhDanh, pool: asyncpg.Pool) -> None:
        self.offices = offices
        self._pool = pool
        self.turns = asyncio.Semaphore(AT_ONCE)

    async def carry(self, dossiers: Sequence[Dossier], to: Stage | None = None) -> list[DossierView]:
        """Carry dossiers to a stage, or to their end, together where they wait for one body; return them."""
        views = {dossier.dossier_id: await self.show(dossier.dossier_id) for dossier in dossiers}
        while waiting := _by_place(views.values(), to):
            # The furthest last: those behind catch up, and bodies sit over as many as there are.
            stage, body = min(waiting, key=lambda place: list(Stage).index(place[0]))
            moved = waiting[stage, body]
            await self.onward(stage, body, moved)
            shown = await asyncio.gather(*(self.show(view.dossier_id) for view in moved))
            views |= {view.dossier_id: view for view in shown}
        return list(views.values())

    async def show(self, dossier_id: DossierId) -> DossierView:
        """Return what a caller may see of a dossier."""
        async with self.turns:
            return await self.offices.dossiers.show(dossier_id)

    async def onward(self, stage: Stage, body: BodyId, views: Sequence[DossierView]) -> None:
        """Do what brings these dossiers onward from a stage."""
        if stage in VOTED:
            await self.sit(stage, body, views)
        elif stage in SIGNED:
            await self.sign(stage, body, views)
        else:
            await asyncio.gather(*map(self._by_an_office, views))

    async def sit(
        self, stage: Stage, body: BodyId, views: Sequence[DossierView], outcome: Outcome = Outcome.FORWARD
    ) -> Minutes:
        """Hold a sitting in which five seats approve all, or nothing, or which sends all of it back."""
        agenda = tuple(view.dossier_id for view in views)
        members = a_body(body, 5, BodyKind.CLUSTER if stage is Stage.CLUSTER else BodyKind.COUNCIL)
        async with self._pool.acquire() as conn:
            await register(conn, *with_its_roll(members))
        call = Convene(
            sitting_id=SittingId(f"ph-{a_number()}"),
            body=body,
            season=SEASONS[-1] if stage is Stage.CLUSTER else None,
            stage=stage,
            agenda=agenda,
            by=ActorId(f"secretary-{body}"),
            places=tuple(_places(views)),
        )
        await self.offices.sittings.convene(call)
        vote = Vote.DISAPPROVE if outcome is Outcome.REFUSE else Vote.APPROVE
        back = outcome is Outcome.RETURN
        returned = tuple(Reasoned(dossier_id=each, reasons=("Làm rõ số liệu.",)) for each in agenda if back)
        choices = tuple(Choice(dossier_id=dossier_id, vote=vote) for dossier_id in agenda)
        for seat in members.seats:
            await self.offices.sittings.cast(call.sitting_id, Cast(seat=seat.id, choices=choices))
        await self.offices.sittings.close(call.sitting_id, Close(by=call.by, returned=returned))
        minutes = (await self.offices.sittings.announced(call.sitting_id, SOON)).minutes
        assert minutes is not None
        return minutes

    async def sign(self, stage: Stage, body: BodyId, views: Sequence[DossierView], **answer: Any) -> None:
        """Put a list before the office that signs or decides, and have all of it signed, or answered so."""
        agenda = tuple(view.dossier_id for view in views)
        letter = PutForward(
            submission_id=SubmissionId(f"tt-{a_number()}"),
            authority=body,
            stage=cast(Signed, stage),
            letter=Letter(number="15/TTr", signed_on=date(2024, 6, 3), signatory="Cơ quan trình"),
            agenda=agenda,
            by=ActorId("VN-BNV" if body == "VN-PM" else AGENCY),
        )
        await self.offices.submissions.put_forward(letter)
        decision = DecisionRef(number="01/QĐ", decided_on=date(2024, 9, 5), signatory="Người có thẩm quyền")
        decided = Decide(by=ActorId(body), decision=decision, **(answer or {"granted": agenda}))
        await self.offices.submissions.decide(letter.submission_id, decided)
        await self.offices.submissions.announced(letter.submission_id, SOON)

    async def _by_an_office(self, view: DossierView) -> None:
        async with self.turns:
            if view.stage in PUBLISHED:
                await self._publish_long_ago(view)
            elif view.stage is Stage.OPINIONS:
                await self.consult(view)
            else:
                await self.conclude(view)

    async def publish(self, view: DossierView, since: date) -> None:
        """Record where and since when it is published."""
        by, answers = _here(view)
        act = Publish(by=by, answers=answers, where="Cổng thông tin điện tử", since=since)
        await self.offices.dossiers.publish(view.dossier_id, act)

    async def _publish_long_ago(self, view: DossierView) -> None:
        await self.publish(view, since=LONG_AGO)

        async def is_over() -> bool:
            return (await self.offices.dossiers.show(view.dossier_id)).stage is not view.stage

        await eventually(is_over)

    async def consult(self, view: DossierView) -> None:
        """Ask two agencies, who agree."""
        agencies = (BodyId("so-tai-chinh"), BodyId("thue-tinh"))
        async with self._pool.acquire() as conn:
            await register(conn, *map(a_registered, agencies))
        asked = await self.ask(view, *agencies)
        for agency in agencies:
            opinion = GiveOpinion(by=ActorId(agency), answers=asked.sequence, agrees=True)
            await self.offices.dossiers.give_opinion(view.dossier_id, opinion)

    async def ask(self, view: DossierView, *agencies: BodyId) -> Receipt:
        """Ask agencies for their opinions."""
        by, answers = _here(view)
        act = AskOpinions(by=by, answers=answers, agencies=agencies)
        return await self.offices.dossiers.ask_opinions(view.dossier_id, act)

    async def conclude(self, view: DossierView, outcome: Said = Outcome.FORWARD, *reasons: str) -> None:
        """Charge an officer where one is needed, and have the office conclude."""
        by, answers = _here(view)
        if view.stage in APPRAISED and outcome is Outcome.FORWARD:
            officer = Assign(by=by, answers=answers, officer=ActorId("chuyen-vien-3"))
            await self.offices.dossiers.assign(view.dossier_id, officer)
        found = Conclude(by=by, answers=answers, outcome=outcome, reasons=reasons, report=a_document("report"))
        await self.offices.dossiers.conclude(view.dossier_id, found)


def _places(views: Sequence[DossierView]) -> Iterator[Places]:
    """Yield enough places for every award, of which there may be a fifth of the leaders at the most."""
    for (award, basis), count in Counter((view.award, view.basis) for view in views).items():
        yield Places(award=award, basis=basis, count=count, out_of=5 * count)


def _here(view: DossierView) -> tuple[ActorId, int]:
    assert view.awaiting is not None
    return ActorId(view.awaiting.body.id), view.awaiting.answers


def _by_place(views: Iterable[DossierView], to: Stage | None) -> dict[tuple[Stage, BodyId], list[DossierView]]:
    waiting: dict[tuple[Stage, BodyId], list[DossierView]] = defaultdict(list)
    for view in views:
        if view.awaiting is not None and view.stage is not to:
            waiting[view.stage, view.awaiting.body.id].append(view)
    return waiting
