"""A count explains itself: who was entitled, came, was needed and reached, each by its clause, in both languages."""

from collections.abc import Sequence
from typing import Any

import pytest

from schemas.ballots import Vote
from schemas.bodies import Language
from schemas.ids import DossierId
from schemas.legal_values import Base
from schemas.minutes import Finding, ItemMinutes
from schemas.routes import BallotKind, VoteRule
from schemas.sitting import Places
from schemas.vote_clauses import ChairRule, ChairVote, WrittenOpinions
from tests.builders.values import a_requirement
from tests.workflows.rules.rival_dossiers import (
    CITED,
    SEATS,
    a_poll,
    a_rule,
    a_table,
    approved_by,
    heard,
    heard_again,
    scored,
)
from workflows.rules.voting import explanation

RULE = a_rule(
    second_round=True,
    ballot=BallotKind.OPEN,
    chair=ChairRule(vote=ChairVote.MUST_APPROVE, citation="Điều 9"),
    written=WrittenOpinions(counted=True, **CITED),
    points=a_table("50%").model_copy(update={"citation": "Điều 11"}),
    citation="Điều 6",
).model_copy(
    update={
        "quorum": a_requirement("1/2", Base.SEATS_LESS_RECUSED, citation="Điều 7"),
        "threshold": a_requirement("1/2", Base.BALLOTS_CAST, exceed=True, citation="Điều 8"),
    }
)
"""Each of its clauses stands elsewhere, and the chair's was not seen."""


def told(item: ItemMinutes, rule: VoteRule, places: Sequence[Places], language: Language) -> list[str]:
    """Return the explanation of a dossier before the minutes are quoted."""
    said = explanation.explain(item, rule, places, language)
    return [line for line in said if not line.startswith(("Biên bản ghi:", "The minutes say:"))]


def test_every_step_of_a_count_is_told_with_its_clause_in_both_languages() -> None:
    """Three come and one writes, one steps aside; two in three of those who voted approve, the chair among them."""
    aside = {SEATS[2]: [DossierId("d-1")]}
    poll = a_poll("A", "D", "R", "A", rule=RULE, wrote=[4], scores=scored("90.50"), aside=aside)
    (item,) = heard(poll)

    assert told(item, RULE, poll.places, Language.VIETNAMESE) == [
        "Có quyền biểu quyết: 4 trên 5 thành viên; 1 không tham gia vì có liên quan.",
        "Có mặt 3, vắng 2; biểu quyết công khai, 3 phiếu, trong đó 1 ý kiến bằng văn bản của thành viên vắng mặt."
        " Căn cứ: Điều 6",
        "Số thành viên tối thiểu phải dự: từ 1/2 trở lên của 4, không kể người không tham gia, là 2: đủ."
        " Căn cứ: Điều 7",
        "Kết quả: đồng ý 2, không đồng ý 1, không có ý kiến 0, không hợp lệ 0.",
        "Tỷ lệ cần: trên 1/2 tính trên 3 phiếu thu về, là 2 phiếu; được 2: đạt. Căn cứ: Điều 8",
        "Phải có phiếu đồng ý của chủ tọa. Căn cứ (chưa kiểm chứng): Điều 9",
        "Điểm: 90,5 trên bảng điểm 100. Căn cứ: Điều 11",
        "Chỉ tiêu: 1.",
        "Kết luận: đạt.",
    ]
    assert told(item, RULE, poll.places, Language.ENGLISH) == [
        "Entitled to vote: 4 of 5 seats; 1 stepped aside.",
        "Present 3, absent 2; by open ballot, 3 votes, 1 of them in writing from absent members. By: Điều 6",
        "Quorum: at least 1/2 of 4, less those who stepped aside, which is 2: reached. By: Điều 7",
        "Votes: approve 2, disapprove 1, abstain 0, invalid 0.",
        "Threshold: more than 1/2 of the 3 votes cast, which is 2; 2 approved: reached. By: Điều 8",
        "The chair must approve. By (not verified): Điều 9",
        "Points: 90.5, on a table of 100. By: Điều 11",
        "Places: 1.",
        "Found: carried.",
    ]


def test_where_too_few_approved_it_is_told_by_which_clause() -> None:
    """One in three approves; an abstention and a spoilt ballot count among those handed in."""
    rule = a_rule(share="80%")
    (item,) = heard(a_poll("A", "S", "X", rule=rule))

    assert told(item, rule, (), Language.ENGLISH)[-4:] == [
        "Votes: approve 1, disapprove 0, abstain 1, invalid 1.",
        "Threshold: at least 80% of all 5 seats, which is 4; 1 approved: not reached. By: Điều 1",
        "There is no limit of places for this award.",
        "Found: defeated.",
    ]


def test_a_second_round_and_what_a_quota_is_a_share_of_are_told() -> None:
    """The one that lost it had enough votes, and there was one place, out of six."""
    rule = a_rule(second_round=True)
    poll = a_poll(*approved_by(3, 3), rule=rule)
    (place, *_) = poll.places
    _, lost = heard_again(poll, "AD", "AD", "DA")
    places = (place.model_copy(update={"out_of": 6}),)

    assert told(lost, rule, places, Language.VIETNAMESE)[-3:] == [
        "Chỉ tiêu: 1 (tính trên 6).",
        "Vòng hai, giữa các hồ sơ bằng nhau: được 1 phiếu đồng ý.",
        "Kết luận: đủ phiếu, hết chỉ tiêu.",
    ]
    assert told(lost, rule, places, Language.ENGLISH)[-3:] == [
        "Places: 1 (out of 6).",
        "Second round, among those that were equal: 1 approved.",
        "Found: enough approved, and no place is left.",
    ]


def test_without_a_quorum_nothing_is_said_of_the_votes() -> None:
    """Sums of a vote that does not count would be quoted as if it did."""
    rule = a_rule()
    (item,) = heard(a_poll("A", "A", rule=rule))

    assert told(item, rule, (), Language.ENGLISH)[2:] == [
        "Quorum: at least 1/2 of 5, which is 3: not reached. By: Điều 1",
        "Found: no quorum, undecided.",
    ]


@pytest.mark.parametrize(
    ("changes", "finding", "said"),
    [
        (
            {"returned": {DossierId("d-1"): ("Thiếu biên bản.",)}},
            Finding.RETURNED,
            "Found: sent back to its unit, no vote.",
        ),
        ({"gone": [DossierId("d-1")]}, Finding.GONE, "Not considered: withdrawn, or on hold."),
    ],
)
def test_of_what_was_not_voted_on_no_count_is_told(changes: dict[str, Any], finding: Finding, said: str) -> None:
    """Whatever the ballots hold on it; the minutes are quoted, with the reason."""
    rule = a_rule()
    (item,) = heard(a_poll(*[Vote.APPROVE.mark] * 5, rule=rule, **changes))

    assert item.finding is finding
    assert explanation.explain(item, rule, (), Language.ENGLISH) == [said, f"The minutes say: {item.reasons[0]}"]
