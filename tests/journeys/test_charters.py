"""Sittings by a cluster's own charter: substitutes, own dossiers, written opinions, second rounds, points."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from schemas import calendars
from schemas.ballots import Choice, Vote
from schemas.bodies import Body, Language
from schemas.dossier import Dossier
from schemas.ids import ActorId, SeatId
from schemas.messages import Adjourn, Amend, Cast, Convene, Hold, Reconvene, Recuse, ScoreDossier, WithdrawBallot
from schemas.minutes import Finding
from schemas.names import sitting_stream
from schemas.proceedings import HoldGround
from schemas.refusals import Reason
from schemas.scoring import Scored, ScoreStep, Sheet
from schemas.sitting import Places, SittingStatus, SittingView
from schemas.stages import Stage
from schemas.submission import Reasoned
from tests.builders.values import AWARD, BASIS, CLUSTER, an_organisation
from tests.journeys import charter
from tests.journeys.charter import a_cluster, a_substitute, voted
from tests.journeys.clock_driver import DAY, ClockDriver
from tests.journeys.office_driver import SOON, OfficeDriver
from tests.registered import a_registered
from vinhdanh import Declined

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client
    from temporalio.testing import WorkflowEnvironment

    from worker.settings import Settings

Governed = Callable[..., AbstractAsyncContextManager[OfficeDriver]]


@pytest.fixture
def governed(client: Client, pool: asyncpg.Pool, settings: Settings, tmp_path: Path) -> Governed:
    """Lends a driver that acts under a charter with certain rules."""
    return lambda *rules: charter.governed(client, pool, settings, tmp_path, *rules)


async def put_up(driver: OfficeDriver, *units: str) -> list[Dossier]:
    """Submit a dossier of each unit, and bring it before the cluster."""
    await driver.register(*map(a_registered, units))
    return [await driver.submit(unit=an_organisation(unit)) for unit in units]


async def convened(driver: OfficeDriver, body: Body, *dossiers: Dossier, **changes: Any) -> Convene:
    """Call a cluster to sit over dossiers."""
    return await driver.convene(Stage.CLUSTER, *dossiers, body=body, **changes)


def found(view: SittingView) -> list[Finding]:
    """Return the finding on each dossier."""
    assert view.minutes is not None
    return [item.finding for item in view.minutes.items]


def places(count: int) -> tuple[Places, ...]:
    """Return so many places for the flag."""
    return (Places(award=AWARD, basis=BASIS, count=count),)


async def refusal(what: object) -> Reason:
    """Return why an act was refused."""
    with pytest.raises(Declined) as refused:
        await what  # type: ignore[misc]
    return Reason(refused.value.reason)


async def test_nobody_votes_on_its_own_dossier_and_a_deputy_votes_for_an_absent_head(governed: Governed) -> None:
    """Five units, each steps aside from its own; one sends its deputy, one writes; the minutes name them all."""
    today = calendars.day_of(datetime.now(UTC))
    deputy = a_substitute("pho-c", today, today)
    cluster = a_cluster("DV-A", "DV-B", "DV-C", "DV-D", "DV-E", substitutes={"DV-C": (deputy,)})
    async with governed(charter.SUBSTITUTES, charter.RECUSAL, charter.WRITTEN) as driver:
        a, b = await put_up(driver, "DV-A", "DV-B")
        call = await convened(driver, cluster, a, b)

        assert await refusal(voted(driver, call, "DV-A", "AA")) is Reason.STEPPED_ASIDE
        await voted(driver, call, "DV-A", "-A")
        await voted(driver, call, "DV-B", "A-")
        assert await refusal(voted(driver, call, "DV-C", "AD", by=ActorId("nguoi-la"))) is Reason.NOT_A_SUBSTITUTE
        await voted(driver, call, "DV-C", "AD", by=ActorId("pho-c"))
        await voted(driver, call, "DV-D", "AD", written=True)
        view = await driver.close(call, attended=(SeatId("DV-E"),))

        assert view.minutes is not None
        assert found(view) == [Finding.CARRIED, Finding.DEFEATED]
        assert [(each.seat, each.substitute) for each in view.minutes.substitutes] == [("DV-C", "pho-c")]
        assert view.minutes.written == ("DV-D",)
        assert [(each.seat, each.dossiers) for each in view.minutes.recused] == [
            ("DV-A", (a.dossier_id,)),
            ("DV-B", (b.dossier_id,)),
        ]
        first = view.minutes.items[0].tally
        assert (first.seats, first.present, first.recused, first.written, first.cast) == (5, 4, 1, 1, 3)
        assert (first.approve, first.needed) == (3, 3)
        told = await driver.offices.sittings.explain(call.sitting_id, a.dossier_id, Language.ENGLISH)
        assert told[:2] == (
            "Entitled to vote: 4 of 5 seats; 1 stepped aside.",
            "Present 4, absent 1; by open ballot, 3 votes, 1 of them in writing from absent members. By (not verified):"
            " Khoản 2 Điều 25 Luật Thi đua, khen thưởng 2022; quy chế của cụm.",
        )
        vietnamese = await driver.offices.sittings.explain(call.sitting_id, b.dossier_id)
        assert vietnamese[-1] == "Biên bản ghi: Căn cứ (chưa kiểm chứng): Quy chế của cụm, khối."
        assert "pho-c@" in {letter.email[:6] for letter in await driver.letters(sitting_stream(call.sitting_id))}
        assert (await driver.offices.dossiers.show(a.dossier_id)).charter == f"quy-che-{CLUSTER.lower()}"


async def test_those_equal_for_the_last_place_are_voted_on_again_and_the_chair_has_the_last_word(
    governed: Governed,
) -> None:
    """Three pass for two places, two of them equal: a second round, equal again, and the chair's vote decides."""
    cluster = a_cluster("DV-A", "DV-B", "DV-C", "DV-D")
    async with governed(charter.TIES) as driver:
        best, one, other = await put_up(driver, "DV-1", "DV-2", "DV-3")
        call = await convened(driver, cluster, best, one, other, places=places(2))
        for unit, marks in zip("ABCD", ["AAA", "AAA", "AAA", "ADD"], strict=True):
            await voted(driver, call, f"DV-{unit}", marks)

        again = await driver.close(call)

        assert again.status is SittingStatus.OPEN
        assert [each.dossiers for each in again.contested] == [(one.dossier_id, other.dossier_id)]
        assert (again.meeting, again.voted, again.contested[0].places) == (2, (), 1)
        assert (await driver.show(best)).stage is Stage.CLUSTER, "nobody is told before the second round"
        second = call.model_copy(update={"agenda": (one.dossier_id, other.dossier_id)})
        assert await refusal(voted(driver, second, "DV-A", "AA", meeting=2)) is Reason.TOO_MANY_APPROVED
        assert await refusal(voted(driver, second, "DV-A", "DA")) is Reason.NOT_THIS_MEETING
        for unit, marks in zip("ABCD", ["DA", "AD", "AD", "DA"], strict=True):
            await voted(driver, second, f"DV-{unit}", marks, meeting=2)
        view = await driver.close(call, meeting=2)

        assert found(view) == [Finding.CARRIED, Finding.NO_PLACE, Finding.CARRIED]
        assert view.minutes is not None
        assert [roll.marks for roll in view.minutes.second_round] == ["DA", "AD", "AD", "DA"]
        assert "Ưu tiên hồ sơ được chủ tọa đồng ý." in view.minutes.items[2].reasons[0]
        stages = [(await driver.show(each)).stage for each in (best, one, other)]
        assert stages == [Stage.COUNCIL, Stage.REFUSED, Stage.COUNCIL]


async def test_a_sitting_is_called_amended_put_off_and_held(
    skipping: WorkflowEnvironment, pool: asyncpg.Pool, settings: Settings, tmp_path: Path
) -> None:
    """Called for later, one dossier struck and one added, put off by its chair, opened at its time, held."""
    cluster = a_cluster("DV-A", "DV-B", "DV-C")
    async with charter.governed(skipping.client, pool, settings, tmp_path, charter.ALL_VOTED) as driver:
        struck, stays, added = await put_up(driver, "DV-1", "DV-2", "DV-3")
        hourglass = ClockDriver(skipping, driver)
        later = await hourglass.now() + DAY
        call = await convened(driver, cluster, struck, stays, opens_at=later)
        sittings = driver.offices.sittings
        assert await refusal(voted(driver, call, "DV-A", "AA")) is Reason.NOT_YET_OPEN

        why = Reasoned(dossier_id=struck.dossier_id, reasons=("Đơn vị đề nghị lùi.",))
        amendment = Amend(by=call.by, strike=(why,), add=(added.dossier_id,))
        kept = await sittings.amend(call.sitting_id, amendment)
        assert await sittings.amend(call.sitting_id, amendment) == kept
        await sittings.adjourn(call.sitting_id, Adjourn(by=call.by, reason="Chủ tọa đi công tác."))
        await sittings.reconvene(call.sitting_id, Reconvene(by=call.by, meeting=2, opens_at=later + DAY))
        await hourglass.turn(2 * DAY)
        now = call.model_copy(update={"agenda": (stays.dossier_id, added.dossier_id)})
        assert await refusal(sittings.amend(call.sitting_id, amendment.model_copy(update={"revision": 2}))) is (
            Reason.ALREADY_OPENED
        )
        for unit in "ABC":
            await voted(driver, now, f"DV-{unit}", "AA", meeting=2)
        view = await sittings.announced(call.sitting_id, SOON)

        assert found(view) == [Finding.CARRIED, Finding.CARRIED], "it closed by itself when everybody had voted"
        assert (await driver.show(struck)).stage is Stage.CLUSTER, "what was struck goes on waiting"
        facts = await driver.facts(sitting_stream(call.sitting_id))
        assert [fact.kind for fact in facts if fact.kind != "ballot_cast"] == [
            "sitting_convened",
            "agenda_amended",
            "sitting_adjourned",
            "sitting_reconvened",
            "sitting_opened",
            "sitting_closed",
            "findings_announced",
        ]


def a_sheet(socio_economic: str, party: str, emulation: str, **beside: Decimal) -> Sheet:
    """Return a sheet filled in."""
    points = (Decimal(each) for each in (socio_economic, party, emulation))
    groups = tuple(Scored(group=name, points=each) for name, each in zip(charter.GROUPS, points, strict=True))
    return Sheet(groups=groups, **beside)


async def test_places_go_by_points_that_were_checked_contested_and_settled(governed: Governed) -> None:
    """Both are approved by all; the only place goes to the one with more points, once its contest is settled."""
    cluster = a_cluster("DV-A", "DV-B", "DV-C")
    async with governed(charter.POINTS) as driver:
        a, b = await put_up(driver, "DV-A", "DV-B")
        call = await convened(driver, cluster, a, b, places=places(1))

        async def score(dossier: Dossier, by: str, step: ScoreStep, turn: int, **said: object) -> None:
            act = ScoreDossier.model_validate(
                {"by": by, "dossier_id": dossier.dossier_id, "step": step, "turn": turn, **said}
            )
            await driver.offices.sittings.score(call.sitting_id, act)

        high, low = a_sheet("580.5", "190", "195"), a_sheet("570", "190", "190.25")
        over = a_sheet("601", "190", "195")
        assert await refusal(score(a, "DV-A", ScoreStep.SELF, 1, sheet=over)) is Reason.OFF_THE_SCORING_TABLE
        await score(a, "DV-A", ScoreStep.SELF, 1, sheet=high)
        await score(b, "DV-B", ScoreStep.SELF, 1, sheet=low)
        assert await refusal(score(a, "DV-A", ScoreStep.CHECKED, 2, sheet=high)) is Reason.NOT_YOURS
        await score(a, "DV-C", ScoreStep.CHECKED, 2, sheet=a_sheet("560", "190", "180"))
        await score(b, "DV-C", ScoreStep.CHECKED, 2, sheet=low)
        await score(a, "DV-A", ScoreStep.CONTESTED, 3, reason="Chưa tính điểm thưởng sáng kiến.")
        settled = a_sheet("560", "190", "190", bonus=Decimal("10.5"))
        await score(a, str(call.by), ScoreStep.SETTLED, 4, sheet=settled)
        for unit in "ABC":
            await voted(driver, call, f"DV-{unit}", "AA")
        view = await driver.close(call)

        assert view.minutes is not None
        assert [item.points for item in view.minutes.items] == [Decimal("950.5"), Decimal("950.25")]
        assert found(view) == [Finding.CARRIED, Finding.NO_PLACE]


async def test_an_unsettled_score_leaves_its_dossier_open(governed: Governed) -> None:
    """Its sheet was not checked: there is no finding on it, and it goes on waiting."""
    async with governed(charter.POINTS) as driver:
        (dossier,) = await put_up(driver, "DV-A")
        call = await convened(driver, a_cluster("DV-A", "DV-B"), dossier)
        for unit in "AB":
            await voted(driver, call, f"DV-{unit}", "A")

        assert found(await driver.close(call)) == [Finding.UNSCORED]
        assert (await driver.show(dossier)).stage is Stage.CLUSTER


async def test_who_has_voted_takes_the_ballot_back_before_stepping_aside(governed: Governed) -> None:
    """A declared relation counts until the end; the seat votes on the rest."""
    async with governed(charter.RECUSAL) as driver:
        one, other = await put_up(driver, "DV-1", "DV-2")
        call = await convened(driver, a_cluster("DV-A", "DV-B", "DV-C"), one, other)
        sittings = driver.offices.sittings
        relation = Recuse(
            seat=SeatId("DV-A"), by=ActorId("DV-A"), dossiers=(one.dossier_id,), reason="Có quan hệ gia đình."
        )
        await voted(driver, call, "DV-A", "AA")

        assert await refusal(sittings.recuse(call.sitting_id, relation)) is Reason.TOO_LATE_TO_STEP_ASIDE
        await sittings.withdraw_ballot(call.sitting_id, WithdrawBallot(seat=SeatId("DV-A"), revision=1))
        assert (await sittings.show(call.sitting_id)).voted == ()
        await sittings.recuse(call.sitting_id, relation)
        assert await refusal(voted(driver, call, "DV-A", "AA", revision=2)) is Reason.STEPPED_ASIDE
        await voted(driver, call, "DV-A", "-A", revision=2)
        for unit in "BC":
            await voted(driver, call, f"DV-{unit}", "AA")
        view = await driver.close(call)

        assert view.minutes is not None
        assert [item.tally.approve for item in view.minutes.items] == [2, 3]
        assert [item.tally.recused for item in view.minutes.items] == [1, 0]
        assert [(each.seat, each.reasons) for each in view.minutes.recused] == [
            ("DV-A", {one.dossier_id: "Có quan hệ gia đình."})
        ]


async def test_a_dossier_put_on_hold_during_the_vote_is_left_open(governed: Governed) -> None:
    """There is no finding on it, and its votes take no place from another."""
    async with governed() as driver:
        held, other = await put_up(driver, "DV-1", "DV-2")
        call = await convened(driver, a_cluster("DV-A", "DV-B", "DV-C"), held, other, places=places(1))
        for unit in "ABC":
            await voted(driver, call, f"DV-{unit}", "AA")
        by = ActorId(str(held.cluster and held.cluster.id))
        hold = Hold(by=by, ground=HoldGround.COMPLAINT, reason="Đang xác minh đơn tố cáo.")
        await driver.offices.dossiers.hold(held.dossier_id, hold)

        view = await driver.close(call)

        assert found(view) == [Finding.GONE, Finding.CARRIED]
        assert (await driver.show(held)).stage is Stage.CLUSTER


async def test_a_ballot_closes_once_nobody_can_change_what_it_found(governed: Governed) -> None:
    """Three of five approve one and refuse the other, where three are needed; with the fourth there is a quorum too."""
    async with governed(charter.FIXED) as driver:
        one, other = await put_up(driver, "DV-1", "DV-2")
        call = await convened(driver, a_cluster("DV-A", "DV-B", "DV-C", "DV-D", "DV-E"), one, other)
        for unit in "ABC":
            await voted(driver, call, f"DV-{unit}", "AD")
        assert (await driver.offices.sittings.show(call.sitting_id)).status is SittingStatus.OPEN

        await voted(driver, call, "DV-D", "DA")
        view = await driver.offices.sittings.announced(call.sitting_id, SOON)

        assert found(view) == [Finding.CARRIED, Finding.DEFEATED]
        assert view.minutes is not None
        assert view.minutes.absent == ("DV-E",)
        assert await refusal(voted(driver, call, "DV-E", "DA")) is Reason.SITTING_CLOSED


async def test_an_open_ballot_says_why_and_a_secret_one_does_not(governed: Governed) -> None:
    """The cluster's minutes hold each seat's choice and reason; the council's are secret, and take no reasons."""
    why = "Chưa làm rõ thành tích năm 2023."
    async with governed() as driver:
        (dossier,) = await put_up(driver, "DV-1")
        call = await convened(driver, a_cluster("DV-A", "DV-B", "DV-C"), dossier)
        against = Choice(dossier_id=dossier.dossier_id, vote=Vote.DISAPPROVE, reason=why)
        for unit in "AB":
            await voted(driver, call, f"DV-{unit}", "A")
        await driver.offices.sittings.cast(call.sitting_id, Cast(seat=SeatId("DV-C"), choices=(against,)))
        view = await driver.close(call)

        assert view.minutes is not None
        said = {roll.seat: (roll.marks, [each.reason for each in roll.reasons]) for roll in view.minutes.roll_calls}
        assert said == {"DV-A": ("A", []), "DV-B": ("A", []), "DV-C": ("D", [why])}
        council = await driver.convene(Stage.COUNCIL, dossier)
        secret = Cast(seat=SeatId("seat-1"), choices=(against,))
        assert await refusal(driver.offices.sittings.cast(council.sitting_id, secret)) is Reason.SECRET_BALLOT
