"""Sends updates and queries to workflows, with retries and a timeout; its errors are `Declined`."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

import pydantic
from pydantic_core import from_json
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import TemporalError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from schemas import digests
from schemas.base import Model, as_sent
from schemas.data_converter import wrong_fields
from schemas.ids import StreamId
from schemas.messages import Opening, Repeated
from schemas.names import LOOKED_UP, QueryName, UpdateName, WorkflowName
from schemas.receipts import Answered, Receipt
from schemas.refusals import Reason
from vinhdanh import _workflow_status, declined

T = TypeVar("T")
V = TypeVar("V", bound=Model)

PATIENCE = timedelta(seconds=30)
"""How long to wait for an answer."""

_TRIES = 3
"""How often an act is sent while Temporal is unavailable; the SDK itself retries for some seconds each time."""

_OPENED_BY = "opened_by"
"""The memo under which a workflow keeps the identifier of the Update that opened it."""

_SHORTLY = 0.1
"""Seconds before a workflow that has just begun is queried again."""

_STREAM: pydantic.TypeAdapter[StreamId] = pydantic.TypeAdapter(StreamId)


class StartResult(NamedTuple):
    """The result of a start."""

    receipt: Receipt
    already: bool
    """Whether it had been opened before this call, by the same body."""


class WorkflowGateway:
    """Sends Updates and queries to workflows; its only error is `Declined`."""

    def __init__(self, client: Client, *, task_queue: str, patience: timedelta) -> None:
        self.client = client
        self.task_queue = task_queue
        self.patience = patience

    async def open(self, workflow: WorkflowName, stream: StreamId, message: Model, *, summary: str) -> StartResult:
        """Start a workflow and wait until its opening is recorded; join one that the same body has opened before."""
        handle = self._handle(stream)
        # Each call has an id of its own: under a shared one Temporal would return the first caller's answer to the
        # second, which could not learn that it came second.
        update_id = f"{UpdateName.RECEIPT}:{uuid.uuid4().hex}"
        asked = Opening(body=body_digest(message))
        async with self._with_timeout():
            try:
                starting = lambda: self._start(workflow, stream, message, asked, update_id, summary)  # noqa: E731
                return StartResult(await _retry_unavailable(starting), False)
            except WorkflowAlreadyStartedError:
                return await self._join(handle, asked, update_id)
            except (RPCError, WorkflowUpdateFailedError) as error:
                if not declined.means_cut_off(error):
                    raise
                await handle.result()  # raises why the workflow failed at once
                raise declined.unanswered() from error

    async def send(self, stream: StreamId, act: UpdateName, body: Model, *, name: str | None = None) -> Receipt:
        """Send an act; the same act in flight is joined by its digest, unless it has a name of its own."""
        handle = self._handle(stream)
        name = name or (uuid.uuid4().hex if act in LOOKED_UP else body_digest(body)[:32])
        async with self._with_timeout():
            try:
                return await _retry_unavailable(
                    lambda: handle.execute_update(act, body, id=f"{act}:{name}", result_type=Receipt)
                )
            except RPCError as error:
                if not declined.means_absent(error):
                    raise
                await _workflow_status.must_have_ended(handle, stream)
                receipt = await self._kept(handle, act, body)
                if receipt is None:
                    raise declined.ended(stream) from error
                return receipt

    async def ask(self, stream: StreamId, view: type[V]) -> V:
        """Return a workflow's view, whether it runs or has ended."""
        return await self.query(stream, QueryName.SHOW, answer=view)

    async def query(self, stream: StreamId, question: QueryName, *about: Model, answer: type[T]) -> T:
        """Return a workflow's answer to a query, whether it runs or has ended."""
        handle = self._handle(stream)
        async with self._with_timeout():
            try:
                return await self._question(handle, question, *about, answer=answer)
            except RPCError as error:
                if declined.means_absent(error):
                    raise declined.unknown(stream) from error
                raise
            except WorkflowQueryFailedError:
                # A stream that was never opened has no view; Temporal has the reason.
                await _workflow_status.must_have_opened(handle, stream)
                raise

    async def _question(
        self, handle: WorkflowHandle[Any, Any], question: QueryName, *about: Model, answer: type[T]
    ) -> T:
        while True:
            try:
                return await _retry_unavailable(
                    lambda: handle.query(question, args=about, result_type=answer, rpc_timeout=self.patience)
                )
            except WorkflowQueryFailedError as failed:
                if declined.from_error(failed).reason is not Reason.NOT_OPEN:
                    raise
                await asyncio.sleep(_SHORTLY)

    async def _kept(self, handle: WorkflowHandle[Any, Any], act: UpdateName, body: Model) -> Receipt | None:
        asked = Repeated(act=act, body=from_json(as_sent(body)))
        answered = await self._question(handle, QueryName.KEPT, asked, answer=Answered)
        if answered.refusal is not None:
            raise declined.refused(answered.refusal)
        return answered.receipt

    async def watch(self, stream: StreamId, view: type[V], until: Callable[[V], bool], *, within: timedelta) -> V:
        """Return a workflow's view once `until` holds.

        Raises:
            Declined: `UNANSWERED`, where it still does not hold after `within`.
        """
        try:
            async with asyncio.timeout(within.total_seconds()):
                return await self._watch(stream, view, until)
        except TimeoutError as error:
            raise declined.unanswered(f"Chưa xong sau {within.total_seconds():g} giây") from error

    async def _watch(self, stream: StreamId, view: type[V], until: Callable[[V], bool]) -> V:
        pause = 0.1
        async with self._ending(stream) as ending:
            while not until(shown := await self.ask(stream, view)):
                # The end of a workflow is reported at once; one that stops short of its end must be polled.
                await (asyncio.sleep(pause) if ending.done() else asyncio.wait({ending}, timeout=pause))
                pause = min(pause * 1.5, 2.0)
            return shown

    @asynccontextmanager
    async def _ending(self, stream: StreamId) -> AsyncIterator[asyncio.Task[None]]:
        async def ended() -> None:
            with suppress(WorkflowFailureError, RPCError):
                await self._handle(stream).result()

        ending = asyncio.create_task(ended())
        try:
            yield ending
        finally:
            ending.cancel()
            await asyncio.wait({ending})

    def _handle(self, stream: StreamId) -> WorkflowHandle[Any, Any]:
        try:
            return self.client.get_workflow_handle(_STREAM.validate_python(stream))
        except pydantic.ValidationError as error:
            raise declined.malformed(wrong_fields(error)) from error

    async def _start(
        self, workflow: WorkflowName, stream: StreamId, message: Model, asked: Opening, update_id: str, summary: str
    ) -> Receipt:
        opening: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            workflow,
            message,
            id=stream,
            task_queue=self.task_queue,
            # Fail first, then join: so the caller learns that the identifier existed before.
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            memo={_OPENED_BY: update_id},
            static_summary=summary,
        )
        try:
            receipt: Receipt = await self.client.execute_update_with_start_workflow(
                UpdateName.RECEIPT, asked, id=update_id, start_workflow_operation=opening, result_type=Receipt
            )
        except (RPCError, WorkflowAlreadyStartedError, WorkflowUpdateRPCTimeoutOrCancelledError):
            # The error is also stored in the operation, and printed with a traceback if it is not retrieved there.
            with suppress(TemporalError, asyncio.CancelledError):
                await opening.workflow_handle()
            raise
        return receipt

    async def _join(self, handle: WorkflowHandle[Any, Any], asked: Opening, update_id: str) -> StartResult:
        already = await (await handle.describe()).memo_value(_OPENED_BY, "", type_hint=str) != update_id
        name = f"{UpdateName.RECEIPT}:{asked.body[:32]}"
        receipt: Receipt | None
        try:
            receipt = await handle.execute_update(UpdateName.RECEIPT, asked, id=name, result_type=Receipt)
        except RPCError as error:
            if not declined.means_absent(error):
                raise
            receipt = await self._kept(handle, UpdateName.RECEIPT, asked)
        if receipt is None:
            raise declined.unanswered()
        return StartResult(receipt, already)

    @asynccontextmanager
    async def _with_timeout(self) -> AsyncIterator[None]:
        with declined.translate_errors():
            limit = asyncio.timeout(self.patience.total_seconds())
            try:
                async with limit:
                    yield
            except WorkflowUpdateRPCTimeoutOrCancelledError as error:
                # The SDK reports a task's cancellation as a timeout; swallowed here, the task could not be ended.
                if isinstance(error.__cause__, asyncio.CancelledError) and not limit.expired():
                    raise asyncio.CancelledError from error
                raise


async def _retry_unavailable(attempt: Callable[[], Awaitable[T]]) -> T:
    for _ in range(_TRIES - 1):
        try:
            return await attempt()
        except RPCError as error:
            if error.status is not RPCStatusCode.UNAVAILABLE:
                raise
    return await attempt()


def body_digest(body: Model) -> str:
    """Return the digest that identifies a body; every caller can compute it, in any language."""
    return digests.body_digest(as_sent(body))
