"""Continuing as new with acts in flight: each is kept once, and is answered, whatever run it falls into."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from temporalio.api.enums.v1 import EventType

from schemas.ids import ActorId, StreamId
from schemas.messages import SubmitDossier
from schemas.minutes import Finding
from schemas.names import SignalName, UpdateName, WorkflowName, dossier_stream, sitting_stream, submission_stream
from schemas.stages import Stage
from schemas.submission import SubmissionStatus
from tests.builders.values import a_body, a_document, a_dossier, submitted
from tests.journeys.office_driver import SOON, OfficeDriver, a_convening, a_decision, a_list
from tests.registered import with_its_roll
from tests.waiting import eventually

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client, WorkflowHandle
    from temporalio.worker import Worker

    from schemas.base import Model
    from worker.settings import Settings


class Renewer:
    """Makes workflows continue as new while acts are on their way into the ledger."""

    def __init__(self, client: Client, pool: asyncpg.Pool, task_queue: str) -> None:
        self._client = client
        self._pool = pool
        self._task_queue = task_queue

    async def start(self, name: WorkflowName, call: Model, stream: StreamId) -> None:
        """Start a workflow whose tasks are short: a signal then reaches it within a second while an act waits."""
        handle = await self._client.start_workflow(
            name, call, id=stream, task_queue=self._task_queue, task_timeout=timedelta(seconds=1)
        )
        await handle.execute_update(UpdateName.RECEIPT)

    def handle(self, stream: StreamId) -> WorkflowHandle[Any, Any]:
        """Return a workflow, whichever run it is in."""
        return self._client.get_workflow_handle(stream)

    async def run_of(self, stream: StreamId) -> str | None:
        """Return the run that is current."""
        return (await self.handle(stream).describe()).run_id

    @asynccontextmanager
    async def during(self, stream: StreamId) -> AsyncIterator[None]:
        """Renew a workflow while an act, begun inside the block as a task, waits for the ledger; then let it in."""
        before = await self.run_of(stream)
        async with self._pool.acquire() as conn:
            transaction = conn.transaction()
            await transaction.start()
            await conn.execute("LOCK TABLE fact IN ACCESS EXCLUSIVE MODE")
            yield
            await eventually(self._an_act_waits)
            await self.handle(stream).signal(SignalName.RENEW)
            await eventually(lambda: self._has_heard_the_signal(stream))
            assert await self.run_of(stream) == before
            await transaction.rollback()
        await eventually(lambda: self._moved_on(stream, before))

    async def _an_act_waits(self) -> bool:
        waiting = await self._pool.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(waiting)

    async def _has_heard_the_signal(self, stream: StreamId) -> bool:
        kinds = [event.event_type for event in (await self.handle(stream).fetch_history()).events]
        signalled = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
        return signalled in kinds and EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED in kinds[kinds.index(signalled) :]

    async def _moved_on(self, stream: StreamId, before: str | None) -> bool:
        return await self.run_of(stream) != before


@pytest.fixture
def renewer(client: Client, pool: asyncpg.Pool, settings: Settings, worker: Worker) -> Renewer:
    """A renewer of workflows at the worst moment."""
    assert worker.is_running
    return Renewer(client, pool, settings.task_queue)


async def test_a_dossier_is_renewed_while_it_is_supplemented(driver: OfficeDriver, renewer: Renewer) -> None:
    """The supplement is answered, the next run remembers it, and the same supplement again changes nothing."""
    dossier = a_dossier(documents=(a_document("proposal_letter"),))
    stream = dossier_stream(dossier.dossier_id)
    await renewer.start(
        WorkflowName.DOSSIER, SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id)), stream
    )

    async with renewer.during(stream):
        supplement = asyncio.create_task(driver.supplement(dossier, "achievement_report"))
    receipt = await supplement

    view = await driver.show(dossier)
    assert (view.stage, view.facts) == (Stage.CLUSTER, receipt.sequence)
    await driver.hold(Stage.CLUSTER, dossier)
    assert await driver.story(dossier) == ["dossier_submitted", "dossier_supplemented", "dossier_forwarded"]


async def test_an_act_taken_in_one_run_is_known_in_the_next(driver: OfficeDriver, renewer: Renewer) -> None:
    """Temporal forgets an Update's identifier with its run; the receipt is in the state."""
    dossier = await driver.carry(Stage.UNIT)
    first = await driver.supplement(dossier)
    stream = dossier_stream(dossier.dossier_id)
    before = await renewer.run_of(stream)
    await renewer.handle(stream).signal(SignalName.RENEW)

    async def renewed() -> bool:
        return await renewer.run_of(stream) != before

    await eventually(renewed)
    view = await driver.show(dossier)
    assert view.facts == first.sequence

    second = await driver.supplement(dossier, "achievement_report")
    assert second.sequence == first.sequence + 1


async def test_a_sitting_is_renewed_again_and_again_while_everybody_votes(
    driver: OfficeDriver, renewer: Renewer
) -> None:
    """Eight ballots in flight, three renewals: each ballot counts once."""
    dossier = await driver.carry(Stage.CLUSTER)
    await driver.register(*with_its_roll(a_body(seats=24)))
    sitting = a_convening(Stage.CLUSTER, dossier)
    stream = sitting_stream(sitting.sitting_id)
    await renewer.start(WorkflowName.SITTING, sitting, stream)

    ballots = []
    for first in (1, 9, 17):
        # Ballots of one sitting are written one by one: one of these eight is being written, seven wait behind it.
        async with renewer.during(stream):
            ballots += [asyncio.create_task(driver.cast(sitting, seat, "A")) for seat in range(first, first + 8)]
        await asyncio.gather(*ballots)
    view = await driver.close(sitting)

    receipts = [ballot.result() for ballot in ballots]
    assert sorted(receipt.sequence for receipt in receipts) == list(range(2, 26))
    assert view.minutes is not None
    assert (view.minutes.items[0].finding, view.minutes.items[0].tally.approve) == (Finding.CARRIED, 24)
    kinds = [fact.kind for fact in await driver.facts(stream)]
    assert kinds == ["sitting_convened", *["ballot_cast"] * 24, "sitting_closed", "findings_announced"]


async def test_a_ballot_sent_again_in_the_next_run_counts_once(driver: OfficeDriver, renewer: Renewer) -> None:
    """A voter whose answer was lost over a renewal gets the first receipt."""
    dossier = await driver.carry(Stage.CLUSTER)
    await driver.register(*with_its_roll(a_body()))
    sitting = a_convening(Stage.CLUSTER, dossier)
    stream = sitting_stream(sitting.sitting_id)
    await renewer.start(WorkflowName.SITTING, sitting, stream)

    async with renewer.during(stream):
        first = asyncio.create_task(driver.cast(sitting, 1, "A"))
    again = await driver.cast(sitting, 1, "A")

    assert again == await first
    assert [fact.kind for fact in await driver.facts(stream)] == ["sitting_convened", "ballot_cast"]


async def test_a_submission_is_renewed_while_it_is_decided(driver: OfficeDriver, renewer: Renewer) -> None:
    """The decision is kept once, and the next run tells the dossiers."""
    dossier = await driver.carry(Stage.DECISION)
    letter = a_list(dossier)
    stream = submission_stream(letter.submission_id)
    await renewer.start(WorkflowName.SUBMISSION, letter, stream)

    async with renewer.during(stream):
        decision = a_decision(granted=(dossier.dossier_id,))
        decided = asyncio.create_task(driver.offices.submissions.decide(letter.submission_id, decision))
    await decided

    view = await driver.offices.submissions.announced(letter.submission_id, SOON)
    assert view.status is SubmissionStatus.ANNOUNCED
    assert (await driver.show(dossier)).stage is Stage.GRANTED
    kinds = [fact.kind for fact in await driver.facts(stream)]
    assert kinds == ["list_put_forward", "submission_decided", "findings_announced"]
