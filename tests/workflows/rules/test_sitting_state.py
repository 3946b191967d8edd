"""What is written and remembered of a sitting: its minutes, who came, and no sum before they are written."""

from datetime import timedelta

import pytest

from schemas.ballots import Choice, Vote
from schemas.facts import (
    FACT,
    BallotCast,
    FindingsAnnounced,
    SittingAdjourned,
    SittingClosed,
    SittingConvened,
    SittingFact,
    SittingReconvened,
)
from schemas.ids import DossierId, SeatId
from schemas.messages import Cast, Close, Reconvene
from schemas.minutes import Finding, Minutes
from schemas.ports import AgendaAnswer
from schemas.routes import BallotKind, VoteRule
from schemas.sitting import AnnouncementReport, SittingStatus
from schemas.submission import Reasoned
from schemas.workflow_state import SittingState
from tests.builders.values import NOON, SAID, a_body, a_vote_rule
from tests.builders.walks import SECRETARY, a_call, a_sitting, an_agenda
from workflows.rules.sitting import sitting_facts, sitting_state, sitting_view

CALL = a_call(closes_at=NOON + timedelta(days=1))
SECRET, OPEN = a_vote_rule(), a_vote_rule(ballot=BallotKind.OPEN)


def closed(state: SittingState, **changes: object) -> sitting_facts.Closed:
    """Return the findings of a closing by the secretary."""
    act = Close.model_validate({"by": SECRETARY, **changes})
    return sitting_facts.closed(CALL, state, act, NOON)


def minutes(fact: sitting_facts.Closed) -> Minutes:
    """Return its minutes."""
    assert fact.minutes is not None
    return fact.minutes


def found(fact: sitting_facts.Closed) -> list[Finding]:
    """Return the finding on each dossier."""
    return [item.finding for item in minutes(fact).items]


def test_minutes_tell_who_came_and_what_was_found() -> None:
    """Four of five voted; 80 % of five is four."""
    fact = closed(a_sitting(["AA", "AD", "AA", "AA"], sequence=5))

    assert isinstance(fact, SittingClosed)
    assert (fact.stream, fact.sequence, fact.by, fact.at) == ("sitting-ph-1", 6, SECRETARY, NOON)
    assert found(fact) == [Finding.CARRIED, Finding.DEFEATED]
    assert (minutes(fact).present, minutes(fact).absent) == (("seat-1", "seat-2", "seat-3", "seat-4"), ("seat-5",))


def test_who_attended_without_a_ballot_counts_once() -> None:
    """Also where the chair lists those who voted as well; the minutes keep the order of the roll."""
    fact = closed(a_sitting(["AA", "AA", "AA"]), attended=(SeatId("seat-5"), SeatId("seat-1"), SeatId("seat-5")))

    assert minutes(fact).present == ("seat-1", "seat-2", "seat-3", "seat-5")
    assert (minutes(fact).items[0].tally.present, minutes(fact).items[0].tally.cast) == (4, 3)


def test_too_few_adjourn_it() -> None:
    """Three of five, where two thirds are four."""
    fact = closed(a_sitting(["AA", "AA", "AA"]))

    assert isinstance(fact, SittingAdjourned)
    assert found(fact) == [Finding.NO_QUORUM, Finding.NO_QUORUM]


def test_what_is_sent_back_is_not_voted_on() -> None:
    """Its reasons go to its unit."""
    sent_back = Reasoned(dossier_id=DossierId("d-2"), reasons=("Thiếu số liệu.",))

    fact = closed(a_sitting(["AA"] * 5), returned=(sent_back,))

    assert found(fact) == [Finding.CARRIED, Finding.RETURNED]
    assert minutes(fact).items[1].reasons == ("Thiếu số liệu.",)


@pytest.mark.parametrize(
    ("rules", "shown"), [((OPEN,), True), ((SECRET,), False), ((OPEN, SECRET), False)], ids=["open", "secret", "both"]
)
def test_only_an_open_ballot_is_written_down_by_seat(rules: tuple[VoteRule, ...], shown: bool) -> None:
    """One secret item makes the whole ballot secret: a seat's letters stand side by side."""
    items = an_agenda()
    agenda = (items[0], items[1].model_copy(update={"rule": len(rules) - 1}))

    calls = minutes(closed(a_sitting(["AD", "DA", "AA", "AA"], rules, agenda=agenda))).roll_calls

    kept = {call.seat: call.marks for call in calls}
    assert kept == ({"seat-1": "AD", "seat-2": "DA", "seat-3": "AA", "seat-4": "AA"} if shown else {})


def test_the_clock_closes_the_meeting_that_is_open_in_its_own_name() -> None:
    """And counts those who voted as present, for it saw no others."""
    state = a_sitting(["AA"] * 4, meeting=3)

    act = sitting_facts.by_the_clock(state)
    fact = sitting_facts.closed(CALL, state, act, NOON)

    assert act.meeting == 3
    assert (fact.by, minutes(fact).closed_by, minutes(fact).meeting) == ("vinhdanh", "vinhdanh", 3)
    assert len(minutes(fact).present) == 4


def told(*facts: SittingFact, state: SittingState | None = None) -> SittingState:
    """Return what a sitting remembers after facts, each read back from its JSON as the ledger gives it."""
    state = state or a_sitting()
    for fact in facts:
        read = FACT.validate_json(fact.model_dump_json())
        assert isinstance(read, SittingFact)
        state = sitting_state.apply(state, read).model_copy(update={"sequence": fact.sequence})
    return state


def a_cast(seat: int, revision: int, vote: Vote) -> BallotCast:
    """Return the fact that a seat votes alike on both dossiers."""
    choices = tuple(Choice(dossier_id=item.dossier_id, vote=vote) for item in an_agenda())
    act = Cast(seat=SeatId(f"seat-{seat}"), revision=revision, choices=choices)
    return sitting_facts.cast(CALL, a_sitting(), act, NOON)


def test_the_last_ballot_of_a_seat_counts() -> None:
    """One for each seat, however often it changed its mind."""
    state = told(a_cast(1, 1, Vote.APPROVE), a_cast(2, 1, Vote.APPROVE), a_cast(1, 2, Vote.ABSTAIN))

    assert {seat: (cast.revision, cast.marks) for seat, cast in state.ballots.items()} == {
        "seat-1": (2, "SS"),
        "seat-2": (1, "AA"),
    }
    assert a_cast(1, 1, Vote.APPROVE).by == "seat-1"


def test_a_convened_sitting_knows_when_it_closes() -> None:
    """From its fact, not from the message that a later run may be given."""
    fact = sitting_facts.convened(CALL, a_sitting(), SAID, NOON)

    assert isinstance(fact, SittingConvened)
    assert told(fact).closes_at == CALL.closes_at
    assert [item.dossier_id for item in fact.agenda] == ["d-1", "d-2"]


def test_a_second_meeting_begins_with_empty_hands() -> None:
    """No ballot and no minutes of the first one, and a closing time of its own."""
    adjourned = told(closed(a_sitting(["AA"])), state=a_sitting(["AA"], closes_at=CALL.closes_at))
    assert adjourned.status is SittingStatus.ADJOURNED
    assert adjourned.minutes is not None

    act = Reconvene(by=SECRETARY, meeting=2)
    fact = sitting_facts.reconvened(CALL, adjourned, act, AgendaAnswer(items=(), body=a_body()), NOON)
    again = told(fact, state=adjourned)

    assert isinstance(fact, SittingReconvened)
    assert (again.status, again.meeting, again.ballots, again.minutes) == (SittingStatus.OPEN, 2, {}, None)
    assert again.closes_at is None


def test_it_ends_when_its_dossiers_are_told() -> None:
    """And keeps how that went."""
    over = told(closed(a_sitting(["AA"] * 5)))
    report = AnnouncementReport(told=2)

    fact = sitting_facts.announced(CALL, over, report, NOON)

    assert isinstance(fact, FindingsAnnounced)
    assert over.status is SittingStatus.CLOSED
    assert (told(fact, state=over).status, told(fact, state=over).report) == (SittingStatus.ANNOUNCED, report)


def test_who_voted_is_shown_and_how_is_not() -> None:
    """A sum would sway those yet to vote."""
    view = sitting_view.view(CALL, a_sitting(["AD", "DX"]))

    assert (view.voted, view.awaited) == (("seat-1", "seat-2"), ("seat-3", "seat-4", "seat-5"))
    assert (view.minutes, view.report) == (None, None)
    assert "marks" not in view.model_dump_json()


def test_afterwards_the_minutes_are_shown() -> None:
    """With which of their rules are uncertain."""
    doubtful = a_vote_rule(verified=False, citation="Quy chế của cụm")

    view = sitting_view.view(CALL, told(closed(a_sitting(["AA"] * 5)), state=a_sitting(rules=(doubtful,))))

    assert view.minutes is not None
    assert [item.finding for item in view.minutes.items] == [Finding.CARRIED, Finding.CARRIED]
    assert view.unverified == ("Bước Cụm, khối thi đua: Quy chế của cụm",)
