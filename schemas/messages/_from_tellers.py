"""Bodies of messages by which a secretary records a meeting: the tellers' count, and who was there."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.attendance import Stays
from schemas.base import Model
from schemas.documents import Document
from schemas.ids import ActorId, SeatId
from schemas.messages._to_sittings import Meeting, Revision
from schemas.vote_counts import CountKind, ItemSums, Papers, Tellers


class CountVotes(Model):
    """Enter the tellers' count of a meeting that voted on paper or by a show of hands, or correct it.

    It is counted when the sitting is closed: the last revision, with the written opinions of absent seats.
    """

    by: ActorId
    """The body's secretary."""

    meeting: Meeting = 1
    revision: Revision = 1
    """1 for the first count of a meeting, one more for each correction."""

    kind: CountKind
    issued: Papers
    """Phát ra: the papers given out; in a show of hands, the present voters."""

    returned: Papers
    """Thu về: the papers handed in; in a show of hands, as many as `issued`."""

    present: Annotated[tuple[SeatId, ...], Field(min_length=1, max_length=500)]
    """The seats present, those that step aside among them."""

    tellers: Tellers
    """None of them has its own, its unit's or its nominee's dossier on the agenda."""

    record: Document
    """The signed record of the count (biên bản kiểm phiếu)."""

    items: Annotated[tuple[ItemSums, ...], Field(min_length=1, max_length=1000)]
    """Each dossier put to the vote, once: its sums add up to `returned`, less the present seats that step aside."""

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> Self:
        if len(set(self.tellers)) < len(self.tellers):
            raise ValueError("a teller is named twice")
        if len(set(self.present)) < len(self.present):
            raise ValueError("a seat is named twice among those present")
        return self


class RecordAttendance(Model):
    """Record for which dossiers on the table a seat is represented in a meeting, and by whom, or correct it.

    Without a record, a seat is present for all of them if it votes, if the count names it, or if the close does.
    """

    by: ActorId
    """The body's secretary."""

    seat: SeatId
    meeting: Meeting = 1
    revision: Revision = 1
    """1 for the first record of a seat in a meeting, one more for each correction."""

    stays: Stays
    """In the order of the table, and apart from each other; none if the seat is absent throughout."""
