"""Transactions that leave nothing behind."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import asyncpg
    from asyncpg.pool import PoolConnectionProxy


@asynccontextmanager
async def rolled_back(pool: asyncpg.Pool) -> AsyncIterator[PoolConnectionProxy]:
    """Lend a connection in a transaction that is rolled back at the end."""
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        try:
            yield connection
        finally:
            await transaction.rollback()
