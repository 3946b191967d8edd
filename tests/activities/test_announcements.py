"""Telling dossiers on a real Temporal: each receives its verdict once, and each that cannot receive it is named."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from temporalio import workflow
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateStage
from temporalio.common import RetryPolicy
from temporalio.testing import ActivityEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities import heartbeat
from activities.announcements import AnswerTimeouts, Progress, TemporalAnnouncer, Unanswered
from activities.errors import FactMissing, LedgerConflict
from activities.ledger import keep
from schemas.data_converter import DATA_CONVERTER
from schemas.facts import SittingClosed, SubmissionDecided
from schemas.ids import DossierId, StreamId
from schemas.messages import Hear
from schemas.minutes import Finding
from schemas.names import UpdateName, dossier_stream
from schemas.ports import Announcement, Announcer
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.sitting import AnnouncementReport
from tests.builders.announced_facts import a_decision, a_sitting_closed
from tests.builders.entries import forwarded, submitted
from tests.builders.values import a_dossier, a_number, an_entry
from tests.fake_dossier import Behaviour, FakeDossier
from tests.ledger_rows import append
from tests.waiting import eventually

HASTY = AnswerTimeouts(seconds=1.0, pauses=(0.0, 0.1))
"""For a dossier that does not answer; one that does may take longer on a busy machine."""

UNHURRIED = AnswerTimeouts(seconds=3600.0, pauses=(0.0, 0.1))
"""An attempt that ends before that was not waiting for an answer."""

LIMIT = 60.0
"""Seconds after which a test gives up."""

SLOW = Behaviour(is_slow=True)
WILLING = Behaviour()


@workflow.defn
class FakeAnnouncer:
    """A sitting that does nothing but announce."""

    @workflow.run
    async def run(self, announcement: Announcement) -> AnnouncementReport:
        """Announce, and try again until it is done."""
        return await workflow.execute_activity_method(
            Announcer.announce,
            announcement,
            start_to_close_timeout=timedelta(minutes=5),
            heartbeat_timeout=timedelta(seconds=30),
            retry_policy=RetryPolicy(initial_interval=timedelta(milliseconds=200), backoff_coefficient=1),
        )


class Hall:
    """Dossiers that can be told something, and a ledger to read it from."""

    def __init__(self, client: Client, pool: asyncpg.Pool, queue: str) -> None:
        self.client = client
        self.pool = pool
        self.queue = queue

    async def dossier(self, temper: Behaviour = WILLING) -> DossierId:
        """Open a dossier with a given behaviour."""
        dossier_id = DossierId(f"hs-{a_number()}")
        await self.client.start_workflow(FakeDossier.run, temper, id=dossier_stream(dossier_id), task_queue=self.queue)
        return dossier_id

    def handle(self, dossier_id: DossierId) -> WorkflowHandle[Any, Any]:
        """Return what a dossier is reached by."""
        return self.client.get_workflow_handle(dossier_stream(dossier_id))

    async def heard(self, dossier_id: DossierId) -> list[Hear]:
        """Return what a dossier was pointed to."""
        return await self.handle(dossier_id).query(FakeDossier.heard)

    async def change(self, dossier_id: DossierId, temper: Behaviour) -> None:
        """Let a dossier answer otherwise from now on."""
        await self.handle(dossier_id).signal(FakeDossier.change, temper)

    async def kept(self, fact: SittingClosed | SubmissionDecided) -> Announcement:
        """Keep a fact and return what asks for its announcement."""
        async with self.pool.acquire() as conn:
            assert (await keep(conn, an_entry(fact))).hash
        return Announcement(source=fact.stream, sequence=fact.sequence)

    async def carried(self, *dossiers: DossierId) -> Announcement:
        """Keep that a sitting supported these dossiers."""
        return await self.kept(a_sitting_closed(dict.fromkeys(dossiers, Finding.CARRIED)))

    def attempt(self, patience: AnswerTimeouts = UNHURRIED) -> "Attempt":
        """Return an attempt at an announcement."""
        return Attempt(TemporalAnnouncer(self.client, self.pool, patience))


class Attempt(ActivityEnvironment):
    """One attempt at an announcement, with the details of its last heartbeat."""

    def __init__(self, announcer: TemporalAnnouncer, after: "Attempt | None" = None) -> None:
        super().__init__()
        self.announcer = announcer
        self.progress = Progress()
        self.on_heartbeat = self._note
        if after is not None:
            self.info = replace(self.info, heartbeat_details=[after.progress.model_dump(mode="json")])

    def _note(self, progress: Progress) -> None:
        self.progress = progress

    async def announce(self, announcement: Announcement) -> AnnouncementReport:
        """Announce, once, as the workflow whose finding it is."""
        self.info = replace(self.info, workflow_id=announcement.source)
        return await self.run(self.announcer.announce, announcement)

    def next(self) -> "Attempt":
        """Return the attempt after this one, as Temporal makes it."""
        return Attempt(self.announcer, self)


@pytest.fixture(scope="module")
async def hall(client: Client, pool: asyncpg.Pool) -> AsyncIterator[Hall]:
    """A worker for the fake dossier workflow."""
    queue = f"hall-{uuid.uuid4().hex}"
    announcer = TemporalAnnouncer(client, pool, HASTY)
    async with Worker(
        client,
        task_queue=queue,
        workflows=[FakeDossier, FakeAnnouncer],
        activities=[announcer.announce],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        yield Hall(client, pool, queue)


async def test_each_dossier_is_pointed_to_what_was_found_of_it(hall: Hall) -> None:
    """It reads the minutes itself; the dossier left open is not told."""
    carried, defeated, returned, tied = [await hall.dossier() for _ in range(4)]
    found = {
        carried: Finding.CARRIED,
        defeated: Finding.DEFEATED,
        returned: Finding.RETURNED,
        tied: Finding.TIED,
    }

    announcement = await hall.kept(a_sitting_closed(found))

    report = await hall.attempt().announce(announcement)

    assert report == AnnouncementReport(told=3)
    minutes = Hear(source=announcement.source, sequence=announcement.sequence)
    heard = {id: await hall.heard(id) for id in found}
    assert heard == {carried: [minutes], defeated: [minutes], returned: [minutes], tied: []}


async def test_a_decision_reaches_every_dossier_of_its_list(hall: Hall) -> None:
    """Granted, refused and returned dossiers stand on one list."""
    granted, refused, returned = [await hall.dossier() for _ in range(3)]
    fact = a_decision(granted=[granted], refused=[refused], returned=[returned])

    report = await hall.attempt().announce(await hall.kept(fact))

    assert report == AnnouncementReport(told=3)
    decided = Hear(source=fact.stream, sequence=fact.sequence)
    assert [await hall.heard(id) for id in (granted, refused, returned)] == [[decided]] * 3


async def test_a_dossier_that_refuses_is_named_with_its_reason(hall: Hall) -> None:
    """A person sees the reason; the others are told all the same."""
    moved = await hall.dossier(Behaviour(refuses_with=Reason.NOT_AT_THIS_STAGE))
    willing = await hall.dossier()

    announcement = await hall.carried(moved, willing)

    report = await hall.attempt().announce(announcement)

    [unheard] = report.unheard
    assert report.told == 1
    assert (unheard.dossier_id, unheard.reason) == (moved, Reason.NOT_AT_THIS_STAGE)
    assert unheard.message == f"Không nhận: {announcement.source}"


async def test_a_dossier_that_never_was_is_named(hall: Hall) -> None:
    """It cannot be told, now or later."""
    report = await hall.attempt().announce(await hall.carried(DossierId("hs-nowhere")))

    assert report.told == 0
    assert [(one.dossier_id, one.reason) for one in report.unheard] == [("hs-nowhere", Reason.NOT_FOUND)]


async def test_a_dossier_that_came_to_its_end_before_is_named(hall: Hall) -> None:
    """Its unit may have withdrawn it on the day of the sitting."""
    dossier_id = await hall.dossier(Behaviour(closes=True))
    await hall.change(dossier_id, Behaviour(closes=True))
    await hall.handle(dossier_id).result()
    async with hall.pool.acquire() as conn:
        await keep(conn, submitted(a_dossier(dossier_id)))

    report = await hall.attempt().announce(await hall.carried(dossier_id))

    assert [(one.dossier_id, one.reason) for one in report.unheard] == [(dossier_id, Reason.DOSSIER_CLOSED)]


async def test_a_dossier_that_ended_with_the_verdict_was_told(hall: Hall) -> None:
    """Its workflow is gone when a broken-off attempt is made again; the ledger shows that it took the finding."""
    dossier = a_dossier()
    announcement = await hall.carried(dossier.dossier_id)
    entry = forwarded(dossier)
    heard = entry.fact.model_copy(update={"source": announcement.source})
    async with hall.pool.acquire() as conn:
        await keep(conn, submitted(dossier))
        assert (await append(conn, entry.model_copy(update={"fact": heard}))).hash

    report = await hall.attempt().announce(announcement)

    assert report == AnnouncementReport(told=1)


async def test_told_twice_a_dossier_records_once(hall: Hall) -> None:
    """An attempt whose progress was lost changes nothing, even for a dossier that closed on it."""
    lasting, closing = await hall.dossier(), await hall.dossier(Behaviour(closes=True))
    announcement = await hall.carried(lasting, closing)

    first = await hall.attempt().announce(announcement)
    second = await hall.attempt().announce(announcement)

    assert first == second == AnnouncementReport(told=2)
    assert len(await hall.heard(lasting)) == 1


async def test_an_announcement_cut_off_goes_on_from_there(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dossier in the heartbeat is not asked again: one that has vanished since still counts as told."""
    monkeypatch.setattr(heartbeat, "SECONDS", 0.05)
    quick, slow = await hall.dossier(), await hall.dossier(SLOW)
    vanished = DossierId("hs-vanished")
    announcement = await hall.carried(quick, slow, vanished)
    first = hall.attempt()
    first.progress = Progress(told=(vanished,))
    attempt = first.next()
    task = asyncio.ensure_future(attempt.announce(announcement))
    await eventually(lambda: quick in attempt.progress.told)

    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, LIMIT)
    await hall.change(slow, WILLING)
    report = await attempt.next().announce(announcement)

    assert set(attempt.progress.told) == {quick, vanished}
    assert report == AnnouncementReport(told=3)
    assert [len(await hall.heard(id)) for id in (quick, slow)] == [1, 1]


async def test_a_dossier_that_does_not_answer_is_left_to_the_next_attempt(hall: Hall) -> None:
    """The others need not wait for it, and are not asked again."""
    quick, slow = await hall.dossier(), await hall.dossier(SLOW)
    announcement = await hall.carried(slow, quick)
    attempts = [hall.attempt(HASTY)]

    async def only_one_is_left() -> bool:
        attempts.append(attempts[-1].next())
        with pytest.raises(Unanswered, match=r"[12] dossiers did not answer") as left:
            await attempts[-1].announce(announcement)
        assert not left.value.non_retryable
        return left.value.details == (slow,)

    await eventually(only_one_is_left)
    await hall.change(slow, WILLING)
    report = await attempts[-1].next().announce(announcement)

    assert attempts[-1].progress.told == (quick,)
    assert report == AnnouncementReport(told=2)
    assert [len(await hall.heard(id)) for id in (quick, slow)] == [1, 1]


async def test_a_fault_is_no_refusal(hall: Hall) -> None:
    """A release with a mistake in it is mended; until then the dossier has not been told."""
    faulty = await hall.dossier(Behaviour(refuses_with="ZeroDivisionError"))
    announcement = await hall.carried(faulty)

    with pytest.raises(Unanswered):
        await hall.attempt().announce(announcement)
    await hall.change(faulty, WILLING)

    assert await hall.attempt().announce(announcement) == AnnouncementReport(told=1)


async def test_a_dossier_with_its_hands_full_is_asked_again(hall: Hall) -> None:
    """Temporal takes ten updates at a time; the eleventh is not a refusal."""
    busy = await hall.dossier(SLOW)
    for number in range(10):
        await hall.handle(busy).start_update(
            UpdateName.HEAR,
            Hear(source=StreamId(f"sitting-{number}"), sequence=1),
            id=f"other-{number}",
            result_type=Receipt,
            wait_for_stage=WorkflowUpdateStage.ACCEPTED,
        )
    announcement = await hall.carried(busy)

    with pytest.raises(Unanswered):
        await hall.attempt(HASTY).announce(announcement)
    await hall.change(busy, WILLING)

    assert await hall.attempt().announce(announcement) == AnnouncementReport(told=1)


async def test_temporal_makes_the_next_attempt_with_what_the_last_one_did(hall: Hall) -> None:
    """Through real heartbeats: a dossier that refused in the first attempt is not asked in the second."""
    refusing, slow = await hall.dossier(Behaviour(refuses_with=Reason.NOT_YOURS)), await hall.dossier(SLOW)
    announcement = await hall.carried(refusing, slow)
    sitting = await hall.client.start_workflow(
        FakeAnnouncer.run, announcement, id=announcement.source, task_queue=hall.queue
    )
    await eventually(lambda: _is_tried_again_after(sitting, refusing))

    await hall.change(refusing, WILLING)
    await hall.change(slow, WILLING)
    report = await asyncio.wait_for(sitting.result(), LIMIT)

    assert report.told == 1
    assert [one.dossier_id for one in report.unheard] == [refusing]
    assert await hall.heard(refusing) == []


async def _is_tried_again_after(sitting: WorkflowHandle[Any, Any], refusing: DossierId) -> bool:
    for pending in (await sitting.describe()).raw_description.pending_activities:
        beat = pending.heartbeat_details.payloads
        (progress,) = await DATA_CONVERTER.decode(beat, [Progress]) if beat else [Progress()]
        if pending.attempt > 1 and refusing in {one.dossier_id for one in progress.unheard}:
            return True
    return False


async def test_many_dossiers_are_told_a_few_at_a_time(hall: Hall) -> None:
    """A council considers hundreds in one sitting."""
    dossiers = [await hall.dossier() for _ in range(30)]

    report = await hall.attempt().announce(await hall.carried(*dossiers))

    assert report == AnnouncementReport(told=30)


async def test_a_fact_that_is_not_there_is_not_waited_for(hall: Hall) -> None:
    """Facts are kept before they are announced: asking again would find nothing either."""
    with pytest.raises(FactMissing) as missing:
        await hall.attempt().announce(Announcement(source=StreamId("sitting-nowhere"), sequence=1))

    assert missing.value.non_retryable


@pytest.mark.parametrize("asks", [StreamId("sitting-another"), None], ids=["another", "nobody"])
async def test_nobody_announces_the_findings_of_another(hall: Hall, asks: StreamId | None) -> None:
    """Neither another workflow nor a caller who runs the activity by itself."""
    dossier = await hall.dossier()
    announcement = await hall.carried(dossier)
    attempt = hall.attempt()
    attempt.info = replace(attempt.info, workflow_id=asks)

    with pytest.raises(LedgerConflict, match=announcement.source):
        await attempt.run(attempt.announcer.announce, announcement)

    assert await hall.heard(dossier) == []
