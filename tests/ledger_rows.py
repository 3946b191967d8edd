"""What a stream has left in the ledger's tables, counted."""

from typing import NamedTuple

import asyncpg

from activities import sql
from schemas.ids import StreamId

_COUNTS = """
SELECT
    (SELECT count(*) FROM fact WHERE stream = $1) AS facts,
    (SELECT count(*) FROM notice WHERE stream = $1) AS notices,
    (SELECT count(*) FROM register WHERE stream = $1) AS registered
"""


class Rows(NamedTuple):
    """How many rows of each kind there are."""

    facts: int = 0
    notices: int = 0
    registered: int = 0


async def rows_of(conn: sql.Connection | asyncpg.Pool, stream: StreamId) -> Rows:
    """Return how many rows a stream has."""
    row = await conn.fetchrow(_COUNTS, stream)
    return Rows(**row) if row else Rows()
