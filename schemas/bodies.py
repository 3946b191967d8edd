"""Bodies (cơ quan xét), their seats and contacts."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import OMIT_IF_EMPTY, Day, Line, Model
from schemas.ids import ActorId, BodyId, NomineeId, SeatId

Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}$")]
"""An e-mail address: plain ASCII, no display name."""


class Language(StrEnum):
    """The languages in which notices are written."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class Contact(Model):
    """An office and its mailbox. Offices, not persons: people leave, offices stay."""

    name: Line
    email: Email
    language: Language = Language.VIETNAMESE


class Organisation(Model):
    """A body as named in a dossier: identifier, name and contact."""

    id: BodyId
    name: Line
    contact: Contact | None = None


class BodyKind(StrEnum):
    """The kind of a voting body."""

    CLUSTER = "cluster"
    """Cụm, khối thi đua: each seat is a member unit."""

    COUNCIL = "council"
    """Hội đồng Thi đua - Khen thưởng: each seat is a member."""


class Tenure(Model):
    """The first and last day on which an office is held."""

    first: Day
    last: Day | None = None

    def covers(self, day: Day) -> bool:
        """Return whether the office is held on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError("an office ends before it begins")
        return self


class _Voter(Model):
    name: Line
    contact: Contact | None = None
    unit: BodyId | None = None
    """The voter's unit. In a cluster a seat is its unit, and may leave this out."""

    nominee: NomineeId | None = None
    """The voter's identifier as a nominee, for recusal from its own dossier."""


class Substitute(_Voter):
    """A person who may vote in a seat's place on given days (người được ủy quyền), where the body's rule allows it."""

    id: ActorId
    tenure: Tenure


class Seat(_Voter):
    """One entitlement to vote (thành viên)."""

    id: SeatId
    tenure: Tenure | None = None
    """The days on which it is in office; without it, always."""

    substitutes: Annotated[tuple[Substitute, ...], Field(max_length=10), OMIT_IF_EMPTY] = ()


class Body(Model):
    """A body that votes, with its roll as it stood when a sitting was convened."""

    id: BodyId
    kind: BodyKind
    name: Line
    seats: Annotated[tuple[Seat, ...], Field(min_length=1, max_length=500)]
    chair: SeatId
    deputies: Annotated[tuple[SeatId, ...], Field(max_length=20), OMIT_IF_EMPTY] = ()
    """Seats that may convene and close in the chair's place."""

    secretary: ActorId
    """The office that convenes, closes and keeps the minutes beside the chair."""

    tenure: Tenure | None = None
    """The body's own term: a cluster's head is elected for a year."""

    @model_validator(mode="after")
    def _seats_are_distinct_and_hold_the_chair(self) -> Self:
        ids = [seat.id for seat in self.seats]
        if len(set(ids)) < len(ids):
            raise ValueError("a seat stands twice on the roll")
        if self.chair not in ids:
            raise ValueError("the chair is not on the roll")
        if not set(self.deputies) <= set(ids) - {self.chair}:
            raise ValueError("a deputy is not on the roll, or is the chair")
        for seat in self.seats:
            stand_ins: list[str] = [substitute.id for substitute in seat.substitutes]
            if len(set(stand_ins)) < len(stand_ins) or seat.id in stand_ins:
                raise ValueError("a substitute stands twice at one seat, or is the seat itself")
        return self
