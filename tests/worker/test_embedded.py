"""The stack on one machine: its parts come up, survive a kill with their data, and leave nothing behind."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import asyncpg
import pytest
from typing_extensions import override

from schemas.names import SearchName
from tests.waiting import eventually
from vinhdanh.connection import connect
from worker.embedded import folders
from worker.embedded.mail import MailSink
from worker.embedded.postgres import Postgres
from worker.embedded.process import ManagedProcess, NotStarted
from worker.embedded.readiness import port_near
from worker.embedded.stack import sole_owner, start_together
from worker.embedded.temporal import TemporalServer
from worker.search_attributes import TYPES, missing_from

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user can walk to."""
    with folders.temporary("vinhdanh-tests-") as made:
        yield made


def alive(pid: int) -> bool:
    """Return whether a process of this id runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_postgres_keeps_what_was_committed_through_a_kill(folder: Path) -> None:
    """An acknowledged act is kept, even by the smallest server; the URL stays too."""
    async with Postgres(folder, durable=False) as server:
        conn = await asyncpg.connect(server.address)
        await conn.execute("CREATE TABLE kept (fact integer)")
        await conn.execute("INSERT INTO kept VALUES (1)")

        # The connection is still open: its backend outlives the server by a moment, and must not keep it down.
        await server.kill()
        await server.start()
        await conn.close()

        conn = await asyncpg.connect(server.address)
        found = await conn.fetchval("SELECT fact FROM kept")
        await conn.close()
    assert found == 1


async def test_postgres_listens_to_this_machine_alone(postgres: Postgres) -> None:
    """It asks for no password, so no other user may reach it."""
    conn = await asyncpg.connect(postgres.address)
    try:
        assert await conn.fetchval("SHOW listen_addresses") == ""
    finally:
        await conn.close()
    assert postgres.data.stat().st_mode & 0o077 == 0


async def test_postgres_runs_where_a_socket_s_path_would_be_too_long(folder: Path) -> None:
    """A clone deep down in a user's folders is a clone all the same."""
    async with Postgres(folder / ("very-" * 25 + "deep"), durable=False) as server:
        conn = await asyncpg.connect(server.address)
        await conn.close()

        assert not str(server.sockets).startswith(str(server.folder))


async def test_temporal_keeps_histories_through_a_kill(folder: Path) -> None:
    """A dossier takes months; a server's restart must not be the end of it."""
    async with TemporalServer(folder, ui=False) as server, connect(target_host=server.address) as client:
        await client.start_workflow("Nobody", id="dossier-1", task_queue="nobody")
        await server.kill()
        await server.start()

        found = await client.get_workflow_handle("dossier-1").describe()
        assert found.workflow_type == "Nobody"


async def test_temporal_comes_up_with_our_search_attributes(temporal: TemporalServer) -> None:
    """They are what operators find dossiers by; the first dossier would stop without them."""
    async with connect(target_host=temporal.address) as client:
        assert await missing_from(client) == {}
    assert len(TYPES) == len(SearchName)


async def test_the_mail_sink_keeps_letters_through_a_kill(folder: Path) -> None:
    """A dead mail server delays mail; it must not unsend what it took."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.vn", "b@example.vn", "Thông báo hồ sơ"
    letter.set_content("Kính gửi Văn phòng")

    async with MailSink(folder) as sink:
        await aiosmtplib.send(letter, hostname="127.0.0.1", port=sink.port)
        await sink.kill()
        with pytest.raises(aiosmtplib.SMTPConnectError):
            await aiosmtplib.send(letter, hostname="127.0.0.1", port=sink.port)
        await sink.start()
        await aiosmtplib.send(letter, hostname="127.0.0.1", port=sink.port)

        kept = sink.received("b@example.vn")
        assert [each["Subject"] for each in kept] == ["Thông báo hồ sơ"] * 2
        assert kept[0].get_content().strip() == "Kính gửi Văn phòng"
        assert sink.received("nobody@example.vn") == []


class Broken(ManagedProcess):
    """A part that ends at once."""

    name = "broken"

    @property
    @override
    def address(self) -> str:
        return "nowhere"

    @override
    def command(self) -> Sequence[str]:
        return ["sh", "-c", "echo the disk is full; exit 5"]

    @override
    async def answers(self) -> bool:
        return False


class Unlucky(Broken):
    """A part that finds its port taken, so many times as there are lines in a file."""

    name = "unlucky"

    @override
    def command(self) -> Sequence[str]:
        taken = "echo bind: address already in use; sed -i 1d left; exit 1"
        return ["sh", "-c", f"echo again >> tries; if [ -s left ]; then {taken}; fi; touch up; exec sleep 9"]

    @override
    async def answers(self) -> bool:
        return (self.folder / "up").exists()


class Deaf(Broken):
    """A part that ignores the request to stop, and has a child."""

    name = "deaf"
    stopped_within = 0.3

    @override
    def command(self) -> Sequence[str]:
        return ["sh", "-c", "trap '' TERM; sleep 1000 & echo $! > child; wait; sleep 1000"]

    @override
    async def answers(self) -> bool:
        child = self.folder / "child"
        return child.exists() and child.read_text().endswith("\n")


async def test_a_part_that_does_not_come_up_says_why(folder: Path) -> None:
    """The reason stands in its log, and must be shown without a search for the log."""
    with pytest.raises(NotStarted, match=r"broken did not start:\nthe disk is full"):
        await Broken(folder).start()

    assert not Broken(folder).pid_file.exists()


@pytest.mark.parametrize(("times", "tries"), [(0, 1), (2, 3)])
async def test_a_part_whose_port_was_taken_meanwhile_is_started_again(folder: Path, times: int, tries: int) -> None:
    """A port that is free when a server looks for one may be another's when it listens."""
    (folder / "left").write_text("taken\n" * times)

    async with Unlucky(folder) as part:
        assert part.pid is not None

    assert (folder / "tries").read_text().count("again") == tries


async def test_a_port_that_stays_taken_is_named(folder: Path) -> None:
    """A port that another holds is not waited for for ever."""
    (folder / "left").write_text("taken\n" * 9)

    with pytest.raises(NotStarted, match=r"unlucky did not start:\n.*address already in use"):
        await Unlucky(folder).start()

    assert (folder / "tries").read_text().count("again") == 3


async def test_a_part_that_does_not_come_up_ends_the_start_of_all(folder: Path) -> None:
    """One plain reason, whichever of them it was, and not a group of tracebacks."""
    sink = MailSink(folder)
    try:
        with pytest.raises(NotStarted, match="broken did not start"):
            await start_together([sink, Broken(folder)])
    finally:
        await sink.stop()


async def test_a_part_that_does_not_stop_is_killed_with_its_children(folder: Path) -> None:
    """Left alone they would hold ports and files unnoticed."""
    part = Deaf(folder)
    await part.start()
    pid, child = part.pid, int((folder / "child").read_text())
    assert pid is not None

    await part.stop()

    assert not alive(pid)
    await eventually(lambda: not alive(child))


def test_a_folder_has_one_owner_at_a_time(folder: Path) -> None:
    """Two servers over the same files would destroy them."""
    with sole_owner(folder), pytest.raises(NotStarted, match="another stack already runs"), sole_owner(folder):
        pass

    with sole_owner(folder):
        pass


async def test_nothing_outlives_an_owner_that_was_killed(folder: Path) -> None:
    """A killed test run or terminal must not leave unknown servers behind."""
    program = f"""
import asyncio
from pathlib import Path
from worker.embedded.mail import MailSink
from worker.embedded.stack import watched

async def main():
    async with watched(Path({str(folder)!r})), MailSink(Path({str(folder)!r})):
        await asyncio.Event().wait()

asyncio.run(main())
"""
    owner = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
    try:
        await eventually(lambda: list(folder.glob("*.pid")) and (folder / "mail.pid").read_text())
        pid = int((folder / "mail.pid").read_text())
        await eventually(lambda: alive(pid))
    finally:
        owner.send_signal(signal.SIGKILL)
        await owner.wait()

    assert await eventually(lambda: not alive(pid))


def test_a_taken_port_is_left_to_whoever_has_it() -> None:
    """Two stacks on one machine are normal: the user's own Temporal is often there already."""
    preferred = port_near(None)
    assert port_near(preferred) == preferred

    with socket.create_server(("127.0.0.1", preferred)):
        assert port_near(preferred) != preferred
