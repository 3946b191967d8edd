"""The outbox, the notices in the database: leased, then sent, deferred, parked or given back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from activities import sql
from schemas.bodies import Contact, Language
from schemas.notices import AddressedNotice, NoticeContext, Template

SQL = sql.load("notices")

SECONDS = 10.0
"""Timeout of each statement and of a connection: one that neither answers nor closes must not block a postman for ever.
It is longer than that of an act: leasing some of a great many due notices may take a while."""

_LONGEST_ERROR = 500


class LeasedNotice(NamedTuple):
    """A notice under a lease, as its row has it; `attempts` includes the current try."""

    id: int
    stream: str
    template: str
    email: str
    name: str
    language: str
    about: str
    message_id: str
    queued_at: datetime
    attempts: int

    def read(self) -> AddressedNotice:
        """Return the notice that the row holds.

        Raises:
            ValueError: The row holds no notice that this release can read.
        """
        return AddressedNotice(
            template=Template(self.template),
            to=Contact(name=self.name, email=self.email, language=Language(self.language)),
            about=NoticeContext.model_validate_json(self.about),
        )


async def take_up(conn: sql.Connection, *, at_most: int, lease: timedelta) -> Sequence[LeasedNotice]:
    """Lease the notices longest due, and return them in order; no other postman gets them before the lease ends."""
    rows = await conn.fetch(SQL["take_up"], at_most, lease, timeout=SECONDS)
    return sorted((LeasedNotice(**row) for row in rows), key=lambda letter: letter.id)


async def give_back(conn: sql.Connection, letters: Sequence[LeasedNotice]) -> None:
    """Make notices due again that were leased and not tried."""
    given = [(letter.id, letter.attempts) for letter in letters]
    await conn.executemany(SQL["give_back"], given, timeout=SECONDS)


async def mark_sent(conn: sql.Connection, letter: LeasedNotice) -> None:
    """Mark a notice as accepted by the mail server."""
    await conn.execute(SQL["mark_sent"], letter.id, timeout=SECONDS)


async def put_off(conn: sql.Connection, letter: LeasedNotice, wait: timedelta, why: str) -> None:
    """Defer a notice: it is due again after `wait`."""
    await conn.execute(SQL["put_off"], letter.id, letter.attempts, wait, _storable(why), timeout=SECONDS)


async def park(conn: sql.Connection, letter: LeasedNotice, why: str) -> None:
    """Park a notice until a person queues it again."""
    await conn.execute(SQL["park"], letter.id, letter.attempts, _storable(why), timeout=SECONDS)


async def seconds_until_next(conn: sql.Connection) -> float | None:
    """Return the seconds until the next notice is due, negative if one is already, or None if none is queued."""
    seconds: float | None = await conn.fetchval(SQL["until_next"], timeout=SECONDS)
    return seconds


class Delivered(NamedTuple):
    """How many notices of one template were sent, and how many were not."""

    template: Template
    sent: int
    unsent: int


async def by_template(conn: sql.Connection) -> Sequence[Delivered]:
    """Return the counts of notices by template."""
    rows = await conn.fetch(SQL["by_template"], timeout=SECONDS)
    return [Delivered(Template(row["template"]), row["sent"], row["unsent"]) for row in rows]


def _storable(text: str) -> str:
    # A server may answer with any text, and PostgreSQL stores neither NUL nor half a character.
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST_ERROR]
