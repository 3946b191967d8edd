"""What is wrong with a load as a whole: unregistered bodies, ids alike, rows that would be lost."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from schemas.body_register import OfficeHolder, OfficeRole, RegisteredBody, RegisteredKind, RegisteredSeat
from schemas.ids import BodyId

_MOST_SEATS, _MOST_DEPUTIES = 500, 20
"""The most on one roll (`schemas.bodies.Body`): a body with more could never be convened."""


def across(
    records: Mapping[BodyId, RegisteredBody], kinds: Mapping[BodyId, RegisteredKind]
) -> Iterator[tuple[BodyId, str]]:
    """Yield what is wrong between the records of a load and the register, each with its body.

    Args:
        records: The records that the load would keep.
        kinds: Of the bodies already registered.
    """
    known = {**kinds, **{body: record.kind for body, record in records.items()}}
    yield from _alike(records, known)
    for body, record in records.items():
        if body in kinds and kinds[body] is not record.kind:
            yield body, f"it is registered as a {kinds[body]}, not a {record.kind}: end it, and register another"
        yield from ((body, f"{what} {other} is not registered") for what, other in _named(record) if other not in known)
        above = list(_ancestors(body, records))
        if len(set(above)) < len(above):
            yield body, "it lies under itself: its parents go round in a circle"
        yield from ((body, line) for line in _unlike_successors(record, known))
        for member in record.members:
            if known.get(member.unit, RegisteredKind.UNIT) is not RegisteredKind.UNIT:
                yield body, f"member {member.unit} is a {known[member.unit]}, not a unit"
        yield from ((body, line) for line in _no_roll(record))


def _named(record: RegisteredBody) -> Iterator[tuple[str, BodyId]]:
    if record.parent is not None:
        yield "parent", record.parent
    if record.ended is not None:
        yield from (("successor", body) for body in record.ended.into)
    yield from (("member", member.unit) for member in record.members)
    yield from (("unit of a seat", seat.unit) for seat in record.seats if seat.unit is not None)


def _unlike_successors(record: RegisteredBody, known: Mapping[BodyId, RegisteredKind]) -> Iterator[str]:
    # Its dossiers wait for its vote: no body of another kind could take its place.
    if record.ended is None or record.kind not in {RegisteredKind.CLUSTER, RegisteredKind.COUNCIL}:
        return
    for body in record.ended.into:
        if known.get(body, record.kind) is not record.kind:
            yield f"successor {body} is a {known[body]}, not a {record.kind}"


def _no_roll(record: RegisteredBody) -> Iterator[str]:
    """Yield why a body has no possible roll on some day."""
    for season, members in Counter(each.season for each in record.members).items():
        if members > _MOST_SEATS:
            yield f"it has {members} members in {season}, more than {_MOST_SEATS}"
    yield from _crowds("seats", record.seats, _MOST_SEATS)
    deputies = [each for each in record.offices if each.role is OfficeRole.DEPUTY]
    yield from _crowds("deputies", deputies, _MOST_DEPUTIES)
    for seat in record.seats:
        if any(each.id == str(seat.id) for each in seat.substitutes):
            yield f"seat {seat.id} is a substitute of itself"
        for one, other in combinations(seat.substitutes, 2):
            later = max(one.tenure.first, other.tenure.first)
            if one.id == other.id and one.tenure.covers(later) and other.tenure.covers(later):
                yield f"{one.id} is a substitute of seat {seat.id} twice on {later}"


def _crowds(what: str, held: Sequence[RegisteredSeat | OfficeHolder], most: int) -> Iterator[str]:
    if len(held) <= most:
        return
    for day in sorted({each.tenure.first if each.tenure else date.min for each in held}):
        if (count := sum(each.holds_on(day) for each in held)) > most:
            when = "" if day == date.min else f" on {day}"
            yield f"it has {count} {what}{when}, more than {most}"
            return


def _ancestors(body: BodyId, records: Mapping[BodyId, RegisteredBody]) -> Iterator[BodyId]:
    """Yield a body, its parent within the load, and so on, until one comes again."""
    seen: set[BodyId] = set()
    at: BodyId | None = body
    while at is not None:
        yield at
        if at in seen:
            return
        seen.add(at)
        at = records[at].parent if at in records else None


def _alike(new: Iterable[BodyId], known: Iterable[BodyId]) -> Iterator[tuple[BodyId, str]]:
    spelt: dict[str, BodyId] = {}
    for body in sorted(known):
        first = spelt.setdefault(body.casefold(), body)
        if first != body and {first, body} & set(new):
            yield body, f"{first} and {body} differ in case only"


def lost(before: RegisteredBody, after: RegisteredBody) -> Iterator[str]:
    """Yield what the register has on a body and a new record would no longer have, one line each.

    A row with an added last day is not lost: rows are found again by their names and first days.
    """
    for what, keys in (
        ("name", lambda record: {(each.name.vi, _first(each)) for each in record.names}),
        ("seat", lambda record: {(each.id, _first(each)) for each in record.seats}),
        ("office", lambda record: {(f"{each.role} {each.who}", _first(each)) for each in record.offices}),
        ("member", lambda record: {(each.unit, each.season) for each in record.members}),
    ):
        for name, since in sorted(keys(before) - keys(after), key=str):
            yield f"{what} {name}{f' of {since}' if since else ''} is in the register and not in the files"


def _first(dated: object) -> str:
    tenure = getattr(dated, "tenure", None)
    return tenure.first.isoformat() if tenure else ""
