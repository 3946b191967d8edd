"""What journeys borrow: the doors at which offices knock, a worker behind them, and somebody to act for the offices."""

from __future__ import annotations

import sysconfig
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from temporalio.testing import WorkflowEnvironment

from client.connection import quiet_runtime
from schemas.wire import DATA_CONVERTER
from tests.journeys.clerk import Clerk
from worker import search_attributes
from worker.demo.story import Offices

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client
    from temporalio.worker import Worker

    from worker.settings import Settings


@pytest.fixture(scope="session")
def offices(client: Client, worker: Worker, settings: Settings) -> Offices:
    """The client's three doors, with a worker behind them."""
    from client import Dossiers, Sittings, Submissions  # noqa: PLC0415 - shadows the fixture of that name elsewhere

    assert worker.is_running
    return Offices(
        Dossiers(client, task_queue=settings.task_queue),
        Sittings(client, task_queue=settings.task_queue),
        Submissions(client, task_queue=settings.task_queue),
    )


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
