"""`make up` raises the whole system with one command, keeps what it was given, and leaves nothing running."""

import asyncio
import os
import re
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from client.connection import connect
from client.dossiers import Dossiers
from schemas.ids import ActorId
from schemas.messages import SubmitDossier
from tests.builders import UNIT, a_dossier
from tests.worker.processes import ROOT, WITHIN, ended


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where it keeps what it keeps."""
    with tempfile.TemporaryDirectory(prefix="vinhdanh-tests-") as made:
        yield Path(made)


@asynccontextmanager
async def up(folder: Path) -> AsyncIterator[str]:
    """Run `python -m worker up` until it is there, lend Temporal's address, and press Ctrl-C at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker", "up", "--data", str(folder)),
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(WITHIN):
            said = (await process.stdout.readuntil(b"export TEMPORAL_ADDRESS=")).decode()
            address = (await process.stdout.readline()).decode().strip()
        assert re.search(r"Giao diện Temporal +http://127\.0\.0\.1:\d+\n", said)
        assert re.search(r"Cơ sở dữ liệu +postgresql://", said)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        farewell, _ = await asyncio.wait_for(process.communicate(), WITHIN)
    assert process.returncode == 0
    assert farewell.decode().endswith("Đã dừng; dữ liệu còn nguyên.\n")
    assert [file.name for file in os.scandir(folder) if file.name.endswith(".pid")] == []


async def test_what_was_submitted_is_there_the_next_time(folder: Path) -> None:
    """Whoever tries it out over two days should not begin anew on the second."""
    dossier = a_dossier()
    async with up(folder) as address, connect(target_host=address, namespace="default") as client:
        await Dossiers(client).submit(SubmitDossier(dossier=dossier, by=ActorId(UNIT)))
        second = await ended("up", "--data", str(folder))

    assert second.code == 1
    assert second.complained.startswith("another stack already runs on ")

    async with up(folder) as address, connect(target_host=address, namespace="default") as client:
        assert (await Dossiers(client).show(dossier.dossier_id)).dossier_id == dossier.dossier_id


async def test_a_part_that_dies_ends_it_and_is_named(folder: Path) -> None:
    """A half of the system that goes on in silence would look like the whole."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker", "up", "--data", str(folder)),
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(WITHIN):
        await process.stdout.readuntil(b"export TEMPORAL_ADDRESS=")
    os.kill(pid_of("mail", folder), signal.SIGKILL)
    _, complained = await asyncio.wait_for(process.communicate(), WITHIN)

    assert process.returncode == 1
    assert complained.decode().startswith("mail went away by itself:")


def pid_of(part: str, folder: Path) -> int:
    """Return the process id of a part."""
    return int((folder / f"{part}.pid").read_text())
