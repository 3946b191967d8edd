"""Bodies (cơ quan xét), their seats, and how each is reached."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Line, Model
from schemas.ids import ActorId, BodyId, SeatId

Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}$")]
"""A mailbox that an envelope can carry: plain ASCII, no display name."""


class Language(StrEnum):
    """The languages in which notices are written."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class Contact(Model):
    """An office and its mailbox. Offices, not persons: people leave, desks stay."""

    name: Line
    email: Email
    language: Language = Language.VIETNAMESE


class Organisation(Model):
    """A body as a dossier knows it: who it is and where it is written to."""

    id: BodyId
    name: Line
    contact: Contact | None = None


class BodyKind(StrEnum):
    """What a voting body is."""

    CLUSTER = "cluster"
    """Cụm, khối thi đua: each seat is a member unit."""

    COUNCIL = "council"
    """Hội đồng Thi đua - Khen thưởng: each seat is a member."""


class Seat(Model):
    """One entitlement to vote (thành viên)."""

    id: SeatId
    name: Line
    contact: Contact | None = None


class Body(Model):
    """A body that votes, with its roll as it stood when a sitting was convened."""

    id: BodyId
    kind: BodyKind
    name: Line
    seats: Annotated[tuple[Seat, ...], Field(min_length=1, max_length=500)]
    chair: SeatId
    secretary: ActorId
    """The office that convenes, closes and keeps the minutes beside the chair."""

    @model_validator(mode="after")
    def _seats_are_distinct_and_hold_the_chair(self) -> Self:
        ids = [seat.id for seat in self.seats]
        if len(set(ids)) < len(ids):
            raise ValueError("a seat stands twice on the roll")
        if self.chair not in ids:
            raise ValueError("the chair is not on the roll")
        return self
