"""A worker in this process, lent to tests once it has begun."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from temporalio.client import Client
from temporalio.worker import Worker

from policies.catalogue import PolicyCatalogue
from tests.waiting import eventually
from worker.build import build_worker, sandbox, start_postmen
from worker.settings import Settings


@asynccontextmanager
async def a_worker(
    client: Client, pool: asyncpg.Pool, settings: Settings, law: PolicyCatalogue
) -> AsyncIterator[Worker]:
    """Lend a worker that goes by this law, its workflows watched, with a postman."""
    async with build_worker(client, pool, settings, law, runner=sandbox()) as running:
        await start_postmen(client, settings)
        # It asks the server for its namespace first: until it has the answer, it has not begun.
        await eventually(lambda: running.is_running)
        yield running
