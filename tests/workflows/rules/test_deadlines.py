"""Terms run in working days in Hanoi: one day too few takes away a right."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.catalogue import PolicyCatalogue
from schemas import calendars
from schemas.calendars import WorkCalendar
from schemas.legal_values import Counting, Term
from schemas.workflow_state import Clock
from worker.demo import LAW
from workflows.rules import deadlines

COUNTED = Counting(first_day_counts=True, citation="Thực tế", verified=True)
NOT_COUNTED = Counting(first_day_counts=False, citation="Khoản 2 Điều 147 Bộ luật Dân sự 2015", verified=True)

COUNTINGS = st.sampled_from([COUNTED, NOT_COUNTED])
DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 30))
LENGTHS = st.integers(1, 120)


@cache
def the_calendar(year: int = 2026) -> WorkCalendar:
    """Return the real calendar around a year."""
    return PolicyCatalogue.load(LAW).working_days(datetime(year, 6, 1, tzinfo=UTC))


def a_term(working_days: int, remind_before: int | None = None) -> Term:
    """Return a term of so many working days."""
    return Term(working_days=working_days, remind_before=remind_before, citation="Quy chế thử nghiệm", verified=True)


def worked_days(first: date, last: date) -> int:
    """Count the slow way."""
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(deadlines.is_worked(day, the_calendar()) for day in span)


@pytest.mark.parametrize(
    ("begins", "working_days", "counting", "ends"),
    [
        pytest.param(date(2024, 11, 26), 10, COUNTED, date(2024, 12, 9), id="ten days, the first one counted"),
        pytest.param(date(2024, 11, 26), 10, NOT_COUNTED, date(2024, 12, 10), id="ten days, the first one not counted"),
        pytest.param(date(2025, 8, 20), 10, COUNTED, date(2025, 9, 4), id="a public notice that counted its first day"),
        pytest.param(date(2025, 8, 20), 10, NOT_COUNTED, date(2025, 9, 5), id="the same notice by the civil code"),
        pytest.param(date(2026, 2, 2), 25, NOT_COUNTED, date(2026, 3, 16), id="25 days over Tết"),
        pytest.param(date(2026, 2, 9), 5, NOT_COUNTED, date(2026, 2, 23), id="five days over Tết"),
        pytest.param(date(2025, 12, 31), 1, NOT_COUNTED, date(2026, 1, 5), id="over the swapped 2 January"),
        pytest.param(date(2026, 1, 9), 1, NOT_COUNTED, date(2026, 1, 10), id="ending on a worked Saturday"),
        pytest.param(date(2026, 1, 16), 1, NOT_COUNTED, date(2026, 1, 19), id="over an ordinary week-end"),
        pytest.param(date(2026, 8, 21), 2, NOT_COUNTED, date(2026, 8, 24), id="through a worked Saturday"),
        pytest.param(date(2026, 1, 17), 1, COUNTED, date(2026, 1, 19), id="a counted first day that nobody works"),
    ],
)
def test_terms_end_where_the_calendar_says(begins: date, working_days: int, counting: Counting, ends: date) -> None:
    """The days that were published, and the swaps that make them hard."""
    calendar = the_calendar(begins.year)

    assert deadlines.last_day(begins, working_days, counting=counting, calendar=calendar) == ends


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        pytest.param(date(2026, 1, 10), True, id="Saturday worked for 2 January"),
        pytest.param(date(2026, 1, 2), False, id="2 January, swapped"),
        pytest.param(date(2026, 8, 22), True, id="Saturday worked for 31 August"),
        pytest.param(date(2026, 8, 31), False, id="31 August, swapped"),
        pytest.param(date(2026, 1, 3), False, id="an ordinary Saturday"),
        pytest.param(date(2026, 1, 5), True, id="an ordinary Monday"),
        pytest.param(date(2026, 2, 13), True, id="the last day before Tết"),
        pytest.param(date(2026, 2, 16), False, id="the first day of Tết"),
        pytest.param(date(2026, 2, 23), True, id="the first day after Tết"),
        pytest.param(date(2026, 4, 27), False, id="in place of Giỗ Tổ on a Sunday"),
    ],
)
def test_worked_days_are_those_of_the_real_calendar(day: date, worked: bool) -> None:
    """The library's holidays with our corrections."""
    assert deadlines.is_worked(day, the_calendar()) is worked


def test_beyond_the_calendar_nothing_is_known() -> None:
    """A day that was not looked up is no working day; it is an error, on both ends."""
    calendar = the_calendar()

    assert deadlines.is_worked(date(2027, 12, 31), calendar)
    assert not deadlines.is_worked(date(2025, 1, 1), calendar)
    for beyond in (date(2028, 1, 1), date(2024, 12, 31)):
        with pytest.raises(deadlines.OutsideCalendar, match=f"{beyond} lies outside the calendar of 2025-01-01"):
            deadlines.is_worked(beyond, calendar)


@pytest.mark.parametrize("length", [0, -1])
def test_a_term_has_at_least_a_day(length: int) -> None:
    """Nothing ends before it begins."""
    with pytest.raises(ValueError, match="working days"):
        deadlines.last_day(date(2026, 1, 5), length, counting=COUNTED, calendar=the_calendar())
    with pytest.raises(ValueError, match="working days"):
        deadlines.working_days_before(date(2026, 1, 5), length, calendar=the_calendar())


@given(DAYS, LENGTHS, COUNTINGS)
def test_a_term_never_ends_on_a_day_off_and_holds_as_many_worked_days_as_it_says(
    begins: date, working_days: int, counting: Counting
) -> None:
    """Counting the days back gives the length again."""
    ends = deadlines.last_day(begins, working_days, counting=counting, calendar=the_calendar())

    first = begins if counting.first_day_counts else begins + timedelta(days=1)
    assert deadlines.is_worked(ends, the_calendar())
    assert worked_days(first, ends) == working_days


@given(DAYS, LENGTHS, COUNTINGS)
def test_a_longer_or_later_term_never_ends_earlier(begins: date, working_days: int, counting: Counting) -> None:
    """A longer one ends later; a later one ends no earlier."""
    calendar = the_calendar()
    ends = deadlines.last_day(begins, working_days, counting=counting, calendar=calendar)

    longer = deadlines.last_day(begins, working_days + 1, counting=counting, calendar=calendar)
    later = deadlines.last_day(begins + timedelta(days=1), working_days, counting=counting, calendar=calendar)

    assert longer > ends
    assert later >= ends


@given(DAYS, LENGTHS)
def test_counting_back_undoes_counting_on(begins: date, count: int) -> None:
    """From a worked day on and back again is the same day."""
    calendar = the_calendar()
    worked = deadlines.last_day(begins, 1, counting=COUNTED, calendar=calendar)

    ends = deadlines.last_day(worked, count, counting=NOT_COUNTED, calendar=calendar)

    assert deadlines.working_days_before(ends, count, calendar=calendar) == worked


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        pytest.param(datetime(2024, 3, 8, 16, 59, 59, 999999, tzinfo=UTC), date(2024, 3, 8), id="the last of a day"),
        pytest.param(datetime(2024, 3, 8, 17, tzinfo=UTC), date(2024, 3, 9), id="the first of the next"),
        pytest.param(
            datetime(2024, 3, 8, 23, tzinfo=timezone(timedelta(hours=9))), date(2024, 3, 8), id="told from Tokyo"
        ),
    ],
)
def test_a_day_is_a_day_in_hanoi(instant: datetime, day: date) -> None:
    """Midnight there is 17:00 UTC, all year."""
    assert calendars.day_of(instant) == day
    assert deadlines.start_of(day) <= instant < deadlines.end_of(day)


def test_an_instant_without_an_offset_has_no_day() -> None:
    """The machine's own time zone must not fill in."""
    with pytest.raises(ValueError, match="offset"):
        calendars.day_of(datetime(2024, 3, 8))  # noqa: DTZ001 - what is refused


def test_days_end_at_midnight_in_hanoi_as_utc() -> None:
    """Timers and the ledger use UTC."""
    assert deadlines.start_of(date(2026, 3, 16)) == datetime(2026, 3, 15, 17, tzinfo=UTC)
    assert deadlines.end_of(date(2026, 3, 16)) == datetime(2026, 3, 16, 17, tzinfo=UTC)
    assert deadlines.end_of(date(2026, 3, 16)).tzinfo is UTC


def test_a_clock_reminds_before_it_is_due() -> None:
    """Received on 2 February 2026, 25 days over Tết, a reminder five days before."""
    since = datetime(2026, 2, 2, 3, tzinfo=UTC)

    due_on, clock = deadlines.clock(a_term(25, 5), since=since, counting=NOT_COUNTED, calendar=the_calendar())

    assert due_on == date(2026, 3, 16)
    assert clock == Clock(remind_at=deadlines.start_of(date(2026, 3, 9)), due_at=datetime(2026, 3, 16, 17, tzinfo=UTC))


def test_without_a_term_nothing_is_due() -> None:
    """The law sets no term, and neither do we."""
    since = datetime(2026, 2, 2, tzinfo=UTC)

    assert deadlines.clock(None, since=since, counting=COUNTED, calendar=the_calendar()) == (None, Clock())


def test_a_term_without_a_reminder_is_only_due() -> None:
    """No reminder is sent that was not promised."""
    since = datetime(2026, 2, 2, tzinfo=UTC)

    _, clock = deadlines.clock(a_term(3), since=since, counting=NOT_COUNTED, calendar=the_calendar())

    assert clock == Clock(due_at=deadlines.end_of(date(2026, 2, 5)))


@pytest.mark.parametrize(
    ("counting", "reminded"),
    [
        pytest.param(COUNTED, None, id="the reminder would come in the instant it begins"),
        pytest.param(NOT_COUNTED, date(2026, 1, 6), id="one day later it falls after"),
    ],
)
def test_no_reminder_comes_before_the_term_has_begun(counting: Counting, reminded: date | None) -> None:
    """Two days with a reminder one day before: at best it would come together with the dossier."""
    since = deadlines.start_of(date(2026, 1, 5))

    _, clock = deadlines.clock(a_term(2, 1), since=since, counting=counting, calendar=the_calendar())

    assert clock.remind_at == (None if reminded is None else deadlines.start_of(reminded))


@given(st.datetimes(datetime(2025, 1, 2), datetime(2026, 6, 1)), st.integers(2, 120), COUNTINGS, st.data())  # noqa: DTZ001 - made aware below
def test_a_clock_goes_forward(since: datetime, working_days: int, counting: Counting, data: st.DataObject) -> None:
    """Now, then the reminder, then the end."""
    begun = since.replace(tzinfo=UTC)
    term = a_term(working_days, data.draw(st.integers(1, working_days - 1)))

    due_on, clock = deadlines.clock(term, since=begun, counting=counting, calendar=the_calendar())

    assert due_on is not None
    assert clock.due_at == deadlines.end_of(due_on) > begun
    assert clock.remind_at is None or begun < clock.remind_at < clock.due_at


@pytest.mark.parametrize(
    ("since", "term", "covered"),
    [
        pytest.param(date(2027, 12, 29), a_term(2), True, id="ending on the calendar's last day"),
        pytest.param(date(2027, 12, 29), a_term(3), False, id="ending a day after it"),
        pytest.param(date(2025, 1, 1), a_term(1), True, id="beginning on its first day"),
        pytest.param(date(2024, 12, 31), a_term(1), False, id="beginning a day before it"),
        pytest.param(date(2028, 1, 1), None, True, id="no term needs no calendar"),
    ],
)
def test_whether_a_calendar_reaches(since: date, term: Term | None, covered: bool) -> None:
    """Asked first, a newer one can still be fetched."""
    assert deadlines.reaches(the_calendar(), deadlines.start_of(since), term) is covered


@given(st.dates(date(2024, 12, 1), date(2028, 1, 31)), st.integers(1, 240), COUNTINGS)
def test_a_calendar_that_reaches_always_answers(begins: date, working_days: int, counting: Counting) -> None:
    """An answer that it reaches is a promise."""
    term, since = a_term(working_days, 1 if working_days > 1 else None), deadlines.start_of(begins)

    if deadlines.reaches(the_calendar(), since, term):
        due_on, _ = deadlines.clock(term, since=since, counting=counting, calendar=the_calendar())
        assert due_on is not None
    else:
        with pytest.raises(deadlines.OutsideCalendar):
            deadlines.last_day(begins, working_days + 1, counting=COUNTED, calendar=the_calendar())
