"""The stories of sittings, submissions and the postman whose histories are kept: one for each shape of a run."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from temporalio.api.enums.v1 import EventType
from temporalio.worker import Worker

from schemas.ids import ActorId, AwardId, BasisId, SeatId
from schemas.messages import Adjourn, Amend, Deliver, Reconvene, Recuse, ScoreDossier, WithdrawBallot
from schemas.names import SignalName, WorkflowName, postman_id, sitting_stream, submission_stream
from schemas.points import Scored, ScoreStep, Sheet
from schemas.sitting import Places, SittingStatus
from schemas.stages import Stage
from schemas.submission import Reasoned
from tests.builders.values import an_organisation
from tests.journeys import charter
from tests.journeys.charter import a_cluster, a_substitute, voted
from tests.journeys.office_driver import SOON, a_convening, back
from tests.workflows.recording_fakes import Messenger
from tests.workflows.recording_stack import Scene, Told
from vinhdanh import Declined
from worker.build import sandbox
from workflows.postman_workflow import PostmanWorkflow


async def sitting_carried(scene: Scene) -> Told:
    """Two dossiers, one carried and one not."""
    clerk = scene.clerk
    carried, defeated = [await clerk.carry(Stage.CLUSTER) for _ in range(2)]
    view = await clerk.hold(Stage.CLUSTER, carried, defeated, votes=["AA", "AA", "AD", "AD", "AX"])
    return Told(sitting_stream(view.sitting_id))


async def sitting_reconvened(scene: Scene) -> Told:
    """Adjourned for want of a quorum, and held again."""
    clerk = scene.clerk
    sitting = await clerk.convene(Stage.CLUSTER, await clerk.carry(Stage.CLUSTER))
    await clerk.cast(sitting, 1, "A")
    assert (await clerk.close(sitting)).status is SittingStatus.ADJOURNED
    await clerk.reconvene(sitting, meeting=2)
    for seat in range(1, 6):
        await clerk.cast(sitting, seat, "A", meeting=2)
    assert (await clerk.close(sitting, meeting=2)).status is SittingStatus.ANNOUNCED
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_closed_by_the_clock(scene: Scene) -> Told:
    """Nobody closes it."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.CLUSTER)
    closes_at = datetime.now(UTC) + timedelta(seconds=3)
    sitting = await clerk.convene(Stage.CLUSTER, dossier, closes_at=closes_at)
    for seat in range(1, 6):
        await clerk.cast(sitting, seat, "A")
    await clerk.offices.sittings.announced(sitting.sitting_id, SOON)
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_ballots_changed(scene: Scene) -> Told:
    """A seat changes its ballot, and sends the new one twice."""
    clerk = scene.clerk
    sitting = await clerk.convene(Stage.CLUSTER, await clerk.carry(Stage.CLUSTER))
    for seat in range(1, 6):
        await clerk.cast(sitting, seat, "D")
    for _ in range(2):
        await clerk.cast(sitting, 1, "A", revision=2)
    await clerk.close(sitting, attended=("seat-1",))
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_renewed(scene: Scene) -> Told:
    """Continued as new between two ballots; one of the first run's is sent again to the second."""
    clerk = scene.clerk
    closes_at = datetime.now(UTC) + timedelta(days=1)
    sitting = await clerk.convene(Stage.CLUSTER, await clerk.carry(Stage.CLUSTER), closes_at=closes_at)
    await clerk.cast(sitting, 1, "A")
    await scene.renew(sitting_stream(sitting.sitting_id))
    for seat in range(1, 5):
        await clerk.cast(sitting, seat, "A")
    await clerk.close(sitting)
    return Told(sitting_stream(sitting.sitting_id))


async def sitting_at_the_edges(scene: Scene) -> Told:
    """Called, amended, put off, opened at its time, with all that its charter knows, and closed by itself twice."""
    clerk, sittings = scene.clerk, scene.clerk.offices.sittings
    award, basis = AwardId("pm_merit_certificate"), BasisId("merit")
    one, other, third, struck = [
        await clerk.submit(unit=an_organisation(f"DV-{name}"), award=award, basis=basis) for name in "ABCD"
    ]
    stand_in = a_substitute("pho-b", date(2024, 1, 1))
    body = a_cluster("DV-A", "DV-B", "DV-C", substitutes={"DV-B": (stand_in,)})
    call = a_convening(Stage.CLUSTER, one, other, struck).model_copy(
        update={
            "body": body,
            "by": body.secretary,
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
    await voted(clerk, now, "DV-A", "-AA", meeting=2)
    await sittings.withdraw_ballot(call.sitting_id, WithdrawBallot(seat=SeatId("DV-A"), revision=1, meeting=2))
    related = Recuse(seat=SeatId("DV-A"), by=call.by, dossiers=(third.dossier_id,), reason="Có quan hệ gia đình.")
    await sittings.recuse(call.sitting_id, related)
    await voted(clerk, now, "DV-A", "-A-", meeting=2, revision=2)
    await voted(clerk, now, "DV-B", "A-A", meeting=2, by=ActorId("pho-b"))
    await voted(clerk, now, "DV-C", "AA-", meeting=2)
    tied = (await sittings.announced(call.sitting_id, SOON)).contested[0].dossiers
    assert tied == (one.dossier_id, other.dossier_id)
    again = call.model_copy(update={"agenda": tied})
    for unit, marks in {"DV-A": "-D", "DV-B": "A-", "DV-C": "AD"}.items():
        await voted(clerk, again, unit, marks, meeting=3)
    await sittings.announced(call.sitting_id, SOON)
    return Told(sitting_stream(call.sitting_id))


async def sitting_refused(scene: Scene) -> Told:
    """Its dossier waits for another body: the workflow fails, and nothing is kept."""
    sitting = a_convening(Stage.CLUSTER, await scene.clerk.carry(Stage.COUNCIL))
    with suppress(Declined):
        await scene.clerk.offices.sittings.convene(sitting)
    assert await scene.clerk.facts(sitting_stream(sitting.sitting_id)) == []
    return Told(sitting_stream(sitting.sitting_id))


async def submission_granted_in_part(scene: Scene) -> Told:
    """One granted, one refused, one sent back; and one that was withdrawn cannot be told."""
    clerk = scene.clerk
    granted, refused, returned, gone = [await clerk.carry(Stage.DECISION) for _ in range(4)]
    letter = await clerk.put_forward(granted, refused, returned, gone)
    await clerk.withdraw(gone)
    answer = {"refused": (back(refused),), "returned": (back(returned),)}
    view = await clerk.decide(letter, granted=(granted.dossier_id, gone.dossier_id), **answer)
    assert view.report is not None
    assert (view.report.told, len(view.report.unheard)) == (3, 1)
    return Told(submission_stream(letter.submission_id))


async def submission_renewed(scene: Scene) -> Told:
    """Continued as new while the authority considers it."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.DECISION)
    letter = await clerk.put_forward(dossier)
    await scene.renew(submission_stream(letter.submission_id))
    await clerk.decide(letter, granted=(dossier.dossier_id,))
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
    sitting_refused,
    submission_granted_in_part,
    submission_renewed,
    postman_renewed,
)
