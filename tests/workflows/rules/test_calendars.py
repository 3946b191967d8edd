"""The working days that a dossier has: from its first fact, and anew from each fact that brings others."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import calendars
from schemas.calendars import WorkCalendar
from schemas.facts import CalendarLearnt, DossierFact, TermRecounted
from schemas.ids import ActorId
from schemas.messages import Assign, Publish
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.values import NOON, a_calendar
from tests.builders.walks import DAY, a_hearing
from tests.simulators.dossier_simulator import DossierSimulator, walked
from workflows.rules import deadlines
from workflows.rules.dossier import dossier_facts, office_facts, terms

TODAY = NOON.date()
LATER = date(2025, 6, 11)
"""A Wednesday after every term that runs."""


def newer(calendar: WorkCalendar, *off: date) -> WorkCalendar:
    """Return a calendar in which these days are off too."""
    return calendar.model_copy(update={"days_off": (*calendar.days_off, *off)})


def due_on(walk: DossierSimulator) -> date:
    """Return the last day of the term that runs."""
    assert walk.state.awaiting is not None
    assert walk.state.awaiting.due_on is not None
    return walk.state.awaiting.due_on


def recounted(walk: DossierSimulator, calendar: WorkCalendar) -> DossierFact | None:
    """Return what another calendar makes of a dossier."""
    return terms.recounted(walk.state, walk.now, calendar=calendar)


BOTH = [
    pytest.param({"days_off": (*a_calendar().days_off, LATER)}, True, id="a day off more"),
    pytest.param({"days_off": a_calendar().days_off[1:]}, True, id="a day off fewer"),
    pytest.param({"days_worked": ()}, True, id="a Saturday that is not worked"),
    pytest.param({"days_off": (*a_calendar().days_off, TODAY)}, True, id="today"),
    pytest.param({"days_off": (*a_calendar().days_off, TODAY - DAY)}, False, id="yesterday"),
    pytest.param({"days_off": tuple(reversed(a_calendar().days_off))}, False, id="another order"),
    pytest.param({"days_off": (*a_calendar().days_off, *a_calendar().days_off)}, False, id="a day twice"),
    pytest.param({"first": TODAY}, False, id="it begins today"),
    pytest.param({"last": date(2024, 5, 3), "days_worked": ()}, False, id="it ends before a Saturday that is worked"),
    pytest.param({"last": date(2024, 5, 4), "days_worked": ()}, True, id="it ends on a Saturday that is worked"),
    pytest.param({"first": date(2024, 4, 19), "days_off": (date(2024, 4, 30),)}, False, id="it begins after a day off"),
    pytest.param({"last": date(2026, 12, 30)}, False, id="it ends a day before"),
]


@pytest.mark.parametrize(("changes", "expected"), BOTH)
def test_calendars_differ_by_a_day_that_is_still_to_come(changes: dict[str, object], expected: bool) -> None:
    """A past day moves no term, and days beyond its range are not covered."""
    one, other = a_calendar(), a_calendar().model_copy(update=changes)

    assert deadlines.differ(one, other, since=TODAY) is expected
    assert deadlines.differ(other, one, since=TODAY) is expected


DAYS = st.integers(0, 30).map(lambda number: TODAY + timedelta(days=number))


@given(st.sets(DAYS), st.sets(DAYS), DAYS)
def test_calendars_that_do_not_differ_work_the_same_days(off: set[date], also_off: set[date], since: date) -> None:
    """Day by day, whatever the lists look like."""
    ends = {"first": TODAY, "last": TODAY + timedelta(days=30), "days_worked": ()}
    weekdays = [sorted(day for day in days if day.weekday() < 5) for days in (off, also_off)]
    one, other = (a_calendar(**ends, days_off=tuple(days)) for days in weekdays)
    days = [since + timedelta(days=number) for number in range((one.last - since).days + 1)]

    same = all(deadlines.is_worked(day, one) == deadlines.is_worked(day, other) for day in days)

    assert deadlines.differ(one, other, since=since) is not same


WAITING: list[Callable[[], DossierSimulator]] = [
    *(partial(walked, stage) for stage in Stage if not stage.is_final),
    lambda: walked(Stage.CLUSTER).hold(),
    lambda: walked(Stage.COUNCIL).strike().strike(),
]


@pytest.mark.parametrize("walk", WAITING)
def test_a_calendar_that_says_the_same_is_not_written_down(walk: Callable[[], DossierSimulator]) -> None:
    """An operator may ask as often as they like: the ledger holds what was new."""
    waiting = walk()

    assert recounted(waiting, waiting.state.calendar) is None
    assert recounted(waiting, newer(waiting.state.calendar, calendars.day_of(waiting.now) - DAY)) is None


@pytest.mark.parametrize("walk", WAITING)
def test_a_calendar_that_moves_no_term_is_learnt(walk: Callable[[], DossierSimulator]) -> None:
    """Once: later terms are counted by it, and asked again it records nothing new. The awaited office is unchanged."""
    waiting = walk()
    before, calendar = waiting.state, newer(waiting.state.calendar, LATER)

    fact = recounted(waiting, calendar)

    assert isinstance(fact, CalendarLearnt)
    assert (fact.calendar, fact.by, fact.sequence) == (calendar, "vinhdanh", before.sequence + 1)
    after = waiting.take(fact).state
    told = {"calendar": calendar, "sequence": after.sequence, "receipts": after.receipts}
    assert after == before.model_copy(update=told)
    assert recounted(waiting, calendar) is None


@pytest.mark.parametrize("stage", [Stage.UNIT, Stage.CLUSTER, Stage.COUNCIL, Stage.APPRAISAL])
def test_a_calendar_that_moves_the_term_is_written_with_its_new_end(stage: Stage) -> None:
    """The awaited office is told by a letter, and the calendar is known from then on."""
    waiting = walked(stage)
    was = due_on(waiting)
    calendar = newer(waiting.state.calendar, was)

    fact = recounted(waiting, calendar)

    assert isinstance(fact, TermRecounted)
    assert (fact.stage, fact.was, fact.calendar) == (stage, was, calendar)
    assert was < fact.due_on == due_on(waiting.take(fact))
    assert waiting.state.calendar == calendar
    assert recounted(waiting, calendar) is None


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.is_final])
def test_what_has_ended_learns_nothing_more(stage: Stage) -> None:
    """No term of it will ever run: its last fact stays the one that ended it."""
    ended = walked(stage)

    assert recounted(ended, newer(ended.state.calendar, LATER)) is None


def test_a_fact_brings_the_calendar_by_which_its_terms_are_counted() -> None:
    """The dossier's earlier one did not reach that far; a later reader of the fact counts the same."""
    walk, before = walked(Stage.CLUSTER), walked(Stage.CLUSTER).hear(Outcome.FORWARD)
    known, calendar = walk.state.calendar, newer(walk.state.calendar, date(2024, 3, 20))
    act, found = a_hearing(walk.state, Outcome.FORWARD)
    today = calendars.day_of(walk.now)

    write = dossier_facts.counted_by(calendar, lambda state, now: dossier_facts.heard(state, act, found, now))
    walk.take(write(walk.state, walk.now))

    assert [(fact.kind, fact.calendar) for fact in walk.facts] == [
        ("dossier_submitted", known),
        ("dossier_forwarded", calendar),
    ]
    assert walk.state.calendar == calendar
    assert due_on(walk) > due_on(before)
    left = [deadlines.working_days_left(due_on(each), today, calendar=each.state.calendar) for each in (walk, before)]
    assert left[0] == left[1]


def test_a_fact_that_begins_no_term_brings_its_calendar_too() -> None:
    """It moves no term that runs: a letter named its last day, which only a recount changes, by a letter again."""
    walk = walked(Stage.APPRAISAL)
    awaiting, clock, was = walk.state.awaiting, walk.state.clock, due_on(walk)
    assert awaiting is not None
    act = Assign(by=ActorId(awaiting.body.id), answers=awaiting.answers, officer=ActorId("chuyen-vien-3"), revision=1)
    calendar = newer(walk.state.calendar, LATER)

    write = dossier_facts.counted_by(calendar, lambda state, now: office_facts.assigned(state, act, now))
    walk.take(write(walk.state, walk.now))

    assert (walk.facts[-1].kind, walk.state.calendar) == ("officer_assigned", calendar)
    assert (walk.state.awaiting, walk.state.clock) == (awaiting, clock)
    walk.recount(was)
    assert (walk.facts[-1].kind, due_on(walk) > was) == ("term_recounted", True)


def published(short: date, *off: date) -> DossierSimulator:
    """Return a dossier whose calendar ends on one day, published by one that goes on."""
    walk = walked(Stage.PUBLICATION)
    whole = walk.state.calendar
    walk.state = walk.state.model_copy(update={"calendar": whole.model_copy(update={"last": short})})
    assert walk.state.awaiting is not None
    here = walk.state.awaiting
    act = Publish(by=ActorId(here.body.id), answers=here.answers, where="Cổng thông tin", since=TODAY)
    return walk.take(office_facts.published(walk.state, act, walk.now, calendar=newer(whole, *off)))


def test_a_publication_that_ends_after_all_known_days_brings_its_calendar() -> None:
    """Whatever counts what is left of its term counts by the days that the term was counted by."""
    end = due_on(published(a_calendar().last))

    known, unknown = published(end), published(end - DAY)

    assert (known.facts[-1].calendar, unknown.facts[-1].calendar) == (None, a_calendar())
    assert due_on(known) == due_on(unknown) == end
    assert recounted(known, newer(a_calendar(), end)) is not None
    fact = recounted(unknown, newer(a_calendar(), end))
    assert isinstance(fact, TermRecounted)
    assert fact.due_on > end
