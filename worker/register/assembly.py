"""Records made of the rows of a load, and compared with those that the register has."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pydantic

from schemas.bodies import Contact, Tenure
from schemas.body_register import (
    DatedName,
    Ended,
    Mailbox,
    Membership,
    OfficeHolder,
    RegisteredBody,
    RegisteredSeat,
    RegisteredSubstitute,
)
from schemas.ids import BodyId
from schemas.legal_values import Name
from worker.register import rows
from worker.register.rows import BodyRow, MemberRow, OfficeRow, Placed, R, SeatRow, SubstituteRow, VoterRow
from worker.register.tables import Tables

T = TypeVar("T")


@dataclass(frozen=True)
class Load:
    """The rows of a load by their bodies. What a table says of a body replaces that part of its record."""

    bodies: Mapping[BodyId, Sequence[Placed[BodyRow]]]
    seats: Mapping[BodyId, Sequence[Placed[SeatRow]]]
    substitutes: Mapping[BodyId, Sequence[Placed[SubstituteRow]]]
    offices: Mapping[BodyId, Sequence[Placed[OfficeRow]]]
    members: Mapping[BodyId, Sequence[Placed[MemberRow]]]
    places: Mapping[BodyId, str]
    """The place of the first row about each body, in the order of the tables."""

    @classmethod
    def of(cls, tables: Tables, mistakes: list[str]) -> "Load":
        """Return the rows of these tables; the wrong ones are left out, with a line for each."""
        bodies = rows.read(BodyRow, "bodies", tables, mistakes)
        seats = rows.read(SeatRow, "seats", tables, mistakes)
        substitutes = rows.read(SubstituteRow, "substitutes", tables, mistakes)
        offices = rows.read(OfficeRow, "offices", tables, mistakes)
        members = rows.read(MemberRow, "members", tables, mistakes)
        places: dict[BodyId, str] = {}
        for where, row in (*bodies, *seats, *substitutes, *offices, *members):
            places.setdefault(row.body, where)
        return cls(
            bodies=_by_body(bodies),
            seats=_by_body(seats),
            substitutes=_by_body(substitutes),
            offices=_by_body(offices),
            members=_by_body(members),
            places=places,
        )


def _by_body(placed: Iterable[Placed[R]]) -> Mapping[BodyId, Sequence[Placed[R]]]:
    found: dict[BodyId, list[Placed[R]]] = defaultdict(list)
    for where, row in placed:
        found[row.body].append((where, row))
    return dict(found)


def record(load: Load, body: BodyId, before: RegisteredBody | None, mistakes: list[str]) -> RegisteredBody | None:
    """Return the record of a body after a load; None where its rows contradict each other, with a line for each."""
    named = load.bodies.get(body, ())
    if not named and before is None:
        mistakes.append(f"{load.places[body]}: the register has no body {body}, and no row of bodies names it")
        return None
    try:
        return _record(load, body, before)
    except pydantic.ValidationError as error:
        for wrong in error.errors(include_url=False, include_context=False):
            mistakes.append(f"{load.places[body]}: {body}: {wrong['msg'].removeprefix('Value error, ')}")
        return None


def _record(load: Load, body: BodyId, before: RegisteredBody | None) -> RegisteredBody:
    changes: dict[str, object] = {}
    if named := [row for _, row in load.bodies.get(body, ())]:
        last = named[-1]
        changes |= {
            "kind": last.kind,
            "parent": last.parent,
            "names": _joined(named, lambda row: DatedName(name=_name(row), tenure=row.tenure)),
            "mailboxes": tuple(
                Mailbox(contact=contact, tenure=row.tenure) for row in named if (contact := _mailbox(row))
            ),
            "ended": Ended(on=last.ended, into=last.into, document=last.document) if last.ended else None,
        }
    if body in load.seats or body in load.substitutes:
        changes["seats"] = tuple(_seats(load, body, before))
    if body in load.offices:
        changes["offices"] = tuple(
            OfficeHolder(role=row.role, who=row.who, tenure=row.tenure) for _, row in load.offices[body]
        )
    if listed := [row for _, row in load.members.get(body, ())]:
        seasons = {row.season for row in listed}
        kept = [each for each in (before.members if before else ()) if each.season not in seasons]
        changes["members"] = (*kept, *(Membership(season=row.season, unit=row.unit) for row in listed))
    earlier = {name: getattr(before, name) for name in RegisteredBody.model_fields} if before else {}
    return RegisteredBody(**{**earlier, "id": body, **changes})


def _joined(named: Sequence[BodyRow], made: Callable[[BodyRow], DatedName]) -> tuple[DatedName, ...]:
    """Return the names; a body that only changed its mailbox keeps one name over both times."""
    names: list[DatedName] = []
    for each in map(made, named):
        last = names[-1] if names else None
        if last and last.name == each.name and last.tenure and each.tenure:
            names[-1] = each.evolve(tenure=each.tenure.evolve(first=last.tenure.first))
        else:
            names.append(each)
    return tuple(names)


def _name(row: BodyRow) -> Name:
    return Name(vi=row.name_vi, en=row.name_en or row.name_vi)


def _mailbox(row: BodyRow) -> Contact | None:
    if row.email is None:
        return None
    return Contact(name=row.office or row.name_vi, email=row.email, language=row.language)


def _seats(load: Load, body: BodyId, before: RegisteredBody | None) -> Iterator[RegisteredSeat]:
    listed = [row for _, row in load.seats.get(body, ())]
    seats = [_seat(row) for row in listed] if listed else list(before.seats if before else ())
    if body not in load.substitutes:
        kept = {seat.id: seat.substitutes for seat in (before.seats if before else ()) if seat.substitutes}
        yield from (seat.evolve(substitutes=kept[seat.id]) if seat.id in kept else seat for seat in seats)
        return
    named: dict[str, list[RegisteredSubstitute]] = defaultdict(list)
    for _, row in load.substitutes[body]:
        named[row.seat].append(_substitute(row))
    yield from (seat.evolve(substitutes=tuple(named.get(seat.id, ()))) for seat in seats)


def _seat(row: SeatRow) -> RegisteredSeat:
    return RegisteredSeat(
        id=row.seat, name=row.name, contact=_contact(row), unit=row.unit, nominee=row.nominee, tenure=row.tenure
    )


def _substitute(row: SubstituteRow) -> RegisteredSubstitute:
    tenure = Tenure(first=row.first, last=row.last)
    return RegisteredSubstitute(
        id=row.id, name=row.name, contact=_contact(row), unit=row.unit, nominee=row.nominee, tenure=tenure
    )


def _contact(row: VoterRow) -> Contact | None:
    return Contact(name=row.name, email=row.email) if row.email else None
