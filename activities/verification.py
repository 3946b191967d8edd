"""Whether the ledger's past is what it was: every link of every chain, computed again."""

from enum import StrEnum
from typing import NamedTuple

from activities import sql
from schemas.ids import StreamId

SQL = sql.load("ledger")


class Flaw(StrEnum):
    """What is wrong with a link."""

    GAP = "gap"
    """A fact before it is missing."""

    PREVIOUS = "previous"
    """It follows another fact than the one that stands before it."""

    BODY = "body"
    """Its digest is not that of its body."""

    COLUMNS = "columns"
    """The columns beside its body say something else."""


class BrokenLink(NamedTuple):
    """A place where a chain does not hold."""

    stream: StreamId
    sequence: int
    flaw: Flaw


async def broken_links(conn: sql.Connection) -> list[BrokenLink]:
    """Return every place where a chain does not hold; none in a ledger that nobody has touched.

    It reads every fact: minutes, in a ledger of millions. What it cannot see is a chain cut off at its end, or written
    anew from some place on; the hashes in the receipts that people hold show that.
    """
    rows = await conn.fetch(SQL["broken_links"])
    return [BrokenLink(row["stream"], row["sequence"], Flaw(row["flaw"])) for row in rows]
