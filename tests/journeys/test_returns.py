"""Sent back and supplemented: on submission, by the cluster, by the council, by the authority."""

import pytest

from schemas.facts import DossierReturned, DossierSupplemented
from schemas.ids import ActorId
from schemas.messages import Supplement
from schemas.names import dossier_stream
from schemas.refusals import Reason
from schemas.stages import Stage
from tests.builders.values import a_document, a_dossier
from tests.journeys.office_driver import OfficeDriver, back
from vinhdanh import Declined


async def test_an_incomplete_dossier_waits_with_its_unit_until_it_is_complete(driver: OfficeDriver) -> None:
    """Everything that is missing is named at once; half of it is not enough."""
    dossier = await driver.submit(a_dossier(documents=()))
    awaiting = (await driver.show(dossier)).awaiting
    assert awaiting is not None
    assert [defect.kind for defect in awaiting.missing] == ["proposal_letter", "achievement_report"]
    assert awaiting.body.id == dossier.unit.id
    assert awaiting.due_on is not None

    await driver.supplement(dossier, "achievement_report")
    still = (await driver.show(dossier)).awaiting
    assert still is not None
    assert [defect.kind for defect in still.missing] == ["proposal_letter"]
    await driver.supplement(dossier, "proposal_letter")

    view = await driver.show(dossier)
    assert view.stage is Stage.CLUSTER
    assert {document.kind for document in view.documents} == {"achievement_report", "proposal_letter"}
    letters = await driver.letters(dossier_stream(dossier.dossier_id))
    assert [letter.template for letter in letters] == ["incomplete", "incomplete", "received"]


@pytest.mark.parametrize("stage", [Stage.CLUSTER, Stage.COUNCIL])
async def test_a_body_sends_it_back_and_considers_it_again(driver: OfficeDriver, stage: Stage) -> None:
    """It returns to the stage that asked, is voted on there, and goes on."""
    dossier = await driver.carry(stage)

    await driver.hold(stage, dossier, returned=(back(dossier, "Bổ sung xác nhận thuế."),))
    awaiting = (await driver.show(dossier)).awaiting
    assert awaiting is not None
    assert (awaiting.body.id, awaiting.reasons) == (dossier.unit.id, ("Bổ sung xác nhận thuế.",))
    assert awaiting.due_on is not None
    await driver.supplement(dossier, "tax_confirmation")
    assert (await driver.show(dossier)).stage is stage
    await driver.hold(stage, dossier)

    assert (await driver.show(dossier)).stage is (Stage.COUNCIL if stage is Stage.CLUSTER else Stage.DECISION)
    kinds = (await driver.story(dossier))[-3:]
    assert kinds == ["dossier_returned", "dossier_supplemented", "dossier_forwarded"]


async def test_the_authority_sends_it_back(driver: OfficeDriver) -> None:
    """A note is an answer too, where no paper was asked for."""
    dossier = await driver.carry(Stage.DECISION)
    await driver.decide(await driver.put_forward(dossier), returned=(back(dossier, "Giải trình số liệu."),))

    await driver.supplement(dossier)

    returned, supplemented = (await driver.facts(dossier_stream(dossier.dossier_id)))[-2:]
    assert isinstance(returned, DossierReturned)
    assert (returned.stage, returned.reasons) == (Stage.DECISION, ("Giải trình số liệu.",))
    assert isinstance(supplemented, DossierSupplemented)
    assert supplemented.note == "Đơn vị giải trình."
    assert (await driver.show(dossier)).stage is Stage.DECISION


async def test_the_same_supplement_again_gets_the_same_receipt(driver: OfficeDriver) -> None:
    """A unit whose answer was lost on the way sends it again; the ledger holds it once."""
    dossier = await driver.carry(Stage.UNIT)
    awaiting = (await driver.show(dossier)).awaiting
    assert awaiting is not None
    assert awaiting.answers is not None
    act = Supplement(
        by=ActorId(dossier.unit.id), answers=awaiting.answers, documents=(a_document("achievement_report"),)
    )

    first = await driver.offices.dossiers.supplement(dossier.dossier_id, act)
    again = await driver.offices.dossiers.supplement(dossier.dossier_id, act)

    assert again == first
    assert await driver.story(dossier) == ["dossier_submitted", "dossier_supplemented"]


async def test_a_supplement_that_nobody_asked_for_is_refused(driver: OfficeDriver) -> None:
    """While a body considers it, the file does not change."""
    dossier = await driver.carry(Stage.CLUSTER)
    act = Supplement(by=ActorId(dossier.unit.id), answers=1, documents=(a_document("achievement_report"),))

    with pytest.raises(Declined) as declined:
        await driver.offices.dossiers.supplement(dossier.dossier_id, act)

    assert declined.value.reason is Reason.NOT_WITH_ITS_UNIT
    assert await driver.story(dossier) == ["dossier_submitted"]


async def test_only_its_unit_supplements(driver: OfficeDriver) -> None:
    """Papers from another office do not count as the unit's."""
    dossier = await driver.carry(Stage.UNIT)
    act = Supplement(by=ActorId("nguoi-la"), answers=1, documents=(a_document("achievement_report"),))

    with pytest.raises(Declined) as declined:
        await driver.offices.dossiers.supplement(dossier.dossier_id, act)

    assert declined.value.reason is Reason.NOT_YOURS
