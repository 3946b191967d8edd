"""The scene on which histories are recorded: the embedded stack with a worker, and what happens to it in a story."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import asyncpg
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.worker import Worker

from activities.migrations import migrate
from client import Dossiers, Sittings, Submissions, connect
from policies.books import LawBooks
from policies.shelf import Shelf, shelved
from schemas.carried import Clock
from schemas.dossier import Dossier
from schemas.messages import SubmitDossier
from schemas.names import SignalName, UpdateName, WorkflowName, dossier_stream
from schemas.wire import DATA_CONVERTER
from tests.builders_policies import a_shelf
from tests.journeys import charter
from tests.journeys.clerk import Clerk
from tests.waiting import eventually
from tests.workflows.stand_ins import EarlierRun
from worker.build import build_worker, sandbox
from worker.demo.story import Offices
from worker.embedded import folders
from worker.embedded.stack import Stack, running
from worker.settings import Settings

RECORDER = "recorder"
"""Who every recorded act is by: the SDK would write the process and the machine."""

TASK_QUEUE, EARLIER_QUEUE = "recording", "recording-earlier-runs"


def both_laws(folder: Path) -> LawBooks:
    """Return the law for what came in under decree 98 and for what came later, written into a folder.

    The former is the demonstration's, with a charter for the merit certificate that uses every rule of voting; the
    latter is the shipped one.
    """
    rules = (charter.SUBSTITUTES, charter.RECUSAL, charter.TIES, charter.POINTS, charter.ALL_VOTED)
    texts = charter.chartered(*rules, stage="cluster_vote_merit")
    short, shipped = shelved(a_shelf(folder, texts)), shelved(files("policies"))
    later = (regime for regime in shipped.regimes if regime.id != short.regimes[0].id)
    return LawBooks(Shelf((*short.regimes, *later), short.locals, short.corrections))


@dataclass(frozen=True)
class Told:
    """A story that was acted out: the workflow whose history is kept, from its first run unless one is named."""

    workflow_id: str
    first_run: str | None = None


class Scene:
    """A client, a database and a worker, with a clerk who acts for every office."""

    def __init__(self, client: Client, pool: asyncpg.Pool) -> None:
        self.client = client
        self._pool = pool
        offices = Offices(
            Dossiers(client, task_queue=TASK_QUEUE),
            Sittings(client, task_queue=TASK_QUEUE),
            Submissions(client, task_queue=TASK_QUEUE),
        )
        self.clerk = Clerk(offices, pool)

    def handle(self, workflow_id: str, run_id: str | None = None) -> WorkflowHandle[Any, Any]:
        """Return a workflow, whichever run it is in, or one run of it."""
        return self.client.get_workflow_handle(workflow_id, run_id=run_id)

    async def run_of(self, workflow_id: str) -> str | None:
        """Return the run that is current."""
        return (await self.handle(workflow_id).describe()).run_id

    async def renew(self, workflow_id: str) -> str | None:
        """Have a workflow continue as new, and return the run that it was in."""
        before = await self.run_of(workflow_id)
        await self.handle(workflow_id).signal(SignalName.RENEW)
        await self.next_run(workflow_id, before)
        return before

    async def next_run(self, workflow_id: str, before: str | None) -> None:
        """Wait until a workflow is in another run than `before`."""

        async def has_moved_on() -> bool:
            return await self.run_of(workflow_id) != before

        await eventually(has_moved_on)

    async def runs(self, told: Told) -> Sequence[WorkflowHistory]:
        """Return the history of each run of a story's workflow, in order."""
        described = await self.handle(told.workflow_id).describe()
        run_id = told.first_run or described.raw_info.first_run_id
        histories = []
        while run_id:
            history = await self.handle(told.workflow_id, run_id).fetch_history()
            histories.append(history)
            run_id = history.events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
        return histories

    async def remembered(self, dossier: Dossier) -> SubmitDossier:
        """Renew a dossier's workflow, and return what its next run was told."""
        stream = dossier_stream(dossier.dossier_id)
        ended = await self.renew(stream)
        events = (await self.handle(stream, ended).fetch_history()).events
        payloads = events[-1].workflow_execution_continued_as_new_event_attributes.input.payloads
        (call,) = await DATA_CONVERTER.decode(payloads, [SubmitDossier])
        assert isinstance(call, SubmitDossier)
        return call

    async def hurry(self, call: SubmitDossier, strikes: Clock, *, calendar_ends: date | None = None) -> str:
        """Have a dossier go on, in a run of the real workflow, with another clock; return that run.

        Args:
            call: What the run is told; the dossier must wait for somebody whose term is known.
            strikes: When its clock is to strike.
            calendar_ends: The last day of which it knows whether it is worked, where that is to be another.
        """
        assert call.carried is not None
        stream = dossier_stream(call.dossier.dossier_id)
        calendar = call.carried.calendar
        calendar = calendar.model_copy(update={"last": calendar_ends or calendar.last})
        carried = call.carried.model_copy(update={"clock": strikes, "calendar": calendar})
        call = call.model_copy(update={"carried": carried})
        await self.handle(stream).terminate("Thay bằng lượt chạy có đồng hồ nhanh")
        handed_over = await self.client.start_workflow(
            WorkflowName.DOSSIER, args=[call, TASK_QUEUE], id=stream, task_queue=EARLIER_QUEUE
        )
        await self.next_run(stream, handed_over.first_execution_run_id)
        run_id = await self.run_of(stream)
        assert run_id is not None
        return run_id

    @asynccontextmanager
    async def ledger_away(self) -> AsyncIterator[None]:
        """Have every write to the ledger fail for a while."""
        await self._pool.execute("ALTER TABLE fact RENAME TO fact_away")
        try:
            yield
        finally:
            await self._pool.execute("ALTER TABLE fact_away RENAME TO fact")

    async def has(self, workflow_id: str, kind: EventType.ValueType, *, times: int = 1) -> None:
        """Wait until so many events of a kind stand in the history of a workflow's current run."""

        async def are_there() -> bool:
            return await self._events(workflow_id, kind) >= times

        await eventually(are_there, within=60)

    async def _events(self, workflow_id: str, kind: EventType.ValueType) -> int:
        events = (await self.handle(workflow_id).fetch_history()).events
        return sum(event.event_type == kind for event in events)

    async def accepted(self, workflow_id: str, act: UpdateName, body: object) -> asyncio.Task[Any]:
        """Send an act that cannot be kept yet, wait until it is let in, and return what waits for its answer."""
        let_in = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
        before = await self._events(workflow_id, let_in)
        answer = asyncio.create_task(self.handle(workflow_id).execute_update(act, body))
        await self.has(workflow_id, let_in, times=before + 1)
        return answer


def in_seconds(remind: float | None, due: float) -> Clock:
    """Return a clock that strikes so many seconds from now."""
    now = datetime.now(UTC)
    return Clock(
        remind_at=None if remind is None else now + timedelta(seconds=remind),
        due_at=now + timedelta(seconds=due),
    )


@asynccontextmanager
async def on_a_stack_of_its_own() -> AsyncIterator[Scene]:
    """Lend a scene with servers and a worker that nobody else uses."""
    async with AsyncExitStack() as ending:
        folder = ending.enter_context(folders.temporary("vinhdanh-recording-"))
        law = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="vinhdanh-law-")))
        stack = await ending.enter_async_context(running(Stack.over(folder, durable=False, ui=False)))
        await migrate(stack.postgres.address)
        pool = await ending.enter_async_context(asyncpg.create_pool(stack.postgres.address))
        client = await ending.enter_async_context(connect(target_host=stack.temporal.address, identity=RECORDER))
        settings = Settings.from_env(
            {"VINHDANH_DATABASE_URL": stack.postgres.address, "VINHDANH_TASK_QUEUE": TASK_QUEUE}
        )
        await ending.enter_async_context(build_worker(client, pool, settings, both_laws(law)))
        await ending.enter_async_context(
            Worker(client, task_queue=EARLIER_QUEUE, workflows=[EarlierRun], workflow_runner=sandbox())
        )
        yield Scene(client, pool)
