"""A dossier that is not carried is told why, in numbers that can be checked."""

import pytest

from schemas.minutes import Finding
from tests.builders.vote_polls import a_requirement, a_rule, an_agenda, ballots_giving, heard


@pytest.mark.parametrize(
    ("came", "approvals", "places", "said"),
    [
        pytest.param(
            3,
            (3,),
            None,
            "Không đủ số thành viên để biểu quyết: có mặt 3 trên tổng số 5 thành viên,"
            " cần ít nhất 4 (từ 2/3 trở lên tổng số thành viên).",
            id="too few came",
        ),
        pytest.param(
            5,
            (2,),
            None,
            "Không đạt tỷ lệ: được 2 phiếu đồng ý, cần ít nhất 3 phiếu (trên 1/2 tính trên tổng số 5 thành viên).",
            id="too few approved",
        ),
        pytest.param(
            5,
            (3, 5, 4),
            2,
            "Đủ tỷ lệ với 3 phiếu đồng ý (cần 3) nhưng không còn chỉ tiêu: 3 hồ sơ đủ tỷ lệ, 2 chỉ tiêu,"
            " vị trí cuối trong chỉ tiêu được 4 phiếu.",
            id="others had more",
        ),
        pytest.param(
            5,
            (4,),
            0,
            "Đủ tỷ lệ với 4 phiếu đồng ý (cần 3) nhưng phiên họp không có chỉ tiêu cho hình thức này.",
            id="no places",
        ),
        pytest.param(
            5,
            (4, 4, 5),
            2,
            "2 hồ sơ cùng được 4 phiếu đồng ý trong khi chỉ còn 1 trên 2 chỉ tiêu;"
            " phải biểu quyết lại giữa các hồ sơ này.",
            id="a tie",
        ),
    ],
)
def test_a_dossier_is_told_the_numbers(came: int, approvals: tuple[int, ...], places: int | None, said: str) -> None:
    """A unit can check the sum by itself: who was entitled, who came, what was needed, what was reached."""
    rule = a_rule("1/2", exceed=True, quorum="2/3")
    ballots = ballots_giving(*approvals, seats=came)

    item = heard(ballots, seats=5, agenda=an_agenda(len(approvals)), rules=[rule], places=places)[0]

    assert item.reasons[0] == said
    assert item.finding is Finding.NO_QUORUM or f"Có mặt {came} trên tổng số 5 thành viên" in item.reasons[1]


def test_a_reason_says_when_its_source_is_not_certain_and_stays_short() -> None:
    """A unit refused by an unverified rule is told so, and five hundred of them fit into one set of minutes."""
    doubtful = a_requirement("80%").model_copy(update={"citation": "Điều 1. " * 100, "verified": False})
    rule = a_rule().model_copy(update={"threshold": doubtful})

    item = heard(["D"], seats=1, agenda=an_agenda(1), rules=[rule])[0]

    assert item.reasons[-1].startswith("Căn cứ (chưa kiểm chứng): Điều 1.")
    assert item.reasons[-1].endswith("…")
    assert len(item.reasons[-1]) < 200


def test_what_is_carried_needs_no_reason() -> None:
    """Its count explains it all."""
    assert heard(["A"], seats=1, agenda=an_agenda(1))[0].reasons == ()
