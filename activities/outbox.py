"""The letters in the database: taken up under a lease, then sent, put off, parked or given back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from activities import sql
from schemas.bodies import Contact, Language
from schemas.notices import Notice, NoticeContext, Template

SQL = sql.load("notices")

SECONDS = 10.0
"""For each statement, and for a connection: one that neither answers nor hangs up must not hold a postman for ever.
More than an act has: to take up some of a great many letters that are all due may take a while."""

_LONGEST_ERROR = 500


class LeasedNotice(NamedTuple):
    """A letter in somebody's hands, in the words of its row; `attempts` counts the try that it was taken up for."""

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

    def read(self) -> Notice:
        """Return the notice that the row holds.

        Raises:
            ValueError: It holds none that this release can read.
        """
        return Notice(
            template=Template(self.template),
            to=Contact(name=self.name, email=self.email, language=Language(self.language)),
            about=NoticeContext.model_validate_json(self.about),
        )


async def take_up(conn: sql.Connection, *, at_most: int, lease: timedelta) -> Sequence[LeasedNotice]:
    """Return the letters longest due, in their order; nobody else is given them before the lease ends."""
    rows = await conn.fetch(SQL["take_up"], at_most, lease, timeout=SECONDS)
    return sorted((LeasedNotice(**row) for row in rows), key=lambda letter: letter.id)


async def give_back(conn: sql.Connection, letters: Sequence[LeasedNotice]) -> None:
    """Let letters be due again that were taken up and not tried."""
    given = [(letter.id, letter.attempts) for letter in letters]
    await conn.executemany(SQL["give_back"], given, timeout=SECONDS)


async def mark_sent(conn: sql.Connection, letter: LeasedNotice) -> None:
    """Say that a mail server answers for the letter now."""
    await conn.execute(SQL["mark_sent"], letter.id, timeout=SECONDS)


async def put_off(conn: sql.Connection, letter: LeasedNotice, wait: timedelta, why: str) -> None:
    """Let the letter be due again after a while."""
    await conn.execute(SQL["put_off"], letter.id, letter.attempts, wait, _storable(why), timeout=SECONDS)


async def park(conn: sql.Connection, letter: LeasedNotice, why: str) -> None:
    """Give the letter up until a person queues it again."""
    await conn.execute(SQL["park"], letter.id, letter.attempts, _storable(why), timeout=SECONDS)


async def seconds_until_next(conn: sql.Connection) -> float | None:
    """Return when the next letter is due, negative if one is already, or nothing if none is queued."""
    seconds: float | None = await conn.fetchval(SQL["until_next"], timeout=SECONDS)
    return seconds


class Delivered(NamedTuple):
    """How many letters of one kind went out, and how many have not."""

    template: Template
    sent: int
    unsent: int


async def by_template(conn: sql.Connection) -> Sequence[Delivered]:
    """Return how the letters of each kind stand."""
    rows = await conn.fetch(SQL["by_template"], timeout=SECONDS)
    return [Delivered(Template(row["template"]), row["sent"], row["unsent"]) for row in rows]


def _storable(text: str) -> str:
    # A server may say anything, and PostgreSQL keeps neither NUL nor half a character.
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST_ERROR]
