"""A second round: what is voted on again, who wins it, and what stays open all the same."""

from typing import Any

import pytest

from schemas.ids import DossierId
from schemas.legal_values import Base
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.sitting import Contested
from schemas.vote_clauses import LastWord
from tests.builders.values import a_requirement
from tests.workflows.rules.rival_dossiers import (
    FLAG,
    MERIT,
    SOURCE,
    a_poll,
    a_rule,
    a_table,
    approved_by,
    found,
    heard,
    heard_again,
    scored,
)
from workflows.rules.voting import ranking

TWO = a_poll(*approved_by(3, 3), rule=a_rule(second_round=True))
"""Two dossiers with three votes each, for one place."""

WON = ("Vòng hai: được 2 phiếu đồng ý, vào chỉ tiêu.",)


def test_only_those_that_are_equal_are_voted_on_again() -> None:
    """The first has its place and the last has none, whatever a second round brings: two places are left for three."""
    poll = a_poll(*approved_by(5, 3, 3, 3, 2), rule=a_rule(second_round=True), places=3)

    items = heard(poll)

    tied = tuple(DossierId(f"d-{number}") for number in (2, 3, 4))
    assert found(items) == "CTTTN"
    assert ranking.for_a_second_round(items, poll) == (
        Contested(award=FLAG[0], basis=FLAG[1], dossiers=tied, places=2),
    )


def test_each_award_is_contested_by_itself() -> None:
    """A place of one is no place of another."""
    poll = a_poll(*approved_by(3, 3, 4, 4), rule=a_rule(second_round=True), others=[3, 4])

    contested = ranking.for_a_second_round(heard(poll), poll)

    assert [(each.award, each.basis, each.places) for each in contested] == [(*FLAG, 1), (*MERIT, 1)]
    assert found(heard_again(poll, "ADDA", "ADDA", "DDAD")) == "CNNC"


@pytest.mark.parametrize("rule", [a_rule(), a_rule(LastWord.CHAIR)])
def test_without_a_rule_there_is_no_second_round(rule: VoteRule) -> None:
    """Equals stay open, or the tie rules decide at once."""
    poll = a_poll("DD", "AA", "AA", rule=rule)

    assert found(heard(poll)) == "TT"
    assert ranking.for_a_second_round(heard(poll), poll) == ()


def test_the_second_round_s_votes_decide() -> None:
    """Each is told its votes of that round, and each loser also how many came to it."""
    items = heard_again(TWO, "AD", "AD", "DA")

    assert found(items) == "CN"
    assert items[0].reasons == WON
    assert items[1].reasons == (
        "Vòng hai: được 1 phiếu đồng ý, không còn chỉ tiêu.",
        "Có mặt 3 trên tổng số 5 thành viên, thu về 3 phiếu.",
    )
    assert [item.second and item.second.approve for item in items] == [2, 1]
    assert [item.tally.approve for item in items] == [3, 3]


def test_no_share_is_asked_for_twice() -> None:
    """One vote of three is far below the threshold; the first round passed it, the second decides who goes first."""
    items = heard_again(TWO, "AD", "DD", "DD")

    assert found(items) == "CN"


def test_points_that_were_equal_do_not_count_again() -> None:
    """Both have 95 points: only votes are left to separate them."""
    poll = a_poll(*approved_by(5, 3), rule=a_rule(second_round=True, points=a_table()), scores=scored("95", "95"))

    assert found(heard(poll)) == "TT"
    assert found(heard_again(poll, "DA", "DA", "AD")) == "NC"


def test_a_second_tie_is_left_to_the_last_words() -> None:
    """The letter states that it was a second one."""
    poll = a_poll(*approved_by(3, 3), rule=a_rule(LastWord.CHAIR, LastWord.WOMAN, second_round=True), women=[2])

    items = heard_again(poll, "DD", "AD", "DA")

    assert found(items) == "NC"
    assert items[1].reasons == (
        "Ở vòng hai, 2 hồ sơ cùng được 1 phiếu đồng ý trong khi chỉ còn 1 trên 1 chỉ tiêu."
        f" Ưu tiên cá nhân là nữ, tập thể có từ 70% là nữ. {SOURCE}",
    )


def test_the_chair_s_last_word_is_its_vote_of_the_second_round() -> None:
    """In the first it approved both; in the second there is one place, and it had to choose."""
    poll = a_poll("AA", "AA", "AA", rule=a_rule(LastWord.CHAIR, second_round=True))

    assert found(heard_again(poll, "DA", "AD", "DD")) == "NC"


def test_a_second_tie_without_a_last_word_stays_open() -> None:
    """There is no third round."""
    items = heard_again(TWO, "AD", "DA", "DD")

    assert found(items) == "TT"
    assert items[0].reasons[0] == (
        "Ở vòng hai, 2 hồ sơ cùng được 1 phiếu đồng ý trong khi chỉ còn 1 trên 1 chỉ tiêu."
        " Không còn cách nào phân định."
    )


def test_a_second_round_without_a_quorum_leaves_all_of_them_open() -> None:
    """Two came of five: however they voted, none won; the findings of the first round on others stand."""
    poll = a_poll(*approved_by(5, 3, 3, 2), rule=a_rule(second_round=True), places=2)

    items = heard_again(poll, "AD", "AD")

    assert found(items) == "CTTN"
    assert items[1].reasons[0] == (
        "Không đủ số thành viên để biểu quyết: có mặt 2 trên tổng số 5 thành viên,"
        " cần ít nhất 3 (từ 1/2 trở lên tổng số thành viên)."
    )


def test_where_one_of_them_lacks_a_quorum_none_is_decided() -> None:
    """Two of the three who came step aside from the second: the first cannot win against one without possible votes."""
    quorum = a_requirement("1/2", Base.SEATS_LESS_RECUSED)
    rule = a_rule(second_round=True).model_copy(update={"quorum": quorum})
    poll = a_poll(*approved_by(3, 3), rule=rule)
    second = DossierId("d-2")

    items = heard_again(poll, "AR", "AR", "AD", aside={seat: [second] for seat in poll.roll[:2]})

    assert found(items) == "TT"
    assert items[1].reasons[0] == (
        "Không đủ số thành viên để biểu quyết: có mặt 1 trên 3 thành viên được biểu quyết,"
        " cần ít nhất 2 (từ 1/2 trở lên số đó)."
    )


def test_whoever_comes_without_voting_makes_the_second_round_s_quorum_too() -> None:
    """Two voted and a third sat by."""
    poll = a_poll(*approved_by(3, 3), rule=a_rule(second_round=True))

    assert found(heard_again(poll, "AD", "AD", attended=[poll.roll[4]])) == "CN"


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ({"gone": [DossierId("d-1")]}, "GC"),
        ({"returned": {DossierId("d-1"): ("Thiếu biên bản.",)}}, "RC"),
    ],
)
def test_whoever_leaves_during_the_second_round_takes_no_place(left: dict[str, Any], expected: str) -> None:
    """However many voted for it: the other one has the place, without a vote if need be."""
    items = heard_again(TWO, "AD", "AD", "AD", **left)

    assert found(items) == expected
    assert items[1].reasons == ("Vòng hai: được 0 phiếu đồng ý, vào chỉ tiêu.",)
    assert items[0].finding in {Finding.GONE, Finding.RETURNED}


def test_a_place_that_nobody_contests_any_more_falls_to_the_next_of_the_first_round() -> None:
    """Two are equal for one place and both are withdrawn: the third, which had enough, takes it."""
    poll = a_poll(*approved_by(4, 4, 3, 2), rule=a_rule(second_round=True))

    items = heard_again(poll, "AD", "AD", "AD", gone=[DossierId("d-1"), DossierId("d-2")])

    assert found(items) == "GGCN"
    assert items[2].reasons == (
        "Hồ sơ xếp trên được rút, tạm dừng hoặc trả lại ở vòng hai; vào chỉ tiêu còn lại theo kết quả vòng một.",
    )
    assert items[3] == heard(poll)[3]


def test_points_say_who_came_next() -> None:
    """The one with more points moves up, however few approved it."""
    rule = a_rule(second_round=True, points=a_table())
    poll = a_poll(*approved_by(4, 4, 5, 3), rule=rule, scores=scored("95", "95", "80", "90"))

    assert found(heard_again(poll, "AD", "AD", "AD", gone=[DossierId("d-1"), DossierId("d-2")])) == "GGNC"


def test_of_those_who_came_next_equals_wait_for_another_sitting() -> None:
    """Their ballots were of the first round and are gone: nothing is left to separate them."""
    poll = a_poll(*approved_by(4, 4, 3, 3), rule=a_rule(LastWord.CHAIR, second_round=True))

    items = heard_again(poll, "AD", "AD", "AD", gone=[DossierId("d-1"), DossierId("d-2")])

    assert found(items) == "GGTT"
    assert items[2].reasons[0] == (
        "Hồ sơ xếp trên được rút, tạm dừng hoặc trả lại ở vòng hai;"
        " nhiều hồ sơ kế tiếp bằng nhau theo kết quả vòng một, chờ phiên sau."
    )


def test_nobody_moves_up_while_a_rival_is_left_for_the_place() -> None:
    """One of two was sent back: the other has the place, without a vote if need be."""
    poll = a_poll(*approved_by(4, 4, 3), rule=a_rule(second_round=True))

    items = heard_again(poll, "AD", "AD", "AD", returned={DossierId("d-1"): ("Thiếu biên bản.",)})

    assert found(items) == "RCN"


def test_without_a_quorum_nobody_moves_up() -> None:
    """Nothing is decided then: not whether the rivals that are left take the places, either."""
    poll = a_poll(*approved_by(4, 4, 4, 3), rule=a_rule(second_round=True), places=2)

    assert found(heard_again(poll, "ADD", gone=[DossierId("d-1"), DossierId("d-2")])) == "GGTN"
