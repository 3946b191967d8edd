"""What a stream has left in the ledger's tables, counted; and how a test adds to it, as its workflow would."""

from dataclasses import replace
from typing import NamedTuple

import asyncpg
from temporalio.testing import ActivityEnvironment

from activities import sql
from activities.ledger import PostgresLedger, keep
from schemas.digests import NO_PREVIOUS
from schemas.ids import StreamId
from schemas.ports import Entry, Recorded

_COUNTS = """
SELECT
    (SELECT count(*) FROM fact WHERE stream = $1) AS facts,
    (SELECT count(*) FROM notice WHERE stream = $1) AS notices,
    (SELECT count(*) FROM register WHERE stream = $1) AS registered
"""


_HEAD = "SELECT encode(hash, 'hex') FROM fact WHERE stream = $1 AND sequence = $2"


def as_workflow(stream: StreamId, workflow_type: str | None = None) -> ActivityEnvironment:
    """Return what a local activity runs in that is called by a stream's own workflow, or one of another type."""
    environment = ActivityEnvironment()
    environment.info = replace(
        environment.info,
        is_local=True,
        workflow_id=stream,
        workflow_type=workflow_type or f"{stream.partition('-')[0].title()}Workflow",
    )
    return environment


async def append(conn: sql.Connection, entry: Entry) -> Recorded:
    """Keep a fact after the one before it, whatever that is."""
    return await keep(conn, await following(conn, entry))


async def recorded(ledger: PostgresLedger, pool: asyncpg.Pool, entry: Entry) -> Recorded:
    """Have a stream's own workflow record a fact after the one before it, whatever that is."""
    return await as_workflow(entry.fact.stream).run(ledger.record, await following(pool, entry))


async def following(conn: sql.Connection | asyncpg.Pool, entry: Entry) -> Entry:
    """Return an entry that follows the fact before it."""
    head = await conn.fetchval(_HEAD, entry.fact.stream, entry.fact.sequence - 1)
    return entry.model_copy(update={"follows": head or NO_PREVIOUS})


class Rows(NamedTuple):
    """How many rows of each kind there are."""

    facts: int = 0
    notices: int = 0
    registered: int = 0


async def rows_of(conn: sql.Connection | asyncpg.Pool, stream: StreamId) -> Rows:
    """Return how many rows a stream has."""
    row = await conn.fetchrow(_COUNTS, stream)
    return Rows(**row) if row else Rows()
