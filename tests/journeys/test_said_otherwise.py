"""The same act with other words: it is refused by name, for the first one's receipt would not cover its content."""

import pytest
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from schemas.ids import ActorId, SeatId
from schemas.messages import Close, Hear, Supplement
from schemas.names import UpdateName, dossier_stream, sitting_stream
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.stages import Stage
from tests.builders.values import a_document
from tests.journeys.office_driver import OfficeDriver, back
from vinhdanh import Declined


async def test_a_second_answer_to_one_request_is_refused(driver: OfficeDriver) -> None:
    """Papers sent after the first answer under its number: the unit is told that the request is answered."""
    dossier = await driver.carry(Stage.UNIT)
    report = Supplement(by=ActorId(dossier.unit.id), answers=1, documents=(a_document("achievement_report"),))
    first = await driver.offices.dossiers.supplement(dossier.dossier_id, report)

    assert await driver.offices.dossiers.supplement(dossier.dossier_id, report) == first
    other = report.model_copy(update={"documents": (a_document("proposal_letter"),)})
    with pytest.raises(Declined) as declined:
        await driver.offices.dossiers.supplement(dossier.dossier_id, other)
    assert declined.value.reason is Reason.NOT_WITH_ITS_UNIT
    assert await driver.story(dossier) == ["dossier_submitted", "dossier_supplemented"]


async def test_a_sitting_speaks_once_of_a_dossier(client: Client, driver: OfficeDriver) -> None:
    """It sent the dossier back; told again of the same, the dossier answers as before, though it has come again."""
    dossier = await driver.submit()
    view = await driver.hold(Stage.CLUSTER, dossier, returned=(back(dossier),))
    returned = (await driver.facts(dossier_stream(dossier.dossier_id)))[-1]
    await driver.supplement(dossier)
    source = sitting_stream(view.sitting_id)
    closed = (await driver.facts(source))[-2]
    handle = client.get_workflow_handle(dossier_stream(dossier.dossier_id))
    hear = Hear(source=source, sequence=closed.sequence)

    again = await handle.execute_update(UpdateName.HEAR, hear, result_type=Receipt)
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update(UpdateName.HEAR, hear.model_copy(update={"sequence": closed.sequence - 1}))

    assert again.sequence == returned.sequence
    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == Reason.NO_SUCH_FINDING
    assert (await driver.show(dossier)).stage is Stage.CLUSTER


async def test_a_second_withdrawal_with_another_reason_is_refused(driver: OfficeDriver) -> None:
    """The reason that was kept is the first; the sender of another must not think that it was kept."""
    dossier = await driver.submit()
    first = await driver.withdraw(dossier, "Nộp nhầm đợt.")

    assert await driver.withdraw(dossier, "Nộp nhầm đợt.") == first
    with pytest.raises(Declined) as declined:
        await driver.withdraw(dossier, "Đơn vị xem xét lại.")
    assert declined.value.reason is Reason.DOSSIER_CLOSED


async def test_a_second_close_that_says_who_came_is_refused(driver: OfficeDriver) -> None:
    """The count is made; a list of those present that comes too late would change nothing in it."""
    sitting = await driver.convene(Stage.CLUSTER, await driver.submit())
    for seat in range(1, 5):
        await driver.cast(sitting, seat, "A")
    await driver.close(sitting)
    facts = len(await driver.facts(sitting_stream(sitting.sitting_id)))

    late = Close(by=sitting.by, attended=(SeatId("seat-5"),))
    with pytest.raises(Declined) as declined:
        await driver.offices.sittings.close(sitting.sitting_id, late)

    assert declined.value.reason is Reason.SITTING_CLOSED
    assert len(await driver.facts(sitting_stream(sitting.sitting_id))) == facts
