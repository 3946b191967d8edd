"""What journeys borrow: the doors at which offices knock, a worker behind them, and somebody to act for the offices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.journeys.clerk import Clerk
from tests.skipping import a_server_that_skips
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
    """A server whose clock stands until it is turned."""
    async with a_server_that_skips() as environment:
        yield environment
