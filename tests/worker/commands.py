"""Worker commands as processes of their own, as their users run them."""

import asyncio
import os
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

WITHIN = 180.0
"""Seconds after which a process that has not ended never will."""


class Ended(NamedTuple):
    """How a process ended, and what it said."""

    code: int | None
    said: str
    complained: str


async def ended(*arguments: str, **variables: str) -> Ended:
    """Run `python -m worker` with nothing set but what is given, and wait for its end.

    Raises:
        TimeoutError: It did not end.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "worker", *arguments),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, complained = await asyncio.wait_for(process.communicate(), WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return Ended(process.returncode, said.decode(), complained.decode())
