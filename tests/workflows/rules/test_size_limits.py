"""What a sitting has no room for is refused before it is taken: the minutes must hold all reasons."""

import pytest

from schemas.ballots import Choice, RecordedBallot, Vote, VoteReason
from schemas.ids import ActorId, DossierId, SeatId
from schemas.messages import Cast, Recuse
from schemas.refusals import Reason, Refusal
from schemas.workflow_state import SittingState
from tests.builders.values import a_body
from workflows.rules import size_limits

STATE = SittingState(body=a_body(), agenda=(), rules=())
FIRST, SECOND = SeatId("seat-1"), SeatId("seat-2")


def names(first: int, count: int) -> tuple[DossierId, ...]:
    """Return so many dossiers."""
    return tuple(DossierId(f"d-{number}") for number in range(first, first + count))


def declared(count: int, reason: str = "Có liên quan.") -> SittingState:
    """Return a sitting in which a seat stepped aside from so many dossiers."""
    return STATE.model_copy(update={"recused": {FIRST: dict.fromkeys(names(1, count), reason)}})


def recusing(state: SittingState, count: int, reason: str = "Có liên quan.") -> Refusal | None:
    """Let another seat step aside from so many."""
    act = Recuse(seat=SECOND, by=ActorId(SECOND), dossiers=names(1, count), reason=reason)
    return size_limits.for_recusal(state, act)


@pytest.mark.parametrize(("before", "more", "is_taken"), [(0, 100, True), (150, 50, True), (150, 51, False)])
def test_there_is_room_for_so_many_declarations(before: int, more: int, is_taken: bool) -> None:
    """Each dossier counts once for each seat."""
    refusal = recusing(declared(before), more)

    assert (refusal is None) == is_taken
    assert refusal is None or (refusal.reason, refusal.details) == (Reason.TOO_LARGE, (SECOND,))


@pytest.mark.parametrize(("letters", "is_taken"), [(98, True), (99, False)])
def test_there_is_room_for_so_many_words_of_why(letters: int, is_taken: bool) -> None:
    """A hundred reasons of a hundred bytes are there, another hundred fill it to the byte: counted as they travel."""
    refusal = recusing(declared(100, "x" * 98), 100, "x" * letters)

    assert (refusal is None) == is_taken
    assert refusal is None or "20000 byte" in refusal.message


@pytest.mark.parametrize(("others", "is_taken"), [(0, True), (200, True), (400, False)])
def test_there_is_room_for_so_many_reasons_on_ballots(others: int, is_taken: bool) -> None:
    """Those of all seats together; a ballot that replaces the seat's own takes its place."""
    reasons = tuple(VoteReason(dossier_id=name, reason="ộ" * 50) for name in names(1, 200))
    own = RecordedBallot(revision=1, marks="A", reasons=reasons * 2)
    theirs = RecordedBallot(revision=1, marks="A", reasons=tuple((reasons * 2)[:others]))
    state = STATE.model_copy(update={"ballots": {FIRST: own, SECOND: theirs}})
    choices = tuple(Choice(dossier_id=name, vote=Vote.APPROVE, reason="ộ" * 50) for name in names(1, 200))

    refusal = size_limits.for_reasons(state, Cast(seat=FIRST, choices=choices, revision=2))

    assert (refusal is None) == is_taken
    assert refusal is None or refusal.reason is Reason.TOO_LARGE
