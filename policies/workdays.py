"""The working days of Vietnam: the holiday library's days, with announced corrections."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Self

from holidays import country_holidays
from pydantic import Field, model_validator

from schemas.base import Day, Model
from schemas.calendars import HANOI, WorkCalendar, day_of
from schemas.legal_values import Cited

_SATURDAY = 5

# The holiday library's lunar calendar and the span of `Day`, each with a year to spare on both sides.
_FIRST_YEAR, _LAST_YEAR = 1947, 2099


class Correction(Cited):
    """A day on which offices work, or not; it overrides the holiday library."""

    day: Day
    worked: bool


class Published(Cited):
    """The last year whose days off and swapped days have been announced."""

    through: Annotated[int, Field(ge=_FIRST_YEAR, le=_LAST_YEAR)]


class Corrections(Model):
    """The file `calendar.toml`."""

    published: Published | None = None
    """If left out, no year counts as announced."""

    days: tuple[Correction, ...] = ()

    @model_validator(mode="after")
    def _names_no_day_twice(self) -> Self:
        named = [correction.day for correction in self.days]
        if twice := sorted({day for day in named if named.count(day) > 1}):
            raise ValueError(f"{', '.join(map(str, twice))} stands twice")
        return self


def working_days(on: datetime, corrections: Corrections) -> WorkCalendar:
    """Return the working days from the start of last year to the end of the next, as counted in Hanoi.

    Swapped days are announced a year ahead at most: later ones are a projection.

    Raises:
        ValueError: The instant has no offset from UTC.
    """
    if on.utcoffset() is None:
        raise ValueError("an instant knows its offset from UTC")
    year = min(max(on.astimezone(HANOI).year, _FIRST_YEAR), _LAST_YEAR)
    return _work_calendar(year, corrections)


def projected(first: date, last: date, corrections: Corrections) -> tuple[int, ...]:
    """Return the years of a span whose days off are not announced yet: here they are computed in advance."""
    through = corrections.published.through if corrections.published else _FIRST_YEAR - 1
    return tuple(range(max(first.year, through + 1), last.year + 1))


def ahead(calendar: WorkCalendar, on: datetime) -> WorkCalendar:
    """Return the part of a calendar from an instant on: every byte of it is in every history."""
    today = day_of(on)
    return WorkCalendar(
        first=max(today, calendar.first),
        last=calendar.last,
        days_off=tuple(day for day in calendar.days_off if day >= today),
        days_worked=tuple(day for day in calendar.days_worked if day >= today),
    )


@lru_cache(maxsize=16)
def _work_calendar(year: int, corrections: Corrections) -> WorkCalendar:
    span = range(year - 1, year + 2)
    # Without `language`, the names would depend on the machine's locale, and a missing locale would fail.
    holidays = country_holidays("VN", language="vi", years=span)
    corrected = {correction.day: correction.worked for correction in corrections.days}
    first, last = date(span[0], 1, 1), date(span[-1], 12, 31)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    worked = {day for day in days if corrected.get(day, holidays.is_working_day(day))}
    return WorkCalendar(
        first=first,
        last=last,
        days_off=tuple(day for day in days if day not in worked and day.weekday() < _SATURDAY),
        days_worked=tuple(day for day in days if day in worked and day.weekday() >= _SATURDAY),
    )
