"""Verification of the ledger: every hash of every chain, computed again."""

from enum import StrEnum
from typing import NamedTuple

from activities import sql
from schemas.ids import StreamId

SQL = sql.load("ledger")


class Flaw(StrEnum):
    """The flaw of a fact in its chain."""

    GAP = "gap"
    """A fact before it is missing."""

    PREVIOUS = "previous"
    """It follows another fact than the one before it."""

    BODY = "body"
    """Its hash is not that of its body."""

    COLUMNS = "columns"
    """The columns beside its body differ from the body."""


class BrokenLink(NamedTuple):
    """A broken place in a hash chain."""

    stream: StreamId
    sequence: int
    flaw: Flaw


async def broken_links(conn: sql.Connection) -> list[BrokenLink]:
    """Return every broken place in a hash chain; none if the ledger was not altered.

    It reads every fact: minutes, in a ledger of millions. It cannot detect a chain cut off at its end, or rewritten
    from some place on; the hashes in the receipts of callers show that.
    """
    rows = await conn.fetch(SQL["broken_links"])
    return [BrokenLink(row["stream"], row["sequence"], Flaw(row["flaw"])) for row in rows]
