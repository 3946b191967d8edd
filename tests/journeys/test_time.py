"""Time passing: a unit's term over Tết, a dossier that waits for more than a year. On a server that skips time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from policies.catalogue import PolicyCatalogue
from schemas.calendars import WorkCalendar
from schemas.facts import DossierLapsed, FellOverdue, Reminded
from schemas.names import dossier_stream
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.values import CLUSTER, COUNCIL, a_decision_ref
from tests.journeys.clock_driver import DAY, ClockDriver
from tests.journeys.office_driver import AUTHORITY
from worker.demo import LAW

if TYPE_CHECKING:
    pass


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


async def test_a_unit_s_term_passes_over_tet(hourglass: ClockDriver) -> None:
    """Returned two days before Tết with five working days: the holiday does not count, then the dossier lapses."""
    dossier = await hourglass.driver.carry(Stage.CLUSTER)
    now = await hourglass.now()
    calendar = PolicyCatalogue.load(LAW).working_days(now)
    tet = next_tet(calendar, now.date() + 3 * DAY)
    await hourglass.turn_to(tet - 2 * DAY)
    await hourglass.hear(dossier, Stage.CLUSTER, CLUSTER, Outcome.RETURN, reasons=("Bổ sung số liệu.",))
    due = worked_after(calendar, tet - 2 * DAY, 5)
    assert due > tet + 7 * DAY

    await hourglass.turn_to(due)
    waiting = (await hourglass.driver.show(dossier)).awaiting
    assert waiting is not None
    assert waiting.due_on == due
    await hourglass.turn_to(due + DAY)

    assert (await hourglass.driver.show(dossier)).stage is Stage.LAPSED
    assert await hourglass.driver.stands(dossier) is Stage.LAPSED
    reminded, lapsed = (await hourglass.driver.facts(dossier_stream(dossier.dossier_id)))[-2:]
    assert isinstance(reminded, Reminded)
    assert isinstance(lapsed, DossierLapsed)
    assert lapsed.due_on == due
    assert lapsed.by == "vinhdanh"
    letters = await hourglass.driver.letters(lapsed.stream)
    assert [letter.template for letter in letters] == ["received", "returned", "reminded", "lapsed"]


async def test_a_dossier_waits_400_days_and_goes_on(hourglass: ClockDriver) -> None:
    """The council's term passes, it is reminded and called overdue once each; its late finding still counts."""
    dossier = await hourglass.driver.carry(Stage.CLUSTER)
    await hourglass.hear(dossier, Stage.CLUSTER, CLUSTER, Outcome.FORWARD)
    began = await hourglass.now()

    await hourglass.turn(400 * DAY)
    view = await hourglass.driver.show(dossier)
    assert view.stage is Stage.COUNCIL
    assert view.awaiting is not None
    assert view.awaiting.overdue
    await hourglass.hear(dossier, Stage.COUNCIL, COUNCIL, Outcome.FORWARD)
    awaiting = (await hourglass.driver.show(dossier)).awaiting
    assert awaiting is not None
    assert awaiting.due_on is not None
    assert awaiting.due_on > (began + 400 * DAY).date()
    await hourglass.hear(dossier, Stage.DECISION, AUTHORITY, Outcome.GRANT, decision=a_decision_ref())

    facts = await hourglass.driver.facts(dossier_stream(dossier.dossier_id))
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


async def test_a_reminder_comes_before_the_term_ends(hourglass: ClockDriver) -> None:
    """A unit that answers after its reminder is in time; nothing lapses afterwards."""
    dossier = await hourglass.driver.carry(Stage.UNIT)
    awaiting = (await hourglass.driver.show(dossier)).awaiting
    assert awaiting is not None
    assert awaiting.due_on is not None

    await hourglass.turn_to(awaiting.due_on)
    await hourglass.driver.supplement(dossier, "achievement_report")
    await hourglass.turn(60 * DAY)

    assert (await hourglass.driver.show(dossier)).stage is Stage.CLUSTER
    kinds = await hourglass.driver.story(dossier)
    assert kinds == ["dossier_submitted", "reminded", "dossier_supplemented"]
