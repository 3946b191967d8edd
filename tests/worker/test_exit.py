"""A process that has talked to Temporal ends with the exit code it chose, and not with a crash of its interpreter."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.worker.commands import WITHIN
from worker.embedded.temporal import TemporalServer

ROOT = Path(__file__).parents[2]

AT_ONCE = 2
"""More of them than there are processors would only be slower."""

ASKS = """
import sys
from client.connection import connect, run

async def main():
    async with connect() as client:
        await client.count_workflows()
        {then}

sys.exit(run(main()))
"""


async def exit_code(program: str, address: str, turns: asyncio.Semaphore) -> tuple[int | None, str]:
    """Run a program that knows where Temporal is; return how it ended and what it said."""
    async with turns:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program),
            env=os.environ | {"TEMPORAL_ADDRESS": address, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(), WITHIN)
        except TimeoutError:
            process.kill()
            return None, "it never ended"
        return process.returncode, said.decode()


@pytest.mark.parametrize(
    ("then", "times", "code"),
    [
        pytest.param("return 0", 20, 0, id="all went well"),
        pytest.param("sys.exit(3)", 6, 3, id="it left from deep inside"),
        pytest.param("raise LookupError('not there')", 6, 1, id="it failed"),
    ],
)
async def test_a_process_ends_as_it_means_to(temporal: TemporalServer, then: str, times: int, code: int) -> None:
    """The SDK's native threads abort about one interpreter in ten that ends while something of theirs is held."""
    turns = asyncio.Semaphore(AT_ONCE)
    program = ASKS.format(then=then)

    ended = await asyncio.gather(*(exit_code(program, temporal.address, turns) for _ in range(times)))

    assert [each for each in ended if each[0] != code] == []
