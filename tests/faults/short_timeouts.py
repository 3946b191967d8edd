"""Haste: the timeouts for dead workers and servers, cut to seconds. All else of a worker or client is as always."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
from temporalio import client, worker
from temporalio.client import (
    StartWorkflowInput,
    StartWorkflowUpdateWithStartInput,
    WorkflowHandle,
    WorkflowUpdateHandle,
)
from temporalio.common import RetryPolicy
from temporalio.plugin import SimplePlugin
from temporalio.worker import (
    StartActivityInput,
    StartLocalActivityInput,
    WorkerConfig,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle
from typing_extensions import override

from activities.mail_delivery import MailPost
from activities.smtp import MailSettings

TASK = timedelta(seconds=2)
"""After which the server gives a workflow task to another worker: 10 without haste."""

STICKY = timedelta(seconds=1)
"""How long it waits for the worker that has the workflow in memory: 10 without haste."""

HEARTBEAT = timedelta(seconds=3)
"""A long activity's silence after which it begins anew: 30 without haste."""

LONGEST_PAUSE = timedelta(seconds=1)
"""Between two tries of an activity, short or long: 30 or 60 without haste; from half of it on, the wait is a timer."""

BEAT = 0.5
"""Seconds between two heartbeats: 5 without haste."""

LEASE = timedelta(seconds=3)
"""After which a dead postman's letters are due again: 180 seconds without haste."""


class ShortTimeouts(SimplePlugin):
    """Gives a client, and the workers that are built with it, short timeouts."""

    def __init__(self) -> None:
        super().__init__("haste", interceptors=[_ShortTasks(), _ShortSilences()])

    @override
    def configure_worker(self, config: WorkerConfig) -> WorkerConfig:
        return super().configure_worker({**config, "sticky_queue_schedule_to_start_timeout": STICKY})


class HastyPost(MailPost):
    """A post that tries again soon."""

    def __init__(self, pool: asyncpg.Pool, settings: MailSettings, *, postmen: int) -> None:
        waits = {"seconds": 1.0, "first_wait": timedelta(seconds=0.5), "longest_wait": timedelta(seconds=2)}
        super().__init__(pool, settings.model_copy(update=waits), postmen=postmen)
        self._lease = LEASE


class _ShortTasks(client.Interceptor):
    @override
    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:
        return _Starting(next)


class _Starting(client.OutboundInterceptor):
    @override
    async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
        input.task_timeout = TASK
        return await super().start_workflow(input)

    @override
    async def start_update_with_start_workflow(
        self, input: StartWorkflowUpdateWithStartInput
    ) -> WorkflowUpdateHandle[Any]:
        input.start_workflow_input.task_timeout = TASK
        return await super().start_update_with_start_workflow(input)


class _ShortSilences(worker.Interceptor):
    @override
    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        return _Inbound


class _Inbound(WorkflowInboundInterceptor):
    @override
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Outbound(outbound))


class _Outbound(WorkflowOutboundInterceptor):
    @override
    def start_activity(self, input: StartActivityInput) -> ActivityHandle[Any]:
        input.heartbeat_timeout = HEARTBEAT
        input.retry_policy = _soon(input.retry_policy)
        return super().start_activity(input)

    @override
    def start_local_activity(self, input: StartLocalActivityInput) -> ActivityHandle[Any]:
        input.retry_policy = _soon(input.retry_policy)
        input.local_retry_threshold = LONGEST_PAUSE / 2
        return super().start_local_activity(input)


def _soon(policy: RetryPolicy | None) -> RetryPolicy:
    return replace(policy or RetryPolicy(), maximum_interval=LONGEST_PAUSE)
