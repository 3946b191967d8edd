"""Letters that were given up: an operator finds them by a command, with the reason, and lets them go again."""

import uuid

import asyncpg
import pytest

from activities.ledger import keep
from activities.migrations import migrate
from schemas.ids import StreamId
from tests.builders.entries import a_ballot
from tests.builders.values import a_notice, a_number
from tests.registered import a_registered, register
from tests.worker.worker_commands import ended
from worker.embedded.postgres import Postgres


@pytest.fixture
async def url(postgres: Postgres) -> str:
    """A database of this test's own, with a body that can be written to."""
    made: str = await postgres.create_database(f"parked_{uuid.uuid4().hex}")
    await migrate(made)
    conn = await asyncpg.connect(made)
    await register(conn, a_registered("hop-thu-chet"))
    await conn.close()
    return made


async def test_a_parked_letter_is_listed_and_let_go_again(url: str) -> None:
    """Given up is not forgotten: number, fact, reader and reason are there, and one command queues it."""
    stream = StreamId(f"sitting-{a_number()}")
    conn = await asyncpg.connect(url)
    await keep(conn, a_ballot(stream).model_copy(update={"notices": (a_notice("hop-thu-chet"),)}))
    letter = await conn.fetchval("UPDATE notice SET state = 'parked', last_error = '550 no such user' RETURNING id")

    listed = await ended("parked", VINHDANH_DATABASE_URL=url)
    assert listed.code == 0
    assert listed.said.splitlines()[0].split("\t") == [
        str(letter),
        f"{stream} 1",
        "received",
        "hop-thu-chet@vinhdanh.example",
        "550 no such user",
    ]
    again = await ended("requeue", str(letter), VINHDANH_DATABASE_URL=url)

    assert (again.code, again.said) == (0, f"Notice {letter} will be sent again.\n")
    assert await conn.fetchval("SELECT state FROM notice") == "queued"
    assert (await ended("parked", VINHDANH_DATABASE_URL=url)).said == "No notice is parked.\n"
    await conn.close()


async def test_a_letter_that_is_not_parked_cannot_be_let_go(url: str) -> None:
    """A mistyped number changes nothing, and is reported."""
    how = await ended("requeue", "7", VINHDANH_DATABASE_URL=url)

    assert (how.code, how.said) == (1, "Notice 7 is not parked.\n")


async def test_a_mail_server_s_words_are_listed_without_harm(url: str) -> None:
    """They may set a terminal's title, hide a line or turn it round; and a letter stays one line of five columns."""
    stream = StreamId(f"sitting-{a_number()}")
    conn = await asyncpg.connect(url)
    await keep(conn, a_ballot(stream).model_copy(update={"notices": (a_notice("hop-thu-chet"),)}))
    biting = "550 \x1b]0;đổi tên\x07 \u009b2J \u202egnôc\r\n\tkhông có ai"
    await conn.execute("UPDATE notice SET state = 'parked', last_error = $1", biting)
    await conn.close()

    listed = await ended("parked", VINHDANH_DATABASE_URL=url)

    assert not set(listed.said) & set("\x1b\x07\u009b\u202e\r")
    assert listed.said.splitlines()[0].split("\t")[4:] == ["550 ]0;đổi tên 2J gnôc không có ai"]
