"""A database of these tests' own: others load the same bodies into the session's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import pytest

from activities.migrations import migrate
from tests.builders.values import a_number
from tests.transactions import rolled_back

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from asyncpg.pool import PoolConnectionProxy

    from worker.embedded.postgres import Postgres


@pytest.fixture(scope="module")
async def register(postgres: Postgres) -> AsyncIterator[asyncpg.Pool]:
    """A register without bodies."""
    url = await postgres.create_database(f"register_{a_number()}")
    await migrate(url)
    async with asyncpg.create_pool(url, min_size=1, max_size=2) as connections:
        yield connections


@pytest.fixture
async def conn(register: asyncpg.Pool) -> AsyncIterator[PoolConnectionProxy]:
    """A connection in a transaction that is rolled back when the test ends."""
    async with rolled_back(register) as connection:
        yield connection
