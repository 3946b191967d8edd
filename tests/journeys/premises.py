"""Premises: a namespace, a database and a worker that no other test uses, for stories whose identifiers are fixed."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from activities.migrations import migrate
from client import Dossiers, Sittings, Submissions
from client.connection import connect
from policies.books import LawBooks
from schemas.ballots import Choice, Vote
from schemas.ids import StreamId
from schemas.sitting import SittingView
from schemas.sitting_messages import Cast, Close, Convene
from schemas.verdict import Receipt
from tests.builders import a_number
from tests.journeys import shown
from tests.journeys.clerk import SOON, Clerk
from tests.journeys.shown import Said
from worker import search_attributes
from worker.build import build_worker
from worker.demo import LAW
from worker.demo.story import Offices
from worker.embedded.stack import Stack
from worker.settings import Settings

_RECEIPTS = """
SELECT stream, sequence, kind, at, encode(hash, 'hex') AS hash
FROM fact
WHERE stream = $1
ORDER BY sequence
"""


@dataclass(frozen=True)
class Premises:
    """Where the commands of the examples are sent, with the client's doors beside them."""

    client: Client
    pool: asyncpg.Pool
    offices: Offices

    @property
    def clerk(self) -> Clerk:
        """Somebody who reads the ledger."""
        return Clerk(self.offices, self.pool)

    async def said(self, name: str, *options: str) -> Said:
        """Run the shown command of an example, and return what it said."""
        command = [*shown.commands()[name], *options]
        return await shown.run(command, self.client.service_client.config.target_host, self.client.namespace)

    async def printed(self, name: str) -> Any:
        """Return what the shown command of an example prints, as programs ask for it."""
        said = await self.said(name, "--output", "json")
        assert (said.code, said.err) == (0, "")
        return json.loads(said.out)

    async def sent(self, name: str) -> Receipt:
        """Send an example by its shown command, and return the receipt that is printed."""
        answer = await self.printed(name)
        return Receipt.model_validate_json(json.dumps(answer.get("result") or answer["updateResult"]))

    async def receipts(self, stream: StreamId) -> list[Receipt]:
        """Return the receipt of each fact that the ledger holds of a stream, in order."""
        rows = await self.pool.fetch(_RECEIPTS, stream)
        return [Receipt(**row) for row in rows]

    async def hold(self, sitting: Convene, meeting: int = 1, **close: Any) -> SittingView:
        """Have every seat of a sitting approve of everything, close it, and wait until its dossiers are told."""
        choices = tuple(Choice(dossier_id=dossier_id, vote=Vote.APPROVE) for dossier_id in sitting.agenda)
        for seat in sitting.body.seats:
            ballot = Cast(seat=seat.id, choices=choices, meeting=meeting)
            await self.offices.sittings.cast(sitting.sitting_id, ballot)
        await self.offices.sittings.close(sitting.sitting_id, Close(by=sitting.by, meeting=meeting, **close))
        return await self.offices.sittings.announced(sitting.sitting_id, SOON)


@asynccontextmanager
async def premises(stack: Stack, law: Path = LAW) -> AsyncIterator[Premises]:
    """Lend premises, with a worker that listens where the examples send to and goes by a law."""
    name = f"own-{a_number()}"
    url = await stack.postgres.create_database(name)
    await migrate(url)
    async with connect(target_host=stack.temporal.address, namespace=name) as client, asyncpg.create_pool(url) as pool:
        await _register(client)
        settings = _settings(url, stack)
        async with build_worker(client, pool, settings, LawBooks.load(law)):
            yield Premises(client, pool, Offices(Dossiers(client), Sittings(client), Submissions(client)))


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
