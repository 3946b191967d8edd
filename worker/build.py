"""The workflows and activities that run in production, and how they are wired."""

from datetime import timedelta

import asyncpg
from temporalio.client import Client
from temporalio.common import (
    SearchAttributePair,
    TypedSearchAttributes,
    VersioningBehavior,
    WorkerDeploymentVersion,
    WorkflowIDConflictPolicy,
)
from temporalio.worker import (
    PollerBehaviorAutoscaling,
    UnsandboxedWorkflowRunner,
    Worker,
    WorkerDeploymentConfig,
    WorkflowRunner,
)
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.announcements import TemporalAnnouncer
from activities.directory import PostgresDirectory
from activities.ledger import PostgresLedger
from activities.mail_delivery import MailPost
from policies.catalogue import PolicyCatalogue
from schemas.messages import Deliver
from schemas.names import WorkflowName, postman_id
from worker.settings import Settings
from workflows.dossier_workflow import DossierWorkflow
from workflows.postman_workflow import PostmanWorkflow
from workflows.rules.restoration import restore
from workflows.sitting_workflow import SittingWorkflow
from workflows.submission_workflow import SubmissionWorkflow
from workflows.support.visibility import ON_HOLD

STICKY = timedelta(seconds=2)
"""How long an act waits for the worker with its workflow in memory, which may be dead, before any worker may take it.
Passing over a busy worker costs a replay; with Temporal's usual 10 seconds every kill cost a caller as much."""

POLLERS = PollerBehaviorAutoscaling()
"""How a worker polls for workflow tasks. Of Temporal's usual five pollers one polls for new workflows: in a rush every
fifth submission then waited up to two seconds."""

WORKFLOWS = (DossierWorkflow, SittingWorkflow, SubmissionWorkflow, PostmanWorkflow)


def sandbox() -> WorkflowRunner:
    """Return the sandbox for tests: it checks replayed code for clocks and files, and passes our models through.

    Production runs without it: every shape of every workflow is replayed in this sandbox before it is released, and
    loading the replayed modules anew for each workflow took half of a worker's CPU.
    """
    models = ("schemas", "pydantic", "pydantic_core", "annotated_types")
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*models))


def build_worker(
    client: Client,
    pool: asyncpg.Pool,
    settings: Settings,
    law: PolicyCatalogue,
    *,
    runner: WorkflowRunner | None = None,
) -> Worker:
    """Return a worker, not yet started, that runs all of this project's workflows and activities.

    Args:
        client: Reaches the Temporal server; it must have been made by `vinhdanh.connection.connect`.
        pool: Connections to the ledger.
        settings: The operator's settings.
        law: The rule books by which dossiers are received.
        runner: The workflow runner; by default one without a sandbox.
    """
    ledger = PostgresLedger(pool, law, restore)
    directory = PostgresDirectory(pool)
    announcer = TemporalAnnouncer(client, pool)
    post = MailPost(pool, settings.mail, postmen=settings.postmen)
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=WORKFLOWS,
        activities=[
            *(
                ledger.inquire,
                ledger.working_days,
                ledger.agenda,
                ledger.bodies,
                ledger.successions,
                ledger.load_state,
                ledger.load_finding,
                ledger.record,
            ),
            directory.show_body,
            announcer.announce,
            post.deliver,
        ],
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
        # More acts at once than connections would only wait in the pool, while their timeouts run.
        max_concurrent_local_activities=settings.connections_for_acts,
        sticky_queue_schedule_to_start_timeout=STICKY,
        workflow_task_poller_behavior=POLLERS,
        graceful_shutdown_timeout=timedelta(seconds=settings.grace),
        deployment_config=deployment(settings),
    )


def deployment(settings: Settings) -> WorkerDeploymentConfig | None:
    """Return the release of this worker, where the settings give one: workflows then stay with their first release."""
    if settings.deployment is None or settings.build_id is None:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=settings.deployment, build_id=settings.build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.PINNED,
    )


async def start_postmen(client: Client, settings: Settings) -> None:
    """Ensure that the wanted number of postmen run; those already running stay."""
    for number in range(1, settings.postmen + 1):
        await client.start_workflow(
            WorkflowName.POSTMAN,
            Deliver(number=number),
            id=postman_id(number),
            task_queue=settings.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary=f"Tiến trình gửi thông báo số {number}",
            search_attributes=TypedSearchAttributes([SearchAttributePair(ON_HOLD, False)]),
        )
