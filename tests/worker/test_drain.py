"""A worker that is told to stop takes no more, finishes what runs and goes; another goes on from there."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from activities.migrations import migrate
from schemas.ids import ActorId
from schemas.messages import SubmitDossier
from tests.builders.values import UNIT, a_dossier, submitted
from tests.registered import register, the_usual
from tests.waiting import eventually
from vinhdanh import VinhDanh
from vinhdanh.connection import connect
from vinhdanh.dossiers import Dossiers, Submitted
from worker.demo import LAW
from worker.embedded import folders
from worker.embedded.stack import Stack, running
from worker.embedded.worker_process import WorkerProcess

pytestmark = pytest.mark.server

GRACE = 3600
"""Seconds that a worker leaves what runs: one that ends before that has not waited for them to pass."""

PATIENCE = timedelta(minutes=5)
LIMIT = 120.0
HOW_MANY, AT_ONCE = 40, 8


@pytest.fixture
async def own_stack() -> AsyncIterator[Stack]:
    """Servers for one test alone, with a migrated database and the usual bodies."""
    with folders.temporary("vinhdanh-tests-") as folder:
        async with running(Stack.over(folder, durable=False, ui=False)) as stack:
            await migrate(stack.postgres.address)
            conn = await asyncpg.connect(stack.postgres.address)
            await register(conn, *the_usual())
            await conn.close()
            yield stack


@pytest.fixture
async def worker_process(own_stack: Stack) -> AsyncIterator[WorkerProcess]:
    """A worker of its own process, with a postman on its round."""
    settings = {"VINHDANH_GRACE": str(GRACE), "VINHDANH_POLICIES": str(LAW)}
    async with WorkerProcess(own_stack, settings=settings) as worker:
        yield worker


@pytest.fixture
async def dossiers(own_stack: Stack) -> AsyncIterator[Dossiers]:
    """The client through which dossiers are submitted."""
    async with connect(target_host=own_stack.temporal.address) as client:
        yield VinhDanh(client, patience=PATIENCE).dossiers


def submissions(dossiers: Dossiers) -> list[asyncio.Task[Submitted]]:
    """Submit many dossiers, a few at a time: a worker that is told to stop finishes what it has taken."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def submit(message: SubmitDossier) -> Submitted:
        async with gate:
            return await dossiers.submit(message)

    messages = [SubmitDossier(dossier=submitted(a_dossier()), by=ActorId(UNIT)) for _ in range(HOW_MANY)]
    return [asyncio.create_task(submit(message)) for message in messages]


async def facts(stack: Stack) -> dict[str, int]:
    """Return how many facts each dossier has."""
    conn = await asyncpg.connect(stack.postgres.address)
    try:
        rows = await conn.fetch(
            "SELECT stream, count(*) AS facts FROM fact WHERE stream LIKE 'dossier-%' GROUP BY stream"
        )
    finally:
        await conn.close()
    return {row["stream"]: row["facts"] for row in rows}


def kept(sending: list[asyncio.Task[Submitted]]) -> set[str]:
    """Return the dossiers that were acknowledged as kept."""
    receipts = [task.result().receipt for task in sending if task.done()]
    return {receipt.stream for receipt in receipts if receipt}


async def test_a_worker_told_to_stop_in_the_middle_loses_no_act(
    own_stack: Stack, worker_process: WorkerProcess, dossiers: Dossiers
) -> None:
    """Every rollout does this: what was acknowledged is in the ledger, and what was not is taken by the next worker."""
    sending = submissions(dossiers)
    await eventually(lambda: len(kept(sending)) >= 3)
    worker_process.send(signal.SIGTERM)
    code = await worker_process.exit_code(within=LIMIT)
    acknowledged = kept(sending)

    assert code == 0
    assert len(acknowledged) < HOW_MANY
    assert acknowledged <= (await facts(own_stack)).keys()

    await worker_process.start()
    await asyncio.gather(*sending)

    assert await facts(own_stack) == dict.fromkeys(kept(sending), 1)
    assert len(kept(sending)) == HOW_MANY


async def test_a_killed_worker_loses_no_act(
    own_stack: Stack, worker_process: WorkerProcess, dossiers: Dossiers
) -> None:
    """Machines die without warning: acknowledged means kept, and the rest is taken once, by the next worker."""
    sending = submissions(dossiers)
    await eventually(lambda: len(kept(sending)) >= 3)
    await worker_process.kill()

    assert kept(sending) <= (await facts(own_stack)).keys()

    await worker_process.start()
    await asyncio.gather(*sending)

    assert await facts(own_stack) == dict.fromkeys(kept(sending), 1)
    assert len(kept(sending)) == HOW_MANY
