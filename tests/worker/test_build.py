"""The one wiring: what production runs is what these tests run."""

import asyncpg
import pytest
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from policies.catalogue import PolicyCatalogue
from schemas.ids import ActorId
from schemas.messages import SubmitDossier
from schemas.names import QueryName, postman_id
from schemas.workflow_state import PostmanState
from tests.builders.values import a_contact, a_dossier, a_number, an_organisation, submitted
from tests.mailbox import Mailbox
from tests.registered import a_registered, register
from vinhdanh import VinhDanh
from vinhdanh.dossiers import Dossiers
from worker.build import build_worker, deployment, sandbox, start_postmen
from worker.demo import LAW
from worker.settings import Settings


@pytest.fixture
def dossiers(worker: Worker, client: Client, settings: Settings) -> Dossiers:
    """The client of the session's worker."""
    return VinhDanh(client, task_queue=settings.task_queue).dossiers


async def test_a_dossier_goes_through_every_part(dossiers: Dossiers, pool: asyncpg.Pool, mailbox: Mailbox) -> None:
    """Submitted through the client, kept by the ledger, sent by the postman: no wire is loose."""
    unit = f"don-vi-{a_number()}"
    dossier = a_dossier(unit=an_organisation(unit))
    async with pool.acquire() as conn:
        await register(conn, a_registered(unit))

    answered = await dossiers.submit(SubmitDossier(dossier=submitted(dossier), by=ActorId(unit)))
    letters = await mailbox.expect(a_contact(unit).email)

    assert answered.receipt is not None
    kept = await pool.fetchval("SELECT encode(hash, 'hex') FROM fact WHERE stream = $1", answered.receipt.stream)
    assert kept == answered.receipt.hash
    assert dossier.dossier_id in letters[0].as_string()


async def test_postmen_that_are_there_stay(worker: Worker, client: Client, settings: Settings) -> None:
    """Every worker that starts sees to the postmen; a second one of the same number would double the round."""
    before = await client.get_workflow_handle(postman_id(1)).describe()

    await start_postmen(client, settings)

    assert (await client.get_workflow_handle(postman_id(1)).describe()).run_id == before.run_id
    shown = await client.get_workflow_handle(postman_id(1)).query(QueryName.SHOW, result_type=PostmanState)
    assert shown.parked == 0


def test_replayed_code_is_watched_and_our_models_pass() -> None:
    """A stray clock under `workflows/` must be caught; a model loaded twice would be two classes of one name."""
    runner = sandbox()

    assert isinstance(runner, SandboxedWorkflowRunner)
    passed = runner.restrictions.passthrough_modules
    assert {"schemas", "pydantic"} <= passed
    assert not {"workflows", "workflows.rules"} & passed


def test_without_a_deployment_workers_are_not_versioned(settings: Settings) -> None:
    """A versioned worker gets no work until its version is made current: a surprise on a laptop."""
    assert deployment(settings) is None


async def test_with_a_deployment_workflows_stay_with_the_release_they_began_on(
    client: Client, pool: asyncpg.Pool, settings: Settings
) -> None:
    """A dossier lives for months and must not be replayed on code that it has not seen."""
    released = settings.model_copy(update={"deployment": "vinhdanh", "build_id": "2026.11"})

    worker = build_worker(client, pool, released, PolicyCatalogue.load(LAW))

    config = worker.config()["deployment_config"]
    assert config is not None
    assert config.use_worker_versioning
    assert (config.version.deployment_name, config.version.build_id) == ("vinhdanh", "2026.11")
