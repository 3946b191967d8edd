"""Fixtures of the journeys: the public client, a worker behind it, and a driver that acts for every office."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pydantic_core
import pytest
from temporalio.testing import WorkflowEnvironment

from policies.catalogue import PolicyCatalogue
from tests.builders.values import a_number
from tests.journeys import cli_driver
from tests.journeys.clock_driver import ClockDriver
from tests.journeys.office_driver import OfficeDriver
from tests.skipping import a_server_that_skips
from tests.vinhdanh.cli_results import CommandResult, Vinhdanh, Written
from vinhdanh import VinhDanh
from worker.build import build_worker
from worker.demo import LAW

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client
    from temporalio.worker import Worker

    from worker.settings import Settings


@pytest.fixture(scope="session")
def offices(client: Client, worker: Worker, settings: Settings) -> VinhDanh:
    """The public client, with a worker behind it."""
    assert worker.is_running
    return VinhDanh(client, task_queue=settings.task_queue)


@pytest.fixture
def driver(offices: VinhDanh, pool: asyncpg.Pool) -> OfficeDriver:
    """A driver that acts for every office."""
    return OfficeDriver(offices, pool)


@pytest.fixture
def vinhdanh(client: Client, worker: Worker, settings: Settings) -> Vinhdanh:
    """Runs a command that reaches the session's worker."""
    assert worker.is_running

    async def at_the_worker(*arguments: object) -> CommandResult:
        where = client.service_client.config.target_host
        return await cli_driver.run("--task-queue", settings.task_queue, *arguments, TEMPORAL_ADDRESS=where)

    return at_the_worker


@pytest.fixture
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A server whose clock stands until it is turned."""
    async with a_server_that_skips() as environment:
        yield environment


@pytest.fixture
async def hourglass(
    skipping: WorkflowEnvironment, pool: asyncpg.Pool, settings: Settings
) -> AsyncIterator[ClockDriver]:
    """The clock of a server, with a worker behind it."""
    own = settings.model_copy(update={"task_queue": f"time-{uuid.uuid4().hex}"})
    async with build_worker(skipping.client, pool, own, PolicyCatalogue.load(LAW)):
        yield ClockDriver(skipping, OfficeDriver(VinhDanh(skipping.client, task_queue=own.task_queue), pool))


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a body into a file."""

    def write(body: object) -> Path:
        file = tmp_path / f"{a_number()}.json"
        file.write_bytes(pydantic_core.to_json(body))
        return file

    return write
