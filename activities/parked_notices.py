"""Parked notices, for operators to inspect and queue again."""

from datetime import datetime

import structlog

from activities import sql
from schemas.base import Count, Model
from schemas.bodies import Email, Language
from schemas.ids import StreamId
from schemas.notices import Template

log = structlog.get_logger(__name__)

SQL = sql.load("notices")

_NEWEST = 2**63 - 1


class ParkedNotice(Model):
    """A notice that was parked, and why."""

    id: int
    stream: StreamId
    sequence: Count
    """With the stream, it identifies the fact of the notice."""

    template: Template
    email: Email
    language: Language
    queued_at: datetime
    attempts: Count
    last_error: str


async def parked(conn: sql.Connection, *, at_most: int = 100, before: int = _NEWEST) -> tuple[ParkedNotice, ...]:
    """Return the parked notices with smaller numbers than `before`, newest first."""
    rows = await conn.fetch(SQL["parked"], at_most, before)
    # Columns hold enumerations as text, which strict models accept only from JSON.
    return tuple(ParkedNotice.model_validate(dict(row), strict=False) for row in rows)


async def queue_again(conn: sql.Connection, id: int) -> bool:
    """Queue a parked notice again, with all its tries; return whether there was one."""
    queued = await conn.fetch(SQL["queue_again"], id)
    if queued:
        log.info("notice_queued_again", notice=id)
    return bool(queued)
