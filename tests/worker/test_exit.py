"""A process that has talked to Temporal ends with the exit code it chose, and not with a crash of its interpreter."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from worker.embedded.temporal import TemporalServer

ROOT = Path(__file__).parents[2]

AT_ONCE = 2
"""More of them than there are processors would only be slower."""

ASKS = """
import sys
from vinhdanh.connection import connect, run

async def main():
    async with connect() as client:
        await client.count_workflows()
        {then}

sys.exit(run(main()))
"""

SLOW_TO_LEAVE = """
import threading, time
from asyncio import selector_events
wake = selector_events.BaseSelectorEventLoop._write_to_self
answers = 0

def wake_and_linger(loop):
    global answers
    wake(loop)
    answers += threading.get_ident() != threading.main_thread().ident
    if answers == 2:  # the first one is that it is connected
        time.sleep(1)

selector_events.BaseSelectorEventLoop._write_to_self = wake_and_linger
"""
"""A machine so busy that the thread which brought an answer is still on its way out when the process has done all."""

LIMIT = 120.0


async def exit_code(program: str, address: str, turns: asyncio.Semaphore) -> tuple[int | None, str]:
    """Run a program with Temporal's address; return how it ended and its output."""
    async with turns:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program),
            env=os.environ | {"TEMPORAL_ADDRESS": address, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(), LIMIT)
        except TimeoutError:
            process.kill()
            return None, "it never ended"
        return process.returncode, said.decode()


@pytest.mark.parametrize(
    ("then", "times", "code"),
    [
        pytest.param("return 0", 6, 0, id="all went well"),
        pytest.param("sys.exit(3)", 2, 3, id="it left from deep inside"),
        pytest.param("raise LookupError('not there')", 2, 1, id="it failed"),
    ],
)
async def test_a_process_ends_as_it_means_to(temporal: TemporalServer, then: str, times: int, code: int) -> None:
    """The SDK's native threads abort one interpreter in ten that ends while it still holds one of their objects."""
    turns = asyncio.Semaphore(AT_ONCE)
    program = ASKS.format(then=then)

    ended = await asyncio.gather(*(exit_code(program, temporal.address, turns) for _ in range(times)))

    assert [each for each in ended if each[0] != code] == []


async def test_a_process_waits_for_the_thread_that_brought_its_last_answer(temporal: TemporalServer) -> None:
    """To let go of the runtime before would be to wait for that thread, which waits for the interpreter: for ever."""
    program = SLOW_TO_LEAVE + ASKS.format(then="return 3")

    assert await exit_code(program, temporal.address, asyncio.Semaphore(1)) == (3, "")
