"""Days and shares published or reckoned by hand, found again by the real calendar and the real rules."""

from datetime import UTC, date, datetime

import pytest

from policies import day_explanation, workdays
from schemas.calendars import WorkCalendar
from schemas.ids import AwardId, BasisId, RegimeId
from schemas.legal_values import Counting
from schemas.minutes import Finding
from schemas.policy import AwardRule
from schemas.routes import VoteRule
from tests.builders.shipped_law import the_books
from tests.builders.vote_polls import a_rule
from tests.policies.reading import the_corrections
from workflows.rules import deadlines
from workflows.rules.voting import quota, tally
from workflows.rules.voting.tally import Votes

COUNTED = Counting(first_day_counts=True, citation="Thông báo: 10 ngày làm việc, từ 20-8-2025 đến 4-9-2025")
NOT_COUNTED = Counting(first_day_counts=False, citation="Khoản 2 Điều 147 Bộ luật Dân sự 2015")


def the_flag_of_leaders() -> AwardRule:
    """Return the rules of the Government's flag for leaders of a ministry's or province's clusters."""
    ground = AwardId("gov_emulation_flag"), BasisId("minprov_cluster")
    flag = the_books().award(RegimeId("nd98-2023"), *ground)
    assert flag is not None
    return flag


def the_calendar(day: date) -> WorkCalendar:
    """Return the calendar that a worker hands out on a day."""
    return workdays.working_days(datetime(day.year, day.month, day.day, 5, tzinfo=UTC), the_corrections())


@pytest.mark.parametrize(
    ("begins", "length", "counting", "ends"),
    [
        pytest.param(
            date(2024, 11, 26), 10, COUNTED, date(2024, 12, 9), id="a public notice that counts its first day"
        ),
        pytest.param(date(2024, 11, 26), 10, NOT_COUNTED, date(2024, 12, 10), id="the same by the civil code"),
        pytest.param(date(2025, 8, 20), 10, COUNTED, date(2025, 9, 4), id="10 ngày làm việc từ 20-8-2025 đến 4-9-2025"),
        pytest.param(date(2025, 8, 20), 10, NOT_COUNTED, date(2025, 9, 5), id="the same by the civil code, over 2/9"),
        pytest.param(date(2026, 2, 2), 25, NOT_COUNTED, date(2026, 3, 16), id="an appraisal of 25 days over Tết"),
        pytest.param(date(2026, 2, 9), 5, NOT_COUNTED, date(2026, 2, 23), id="a supplement of 5 days over Tết"),
    ],
)
def test_published_terms_end_when_they_were_said_to(begins: date, length: int, counting: Counting, ends: date) -> None:
    """By the rule that dossiers keep, and by its explanation day by day."""
    found = day_explanation.explained(begins, length, counting=counting, corrections=the_corrections())

    assert deadlines.last_day(begins, length, counting=counting, calendar=the_calendar(begins)) == ends
    assert (found[-1].day, found[-1].number) == (ends, length)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        pytest.param(date(2026, 1, 10), True, id="the Saturday worked for 2 January"),
        pytest.param(date(2026, 1, 2), False, id="2 January 2026, a Friday off"),
        pytest.param(date(2026, 8, 22), True, id="the Saturday worked for 31 August"),
        pytest.param(date(2026, 8, 31), False, id="31 August 2026, a Monday off"),
        pytest.param(date(2026, 1, 17), False, id="a Saturday like any other"),
        pytest.param(date(2026, 1, 9), True, id="a Friday like any other"),
        pytest.param(date(2024, 5, 4), True, id="the Saturday worked for 29 April 2024"),
        pytest.param(date(2024, 4, 29), False, id="29 April 2024, a Monday off"),
        pytest.param(date(2025, 4, 26), True, id="the Saturday worked for 2 May 2025"),
        pytest.param(date(2025, 5, 2), False, id="2 May 2025, a Friday off"),
    ],
)
def test_swapped_days_are_worked_as_they_were_announced(day: date, worked: bool) -> None:
    """A swap that is missed moves every deadline of that week by a day."""
    explained = day_explanation.explained_until(day, day, counting=COUNTED, corrections=the_corrections())

    assert deadlines.is_worked(day, the_calendar(day)) is worked
    assert [each.counts for each in explained] == [worked]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(date(2024, 2, 8), date(2024, 2, 14), id="2024"),
        pytest.param(date(2025, 1, 25), date(2025, 2, 2), id="2025"),
        pytest.param(date(2026, 2, 14), date(2026, 2, 22), id="2026"),
    ],
)
def test_offices_are_closed_over_tet_and_open_on_both_sides(first: date, last: date) -> None:
    """The days as they were announced, with the week-ends around them."""
    closed = day_explanation.explained_until(first, last, counting=COUNTED, corrections=the_corrections())
    before = deadlines.working_days_before(first, 1, calendar=the_calendar(first))
    after = deadlines.last_day(last, 1, counting=NOT_COUNTED, calendar=the_calendar(last))

    assert [each.day for each in closed if each.counts] == []
    assert ((first - before).days, (after - last).days) == (1, 1)


@pytest.mark.parametrize(
    ("share", "seats", "needed"),
    [
        pytest.param("90%", 19, 18, id="90 % of 19: 17 are 89 %"),
        pytest.param("80%", 19, 16, id="80 % of 19: 15 are 79 %"),
        pytest.param("90%", 9, 9, id="90 % of 9: 8 are 89 %"),
        pytest.param("90%", 20, 18, id="90 % of 20 exactly"),
        pytest.param("80%", 20, 16, id="80 % of 20 exactly"),
    ],
)
def test_a_council_needs_as_many_votes_as_were_reckoned(share: str, seats: int, needed: int) -> None:
    """Of all its members: one vote fewer, and an absent one, are both a defeat."""
    rule = a_rule(share)

    carried = Votes("A" * needed, seats=seats, present=needed)
    defeated = Votes("A" * (needed - 1), seats=seats, present=seats)

    assert tally.count(carried, rule).needed == needed
    assert tally.finding(carried, rule) is Finding.CARRIED
    assert tally.finding(defeated, rule) is Finding.DEFEATED


@pytest.mark.parametrize(
    ("leaders", "proposed", "within"),
    [
        pytest.param(54, 12, False, id="12 of 54 are 22 %"),
        pytest.param(66, 12, True, id="12 of 66 are 18 %"),
        pytest.param(54, 10, True, id="10 of 54 are 18.5 %"),
        pytest.param(54, 11, False, id="11 of 54 are 20.4 %"),
    ],
)
def test_a_fifth_of_the_leaders_is_proposed_at_most(leaders: int, proposed: int, within: bool) -> None:
    """A province that once proposed twelve: too many or not, by the base that is taken."""
    flag = the_flag_of_leaders()
    council = next(rule for rule in flag.route if isinstance(rule, VoteRule) and rule.quota)
    assert council.quota is not None

    assert (proposed <= quota.quota_limit(council.quota, leaders)) is within
