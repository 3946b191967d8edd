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


class Postgres(ManagedProcess):
    """A PostgreSQL server of its own; `address` is the URL of its first database, `vinhdanh`."""

    name = "postgres"
    stops_on = signal.SIGINT  # a fast shutdown: SIGTERM would wait for every client to leave

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Keep the data under `folder`; what is not durable survives a killed process but not a power cut."""
        super().__init__(folder)
        self.durable = durable

    @property
    def data(self) -> Path:
        """The folder that PostgreSQL calls its data directory."""
        return self.folder / "postgres"

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
        # Not `synchronous_commit=off`: a killed server would then lose what is committed, not only a power cut.
        careless = ["-c", "fsync=off", "-c", "full_page_writes=off"]
        return [
            str(programs(*self.runs_as()) / "postgres"),
            *("-D", str(self.data), "-k", str(self.sockets), "-c", "listen_addresses="),
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
        if not (self.data / "PG_VERSION").exists():
            await self._initialise()

    def _own(self, folder: Path) -> None:
        user, group = self.runs_as()
        if user is not None and group is not None and (closed := closed_to(folder.parent, user, group)):
            # A closed folder of somebody's own is not opened behind his back.
            command = shlex.join(["chmod", "o+x", *map(str, closed)])
            raise NotStarted(f"PostgreSQL does not run as root, and no other user can walk to {folder}. Run: {command}")
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if user is not None and group is not None:
                os.chown(folder, user, group)
        if folder.is_symlink() or folder.stat().st_uid != (os.geteuid() if user is None else user):
            # In a folder for all, anybody could have put one there.
            raise NotStarted(f"{folder} is another user's. Start as that user, or over another folder")

    async def _initialise(self) -> None:
        made = await self.launch(
            [
                str(programs(*self.runs_as()) / "initdb"),
                *("-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
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
