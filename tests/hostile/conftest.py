"""Fixtures of the hostile tests: a raw client, a driver that uses our client, and targets that stay alive."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders import scoring_law
from tests.builders.office_law import a_law_of_offices
from tests.hostile.raw_client import RawClient
from tests.hostile.targets import Target
from tests.journeys.office_driver import OfficeDriver
from vinhdanh import VinhDanh

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client
    from temporalio.worker import Worker

    from worker.settings import Settings


@pytest.fixture(scope="session")
def settings(settings: Settings, session_folder: Path) -> Settings:
    """The session's settings, with a queue of its own and a law that leaves offices and scorers something to do."""
    law = session_folder / "law-of-offices"
    law.mkdir()
    own = {"task_queue": f"hostile-{uuid.uuid4().hex}", "policies": a_law_of_offices(law, scoring_law.ROUTE)}
    return settings.model_copy(update=own)


@pytest.fixture(scope="session")
async def worker(client: Client, pool: asyncpg.Pool, settings: Settings) -> AsyncIterator[Worker]:
    """A worker that goes by that law, its workflows watched, with a postman."""
    from policies.catalogue import PolicyCatalogue  # noqa: PLC0415 - tests that borrow nothing pay for nothing
    from tests.running_worker import a_worker  # noqa: PLC0415

    assert settings.policies is not None
    async with a_worker(client, pool, settings, PolicyCatalogue.load(settings.policies)) as running:
        yield running


@pytest.fixture(scope="session")
def wire(client: Client, worker: Worker, settings: Settings) -> RawClient:
    """A way to Temporal that checks nothing, with a worker behind it."""
    assert worker.is_running
    return RawClient(client, settings.task_queue)


@pytest.fixture(scope="session")
def driver(client: Client, worker: Worker, settings: Settings, pool: asyncpg.Pool) -> OfficeDriver:
    """A driver that acts for every office, through our client."""
    assert worker.is_running
    return OfficeDriver(VinhDanh(client, task_queue=settings.task_queue), pool)


@pytest.fixture(scope="session")
def aim(driver: OfficeDriver, wire: RawClient, pool: asyncpg.Pool) -> Callable[[type[Target]], Target]:
    """Returns the one target of a kind that is aimed at, in test after test."""
    made: dict[type[Target], Target] = {}

    def aim_at(kind: type[Target]) -> Target:
        return made.setdefault(kind, kind(driver, wire, pool))

    return aim_at
