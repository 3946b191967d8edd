"""Bodies (cơ quan xét), their seats and contacts."""

from enum import StrEnum
from typing import Annotated, NewType, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import OMIT_IF_EMPTY, Day, Line, Model
from schemas.documents import Sha256
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
    """A body as a fact names it: its identifier, and its name on that day."""

    id: BodyId
    name: Line


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


class Voter(Model):
    """What a seat's member and its substitute have in common."""

    name: Line
    unit: Annotated[BodyId | None, OMIT_IF_EMPTY] = None
    """The voter's unit. In a cluster a seat is its unit, and may leave this out."""

    nominee: Annotated[NomineeId | None, OMIT_IF_EMPTY] = None
    """The voter's identifier as a nominee, for recusal from its own dossier."""


class Substitute(Voter):
    """A person who may vote in a seat's place on given days (người được ủy quyền), where the body's rule allows it."""

    id: ActorId
    tenure: Tenure


class Seat(Voter):
    """One entitlement to vote (thành viên)."""

    id: SeatId
    substitutes: Annotated[tuple[Substitute, ...], Field(max_length=10), OMIT_IF_EMPTY] = ()


SeasonLabel = NewType("SeasonLabel", Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(?:-[0-9]{4})?$")])
"""A year of emulation: `2024`, or a school year `2023-2024`."""


class RecordRef(Model):
    """A fact of the register of bodies: its number in the body's own stream, and its hash."""

    sequence: Annotated[int, Field(ge=1)]
    hash: Sha256


class Body(Model):
    """A body that votes, and its roll: the seats in office on a day, as the register of bodies has them."""

    id: BodyId
    kind: BodyKind
    name: Line
    on: Day
    """The day of the roll."""

    record: RecordRef
    """The fact of the register from which it was taken."""

    season: Annotated[SeasonLabel | None, OMIT_IF_EMPTY] = None
    """Of a cluster, the year of emulation whose members have the seats."""

    seats: Annotated[tuple[Seat, ...], Field(min_length=1, max_length=500)]
    chair: Annotated[SeatId | None, OMIT_IF_EMPTY] = None
    deputies: Annotated[tuple[SeatId, ...], Field(max_length=20), OMIT_IF_EMPTY] = ()
    """Seats that may convene and close in the chair's place."""

    secretary: Annotated[ActorId | None, OMIT_IF_EMPTY] = None
    """The office that convenes, closes and keeps the minutes beside the chair."""

    def equals(self, other: "Body") -> bool:
        """Return whether the two differ in nothing but the day and the record that they were taken from."""
        return self.evolve(on=other.on, record=other.record) == other

    @model_validator(mode="after")
    def _seats_are_distinct_and_hold_the_chair(self) -> Self:
        ids = [seat.id for seat in self.seats]
        if len(set(ids)) < len(ids):
            raise ValueError("a seat stands twice on the roll")
        if self.chair is not None and self.chair not in ids:
            raise ValueError("the chair is not on the roll")
        if not set(self.deputies) <= set(ids) - {self.chair}:
            raise ValueError("a deputy is not on the roll, or is the chair")
        for seat in self.seats:
            stand_ins: list[str] = [substitute.id for substitute in seat.substitutes]
            if len(set(stand_ins)) < len(stand_ins) or seat.id in stand_ins:
                raise ValueError("a substitute stands twice at one seat, or is the seat itself")
        return self


class NewRoll(Model):
    """The body with its roll of the day of the fact, where it is not the one of before."""

    was: Day
    """The day of the roll before."""

    body: Body
    joined: Annotated[tuple[SeatId, ...], OMIT_IF_EMPTY] = ()
    """The seats that are new to the roll, or have another holder."""

    left: Annotated[tuple[SeatId, ...], OMIT_IF_EMPTY] = ()
    """The seats that are no longer on the roll, or had another holder."""
