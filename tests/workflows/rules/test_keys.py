"""What makes two messages the same act: their natural keys, which outlive a run and an identifier of Temporal's."""

from collections import Counter
from typing import Any

from schemas.ballots import Choice, Vote
from schemas.ids import SYSTEM, ActKey, ActorId, DossierId, SeatId, StreamId
from schemas.messages import Hear, Withdraw
from schemas.sitting_messages import Cast, Close, Reconvene
from schemas.stages import Stage
from tests.builders_walks import a_supplement, walked
from workflows.rules import keys

CHAIR = ActorId("seat-1")
CHOICES = (Choice(dossier_id=DossierId("d-1"), vote=Vote.APPROVE),)
OTHER_CHOICES = (Choice(dossier_id=DossierId("d-1"), vote=Vote.ABSTAIN),)


def a_cast(seat: str = "seat-1", revision: int = 1, meeting: int = 1) -> ActKey:
    """Return the key of a ballot."""
    return keys.cast(Cast(seat=SeatId(seat), choices=CHOICES, revision=revision, meeting=meeting))


def heard(source: str, sequence: int = 7) -> ActKey:
    """Return the key of what a sitting or submission said."""
    return keys.hear(Hear(source=StreamId(source), sequence=sequence))


def supplemented(answers: int, **said: Any) -> ActKey:
    """Return the key of an answer to a request."""
    return keys.supplement(a_supplement(walked(Stage.UNIT).state, answers=answers, **said))


def withdrawn(reason: str) -> ActKey:
    """Return the key of a withdrawal."""
    return keys.withdraw(Withdraw(by=ActorId("unit"), reason=reason))


def closed(meeting: int, by: ActorId = CHAIR, **said: Any) -> ActKey:
    """Return the key of a close."""
    return keys.close(Close(by=by, meeting=meeting, **said))


DIFFERENT = [
    *(keys.OPEN, keys.ANNOUNCE),
    *(withdrawn("Xem xét lại."), withdrawn("Nộp nhầm.")),
    *(supplemented(1), supplemented(2), supplemented(2, note="Bản sửa.")),
    *(heard("sitting-a"), heard("sitting-b"), heard("submission-a"), heard("sitting-a", 8)),
    *(a_cast(), a_cast(seat="seat-2"), a_cast(revision=2), a_cast(meeting=2), a_cast(revision=11), a_cast(meeting=11)),
    *(closed(1), closed(2), closed(1, attended=(SeatId("seat-1"),))),
    *(keys.reconvene(Reconvene(by=CHAIR, meeting=meeting)) for meeting in (2, 3)),
]


def test_different_acts_have_different_keys() -> None:
    """An act under another's key would be answered with the other's receipt, and what it says would be lost."""
    assert [key for key, times in Counter(DIFFERENT).items() if times > 1] == []


def test_a_meeting_closes_once_whoever_closes_it() -> None:
    """The chair's word and the clock's may cross."""
    assert closed(1) == closed(1, by=SYSTEM)


def test_a_ballot_that_says_something_else_is_the_same_act() -> None:
    """So that it can be refused: under a key of its own, one seat would have two ballots of one revision."""
    other = Cast(seat=SeatId("seat-1"), choices=OTHER_CHOICES)

    assert keys.cast(other) == a_cast()
