"""Processes forked off one that has imported what commands need.

To start an interpreter and import Temporal's SDK takes a second of a processor's time, and a suite runs hundreds of
commands. `tests/vinhdanh/test_app.py`, `tests/worker/test_exit.py` and `tests/journeys/test_pages.py` start theirs from
nothing, and see them end.
"""

import asyncio
import io
import multiprocessing
import os
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.vinhdanh.cli_results import CommandResult
from vinhdanh.cli import app
from worker import __main__ as worker

ROOT = Path(__file__).parents[1]

WITHIN = 180.0
"""Seconds after which a process that has not ended never will."""

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["vinhdanh.cli.app", "worker.__main__"])

_PROGRAMS = {"vinhdanh": app.main, "worker": worker.main}


async def ended(program: str, arguments: Sequence[str], variables: Mapping[str, str]) -> CommandResult:
    """Run `vinhdanh` or `python -m worker` with nothing set but what is given, and wait for its end.

    Raises:
        TimeoutError: It did not end.
    """
    with tempfile.TemporaryDirectory(prefix="vinhdanh-tests-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        code = await asyncio.to_thread(_run, program, [*arguments], dict(variables), out, err)
        return CommandResult(code, out.read_text("utf-8"), err.read_text("utf-8"))


def _run(program: str, arguments: list[str], variables: dict[str, str], out: Path, err: Path) -> int:
    process = _FORKS.Process(target=_become, args=(program, arguments, variables, out, err))
    process.start()
    process.join(WITHIN)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"{program} {' '.join(arguments)}")
    return process.exitcode


def _become(program: str, arguments: list[str], variables: dict[str, str], out: Path, err: Path) -> None:
    for number, stream, file in ((1, sys.stdout, out), (2, sys.stderr, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
        assert isinstance(stream, io.TextIOWrapper)
        stream.reconfigure(encoding="utf-8")
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(variables)
    warnings.simplefilter("error")
    sys.exit(_PROGRAMS[program](arguments))
