"""Terms in working days: when one ends, when to remind of it, and whether a calendar reaches that far.

A day is a day in Hanoi, an instant is in UTC, and the calendar is always an argument.
"""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from schemas.calendars import HANOI, WorkCalendar, day_of
from schemas.legal_values import Counting, Term
from schemas.workflow_state import Clock

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class OutsideCalendar(ValueError):
    """A day outside the calendar."""


def start_of(day: date) -> datetime:
    """Return the first instant of a day in Hanoi, as UTC."""
    return datetime.combine(day, time.min, tzinfo=HANOI).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the first instant after a day in Hanoi, as UTC."""
    return start_of(day + _ONE_DAY)


def is_worked(day: date, calendar: WorkCalendar) -> bool:
    """Return whether state offices work on a day.

    Raises:
        OutsideCalendar: The day lies beyond the calendar's span.
    """
    if not calendar.first <= day <= calendar.last:
        raise OutsideCalendar(f"{day} lies outside the calendar of {calendar.first} to {calendar.last}")
    if day.weekday() < _SATURDAY:
        return day not in calendar.days_off
    return day in calendar.days_worked


def last_day(begins: date, working_days: int, *, counting: Counting, calendar: WorkCalendar) -> date:
    """Return the last day of a term, which is always a worked one.

    Where the first day does not count, counting starts with the day after `begins` (Bộ luật Dân sự 2015, Điều 147.2);
    where it does, `begins` is day one if it is worked, and otherwise the next worked day is.

    Raises:
        ValueError: The term is shorter than a day.
        OutsideCalendar: It begins before the calendar or ends after it.
    """
    first = begins if counting.first_day_counts else begins + _ONE_DAY
    return _nth_worked(first, working_days, calendar, step=_ONE_DAY)


def working_days_before(day: date, count: int, *, calendar: WorkCalendar) -> date:
    """Return the worked day that lies `count` worked days before `day`, `day` itself not counted.

    Raises:
        ValueError: `count` is less than one.
        OutsideCalendar: It would lie before the calendar.
    """
    return _nth_worked(day - _ONE_DAY, count, calendar, step=-_ONE_DAY)


def clock(
    term: Term | None, *, since: datetime, counting: Counting, calendar: WorkCalendar
) -> tuple[date | None, Clock]:
    """Return the last day of a term that runs since an instant, and when to remind of it and call it overdue.

    There is no reminder where the term has none, or where it would not come after `since`.

    Raises:
        OutsideCalendar: The calendar does not reach to the end of the term.
    """
    if term is None:
        return None, Clock()
    due_on = last_day(day_of(since), term.working_days, counting=counting, calendar=calendar)
    return due_on, until(due_on, term, since=since, calendar=calendar)


def working_days_left(due_on: date, today: date, *, calendar: WorkCalendar) -> int:
    """Return how many working days of a term are left after today, its last day among them; none once it has passed."""
    days = (today + _ONE_DAY * number for number in range(1, (due_on - today).days + 1))
    return sum(is_worked(day, calendar) for day in days)


def resumed(since: datetime, working_days: int, *, calendar: WorkCalendar) -> date:
    """Return the last day of a term that resumes after a pause, with so many working days left.

    A term paused on its last day has the next working day.
    """
    return _nth_worked(day_of(since) + _ONE_DAY, max(working_days, 1), calendar, step=_ONE_DAY)


def recounted(due_on: date, today: date, *, counted_by: WorkCalendar, calendar: WorkCalendar) -> date:
    """Return the last day of a term if its remainder after today is counted by another calendar.

    A term that has passed, or that ends today, stays as it is.
    """
    left = working_days_left(due_on, today, calendar=counted_by)
    return _nth_worked(today + _ONE_DAY, left, calendar, step=_ONE_DAY) if left else due_on


def differ(one: WorkCalendar, other: WorkCalendar, *, since: date) -> bool:
    """Return whether two calendars disagree on a day, from one day on and as far as both reach."""
    first, last = max(one.first, other.first, since), min(one.last, other.last)

    def spoken(calendar: WorkCalendar) -> tuple[set[date], ...]:
        exceptions = (calendar.days_off, calendar.days_worked)
        return tuple({day for day in days if first <= day <= last} for days in exceptions)

    return spoken(one) != spoken(other)


def until(due_on: date | None, term: Term | None, *, since: datetime, calendar: WorkCalendar) -> Clock:
    """Return when to remind of a term whose last day is known, and when to call it overdue.

    There is no reminder where the term has none, where it would not come after `since`, or where its day lies
    before the calendar: calendars begin on their day of issue, so that day has passed.
    """
    if due_on is None:
        return Clock()
    remind_at = None
    if term is not None and term.remind_before is not None:
        with contextlib.suppress(OutsideCalendar):
            remind_at = start_of(working_days_before(due_on, term.remind_before, calendar=calendar))
    if remind_at is not None and remind_at <= since:
        remind_at = None
    return Clock(remind_at=remind_at, due_at=end_of(due_on))


def reaches(calendar: WorkCalendar, since: datetime, term: Term | None) -> bool:
    """Return whether the calendar covers a term that runs since an instant, however its first day is counted."""
    if term is None:
        return True
    try:
        is_worked(day_of(since), calendar)
        _nth_worked(day_of(since) + _ONE_DAY, term.working_days, calendar, step=_ONE_DAY)
    except OutsideCalendar:
        return False
    return True


def _nth_worked(first: date, count: int, calendar: WorkCalendar, *, step: timedelta) -> date:
    if count < 1:
        raise ValueError(f"a length of {count} working days")
    return next(islice(_worked(first, calendar, step), count - 1, None))


def _worked(day: date, calendar: WorkCalendar, step: timedelta) -> Iterator[date]:
    while True:
        if is_worked(day, calendar):
            yield day
        day += step
