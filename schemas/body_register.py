"""The register of bodies (danh mục cơ quan, đơn vị): names, mailboxes, seats, offices, members, succession, all dated.

A body's record answers for any day: what it was called, where it was written to, who sat in it. The ledger keeps each
record as a fact of the stream `body-<id>`; the last one holds.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, NewType, Self, TypeVar

from pydantic import Field, StringConstraints, model_validator

from schemas.base import OMIT_IF_EMPTY, Day, Instant, Line, Model
from schemas.bodies import Contact, SeasonLabel, Seat, Substitute, Tenure
from schemas.ids import ActorId, BodyId
from schemas.legal_values import Name

BodyStream = NewType(
    "BodyStream",
    Annotated[str, StringConstraints(pattern=r"^body-[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$", max_length=69)],
)
"""The stream of a body's facts: `body-` and its identifier."""


class RegisteredKind(StrEnum):
    """The kind of a body."""

    UNIT = "unit"
    """Đơn vị: proposes dossiers, and is a member of clusters."""

    CLUSTER = "cluster"
    """Cụm, khối thi đua: its seats are its member units."""

    COUNCIL = "council"
    """Hội đồng Thi đua - Khen thưởng: its seats are its members."""

    AUTHORITY = "authority"
    """A person or body with power to decide, such as the Prime Minister."""

    OFFICE = "office"
    """An office that appraises, gives opinions or signs."""


class OfficeRole(StrEnum):
    """An office within a body."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"


class _Dated(Model):
    tenure: Annotated[Tenure | None, OMIT_IF_EMPTY] = None
    """The days on which it holds; without it, always."""

    def holds_on(self, day: Day) -> bool:
        """Return whether it holds on a day."""
        return self.tenure is None or self.tenure.covers(day)


class DatedName(_Dated):
    """A name of a body."""

    name: Name


class Mailbox(_Dated):
    """The office and mailbox through which a body is reached."""

    contact: Contact


class RegisteredSubstitute(Substitute):
    """A substitute, and its mailbox."""

    contact: Annotated[Contact | None, OMIT_IF_EMPTY] = None


class RegisteredSeat(Seat, _Dated):
    """A seat with one of its holders: the days on which it is in office, and its mailbox."""

    contact: Annotated[Contact | None, OMIT_IF_EMPTY] = None
    substitutes: Annotated[tuple[RegisteredSubstitute, ...], Field(max_length=10), OMIT_IF_EMPTY] = ()


class OfficeHolder(_Dated):
    """The holder of an office: a seat of the body, a member of the cluster, or another office."""

    role: OfficeRole
    who: ActorId


class Membership(Model):
    """A unit's membership of a cluster for one year of emulation."""

    season: SeasonLabel
    unit: BodyId


class Ended(Model):
    """The end of a body: without a successor it was dissolved; with several it was split."""

    on: Day
    """The first day on which it no longer exists."""

    into: Annotated[tuple[BodyId, ...], Field(max_length=20), OMIT_IF_EMPTY] = ()
    document: Annotated[Line | None, OMIT_IF_EMPTY] = None
    """The decision that ended it."""


T = TypeVar("T", bound=_Dated)


class RegisteredBody(Model):
    """All that the register holds on one body."""

    id: BodyId
    kind: RegisteredKind
    parent: Annotated[BodyId | None, OMIT_IF_EMPTY] = None
    names: Annotated[tuple[DatedName, ...], Field(min_length=1, max_length=50)]
    mailboxes: Annotated[tuple[Mailbox, ...], Field(max_length=50), OMIT_IF_EMPTY] = ()
    seats: Annotated[tuple[RegisteredSeat, ...], Field(max_length=2_000), OMIT_IF_EMPTY] = ()
    """All seats with their holders, past and coming ones too; at most 500 on one day. Of a cluster: the delegates."""

    offices: Annotated[tuple[OfficeHolder, ...], Field(max_length=200), OMIT_IF_EMPTY] = ()
    members: Annotated[tuple[Membership, ...], Field(max_length=5_000), OMIT_IF_EMPTY] = ()
    ended: Annotated[Ended | None, OMIT_IF_EMPTY] = None

    def exists_on(self, day: Day) -> bool:
        """Return whether the body exists on a day: it has a name, and has not ended."""
        return self.name_on(day) is not None and (self.ended is None or day < self.ended.on)

    def name_on(self, day: Day) -> Name | None:
        """Return the name of a day."""
        return next((each.name for each in _of_day(self.names, day)), None)

    def mailbox_on(self, day: Day) -> Contact | None:
        """Return the mailbox of a day."""
        return next((each.contact for each in _of_day(self.mailboxes, day)), None)

    def seats_on(self, day: Day) -> tuple[RegisteredSeat, ...]:
        """Return the seats with the holders of a day."""
        return tuple(_of_day(self.seats, day))

    def holders_on(self, role: OfficeRole, day: Day) -> tuple[ActorId, ...]:
        """Return the holders of an office on a day, in the order of the register."""
        return tuple(each.who for each in _of_day(self.offices, day) if each.role is role)

    def members_in(self, season: SeasonLabel) -> tuple[BodyId, ...]:
        """Return the members of a cluster in a year of emulation."""
        return tuple(each.unit for each in self.members if each.season == season)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for flaw in flaws(self):
            raise ValueError(flaw)
        return self


def flaws(body: RegisteredBody) -> Iterator[str]:
    """Yield what contradicts itself within a record, one sentence each."""
    yield from _overlaps("name", body.names, lambda _: "the body")
    yield from _overlaps("mailbox", body.mailboxes, lambda _: "the body")
    yield from _overlaps("holder", body.seats, lambda seat: f"seat {seat.id}")
    single = [each for each in body.offices if each.role is not OfficeRole.DEPUTY]
    yield from _overlaps("holder", single, lambda each: f"the office of {each.role}")
    deputies = [each for each in body.offices if each.role is OfficeRole.DEPUTY]
    yield from _overlaps("entry", deputies, lambda each: f"deputy {each.who}")
    yield from _alike(seat.id for seat in body.seats)
    if body.members and body.kind is not RegisteredKind.CLUSTER:
        yield f"a {body.kind} has no members: only clusters have"
    if len(set(body.members)) < len(body.members):
        yield "a unit is listed twice as a member of one year"
    yield from _off_the_roll(body)
    if body.ended is not None and body.id in body.ended.into:
        yield "the body is its own successor"


def _of_day(entries: Sequence[T], day: Day) -> Iterator[T]:
    return (each for each in entries if each.holds_on(day))


def _overlaps(what: str, entries: Iterable[T], whose: Callable[[T], str]) -> Iterator[str]:
    by_owner: dict[str, list[T]] = {}
    for each in entries:
        by_owner.setdefault(whose(each), []).append(each)
    for owner, listed in by_owner.items():
        if len(listed) == 1:
            continue
        ordered = sorted((each.tenure for each in listed if each.tenure), key=lambda tenure: tenure.first)
        if len(ordered) < len(listed):
            yield f"{owner} has several, and one {what} without days"
        for before, after in pairwise(ordered):
            if before.last is None or after.first <= before.last:
                yield f"{owner} has more than one {what} on {after.first}"


def _alike(names: Iterable[str]) -> Iterator[str]:
    spelt: dict[str, str] = {}
    for name in names:
        first = spelt.setdefault(name.casefold(), name)
        if first != name:
            yield f"{first} and {name} differ in case only"


def _off_the_roll(body: RegisteredBody) -> Iterator[str]:
    votes = {RegisteredKind.COUNCIL: {str(seat.id) for seat in body.seats}}
    votes[RegisteredKind.CLUSTER] = {str(each.unit) for each in body.members}
    if (roll := votes.get(body.kind)) is None:
        return
    for each in body.offices:
        if each.role is not OfficeRole.SECRETARY and each.who not in roll:
            yield f"{each.who} is {each.role} and has no seat"


class BodyRegistered(Model):
    """A fact of the register: from now on this record holds for its body."""

    kind: Literal["body_registered"] = "body_registered"
    stream: BodyStream
    sequence: Annotated[int, Field(ge=1)]
    """The number of the fact in its stream, from 1."""

    at: Instant
    by: ActorId
    """The operator who loaded it."""

    body: RegisteredBody


def body_stream(body: BodyId) -> BodyStream:
    """Return the stream of a body's facts."""
    return BodyStream(f"body-{body}")
