"""Tells dossiers and sittings on their way that bodies have ended; each looks in the register itself."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from activities import sql, successions
from schemas.names import UpdateName, WorkflowName
from schemas.succession import Told

_AT_ONCE = 8

_PATIENCE = timedelta(seconds=30)

_LISTED = 1_000
"""Workflows whose facts are searched by one statement, and told before the next are."""

# Sittings first: none of them counts its votes while its dossiers learn of the successor.
_KINDS = (WorkflowName.SITTING, WorkflowName.DOSSIER)


class Answer(NamedTuple):
    """What one dossier or sitting answered; None where it did not."""

    stream: str
    told: Told | None


class Telling(NamedTuple):
    """The answers of all dossiers and sittings that name a body which has ended."""

    ended: int
    """How many bodies of the register have ended."""

    answers: tuple[Answer, ...]

    @property
    def changed(self) -> int:
        """How many of them wrote a fact now."""
        return sum(bool(each.told and each.told.receipts) for each in self.answers)

    @property
    def silent(self) -> tuple[str, ...]:
        """Those that did not answer."""
        return tuple(each.stream for each in self.answers if each.told is None)


async def tell(
    client: Client,
    conn: sql.Connection,
    task_queue: str,
    day: date,
    progress: Callable[[int], None] = lambda _: None,
) -> Telling:
    """Have every dossier and sitting of a queue that names a body ended by a day look up what became of it.

    Args:
        client: Reaches Temporal.
        conn: Reaches the register and the facts.
        task_queue: That of the workers.
        day: Today, in Hanoi.
        progress: Called with the number of those told, after each batch.

    Raises:
        RPCError: Temporal is unavailable. Run it again: what was written stays.
    """
    ended = await successions.ended_bodies(conn, day)
    answers: list[Answer] = []
    for kind in _KINDS if ended else ():
        async for running in _batches(client, kind, task_queue):
            answers += await _told(client, await successions.naming(conn, running, ended))
            progress(len(answers))
    return Telling(len(ended), tuple(answers))


async def _batches(client: Client, kind: WorkflowName, task_queue: str) -> AsyncIterator[list[str]]:
    query = f"WorkflowType = '{kind}' AND ExecutionStatus = 'Running' AND TaskQueue = '{task_queue}'"
    batch: list[str] = []
    async for run in client.list_workflows(query):
        batch.append(run.id)
        if len(batch) == _LISTED:
            yield batch
            batch = []
    if batch:
        yield batch


async def _told(client: Client, streams: Sequence[str]) -> list[Answer]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def ask(stream: str) -> Answer:
        async with turns:
            return Answer(stream, await _answer(client, stream))

    return list(await asyncio.gather(*map(ask, streams)))


async def _answer(client: Client, stream: str) -> Told | None:
    handle = client.get_workflow_handle(stream)
    try:
        told: Told = await handle.execute_update(UpdateName.TELL, result_type=Told, rpc_timeout=_PATIENCE)
    except (WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError):
        # No worker is there for it, or one of an earlier release that knows no successions.
        return None
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            # It ended a moment ago.
            return Told()
        raise
    return told
