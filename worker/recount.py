"""Counts the terms of all waiting dossiers anew: for the day on which a year's working days are published.

Workers must have been started with the new calendar before.
"""

import asyncio
from typing import NamedTuple

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from schemas.names import SearchName, UpdateName, WorkflowName
from schemas.verdict import Receipt

_AT_ONCE = 8

_WAITING = (
    f"WorkflowType = '{WorkflowName.DOSSIER}' AND ExecutionStatus = 'Running' AND {SearchName.DUE_AT} IS NOT NULL"
)


class Recounted(NamedTuple):
    """How many dossiers with a term were asked, and how many of the terms now end on another day."""

    asked: int
    changed: int


async def recount(client: Client) -> Recounted:
    """Have every dossier that waits under a term count it anew.

    Raises:
        RPCError: Temporal is away. Run it again: what was counted stays counted.
    """
    turns = asyncio.Semaphore(_AT_ONCE)

    async def ask(workflow_id: str) -> bool:
        async with turns:
            return await _recounted(client, workflow_id)

    asked = [run.id async for run in client.list_workflows(_WAITING)]
    answers = await asyncio.gather(*map(ask, asked))
    return Recounted(len(asked), sum(answers))


async def _recounted(client: Client, workflow_id: str) -> bool:
    handle = client.get_workflow_handle(workflow_id)
    try:
        receipt = await handle.execute_update(UpdateName.RECOUNT, result_type=Receipt | None)  # type: ignore[arg-type]
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            # It ended a moment ago.
            return False
        raise
    return receipt is not None
