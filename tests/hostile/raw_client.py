"""Sending past our client: payloads as they are, straight to Temporal's own API, and what comes back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

from temporalio.api.common.v1 import Payload, Payloads, WorkflowExecution, WorkflowType
from temporalio.api.enums.v1 import EventType, TimeoutType, UpdateWorkflowExecutionLifecycleStage
from temporalio.api.failure.v1 import Failure
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.query.v1 import WorkflowQuery
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.update.v1 import Input, Meta, Outcome, Request, WaitPolicy
from temporalio.api.workflowservice.v1 import (
    ExecuteMultiOperationRequest,
    QueryWorkflowRequest,
    SignalWorkflowExecutionRequest,
    StartWorkflowExecutionRequest,
    UpdateWorkflowExecutionRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError

from schemas.names import UpdateName, WorkflowName
from tests.waiting import eventually

_ANSWERED = UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED
_LIMIT = timedelta(seconds=60)

_ASKED = 6
"""How often an Update is asked for its outcome. The server lets each question wait for twenty seconds at most."""

_UNANSWERED = "unanswered"

_GONE_WRONG = {EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED, EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT}


@dataclass(frozen=True)
class Answer:
    """What a sender receives: a value, a failure with a type, or Temporal's own refusal."""

    kind: str
    """`taken`, the failure's type, `unanswered`, or the status of the call."""

    said: str
    value: Any = None
    details: tuple[Any, ...] = ()
    mishaps: tuple[str, ...] = ()
    """The failures of the tasks of a workflow that was started."""

    @property
    def taken(self) -> bool:
        """Whether it was accepted."""
        return self.kind == "taken"


class Pulse(NamedTuple):
    """How a workflow is."""

    run: str | None
    length: int
    is_well: bool


class RawClient:
    """A client with access to Temporal that bypasses our own."""

    def __init__(self, client: Client, task_queue: str) -> None:
        self._client = client
        self._service = client.workflow_service
        self._task_queue = task_queue

    async def start(self, kind: str, payloads: Sequence[Payload], name: str, **more: Any) -> Answer:
        """Start a workflow, ask it for its receipt, and return the outcome."""
        try:
            await self._service.start_workflow_execution(self._starting(kind, payloads, name, **more))
        except RPCError as error:
            return Answer(error.status.name, str(error))
        if kind == WorkflowName.POSTMAN:
            # A postman answers no Update: their number is limited, and one too many soon ends.
            await eventually(lambda: self._is_over(name))
            receipt = Answer(_UNANSWERED, "")
        else:
            receipt = await self.update(name, UpdateName.RECEIPT, [])
        events = await self._events(name)
        mishaps = tuple(_mishap(event) for event in events if _went_wrong(event))
        if events[-1].event_type != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED:
            return replace(receipt, mishaps=mishaps)
        failure = events[-1].workflow_execution_failed_event_attributes.failure
        return replace(_failed(failure), mishaps=mishaps)

    async def start_with(
        self, kind: str, payloads: Sequence[Payload], name: str, act: str, act_payloads: Sequence[Payload]
    ) -> Answer:
        """Start a workflow with an Update in its very first task, and return the Update's answer."""
        operations = [
            ExecuteMultiOperationRequest.Operation(start_workflow=self._starting(kind, payloads, name)),
            ExecuteMultiOperationRequest.Operation(update_workflow=self._updating(name, act, act_payloads)),
        ]
        request = ExecuteMultiOperationRequest(namespace=self._client.namespace, operations=operations)
        try:
            done = await self._service.execute_multi_operation(request, timeout=_LIMIT)
        except RPCError as error:
            return Answer(error.status.name, str(error))
        return _answered(done.responses[1].update_workflow.outcome)

    async def update(self, name: str, act: str, payloads: Sequence[Payload], update_id: str | None = None) -> Answer:
        """Send an Update and wait for its answer."""
        request = self._updating(name, act, payloads, update_id)
        try:
            return _answered(await self._outcome(request))
        except RPCError as error:
            return Answer(error.status.name, str(error))

    async def _outcome(self, request: UpdateWorkflowExecutionRequest) -> Outcome:
        # Sent again it is the same Update, by its identifier.
        for _ in range(_ASKED):
            done = await self._service.update_workflow_execution(request, timeout=_LIMIT)
            if done.outcome.WhichOneof("value"):
                break
        return done.outcome

    async def signal(self, name: str, signal: str, payloads: Sequence[Payload]) -> Answer:
        """Send a signal; only Temporal answers one."""
        request = SignalWorkflowExecutionRequest(
            namespace=self._client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=name),
            signal_name=signal,
            input=Payloads(payloads=payloads),
            request_id=uuid.uuid4().hex,
        )
        try:
            await self._service.signal_workflow_execution(request)
        except RPCError as error:
            return Answer(error.status.name, str(error))
        return Answer("taken", "")

    async def query(self, name: str, question: str, payloads: Sequence[Payload]) -> Answer:
        """Ask a question."""
        request = QueryWorkflowRequest(
            namespace=self._client.namespace,
            execution=WorkflowExecution(workflow_id=name),
            query=WorkflowQuery(query_type=question, query_args=Payloads(payloads=payloads)),
        )
        try:
            answered = await self._service.query_workflow(request, timeout=_LIMIT)
        except RPCError as error:
            return Answer(error.status.name, str(error))
        return Answer("taken", "", answered.query_result.payloads[0].data)

    async def mishaps(self, name: str) -> list[str]:
        """Return the failures of a workflow's tasks, in its current run: normally none."""
        failing = [] if (await self.pulse(name)).is_well else ["its task is tried again"]
        failed = [_mishap(event) for event in await self._events(name) if _went_wrong(event)]
        return failing + failed

    async def settled(self, name: str) -> None:
        """Wait until no task of a workflow is on its way."""

        async def is_quiet() -> bool:
            described = await self._client.get_workflow_handle(name).describe()
            return not described.raw_description.HasField("pending_workflow_task")

        await eventually(is_quiet)

    async def pulse(self, name: str) -> Pulse:
        """Return which run a workflow is in, how many events it has, and how often its task was tried."""
        described = await self._client.get_workflow_handle(name).describe()
        attempt = described.raw_description.pending_workflow_task.attempt
        troubled = "TemporalReportedProblems" in described.search_attributes
        return Pulse(described.run_id, described.history_length, attempt <= 1 and not troubled)

    async def status(self, name: str) -> str:
        """Return the state of a workflow: `RUNNING`, `FAILED` and so on."""
        status = (await self._client.get_workflow_handle(name).describe()).status
        return status.name if status is not None else ""

    async def _is_over(self, name: str) -> bool:
        return await self.status(name) != "RUNNING"

    async def failures(self, name: str) -> list[str]:
        """Return the types of the failures of a workflow's runs, from its first run on."""
        described = await self._client.get_workflow_handle(name).describe()
        run, types = described.raw_info.first_run_id, []
        while run:
            last = (await self._client.get_workflow_handle(name, run_id=run).fetch_history()).events[-1]
            failed = last.workflow_execution_failed_event_attributes
            run = failed.new_execution_run_id
            types += [failed.failure.application_failure_info.type] if failed.HasField("failure") else []
        return types

    async def started_with(self, name: str) -> Any:
        """Return the body with which a workflow's current run began."""
        started = (await self._events(name))[0].workflow_execution_started_event_attributes
        (sent,) = _values(started.input.payloads)
        return sent

    async def terminate(self, name: str) -> None:
        """End a workflow that would go on after its test."""
        await self._client.get_workflow_handle(name).terminate("Hết phép thử")

    def _starting(
        self, kind: str, payloads: Sequence[Payload], name: str, **more: Any
    ) -> StartWorkflowExecutionRequest:
        return StartWorkflowExecutionRequest(
            namespace=self._client.namespace,
            workflow_id=name,
            workflow_type=WorkflowType(name=kind),
            task_queue=TaskQueue(name=self._task_queue),
            input=Payloads(payloads=payloads),
            request_id=uuid.uuid4().hex,
            **more,
        )

    def _updating(
        self, name: str, act: str, payloads: Sequence[Payload], update_id: str | None = None
    ) -> UpdateWorkflowExecutionRequest:
        return UpdateWorkflowExecutionRequest(
            namespace=self._client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=name),
            wait_policy=WaitPolicy(lifecycle_stage=_ANSWERED),
            request=Request(
                meta=Meta(update_id=uuid.uuid4().hex if update_id is None else update_id),
                input=Input(name=act, args=Payloads(payloads=payloads)),
            ),
        )

    async def _events(self, name: str) -> Sequence[HistoryEvent]:
        return (await self._client.get_workflow_handle(name).fetch_history()).events


def _went_wrong(event: HistoryEvent) -> bool:
    timed_out = event.workflow_task_timed_out_event_attributes
    # A task that a busy worker did not fetch soon enough may go to any worker: nothing was begun.
    return event.event_type in _GONE_WRONG and timed_out.timeout_type != TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START


def _mishap(event: HistoryEvent) -> str:
    failed = event.workflow_task_failed_event_attributes
    return f"{EventType.Name(event.event_type)}: cause {failed.cause}, {failed.failure.message[:300]}"


def _answered(outcome: Outcome) -> Answer:
    match outcome.WhichOneof("value"):
        case "failure":
            return _failed(outcome.failure)
        case "success":
            return Answer("taken", "", _values(outcome.success.payloads)[0])
        case None:
            return Answer(_UNANSWERED, "")


def _failed(failure: Failure) -> Answer:
    # A workflow that fails with an activity of its own fails for the activity's reason.
    while failure.HasField("cause") and not failure.HasField("application_failure_info"):
        failure = failure.cause
    told = failure.application_failure_info
    return Answer(told.type, failure.message, details=tuple(_values(told.details.payloads)))


def _values(payloads: Sequence[Payload]) -> list[Any]:
    return [json.loads(payload.data) for payload in payloads]
