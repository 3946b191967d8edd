"""What journeys borrow: the doors at which offices knock, a worker behind them, and somebody to act for the offices."""

from __future__ import annotations

import sysconfig
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from temporalio.common import SearchAttributeKey
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from client.connection import quiet_runtime
from schemas.wire import DATA_CONVERTER
from tests.journeys.clerk import Clerk
from worker.demo.story import Offices
from worker.search_attributes import TYPES

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


@pytest.fixture(scope="session")
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A server on which each workflow has a clock that can be turned forward."""
    keys = [_KEYS[kind](name) for name, kind in TYPES.items()]
    async with await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        dev_server_existing_path=str(Path(sysconfig.get_path("scripts")) / "temporal"),
        dev_server_log_level="never",
        dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
        search_attributes=keys,
        data_converter=DATA_CONVERTER,
        runtime=quiet_runtime(),
    ) as environment:
        yield environment


_KEYS: dict[str, Callable[[str], SearchAttributeKey[Any]]] = {
    "Keyword": SearchAttributeKey.for_keyword,
    "Datetime": SearchAttributeKey.for_datetime,
    "Bool": SearchAttributeKey.for_bool,
}
