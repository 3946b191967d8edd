"""The stories of sittings, submissions and the postman whose histories are kept: one for each shape of a run."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import EventType
from temporalio.worker import Worker

from client import Declined
from schemas.messages import Deliver
from schemas.names import SignalName, WorkflowName, postman_id, sitting_stream, submission_stream
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from tests.journeys.clerk import SOON, a_convening, back
from tests.workflows.scene import Scene, Told
from tests.workflows.stand_ins import Messenger
from worker.build import sandbox
from workflows.postman import PostmanWorkflow


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
    sitting_refused,
    submission_granted_in_part,
    submission_renewed,
    postman_renewed,
)
