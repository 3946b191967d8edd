"""Liveness and readiness checks of a worker, over HTTP.

`GET /live` and `GET /ready` answer 200 or 503 with a body such as
`{"healthy": false, "checks": {"database": "TimeoutError", "temporal": "ok"}}`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

import asyncpg
from temporalio.client import Client
from temporalio.worker import Worker

from activities.migrations import pending

Check = Callable[[], Awaitable[None]]
"""Returns if all is well, and raises if not."""

_PATIENCE = 3.0
"""Seconds for one check, and for one client to send its request."""

_LONGEST_QUESTION = 8192


class CheckFailed(Exception):
    """A check failed; the message gives the fault in a word or two."""


@dataclass(frozen=True)
class HealthReport:
    """The answer to a request: for each check `ok`, or the fault."""

    checks: Mapping[str, str]

    @property
    def healthy(self) -> bool:
        """Whether all is well."""
        return all(found == "ok" for found in self.checks.values())

    @property
    def status(self) -> HTTPStatus:
        """The answer as an HTTP status."""
        return HTTPStatus.OK if self.healthy else HTTPStatus.SERVICE_UNAVAILABLE

    @property
    def body(self) -> bytes:
        """The answer as JSON."""
        return json.dumps({"healthy": self.healthy, "checks": dict(self.checks)}).encode()


async def examine(checks: Mapping[str, Check]) -> HealthReport:
    """Run all checks at once, each within its time limit."""
    found = await asyncio.gather(*(_outcome(check) for check in checks.values()))
    return HealthReport(dict(zip(checks, found, strict=True)))


async def _outcome(check: Check) -> str:
    try:
        async with asyncio.timeout(_PATIENCE):
            await check()
    except CheckFailed as reason:
        return str(reason)
    except Exception as error:
        # The class only: the message may quote input.
        return type(error).__name__
    return "ok"


class WorkerHealth:
    """The checks of one worker process."""

    def __init__(self, pool: asyncpg.Pool, client: Client) -> None:
        self._pool = pool
        self._client = client
        self._worker: Worker | None = None
        self._leaving = False

    def arrived(self, worker: Worker) -> None:
        """Record that the worker has been started."""
        self._worker = worker

    def leaves(self) -> None:
        """Record that no more work is taken: requests routed by readiness should go elsewhere."""
        self._leaving = True

    @property
    def questions(self) -> Mapping[str, Mapping[str, Check]]:
        """The paths served, and the checks behind each."""
        return {
            "/live": {"worker": self._lives},
            "/ready": {"worker": self._works, "database": self._database, "temporal": self._temporal},
        }

    async def _lives(self) -> None:
        # While it starts or leaves it is alive: killing it then would only lengthen both. The worker is known a moment
        # before it runs.
        if self._worker is not None and not self._leaving and self._worker.is_shutdown:
            raise CheckFailed("stopped")

    async def _works(self) -> None:
        if self._leaving:
            raise CheckFailed("leaving")
        if self._worker is None or not self._worker.is_running:
            raise CheckFailed("not started")

    async def _database(self) -> None:
        async with self._pool.acquire(timeout=_PATIENCE) as conn:
            if await pending(conn):
                raise CheckFailed("schema is behind")

    async def _temporal(self) -> None:
        if not await self._client.service_client.check_health():
            raise CheckFailed("not serving")


@asynccontextmanager
async def answering(questions: Mapping[str, Mapping[str, Check]], host: str, port: int) -> AsyncIterator[int]:
    """Serve the checks at this address, and lend its port.

    Raises:
        OSError: The address is taken or is not this machine's.
    """

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE * 2):
                writer.write(await _reply(reader, questions))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(converse, host, port, limit=_LONGEST_QUESTION)
    async with server:
        yield int(server.sockets[0].getsockname()[1])


async def _reply(reader: asyncio.StreamReader, questions: Mapping[str, Mapping[str, Check]]) -> bytes:
    asked = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n", 1)[0].split(" ")
    if len(asked) != 3 or asked[0] not in {"GET", "HEAD"}:
        return _written(HTTPStatus.METHOD_NOT_ALLOWED, b"{}")
    checks = questions.get(asked[1].partition("?")[0])
    if checks is None:
        return _written(HTTPStatus.NOT_FOUND, b"{}")
    answer = await examine(checks)
    return _written(answer.status, answer.body, head=asked[0] == "HEAD")


def _written(status: HTTPStatus, body: bytes, *, head: bool = False) -> bytes:
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode() + (b"" if head else body)
