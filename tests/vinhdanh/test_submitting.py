"""Submitting a dossier: kept when it returns, once however often it is sent, and refused with a reason."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from schemas.ids import ActorId
from schemas.messages import SubmitDossier, Withdraw
from schemas.names import TASK_QUEUE, WorkflowName, dossier_stream
from schemas.refusals import Reason
from tests.builders.client_messages import a_submission
from tests.builders.values import UNIT, a_number
from tests.vinhdanh.fake_dossier_workflow import FAILS_AT_ONCE, FAILS_UNANSWERED, REFUSED, TWIN
from tests.vinhdanh.fakes import FAKES
from tests.waiting import eventually
from vinhdanh import Declined, Dossiers, VinhDanh


async def reason_of(dossiers: Dossiers, message: SubmitDossier) -> Declined:
    """Return why a dossier is refused."""
    with pytest.raises(Declined) as refused:
        await dossiers.submit(message)
    return refused.value


async def test_a_dossier_is_kept_when_submit_returns(dossiers: Dossiers) -> None:
    """The receipt of its first fact is the proof."""
    message = a_submission()

    submitted = await dossiers.submit(message)

    assert not submitted.already
    assert submitted.receipt is not None
    assert submitted.receipt.stream == dossier_stream(message.dossier.dossier_id)


async def test_the_same_identifier_again_gets_the_first_receipt_and_is_told_so(dossiers: Dossiers) -> None:
    """A portal that lost the answer submits again; a second dossier must not come of it."""
    message = a_submission()
    first = await dossiers.submit(message)

    again = await dossiers.submit(message)

    assert again.already
    assert again.receipt == first.receipt


async def test_a_dossier_that_was_renewed_still_knows_who_submitted_it_first(
    dossiers: Dossiers, client: Client
) -> None:
    """Temporal forgets an answer with the run that gave it, and a dossier has many runs."""
    message = a_submission()
    first = await dossiers.submit(message)
    handle = client.get_workflow_handle(dossier_stream(message.dossier.dossier_id))
    run = (await handle.describe()).run_id
    await handle.signal("renew")

    async def is_renewed() -> bool:
        return (await handle.describe()).run_id != run

    await eventually(is_renewed)
    again = await dossiers.submit(message)

    assert (again.already, again.receipt) == (True, first.receipt)


async def test_an_ended_dossier_still_answers_with_its_receipt(dossiers: Dossiers) -> None:
    """A dossier's end is no reason to accept its identifier anew."""
    message = a_submission()
    first = await dossiers.submit(message)
    await dossiers.withdraw(message.dossier.dossier_id, Withdraw(by=ActorId(UNIT), reason="Rà soát lại"))

    again = await dossiers.submit(message)

    assert (again.already, again.receipt) == (True, first.receipt)


async def test_a_dossier_started_by_another_way_is_joined(dossiers: Dossiers, client: Client, task_queue: str) -> None:
    """Temporal's own command line starts dossiers too, and leaves no record of who asked for the receipt."""
    message = a_submission()
    stream = dossier_stream(message.dossier.dossier_id)
    await client.start_workflow(WorkflowName.DOSSIER, message, id=stream, task_queue=task_queue)

    submitted = await dossiers.submit(message)

    assert submitted.already
    assert submitted.receipt is not None


@pytest.mark.parametrize(
    "award",
    [
        pytest.param(REFUSED, id="refused in answer"),
        pytest.param(FAILS_AT_ONCE, id="failed before the question was taken"),
        pytest.param(FAILS_UNANSWERED, id="failed before the question was answered"),
    ],
)
async def test_a_refused_opening_gives_its_reason_and_frees_the_identifier(dossiers: Dossiers, award: str) -> None:
    """However the workflow fails, the submitter is told why, and may submit a corrected dossier."""
    message = a_submission(award=award)

    refused = await reason_of(dossiers, message)
    corrected = await dossiers.submit(a_submission(dossier_id=message.dossier.dossier_id))

    assert refused.reason is Reason.UNKNOWN_AWARD
    assert refused.message == "Không có hình thức này."
    assert refused.details == ("refused_award",)
    assert not corrected.already


async def is_started(client: Client, message: SubmitDossier) -> bool:
    """Return whether a dossier has a workflow."""
    try:
        return bool((await client.get_workflow_handle(dossier_stream(message.dossier.dossier_id)).describe()).run_id)
    except RPCError:
        return False


async def unanswered(client: Client, message: SubmitDossier, **queue: str) -> Declined:
    """Submit a dossier where no worker runs until Temporal has it, and return the caller's answer."""
    hurried = VinhDanh(client, patience=timedelta(seconds=0.5), **queue).dossiers

    async def told() -> Declined | None:
        declined = await reason_of(hurried, message)
        return declined if await is_started(client, message) else None

    declined = await eventually(told)
    assert declined is not None
    return declined


async def test_a_twin_is_refused_again_when_it_is_sent_again(dossiers: Dossiers) -> None:
    """Its refusal is a fact, and a fact does not change with the number of times one asks."""
    message = a_submission(award=TWIN)

    first, again = await reason_of(dossiers, message), await reason_of(dossiers, message)

    assert first.reason is again.reason is Reason.TWIN_DOSSIER
    assert first.details == again.details == ("hs-1",)


async def test_silence_is_unanswered_and_says_so(client: Client) -> None:
    """No worker runs there: the fate of the act is unknown, and the same act may be sent again."""
    unheard = VinhDanh(client, task_queue=f"nobody-{a_number()}", patience=timedelta(seconds=1)).dossiers
    message = a_submission()

    refused = await reason_of(unheard, message)

    assert refused.reason is Reason.UNANSWERED
    assert "gửi lại" in refused.message


async def test_an_unanswered_submission_is_answered_when_it_is_sent_again(client: Client) -> None:
    """The first attempt started the dossier, though there was no worker to keep it."""
    message = a_submission()
    queue = f"late-{a_number()}"
    refused = await unanswered(client, message, task_queue=queue)

    async with Worker(client, task_queue=queue, workflows=FAKES, workflow_runner=UnsandboxedWorkflowRunner()):
        submitted = await VinhDanh(client, task_queue=queue).dossiers.submit(message)

    assert refused.reason is Reason.UNANSWERED
    assert submitted.already
    assert submitted.receipt is not None


async def test_a_cancelled_caller_stays_cancelled(client: Client) -> None:
    """Stopping a service must not wait for an unanswered act."""
    unheard = VinhDanh(client, task_queue=f"nobody-{a_number()}").dossiers
    message = a_submission()
    waiting = asyncio.create_task(unheard.submit(message))

    await eventually(lambda: is_started(client, message))
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_the_usual_queue_is_the_workers(client: Client) -> None:
    """A service that names no queue must reach the workers that were given none either."""
    message = a_submission()

    await unanswered(client, message)
    handle = client.get_workflow_handle(dossier_stream(message.dossier.dossier_id))
    started = await handle.describe()
    await handle.terminate("no other test may find it in the usual queue")

    assert started.task_queue == TASK_QUEUE
