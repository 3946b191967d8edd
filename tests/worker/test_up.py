"""`make up` raises the whole system with one command, keeps what it was given, and leaves nothing running."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.messages import SubmitDossier
from tests.forked import ROOT
from tests.worker.running_stack import over, up
from tests.worker.worker_commands import ended
from vinhdanh import VinhDanh
from vinhdanh.connection import connect
from worker.embedded import folders

pytestmark = pytest.mark.server

EXAMPLES = ROOT / "examples"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where it keeps its data."""
    with folders.temporary("vinhdanh-tests-") as made:
        yield made


async def test_it_says_where_everything_is_and_ends_on_ctrl_c(folder: Path) -> None:
    """One command raises it, one key ends it, with the exit code of success."""
    async with up(folder) as stack:
        second = await ended("up", "--data", str(folder))
        said, complained = await over(stack.process, signal.SIGINT)

    assert re.search(r"Temporal UI +http://127\.0\.0\.1:\d+\n", stack.said)
    assert re.search(r"Database +postgresql://", stack.said)
    activate, temporal, database = stack.typed
    assert ROOT / activate.removeprefix(". ") == Path(sys.prefix, "bin", "activate")
    assert temporal == f"export TEMPORAL_ADDRESS={stack.temporal}"
    assert database.startswith("export VINHDANH_DATABASE_URL='postgresql://")
    assert (second.code, second.complained.startswith("another stack already runs on ")) == (1, True)
    assert (stack.process.returncode, complained) == (0, "")
    assert said.endswith("Stopped; the data are kept.\n")
    assert [file.name for file in os.scandir(folder) if file.name.endswith(".pid")] == []


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_what_was_submitted_is_there_the_next_time(folder: Path, end: signal.Signals) -> None:
    """A trial over two days, or a pulled cable, should not mean beginning anew."""
    message = SubmitDossier.model_validate_json((EXAMPLES / "submit_dossier.json").read_bytes())
    dossier = message.dossier
    async with up(folder, EXAMPLES / "register") as stack:
        async with connect(target_host=stack.temporal, namespace="default") as client:
            await VinhDanh(client).dossiers.submit(message)
        await over(stack.process, end)

    async with (
        up(folder, EXAMPLES / "register") as stack,
        connect(target_host=stack.temporal, namespace="default") as client,
    ):
        shown = await VinhDanh(client).dossiers.show(dossier.dossier_id)

    assert shown.dossier_id == dossier.dossier_id


async def test_a_part_that_dies_ends_it_and_is_named(folder: Path) -> None:
    """Half a system that goes on without an error would look like the whole."""
    async with up(folder) as stack:
        os.kill(pid_of("mail", folder), signal.SIGKILL)
        _, complained = await over(stack.process)

    assert stack.process.returncode == 1
    assert complained.startswith("mail went away by itself:")


def pid_of(part: str, folder: Path) -> int:
    """Return the process id of a part."""
    return int((folder / f"{part}.pid").read_text())


async def test_data_that_is_no_folder_is_refused_in_a_line(tmp_path: Path) -> None:
    """A file's name in its place is a slip, not a crash."""
    file = tmp_path / "kept"
    file.touch()

    refused = await ended("up", "--data", str(file))

    assert (refused.code, refused.said, refused.complained.count("\n")) == (1, "", 1)
    assert refused.complained.startswith(f"{file} cannot be used: ")
