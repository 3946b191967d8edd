"""What became of bodies that have ended, from their register: the successors that exist on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

import structlog

from activities import body_refusals, body_register, sql
from activities.body_register import Registered
from schemas.bodies import Organisation, RecordRef
from schemas.body_register import RegisteredBody
from schemas.ids import BodyId
from schemas.succession import Succession

SQL = sql.load("body_register")

_MOST_SUCCESSIONS = 20
"""How often a body may have been succeeded since, one successor after another."""

log = structlog.get_logger(__name__)


async def successions(conn: sql.Connection, bodies: Iterable[BodyId], day: date) -> tuple[Succession, ...]:
    """Return those of some bodies that have ended by a day, each with its successors of that day.

    A body whose successions go on for too long, or lead out of the register, is left out and logged.
    """
    asked = tuple(dict.fromkeys(bodies))
    known = dict(await body_register.records(conn, asked))
    for _ in range(_MOST_SUCCESSIONS):
        heirs = {heir for each in known.values() if _has_ended(each.record, day) for heir in _into(each.record)}
        if not (ahead := heirs - known.keys()):
            break
        known.update(await body_register.records(conn, sorted(ahead)))
    ended = (body for body in asked if body in known and _has_ended(known[body].record, day))
    return tuple(each for body in ended if (each := _succession(body, known, day)))


async def ended_bodies(conn: sql.Connection, day: date) -> Mapping[BodyId, RegisteredBody]:
    """Return the records of all bodies that have ended by a day."""
    rows = await conn.fetch(SQL["ended_bodies"], day.isoformat())
    found = await body_register.records(conn, [BodyId(row["id"]) for row in rows])
    return {body: each.record for body, each in found.items()}


async def naming(conn: sql.Connection, streams: Iterable[str], bodies: Iterable[BodyId]) -> tuple[str, ...]:
    """Return those of some dossiers and sittings whose facts name one of these bodies, now or before."""
    rows = await conn.fetch(SQL["streams_naming"], list(streams), list(bodies))
    return tuple(row["stream"] for row in rows)


def _has_ended(record: RegisteredBody, day: date) -> bool:
    return record.ended is not None and record.ended.on <= day


def _into(record: RegisteredBody) -> tuple[BodyId, ...]:
    return record.ended.into if record.ended else ()


def _succession(body: BodyId, known: Mapping[BodyId, Registered], day: date) -> Succession | None:
    record, sequence, digest = known[body]
    seen: set[BodyId] = set()
    living: dict[BodyId, Organisation] = {}
    ahead = list(_into(record))
    while ahead:
        heir = ahead.pop(0)
        if heir in seen:
            continue
        seen.add(heir)
        if heir not in known:
            log.warning("succession_not_followed", body=body, at=heir)
            return None
        found = known[heir].record
        if _has_ended(found, day):
            ahead.extend(_into(found))
        else:
            living[heir] = Organisation(id=heir, name=body_refusals.named(found, day))
    if record.ended is None:
        return None
    return Succession(
        was=body,
        on=record.ended.on,
        into=tuple(living.values()),
        document=record.ended.document,
        record=RecordRef(sequence=sequence, hash=digest.hex()),
    )
