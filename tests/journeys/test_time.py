"""Time passing: a unit's term over Tết, a dossier that waits for more than a year. On a server that skips time."""

from __future__ import annotations

import sysconfig
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from temporalio.common import SearchAttributeKey
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from activities.policies import LawBooks
from client import Dossiers, Sittings, Submissions
from client.connection import quiet_runtime
from schemas.calendars import WorkCalendar
from schemas.dossier import Dossier
from schemas.facts import DossierLapsed, FellOverdue, Reminded
from schemas.ids import ActorId, BodyId, StreamId
from schemas.messages import Hear
from schemas.names import UpdateName, dossier_stream
from schemas.stages import Stage
from schemas.verdict import Outcome, Receipt, Verdict
from schemas.wire import DATA_CONVERTER
from tests.builders import CLUSTER, COUNCIL, a_decision_ref, a_number
from tests.journeys.clerk import AUTHORITY, Clerk
from worker.build import build_worker
from worker.demo.story import Offices
from worker.search_attributes import TYPES

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import WorkflowHandle

    from worker.settings import Settings

DAY = timedelta(days=1)


class Hourglass:
    """Turns the clock of one dossier forward, and lets bodies speak to it without holding sittings of their own."""

    def __init__(self, environment: WorkflowEnvironment, clerk: Clerk) -> None:
        self._environment = environment
        self.clerk = clerk

    def handle(self, dossier: Dossier) -> WorkflowHandle[Any, Any]:
        """Return the dossier's workflow."""
        return self._environment.client.get_workflow_handle(dossier_stream(dossier.dossier_id))

    async def now(self, dossier: Dossier) -> datetime:
        """Return what the dossier's own clock says."""
        return await self._environment.get_current_time(self.handle(dossier))

    async def turn(self, dossier: Dossier, by: timedelta) -> None:
        """Let so much time pass for the dossier."""
        await self._environment.fast_forward(self.handle(dossier), by)

    async def turn_to(self, dossier: Dossier, day: date) -> None:
        """Let time pass until nine in the morning of a day in Hanoi."""
        morning = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        await self.turn(dossier, morning - await self.now(dossier))

    async def hear(self, dossier: Dossier, stage: Stage, body: str, outcome: Outcome, **found: Any) -> Receipt:
        """Tell the dossier what a body found."""
        verdict = Verdict(
            dossier_id=dossier.dossier_id,
            stage=stage,
            body=BodyId(body),
            source=StreamId(f"sitting-{a_number()}"),
            outcome=outcome,
            **found,
        )
        act = Hear(by=ActorId(body), verdict=verdict)
        receipt: Receipt = await self.handle(dossier).execute_update(UpdateName.HEAR, act, result_type=Receipt)
        return receipt


@pytest.fixture(scope="module")
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A server on which each workflow has a clock that can be turned forward."""
    keys = [_KEYS[kind](name) for name, kind in TYPES.items()]
    async with await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        dev_server_existing_path=str(Path(sysconfig.get_path("scripts")) / "temporal"),
        dev_server_log_level="never",
        dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
        search_attributes=keys,
        data_converter=DATA_CONVERTER,
        runtime=quiet_runtime(),
    ) as environment:
        yield environment


_KEYS: dict[str, Callable[[str], SearchAttributeKey[Any]]] = {
    "Keyword": SearchAttributeKey.for_keyword,
    "Datetime": SearchAttributeKey.for_datetime,
    "Bool": SearchAttributeKey.for_bool,
}


@pytest.fixture
async def hourglass(skipping: WorkflowEnvironment, pool: asyncpg.Pool, settings: Settings) -> AsyncIterator[Hourglass]:
    """A dossier's clock, with a worker behind it."""
    client = skipping.client
    own = settings.model_copy(update={"task_queue": f"time-{uuid.uuid4().hex}"})
    async with build_worker(client, pool, own, LawBooks.load()):
        offices = Offices(
            Dossiers(client, task_queue=own.task_queue),
            Sittings(client, task_queue=own.task_queue),
            Submissions(client, task_queue=own.task_queue),
        )
        yield Hourglass(skipping, Clerk(offices, pool))


def next_tet(calendar: WorkCalendar, after: date) -> date:
    """Return the first day of the next holiday of at least four weekdays: that is Tết."""
    off = set(calendar.days_off)
    days = (after + DAY * number for number in range((calendar.last - after).days))
    return next(day for day in days if day in off and sum(day + DAY * later in off for later in range(7)) >= 4)


def worked_after(calendar: WorkCalendar, day: date, count: int) -> date:
    """Return the day on which so many working days after `day` are over, counted one by one."""
    while count:
        day += DAY
        is_weekend = day.weekday() >= 5
        count -= (day in calendar.days_worked) if is_weekend else (day not in calendar.days_off)
    return day


async def test_a_unit_s_term_passes_over_tet(hourglass: Hourglass) -> None:
    """Returned two days before Tết with five working days: the holiday does not count, then the dossier lapses."""
    dossier = await hourglass.clerk.carry(Stage.CLUSTER)
    now = await hourglass.now(dossier)
    calendar = LawBooks.load().working_days(now)
    tet = next_tet(calendar, now.date() + 3 * DAY)
    await hourglass.turn_to(dossier, tet - 2 * DAY)
    await hourglass.hear(dossier, Stage.CLUSTER, CLUSTER, Outcome.RETURN, reasons=("Bổ sung số liệu.",))
    due = worked_after(calendar, tet - 2 * DAY, 5)
    assert due > tet + 7 * DAY

    await hourglass.turn_to(dossier, due)
    waiting = (await hourglass.clerk.show(dossier)).awaiting
    assert waiting is not None
    assert waiting.due_on == due
    await hourglass.turn_to(dossier, due + DAY)

    assert (await hourglass.clerk.show(dossier)).stage is Stage.LAPSED
    assert await hourglass.clerk.stands(dossier) is Stage.LAPSED
    reminded, lapsed = (await hourglass.clerk.facts(dossier_stream(dossier.dossier_id)))[-2:]
    assert isinstance(reminded, Reminded)
    assert isinstance(lapsed, DossierLapsed)
    assert lapsed.due_on == due
    assert lapsed.by == "vinhdanh"
    letters = await hourglass.clerk.letters(lapsed.stream)
    assert [letter.template for letter in letters] == ["received", "returned", "reminded", "lapsed"]


async def test_a_dossier_waits_400_days_and_goes_on(hourglass: Hourglass) -> None:
    """The council's term passes, it is reminded and called overdue once each; when it speaks at last it is heard."""
    dossier = await hourglass.clerk.carry(Stage.CLUSTER)
    await hourglass.hear(dossier, Stage.CLUSTER, CLUSTER, Outcome.FORWARD)
    began = await hourglass.now(dossier)

    await hourglass.turn(dossier, 400 * DAY)
    view = await hourglass.clerk.show(dossier)
    assert view.stage is Stage.COUNCIL
    assert view.awaiting is not None
    assert view.awaiting.overdue
    await hourglass.hear(dossier, Stage.COUNCIL, COUNCIL, Outcome.FORWARD)
    awaiting = (await hourglass.clerk.show(dossier)).awaiting
    assert awaiting is not None
    assert awaiting.due_on is not None
    assert awaiting.due_on > (began + 400 * DAY).date()
    await hourglass.hear(dossier, Stage.DECISION, AUTHORITY, Outcome.GRANT, decision=a_decision_ref())

    facts = await hourglass.clerk.facts(dossier_stream(dossier.dossier_id))
    assert [fact.kind for fact in facts] == [
        "dossier_submitted",
        "dossier_forwarded",
        "reminded",
        "fell_overdue",
        "dossier_forwarded",
        "award_granted",
    ]
    assert isinstance(facts[3], FellOverdue)
    assert facts[4].at - facts[1].at >= 400 * DAY


async def test_a_reminder_comes_before_the_term_ends(hourglass: Hourglass) -> None:
    """A unit that answers after its reminder is in time; nothing lapses afterwards."""
    dossier = await hourglass.clerk.carry(Stage.UNIT)
    awaiting = (await hourglass.clerk.show(dossier)).awaiting
    assert awaiting is not None
    assert awaiting.due_on is not None

    await hourglass.turn_to(dossier, awaiting.due_on)
    await hourglass.clerk.supplement(dossier, "achievement_report")
    await hourglass.turn(dossier, 60 * DAY)

    assert (await hourglass.clerk.show(dossier)).stage is Stage.CLUSTER
    kinds = await hourglass.clerk.story(dossier)
    assert kinds == ["dossier_submitted", "reminded", "dossier_supplemented"]
