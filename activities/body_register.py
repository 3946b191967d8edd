"""The register of bodies in PostgreSQL: the record of each body, and loads that are kept whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import asyncpg

from activities import sql
from schemas.base import as_sent
from schemas.body_register import BodyRegistered, RegisteredBody, RegisteredKind, body_stream
from schemas.ids import ActorId, BodyId

SQL = sql.load("body_register")

_AT_ONCE = 2_000
"""Records written by one statement: some megabytes."""

_NO_FACT = bytes(32)


class RegisterChanged(Exception):
    """Another load changed the register meanwhile: this one must be judged anew."""


class Registered(NamedTuple):
    """A body's record, and its place in the ledger."""

    record: RegisteredBody
    sequence: int
    hash: bytes


async def lock(conn: sql.Connection) -> None:
    """Wait for other loads to end; the lock is released with the transaction."""
    await conn.execute(SQL["lock_register"])


async def kinds(conn: sql.Connection) -> Mapping[BodyId, RegisteredKind]:
    """Return the kind of every registered body."""
    return {BodyId(row["id"]): RegisteredKind(row["kind"]) for row in await conn.fetch(SQL["every_body"])}


async def records(conn: sql.Connection, bodies: Iterable[BodyId]) -> Mapping[BodyId, Registered]:
    """Return the records of these bodies; none for those that the register does not have."""
    rows = await conn.fetch(SQL["bodies_at"], [body_stream(body) for body in bodies])
    found = ((BodyRegistered.model_validate_json(row["body"]).body, row) for row in rows)
    return {record.id: Registered(record, row["sequence"], row["hash"]) for record, row in found}


async def keep(
    conn: sql.Connection,
    bodies: Sequence[RegisteredBody],
    before: Mapping[BodyId, Registered],
    *,
    by: ActorId,
    at: datetime,
) -> None:
    """Keep a record for each of these bodies, after those `before`; within the caller's transaction.

    Raises:
        RegisterChanged: One of them has another record meanwhile.
    """
    try:
        for start in range(0, len(bodies), _AT_ONCE):
            await _keep(conn, bodies[start : start + _AT_ONCE], before, by=by, at=at)
    except asyncpg.IntegrityConstraintViolationError as error:
        raise RegisterChanged(
            f"the register changed meanwhile ({error.constraint_name}): load the files again"
        ) from error


async def _keep(
    conn: sql.Connection,
    bodies: Sequence[RegisteredBody],
    before: Mapping[BodyId, Registered],
    *,
    by: ActorId,
    at: datetime,
) -> None:
    earlier = [before.get(body.id) for body in bodies]
    facts = [
        BodyRegistered(stream=body_stream(body.id), sequence=last.sequence + 1 if last else 1, at=at, by=by, body=body)
        for body, last in zip(bodies, earlier, strict=True)
    ]
    await conn.execute(
        SQL["keep_bodies"],
        [fact.stream for fact in facts],
        [fact.sequence for fact in facts],
        # A record may come back after another: its act is this content after that fact.
        [f"register {fact.sequence} {digest_of(fact.body)}" for fact in facts],
        [as_sent(fact).decode() for fact in facts],
        at,
        by,
        [last.hash if last else _NO_FACT for last in earlier],
    )


def digest_of(record: RegisteredBody) -> str:
    """Return the digest of a record's content."""
    return sha256(as_sent(record)).hexdigest()
