"""Ballots (phiếu): one seat's vote on each dossier, and the form in which it is kept."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import OMIT_IF_EMPTY, Count, Line, Model
from schemas.ids import ActorId, DossierId


class Vote(StrEnum):
    """A vote on one dossier."""

    APPROVE = "approve"
    DISAPPROVE = "disapprove"
    ABSTAIN = "abstain"
    INVALID = "invalid"
    """A paper ballot that the tellers could not read, entered as such."""

    @property
    def mark(self) -> str:
        """Return the one letter that stores this vote: a sitting may hold twenty thousand votes."""
        return {"approve": "A", "disapprove": "D", "abstain": "S", "invalid": "X"}[self.value]


NO_VOTE = "R"
"""The letter for a dossier from which the seat is recused."""

Marks = Annotated[str, StringConstraints(pattern=r"^[ADSXR]+$", max_length=1000)]
"""One seat's votes, a letter for each dossier put to the vote, in the agenda's order."""


class Choice(Model):
    """One seat's vote on one dossier."""

    dossier_id: DossierId
    vote: Vote
    reason: Line | None = None
    """The reason, in open ballots only; the minutes keep it."""


class VoteReason(Model):
    """A seat's reason for its vote on one dossier."""

    dossier_id: DossierId
    reason: Line


Reasons = Annotated[tuple[VoteReason, ...], Field(max_length=1000), OMIT_IF_EMPTY]
"""A seat's reasons for some of its votes, in the agenda's order."""


class _Handed(Model):
    by: ActorId | None = None
    """The substitute who voted in the seat's place; absent if the seat itself voted."""

    written: Annotated[bool, OMIT_IF_EMPTY] = False
    """Sent in writing by an absent member."""

    marks: Marks
    reasons: Reasons = ()


class BallotPart(_Handed):
    """The votes of one voter of a seat for which several vote, each on the dossiers for which it was there."""

    revision: Count


class RecordedBallot(_Handed):
    """A ballot as it is kept while the sitting is open."""

    revision: Count
    beside: Annotated[tuple[BallotPart, ...], OMIT_IF_EMPTY] = ()
    """The ballots of the seat's other voters, where by its attendance they were there for other dossiers."""

    withdrawn: Annotated[bool, OMIT_IF_EMPTY] = False
    """Withdrawn: it is not counted, and another may follow it."""
