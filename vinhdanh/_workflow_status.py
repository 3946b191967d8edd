"""Whether a stream has begun or ended, by its workflow's status in Temporal; one that was stopped has not ended."""

from typing import Any

from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError

from schemas.ids import StreamId
from vinhdanh import declined


async def must_have_opened(handle: WorkflowHandle[Any, Any], stream: StreamId) -> None:
    """Return where a stream has begun.

    Raises:
        Declined: There is none, or its start was refused; the refusal gives the reason.
    """
    try:
        there = await handle.describe()
    except RPCError as error:
        if declined.means_absent(error):
            raise declined.unknown(stream) from error
        raise
    if there.status is WorkflowExecutionStatus.FAILED:
        with declined.of_a_start(stream):
            await handle.result()


async def must_have_ended(handle: WorkflowHandle[Any, Any], stream: StreamId) -> None:
    """Return where a stream has come to its end.

    Raises:
        Declined: There is none, its start was refused, or its workflow was stopped from outside.
    """
    await must_have_opened(handle, stream)
    there = await handle.describe()
    if there.status in {WorkflowExecutionStatus.RUNNING, WorkflowExecutionStatus.CONTINUED_AS_NEW}:
        # It was started again a moment ago.
        raise declined.unanswered()
    if there.status is not WorkflowExecutionStatus.COMPLETED:
        raise declined.interrupted(stream)
