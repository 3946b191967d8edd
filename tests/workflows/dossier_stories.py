"""The stories of dossiers whose histories are kept: one for each shape that a run can take."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import WithStartWorkflowOperation, WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy

from schemas.dossier import Dossier
from schemas.facts import Reminded
from schemas.ids import SYSTEM, ActorId, AwardId, BasisId, BodyId
from schemas.messages import GiveOpinion, RaiseObjection, SubmitDossier, Supplement, Withdraw
from schemas.names import UpdateName, WorkflowName, dossier_stream
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.values import UNIT, a_document, a_dossier, a_dossier_for_all, submitted
from tests.journeys.office_driver import back
from tests.journeys.route_driver import RouteDriver
from tests.registered import a_registered
from tests.workflows.recording_stack import TASK_QUEUE, Scene, Told
from vinhdanh import Declined
from workflows.rules import deadlines


async def dossier_granted(scene: Scene) -> Told:
    """The straight path: unit, cluster, council, decision."""
    driver = scene.driver
    dossier = await driver.carry(Stage.DECISION)
    await driver.decide(await driver.put_forward(dossier), granted=(dossier.dossier_id,))
    assert await driver.stands(dossier) is Stage.GRANTED
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_supplemented(scene: Scene) -> Told:
    """Both papers are missing, and come one by one."""
    driver = scene.driver
    dossier = await driver.submit(a_dossier(documents=()))
    await driver.supplement(dossier, "achievement_report")
    await driver.supplement(dossier, "proposal_letter")
    assert await driver.stands(dossier) is Stage.CLUSTER
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_returned_by_cluster(scene: Scene) -> Told:
    """Sent back with reasons, supplemented, and considered by the cluster again."""
    driver = scene.driver
    dossier = await driver.carry(Stage.CLUSTER)
    await driver.hold(Stage.CLUSTER, dossier, returned=(back(dossier),))
    await driver.supplement(dossier, "tax_confirmation")
    await driver.hold(Stage.CLUSTER, dossier)
    assert await driver.stands(dossier) is Stage.COUNCIL
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_returned_by_decision(scene: Scene) -> Told:
    """Sent back by the authority, answered with a note, refused by its second decision."""
    driver = scene.driver
    dossier = await driver.carry(Stage.DECISION)
    await driver.decide(await driver.put_forward(dossier), returned=(back(dossier),))
    await driver.supplement(dossier)
    await driver.decide(await driver.put_forward(dossier), refused=(back(dossier),))
    assert await driver.stands(dossier) is Stage.REFUSED
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_refused_by_cluster(scene: Scene) -> Told:
    """Too few approve."""
    driver = scene.driver
    dossier = await driver.carry(Stage.CLUSTER)
    await driver.hold(Stage.CLUSTER, dossier, votes=["A", "A", "D", "D", "S"])
    assert await driver.stands(dossier) is Stage.REFUSED
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_refused_as_twin(scene: Scene) -> Told:
    """Another dossier stands for the same nominee: the refusal is a fact, written at the second attempt."""
    driver = scene.driver
    first = await driver.carry(Stage.CLUSTER)
    twin = a_dossier(nominee=first.nominee)
    with suppress(Declined):
        await driver.submit(twin)
    assert await driver.story(twin) == ["refused_as_twin"]
    return Told(dossier_stream(twin.dossier_id))


async def dossier_withdrawn(scene: Scene) -> Told:
    """Taken back while the council considers it."""
    driver = scene.driver
    dossier = await driver.carry(Stage.COUNCIL)
    await driver.withdraw(dossier)
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_on_hold(scene: Scene) -> Told:
    """Stopped and released before its cluster; before its council stopped again, carried on so, and taken back."""
    driver = scene.driver
    dossier = await driver.carry(Stage.CLUSTER)
    await driver.put_on_hold(dossier)
    await driver.release(dossier)
    await driver.hold(Stage.CLUSTER, dossier)
    await driver.put_on_hold(dossier)
    await scene.renew(dossier_stream(dossier.dossier_id))
    await driver.release(dossier)
    await driver.put_on_hold(dossier, "Có kết luận thanh tra.")
    await driver.withdraw(dossier)
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_by_offices(scene: Scene) -> Told:
    """An order of the President's: published, appraised, voted on, signed for, asked about and granted."""
    dossier = an_order()
    await scene.driver.submit(dossier)
    (view,) = await RouteDriver(scene.driver.offices, scene.pool).carry([dossier])
    assert view.stage is Stage.GRANTED
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_objected_to(scene: Scene) -> Told:
    """Objected to and sent back from its publication, published again, sent back from its appraisal, taken back."""
    driver, conductor, dossier = scene.driver, RouteDriver(scene.driver.offices, scene.pool), an_order()
    await driver.submit(dossier)
    view = await driver.show(dossier)
    await conductor.publish(view, since=date.today())  # noqa: DTZ011 - Hanoi's day is never before this one
    objection = RaiseObjection(by=ActorId("ban-doc"), text="Chưa đúng đối tượng.")
    await driver.offices.dossiers.object(dossier.dossier_id, objection)
    await conductor.conclude(view, Outcome.RETURN, "Giải trình phản ánh.")
    await driver.supplement(dossier)
    (view,) = await conductor.carry([dossier], Stage.APPRAISAL)
    await conductor.conclude(view, Outcome.RETURN, "Bổ sung số liệu.")
    await driver.supplement(dossier)
    await driver.withdraw(dossier)
    return Told(dossier_stream(dossier.dossier_id))


def an_order() -> Dossier:
    """Return a dossier for an order of the President's, with every paper, under decree 152."""
    papers = ("proposal_letter", "achievement_report", "council_minutes", "party_opinion", "tax_confirmation")
    return a_dossier_for_all(
        award=AwardId("labour_order_3"),
        basis=BasisId("achievement"),
        received_on=date(2025, 8, 1),
        documents=tuple(a_document(kind) for kind in papers),
    )


async def dossier_refused_at_the_door(scene: Scene) -> Told:
    """The law lacks the award: the workflow fails, and nothing is kept."""
    dossier = a_dossier(award=AwardId("no_such_award"))
    with suppress(Declined):
        await scene.driver.submit(dossier)
    assert await scene.driver.story(dossier) == []
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_refused_for_its_text(scene: Scene) -> Told:
    """A character of its nominee's name is invisible: the workflow fails, marked, before anything is looked up."""
    dossier = a_dossier()
    nominee = dossier.nominee.model_copy(update={"name": "Thành phố\u200b Ven Sông"})
    dossier = dossier.model_copy(update={"nominee": nominee})
    with suppress(Declined):
        await scene.driver.submit(dossier)
    assert await scene.driver.story(dossier) == []
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_renewed(scene: Scene) -> Told:
    """Continued as new while the cluster considers it; the next run goes on from there."""
    driver = scene.driver
    dossier = await driver.carry(Stage.CLUSTER)
    await scene.renew(dossier_stream(dossier.dossier_id))
    await driver.hold(Stage.CLUSTER, dossier)
    await driver.withdraw(dossier)
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_lapsed(scene: Scene) -> Told:
    """The unit is reminded, and lets its term pass."""
    scene = scene.on_the_clock()
    dossier = await scene.driver.carry(Stage.UNIT)
    await scene.turn(timedelta(days=60))
    await scene.handle(dossier_stream(dossier.dossier_id)).result()
    assert await scene.driver.story(dossier) == ["dossier_submitted", "reminded", "dossier_lapsed"]
    return Told(dossier_stream(dossier.dossier_id), on_the_clock=True)


async def dossier_overdue(scene: Scene) -> Told:
    """The council's term passes; its finding still comes a year later, and the calendar has to be fetched anew."""
    scene = scene.on_the_clock()
    driver = scene.driver
    dossier = await driver.carry(Stage.COUNCIL)
    await scene.turn(timedelta(days=600))
    await driver.hold(Stage.COUNCIL, dossier)
    await driver.withdraw(dossier)
    assert (await driver.story(dossier))[2:] == ["reminded", "fell_overdue", "dossier_forwarded", "dossier_withdrawn"]
    return Told(dossier_stream(dossier.dossier_id), on_the_clock=True)


async def dossier_overtaken_clock(scene: Scene) -> Told:
    """The unit's term ends while its supplement waits for the ledger: the supplement counts, and the clock is moot."""
    scene = scene.on_the_clock()
    driver = scene.driver
    dossier = await driver.carry(Stage.UNIT)
    stream = dossier_stream(dossier.dossier_id)
    awaiting = (await driver.show(dossier)).awaiting
    assert awaiting is not None
    assert awaiting.due_on is not None
    await scene.turn(deadlines.end_of(awaiting.due_on) - timedelta(seconds=20) - await scene.now())
    answers = (await driver.facts(stream))[-1].sequence - 1
    async with scene.ledger_away():
        supplement = await scene.accepted(stream, UpdateName.SUPPLEMENT, _an_answer(answers))
        await scene.turn(timedelta(seconds=25))
        await scene.has(stream, EventType.EVENT_TYPE_TIMER_FIRED, times=2)
    await supplement
    assert await driver.story(dossier) == ["dossier_submitted", "reminded", "dossier_supplemented"]
    return Told(stream, on_the_clock=True)


async def dossier_silent_agencies(scene: Scene) -> Told:
    """Of two agencies that were asked for their opinions one answers; the other's silence counts as agreement."""
    scene = scene.on_the_clock()
    driver, conductor, dossier = scene.driver, RouteDriver(scene.driver.offices, scene.pool), an_order()
    await driver.submit(dossier)
    (view,) = await conductor.carry([dossier], Stage.OPINIONS)
    await driver.register(a_registered("so-tai-chinh"))
    asked = await conductor.ask(view, BodyId("so-tai-chinh"), UNIT)
    opinion = GiveOpinion(by=ActorId(UNIT), answers=asked.sequence, agrees=True)
    await driver.offices.dossiers.give_opinion(dossier.dossier_id, opinion)
    await scene.turn(timedelta(days=40))
    await driver.withdraw(dossier)
    assert "opinions_fell_due" in await driver.story(dossier)
    return Told(dossier_stream(dossier.dossier_id), on_the_clock=True)


async def dossier_recounted(scene: Scene) -> Told:
    """A day off is published: the council's term ends later; another one, beyond it, counts for later terms."""
    driver = scene.driver
    dossier = await driver.carry(Stage.COUNCIL)
    stream = dossier_stream(dossier.dossier_id)
    awaiting = (await driver.show(dossier)).awaiting
    assert awaiting is not None
    assert awaiting.due_on is not None
    for off in (awaiting.due_on, _a_monday_after(awaiting.due_on)):
        scene.publish(off)
        await scene.handle(stream).execute_update(UpdateName.RECOUNT)
    assert await scene.handle(stream).execute_update(UpdateName.RECOUNT) is None
    await driver.withdraw(dossier)
    kinds = await driver.story(dossier)
    assert kinds[2:] == ["term_recounted", "calendar_learnt", "dossier_withdrawn"], kinds
    return Told(stream)


def _a_monday_after(day: date) -> date:
    return day + timedelta(days=70 - day.weekday())


async def dossier_rival_acts(scene: Scene) -> Told:
    """While the ledger is away a dossier is withdrawn and supplemented: the second act is refused once it can be."""
    dossier = await scene.driver.carry(Stage.UNIT)
    stream = dossier_stream(dossier.dossier_id)
    withdrawal = Withdraw(by=ActorId(dossier.unit.id), reason="Đơn vị xem xét lại.")
    async with scene.ledger_away():
        kept = await scene.accepted(stream, UpdateName.WITHDRAW, withdrawal)
        refused = await scene.accepted(stream, UpdateName.SUPPLEMENT, _an_answer(1))
    await kept
    with suppress(WorkflowUpdateFailedError):
        await refused
    assert await scene.driver.story(dossier) == ["dossier_submitted", "dossier_withdrawn"]
    return Told(stream)


async def dossier_task_repeated(scene: Scene) -> Told:
    """The ledger holds more than the run, as when a worker dies between a fact and Temporal: it takes that in first."""
    driver = scene.driver
    dossier = await driver.carry(Stage.COUNCIL)
    stream = dossier_stream(dossier.dossier_id)
    awaiting = (await driver.show(dossier)).awaiting
    assert awaiting is not None
    assert awaiting.due_on is not None
    now = datetime.now(UTC)
    unknown = Reminded(stream=stream, sequence=3, at=now, by=SYSTEM, stage=Stage.COUNCIL, due_on=awaiting.due_on)
    await scene.write_as_a_dead_worker(unknown, "remind")
    await driver.withdraw(dossier)
    assert await driver.story(dossier) == ["dossier_submitted", "dossier_forwarded", "reminded", "dossier_withdrawn"]
    return Told(stream)


async def dossier_resumed(scene: Scene) -> Told:
    """Terminated from outside, and started again with the same body: it goes on from what the ledger holds."""
    driver = scene.driver
    dossier = await driver.carry(Stage.COUNCIL)
    stream = dossier_stream(dossier.dossier_id)
    await scene.handle(stream).terminate("Chấm dứt nhầm")
    await driver.submit(dossier)
    run = await scene.run_of(stream)
    await driver.hold(Stage.COUNCIL, dossier)
    await driver.withdraw(dossier)
    return Told(stream, run)


async def dossier_cancelled(scene: Scene) -> Told:
    """Cancelled from outside, twice: only an act ends a dossier."""
    driver = scene.driver
    dossier = await driver.carry(Stage.CLUSTER)
    stream = dossier_stream(dossier.dossier_id)
    for _ in range(2):
        await scene.handle(stream).cancel()
        await driver.put_on_hold(dossier)
        await driver.release(dossier)
    await scene.renew(stream)
    await driver.withdraw(dossier)
    return Told(stream)


async def dossier_malformed(scene: Scene) -> Told:
    """What was sent holds no nominee: a caller that waits for a receipt is told so, and the run fails."""
    dossier = a_dossier()
    stream = dossier_stream(dossier.dossier_id)
    body = SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id)).model_dump(
        mode="json", exclude_none=True
    )
    del body["dossier"]["nominee"]
    start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        WorkflowName.DOSSIER, body, id=stream, task_queue=TASK_QUEUE, id_conflict_policy=WorkflowIDConflictPolicy.FAIL
    )
    with suppress(WorkflowUpdateFailedError):
        await scene.client.execute_update_with_start_workflow(UpdateName.RECEIPT, start_workflow_operation=start)
    with suppress(WorkflowFailureError):
        await scene.handle(stream).result()
    return Told(stream)


def _an_answer(answers: int) -> Supplement:
    papers = (a_document("achievement_report"),)
    return Supplement(by=ActorId(a_dossier().unit.id), answers=answers, documents=papers)


DOSSIER_STORIES = (
    dossier_granted,
    dossier_supplemented,
    dossier_returned_by_cluster,
    dossier_returned_by_decision,
    dossier_refused_by_cluster,
    dossier_refused_as_twin,
    dossier_withdrawn,
    dossier_on_hold,
    dossier_by_offices,
    dossier_objected_to,
    dossier_refused_at_the_door,
    dossier_refused_for_its_text,
    dossier_renewed,
    dossier_lapsed,
    dossier_overdue,
    dossier_overtaken_clock,
    dossier_rival_acts,
    dossier_task_repeated,
    dossier_resumed,
    dossier_cancelled,
    dossier_malformed,
    dossier_silent_agencies,
    dossier_recounted,
)
