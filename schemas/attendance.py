"""Attendance (điểm danh): for which dossiers on the table a seat was represented, and by whom."""

from typing import Annotated

from pydantic import Field

from schemas.base import OMIT_IF_EMPTY, Count, Model
from schemas.ids import ActorId, DossierId, SeatId


class Stay(Model):
    """A part of a meeting, from one dossier on the table to another, both included, in their order."""

    first: DossierId
    last: DossierId
    by: Annotated[ActorId | None, OMIT_IF_EMPTY] = None
    """The substitute who was there in the seat's place; absent if the seat itself was."""


Stays = Annotated[tuple[Stay, ...], Field(max_length=9)]
"""The parts of a meeting in which a seat was represented, one after the other; none if it was absent."""


class SeatAttendance(Model):
    """The attendance of one seat in one meeting."""

    seat: SeatId
    stays: Annotated[Stays, OMIT_IF_EMPTY] = ()


class RecordedAttendance(Model):
    """The attendance of a seat as it is kept while the sitting is open."""

    revision: Count
    stays: Annotated[Stays, OMIT_IF_EMPTY] = ()
