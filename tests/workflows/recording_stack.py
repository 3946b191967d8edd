"""The stack on which histories are recorded: the embedded stack with a worker, and the events of a story."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import asyncpg
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.testing import WorkflowEnvironment

from activities.migrations import migrate
from policies.catalogue import PolicyCatalogue
from policies.loading.directory import PolicyDirectory, load_directory
from policies.workdays import Correction
from schemas.digests import NO_PREVIOUS
from schemas.facts import Fact
from schemas.ids import ActKey
from schemas.names import SignalName, UpdateName
from schemas.ports import Entry
from tests.builders.law_files import a_shelf
from tests.journeys import charter
from tests.journeys.office_driver import OfficeDriver
from tests.ledger_rows import append
from tests.registered import register, the_usual
from tests.skipping import a_server_that_skips
from tests.waiting import eventually
from vinhdanh import VinhDanh, connect
from worker.build import build_worker
from worker.embedded import folders
from worker.embedded.stack import Stack, running
from worker.settings import Settings

RECORDER = "recorder"
"""The client name in every recorded act: the SDK would write the process and the machine."""

TASK_QUEUE = "recording"


def both_laws(folder: Path) -> PolicyCatalogue:
    """Return the law for what came in under decree 98 and for what came later, written into a folder.

    The former is the demonstration's, with a charter for the merit certificate that uses every rule of voting; the
    latter is the shipped one.
    """
    rules = (charter.SUBSTITUTES, charter.RECUSAL, charter.TIES, charter.POINTS, charter.ALL_VOTED)
    texts = charter.chartered(*rules, stage="cluster_vote_merit")
    short, shipped = load_directory(a_shelf(folder, texts)), load_directory(files("policies"))
    later = (regime for regime in shipped.regimes if regime.id != short.regimes[0].id)
    return PolicyCatalogue(PolicyDirectory((*short.regimes, *later), short.locals, short.corrections))


@dataclass(frozen=True)
class Told:
    """A story that was acted out: the workflow whose history is kept, from its first run unless one is named."""

    workflow_id: str
    first_run: str | None = None
    on_the_clock: bool = False
    """Whether it ran on the server whose time is let pass."""


class Scene:
    """A client, a database and a worker, with a driver that acts for every office."""

    def __init__(self, client: Client, pool: asyncpg.Pool, books: PolicyCatalogue, clock: WorkflowEnvironment) -> None:
        self.client = client
        self.pool = pool
        self._books = books
        self._clock = clock
        self.driver = OfficeDriver(VinhDanh(client, task_queue=TASK_QUEUE), pool)

    def on_the_clock(self) -> Scene:
        """Return the same scene on the server whose time is let pass by `turn`."""
        return Scene(self._clock.client, self.pool, self._books, self._clock)

    async def turn(self, by: timedelta) -> None:
        """Let so much time pass on that server."""
        await self._clock.sleep(by)

    async def now(self) -> datetime:
        """Return the time of that server's clock."""
        return await self._clock.get_current_time()

    def publish(self, off: date) -> None:
        """Have a list of days off published that names one day more."""
        corrections = self._books.corrections
        day = Correction(day=off, worked=False, citation="Thông báo nghỉ bù", verified=True)
        self._books.corrections = corrections.model_copy(update={"days": (*corrections.days, day)})

    async def write_as_a_dead_worker(self, fact: Fact, act: str) -> None:
        """Keep a fact that the workflow does not have: its worker died between the ledger and Temporal."""
        async with self.pool.acquire() as conn:
            await append(conn, Entry(act=ActKey(act), follows=NO_PREVIOUS, fact=fact))

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
        if told.on_the_clock:
            # That server describes no workflow that has unset a search attribute; none of its stories is renewed.
            return [await self.handle(told.workflow_id).fetch_history()]
        described = await self.handle(told.workflow_id).describe()
        run_id = told.first_run or described.raw_info.first_run_id or described.run_id
        histories = []
        while run_id:
            history = await self.handle(told.workflow_id, run_id).fetch_history()
            histories.append(history)
            run_id = history.events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
        return histories

    @asynccontextmanager
    async def ledger_away(self) -> AsyncIterator[None]:
        """Have every write to the ledger fail for a while."""
        await self.pool.execute("ALTER TABLE fact RENAME TO fact_away")
        try:
            yield
        finally:
            await self.pool.execute("ALTER TABLE fact_away RENAME TO fact")

    async def has(self, workflow_id: str, kind: EventType.ValueType, *, times: int = 1) -> None:
        """Wait until so many events of a kind stand in the history of a workflow's current run."""

        async def are_there() -> bool:
            return await self._events(workflow_id, kind) >= times

        await eventually(are_there)

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


@asynccontextmanager
async def on_a_stack_of_its_own() -> AsyncIterator[Scene]:
    """Lend a scene with servers and a worker that no other test uses."""
    async with AsyncExitStack() as ending:
        folder = ending.enter_context(folders.temporary("vinhdanh-recording-"))
        law = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="vinhdanh-law-")))
        stack = await ending.enter_async_context(running(Stack.over(folder, durable=False, ui=False)))
        await migrate(stack.postgres.address)
        pool = await ending.enter_async_context(asyncpg.create_pool(stack.postgres.address))
        async with pool.acquire() as conn:
            await register(conn, *the_usual())
        client = await ending.enter_async_context(connect(target_host=stack.temporal.address, identity=RECORDER))
        clock = await ending.enter_async_context(a_server_that_skips(identity=RECORDER))
        settings = Settings.from_env(
            {"VINHDANH_DATABASE_URL": stack.postgres.address, "VINHDANH_TASK_QUEUE": TASK_QUEUE}
        )
        books = both_laws(law)
        for served in (client, clock.client):
            await ending.enter_async_context(build_worker(served, pool, settings, books))
        yield Scene(client, pool, books, clock)
