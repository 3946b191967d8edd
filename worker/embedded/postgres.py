"""PostgreSQL out of a wheel, reached through a socket file that no other machine can see."""

import asyncio
import hashlib
import os
import pwd
import shlex
import signal
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import asyncpg
from typing_extensions import override

from worker.embedded.postgres_programs import closed_to, programs
from worker.embedded.process import ManagedProcess, NotStarted

_LONGEST_SOCKET = 100
"""A socket's path may have 108 characters on Linux and 104 on macOS."""

DESCRIPTORS = Path("/proc/self/fd")
"""The folder in which Linux lists a process's open files, whatever the permissions of the folders above them."""


class Postgres(ManagedProcess):
    """A PostgreSQL server of its own; `address` is the URL of its first database, `vinhdanh`."""

    name = "postgres"
    stops_on = signal.SIGINT  # a fast shutdown: SIGTERM would wait for every client to leave

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Keep the data under `folder`; what is not durable survives a killed process but not a power cut."""
        super().__init__(folder)
        self.durable = durable
        self._opened_for_it: list[int] = []

    @property
    def data(self) -> Path:
        """The folder that PostgreSQL calls its data directory."""
        return self.folder / "postgres"

    @property
    def _as_it_sees_them(self) -> Path:
        # The server's user cannot traverse another user's private folder; a folder opened for it, it can use.
        return DESCRIPTORS / str(self._opened_for_it[0]) if self._opened_for_it else self.data

    @property
    def sockets(self) -> Path:
        """The folder of the socket: the same one after every restart."""
        if len(str(self.data)) <= _LONGEST_SOCKET - len("/.s.PGSQL.5432"):
            return self.data
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"vinhdanh-{name}"

    @property
    @override
    def address(self) -> str:
        return self.url("vinhdanh")

    def url(self, database: str) -> str:
        """Return the URL of a database of this server."""
        return f"postgresql://postgres@/{database}?host={self.sockets}"

    @override
    def command(self) -> Sequence[str]:
        # Not `synchronous_commit=off`: a killed server, and not only a power cut, would then lose committed data.
        careless = ["-c", "fsync=off", "-c", "full_page_writes=off"]
        data = self._as_it_sees_them
        sockets = data if self.sockets == self.data else self.sockets
        return [
            str(programs(*self.runs_as()) / "postgres"),
            *("-D", str(data), "-k", str(sockets), "-c", "listen_addresses="),
            *("-c", "timezone=UTC", "-c", "log_timezone=UTC", "-c", "max_connections=200"),
            *([] if self.durable else careless),
        ]

    @override
    def runs_as(self) -> tuple[int | None, int | None]:
        if os.geteuid() != 0:
            return None, None
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    @override
    async def prepare(self) -> None:
        await super().prepare()
        for folder in {self.data, self.sockets}:
            await asyncio.to_thread(self._own, folder)
        self._open_what_is_closed()
        if not (self.data / "PG_VERSION").exists():
            await self._initialise()

    def _own(self, folder: Path) -> None:
        user, group = self.runs_as()
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if user is not None and group is not None:
                os.chown(folder, user, group)
        if folder.is_symlink() or folder.stat().st_uid != (os.geteuid() if user is None else user):
            # In a shared folder, any user could have created it.
            raise NotStarted(f"{folder} is another user's. Start as that user, or over another folder")

    def _open_what_is_closed(self) -> None:
        user, group = self.runs_as()
        if user is None or group is None or not (closed := closed_to(self.folder, user, group)):
            return
        # A user's private folder is not opened unnoticed: only the data are, and for this server alone.
        if not DESCRIPTORS.exists():
            command = shlex.join(["chmod", "o+x", *map(str, closed)])
            raise NotStarted(
                f"PostgreSQL does not run as root, and no other user can walk to {self.data}. Run: {command}"
            )
        if not self._opened_for_it:
            self._opened_for_it.append(os.open(self.data, os.O_RDONLY | os.O_DIRECTORY))

    @override
    async def launch(self, command: Sequence[str], *, holding: Sequence[int] = ()) -> asyncio.subprocess.Process:
        return await super().launch(command, holding=[*holding, *self._opened_for_it])

    @override
    async def _end(self, how: signal.Signals) -> None:
        await super()._end(how)
        while self._opened_for_it:
            os.close(self._opened_for_it.pop())

    async def _initialise(self) -> None:
        made = await self.launch(
            [
                str(programs(*self.runs_as()) / "initdb"),
                *("-D", str(self._as_it_sees_them), "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"),
                *([] if self.durable else ["--no-sync"]),
            ]
        )
        if await made.wait():
            raise NotStarted(f"PostgreSQL could not make its data folder:\n{self.last_words()}")

    @override
    async def answers(self) -> bool:
        try:
            conn = await asyncpg.connect(self.url("postgres"), timeout=5)
        except (OSError, asyncpg.PostgresError):
            return False
        await conn.close()
        return True

    @override
    async def start(self) -> None:
        await super().start()
        await self.create_database("vinhdanh")

    async def create_database(self, name: str) -> str:
        """Make a database unless there is one of this name, and return its URL."""
        conn = await asyncpg.connect(self.url("postgres"))
        try:
            await conn.execute(f'CREATE DATABASE "{name}"')
        except asyncpg.DuplicateDatabaseError:
            pass
        finally:
            await conn.close()
        return self.url(name)
