"""Malformed bodies, sent by the `temporal` command line: refused at once, by the names of their fields alone."""

import json
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowFailureError
from temporalio.exceptions import ApplicationError

from schemas.names import WorkflowName, dossier_stream
from schemas.refusals import Reason
from tests.builders.values import a_number
from tests.journeys import documented_commands
from tests.journeys.documented_commands import CommandResult
from tests.journeys.office_driver import OfficeDriver
from vinhdanh.declined import from_error
from worker.settings import Settings

UNSEEN = "khong-ai-duoc-thay"
WRONG = json.dumps({"by": 7, "lý do": UNSEEN})


async def temporal_says(client: Client, *arguments: str) -> CommandResult:
    """Run a command of Temporal's command line against this session's server."""
    return await documented_commands.run(("temporal", *arguments), client.service_client.config.target_host)


async def started(client: Client, settings: Settings, kind: str, *body: str) -> str:
    """Start a workflow with a body, as a caller without our client does, and return its identifier."""
    name = f"hong-{a_number()}"
    said = await temporal_says(
        client, "workflow", "start", "--type", kind, "--workflow-id", name, "--task-queue", settings.task_queue, *body
    )
    assert said.code == 0
    return name


async def test_a_malformed_act_is_refused_by_the_names_of_its_fields(client: Client, driver: OfficeDriver) -> None:
    """The sender corrects the body from this line; its content is not repeated, and nothing is kept."""
    dossier = await driver.submit()
    stream = dossier_stream(dossier.dossier_id)

    said = await temporal_says(
        client, "workflow", "update", "execute", "--workflow-id", stream, "--name", "withdraw", "--input", WRONG
    )

    assert (said.code, said.out) == (1, "")
    assert "type: PayloadValidationError" in said.err
    assert "by: Input should be a valid string; reason: Field required; lý do: Extra inputs" in said.err
    assert UNSEEN not in said.err
    assert await driver.story(dossier) == ["dossier_submitted"]


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (WorkflowName.DOSSIER, "dossier: Field required"),
        (WorkflowName.SITTING, "sitting_id: Field required"),
        (WorkflowName.SUBMISSION, "letter: Field required"),
        (WorkflowName.POSTMAN, "lý do: Extra inputs are not permitted"),
    ],
)
async def test_a_malformed_start_fails_at_once(client: Client, settings: Settings, kind: str, field: str) -> None:
    """A workflow that cannot read its body would otherwise try for ever, and its sender wait as long."""
    name = await started(client, settings, kind, "--input", WRONG)

    said = await temporal_says(client, "workflow", "result", "--workflow-id", name)

    assert said.code == 1
    assert "FAILED" in said.out
    assert f"Message: Nội dung không đúng mẫu: {field}" in said.out or f"; {field}" in said.out
    assert UNSEEN not in said.out


@pytest.mark.usefixtures("worker")
async def test_the_failure_of_a_start_is_one_that_our_client_reads(client: Client, settings: Settings) -> None:
    """Programs go by the type and the details, a line for each field."""
    name = await started(client, settings, WorkflowName.SUBMISSION, "--input", WRONG)

    with pytest.raises(WorkflowFailureError) as failed:
        await client.get_workflow_handle(name).result()

    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == Reason.MALFORMED
    assert failed.value.cause.cause is None
    told = from_error(failed.value)
    assert told.reason is Reason.MALFORMED
    assert "by: Input should be a valid string" in told.details


@pytest.mark.usefixtures("worker")
async def test_a_start_with_a_hundred_thousand_wrong_fields_fails_like_any_other(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    """A failure that named them all would be larger than Temporal takes, and the workflow would never end."""
    file = tmp_path / "junk.json"
    file.write_text(json.dumps({f"f{number:06}": 1 for number in range(100_000)}), encoding="utf-8")
    name = await started(client, settings, WorkflowName.DOSSIER, "--input-file", str(file))

    with pytest.raises(WorkflowFailureError) as failed:
        await client.get_workflow_handle(name).result()

    assert from_error(failed.value).details == ("(body): 100002 fields are wrong",)
