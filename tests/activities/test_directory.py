"""Questions about bodies are answered to whoever asks: they must harm nobody, however many come."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import cast

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from temporalio.testing import ActivityEnvironment

from activities.directory import PostgresDirectory
from schemas.base import as_sent
from schemas.bodies import BodyKind
from schemas.body_views import BodyQuestion, BodyShown
from schemas.ids import BodyId
from tests.builders.values import a_body, a_number
from tests.registered import register, with_its_roll

DAY = date(2024, 3, 4)


class CountedPool:
    """A pool that notes how many of its connections were lent at once."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        """Lend the connections of another."""
        self._pool, self._lent, self.most = pool, 0, 0

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[PoolConnectionProxy]:
        """Lend a connection."""
        async with self._pool.acquire() as conn:
            self._lent += 1
            self.most = max(self.most, self._lent)
            yield conn
            self._lent -= 1


async def asked(directory: PostgresDirectory, body: str) -> BodyShown:
    """Ask as any client of Temporal may, without a workflow."""
    found: BodyShown = await ActivityEnvironment().run(directory.show_body, BodyQuestion(body=BodyId(body), on=DAY))
    return found


async def test_many_questions_leave_the_connections_to_acts(pool: asyncpg.Pool) -> None:
    """Whoever floods the queue with questions waits, and no dossier or sitting does."""
    name = BodyId(f"HD-{a_number()}")
    async with pool.acquire() as conn:
        await register(conn, *with_its_roll(a_body(name, 3, BodyKind.COUNCIL)))
        before = await conn.fetchval("SELECT count(*) FROM fact WHERE stream = $1", f"body-{name}")
    counted = CountedPool(pool)
    directory = PostgresDirectory(cast("asyncpg.Pool", counted))

    answers = await asyncio.gather(*(asked(directory, name) for _ in range(50)), asked(directory, "HD-KHONG-CO"))

    assert counted.most == 1
    *shown, unknown = answers
    assert unknown.body is None
    assert {tuple(seat.id for seat in each.body.seats) for each in shown if each.body} == {
        ("seat-1", "seat-2", "seat-3")
    }
    assert b"@" not in as_sent(shown[0])
    assert await pool.fetchval("SELECT count(*) FROM fact WHERE stream = $1", f"body-{name}") == before
