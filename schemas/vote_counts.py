"""Counts of votes (kiểm phiếu): the tellers' sums for each dossier, where no seat's own choice is known."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.ballots import Vote
from schemas.base import OMIT_IF_EMPTY, Count, Model
from schemas.documents import Document
from schemas.ids import ActorId, DossierId, SeatId


class CountKind(StrEnum):
    """How a meeting voted whose votes were counted by tellers."""

    PAPER = "paper"
    """Phiếu giấy: papers without names, for a secret ballot."""

    HANDS = "hands"
    """Giơ tay: a show of hands, for an open vote."""


class Sums(Model):
    """The tellers' sums for one dossier; the five add up to the papers that count for it."""

    approve: Count
    disapprove: Count
    abstain: Annotated[Count, OMIT_IF_EMPTY] = 0
    blank: Annotated[Count, OMIT_IF_EMPTY] = 0
    """Papers without a mark for this dossier: invalid, or abstentions where the body's rule says so."""

    invalid: Annotated[Count, OMIT_IF_EMPTY] = 0

    @property
    def total(self) -> int:
        """Return how many papers were counted for this dossier."""
        return self.valid + self.blank + self.invalid

    @property
    def valid(self) -> int:
        """Return how many papers bear a valid mark for this dossier."""
        return self.approve + self.disapprove + self.abstain


class ItemSums(Sums):
    """The tellers' sums for one dossier on the table."""

    dossier_id: DossierId
    chair: Annotated[Vote | None, OMIT_IF_EMPTY] = None
    """The chair's own vote, which is among the sums; given where it can decide, and never in the minutes."""


Papers = Annotated[int, Field(ge=0, le=500)]
"""A number of ballot papers, or of raised hands."""

Tellers = Annotated[tuple[ActorId, ...], Field(min_length=2, max_length=9)]
"""The members of the board of tellers (ban kiểm phiếu): seats of the body, or other offices."""


class CountRecord(Model):
    """The record of a count (biên bản kiểm phiếu), without its sums."""

    kind: CountKind
    issued: Papers
    """Phát ra: the papers given out; in a show of hands, the present voters."""

    returned: Papers
    """Thu về: the papers handed in; in a show of hands, as many as `issued`."""

    tellers: Tellers
    record: Document
    """The signed record of the count."""


class RecordedCount(CountRecord):
    """A count as it is kept while the sitting is open."""

    revision: Count
    present: tuple[SeatId, ...]
    """The seats present, in the order of the roll."""

    items: tuple[ItemSums, ...]
    """The sums for each dossier put to the vote, in the agenda's order."""
