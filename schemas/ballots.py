"""Ballots (phiếu): what one seat says of each dossier, and how that is kept."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import OMIT_IF_EMPTY, Count, Line, Model
from schemas.ids import ActorId, DossierId


class Vote(StrEnum):
    """What a ballot says of one dossier."""

    APPROVE = "approve"
    DISAPPROVE = "disapprove"
    ABSTAIN = "abstain"
    INVALID = "invalid"
    """A paper ballot that the tellers could not read, entered as such."""

    @property
    def mark(self) -> str:
        """Return the one letter by which ballots are kept: a sitting may hold twenty thousand votes."""
        return {"approve": "A", "disapprove": "D", "abstain": "S", "invalid": "X"}[self.value]


NO_VOTE = "R"
"""The letter for a dossier on which the seat does not vote, having stepped aside."""

Marks = Annotated[str, StringConstraints(pattern=r"^[ADSXR]+$", max_length=1000)]
"""One seat's votes over what is put to the vote, in the agenda's order, a letter each."""


class Choice(Model):
    """One seat's vote on one dossier."""

    dossier_id: DossierId
    vote: Vote
    reason: Line | None = None
    """Why: said in open ballots only, and kept in their minutes."""


class VoteReason(Model):
    """Why a seat voted as it did on one dossier."""

    dossier_id: DossierId
    reason: Line


Reasons = Annotated[tuple[VoteReason, ...], Field(max_length=1000), OMIT_IF_EMPTY]
"""What a seat said of some of the dossiers, in the agenda's order."""


class _Handed(Model):
    by: ActorId | None = None
    """The substitute who voted in the seat's place; nothing where the seat did itself."""

    written: Annotated[bool, OMIT_IF_EMPTY] = False
    """Sent in writing by an absent member."""

    marks: Marks
    reasons: Reasons = ()


class RecordedBallot(_Handed):
    """A ballot as it is kept while the sitting is open."""

    revision: Count
    withdrawn: Annotated[bool, OMIT_IF_EMPTY] = False
    """Taken back: it counts for nothing, and another may follow it."""
