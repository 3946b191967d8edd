"""One installation: a database, a queue, workers and offices of its own, on servers that several of them share."""

import asyncio
import itertools
import sys
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import policy
from email.parser import BytesHeaderParser
from functools import cache
from pathlib import Path

import asyncpg
from temporalio.client import Client
from temporalio.service import RPCError
from typing_extensions import override

from activities.migrations import migrate
from schemas.names import SignalName, postman_id
from tests.faults.crashing_worker import DEATHS, HASTE
from tests.faults.retrying_clients import ReceiptLog
from tests.faults.short_timeouts import ShortTimeouts
from tests.journeys.office_driver import OfficeDriver
from tests.registered import register, the_usual
from tests.waiting import eventually
from vinhdanh import VinhDanh
from vinhdanh.connection import connect
from worker.demo import LAW
from worker.demo.sample_data import REGISTER
from worker.embedded.stack import Stack
from worker.embedded.worker_process import WorkerProcess
from worker.register.loading import begin_with

PATIENCE = timedelta(seconds=15)
"""After so long an office asks again."""

_numbers = itertools.count(1)


class MortalWorker(WorkerProcess):
    """The production worker with crashes on demand: see `crashing_worker.py`."""

    @override
    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "tests.faults.crashing_worker"]


@dataclass(frozen=True)
class Installation:
    """The parts that a test of faults has to itself."""

    stack: Stack
    client: Client
    pool: asyncpg.Pool
    database_url: str
    queue: str
    in_haste: bool
    deaths: Path
    receipt_log: ReceiptLog = field(default_factory=ReceiptLog)
    workers: list[WorkerProcess] = field(default_factory=list)
    earlier: frozenset[str] = frozenset()
    """The streams that were there before the test began."""

    @property
    def rest(self) -> float:
        """Seconds in which everything that was broken off must have been taken up again and ended."""
        return 180.0 if self.in_haste else 600.0

    @property
    def offices(self) -> VinhDanh:
        """The public client, insisting on an answer."""
        return self.receipt_log.offices(self.client, self.queue, PATIENCE)

    @property
    def driver(self) -> OfficeDriver:
        """A driver that acts for every office."""
        return OfficeDriver(self.offices, self.pool)

    async def ready(self) -> "Installation":
        """Return it with all servers and a worker up, whatever an earlier test left, and a receipt log of its own."""
        for part in self.stack.parts:
            await part.start()
        await self._keep_one_worker()
        for death in self.deaths.iterdir():
            death.unlink()
        everything = replace(self, earlier=frozenset())
        return replace(self, receipt_log=ReceiptLog(), earlier=frozenset(await everything.streams()))

    async def _keep_one_worker(self) -> None:
        alive = [worker for worker in self.workers if worker.pid]
        for worker in alive[1:]:
            await worker.kill()
        self.workers[:] = alive[:1]
        if not alive:
            await self.hire()

    async def hire(self) -> WorkerProcess:
        """Start another worker."""
        worker = MortalWorker(
            self.stack,
            name=f"worker-{next(_numbers)}",
            settings={
                "VINHDANH_DATABASE_URL": self.database_url,
                "VINHDANH_TASK_QUEUE": self.queue,
                "VINHDANH_POLICIES": str(LAW),
                HASTE: "yes" if self.in_haste else "no",
                DEATHS: str(self.deaths),
            },
        )
        self.workers.append(worker)
        await worker.start()
        return worker

    async def relieve(self, worker: WorkerProcess) -> WorkerProcess:
        """Kill a worker and start another at once."""
        self.workers.remove(worker)
        await worker.kill()
        return await self.hire()

    async def renew(self, stream: str) -> None:
        """Have a workflow continue as new, if it still runs."""
        with suppress(RPCError):
            await self.client.get_workflow_handle(stream).signal(SignalName.RENEW)

    async def count(self, *kinds: str) -> int:
        """Return how many facts of workflows the ledger holds; of these kinds, if any are named."""
        found: int = await self.pool.fetchval(
            "SELECT count(*) FROM fact WHERE kind = ANY ($1::text[]) OR $1 = '{}' AND kind <> 'body_registered'",
            list(kinds),
        )
        return found

    async def sent(self) -> int:
        """Return how many letters have gone out."""
        found: int = await self.pool.fetchval("SELECT count(*) FROM notice WHERE state = 'sent'")
        return found

    async def has_sent(self, letters: int) -> None:
        """Wait until so many letters have gone out."""

        async def have_gone() -> bool:
            return await self.sent() >= letters

        await eventually(have_gone, within=180, every=0.005)

    async def streams(self) -> set[str]:
        """Return the streams of workflows that began since the test did."""
        rows = await self.pool.fetch("SELECT DISTINCT stream FROM fact WHERE kind <> 'body_registered'")
        return {row["stream"] for row in rows} - self.earlier

    async def runs(self) -> int:
        """Return how many runs these streams' workflows have had."""
        streams = await self.streams()
        return sum([run.id in streams async for run in self.client.list_workflows(f"TaskQueue = '{self.queue}'")])

    async def letters_asked_for(self) -> list[str]:
        """Return the part before the @ of the Message-ID of each letter that a fact asked for."""
        rows = await self.pool.fetch("SELECT message_id, stream FROM notice")
        return [row["message_id"] for row in rows if row["stream"] not in self.earlier]

    def letters(self) -> list[str]:
        """Return the same of each letter that arrived, at this installation or another."""
        return [_message_id(file) for file in self.stack.mail.messages.glob("*.eml")]

    async def has_kept(self, facts: int, *kinds: str) -> None:
        """Wait until the ledger holds so many facts."""

        async def are_there() -> bool:
            return await self.count(*kinds) >= facts

        await eventually(are_there, within=180, every=0.005)


@asynccontextmanager
async def installed(stack: Stack, folder: Path, *, in_haste: bool) -> AsyncIterator[Installation]:
    """Lend an installation without workers; whatever it started is gone afterwards."""
    name = f"faults_{uuid.uuid4().hex}"
    url = await stack.postgres.create_database(name)
    await migrate(url)
    await begin_with(url, [REGISTER])
    plugins = [ShortTimeouts()] if in_haste else []
    deaths = folder / name
    deaths.mkdir()
    async with (
        connect(target_host=stack.temporal.address, plugins=plugins) as client,
        asyncpg.create_pool(url, min_size=1, max_size=10) as pool,
    ):
        async with pool.acquire() as conn:
            await register(conn, *the_usual())
        installation = Installation(stack, client, pool, url, name, in_haste, deaths)
        try:
            yield installation
        finally:
            await asyncio.gather(*(worker.kill() for worker in installation.workers))
            await _dismiss_the_postman(client)


@cache
def _message_id(file: Path) -> str:
    # Only its head: a soak has tens of thousands of them.
    with file.open("rb") as letter:
        return str(BytesHeaderParser(policy=policy.default).parse(letter)["Message-ID"]).strip("<>").partition("@")[0]


async def _dismiss_the_postman(client: Client) -> None:
    # Its name is the same in every installation: the next one must find it free.
    try:
        await client.get_workflow_handle(postman_id(1)).terminate()
    except RPCError:
        return
