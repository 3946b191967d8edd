"""A stack as `make up` raises it, in a terminal of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from tests.forked import ROOT, WITHIN

_LAST = "export VINHDANH_DATABASE_URL="


class Running(NamedTuple):
    """A stack that was raised in a terminal."""

    process: asyncio.subprocess.Process
    said: str

    @property
    def typed(self) -> list[str]:
        """The commands for another window that it prints, line by line."""
        return [line.strip() for line in self.said.partition("python:\n")[2].splitlines() if line]

    @property
    def temporal(self) -> str:
        """Where its Temporal server listens."""
        return self.said.partition("export TEMPORAL_ADDRESS=")[2].splitlines()[0]


@asynccontextmanager
async def up(folder: Path, register: Path | None = None) -> AsyncIterator[Running]:
    """Lend `python -m worker up` once it is there; if it still runs at the end, press Ctrl-C.

    A new register begins with the files given.
    """
    files = ("--register", str(register)) if register else ()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker", "up", "--data", str(folder), *files),
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(WITHIN):
            said = (await process.stdout.readuntil(_LAST.encode())).decode()
            said += (await process.stdout.readline()).decode()
        yield Running(process, said)
    finally:
        if process.returncode is None:
            await over(process, signal.SIGINT)


async def over(process: asyncio.subprocess.Process, by: signal.Signals | None = None) -> tuple[str, str]:
    """Send a signal, wait for the end, and return the last output and errors."""
    if by is not None:
        process.send_signal(by)
    said, complained = await asyncio.wait_for(process.communicate(), WITHIN)
    return said.decode(), complained.decode()
