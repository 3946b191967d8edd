"""How workers die and are replaced while the work goes on."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from random import Random
from typing import Any, TypeVar

from tests.faults.installation import Installation
from worker.embedded.worker_process import WorkerProcess

T = TypeVar("T")


async def with_kills(
    work: Coroutine[Any, Any, T], installation: Installation, dice: Random, *, times: int, within: int
) -> T:
    """Do some work while workers are killed, each after so many more facts as the dice decide; return its result.

    Args:
        work: The work to do meanwhile.
        installation: Whose workers are killed. Another is started at once, or the same again.
        dice: When, and which of them.
        times: How many kills.
        within: How many facts the work has: the kills come at that many places at most.
    """
    doing = asyncio.create_task(work)
    began = await installation.count()
    for place in sorted(dice.sample(range(within), times)):
        reaching = asyncio.create_task(installation.has_kept(began + place))
        await asyncio.wait({doing, reaching}, return_when=asyncio.FIRST_COMPLETED)
        reaching.cancel()
        # Not always right behind a commit.
        await asyncio.sleep(dice.random() / 20)
        await _kill_one(installation, dice)
    return await doing


async def _kill_one(installation: Installation, dice: Random) -> None:
    worker = dice.choice(installation.workers)
    if dice.random() < 0.5:
        await installation.relieve(worker)
    else:
        await worker.kill()
        await worker.start()


@asynccontextmanager
async def restarted(installation: Installation) -> AsyncIterator[None]:
    """Have every worker that dies inside the block started again."""
    nurses = [asyncio.create_task(_start_again_and_again(worker)) for worker in installation.workers]
    try:
        yield
    finally:
        for nurse in nurses:
            nurse.cancel()
        await asyncio.wait(nurses)


async def _start_again_and_again(worker: WorkerProcess) -> None:
    while True:
        await worker.ended()
        await worker.start()
