"""The calendar that is handed out: the library's holidays, our corrections, three years."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from policies.catalogue import PolicyCatalogue
from schemas.calendars import WorkCalendar
from tests.builders.law_files import a_shelf, the_regime_but
from worker.demo import LAW

LIBRARY = PolicyCatalogue.load(LAW)


def in_june(year: int) -> datetime:
    """Return an instant of a year."""
    return datetime(year, 6, 1, tzinfo=UTC)


def worked_in(year: int, calendar: WorkCalendar) -> int:
    """Count the working days of a year."""
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    weekdays = {day for day in days if day.year == year and day.weekday() < 5}
    return len((weekdays - set(calendar.days_off)) | {day for day in calendar.days_worked if day.year == year})


@pytest.mark.parametrize(("year", "worked"), [(2024, 251), (2025, 250), (2026, 249)])
def test_a_year_has_as_many_working_days_as_were_published(year: int, worked: int) -> None:
    """Tết, compensated holidays and swapped days are all included."""
    assert worked_in(year, LIBRARY.working_days(in_june(year))) == worked


def test_the_corrections_are_in_the_calendar() -> None:
    """The library lacks the swap of 2 January 2026 for the Saturday after."""
    calendar = LIBRARY.working_days(in_june(2026))

    assert {date(2026, 1, 2), date(2026, 8, 31), date(2026, 11, 24)} <= set(calendar.days_off)
    assert calendar.days_worked == (date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22))


def test_a_correction_goes_before_the_library(tmp_path: Path) -> None:
    """Should 24 November not be made a holiday after all, one line of the calendar records it."""
    text = '[[days]]\nday = 2026-11-24\nworked = true\ncitation = "Luật"\nverified = true\n'
    texts = {"a.toml": the_regime_but(), "calendar.toml": text}

    calendar = PolicyCatalogue.load(a_shelf(tmp_path, texts)).working_days(in_june(2026))

    assert date(2026, 11, 24) not in calendar.days_off
    assert date(2026, 1, 2) not in calendar.days_off


def test_a_calendar_holds_only_days_that_differ_from_their_weekday() -> None:
    """Monday to Friday are worked and the week-end is not, unless it is corrected."""
    calendar = LIBRARY.working_days(in_june(2026))

    assert {day.weekday() for day in calendar.days_off} <= {0, 1, 2, 3, 4}
    assert {day.weekday() for day in calendar.days_worked} <= {5, 6}
    assert list(calendar.days_off) == sorted(calendar.days_off)


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        pytest.param(datetime(2025, 12, 31, 16, 59, tzinfo=UTC), 2024, 2026, id="the last minute of a year in Hanoi"),
        pytest.param(datetime(2025, 12, 31, 17, 0, tzinfo=UTC), 2025, 2027, id="the first minute of the next"),
        pytest.param(datetime(1945, 9, 2, tzinfo=UTC), 1946, 1948, id="no earlier than days are known"),
        pytest.param(datetime(2199, 12, 31, tzinfo=UTC), 2098, 2100, id="no later than holidays are known"),
    ],
)
def test_a_calendar_spans_last_year_to_next_year_in_hanoi(on: datetime, first: int, last: int) -> None:
    """Enough for any term that began lately or ends soon."""
    calendar = LIBRARY.working_days(on)

    assert (calendar.first, calendar.last) == (date(first, 1, 1), date(last, 12, 31))


def test_a_calendar_is_made_once_a_year() -> None:
    """A thousand dossiers a day ask for the same one."""
    assert LIBRARY.working_days(in_june(2026)) is LIBRARY.working_days(in_june(2026) + timedelta(days=100))


def test_an_instant_without_an_offset_is_refused() -> None:
    """The machine's own time zone must not choose the year."""
    with pytest.raises(ValueError, match="offset"):
        LIBRARY.working_days(datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused
