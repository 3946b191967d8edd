"""Liveness and readiness are two questions: a worker whose database is away is alive, and is not killed for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from activities.migrations import migrate
from tests.waiting import eventually
from worker import health
from worker.embedded import folders
from worker.embedded.postgres import Postgres
from worker.health import WorkerHealth, answering

LIMIT = 60.0


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check may take a minute: a busy machine is not an unwell worker."""
    monkeypatch.setattr(health, "_PATIENCE", LIMIT)


@activity.defn
async def nothing() -> None:
    """Do nothing: a worker must have something to offer."""


def worker_on(client: Client) -> Worker:
    """Return a worker that has nothing to do."""
    return Worker(client, task_queue="health", activities=[nothing])


@asynccontextmanager
async def asked(vitals: WorkerHealth) -> AsyncIterator[httpx.AsyncClient]:
    """Answer for these vitals, and lend a client that asks."""
    async with (
        answering(vitals.questions, "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=LIMIT, trust_env=False) as http,
    ):
        yield http


async def test_a_worker_at_work_is_alive_and_ready(pool: asyncpg.Pool, client: Client) -> None:
    """Each check is named, so that an operator sees what is well and what is not."""
    vitals = WorkerHealth(pool, client)
    async with worker_on(client) as worker, asked(vitals) as http:
        vitals.arrived(worker)
        live, ready = await http.get("/live"), await http.get("/ready")

    assert (live.status_code, live.json()) == (200, {"healthy": True, "checks": {"worker": "ok"}})
    assert ready.status_code == 200
    assert ready.json()["checks"] == {"worker": "ok", "database": "ok", "temporal": "ok"}


async def test_a_worker_that_starts_is_alive_and_not_ready(pool: asyncpg.Pool, client: Client) -> None:
    """Killing it for being slow to start would make it start for ever."""
    async with asked(WorkerHealth(pool, client)) as http:
        live, ready = await http.get("/live"), await http.get("/ready")

    assert live.status_code == 200
    assert (ready.status_code, ready.json()["checks"]["worker"]) == (503, "not started")


async def test_a_worker_that_leaves_is_alive_and_not_ready(pool: asyncpg.Pool, client: Client) -> None:
    """It finishes what it has; nothing new should be sent its way."""
    vitals = WorkerHealth(pool, client)
    async with worker_on(client) as worker, asked(vitals) as http:
        vitals.arrived(worker)
        vitals.leaves()
        live, ready = await http.get("/live"), await http.get("/ready")

    assert live.status_code == 200
    assert (ready.status_code, ready.json()["checks"]["worker"]) == (503, "leaving")


async def test_a_worker_that_stopped_by_itself_is_not_alive(pool: asyncpg.Pool, client: Client) -> None:
    """Only a restart helps it."""
    vitals = WorkerHealth(pool, client)
    async with asked(vitals) as http:
        async with worker_on(client) as worker:
            vitals.arrived(worker)
        live = await http.get("/live")

    assert (live.status_code, live.json()["checks"]["worker"]) == (503, "stopped")


async def test_a_stopped_database_makes_a_worker_unready_and_its_return_makes_it_ready(client: Client) -> None:
    """Restarting workers does not bring a database back; they wait, and go on by themselves."""
    with folders.temporary("vinhdanh-tests-") as folder:
        async with Postgres(folder, durable=False) as server:
            await migrate(server.address)
            pool = asyncpg.create_pool(server.address, min_size=1, max_size=4)
            vitals = WorkerHealth(await pool, client)
            async with worker_on(client) as worker, asked(vitals) as http, pool:
                vitals.arrived(worker)
                await server.stop()
                live, ready = await http.get("/live"), await http.get("/ready")
                await server.start()
                again = await eventually(lambda: became_ready(http))

    assert live.status_code == 200
    assert ready.status_code == 503
    assert ready.json()["checks"]["database"] != "ok"
    assert ready.json()["checks"]["temporal"] == "ok"
    assert again


async def became_ready(http: httpx.AsyncClient) -> bool:
    """Return whether the worker reports itself ready."""
    return (await http.get("/ready")).status_code == 200


async def test_a_schema_that_falls_behind_makes_a_worker_unready(postgres: Postgres, client: Client) -> None:
    """A database restored from last week's copy looks alive and lacks columns."""
    url = await postgres.create_database("health_behind")
    async with asyncpg.create_pool(url, min_size=1, max_size=2) as pool, asked(WorkerHealth(pool, client)) as http:
        ready = await http.get("/ready")

    assert (ready.status_code, ready.json()["checks"]["database"]) == (503, "schema is behind")


@pytest.mark.parametrize(
    ("question", "status"),
    [
        pytest.param(b"GET /elsewhere HTTP/1.1\r\n\r\n", b"404", id="another path"),
        pytest.param(b"POST /live HTTP/1.1\r\n\r\n", b"405", id="another verb"),
        pytest.param(b"live?\r\n\r\n", b"405", id="not HTTP"),
        pytest.param(b"GET /live?verbose HTTP/1.1\r\nHost: a\r\n\r\n", b"200", id="with a query"),
        pytest.param(b"HEAD /live HTTP/1.1\r\n\r\n", b"200", id="only the head"),
        pytest.param(b"GET /live HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", b"", id="too long"),
        pytest.param(b"GET /live", b"", id="half a question"),
    ],
)
async def test_only_two_questions_are_answered(
    pool: asyncpg.Pool, client: Client, question: bytes, status: bytes
) -> None:
    """Whatever else comes in gets a short answer or none, and the next caller is served."""
    async with answering(WorkerHealth(pool, client).questions, "127.0.0.1", 0) as port:
        for _ in range(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(question)
            writer.write_eof()
            try:
                said = await reader.read()
            except ConnectionResetError:
                said = b""
            writer.close()

            assert said[9:12] == status
