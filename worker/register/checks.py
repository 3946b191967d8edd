"""What is wrong with a load as a whole: unregistered bodies, ids alike, rows that would be lost."""

from collections.abc import Iterable, Iterator, Mapping

from schemas.body_register import RegisteredBody, RegisteredKind
from schemas.ids import BodyId


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
        for member in record.members:
            if known.get(member.unit, RegisteredKind.UNIT) is not RegisteredKind.UNIT:
                yield body, f"member {member.unit} is a {known[member.unit]}, not a unit"


def _named(record: RegisteredBody) -> Iterator[tuple[str, BodyId]]:
    if record.parent is not None:
        yield "parent", record.parent
    if record.ended is not None:
        yield from (("successor", body) for body in record.ended.into)
    yield from (("member", member.unit) for member in record.members)
    yield from (("unit of a seat", seat.unit) for seat in record.seats if seat.unit is not None)


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
