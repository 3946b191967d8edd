"""The database schema: migrated by the first caller, and checked by every worker before it starts."""

from pathlib import Path
from typing import Any

import asyncpg
import structlog
from pogo_core.util import migrate as pogo

from activities import sql

log = structlog.get_logger(__name__)

SQL = sql.load("migrations")
FOLDER = Path(sql.__file__).parent / "migrations"
SCHEMA = "public"

_LOCK = 0x56494E48_44414E48
"""The key of our advisory lock in PostgreSQL: VINHDANH."""


class DatabaseIsNewer(Exception):
    """The database has migrations unknown to this code: it belongs to a later release."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"the database is newer than this program, it has {', '.join(names)}")
        self.names = names


async def migrate(url: str) -> list[str]:
    """Apply the migrations that the database at `url` lacks, and return their names.

    Safe to call concurrently: the other callers wait, and then have nothing left to do.

    Raises:
        DatabaseIsNewer: Another release has migrated it already.
    """
    conn = await asyncpg.connect(url)
    try:
        await conn.execute(SQL["wait_for_migrations"], _LOCK)
        lacking = await pending(conn)
        if lacking:
            await pogo.apply(conn, FOLDER, schema_name=SCHEMA, logger=_Quiet())
    finally:
        await conn.close()
    for name in lacking:
        log.info("migration_applied", migration=name)
    return lacking


async def pending(conn: sql.Connection) -> list[str]:
    """Return the migrations that the database lacks, in order; a worker starts only if there are none.

    Raises:
        DatabaseIsNewer: It has some that are unknown to this code.
    """
    known = sorted(path.stem for path in FOLDER.glob("*.sql"))
    applied = await _applied(conn)
    if unknown := sorted(applied.difference(known)):
        raise DatabaseIsNewer(unknown)
    return [name for name in known if name not in applied]


async def _applied(conn: sql.Connection) -> set[str]:
    if not await conn.fetchval(SQL["is_migrated"]):
        return set()
    return {row["migration_id"] for row in await conn.fetch(SQL["applied_migrations"], SCHEMA)}


class _Quiet:
    """A logger that drops the messages of pogo-core: it reports each migration before it is committed."""

    def debug(self, msg: object, *args: object, **kwargs: Any) -> None: ...

    info = warning = warn = error = exception = debug
