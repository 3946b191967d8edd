"""A registered body on one day, as callers see it: without mailboxes, which are for letters alone."""

from typing import Annotated

from pydantic import Field

from schemas.base import OMIT_IF_EMPTY, Day, Line, Model
from schemas.bodies import RecordRef, SeasonLabel
from schemas.body_register import Ended, OfficeRole, RegisteredKind
from schemas.ids import ActorId, BodyId, NamedBody, SeatId
from schemas.legal_values import Name


class BodyQuestion(Model):
    """Request a body on a day."""

    body: NamedBody
    on: Day


class SeatOnDay(Model):
    """A seat with its holder and substitutes of the day."""

    id: SeatId
    name: Line
    unit: Annotated[BodyId | None, OMIT_IF_EMPTY] = None
    until: Annotated[Day | None, OMIT_IF_EMPTY] = None
    """The last day of the holder, where it is known."""

    substitutes: Annotated[tuple[ActorId, ...], OMIT_IF_EMPTY] = ()


class BodyView(Model):
    """A body on a day."""

    id: BodyId
    kind: RegisteredKind
    on: Day
    name: Name | None = None
    """Its name of that day; none before its first."""

    exists: bool
    """Whether it exists on that day."""

    parent: BodyId | None = None
    has_mailbox: bool
    """Whether letters to it can be sent."""

    offices: Annotated[dict[OfficeRole, tuple[ActorId, ...]], OMIT_IF_EMPTY] = Field(default_factory=dict)
    """The holders of its offices on that day."""

    seats: Annotated[tuple[SeatOnDay, ...], OMIT_IF_EMPTY] = ()
    """Of a council its members, of a cluster the delegates of its units."""

    members: Annotated[dict[SeasonLabel, tuple[BodyId, ...]], OMIT_IF_EMPTY] = Field(default_factory=dict)
    """Of a cluster, its member units by year of emulation."""

    ended: Ended | None = None
    record: RecordRef
    """The fact of the register from which this was taken."""


class BodyShown(Model):
    """The answer to a question; empty where the register has no such body."""

    body: BodyView | None = None
