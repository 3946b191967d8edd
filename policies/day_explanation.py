"""A deadline day by day: which days of a term count, which do not, and the source.

It explains the results of `policies.workdays` in words for clerks; it decides nothing itself.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.metadata import version
from itertools import takewhile
from typing import Annotated

import holidays
from pydantic import Field

from policies import workdays
from policies.workdays import Corrections
from schemas.base import Day, Line, Model
from schemas.calendars import WorkCalendar
from schemas.legal_values import Cited, Counting

FIRST_DAY = "ngày đầu không tính"

_ONE_DAY = timedelta(days=1)
_WEEKEND = {5: "thứ Bảy", 6: "Chủ nhật"}
_LIBRARY = Cited(citation=f"Lịch Việt Nam của thư viện holidays {version('holidays')}; chưa ghi số văn bản.")


class CountedDay(Model):
    """One day of a term."""

    day: Day
    number: Annotated[int, Field(ge=1)] | None = None
    """Its number among the days that count, from 1; none for a day that does not count."""

    reason: Line | None = None
    """Why it does not count, in Vietnamese; or why it does, if it counts unexpectedly."""

    source: Cited | None = None
    """The source, if an announcement was needed; week-ends and public holidays come from the calendar."""

    @property
    def counts(self) -> bool:
        """Return whether it is one of the term's working days."""
        return self.number is not None


def explained(
    since: date, working_days: int, *, counting: Counting, corrections: Corrections
) -> tuple[CountedDay, ...]:
    """Return each day of a term, from the one on which it begins to its last, which always counts.

    Raises:
        ValueError: The term is shorter than a day, or begins or ends beyond the known days.
    """
    if working_days < 1:
        raise ValueError(f"a length of {working_days} working days")
    days: list[CountedDay] = []
    for day in _counted(since, counting, corrections):
        days.append(day)
        if day.number == working_days:
            return tuple(days)
    raise ValueError(f"{working_days} working days from {since} end on no day that is known")


def explained_until(
    since: date, due_on: date, *, counting: Counting, corrections: Corrections
) -> tuple[CountedDay, ...]:
    """Return each day from the one on which a term begins to its last day as announced.

    The last need not count: the calendar may have changed since.

    Raises:
        ValueError: It begins or ends beyond the known days.
    """
    days = tuple(takewhile(lambda counted: counted.day <= due_on, _counted(since, counting, corrections)))
    if since <= due_on and not (days and days[-1].day == due_on):
        raise ValueError(f"{due_on} is no day that is known")
    return days


def _counted(since: date, counting: Counting, corrections: Corrections) -> Iterator[CountedDay]:
    calendar = workdays.working_days(datetime.combine(since, time(12), tzinfo=UTC), corrections)
    almanac = _Almanac(calendar, corrections)
    day, number = since, 0
    while calendar.first <= day <= calendar.last:
        if day == since and not counting.first_day_counts:
            yield CountedDay(day=day, reason=FIRST_DAY, source=_cited(counting))
        else:
            is_worked = almanac.is_worked(day)
            number += is_worked
            reason, source = almanac.why_worked(day) if is_worked else almanac.why_off(day)
            yield CountedDay(day=day, number=number if is_worked else None, reason=reason, source=source)
        day += _ONE_DAY


class _Almanac:
    """The reasons and sources for the days of one calendar."""

    def __init__(self, calendar: WorkCalendar, corrections: Corrections) -> None:
        self._calendar = calendar
        self._corrected = {correction.day: correction for correction in corrections.days}
        self._names, self._swaps = _written(calendar.first.year, calendar.last.year)

    def is_worked(self, day: date) -> bool:
        if day.weekday() in _WEEKEND:
            return day in self._calendar.days_worked
        return day not in self._calendar.days_off

    def why_worked(self, day: date) -> tuple[str | None, Cited | None]:
        """Return why a day counts although it is at a week-end or a holiday; None for an ordinary day."""
        announced = self._announced(day)
        if day.weekday() in _WEEKEND:
            given_for = self._swaps.get(day)
            reason = f"{_WEEKEND[day.weekday()]} làm bù" + (f" cho ngày {given_for:%d/%m/%Y}" if given_for else "")
            return reason, announced or _LIBRARY
        if announced is None:
            return None, None
        return f"vẫn làm việc, dù là {self._names[day]}" if day in self._names else "ngày làm việc", announced

    def why_off(self, day: date) -> tuple[str, Cited | None]:
        """Return why a day does not count: its name if it has one, and the announcement if there is one."""
        announced = self._announced(day)
        swapped = _LIBRARY if day in self._swaps.values() else None
        known = [_WEEKEND.get(day.weekday()), self._names.get(day)]
        reason = ", ".join(name for name in known if name)
        return reason or "nghỉ bù hoặc hoán đổi", announced or swapped

    def _announced(self, day: date) -> Cited | None:
        correction = self._corrected.get(day)
        return _cited(correction) if correction else None


@lru_cache(maxsize=16)
def _written(first: int, last: int) -> tuple[dict[date, str], dict[date, date]]:
    """Return the holiday library's name of each day off, and for each worked week-end day the day off it stands in for.

    The library gives a swap in the name of the day off alone: "Ngày nghỉ (thay cho ngày 26/04/2025)".
    """
    days = holidays.country_holidays("VN", language="vi", years=range(first, last + 1))
    names = {day: str(name) for day, name in days.items()}
    worked = {f"{day:%d/%m/%Y}": day for day in days.weekend_workdays}
    swaps = {day: off for off, name in names.items() for written, day in worked.items() if written in name}
    return names, swaps


def _cited(rule: Cited) -> Cited:
    """Return the source of a rule, without the rule and its note, which is for the file's maintainers."""
    return Cited(citation=rule.citation, verified=rule.verified)
