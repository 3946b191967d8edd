"""The stories of sittings, submissions and the postman whose histories are kept: one for each shape of a run."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from temporalio.api.enums.v1 import EventType
from temporalio.worker import Worker

from schemas.attendance import Stay
from schemas.facts import SittingOpened, SittingReconvened
from schemas.ids import ActorId, AwardId, BasisId, SeatId
from schemas.messages import Adjourn, Amend, Deliver, Reconvene, RecordAttendance, Recuse, ScoreDossier, WithdrawBallot
from schemas.names import SignalName, WorkflowName, postman_id, sitting_stream, submission_stream
from schemas.scoring import Scored, ScoreStep, Sheet
from schemas.sitting import Places, SittingStatus
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.vote_counts import CountKind
from tests.builders.values import an_organisation
from tests.builders.vote_counts import a_count, seats, sums
from tests.journeys import charter
from tests.journeys.charter import a_cluster, a_substitute, voted
from tests.journeys.office_driver import SOON, a_convening, back, the_body
from tests.registered import a_registered, with_its_roll
from tests.waiting import eventually
from tests.workflows.recording_fakes import Messenger
from tests.workflows.recording_stack import Scene, Told
from vinhdanh import Declined
from worker.build import sandbox
from workflows.postman_workflow import PostmanWorkflow


async def sitting_carried(scene: Scene) -> Told:
    """Two dossiers, one carried and one not."""
    driver = scene.driver
    carried, defeated = [await driver.carry(Stage.CLUSTER) for _ in range(2)]
    view = await driver.hold(Stage.CLUSTER, carried, defeated, votes=["AA", "AA", "AD", "AD", "AX"])
    return Told(sitting_stream(view.sitting_id))


async def sitting_reconvened(scene: Scene) -> Told:
    """Adjourned for want of a quorum, and held again."""
    driver = scene.driver
    sitting = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER))
    await driver.cast(sitting, 1, "A")
    assert (await driver.close(sitting)).status is SittingStatus.ADJOURNED
    await driver.reconvene(sitting, meeting=2)
    for seat in range(1, 6):
        await driver.cast(sitting, seat, "A", meeting=2)
    assert (await driver.close(sitting, meeting=2)).status is SittingStatus.ANNOUNCED
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_closed_by_the_clock(scene: Scene) -> Told:
    """It closes by its clock."""
    driver = scene.driver
    dossier = await driver.carry(Stage.CLUSTER)
    closes_at = datetime.now(UTC) + timedelta(seconds=3)
    sitting = await driver.convene(Stage.CLUSTER, dossier, closes_at=closes_at)
    for seat in range(1, 6):
        await driver.cast(sitting, seat, "A")
    await driver.offices.sittings.announced(sitting.sitting_id, SOON)
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_ballots_changed(scene: Scene) -> Told:
    """A seat changes its ballot, and sends the new one twice."""
    driver = scene.driver
    sitting = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER))
    for seat in range(1, 6):
        await driver.cast(sitting, seat, "D")
    for _ in range(2):
        await driver.cast(sitting, 1, "A", revision=2)
    await driver.close(sitting, attended=("seat-1",))
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_renewed(scene: Scene) -> Told:
    """Continued as new between two ballots; one of the first run's is sent again to the second."""
    driver = scene.driver
    closes_at = datetime.now(UTC) + timedelta(days=1)
    sitting = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER), closes_at=closes_at)
    await driver.cast(sitting, 1, "A")
    await scene.renew(sitting_stream(sitting.sitting_id))
    for seat in range(1, 5):
        await driver.cast(sitting, seat, "A")
    await driver.close(sitting)
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_at_the_edges(scene: Scene) -> Told:
    """Called, amended, put off, opened at its time, with all that its charter allows, and closed by itself twice."""
    driver, sittings = scene.driver, scene.driver.offices.sittings
    award, basis = AwardId("pm_merit_certificate"), BasisId("merit")
    body = a_cluster("DV-A", "DV-B", "DV-C", substitutes={"DV-B": (a_substitute("pho-b", date(2024, 1, 1)),)})
    await driver.register(*with_its_roll(body), a_registered("DV-D"))
    one, other, third, struck = [
        await driver.submit(unit=an_organisation(f"DV-{name}"), award=award, basis=basis) for name in "ABCD"
    ]
    call = a_convening(Stage.CLUSTER, one, other, struck).model_copy(
        update={
            "opens_at": datetime.now(UTC) + timedelta(hours=1),
            "places": (Places(award=award, basis=basis, count=1),),
        }
    )
    await sittings.convene(call)
    why = Reasoned(dossier_id=struck.dossier_id, reasons=("Đơn vị đề nghị lùi.",))
    await sittings.amend(call.sitting_id, Amend(by=call.by, strike=(why,), add=(third.dossier_id,)))
    for dossier, unit in ((one, "DV-A"), (other, "DV-B"), (third, "DV-C")):
        sheet = Sheet(groups=tuple(Scored(group=group, points=Decimal(200)) for group in charter.GROUPS))
        for turn, (step, by) in enumerate({ScoreStep.SELF: unit, ScoreStep.CHECKED: call.by}.items(), start=1):
            score = ScoreDossier(by=ActorId(by), dossier_id=dossier.dossier_id, step=step, turn=turn, sheet=sheet)
            await sittings.score(call.sitting_id, score)
    await sittings.adjourn(call.sitting_id, Adjourn(by=call.by, reason="Chủ tọa đi công tác."))
    soon = datetime.now(UTC) + timedelta(seconds=2)
    await sittings.reconvene(call.sitting_id, Reconvene(by=call.by, meeting=2, opens_at=soon))
    await scene.has(sitting_stream(call.sitting_id), EventType.EVENT_TYPE_TIMER_FIRED)
    now = call.model_copy(update={"agenda": (one.dossier_id, other.dossier_id, third.dossier_id)})
    await voted(driver, now, "DV-A", "-AA", meeting=2)
    await sittings.withdraw_ballot(call.sitting_id, WithdrawBallot(seat=SeatId("DV-A"), revision=1, meeting=2))
    related = Recuse(seat=SeatId("DV-A"), by=call.by, dossiers=(third.dossier_id,), reason="Có quan hệ gia đình.")
    await sittings.recuse(call.sitting_id, related)
    await voted(driver, now, "DV-A", "-A-", meeting=2, revision=2)
    await voted(driver, now, "DV-B", "A-A", meeting=2, by=ActorId("pho-b"))
    await voted(driver, now, "DV-C", "AA-", meeting=2)
    tied = (await sittings.announced(call.sitting_id, SOON)).contested[0].dossiers
    assert tied == (one.dossier_id, other.dossier_id)
    again = call.model_copy(update={"agenda": tied})
    for unit, marks in {"DV-A": "-D", "DV-B": "A-", "DV-C": "AD"}.items():
        await voted(driver, again, unit, marks, meeting=3)
    await sittings.announced(call.sitting_id, SOON)
    return Told(sitting_stream(call.sitting_id))


async def sitting_of_another_roll(scene: Scene) -> Told:
    """Between its call and its ballot a member leaves; before its second meeting another one comes."""
    driver = scene.driver
    dossier = await driver.carry(Stage.COUNCIL)
    soon = datetime.now(UTC) + timedelta(seconds=2)
    sitting = await driver.convene(Stage.COUNCIL, dossier, seats=6, opens_at=soon)
    await driver.register(*with_its_roll(the_body(Stage.COUNCIL, seats=5)))
    stream = sitting_stream(sitting.sitting_id)
    await scene.has(stream, EventType.EVENT_TYPE_TIMER_FIRED)
    await driver.cast(sitting, 1, "A")
    assert (await driver.close(sitting)).status is SittingStatus.ADJOURNED
    await driver.register(*with_its_roll(the_body(Stage.COUNCIL, seats=7)))
    await driver.reconvene(sitting, meeting=2)
    for seat in range(1, 8):
        await driver.cast(sitting, seat, "A", meeting=2)
    await driver.close(sitting, meeting=2)
    facts = await driver.facts(stream)
    rolls = [
        len(fact.roll.body.seats) for fact in facts if isinstance(fact, SittingOpened | SittingReconvened) and fact.roll
    ]
    assert rolls == [5, 7]
    return Told(stream)


async def sitting_that_nobody_presides(scene: Scene) -> Told:
    """Its chair has left when its ballot is to open: it is adjourned, and held once there is another one."""
    driver = scene.driver
    dossier = await driver.carry(Stage.COUNCIL)
    soon = datetime.now(UTC) + timedelta(seconds=2)
    sitting = await driver.convene(Stage.COUNCIL, dossier, opens_at=soon)
    body = the_body(Stage.COUNCIL)
    await driver.register(*with_its_roll(body.evolve(chair=None)))
    stream = sitting_stream(sitting.sitting_id)

    async def is_adjourned() -> bool:
        return (await driver.offices.sittings.show(sitting.sitting_id)).status is SittingStatus.ADJOURNED

    await eventually(is_adjourned)
    await driver.register(*with_its_roll(body.evolve(chair=SeatId("seat-2"))))
    await driver.reconvene(sitting, meeting=2)
    for seat in range(1, 6):
        await driver.cast(sitting, seat, "A", meeting=2)
    await driver.close(sitting, meeting=2)
    return Told(stream)


async def sitting_counted(scene: Scene) -> Told:
    """Its seats vote by hands, and its secretary corrects the tellers' count once; one of them comes in time."""
    driver = scene.driver
    sitting = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER))
    stays = (Stay(first=sitting.agenda[0], last=sitting.agenda[0]),)
    there = RecordAttendance(by=sitting.by, seat=SeatId("seat-5"), stays=stays)
    await driver.offices.sittings.record_attendance(sitting.sitting_id, there)
    for revision, approve in ((1, 3), (2, 4)):
        told = sums(sitting.agenda[0], approve, 5 - approve)
        count = a_count(sitting.by, seats(5), told, kind=CountKind.HANDS, revision=revision)
        await driver.offices.sittings.count(sitting.sitting_id, count)
    await driver.close(sitting)
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_refused(scene: Scene) -> Told:
    """Its dossier waits for another body: the workflow fails, and nothing is kept."""
    sitting = a_convening(Stage.CLUSTER, await scene.driver.carry(Stage.COUNCIL))
    with suppress(Declined):
        await scene.driver.offices.sittings.convene(sitting)
    assert await scene.driver.facts(sitting_stream(sitting.sitting_id)) == []
    return Told(sitting_stream(sitting.sitting_id))


async def submission_granted_in_part(scene: Scene) -> Told:
    """One granted, one refused, one sent back; and one that was withdrawn cannot be told."""
    driver = scene.driver
    granted, refused, returned, gone = [await driver.carry(Stage.DECISION) for _ in range(4)]
    letter = await driver.put_forward(granted, refused, returned, gone)
    await driver.withdraw(gone)
    answer = {"refused": (back(refused),), "returned": (back(returned),)}
    view = await driver.decide(letter, granted=(granted.dossier_id, gone.dossier_id), **answer)
    assert view.report is not None
    assert (view.report.told, len(view.report.unheard)) == (3, 1)
    return Told(submission_stream(letter.submission_id))


async def submission_renewed(scene: Scene) -> Told:
    """Continued as new while the authority considers it."""
    driver = scene.driver
    dossier = await driver.carry(Stage.DECISION)
    letter = await driver.put_forward(dossier)
    await scene.renew(submission_stream(letter.submission_id))
    await driver.decide(letter, granted=(dossier.dossier_id,))
    return Told(submission_stream(letter.submission_id))


async def postman_renewed(scene: Scene) -> Told:
    """Two rounds; after the second it continues as new, and its next run is on its third."""
    post, queue = Messenger(), "recording-post"
    postman = Worker(
        scene.client,
        task_queue=queue,
        workflows=[PostmanWorkflow],
        activities=[post.deliver],
        workflow_runner=sandbox(),
    )
    async with postman:
        handle = await scene.client.start_workflow(
            WorkflowName.POSTMAN, Deliver(number=1), id=postman_id(1), task_queue=queue
        )
        await scene.has(handle.id, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, times=2)
        await handle.signal(SignalName.RENEW)
        post.may_return.set()
        await scene.next_run(handle.id, handle.first_execution_run_id)
        await scene.has(handle.id, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        return Told(handle.id)


BODY_STORIES = (
    sitting_carried,
    sitting_reconvened,
    sitting_closed_by_the_clock,
    sitting_ballots_changed,
    sitting_renewed,
    sitting_at_the_edges,
    sitting_of_another_roll,
    sitting_that_nobody_presides,
    sitting_counted,
    sitting_refused,
    submission_granted_in_part,
    submission_renewed,
    postman_renewed,
)
