"""Recounts the terms of all waiting dossiers: for the day on which a year's working days are published.

Workers must have been started with the new calendar before.
"""

import asyncio
from datetime import timedelta
from typing import Any, NamedTuple

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from schemas.names import UpdateName, WorkflowName
from schemas.receipts import Receipt

_AT_ONCE = 8

_PATIENCE = timedelta(seconds=30)

# Those without a term too: the next stage's is counted by their calendar.
_WAITING = f"WorkflowType = '{WorkflowName.DOSSIER}' AND ExecutionStatus = 'Running'"


class Recounted(NamedTuple):
    """How many dossiers were queried, how many terms now end on another day, and how many did not answer."""

    asked: int
    changed: int
    silent: int


async def recount(client: Client, task_queue: str) -> Recounted:
    """Have every dossier of a queue adopt the current calendar, and recount its term.

    Raises:
        RPCError: Temporal is unavailable. Run it again: completed recounts stay.
    """
    turns = asyncio.Semaphore(_AT_ONCE)

    async def ask(workflow_id: str) -> bool | None:
        async with turns:
            return await _recounted(client, workflow_id)

    asked = [run.id async for run in client.list_workflows(f"{_WAITING} AND TaskQueue = '{task_queue}'")]
    answers = await asyncio.gather(*map(ask, asked))
    return Recounted(len(asked), answers.count(True), answers.count(None))


async def _recounted(client: Client, workflow_id: str) -> bool | None:
    handle = client.get_workflow_handle(workflow_id)
    kind: Any = Receipt | None
    try:
        receipt = await handle.execute_update(UpdateName.RECOUNT, result_type=kind, rpc_timeout=_PATIENCE)
    except (WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError):
        # No worker is there for it, or one of an earlier release that cannot recount.
        return None
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            # It ended a moment ago.
            return False
        raise
    return receipt is not None and receipt.kind == "term_recounted"
