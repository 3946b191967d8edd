"""What journeys borrow: the doors at which offices knock, a worker behind them, and somebody to act for the offices."""

from __future__ import annotations

import sysconfig
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from temporalio.testing import WorkflowEnvironment

from client.connection import quiet_runtime
from policies.books import LawBooks
from schemas.wire import DATA_CONVERTER
from tests.journeys.clerk import Clerk
from tests.journeys.hourglass import Hourglass
from worker import search_attributes
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
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A server whose clock stands until it is turned; of a test's own, for one clock serves all its workflows."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(Path(sysconfig.get_path("scripts")) / "temporal-test-server"),
        data_converter=DATA_CONVERTER,
        runtime=quiet_runtime(),
    ) as environment:
        await search_attributes.make(environment.client, search_attributes.TYPES)
        yield environment


@pytest.fixture
async def hourglass(skipping: WorkflowEnvironment, pool: asyncpg.Pool, settings: Settings) -> AsyncIterator[Hourglass]:
    """The clock of a server, with a worker behind it."""
    own = settings.model_copy(update={"task_queue": f"time-{uuid.uuid4().hex}"})
    async with build_worker(skipping.client, pool, own, LawBooks.load(LAW)):
        yield Hourglass(skipping, Clerk(doors(skipping.client, own.task_queue), pool))
