"""The fake workflows running, and the client's classes and commands in front of them."""

import asyncio
import sys
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pydantic_core
import pytest
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from tests.builders.values import a_number
from tests.vinhdanh.cli_results import CommandResult, Vinhdanh, Written
from tests.vinhdanh.fakes import FAKES
from vinhdanh import Dossiers, Sittings, Submissions, VinhDanh
from vinhdanh.cli import app

PATIENCE = timedelta(minutes=2)


@pytest.fixture(scope="session")
async def task_queue(client: Client) -> AsyncIterator[str]:
    """A queue with a worker that runs the fakes."""
    queue = f"fakes-{uuid.uuid4().hex}"
    # The fakes import pytest's modules, which no sandbox would let in.
    async with Worker(client, task_queue=queue, workflows=FAKES, workflow_runner=UnsandboxedWorkflowRunner()):
        yield queue


@pytest.fixture
def dossiers(client: Client, task_queue: str) -> Dossiers:
    """Dossiers, answered by the fakes."""
    return VinhDanh(client, task_queue=task_queue, patience=PATIENCE).dossiers


@pytest.fixture
def sittings(client: Client, task_queue: str) -> Sittings:
    """Sittings, answered by the fakes."""
    return VinhDanh(client, task_queue=task_queue, patience=PATIENCE).sittings


@pytest.fixture
def submissions(client: Client, task_queue: str) -> Submissions:
    """Submissions, answered by the fakes."""
    return VinhDanh(client, task_queue=task_queue, patience=PATIENCE).submissions


@pytest.fixture
def vinhdanh(capsys: pytest.CaptureFixture[str]) -> Vinhdanh:
    """Runs a command in this process, on a thread: a command has an event loop of its own."""

    async def run(*arguments: object) -> CommandResult:
        with pytest.raises(SystemExit) as ended:
            await asyncio.to_thread(app.main, [str(argument) for argument in arguments])
        return CommandResult(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def at_the_fakes(vinhdanh: Vinhdanh, client: Client, task_queue: str) -> Vinhdanh:
    """Runs a command that reaches the fakes."""
    where = ("--address", client.service_client.config.target_host, "--task-queue", task_queue)

    async def run(*arguments: object) -> CommandResult:
        return await vinhdanh(*where, *arguments)

    return run


@pytest.fixture
def in_english(client: Client, task_queue: str) -> Vinhdanh:
    """Runs a command that reaches the fakes, with `--language en`: in a process of its own, which chooses it."""
    where = ("--address", client.service_client.config.target_host, "--task-queue", task_queue)

    async def run(*arguments: object) -> CommandResult:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "vinhdanh.cli.app", *where, *map(str, arguments), "--language", "en"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return CommandResult(process.returncode, out.decode(), err.decode())

    return run


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a body into a file: text as it is, anything else as its JSON."""

    def write(body: object) -> Path:
        file = tmp_path / f"{a_number()}.json"
        file.write_bytes(body.encode() if isinstance(body, str) else pydantic_core.to_json(body))
        return file

    return write
