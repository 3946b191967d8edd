"""The stories whose histories are kept: one for each shape that a run of a workflow can take."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError
from temporalio.worker import Worker

from client import Declined
from schemas.ids import ActorId, AwardId
from schemas.messages import Deliver, Supplement, Withdraw
from schemas.names import (
    UpdateName,
    WorkflowName,
    dossier_stream,
    postman_id,
    sitting_stream,
    submission_stream,
)
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from tests.builders import a_document, a_dossier
from tests.journeys.clerk import SOON, a_convening, back
from tests.workflows.scene import Scene, in_seconds
from tests.workflows.stand_ins import Messenger
from worker.build import sandbox
from workflows.postman import PostmanWorkflow


@dataclass(frozen=True)
class Told:
    """A story that was acted out: the workflow whose history is kept, from its first run unless one is named."""

    workflow_id: str
    first_run: str | None = None


async def dossier_granted(scene: Scene) -> Told:
    """The straight path: unit, cluster, council, decision."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.DECISION)
    await clerk.decide(await clerk.put_forward(dossier), granted=(dossier.dossier_id,))
    assert await clerk.stands(dossier) is Stage.GRANTED
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_supplemented(scene: Scene) -> Told:
    """Both papers are missing, and come one by one."""
    clerk = scene.clerk
    dossier = await clerk.submit(a_dossier(documents=()))
    await clerk.supplement(dossier, "achievement_report")
    await clerk.supplement(dossier, "proposal_letter")
    assert await clerk.stands(dossier) is Stage.CLUSTER
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_returned_by_cluster(scene: Scene) -> Told:
    """Sent back with reasons, supplemented, and heard by the cluster again."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.CLUSTER)
    await clerk.hold(Stage.CLUSTER, dossier, returned=(back(dossier),))
    await clerk.supplement(dossier, "tax_confirmation")
    await clerk.hold(Stage.CLUSTER, dossier)
    assert await clerk.stands(dossier) is Stage.COUNCIL
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_returned_by_decision(scene: Scene) -> Told:
    """Sent back by the authority, answered with a note, refused by its second decision."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.DECISION)
    await clerk.decide(await clerk.put_forward(dossier), returned=(back(dossier),))
    await clerk.supplement(dossier)
    await clerk.decide(await clerk.put_forward(dossier), refused=(back(dossier),))
    assert await clerk.stands(dossier) is Stage.REFUSED
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_refused_by_cluster(scene: Scene) -> Told:
    """Too few approve."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.CLUSTER)
    await clerk.hold(Stage.CLUSTER, dossier, votes=["A", "A", "D", "D", "S"])
    assert await clerk.stands(dossier) is Stage.REFUSED
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_refused_as_twin(scene: Scene) -> Told:
    """Another dossier stands for the same nominee: the refusal is a fact, written at the second attempt."""
    clerk = scene.clerk
    first = await clerk.carry(Stage.CLUSTER)
    twin = a_dossier(nominee=first.nominee)
    with suppress(Declined):
        await clerk.submit(twin)
    assert await clerk.story(twin) == ["refused_as_twin"]
    return Told(dossier_stream(twin.dossier_id))


async def dossier_withdrawn(scene: Scene) -> Told:
    """Taken back while the council considers it."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.COUNCIL)
    await clerk.withdraw(dossier)
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_refused_at_the_door(scene: Scene) -> Told:
    """No law knows the award: the workflow fails, and nothing is kept."""
    dossier = a_dossier(award=AwardId("no_such_award"))
    with suppress(Declined):
        await scene.clerk.submit(dossier)
    assert await scene.clerk.story(dossier) == []
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_renewed(scene: Scene) -> Told:
    """Continued as new while the cluster considers it; the next run goes on from there."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.CLUSTER)
    await scene.renew(dossier_stream(dossier.dossier_id))
    await clerk.hold(Stage.CLUSTER, dossier)
    await clerk.withdraw(dossier)
    return Told(dossier_stream(dossier.dossier_id))


async def dossier_lapsed(scene: Scene) -> Told:
    """The unit is reminded, and lets its term pass."""
    dossier = await scene.clerk.carry(Stage.UNIT)
    run = await scene.hurry(dossier, in_seconds(remind=2, due=4))
    await scene.handle(dossier_stream(dossier.dossier_id)).result()
    assert await scene.clerk.story(dossier) == ["dossier_submitted", "reminded", "dossier_lapsed"]
    return Told(dossier_stream(dossier.dossier_id), run)


async def dossier_overdue(scene: Scene) -> Told:
    """The council's term passes; it speaks later all the same, and the calendar has to be asked for anew."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.COUNCIL)
    stream = dossier_stream(dossier.dossier_id)
    today = datetime.now(UTC).date() + timedelta(days=1)
    run = await scene.hurry(dossier, in_seconds(remind=None, due=2), calendar_ends=today)
    await scene.has(stream, EventType.EVENT_TYPE_TIMER_FIRED)
    await clerk.hold(Stage.COUNCIL, dossier)
    await clerk.withdraw(dossier)
    assert (await clerk.story(dossier))[2:] == ["fell_overdue", "dossier_forwarded", "dossier_withdrawn"]
    return Told(stream, run)


async def dossier_overtaken_clock(scene: Scene) -> Told:
    """The unit's term ends while its supplement waits for the ledger: the supplement counts, and the clock is moot."""
    clerk = scene.clerk
    dossier = await clerk.carry(Stage.UNIT)
    stream = dossier_stream(dossier.dossier_id)
    run = await scene.hurry(dossier, in_seconds(remind=None, due=10))
    async with scene.ledger_away():
        supplement = await scene.accepted(stream, UpdateName.SUPPLEMENT, _an_answer(1))
        await scene.has(stream, EventType.EVENT_TYPE_TIMER_FIRED)
    await supplement
    assert await clerk.story(dossier) == ["dossier_submitted", "dossier_supplemented"]
    return Told(stream, run)


async def dossier_rival_acts(scene: Scene) -> Told:
    """While the ledger is away a dossier is withdrawn and supplemented: the second act is refused once it can be."""
    dossier = await scene.clerk.carry(Stage.UNIT)
    stream = dossier_stream(dossier.dossier_id)
    withdrawal = Withdraw(by=ActorId(dossier.unit.id), reason="Đơn vị xem xét lại.")
    async with scene.ledger_away():
        kept = await scene.accepted(stream, UpdateName.WITHDRAW, withdrawal)
        refused = await scene.accepted(stream, UpdateName.SUPPLEMENT, _an_answer(1))
    await kept
    with suppress(WorkflowUpdateFailedError):
        await refused
    assert await scene.clerk.story(dossier) == ["dossier_submitted", "dossier_withdrawn"]
    return Told(stream)


def _an_answer(answers: int) -> Supplement:
    papers = (a_document("achievement_report"),)
    return Supplement(by=ActorId(a_dossier().unit.id), answers=answers, documents=papers)


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
        await handle.signal("renew")
        post.may_return.set()
        await scene.next_run(handle.id, handle.first_execution_run_id)
        await scene.has(handle.id, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        return Told(handle.id)


Story = Callable[[Scene], Awaitable[Told]]

STORIES: Mapping[str, Story] = MappingProxyType(
    {
        story.__name__.replace("_", "-"): story
        for story in (
            *(dossier_granted, dossier_supplemented, dossier_returned_by_cluster, dossier_returned_by_decision),
            *(dossier_refused_by_cluster, dossier_refused_as_twin, dossier_withdrawn, dossier_refused_at_the_door),
            *(dossier_renewed, dossier_lapsed, dossier_overdue, dossier_overtaken_clock, dossier_rival_acts),
            *(sitting_carried, sitting_reconvened, sitting_closed_by_the_clock, sitting_ballots_changed),
            *(sitting_renewed, sitting_refused),
            *(submission_granted_in_part, submission_renewed),
            postman_renewed,
        )
    }
)
