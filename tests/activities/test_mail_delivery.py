"""Mail on real parts: what is sent, postponed or given up, and that nothing is lost or sent twice."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pydantic
import pytest
from temporalio.testing import ActivityEnvironment

from activities import mail_delivery, migrations, outbox
from activities.errors import LedgerConflict
from activities.mail_delivery import MailPost
from activities.parked_notices import parked, queue_again
from activities.smtp import MailSettings
from schemas.names import postman_id
from schemas.notices import DeliveryReport
from schemas.ports import DeliveryRound
from tests.builders.mails import MOST, some_mail_settings
from tests.fake_smtp import PostOffice
from tests.silence import Detour, detour
from tests.waiting import eventually
from worker.embedded.postgres import Postgres
from worker.run import connections
from worker.settings import Settings

QUEUE = """
INSERT INTO notice (stream, sequence, template, email, name, language, about, message_id)
VALUES ('dossier-hs-1', $1, 'returned', $2, 'Sở Nội vụ', 'vi', $3, $4)
RETURNING id
"""


AFTER = "FROM pg_stat_activity WHERE datname = current_database() AND starts_with(query, '-- name: ' || $1)"
"""The connections to this database on which a statement of this name was the last: others have postmen of their own."""

LIMIT = 60.0
"""Seconds after which a test gives up."""


@pytest.fixture(autouse=True)
def _nobody_looks_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle postman looks again after an hour: before that, only what a test is about wakes it."""
    monkeypatch.setattr(mail_delivery, "LONGEST_WAIT", 3600.0)


@pytest.fixture(scope="module")
async def database(postgres: Postgres) -> AsyncIterator[asyncpg.Pool]:
    """A database in which no other test queues letters."""
    url = await postgres.create_database(f"post_{uuid.uuid4().hex}")
    await migrations.migrate(url)
    async with asyncpg.create_pool(url, min_size=1, max_size=10) as connections:
        yield connections


@pytest.fixture
async def queue(database: asyncpg.Pool) -> "NoticeQueue":
    """Where letters are queued; it is empty when a test begins."""
    await database.execute("TRUNCATE notice")
    return NoticeQueue(database)


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """A mail server that is open."""
    server = PostOffice()
    await server.open()
    yield server
    await server.close()


class NoticeQueue:
    """Queues letters and reads their rows."""

    def __init__(self, database: asyncpg.Pool) -> None:
        self.database = database
        self._queued = 0

    async def queue(self, email: str = "a@x.example", about: str | None = None) -> int:
        """Queue one letter to a mailbox and return its number."""
        self._queued += 1
        about = about or MOST.model_dump_json()
        number: int = await self.database.fetchval(QUEUE, self._queued, email, about, uuid.uuid4().hex)
        return number

    async def row(self, number: int) -> asyncpg.Record:
        """Return a letter's row, with whether it is due."""
        row = await self.database.fetchrow("SELECT *, next_at <= now() AS due FROM notice WHERE id = $1", number)
        assert row is not None
        return row

    async def states(self) -> dict[str, int]:
        """Return how many letters are in each state."""
        rows = await self.database.fetch("SELECT state, count(*) AS letters FROM notice GROUP BY state")
        return {row["state"]: row["letters"] for row in rows}

    async def all_sent(self) -> bool:
        """Return whether nothing is left to send."""
        return set(await self.states()) == {"sent"}

    async def let_leases_end(self) -> None:
        """Let the time pass after which letters locked by a dead postman are due again."""
        await self.database.execute("UPDATE notice SET next_at = now() WHERE state = 'queued'")

    async def post_waits(self) -> bool:
        """Return whether a postman has nothing more to do."""
        return bool(await self.database.fetchval(f"SELECT count(*) {AFTER} AND state = 'idle'", "until_next"))

    async def lose_connections(self, last: str) -> None:
        """Cut every connection on which a certain statement was the last."""
        await self.database.execute(f"SELECT pg_terminate_backend(pid) {AFTER}", last)


class Postman:
    """A round under way, in an activity of its own."""

    def __init__(self, queue: NoticeQueue, settings: MailSettings, *, minutes: int = 5) -> None:
        self.activity = a_round_of(1)
        self.beats = 0
        self.activity.on_heartbeat = self._count
        self._round = self.activity.run(
            MailPost(queue.database, settings, postmen=1).deliver, DeliveryRound(postman=1, minutes=minutes)
        )
        self._task: asyncio.Task[DeliveryReport] | None = None

    def _count(self, *_: Any) -> None:
        self.beats += 1

    async def __aenter__(self) -> "Postman":
        self._task = asyncio.ensure_future(self._round)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.activity.cancel()
        assert self._task is not None
        await asyncio.wait([self._task], timeout=LIMIT)

    async def home(self) -> DeliveryReport:
        """Return the report once there is one."""
        assert self._task is not None
        return await asyncio.wait_for(asyncio.shield(self._task), LIMIT)


async def one_round(queue: NoticeQueue, settings: MailSettings) -> DeliveryReport:
    """Deliver what is due now, and return."""
    post = MailPost(queue.database, settings, postmen=1)
    # No caller may ask for so short a round.
    return await a_round_of(1).run(post.deliver, DeliveryRound.model_construct(postman=1, minutes=0))


def a_round_of(postman: int, *, by: str | None = None) -> ActivityEnvironment:
    """Return what a postman's round runs in, asked for by its own workflow or another one."""
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, workflow_id=by or postman_id(postman))
    return environment


async def test_each_letter_is_sent_once(queue: NoticeQueue, office: PostOffice) -> None:
    """And over one connection, since opening one costs more than a letter."""
    for mailbox in "abc":
        await queue.queue(f"{mailbox}@x.example")

    first = await one_round(queue, some_mail_settings(office.port))
    second = await one_round(queue, some_mail_settings(office.port))

    assert first == DeliveryReport(sent=3)
    assert second == DeliveryReport()
    assert sorted(str(letter["To"].addresses[0].addr_spec) for letter in office.letters) == [
        "a@x.example",
        "b@x.example",
        "c@x.example",
    ]
    assert office.connections == 1


@pytest.mark.parametrize(
    ("postman", "by"), [(1, "postman-2"), (2, "dossier-postman-2"), (3, "postman-3"), (16, "postman-16")]
)
async def test_a_round_is_gone_for_a_postman_of_this_installation_only(
    queue: NoticeQueue, office: PostOffice, postman: int, by: str
) -> None:
    """Each keeps a connection: a stranger's rounds would leave none for acts. They send nothing."""
    await queue.queue()
    post = MailPost(queue.database, some_mail_settings(office.port), postmen=2)

    with pytest.raises(LedgerConflict) as refused:
        await a_round_of(postman, by=by).run(post.deliver, DeliveryRound(postman=postman))

    assert refused.value.non_retryable
    assert (await queue.states(), office.connections) == ({"queued": 1}, 0)


@pytest.mark.parametrize("asked", [{"minutes": 1_000_000}, {"minutes": 0}, {"postman": 17}, {"postman": 0}])
def test_a_round_that_would_not_end_cannot_be_asked_for(asked: dict[str, int]) -> None:
    """Not even by a postman."""
    with pytest.raises(pydantic.ValidationError, match="than or equal to"):
        DeliveryRound.model_validate({"postman": 1} | asked)


async def test_two_postmen_never_send_the_same_letter(queue: NoticeQueue, office: PostOffice) -> None:
    """A minister's office that is told everything twice stops reading."""
    for _ in range(60):
        await queue.queue()

    async with (
        Postman(queue, some_mail_settings(office.port, batch=4)),
        Postman(queue, some_mail_settings(office.port, batch=4)),
    ):
        await eventually(queue.all_sent)

    assert len(office.numbers()) == 60
    assert len(set(office.numbers())) == 60


async def test_two_postmen_do_not_wait_for_each_other(queue: NoticeQueue) -> None:
    """A row locked by one is skipped by the others, or many postmen would be no faster than one."""
    numbers = [await queue.queue() for _ in range(3)]
    async with queue.database.acquire() as one, queue.database.acquire() as other, one.transaction():
        first = await outbox.take_up(one, at_most=2, lease=timedelta())
        second = await asyncio.wait_for(outbox.take_up(other, at_most=2, lease=timedelta()), LIMIT)

    assert [letter.id for letter in (*first, *second)] == numbers


async def test_a_letter_waits_for_a_mail_server_that_is_away(queue: NoticeQueue, office: PostOffice) -> None:
    """A dead mail server delays mail, and no letter is lost by it."""
    await office.close()
    number = await queue.queue()

    report = await one_round(queue, some_mail_settings(office.port, first_wait=timedelta(minutes=10)))

    row = await queue.row(number)
    assert report == DeliveryReport(deferred=1)
    assert (row["state"], row["attempts"], row["due"]) == ("queued", 1, False)
    assert "SMTPConnectError" in row["last_error"]


async def test_a_letter_put_off_goes_by_its_own_clock(queue: NoticeQueue, office: PostOffice) -> None:
    """The round goes on by itself once the mail server is back."""
    await office.close()
    await queue.queue()
    settings = some_mail_settings(office.port, first_wait=timedelta(seconds=1))

    async with Postman(queue, settings) as postman:
        await eventually(queue.post_waits)
        await office.open()
        await eventually(queue.all_sent)
        postman.activity.cancel()
        report = await postman.home()

    assert report == DeliveryReport(sent=1, deferred=report.deferred)
    assert len(office.letters) == 1


async def test_an_unknown_mailbox_is_given_up_at_once(queue: NoticeQueue, office: PostOffice) -> None:
    """Asking again for days would not make it known; and the letters behind it go out all the same."""
    office.rcpt_answers["nobody@x.example"] = ["550 5.1.1 No such mailbox"]
    number = await queue.queue("nobody@x.example")
    await queue.queue("a@x.example")

    report = await one_round(queue, some_mail_settings(office.port))

    row = await queue.row(number)
    assert report == DeliveryReport(sent=1, parked=1)
    assert (row["state"], row["last_error"]) == ("parked", "550 5.1.1 No such mailbox")
    assert office.connections == 1


async def test_a_mailbox_that_says_later_is_asked_later(queue: NoticeQueue, office: PostOffice) -> None:
    """Many servers turn every stranger away once."""
    office.rcpt_answers["a@x.example"] = ["450 4.2.0 Greylisted", "250 OK"]
    number = await queue.queue("a@x.example")
    await queue.queue("b@x.example")

    report = await one_round(queue, some_mail_settings(office.port))
    row = await queue.row(number)
    await queue.let_leases_end()
    later = await one_round(queue, some_mail_settings(office.port))

    assert report == DeliveryReport(sent=1, deferred=1)
    assert (row["state"], row["due"], row["last_error"]) == ("queued", False, "450 4.2.0 Greylisted")
    assert later == DeliveryReport(sent=1)


@pytest.mark.parametrize(
    ("answer", "report"),
    [
        pytest.param("554 5.7.1 Content refused", DeliveryReport(parked=1), id="never"),
        pytest.param("452 4.3.1 Disk full", DeliveryReport(deferred=1), id="later"),
    ],
)
async def test_a_refusal_of_the_letter_itself_counts_as_it_is_meant(
    queue: NoticeQueue, office: PostOffice, answer: str, report: DeliveryReport
) -> None:
    """A filter's refusal is final, a full disk is not."""
    office.data_answers["a@x.example"] = lambda: _said(answer)
    await queue.queue("a@x.example")

    assert await one_round(queue, some_mail_settings(office.port)) == report


async def test_a_letter_is_given_up_after_its_last_try(queue: NoticeQueue, office: PostOffice) -> None:
    """A person must look, instead of a row being tried for years."""
    await office.close()
    number = await queue.queue()
    settings = some_mail_settings(office.port, tries=2, first_wait=timedelta())

    reports = [await one_round(queue, settings) for _ in range(3)]

    row = await queue.row(number)
    assert reports == [DeliveryReport(deferred=1), DeliveryReport(parked=1), DeliveryReport()]
    assert (row["state"], row["attempts"]) == ("parked", 2)
    assert row["last_error"]


async def test_a_letter_nobody_can_write_is_given_up(queue: NoticeQueue, office: PostOffice) -> None:
    """It would fail in the same way for ever, and must not keep the others waiting."""
    number = await queue.queue(about='{"reference": "hs-1", "of_another_release": true}')
    await queue.queue()

    report = await one_round(queue, some_mail_settings(office.port))

    assert report == DeliveryReport(sent=1, parked=1)
    assert "it cannot be written" in (await queue.row(number))["last_error"]


async def test_a_letter_that_kills_its_postmen_comes_to_an_end(queue: NoticeQueue, office: PostOffice) -> None:
    """A try counts when it begins: one that never ends is counted too."""
    number = await queue.queue()
    async with queue.database.acquire() as conn:
        for _ in range(2):
            assert await outbox.take_up(conn, at_most=1, lease=timedelta())

    report = await one_round(queue, some_mail_settings(office.port, tries=2))

    assert report == DeliveryReport(parked=1)
    assert (await queue.row(number))["last_error"] == "its postman did not come back from the last try"


async def test_a_letter_queued_during_a_round_goes_at_once(queue: NoticeQueue, office: PostOffice) -> None:
    """PostgreSQL notifies the postman: a letter does not wait for its next look."""
    async with Postman(queue, some_mail_settings(office.port)):
        await eventually(queue.post_waits)
        await queue.queue()
        await eventually(lambda: office.letters)

    assert len(office.letters) == 1


async def test_the_letters_of_a_dead_postman_go_by_another(queue: NoticeQueue, office: PostOffice) -> None:
    """The letters in hand are due again when the lease ends, and not before."""
    number = await queue.queue()
    async with queue.database.acquire() as conn:
        await outbox.take_up(conn, at_most=1, lease=timedelta(minutes=3))

    during = await one_round(queue, some_mail_settings(office.port))
    await queue.let_leases_end()
    after = await one_round(queue, some_mail_settings(office.port))

    assert (during, after) == (DeliveryReport(), DeliveryReport(sent=1))
    assert (await queue.row(number))["attempts"] == 2


async def test_a_copy_sent_after_a_crash_is_known_as_one(queue: NoticeQueue, office: PostOffice) -> None:
    """The database goes between the server's acceptance and the mark: the second copy bears the first one's number."""

    async def taken_while_the_database_goes() -> str:
        await queue.lose_connections("take_up")
        return "250 Taken"

    office.data_answers["a@x.example"] = taken_while_the_database_goes
    await queue.queue("a@x.example")

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await one_round(queue, some_mail_settings(office.port))
    await queue.let_leases_end()
    office.data_answers.clear()
    again = await one_round(queue, some_mail_settings(office.port))

    assert again == DeliveryReport(sent=1)
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


@pytest.mark.parametrize("ending", ["cancelled", "worker_shutdown"])
async def test_a_postman_called_home_finishes_the_letter_in_hand(
    queue: NoticeQueue, office: PostOffice, ending: str
) -> None:
    """Neither sent twice nor kept from others: the letter in progress is marked, the rest is due at once."""
    in_hand, answer = asyncio.Event(), asyncio.Event()

    async def slowly() -> str:
        in_hand.set()
        await answer.wait()
        return "250 Taken"

    office.data_answers["a@x.example"] = slowly
    numbers = [await queue.queue("a@x.example"), await queue.queue("b@x.example")]

    async with Postman(queue, some_mail_settings(office.port)) as postman:
        await asyncio.wait_for(in_hand.wait(), LIMIT)
        postman.activity.cancel() if ending == "cancelled" else postman.activity.worker_shutdown()
        answer.set()
        report = await postman.home()

    first, second = [await queue.row(number) for number in numbers]
    assert report == DeliveryReport(sent=1)
    assert first["state"] == "sent"
    assert (second["state"], second["attempts"], second["due"]) == ("queued", 0, True)
    assert postman.beats > 0


async def test_a_postman_called_home_while_waiting_comes_at_once(queue: NoticeQueue, office: PostOffice) -> None:
    """A worker that stops does not wait for an idle round."""
    async with Postman(queue, some_mail_settings(office.port)) as postman:
        await eventually(queue.post_waits)
        postman.activity.worker_shutdown()
        report = await postman.home()

    assert report == DeliveryReport()


async def test_a_connection_lost_halfway_costs_one_letter_one_try(queue: NoticeQueue, office: PostOffice) -> None:
    """The letters behind it were never tried, and go over the next connection."""
    office.data_answers["a@x.example"] = lambda: _said("421 4.3.0 Going down")
    first = await queue.queue("a@x.example")
    second = await queue.queue("b@x.example")

    report = await one_round(queue, some_mail_settings(office.port))

    assert report == DeliveryReport(deferred=1)
    assert (await queue.row(first))["attempts"] == 1
    row = await queue.row(second)
    assert (row["attempts"], row["due"]) == (0, True)


async def test_a_server_that_takes_too_long_is_left(queue: NoticeQueue, office: PostOffice) -> None:
    """One that answers nothing must not hold the post for ever."""

    async def never() -> str:
        await asyncio.sleep(30)
        return "250 Taken"

    office.data_answers["a@x.example"] = never
    number = await queue.queue("a@x.example")

    report = await one_round(queue, some_mail_settings(office.port, seconds=0.5))

    assert report == DeliveryReport(deferred=1)
    assert "Timeout" in (await queue.row(number))["last_error"]


async def test_without_its_database_the_post_breaks_off(queue: NoticeQueue, office: PostOffice) -> None:
    """Temporal begins the round again when the database is back; a postman without one would only seem to work."""
    async with Postman(queue, some_mail_settings(office.port)) as postman:
        await eventually(queue.post_waits)
        await queue.lose_connections("until_next")
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await postman.home()


@pytest.fixture
async def way(postgres: Postgres) -> AsyncIterator[Detour]:
    """A way to the database server that may fall silent."""
    async with detour(postgres.sockets) as lent:
        yield lent


@pytest.fixture
async def detoured(queue: NoticeQueue, way: Detour) -> AsyncIterator[NoticeQueue]:
    """The same letters, reached by that way as a worker in production reaches them."""
    url = await queue.database.fetchval("SELECT current_database()")
    settings = Settings.from_env({"VINHDANH_DATABASE_URL": way.url(f"postgresql:///{url}"), "VINHDANH_POOL_SIZE": "4"})
    async with connections(settings) as pool:
        yield NoticeQueue(pool)


async def test_a_round_over_a_connection_that_fell_silent_breaks_off_and_the_next_one_delivers(
    queue: NoticeQueue, detoured: NoticeQueue, way: Detour, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No notification comes over it, and no query is answered: heartbeats alone would go on for ever."""
    monkeypatch.setattr(mail_delivery, "LONGEST_WAIT", 0.5)
    monkeypatch.setattr(outbox, "SECONDS", 2.0)
    async with Postman(detoured, some_mail_settings(office.port)) as postman:
        await eventually(queue.post_waits)
        assert way.fall_silent() > 0
        await queue.queue()
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await postman.home()

    assert await one_round(detoured, some_mail_settings(office.port)) == DeliveryReport(sent=1)


async def test_a_round_that_finds_no_free_connection_breaks_off(
    detoured: NoticeQueue, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them may be held by waiting acts: Temporal begins the round again, and shows it to operators."""
    monkeypatch.setattr(outbox, "SECONDS", 0.5)
    held = [await detoured.database.acquire() for _ in range(detoured.database.get_max_size())]
    with pytest.raises(TimeoutError):
        await one_round(detoured, some_mail_settings(office.port))
    for conn in held:
        await detoured.database.release(conn)


async def test_a_parked_letter_is_found_and_let_go_again(queue: NoticeQueue, office: PostOffice) -> None:
    """An operator sees why, mends the cause, and the letter goes without waiting."""
    office.rcpt_answers["a@x.example"] = ["550 5.1.1 No such mailbox"]
    number = await queue.queue("a@x.example")
    await one_round(queue, some_mail_settings(office.port))
    office.rcpt_answers.clear()

    async with queue.database.acquire() as conn:
        [found] = await parked(conn)
        async with Postman(queue, some_mail_settings(office.port)):
            await eventually(queue.post_waits)
            assert await queue_again(conn, number)
            await eventually(queue.all_sent)
        assert await parked(conn) == ()
        assert not await queue_again(conn, number)

    assert (found.id, found.email, found.attempts) == (number, "a@x.example", 1)
    assert found.last_error == "550 5.1.1 No such mailbox"


async def test_whatever_a_server_says_can_be_kept(queue: NoticeQueue) -> None:
    """PostgreSQL refuses some characters, and an error text with them must not leave a letter stuck."""
    number = await queue.queue()
    async with queue.database.acquire() as conn:
        [letter] = await outbox.take_up(conn, at_most=1, lease=timedelta())
        await outbox.park(conn, letter, "554 \0\udc80 không" + "x" * 1000)

    said = (await queue.row(number))["last_error"]

    assert said.startswith("554 ? không")
    assert len(said) == 500


async def _said(answer: str) -> str:
    return answer
