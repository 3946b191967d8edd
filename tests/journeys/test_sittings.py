"""Sittings that do not go straight: adjourned, too few places, changed ballots, dossiers that left in the meantime."""

import pytest

from schemas.ballots import Choice, Vote
from schemas.facts import SittingAdjourned, SittingOpened
from schemas.ids import ActorId, DossierId, SeatId
from schemas.messages import Cast, Close
from schemas.minutes import Finding
from schemas.names import sitting_stream
from schemas.refusals import Reason
from schemas.sitting import Places, SittingStatus, SittingView
from schemas.stages import Stage
from tests.builders.values import AWARD, BASIS, a_body, a_seat
from tests.journeys.clock_driver import DAY, ClockDriver
from tests.journeys.office_driver import SOON, OfficeDriver
from tests.registered import with_its_roll
from vinhdanh import Declined


def findings(view: SittingView) -> list[Finding]:
    """Return a sitting's findings, in the order of its agenda."""
    assert view.minutes is not None
    return [item.finding for item in view.minutes.items]


async def test_adjourned_without_a_quorum_and_carried_at_the_second_meeting(driver: OfficeDriver) -> None:
    """Three of five came where four are needed: no ballot counts, and the dossier waits until they meet again."""
    dossier = await driver.carry(Stage.CLUSTER)
    sitting = await driver.convene(Stage.CLUSTER, dossier)
    for seat in (1, 2, 3):
        await driver.cast(sitting, seat, "A")
    adjourned = await driver.close(sitting)
    assert adjourned.status is SittingStatus.ADJOURNED
    assert (await driver.show(dossier)).stage is Stage.CLUSTER
    with pytest.raises(Declined) as declined:
        await driver.cast(sitting, 4, "A")
    assert declined.value.reason is Reason.SITTING_ADJOURNED

    await driver.reconvene(sitting, meeting=2)
    assert (await driver.offices.sittings.show(sitting.sitting_id)).voted == ()
    for seat in (2, 3, 4, 5):
        await driver.cast(sitting, seat, "A", meeting=2)
    view = await driver.close(sitting, meeting=2)

    assert findings(view) == [Finding.CARRIED]
    assert (await driver.show(dossier)).stage is Stage.COUNCIL
    facts = await driver.facts(sitting_stream(sitting.sitting_id))
    assert [fact.kind for fact in facts if fact.kind != "ballot_cast"] == [
        "sitting_convened",
        "sitting_adjourned",
        "sitting_reconvened",
        "sitting_closed",
        "findings_announced",
    ]
    first = next(fact for fact in facts if isinstance(fact, SittingAdjourned))
    assert first.minutes is not None
    assert len(first.minutes.absent) == 2
    templates = [letter.template for letter in await driver.letters(facts[0].stream)]
    assert templates == ["convened"] * 5 + ["adjourned"] * 5 + ["reconvened"] * 5 + ["minutes"] * 5


async def test_more_candidates_than_places(driver: OfficeDriver) -> None:
    """All three pass; the two places go to those with more votes, and the third reads that none was left for it."""
    best, second, third = [await driver.carry(Stage.CLUSTER) for _ in range(3)]
    places = (Places(award=AWARD, basis=BASIS, count=2),)

    view = await driver.hold(
        Stage.CLUSTER, third, best, second, votes=["AAA", "AAA", "AAA", "DAA", "DAD"], places=places
    )

    assert findings(view) == [Finding.NO_PLACE, Finding.CARRIED, Finding.CARRIED]
    assert [await driver.stands(dossier) for dossier in (best, second, third)] == [
        Stage.COUNCIL,
        Stage.COUNCIL,
        Stage.REFUSED,
    ]


async def test_a_tie_at_the_line_is_left_open_for_a_second_round(driver: OfficeDriver) -> None:
    """One place, two with equal votes: neither is told anything, and a second sitting decides between them."""
    one, other = [await driver.carry(Stage.CLUSTER) for _ in range(2)]
    places = (Places(award=AWARD, basis=BASIS, count=1),)
    tied = await driver.hold(Stage.CLUSTER, one, other, votes=["AA", "AA", "AA", "AD", "DA"], places=places)
    assert findings(tied) == [Finding.TIED, Finding.TIED]
    assert tied.report is not None
    assert tied.report.told == 0
    assert [await driver.stands(dossier) for dossier in (one, other)] == [Stage.CLUSTER, Stage.CLUSTER]

    again = await driver.hold(Stage.CLUSTER, one, other, votes=["AA", "AA", "AA", "AD", "AD"], places=places)

    assert findings(again) == [Finding.CARRIED, Finding.NO_PLACE]
    assert [await driver.stands(dossier) for dossier in (one, other)] == [Stage.COUNCIL, Stage.REFUSED]


async def test_a_dossier_withdrawn_during_the_vote_takes_nobody_s_place(driver: OfficeDriver) -> None:
    """It had the most votes for the only place; the minutes record that it was gone, and the next one has it."""
    stays, leaves = [await driver.carry(Stage.CLUSTER) for _ in range(2)]
    places = (Places(award=AWARD, basis=BASIS, count=1),)
    sitting = await driver.convene(Stage.CLUSTER, stays, leaves, places=places)
    for seat, marks in enumerate(["AA", "AA", "AA", "DA", "DA"], start=1):
        await driver.cast(sitting, seat, marks)
    await driver.withdraw(leaves)

    view = await driver.close(sitting)

    assert findings(view) == [Finding.CARRIED, Finding.GONE]
    assert view.report is not None
    assert (view.report.told, view.report.unheard) == (1, ())
    assert (await driver.show(stays)).stage is Stage.COUNCIL


async def test_a_seat_may_change_its_ballot_while_the_sitting_is_open(driver: OfficeDriver) -> None:
    """The last ballot counts; a delayed copy of the first one changes nothing."""
    dossier = await driver.carry(Stage.CLUSTER)
    sitting = await driver.convene(Stage.CLUSTER, dossier)
    first = await driver.cast(sitting, 1, "D")
    assert await driver.cast(sitting, 1, "D") == first
    with pytest.raises(Declined) as changed:
        await driver.cast(sitting, 1, "A")
    assert changed.value.reason is Reason.BALLOT_ALREADY_CAST
    second = await driver.cast(sitting, 1, "A", revision=2)
    assert second.sequence == first.sequence + 1
    with pytest.raises(Declined) as late:
        await driver.cast(sitting, 1, "D")
    assert late.value.reason is Reason.BALLOT_SUPERSEDED
    for seat in (2, 3, 4):
        await driver.cast(sitting, seat, "A")

    view = await driver.close(sitting)

    assert view.minutes is not None
    assert view.minutes.items[0].tally.approve == 4


async def test_the_ballot_closes_by_itself_at_its_time(hourglass: ClockDriver) -> None:
    """No caller is needed to close it."""
    driver = hourglass.driver
    dossier = await driver.carry(Stage.CLUSTER)
    sitting = await driver.convene(Stage.CLUSTER, dossier, closes_at=await hourglass.now() + DAY)
    for seat in range(1, 6):
        await driver.cast(sitting, seat, "A")
    assert (await driver.offices.sittings.show(sitting.sitting_id)).status is SittingStatus.OPEN

    await hourglass.turn(DAY)
    view = await driver.offices.sittings.announced(sitting.sitting_id, SOON)

    assert findings(view) == [Finding.CARRIED]
    assert view.minutes is not None
    assert view.minutes.closed_by == "vinhdanh"


async def test_who_votes_is_settled_on_the_day_the_ballot_opens(hourglass: ClockDriver) -> None:
    """Called for tomorrow; a member leaves and another comes before then: both are written to, one of them votes."""
    driver, called = hourglass.driver, a_body(seats=5)
    dossier = await driver.carry(Stage.CLUSTER)
    sitting = await driver.convene(Stage.CLUSTER, dossier, body=called, opens_at=await hourglass.now() + DAY)
    await driver.register(*with_its_roll(called.evolve(seats=(*called.seats[:4], a_seat(6)))))

    await hourglass.turn(DAY)
    with pytest.raises(Declined) as declined:
        await driver.cast(sitting, 5, "D")
    for seat in (1, 2, 3, 6):
        await driver.cast(sitting, seat, "A")
    view = await driver.close(sitting)

    assert declined.value.reason is Reason.NOT_ON_THE_ROLL
    assert view.minutes is not None
    assert (view.minutes.items[0].tally.approve, view.minutes.absent) == (4, ("seat-4",))
    opened = (await driver.facts(sitting_stream(sitting.sitting_id)))[1]
    assert isinstance(opened, SittingOpened)
    assert opened.roll is not None
    assert (opened.roll.joined, opened.roll.left) == (("seat-6",), ("seat-5",))
    letters = [(each.template, each.email.partition("@")[0]) for each in await driver.letters(opened.stream)]
    assert letters[5:7] == [("convened", "seat-6"), ("left_the_roll", "seat-5")]


async def test_no_sum_is_shown_before_the_ballot_closes(driver: OfficeDriver) -> None:
    """Who voted is shown, how is not: it would sway those yet to vote."""
    dossier = await driver.carry(Stage.CLUSTER)
    sitting = await driver.convene(Stage.CLUSTER, dossier)
    await driver.cast(sitting, 1, "D")

    view = await driver.offices.sittings.show(sitting.sitting_id)

    assert (view.voted, view.minutes) == (("seat-1",), None)
    assert view.awaited == ("seat-2", "seat-3", "seat-4", "seat-5")
    assert '"D"' not in view.model_dump_json()


async def test_who_attended_without_a_ballot_counts_for_the_quorum(driver: OfficeDriver) -> None:
    """Three ballots and one silent member are four present, enough to vote; three approve, enough to carry."""
    dossier = await driver.carry(Stage.CLUSTER)
    sitting = await driver.convene(Stage.CLUSTER, dossier)
    for seat in (1, 2, 3):
        await driver.cast(sitting, seat, "A")

    view = await driver.close(sitting, attended=("seat-4",))

    assert findings(view) == [Finding.CARRIED]
    assert view.minutes is not None
    assert view.minutes.absent == ("seat-5",)


@pytest.mark.parametrize(
    ("seat", "choices", "reason"),
    [
        pytest.param("nguoi-la", "all", Reason.NOT_ON_THE_ROLL, id="from outside the roll"),
        pytest.param("seat-1", "other", Reason.NOT_ON_THE_AGENDA, id="for a dossier not on the agenda"),
        pytest.param("seat-1", "half", Reason.AGENDA_NOT_COVERED, id="leaving one out"),
    ],
)
async def test_a_wrong_ballot_is_refused(driver: OfficeDriver, seat: str, choices: str, reason: Reason) -> None:
    """Each by its name, and nothing of it is kept."""
    one, other = [await driver.carry(Stage.CLUSTER) for _ in range(2)]
    sitting = await driver.convene(Stage.CLUSTER, one, other)
    agenda = sitting.agenda
    named = {"all": agenda, "other": (*agenda, DossierId("hs-khac")), "half": agenda[:1]}[choices]
    act = Cast(
        seat=SeatId(seat), choices=tuple(Choice(dossier_id=dossier_id, vote=Vote.APPROVE) for dossier_id in named)
    )

    with pytest.raises(Declined) as declined:
        await driver.offices.sittings.cast(sitting.sitting_id, act)

    assert declined.value.reason is reason
    assert [fact.kind for fact in await driver.facts(sitting_stream(sitting.sitting_id))] == ["sitting_convened"]


async def test_only_the_presidium_closes(driver: OfficeDriver) -> None:
    """A member cannot end the vote, nor can a caller who poses as the clock."""
    dossier = await driver.carry(Stage.CLUSTER)
    sitting = await driver.convene(Stage.CLUSTER, dossier)

    for stranger in ("seat-2", "vinhdanh"):
        with pytest.raises(Declined) as declined:
            await driver.offices.sittings.close(sitting.sitting_id, Close(by=ActorId(stranger)))
        assert declined.value.reason is Reason.NOT_YOURS


async def test_a_body_sits_only_over_what_waits_for_it(driver: OfficeDriver) -> None:
    """A dossier before the council is not the cluster's to vote on, and the refusal names it."""
    waits, is_past = await driver.carry(Stage.CLUSTER), await driver.carry(Stage.COUNCIL)

    with pytest.raises(Declined) as declined:
        await driver.convene(Stage.CLUSTER, waits, is_past)

    assert declined.value.reason is Reason.NOT_WAITING_HERE
    assert is_past.dossier_id in declined.value.message
    assert waits.dossier_id not in declined.value.message
