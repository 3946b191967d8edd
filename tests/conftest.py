"""Fixtures for all tests: real servers for the session, a migrated database, a client, a rolled-back connection.

Each server starts when the first test asks for it, so that the tests of rules and schemas start nothing.
"""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    import asyncpg
    from asyncpg.pool import PoolConnectionProxy
    from temporalio.client import Client
    from temporalio.worker import Worker

    from tests.mailbox import Mailbox
    from worker.embedded.mail import MailSink
    from worker.embedded.postgres import Postgres
    from worker.embedded.stack import Stack
    from worker.embedded.temporal import TemporalServer
    from worker.settings import Settings

# Imports stand within the fixtures: a test that borrows nothing pays for none of them.
# ruff: noqa: PLC0415


# The language of commands is chosen when they are imported, and a developer's locale may be English.
os.environ["VINHDANH_LANGUAGE"] = "vi"

# A property that holds slowly on a busy machine holds all the same: speed is measured in benchmarks.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")


# Whatever was imported and collected stays to the end: to look through all of it for cycles, every 700 new values and
# after each command, took a quarter of the time of tests that start nothing.
gc.set_threshold(20_000, 50, 100)


LENT_SERVERS = {"servers", "mortal_stack", "skipping"}
"""The fixtures that start servers, or from which others are borrowed."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that borrow a server; modules that start some of their own are marked there."""
    for item in items:
        if isinstance(item, pytest.Function) and LENT_SERVERS & set(item.fixturenames):
            item.add_marker(pytest.mark.server)


def pytest_collection_finish() -> None:
    """Have the collector pass over all that is there when the first test begins."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def session_folder() -> Iterator[Path]:
    """Where the servers keep their data."""
    from worker.embedded import folders

    # Not pytest's own folder: PostgreSQL, as another user than root, must be able to walk to its data.
    with folders.temporary("vinhdanh-tests-") as made:
        yield made


@pytest.fixture(scope="session")
async def servers(session_folder: Path) -> AsyncIterator[Stack]:
    """The servers of this session, none of them started; none of them outlives a killed session."""
    from worker.embedded.stack import Stack, watched

    async with watched(session_folder):
        yield Stack.over(session_folder, durable=False, ui=False)


@pytest.fixture(scope="session")
async def postgres(servers: Stack) -> AsyncIterator[Postgres]:
    """A PostgreSQL server."""
    async with servers.postgres as server:
        yield server


@pytest.fixture(scope="session")
async def temporal(servers: Stack) -> AsyncIterator[TemporalServer]:
    """A Temporal server."""
    async with servers.temporal as server:
        yield server


@pytest.fixture(scope="session")
async def mail(servers: Stack) -> AsyncIterator[MailSink]:
    """A mail server that keeps what it gets."""
    async with servers.mail as server:
        yield server


@pytest.fixture(scope="session")
def stack(servers: Stack, postgres: Postgres, temporal: TemporalServer, mail: MailSink) -> Stack:
    """All three servers, running."""
    return servers


@pytest.fixture(scope="session")
async def database_url(postgres: Postgres) -> str:
    """A database of this session's own, migrated from nothing."""
    import asyncpg

    from activities.migrations import migrate
    from tests.registered import register, the_usual

    url = await postgres.create_database(f"tests_{uuid.uuid4().hex}")
    await migrate(url)
    connection = await asyncpg.connect(url)
    try:
        await register(connection, *the_usual())
    finally:
        await connection.close()
    return url


@pytest.fixture(scope="session")
async def pool(database_url: str) -> AsyncIterator[asyncpg.Pool]:
    """Connections to the session's database; what they commit stays until the session ends."""
    import asyncpg

    async with asyncpg.create_pool(database_url, min_size=1, max_size=20) as connections:
        yield connections


@pytest.fixture
async def conn(pool: asyncpg.Pool) -> AsyncIterator[PoolConnectionProxy]:
    """A connection in a transaction that is rolled back when the test ends."""
    from tests.transactions import rolled_back

    async with rolled_back(pool) as connection:
        yield connection


@pytest.fixture(scope="session")
async def client(temporal: TemporalServer) -> AsyncIterator[Client]:
    """A client of the session's Temporal server."""
    from vinhdanh.connection import connect

    async with connect(target_host=temporal.address) as connected:
        yield connected


@pytest.fixture(scope="session")
def settings(database_url: str, mail: MailSink) -> Settings:
    """The settings of a worker for the session's servers, on a queue of its own."""
    from worker.demo import LAW
    from worker.settings import Settings

    variables = {
        "DATABASE_URL": database_url,
        "TASK_QUEUE": f"tests-{uuid.uuid4().hex}",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail.port),
        "SMTP_FROM": "vinhdanh@example.vn",
        "GRACE": "5",
        "POLICIES": str(LAW),
    }
    return Settings.from_env({f"VINHDANH_{name}": value for name, value in variables.items()})


@pytest.fixture(scope="session")
async def worker(client: Client, pool: asyncpg.Pool, settings: Settings) -> AsyncIterator[Worker]:
    """A worker in this process, its workflows watched, with a postman; its queue is `settings.task_queue`."""
    from policies.catalogue import PolicyCatalogue
    from tests.running_worker import a_worker
    from worker.demo import LAW

    async with a_worker(client, pool, settings, PolicyCatalogue.load(LAW)) as running:
        yield running


@pytest.fixture(scope="session")
def mailbox(mail: MailSink) -> Mailbox:
    """The mail that offices got."""
    from tests.mailbox import Mailbox

    return Mailbox(mail)
