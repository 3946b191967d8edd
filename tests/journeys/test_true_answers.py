"""Every answer is true: after a refused start, after an end, after a workflow was stopped from outside."""

from collections.abc import Awaitable
from typing import Any

import pytest
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError

from schemas.ids import ActorId, AwardId
from schemas.messages import Close, SubmitDossier, Supplement
from schemas.names import UpdateName, WorkflowName, dossier_stream, sitting_stream
from schemas.refusals import Reason
from schemas.stages import Stage
from tests.builders.values import UNIT, a_dossier, submitted
from tests.journeys.office_driver import SOON, OfficeDriver, a_convening, a_decision, a_list
from vinhdanh import Declined
from worker.settings import Settings

NOTE = Supplement(by=ActorId(UNIT), answers=1, note="Giải trình.")


async def declined(act: Awaitable[Any]) -> Declined:
    """Return why an act is not taken."""
    with pytest.raises(Declined) as caught:
        await act
    return caught.value


async def test_a_dossier_whose_start_was_refused_does_not_exist(driver: OfficeDriver) -> None:
    """Neither «try again» nor «already ended»: it was refused, and this is why."""
    dossier, doors = a_dossier(award=AwardId("no_such_award")), driver.offices.dossiers
    refused = await declined(driver.submit(dossier))

    shown = await declined(doors.show(dossier.dossier_id))
    acted = await declined(doors.supplement(dossier.dossier_id, NOTE))

    assert refused.reason is Reason.UNKNOWN_AWARD
    for answer in (shown, acted):
        assert answer.reason is Reason.NOT_FOUND
        assert refused.message in answer.message
        assert answer.details[:2] == (dossier.dossier_id, Reason.UNKNOWN_AWARD)


async def test_a_sitting_and_a_list_whose_start_was_refused_do_not_exist(driver: OfficeDriver) -> None:
    """A caller who votes, closes or decides is told so, and that a dossier waits elsewhere."""
    dossier = await driver.carry(Stage.COUNCIL)
    sitting, letter = a_convening(Stage.CLUSTER, dossier), a_list(dossier)
    sittings, submissions = driver.offices.sittings, driver.offices.submissions
    for start in (sittings.convene(sitting), submissions.put_forward(letter)):
        assert (await declined(start)).reason is Reason.NOT_WAITING_HERE

    answers = [
        await declined(driver.cast(sitting, 1, "A")),
        await declined(sittings.close(sitting.sitting_id, Close(by=sitting.by))),
        await declined(sittings.explain(sitting.sitting_id, dossier.dossier_id)),
        await declined(submissions.decide(letter.submission_id, a_decision(granted=(dossier.dossier_id,)))),
        await declined(submissions.show(letter.submission_id)),
    ]

    assert {answer.reason for answer in answers} == {Reason.NOT_FOUND}
    assert all(answer.details[1] == Reason.NOT_WAITING_HERE for answer in answers)


async def test_a_malformed_start_answers_its_caller(client: Client, driver: OfficeDriver, settings: Settings) -> None:
    """With type and fields, as an act does; the identifier stays free."""
    dossier = a_dossier()
    stream = dossier_stream(dossier.dossier_id)
    body = SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id)).model_dump(
        mode="json", exclude_none=True
    )
    del body["dossier"]["nominee"]["kind"]
    opening: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        WorkflowName.DOSSIER,
        body,
        id=stream,
        task_queue=settings.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
    )

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await client.execute_update_with_start_workflow(UpdateName.RECEIPT, start_workflow_operation=opening)
    with pytest.raises(WorkflowFailureError) as failed:
        await client.get_workflow_handle(stream).result()

    for cause in (refused.value.cause, failed.value.cause):
        assert isinstance(cause, ApplicationError)
        assert cause.type == Reason.MALFORMED
        assert "dossier.nominee" in cause.details[0][0]
    await driver.submit(dossier)


async def test_the_same_identifier_with_another_body_is_refused(driver: OfficeDriver) -> None:
    """While it is on its way and after its end; nothing of the first one changes."""
    dossier = await driver.submit()
    another = a_dossier(dossier_id=dossier.dossier_id, nominee=a_dossier().nominee)
    before = await driver.show(dossier)

    running = await declined(driver.submit(another))
    assert await driver.show(dossier) == before
    await driver.withdraw(dossier)
    ended = await declined(driver.submit(another))

    assert running.reason is ended.reason is Reason.ALREADY_STARTED


async def test_a_terminated_dossier_is_interrupted_and_the_same_start_resumes_it(
    client: Client, driver: OfficeDriver
) -> None:
    """It has not ended; sent again to the letter, it goes on from what the ledger holds."""
    dossier = await driver.carry(Stage.COUNCIL)
    stream = dossier_stream(dossier.dossier_id)
    first = (await driver.facts(stream))[0]
    await client.get_workflow_handle(stream).terminate("nhầm")

    acted = await declined(driver.offices.dossiers.supplement(dossier.dossier_id, NOTE))
    resumed = await driver.offices.dossiers.submit(
        SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id))
    )

    assert acted.reason is Reason.INTERRUPTED
    assert (resumed.receipt.sequence, resumed.receipt.at) == (1, first.at)
    assert (await driver.show(dossier)).stage is Stage.COUNCIL


async def test_a_cancelled_dossier_goes_on(client: Client, driver: OfficeDriver) -> None:
    """Only an act ends one."""
    dossier = await driver.submit()
    await client.get_workflow_handle(dossier_stream(dossier.dossier_id)).cancel()

    await driver.hold(Stage.CLUSTER, dossier)

    assert (await driver.show(dossier)).stage is Stage.COUNCIL


async def test_the_last_act_sent_again_is_answered_with_its_receipt(driver: OfficeDriver) -> None:
    """From any sender, when everything is over; in other words it is refused."""
    dossier, gone = await driver.carry(Stage.DECISION), await driver.submit()
    letter, decision = a_list(dossier), a_decision(granted=(dossier.dossier_id,))
    submissions = driver.offices.submissions
    await submissions.put_forward(letter)
    decided = await submissions.decide(letter.submission_id, decision)
    await submissions.announced(letter.submission_id, SOON)
    withdrawn = await driver.withdraw(gone, "Nộp nhầm đợt.")

    assert await submissions.decide(letter.submission_id, decision) == decided
    assert await driver.withdraw(gone, "Nộp nhầm đợt.") == withdrawn
    assert (await declined(driver.withdraw(gone, "Lý do khác."))).reason is Reason.DOSSIER_CLOSED


async def test_a_ballot_sent_again_after_the_close_is_answered_with_its_receipt(driver: OfficeDriver) -> None:
    """Temporal has forgotten it; the sitting has not."""
    sitting = await driver.convene(Stage.CLUSTER, await driver.submit())
    receipts = [await driver.cast(sitting, seat, "A") for seat in range(1, 6)]
    closed = await driver.offices.sittings.close(sitting.sitting_id, Close(by=sitting.by))
    await driver.offices.sittings.announced(sitting.sitting_id, SOON)

    assert await driver.cast(sitting, 5, "A") == receipts[-1]
    assert await driver.offices.sittings.close(sitting.sitting_id, Close(by=sitting.by)) == closed
    assert [fact.kind for fact in await driver.facts(sitting_stream(sitting.sitting_id))].count("ballot_cast") == 5
