"""What journeys borrow: the doors at which offices knock, a worker behind them, and somebody to act for the offices."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
from temporalio.testing import WorkflowEnvironment

from policies.books import LawBooks
from tests.client.commands import Said, Vinhdanh
from tests.journeys import desk
from tests.journeys.clerk import Clerk
from tests.journeys.hourglass import Hourglass
from tests.skipping import a_server_that_skips
from worker.build import build_worker
from worker.demo import LAW
from worker.demo.story import Offices

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client
    from temporalio.worker import Worker

    from worker.settings import Settings


def doors(client: Client, task_queue: str) -> Offices:
    """Return the client's three doors to a queue."""
    from client import Dossiers, Sittings, Submissions  # noqa: PLC0415 - shadows the fixture of that name elsewhere

    return Offices(
        Dossiers(client, task_queue=task_queue),
        Sittings(client, task_queue=task_queue),
        Submissions(client, task_queue=task_queue),
    )


@pytest.fixture(scope="session")
def offices(client: Client, worker: Worker, settings: Settings) -> Offices:
    """The client's three doors, with a worker behind them."""
    assert worker.is_running
    return doors(client, settings.task_queue)


@pytest.fixture
def clerk(offices: Offices, pool: asyncpg.Pool) -> Clerk:
    """Somebody who acts for every office."""
    return Clerk(offices, pool)


@pytest.fixture
def vinhdanh(client: Client, worker: Worker, settings: Settings) -> Vinhdanh:
    """Runs a command that reaches the session's worker."""
    assert worker.is_running

    async def at_the_worker(*arguments: object) -> Said:
        where = client.service_client.config.target_host
        return await desk.run("--task-queue", settings.task_queue, *arguments, TEMPORAL_ADDRESS=where)

    return at_the_worker


@pytest.fixture
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A server whose clock stands until it is turned."""
    async with a_server_that_skips() as environment:
        yield environment


@pytest.fixture
async def hourglass(skipping: WorkflowEnvironment, pool: asyncpg.Pool, settings: Settings) -> AsyncIterator[Hourglass]:
    """The clock of a server, with a worker behind it."""
    own = settings.model_copy(update={"task_queue": f"time-{uuid.uuid4().hex}"})
    async with build_worker(skipping.client, pool, own, LawBooks.load(LAW)):
        yield Hourglass(skipping, Clerk(doors(skipping.client, own.task_queue), pool))
