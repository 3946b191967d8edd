"""What makes two messages the same act: their natural keys, which outlive a run and an identifier of Temporal's."""

from itertools import combinations

import pytest

from schemas.ids import ActKey, ActorId, DossierId, SeatId, StreamId
from schemas.messages import Cast, Reconvene
from schemas.sitting import Choice, Vote
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders_walks import a_hearing, a_supplement, walked
from workflows.rules import keys

CHOICES = (Choice(dossier_id=DossierId("d-1"), vote=Vote.APPROVE),)
OTHER_CHOICES = (Choice(dossier_id=DossierId("d-1"), vote=Vote.ABSTAIN),)


def a_cast(seat: str = "seat-1", revision: int = 1, meeting: int = 1) -> ActKey:
    """Return the key of a ballot."""
    return keys.cast(Cast(seat=SeatId(seat), choices=CHOICES, revision=revision, meeting=meeting))


def heard(source: str) -> ActKey:
    """Return the key of what a sitting or submission said."""
    state = walked(Stage.COUNCIL).state
    return keys.hear(a_hearing(state, Outcome.FORWARD, source=StreamId(source)))


def supplemented(answers: int) -> ActKey:
    """Return the key of an answer to a request."""
    return keys.supplement(a_supplement(walked(Stage.UNIT).state, answers=answers))


DIFFERENT = [
    *(keys.OPEN, keys.WITHDRAW, keys.DECIDE, keys.ANNOUNCE),
    *(supplemented(1), supplemented(2)),
    *(heard("sitting-a"), heard("sitting-b"), heard("submission-a")),
    *(a_cast(), a_cast(seat="seat-2"), a_cast(revision=2), a_cast(meeting=2), a_cast(revision=11), a_cast(meeting=11)),
    *(keys.close(1), keys.close(2)),
    *(keys.reconvene(Reconvene(by=ActorId("seat-1"), meeting=meeting)) for meeting in (2, 3)),
]


@pytest.mark.parametrize(("one", "other"), list(combinations(DIFFERENT, 2)))
def test_different_acts_have_different_keys(one: ActKey, other: ActKey) -> None:
    """An act under another's key would be answered with the other's receipt, and never be kept."""
    assert one != other


def test_a_meeting_closes_once_whoever_closes_it() -> None:
    """The chair's word and the clock's may cross."""
    assert keys.close(1) == keys.close(1)
    assert "seat" not in keys.close(1)


def test_a_ballot_that_says_something_else_is_the_same_act() -> None:
    """So that it can be refused: under a key of its own, one seat would have two ballots of one revision."""
    other = Cast(seat=SeatId("seat-1"), choices=OTHER_CHOICES)

    assert keys.cast(other) == a_cast()
