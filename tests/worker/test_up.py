"""`make up` raises the whole system with one command, keeps what it was given, and leaves nothing running."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from client.connection import connect
from client.dossiers import Dossiers
from schemas.ids import ActorId
from schemas.messages import SubmitDossier
from tests.builders import UNIT, a_dossier_for_all
from tests.worker.commands import ROOT, WITHIN, ended
from worker.embedded import folders


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where it keeps what it keeps."""
    with folders.temporary("vinhdanh-tests-") as made:
        yield made


class Running(NamedTuple):
    """A stack that somebody has raised in a terminal."""

    process: asyncio.subprocess.Process
    said: str
    temporal: str


@asynccontextmanager
async def up(folder: Path) -> AsyncIterator[Running]:
    """Lend `python -m worker up` once it is there; if it still runs at the end, press Ctrl-C."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker", "up", "--data", str(folder)),
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(WITHIN):
            said = (await process.stdout.readuntil(b"export TEMPORAL_ADDRESS=")).decode()
            address = (await process.stdout.readline()).decode().strip()
        yield Running(process, said, address)
    finally:
        if process.returncode is None:
            await over(process, signal.SIGINT)


async def over(process: asyncio.subprocess.Process, by: signal.Signals | None = None) -> tuple[str, str]:
    """Send a signal, wait for the end, and return what was said and complained of last."""
    if by is not None:
        process.send_signal(by)
    said, complained = await asyncio.wait_for(process.communicate(), WITHIN)
    return said.decode(), complained.decode()


async def test_it_says_where_everything_is_and_ends_on_ctrl_c(folder: Path) -> None:
    """One command raises it, one key ends it, with an exit code that says that all is well."""
    async with up(folder) as stack:
        second = await ended("up", "--data", str(folder))
        said, complained = await over(stack.process, signal.SIGINT)

    assert re.search(r"Giao diện Temporal +http://127\.0\.0\.1:\d+\n", stack.said)
    assert re.search(r"Cơ sở dữ liệu +postgresql://", stack.said)
    assert (second.code, second.complained.startswith("another stack already runs on ")) == (1, True)
    assert (stack.process.returncode, complained) == (0, "")
    assert said.endswith("Đã dừng; dữ liệu còn nguyên.\n")
    assert [file.name for file in os.scandir(folder) if file.name.endswith(".pid")] == []


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_what_was_submitted_is_there_the_next_time(folder: Path, end: signal.Signals) -> None:
    """Whoever tries it out over two days, or trips over the cable, should not begin anew."""
    dossier = a_dossier_for_all()
    async with up(folder) as stack:
        async with connect(target_host=stack.temporal, namespace="default") as client:
            await Dossiers(client).submit(SubmitDossier(dossier=dossier, by=ActorId(UNIT)))
        await over(stack.process, end)

    async with up(folder) as stack, connect(target_host=stack.temporal, namespace="default") as client:
        shown = await Dossiers(client).show(dossier.dossier_id)

    assert shown.dossier_id == dossier.dossier_id


async def test_a_part_that_dies_ends_it_and_is_named(folder: Path) -> None:
    """A half of the system that goes on in silence would look like the whole."""
    async with up(folder) as stack:
        os.kill(pid_of("mail", folder), signal.SIGKILL)
        _, complained = await over(stack.process)

    assert stack.process.returncode == 1
    assert complained.startswith("mail went away by itself:")


def pid_of(part: str, folder: Path) -> int:
    """Return the process id of a part."""
    return int((folder / f"{part}.pid").read_text())
