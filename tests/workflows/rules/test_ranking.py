"""Places: who goes before whom, the reason for those left out, and how equals are told apart in one round."""

import pytest

from schemas.vote_clauses import ChairRule, ChairVote, LastWord, WrittenOpinions
from tests.workflows.rules.rival_dossiers import (
    CAME,
    CITED,
    SOURCE,
    a_poll,
    a_rule,
    a_table,
    approved_by,
    found,
    heard,
    scored,
)


@pytest.mark.parametrize(
    ("approved", "places", "expected"),
    [
        pytest.param((5, 4, 3), 3, "CCC", id="as many places as were carried"),
        pytest.param((3, 5, 4), 2, "NCC", id="not in the agenda's order"),
        pytest.param((5, 4, 1), 2, "CCD", id="the defeated take no place"),
        pytest.param((4, 4, 3), 2, "CCN", id="equals above the line"),
        pytest.param((5, 3, 3), 1, "CNN", id="equals below the line"),
        pytest.param((5, 3, 3), 2, "CTT", id="equals on both sides of the line"),
        pytest.param((4, 4, 4, 2), 2, "TTTN", id="all the better ones are equal"),
        pytest.param((3, 3), 0, "NN", id="equals for no place at all"),
        pytest.param((1, 1), 1, "DD", id="equals of which none was carried"),
    ],
)
def test_places_go_to_those_with_the_most_votes(approved: tuple[int, ...], places: int, expected: str) -> None:
    """The line is drawn below the last place; only a tie that straddles it is open."""
    assert found(heard(a_poll(*approved_by(*approved), rule=a_rule(), places=places))) == expected


def test_whoever_has_no_place_is_told_how_many_votes_it_took() -> None:
    """Enough approved: the letter must not read as if they had not."""
    items = heard(a_poll(*approved_by(5, 4, 3), rule=a_rule(), places=2))

    assert items[2].reasons == (
        "Đủ tỷ lệ với 3 phiếu đồng ý (cần 2) nhưng không còn chỉ tiêu: 3 hồ sơ đủ tỷ lệ, 2 chỉ tiêu,"
        " vị trí cuối trong chỉ tiêu được 4 phiếu.",
        CAME,
    )


def test_where_there_are_no_places_nobody_is_told_of_a_last_one() -> None:
    """A sitting may be called for an award of which it may support none."""
    (item,) = heard(a_poll(*approved_by(5), rule=a_rule(), places=0))

    assert item.reasons == (
        "Đủ tỷ lệ với 5 phiếu đồng ý (cần 2) nhưng phiên họp không có chỉ tiêu cho hình thức này.",
        CAME,
    )


def test_what_the_chair_carried_did_not_reach_its_share() -> None:
    """The chair broke the tie over the first dossier; its two votes of three needed are no share that was reached."""
    chair = ChairRule(vote=ChairVote.BREAKS_TIES, **CITED)

    items = heard(a_poll("AA", "AA", "DA", "DA", rule=a_rule(share="60%", chair=chair)))

    assert found(items) == "NC"
    assert items[0].reasons[0] == (
        "Số phiếu ngang nhau và chủ tọa đồng ý, với 2 phiếu đồng ý (cần 3) nhưng không còn chỉ tiêu:"
        " 2 hồ sơ đủ tỷ lệ, 1 chỉ tiêu, vị trí cuối trong chỉ tiêu được 4 phiếu."
    )


def test_where_the_body_scores_points_go_before_votes() -> None:
    """Votes decide who is eligible, points who goes first; a dossier that was not scored is no rival."""
    table = a_table("50%")

    items = heard(
        a_poll(
            *approved_by(3, 5, 1, 5, 4),
            rule=a_rule(points=table),
            scores=scored("95.50", "90", "99", "49.99", None),
        )
    )

    assert found(items) == "CNDDU"
    assert items[1].reasons[0] == (
        "Đủ tỷ lệ với 5 phiếu đồng ý (cần 2) nhưng không còn chỉ tiêu: 2 hồ sơ đủ tỷ lệ, 1 chỉ tiêu,"
        " vị trí cuối trong chỉ tiêu được 95,5 điểm."
    )
    assert items[3].reasons == ("Không đủ điểm: được 49,99 điểm, cần ít nhất 50% của 100 điểm.", SOURCE)


@pytest.mark.parametrize(("points", "expected"), [("50", "C"), ("49.99", "D")])
def test_the_edge_of_the_least_points(points: str, expected: str) -> None:
    """Half of a hundred is fifty; a hundredth less is too few."""
    assert found(heard(a_poll(*approved_by(5), rule=a_rule(points=a_table("50%")), scores=scored(points)))) == expected


def test_equals_without_a_word_on_ties_stay_open() -> None:
    """They are told how many they are, and for how many places."""
    items = heard(a_poll(*approved_by(5, 4, 4), rule=a_rule(), places=2))

    said = (
        "2 hồ sơ cùng được 4 phiếu đồng ý trong khi chỉ còn 1 trên 2 chỉ tiêu; phải biểu quyết lại giữa các hồ sơ này."
    )
    assert [item.reasons for item in items] == [(), (said, CAME), (said, CAME)]


def test_equals_in_points_stay_open_however_many_approved() -> None:
    """However the sheets write them: 95.50 and 95.5 are the same, and the minutes write a comma."""
    items = heard(a_poll(*approved_by(5, 3), rule=a_rule(points=a_table()), scores=scored("95.50", "95.5")))

    assert found(items) == "TT"
    assert items[0].reasons[0] == (
        "2 hồ sơ cùng được 95,5 điểm trong khi chỉ còn 1 trên 1 chỉ tiêu; phải biểu quyết lại giữa các hồ sơ này."
    )


TIE = "2 hồ sơ cùng được 2 phiếu đồng ý trong khi chỉ còn 1 trên 1 chỉ tiêu."
BY_THE_CHAIR = f"Ưu tiên hồ sơ được chủ tọa đồng ý. {SOURCE}"
FOR_WOMEN = f"Ưu tiên cá nhân là nữ, tập thể có từ 70% là nữ. {SOURCE}"


def test_the_chair_s_word_is_the_last_one() -> None:
    """Both have two votes; the chair approved the first, and each is told that this decided."""
    items = heard(a_poll("AD", "DA", "AA", "DD", "DD", rule=a_rule(LastWord.CHAIR)))

    assert found(items) == "CN"
    assert [item.reasons for item in items] == [(f"{TIE} {BY_THE_CHAIR}",), (f"{TIE} {BY_THE_CHAIR}", CAME)]


def test_what_the_chair_s_word_leaves_equal_the_next_one_decides() -> None:
    """Three are equal for one place: the chair leaves two of them, and one of these is a woman."""
    poll = a_poll("AAD", "DAA", "AAA", "ADA", "DDD", rule=a_rule(LastWord.CHAIR, LastWord.WOMAN), women=[2, 3])

    items = heard(poll)

    tie = "3 hồ sơ cùng được 3 phiếu đồng ý trong khi chỉ còn 1 trên 1 chỉ tiêu."
    assert found(items) == "NCN"
    assert [item.reasons[0] for item in items] == [
        f"{tie} {FOR_WOMEN}",
        f"{tie} {FOR_WOMEN}",
        f"{tie} {BY_THE_CHAIR}",
    ]


def test_a_last_word_may_give_one_place_and_leave_the_other() -> None:
    """Three are equal for two places: the chair's goes first, and a woman takes the second."""
    poll = a_poll("ADD", "DAA", "AAA", "DDD", rule=a_rule(LastWord.CHAIR, LastWord.WOMAN), places=2, women=[3])

    assert found(heard(poll)) == "CNC"


def test_equals_after_every_last_word_stay_open() -> None:
    """The chair approved neither, and neither is a woman: no lot is drawn."""
    items = heard(a_poll("DD", "AA", "AA", "DD", "DD", rule=a_rule(LastWord.CHAIR, LastWord.WOMAN)))

    assert found(items) == "TT"
    assert items[0].reasons == (f"{TIE} Không còn cách nào phân định.", CAME)


@pytest.mark.parametrize(("counted", "expected"), [(True, "CN"), (False, "TT")])
def test_a_chair_that_wrote_has_a_last_word_where_its_opinion_counts(counted: bool, expected: str) -> None:
    """An opinion that the minutes only name decides nothing, not even among equals."""
    written = WrittenOpinions(counted=counted, **CITED)
    # Without the chair's own vote both have two; with it the first would have three, and a third seat makes them equal.
    others = ("DA", "DA", "AD", "AA" if counted else "AD")

    poll = a_poll("AD", *others, rule=a_rule(LastWord.CHAIR, written=written), wrote=[1])

    assert found(heard(poll)) == expected
