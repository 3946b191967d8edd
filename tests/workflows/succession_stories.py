"""The stories of a dossier and a sitting whose bodies end: merged, split, and told of it more than once."""

from schemas.bodies import BodyKind
from schemas.body_register import Ended
from schemas.calendars import day_of
from schemas.ids import ActorId, BodyId
from schemas.messages import Succeed
from schemas.names import UpdateName, dossier_stream, sitting_stream
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from tests.builders.values import NOON, a_body, a_document, a_dossier, an_organisation
from tests.registered import a_registered, with_its_roll
from tests.registered_rolls import an_ended
from tests.workflows.recording_stack import Scene, Told


async def dossier_succeeded(scene: Scene) -> Told:
    """Its unit is merged, then the successor split; told again, nothing happens; the one that is named supplements."""
    driver, (a, b, c, d, agency) = scene.driver, map(BodyId, ("dv-a", "dv-b", "dv-c", "dv-d", "co-quan-tt"))
    await driver.register(*map(a_registered, (a, b, c, d, agency)))
    papers = (a_document("proposal_letter"),)
    dossier = a_dossier(unit=an_organisation(a), agency=an_organisation(agency), documents=papers)
    await driver.carry(Stage.UNIT, dossier)
    stream = dossier_stream(dossier.dossier_id)
    for ended in (an_ended(a, b), an_ended(b, c, d)):
        await driver.register(ended)
        for _ in range(2):
            await scene.handle(stream).execute_update(UpdateName.TELL)
    naming = Succeed(by=ActorId(agency), was=b, now=d)
    await driver.offices.dossiers.succeed(dossier.dossier_id, naming)
    successor = dossier.evolve(unit=an_organisation(d))
    await driver.supplement(successor, "achievement_report")
    await driver.withdraw(successor)
    assert await driver.story(dossier) == [
        *("dossier_submitted", "body_succeeded", "body_split", "body_succeeded"),
        *("dossier_supplemented", "dossier_withdrawn"),
    ]
    return Told(stream)


async def sitting_of_an_ended_body(scene: Scene) -> Told:
    """Its council ends while the ballot is open; told again, nothing happens."""
    driver, old, new = scene.driver, BodyId("hd-cu"), BodyId("hd-moi")
    council = a_body(old, 5, BodyKind.COUNCIL)
    (record,) = with_its_roll(council)
    await driver.register(record, *with_its_roll(a_body(new, 5, BodyKind.COUNCIL)))
    dossier = await driver.carry(Stage.COUNCIL, a_dossier(council=an_organisation(old)))
    sitting = await driver.convene(Stage.COUNCIL, dossier, body=council)
    await driver.cast(sitting, 1, "A")
    await driver.register(record.evolve(ended=Ended(on=day_of(NOON), into=(new,))))
    stream = sitting_stream(sitting.sitting_id)
    for _ in range(2):
        await scene.handle(stream).execute_update(UpdateName.TELL)
    assert (await driver.offices.sittings.show(sitting.sitting_id)).status is SittingStatus.ADJOURNED
    assert [fact.kind for fact in await driver.facts(stream)] == [
        *("sitting_convened", "ballot_cast", "sitting_adjourned")
    ]
    return Told(stream)


SUCCESSION_STORIES = (dossier_succeeded, sitting_of_an_ended_body)
