"""A way to a server that can fall silent: what is open stays open and carries nothing more, what is new passes.

So it is where an address moves, or where a firewall forgets a connection: neither end is told.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from worker.embedded.readiness import LOOPBACK


class Detour:
    """Listens at a port of this machine, and carries what comes in to a server's socket and back."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._carrying: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        self.port = 0

    def url(self, database: str) -> str:
        """Return the URL of a database as it is reached by this way."""
        return f"postgresql://postgres@{LOOPBACK}:{self.port}{urlsplit(database).path}"

    def fall_silent(self) -> int:
        """Carry nothing more on the connections that are open, and return how many these are."""
        silenced = {task for task in self._carrying if not task.done()}
        for task in silenced:
            task.cancel()
        self._carrying = set()
        return len(silenced) // 2

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_reader, to_writer = await asyncio.open_unix_connection(self._socket)
        self._writers += [writer, to_writer]
        both = [self._carry(reader, to_writer), self._carry(to_reader, writer)]
        self._carrying |= {asyncio.create_task(way) for way in both}

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        # A hang-up reaches the other end; a silenced connection comes no further than the line above.
        writer.close()

    def close(self) -> None:
        """Hang up on all connections."""
        self.fall_silent()
        for writer in self._writers:
            writer.close()


@asynccontextmanager
async def detour(sockets: Path) -> AsyncIterator[Detour]:
    """Lend a way to the PostgreSQL whose socket lies in this folder."""
    way = Detour(sockets / ".s.PGSQL.5432")
    async with await asyncio.start_server(way._serve, LOOPBACK, 0) as server:
        way.port = server.sockets[0].getsockname()[1]
        yield way
        way.close()
