"""Attendance by dossier: nine seats vote on nine dossiers; one leaves after the fourth."""

from datetime import date
from typing import Any

import pytest

from schemas.attendance import SeatAttendance, Stay
from schemas.ballots import Choice, Vote
from schemas.base import encoded_size
from schemas.bodies import Substitute, Tenure
from schemas.ids import ActorId, DossierId, NomineeId, SeatId
from schemas.legal_values import Cited
from schemas.messages import Adjourn, Cast, Close, Reconvene, RecordAttendance, WithdrawBallot
from schemas.minutes import Finding, Minutes
from schemas.ports import AgendaAnswer, Loaded
from schemas.receipts import Receipt
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind
from schemas.sitting import SittingStatus
from schemas.vote_clauses import ChairRule, ChairVote, EarlyClose, EarlyWhen, Recusal, WrittenOpinions
from tests.builders.values import NOON, a_body, a_requirement, a_vote_rule
from tests.builders.vote_counts import a_count, seats, sums
from tests.builders.walks import a_call, an_agenda
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules.exhaustive_tallies import CITED
from workflows.rules import size_limits
from workflows.rules.sitting import sitting_view
from workflows.rules.views import current_details

SECRETARY = ActorId("secretary-cum-thi-dua-1")
NINE = range(1, 10)
SIX = seats(6)
LEAVES, DEPUTY = SeatId("seat-6"), ActorId("pho-6")
DEFAULT: dict[str, Any] = {
    "quorum": a_requirement("2/3"),
    "threshold": a_requirement("1/2"),
    "substitutes": Cited(**CITED),
}


def a_sitting(seats: int = 9, **rule: Any) -> SittingSimulator:
    """Return a sitting over nine dossiers; its sixth and seventh seats have a substitute with the ninth dossier."""
    deputy = Substitute(id=DEPUTY, name="Phó 6", tenure=Tenure(first=date(2024, 1, 1)), nominee=NomineeId("n-9"))
    body = a_body(seats=seats)
    body = body.evolve(
        seats=tuple(
            each.evolve(substitutes=(deputy,)) if each.id in {LEAVES, "seat-7"} else each for each in body.seats
        )
    )
    agenda = tuple(
        item.evolve(nominee_id=NomineeId(f"n-{number}")) for number, item in zip(NINE, an_agenda(9), strict=True)
    )
    known = AgendaAnswer(items=agenda, rules=(a_vote_rule(**{**DEFAULT, **rule}),), body=body)
    call = a_call(agenda=tuple(item.dossier_id for item in agenda), by=SECRETARY)
    simulator = SittingSimulator(call, known, NOON)
    assert isinstance(simulator.convene(known), Receipt)
    return simulator


def d(number: int) -> DossierId:
    """Return a dossier by its place on the agenda."""
    return DossierId(f"d-{number}")


Span = tuple[int, int] | tuple[int, int, str]


def there(seat: str, *spans: Span, revision: int = 1, **also: Any) -> RecordAttendance:
    """Return an attendance from one dossier to another, by the seat or by a substitute."""
    stays = tuple(Stay(first=d(first), last=d(last), by=ActorId(by[0]) if by else None) for first, last, *by in spans)
    return RecordAttendance(**{"by": SECRETARY, "seat": SeatId(seat), "stays": stays, "revision": revision, **also})


def a_ballot(seat: str, *numbers: int, vote: Vote = Vote.APPROVE, **changes: Any) -> Cast:
    """Return a ballot on these dossiers."""
    choices = tuple(Choice(dossier_id=d(number), vote=vote) for number in numbers)
    return Cast(**{"seat": SeatId(seat), "choices": choices, **changes})


def taken(answer: Receipt | Refusal) -> Receipt:
    """Return the receipt of an act that was not refused."""
    assert isinstance(answer, Receipt), answer
    return answer


def why(answer: Receipt | Refusal) -> Reason | None:
    """Return why an act was refused."""
    return answer.reason if isinstance(answer, Refusal) else None


def closed(sitting: SittingSimulator, **changes: Any) -> Minutes:
    """Close the sitting, and return its minutes."""
    taken(sitting.act(Close(by=SECRETARY, meeting=sitting.state.meeting, **changes)))
    assert sitting.state.minutes is not None
    sitting.renew()
    return sitting.state.minutes


def five_vote(sitting: SittingSimulator) -> None:
    """Let the five who stay throughout vote on everything."""
    for seat in SIX[:5]:
        taken(sitting.act(a_ballot(seat, *NINE)))


@pytest.mark.parametrize("before", [True, False], ids=["voted before it was recorded", "recorded before it voted"])
def test_six_are_a_quorum_for_four_dossiers_and_five_are_none_for_the_rest(before: bool) -> None:
    """The first four are counted and the others put off alone, whenever the secretary records who left."""
    sitting = a_sitting()
    five_vote(sitting)
    if before:
        taken(sitting.act(a_ballot(LEAVES, *NINE)))
    taken(sitting.act(there(LEAVES, (1, 4))))
    if not before:
        taken(sitting.act(a_ballot(LEAVES, 1, 2, 3, 4)))

    minutes = closed(sitting)

    assert sitting.state.status is SittingStatus.CLOSED
    assert [item.finding for item in minutes.items] == [Finding.CARRIED] * 4 + [Finding.NO_QUORUM] * 5
    assert [item.tally.present for item in minutes.items] == [6] * 4 + [5] * 5
    assert [item.tally.approve for item in minutes.items] == [6] * 4 + [5] * 5
    assert minutes.attendance == (SeatAttendance(seat=LEAVES, stays=(Stay(first=d(1), last=d(4)),)),)
    assert minutes.present == SIX
    page = current_details.of_sitting(sitting.call, sitting.state)
    assert "Điểm danh theo hồ sơ: `seat-6` từ `d-1` đến `d-4`." in page


def test_its_substitute_covers_the_rest() -> None:
    """Two vote for one seat, each while it was there: all nine dossiers have their quorum."""
    sitting = a_sitting(ballot=BallotKind.OPEN)
    five_vote(sitting)
    taken(sitting.act(there(LEAVES, (1, 4), (5, 9, DEPUTY))))
    own = a_ballot(LEAVES, 1, 2, 3, 4)
    first = taken(sitting.act(own))
    view = sitting_view.view(sitting.call, sitting.state)
    assert LEAVES in view.awaited
    assert view.attendance[0].stays[1].by == DEPUTY
    taken(sitting.act(a_ballot(LEAVES, 5, 6, 7, 8, 9, by=DEPUTY, revision=2, vote=Vote.DISAPPROVE)))
    assert LEAVES not in sitting_view.view(sitting.call, sitting.state).awaited
    assert taken(sitting.act(own)) == first, "a ballot that stands beside another one has its receipt still"

    minutes = closed(sitting)

    assert {item.finding for item in minutes.items} == {Finding.CARRIED}
    assert [(item.tally.approve, item.tally.disapprove) for item in minutes.items] == [(6, 0)] * 4 + [(5, 1)] * 5
    calls = [(call.by, call.marks) for call in minutes.roll_calls if call.seat == LEAVES]
    assert set(calls) == {(None, "AAAARRRRR"), (DEPUTY, "RRRRDDDDD")}
    assert [each.substitute for each in minutes.substitutes] == [DEPUTY]


def test_each_of_the_two_changes_and_withdraws_its_own() -> None:
    """A change or withdrawal of one leaves the other's votes; with both gone, no ballot stands."""
    sitting = a_sitting()
    taken(sitting.act(there(LEAVES, (1, 4), (5, 9, DEPUTY))))
    taken(sitting.act(a_ballot(LEAVES, 1, 2, 3, 4)))
    taken(sitting.act(a_ballot(LEAVES, *range(5, 10), by=DEPUTY, revision=2)))
    taken(sitting.act(a_ballot(LEAVES, 1, 2, 3, 4, revision=3, vote=Vote.DISAPPROVE)))
    taken(sitting.act(WithdrawBallot(seat=LEAVES, by=DEPUTY, revision=2)))
    assert LEAVES in sitting_view.view(sitting.call, sitting.state).awaited
    taken(sitting.act(a_ballot(LEAVES, *range(5, 10), by=DEPUTY, revision=4)))
    assert why(sitting.act(WithdrawBallot(seat=LEAVES, by=DEPUTY, revision=3))) is Reason.NO_BALLOT
    five_vote(sitting)
    sitting.renew()

    taken(sitting.act(WithdrawBallot(seat=LEAVES, revision=3)))
    taken(sitting.act(WithdrawBallot(seat=LEAVES, by=DEPUTY, revision=4)))

    assert LEAVES not in sitting_view.view(sitting.call, sitting.state).voted
    taken(sitting.act(a_ballot(LEAVES, 1, 2, 3, 4, revision=5)))
    assert [item.tally.approve for item in closed(sitting).items] == [6] * 4 + [5] * 5


def test_a_substitute_steps_aside_only_while_it_is_there() -> None:
    """Its own dossier is the ninth; while the seat itself was there for it, the seat votes on it."""
    recusal = Recusal(own_dossier=True, **CITED)
    aside, voted = a_sitting(recusal=recusal), a_sitting(recusal=recusal)
    taken(aside.act(there(LEAVES, (1, 4), (5, 9, DEPUTY))))
    taken(voted.act(there(LEAVES, (1, 4, DEPUTY), (5, 9))))

    refused = aside.act(a_ballot(LEAVES, *range(5, 10), by=DEPUTY))
    taken(aside.act(a_ballot(LEAVES, *range(5, 9), by=DEPUTY)))
    taken(voted.act(a_ballot(LEAVES, 1, 2, 3, 4, by=DEPUTY)))
    taken(voted.act(a_ballot(LEAVES, *range(5, 10), revision=2)))
    for sitting in (aside, voted):
        five_vote(sitting)

    assert why(refused) is Reason.STEPPED_ASIDE
    assert closed(aside).items[8].tally.recused == 1
    assert closed(voted).items[8].tally.recused == 0


@pytest.mark.parametrize(
    ("ballot", "reason"),
    [
        pytest.param(a_ballot(LEAVES, 1, 2, 3, 4, 5), Reason.NOT_PRESENT, id="on a dossier while away"),
        pytest.param(a_ballot(LEAVES, 1, 2, 3), Reason.AGENDA_NOT_COVERED, id="not on all while there"),
        pytest.param(a_ballot(LEAVES, 5, by=DEPUTY), Reason.NOT_PRESENT, id="by one who was never there"),
        pytest.param(a_ballot(LEAVES, *NINE, written=True), Reason.ATTENDED_AND_WROTE, id="in writing"),
    ],
)
def test_ballots_follow_the_attendance(ballot: Cast, reason: Reason) -> None:
    """The refusal names what was wrong."""
    sitting = a_sitting(written=WrittenOpinions(counted=True, **CITED))
    taken(sitting.act(there(LEAVES, (1, 4))))

    assert why(sitting.act(ballot)) is reason


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        pytest.param(there("seat-6", (4, 1)), Reason.STAYS_OUT_OF_ORDER, id="backwards"),
        pytest.param(there("seat-6", (1, 4), (4, 5)), Reason.STAYS_OUT_OF_ORDER, id="a dossier twice"),
        pytest.param(there("seat-6", (1, 10)), Reason.NOT_ON_THE_AGENDA, id="a strange dossier"),
        pytest.param(there("seat-10", (1, 4)), Reason.NOT_ON_THE_ROLL, id="a strange seat"),
        pytest.param(there("seat-6", (1, 4, "la-ai")), Reason.NOT_A_SUBSTITUTE, id="a strange substitute"),
        pytest.param(there("seat-6", (1, 4, "seat-6")), Reason.NOT_A_SUBSTITUTE, id="itself as its substitute"),
        pytest.param(there("seat-6", (1, 4), by=ActorId("seat-6")), Reason.NOT_YOURS, id="by the seat"),
        pytest.param(there("seat-6", (1, 4), meeting=2), Reason.NOT_THIS_MEETING, id="another meeting"),
        pytest.param(there("seat-7", (1, 4)), Reason.ATTENDED_AND_WROTE, id="a seat that wrote"),
    ],
)
def test_a_wrong_attendance_is_refused(act: RecordAttendance, reason: Reason) -> None:
    """Nothing is kept of it."""
    sitting = a_sitting(written=WrittenOpinions(counted=True, **CITED))
    taken(sitting.act(a_ballot("seat-7", *NINE, written=True)))

    assert why(sitting.act(act)) is reason
    assert not sitting.state.attendance


def test_a_correction_is_the_next_revision_and_gives_votes_back() -> None:
    """A slip of the secretary costs no vote: what was masked counts again."""
    sitting = a_sitting()
    five_vote(sitting)
    taken(sitting.act(a_ballot(LEAVES, *NINE)))
    record = there(LEAVES, (1, 1))
    receipt = taken(sitting.act(record))
    assert taken(sitting.act(record)) == receipt
    assert why(sitting.act(there(LEAVES, (1, 2)))) is Reason.BALLOT_ALREADY_CAST
    taken(sitting.act(there(LEAVES, (1, 9), revision=2)))
    assert why(sitting.act(there(LEAVES, (1, 3)))) is Reason.BALLOT_SUPERSEDED

    assert {item.tally.approve for item in closed(sitting).items} == {6}


def test_one_recorded_as_absent_has_no_vote_and_is_not_named_as_present() -> None:
    """Its ballot counts for nothing, and the close may not call it present."""
    sitting = a_sitting()
    five_vote(sitting)
    taken(sitting.act(a_ballot(LEAVES, *NINE)))
    taken(sitting.act(there(LEAVES)))

    assert why(sitting.act(Close(by=SECRETARY, attended=(LEAVES,)))) is Reason.NOT_PRESENT
    taken(sitting.act(Close(by=SECRETARY, attended=(SeatId("seat-7"),))))
    assert sitting.state.minutes is not None
    assert LEAVES in sitting.state.minutes.absent
    assert {item.tally.approve for item in sitting.state.minutes.items} == {5}


def test_a_ballot_that_was_taken_before_has_its_receipt_after() -> None:
    """A caller that missed the answer sends it again; by then its seat is recorded as gone."""
    sitting = a_sitting()
    ballot = a_ballot(LEAVES, *NINE)
    receipt = taken(sitting.act(ballot))
    taken(sitting.act(there(LEAVES, (1, 4))))

    assert taken(sitting.act(ballot)) == receipt


def test_nobody_represents_two_seats() -> None:
    """Whoever is recorded for one seat votes for no other."""
    sitting = a_sitting()
    taken(sitting.act(there(LEAVES, (1, 9, DEPUTY))))

    assert why(sitting.act(a_ballot("seat-7", *NINE, by=DEPUTY))) is Reason.VOTED_ELSEWHERE
    assert why(sitting.act(there("seat-7", (1, 4, DEPUTY)))) is Reason.VOTED_ELSEWHERE


def test_the_chair_that_left_does_not_decide() -> None:
    """Where the chair must approve, a vote on a dossier for which it was away is none of its own."""
    sitting = a_sitting(chair=ChairRule(vote=ChairVote.MUST_APPROVE, **CITED))
    five_vote(sitting)
    taken(sitting.act(a_ballot(LEAVES, *NINE)))
    taken(sitting.act(a_ballot("seat-7", *NINE)))
    taken(sitting.act(there("seat-1", (1, 4))))

    assert [item.finding for item in closed(sitting).items] == [Finding.CARRIED] * 4 + [Finding.DEFEATED] * 5


def test_a_ballot_with_attendance_does_not_close_early() -> None:
    """Who was there may be corrected until the sitting is closed."""
    sitting = a_sitting(early_close=EarlyClose(when=EarlyWhen.ALL_VOTED, **CITED))
    for number in NINE:
        taken(sitting.act(a_ballot(f"seat-{number}", *NINE)))
    assert sitting.closes_early
    taken(sitting.act(there(LEAVES, (1, 4))))

    assert not sitting.closes_early


def papers(*numbers: int, **changes: Any) -> Any:
    """Return a count in which each dossier has so many approvals."""
    items = (sums(f"d-{at}", number) for at, number in enumerate(numbers, start=1))
    return a_count(SECRETARY, SIX, *items, **changes)


def test_papers_follow_the_attendance() -> None:
    """Six papers for the first four dossiers, five for the rest; another sum is refused."""
    sitting = a_sitting()
    taken(sitting.act(there(LEAVES, (1, 4))))

    assert why(sitting.act(papers(*[6] * 9))) is Reason.COUNT_DOES_NOT_ADD
    assert why(sitting.act(papers(*[5] * 9))) is Reason.COUNT_DOES_NOT_ADD
    taken(sitting.act(papers(*[6] * 4, *[5] * 5)))

    findings = [item.finding for item in closed(sitting).items]
    assert findings == [Finding.CARRIED] * 4 + [Finding.NO_QUORUM] * 5


def test_papers_of_a_seat_and_its_substitute_are_two() -> None:
    """Seven papers from six seats: each of the two votes on its own part."""
    sitting = a_sitting()
    taken(sitting.act(there(LEAVES, (1, 4), (5, 9, DEPUTY))))

    assert why(sitting.act(papers(*[6] * 9, issued=8, returned=8))) is Reason.COUNT_DOES_NOT_ADD
    taken(sitting.act(papers(*[6] * 9, issued=7, returned=7)))

    assert {item.finding for item in closed(sitting).items} == {Finding.CARRIED}


def test_a_count_lists_those_whom_the_attendance_has() -> None:
    """One recorded as absent is not among those present, and one recorded as there is."""
    sitting = a_sitting()
    taken(sitting.act(there(LEAVES)))
    taken(sitting.act(there("seat-7", (1, 9))))

    refused = sitting.act(papers(*[6] * 9))

    assert isinstance(refused, Refusal)
    assert (refused.reason, set(refused.details)) == (Reason.NOT_PRESENT, {"seat-6", "seat-7"})


def test_an_attendance_after_the_count_has_it_entered_again() -> None:
    """The old count decides nothing: the close is refused, and the clock adjourns instead of counting it."""
    sitting, timed = a_sitting(), a_sitting()
    for each in (sitting, timed):
        taken(each.act(papers(*[6] * 9)))
        taken(each.act(there(LEAVES, (1, 4))))
    assert sitting_view.view(sitting.call, sitting.state).set_aside
    assert "Phải nhập lại kết quả kiểm phiếu" in current_details.of_sitting(sitting.call, sitting.state)
    assert why(sitting.act(Close(by=SECRETARY))) is Reason.COUNT_DOES_NOT_ADD
    assert why(sitting.act(a_ballot("seat-8", *NINE))) is Reason.VOTED_OTHERWISE
    taken(sitting.act(papers(*[6] * 4, *[5] * 5, revision=2)))

    timed.close_by_itself(())

    assert [item.tally.approve for item in closed(sitting).items] == [6] * 4 + [5] * 5
    assert timed.state.status is SittingStatus.ADJOURNED
    assert "nhập lại kết quả kiểm phiếu" in (timed.state.put_off or "")


def test_the_next_meeting_begins_with_nobody_s_attendance() -> None:
    """It is that of one meeting."""
    sitting = a_sitting()
    taken(sitting.act(there(LEAVES, (1, 4))))
    taken(sitting.act(Adjourn(by=SECRETARY, reason="Mất điện.")))
    assert why(sitting.act(there(LEAVES, (1, 5), revision=2))) is Reason.SITTING_ADJOURNED
    taken(sitting.act(Reconvene(by=SECRETARY, meeting=2)))

    assert not sitting.state.attendance
    taken(sitting.act(there(LEAVES, (1, 5), meeting=2)))
    assert set(sitting.state.attendance) == {LEAVES}


def test_attendance_takes_no_more_room_than_it_was_given() -> None:
    """A seat's own and its substitute's ballot, with names as long as they may be, until the minutes hold all of it."""
    long, by = SeatId("9" * 64), ActorId("8" * 64)
    name = "\U00020000" * 200
    deputy = Substitute(id=by, name=name, tenure=Tenure(first=date(2024, 1, 1)))
    body = a_body(seats=1)
    seat = body.seats[0].evolve(id=long, name=name, substitutes=(deputy,))
    body = body.evolve(seats=(seat,), chair=long)
    agenda = tuple(item.evolve(dossier_id=DossierId(f"{at:064}")) for at, item in enumerate(an_agenda(9)))
    known = AgendaAnswer(items=agenda, rules=(a_vote_rule(**DEFAULT, ballot=BallotKind.OPEN),), body=body)
    call = a_call(agenda=tuple(item.dossier_id for item in agenda), by=SECRETARY)
    sizes = []
    for takes_turns in (False, True):
        sitting = SittingSimulator(call, known, NOON)
        taken(sitting.convene(known))
        spans = [(agenda[:4], None), (agenda[4:], by)] if takes_turns else [(agenda, None)]
        stays = tuple(Stay(first=part[0].dossier_id, last=part[-1].dossier_id, by=who) for part, who in spans)
        if takes_turns:
            taken(sitting.act(RecordAttendance(by=SECRETARY, seat=long, stays=stays, revision=50)))
        for revision, (part, who) in enumerate(spans, start=40):
            choices = tuple(Choice(dossier_id=item.dossier_id, vote=Vote.APPROVE) for item in part)
            taken(sitting.act(Cast(seat=long, by=who, choices=choices, revision=revision)))
        before = encoded_size(Loaded(sitting=sitting.state))
        closed(sitting)
        sizes.append((before, encoded_size(Loaded(sitting=sitting.state))))

    given = size_limits.attendance_bytes([stays], len(agenda))
    assert [0 < turned - alone <= given for alone, turned in zip(*sizes, strict=True)] == [True, True]


def test_attendance_has_limited_room() -> None:
    """What would not fit into the largest sitting's state is refused; a correction takes no more room."""
    sitting = a_sitting(seats=500)
    each = [(number, number) for number in NINE]
    answers = [why(sitting.act(there(seat, *each))) for seat in seats(500)]
    last = SeatId(f"seat-{len(sitting.state.attendance)}")

    assert set(answers) == {None, Reason.TOO_LARGE}
    taken(sitting.act(there(last, *each, revision=2)))
