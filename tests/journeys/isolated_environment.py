"""Premises: a namespace, a database and a worker that no other test uses, for stories whose identifiers are fixed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from activities.migrations import migrate
from policies.catalogue import PolicyCatalogue
from schemas.ids import StreamId
from schemas.receipts import Receipt
from tests.builders.values import a_number
from tests.registered import register, the_usual
from vinhdanh import VinhDanh
from vinhdanh.connection import connect
from worker import search_attributes
from worker.build import build_worker
from worker.demo import LAW
from worker.embedded.stack import Stack
from worker.register.loading import begin_with
from worker.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "examples" / "register"
"""The bodies that the examples name."""

_RECEIPTS = """
SELECT stream, sequence, kind, at, encode(hash, 'hex') AS hash
FROM fact
WHERE stream = $1
ORDER BY sequence
"""


@dataclass(frozen=True)
class IsolatedEnvironment:
    """A namespace with a worker in it, the client's classes before it, and its ledger."""

    client: Client
    pool: asyncpg.Pool
    offices: VinhDanh

    async def receipts(self, stream: StreamId) -> list[Receipt]:
        """Return the receipt of each fact that the ledger holds of a stream, in order."""
        rows = await self.pool.fetch(_RECEIPTS, stream)
        return [Receipt(**row) for row in rows]


@asynccontextmanager
async def isolated_environment(stack: Stack, law: Path = LAW) -> AsyncIterator[IsolatedEnvironment]:
    """Lend premises, with a worker on the usual queue that goes by a law; the usual bodies are registered."""
    name = f"own-{a_number()}"
    url = await stack.postgres.create_database(name)
    await migrate(url)
    await begin_with(url, [EXAMPLES])
    async with connect(target_host=stack.temporal.address, namespace=name) as client, asyncpg.create_pool(url) as pool:
        await _register(client)
        async with pool.acquire() as conn:
            await register(conn, *the_usual())
        settings = _settings(url, stack)
        async with build_worker(client, pool, settings, PolicyCatalogue.load(law)):
            yield IsolatedEnvironment(client, pool, VinhDanh(client))


async def _register(client: Client) -> None:
    kept = Duration()
    kept.FromTimedelta(timedelta(days=1))
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=client.namespace, workflow_execution_retention_period=kept)
    )
    await search_attributes.ensure(client, register=True)


def _settings(url: str, stack: Stack) -> Settings:
    variables = {"DATABASE_URL": url, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(stack.mail.port), "GRACE": "1"}
    return Settings.from_env({f"VINHDANH_{name}": value for name, value in variables.items()})
