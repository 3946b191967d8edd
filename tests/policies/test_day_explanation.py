"""A deadline explained must be the deadline that is kept: the same days, with reasons that can be looked up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import day_explanation, workdays
from policies.day_explanation import CountedDay
from policies.workdays import Correction, Corrections
from schemas.legal_values import Counting
from tests.policies.reading import the_corrections
from workflows.rules import deadlines

COUNTED = Counting(first_day_counts=True, citation="Thông báo thử nghiệm", verified=True)
NOT_COUNTED = Counting(first_day_counts=False, citation="Khoản 2 Điều 147 Bộ luật Dân sự 2015", note="Theo trí nhớ.")

COUNTINGS = st.sampled_from([COUNTED, NOT_COUNTED])
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))

NO_CORRECTIONS = Corrections()


def corrected(day: date, *, worked: bool) -> Corrections:
    """Return the correction of one day."""
    return Corrections(days=(Correction(day=day, worked=worked, citation="Công văn thử nghiệm", verified=True),))


def told(day: date, corrections: Corrections | None = None) -> CountedDay:
    """Return the explanation of one day within a term that counts its first day."""
    return day_explanation.explained_until(day, day, counting=COUNTED, corrections=corrections or the_corrections())[0]


@given(DAYS, st.integers(1, 240), COUNTINGS)
def test_a_deadline_is_explained_as_it_is_kept(since: date, length: int, counting: Counting) -> None:
    """Two answers to "until when" would be one too many."""
    calendar = workdays.working_days(datetime(since.year, 6, 1, tzinfo=UTC), the_corrections())

    found = day_explanation.explained(since, length, counting=counting, corrections=the_corrections())

    ends = deadlines.last_day(since, length, counting=counting, calendar=calendar)
    counted = [each.day for each in found if each.counts]
    first = since if counting.first_day_counts else since + timedelta(days=1)
    assert found[-1].day == ends
    assert counted == [each.day for each in found if each.day >= first and deadlines.is_worked(each.day, calendar)]


@given(DAYS, st.integers(1, 240), COUNTINGS)
def test_no_day_is_left_out_and_none_goes_unexplained(since: date, length: int, counting: Counting) -> None:
    """The days follow each other, those that count are numbered without a gap, and the others have a reason."""
    found = day_explanation.explained(since, length, counting=counting, corrections=the_corrections())

    assert [each.day for each in found] == [since + timedelta(days=number) for number in range(len(found))]
    assert [each.number for each in found if each.counts] == list(range(1, length + 1))
    assert [each.day for each in found if not each.counts and not each.reason] == []
    assert [each.day for each in found if each.counts and each.day.weekday() >= 5 and not each.source] == []


@given(DAYS, st.integers(1, 240), COUNTINGS)
def test_until_its_last_day_a_term_reads_the_same(since: date, length: int, counting: Counting) -> None:
    """A dossier holds the last day and not the length."""
    found = day_explanation.explained(since, length, counting=counting, corrections=the_corrections())

    last = found[-1].day
    assert day_explanation.explained_until(since, last, counting=counting, corrections=the_corrections()) == found


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        pytest.param(date(2026, 1, 3), "thứ Bảy", id="an ordinary Saturday"),
        pytest.param(date(2026, 1, 4), "Chủ nhật", id="an ordinary Sunday"),
        pytest.param(date(2026, 1, 1), "Tết Dương lịch", id="a holiday"),
        pytest.param(date(2026, 4, 26), "Chủ nhật, Ngày Giỗ Tổ Hùng Vương", id="a holiday on a Sunday"),
        pytest.param(date(2026, 4, 27), "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)", id="and the Monday in its place"),
        pytest.param(date(2026, 2, 17), "Tết Nguyên Đán", id="Tết by the Vietnamese moon"),
        pytest.param(date(2026, 8, 31), "Ngày nghỉ (thay cho ngày 22/08/2026)", id="swapped, and the library knows"),
        pytest.param(date(2026, 1, 2), "nghỉ bù hoặc hoán đổi", id="swapped, and only the correction knows"),
        pytest.param(date(2026, 11, 24), "Ngày Văn hóa Việt Nam", id="a holiday that the correction confirms"),
    ],
)
def test_why_a_day_does_not_count(day: date, reason: str) -> None:
    """In the words of the calendar that hangs on the wall."""
    assert (told(day).number, told(day).reason) == (None, reason)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        pytest.param(date(2026, 1, 5), None, id="an ordinary Monday"),
        pytest.param(date(2026, 1, 10), "thứ Bảy làm bù", id="a Saturday that a correction names"),
        pytest.param(date(2025, 4, 26), "thứ Bảy làm bù cho ngày 02/05/2025", id="one that the library knows"),
        pytest.param(date(2024, 5, 4), "thứ Bảy làm bù cho ngày 29/04/2024", id="and another"),
    ],
)
def test_why_a_day_counts(day: date, reason: str | None) -> None:
    """Only what surprises is explained."""
    assert (told(day).number, told(day).reason) == (1, reason)


def test_what_was_announced_is_cited_and_what_is_not_certain_says_so() -> None:
    """A swap rests on a document; an ordinary week-end and a holiday of the law on none."""
    swapped, worked = told(date(2026, 1, 2)).source, told(date(2026, 1, 10)).source
    doubtful = told(date(2026, 11, 24)).source

    assert swapped is not None
    assert swapped.verified
    assert "12729/VPCP-KGVX" in swapped.citation
    assert worked is not None
    assert "12729/VPCP-KGVX" in worked.citation
    assert doubtful is not None
    assert not doubtful.verified
    assert (told(date(2026, 1, 3)).source, told(date(2026, 1, 1)).source) == (None, None)


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 8, 22)])
def test_a_swap_that_only_the_library_tells_of_is_not_certain(day: date) -> None:
    """A library is no announcement: the document behind it was not seen."""
    source = told(day).source

    assert source is not None
    assert "thư viện holidays" in source.citation
    assert not source.verified


def test_a_correction_goes_before_the_library() -> None:
    """Both ways: a holiday that is worked after all, a Saturday that is not, and a swap with its number."""
    enacted = told(date(2026, 11, 24), corrected(date(2026, 11, 24), worked=True))
    withdrawn = told(date(2026, 8, 22), corrected(date(2026, 8, 22), worked=False))
    numbered = told(date(2026, 8, 22), corrected(date(2026, 8, 22), worked=True))

    assert (enacted.number, enacted.reason) == (1, "vẫn làm việc, dù là Ngày Văn hóa Việt Nam")
    assert (withdrawn.number, withdrawn.reason) == (None, "thứ Bảy")
    assert (numbered.number, numbered.reason) == (1, "thứ Bảy làm bù cho ngày 31/08/2026")
    assert {each.source.citation for each in (enacted, withdrawn, numbered) if each.source} == {"Công văn thử nghiệm"}


def test_a_first_day_that_does_not_count_says_by_which_rule() -> None:
    """It is the day over which people argue; the keeper's note is not shown to them."""
    first, *_ = day_explanation.explained(date(2026, 1, 5), 1, counting=NOT_COUNTED, corrections=NO_CORRECTIONS)

    assert (first.day, first.counts, first.reason) == (date(2026, 1, 5), False, "ngày đầu không tính")
    assert first.source is not None
    assert first.source.model_dump(exclude_none=True) == {"citation": NOT_COUNTED.citation}


@pytest.mark.parametrize("length", [0, -1])
def test_a_term_has_at_least_a_day(length: int) -> None:
    """Nothing ends before it begins."""
    with pytest.raises(ValueError, match="working days"):
        day_explanation.explained(date(2026, 1, 5), length, counting=COUNTED, corrections=NO_CORRECTIONS)


def test_beyond_the_calendar_nothing_is_explained() -> None:
    """Days that were not looked up are no working days; up to the last known one, all are listed."""
    last = date(2027, 12, 31)

    assert told(last).counts
    assert (
        day_explanation.explained_until(date(2026, 1, 5), last, counting=COUNTED, corrections=NO_CORRECTIONS)[-1].day
        == last
    )
    with pytest.raises(ValueError, match="no day that is known"):
        day_explanation.explained(date(2026, 1, 5), 600, counting=COUNTED, corrections=NO_CORRECTIONS)
    with pytest.raises(ValueError, match="no day that is known"):
        day_explanation.explained_until(
            date(2026, 1, 5), date(2028, 1, 1), counting=COUNTED, corrections=NO_CORRECTIONS
        )


def test_a_last_day_that_is_no_longer_worked_is_shown_as_such() -> None:
    """People were told of it before the swap was announced; hiding it would not change what they were told."""
    found = day_explanation.explained_until(
        date(2025, 12, 31), date(2026, 1, 2), counting=COUNTED, corrections=the_corrections()
    )

    assert [each.number for each in found] == [1, None, None]


def test_a_day_explained_cannot_be_changed() -> None:
    """It is a statement about the law, and travels."""
    with pytest.raises(ValueError, match="frozen"):
        told(date(2026, 1, 5)).number = 7  # type: ignore[misc]
