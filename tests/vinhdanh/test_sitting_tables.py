"""What people are shown of a sitting: before its ballot opens, while it is open, and its findings."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from schemas.ballots import VoteReason
from schemas.ids import ActorId, AwardId, BasisId, DossierId, SeatId
from schemas.minutes import Finding, ItemMinutes, Minutes, RollCall, SteppedAside, StoodIn
from schemas.scoring import Score, Scored, Sheet
from schemas.sitting import Contested, SittingStatus, SittingView
from schemas.stages import Stage
from schemas.vote_counts import CountKind, CountRecord, Sums
from tests.builders.values import AWARD, BASIS, a_body, a_document
from tests.vinhdanh.test_tables import AT, HS_1, HS_2, HS_3, PH_1, REPORT, TALLY, an_item, printed
from vinhdanh.cli.render import formats, tables

SEAT_1, SEAT_2, SEAT_3 = (SeatId(f"seat-{number}") for number in (1, 2, 3))


def an_item_of_minutes(dossier_id: DossierId = HS_1, **changes: Any) -> ItemMinutes:
    """Return an entry of minutes on a dossier: it was defeated."""
    usual: dict[str, Any] = {
        "dossier_id": dossier_id,
        "nominee": "[red]Đơn vị",
        "award": AwardId("an_award"),
        "basis": BasisId("a_basis"),
        "finding": Finding.DEFEATED,
        "tally": TALLY,
    }
    return ItemMinutes(**usual | changes)


def some_minutes(*items: ItemMinutes, **changes: Any) -> Minutes:
    """Return minutes of a meeting to which one seat came."""
    body = a_body()
    usual: dict[str, Any] = {
        "sitting_id": PH_1,
        "body": body.id,
        "body_name": body.name,
        "stage": Stage.CLUSTER,
        "meeting": 1,
        "closed_at": AT,
        "closed_by": ActorId("seat-1"),
        "present": (SEAT_1,),
        "absent": (),
        "items": items or (an_item_of_minutes(),),
    }
    return Minutes(**usual | changes)


def a_sitting_view(status: SittingStatus, **changes: Any) -> SittingView:
    """Return a sitting over one dossier, in which one of two has voted."""
    usual: dict[str, Any] = {
        "sitting_id": PH_1,
        "body": a_body(seats=2),
        "stage": Stage.CLUSTER,
        "status": status,
        "meeting": 1,
        "closes_at": AT,
        "agenda": (an_item(HS_1),),
        "voted": (SEAT_1,),
        "awaited": (SEAT_2,),
        "unverified": (),
        "facts": 3,
    }
    return SittingView(**usual | changes)


def shown(minutes: Minutes) -> str:
    """Return what is shown of a sitting that has these minutes."""
    return printed(tables.sitting(a_sitting_view(SittingStatus.ANNOUNCED, minutes=minutes, report=REPORT)))


def a_sheet(points: str) -> Sheet:
    """Return a sheet that comes to so many points."""
    return Sheet(groups=(Scored(group="emulation", points=Decimal(points)),))


def test_a_sitting_that_was_called_shows_when_its_ballot_opens() -> None:
    """No seat has voted, and none could have."""
    opens_at = datetime(2024, 3, 8, 1, tzinfo=UTC)
    view = a_sitting_view(SittingStatus.CALLED, opens_at=opens_at, voted=(), awaited=(SEAT_1, SEAT_2))

    said = printed(tables.sitting(view))

    assert "Tình trạng: Đã triệu tập, chưa mở bỏ phiếu (lần 1)" in said
    assert "Mở bỏ phiếu: 08:00 08/03/2024 Đóng phiếu: 00:30 09/03/2024" in said
    assert "Chưa bỏ phiếu" not in said


def test_an_open_sitting_shows_who_has_yet_to_vote() -> None:
    """Its secretary telephones them."""
    said = printed(tables.sitting(a_sitting_view(SittingStatus.OPEN)))

    assert "Tình trạng: Đang bỏ phiếu (lần 1)" in said
    assert "Đóng phiếu: 00:30 09/03/2024" in said
    assert "Đã bỏ phiếu: 1 (seat-1)" in said
    assert "Chưa bỏ phiếu: 1 (seat-2)" in said
    assert "Điểm" not in said


def test_a_sitting_that_was_put_off_waits_for_nobody_s_ballot() -> None:
    """What was handed in counts for nothing."""
    said = printed(tables.sitting(a_sitting_view(SittingStatus.ADJOURNED)))

    assert "Hoãn, chờ triệu tập lại (lần 1)" in said
    assert "phiếu:" not in said


def test_a_sitting_shows_its_minutes_once_it_has_them() -> None:
    """And which dossiers it could not tell: a person must."""
    said = shown(some_minutes())

    assert "Kết thúc: 00:30 09/03/2024, do seat-1 thực hiện" in said
    assert "Có mặt: 1 (seat-1)" in said
    assert "Vắng: không" in said
    assert "hs-1 [red]Đơn vị an_award 3/5, cần 4 Không đạt" in said
    assert "Chưa báo được cho hồ sơ hs-2: đã rút" in said
    assert not any(word in said for word in ("Biểu quyết", "biểu quyết", "văn bản", "Điểm", "vòng hai"))


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (Finding.UNSCORED, "Chưa chốt điểm"),
        (Finding.GONE, "Không xét: hồ sơ đã rút hoặc đang tạm dừng"),
        (Finding.TIED, "Bằng nhau, chưa kết luận: 2 hồ sơ cùng được 3 phiếu đồng ý"),
    ],
)
def test_what_is_left_open_is_shown_with_why(finding: Finding, said: str) -> None:
    """Its unit asks what becomes of it now."""
    reasons = ("2 hồ sơ cùng được 3 phiếu đồng ý",) if finding is Finding.TIED else ()

    assert said in shown(some_minutes(an_item_of_minutes(finding=finding, reasons=reasons)))


@pytest.mark.parametrize(
    ("dossiers", "count", "said"),
    [
        ((HS_1, HS_3), 2, "seat-2: hs-1, hs-3"),
        ((HS_1,), 4, "seat-2: hs-1 và 3 hồ sơ nữa"),
        ((), 7, "seat-2: 7 hồ sơ"),
    ],
)
def test_who_steps_aside_is_shown_with_from_what(dossiers: Sequence[DossierId], count: int, said: str) -> None:
    """Before the ballot is counted and after it; a long list is cut, and marked so."""
    aside = (SteppedAside(seat=SEAT_2, dossiers=tuple(dossiers), count=count),)
    open_one = a_sitting_view(SittingStatus.OPEN, recused=aside)

    assert f"Không tham gia biểu quyết: {said} Hồ sơ" in printed(tables.sitting(open_one))
    assert f"Không tham gia biểu quyết: {said} Hồ sơ" in shown(some_minutes(recused=aside))


def test_why_a_member_stepped_aside_stands_beside_what_it_declared() -> None:
    """From the other dossier the rule found that it does, and the rule's source gives the reason."""
    aside = SteppedAside(seat=SEAT_2, dossiers=(HS_1, HS_3), count=2, reasons={HS_3: "vợ của cá nhân được đề nghị"})

    told = shown(some_minutes(recused=(aside,)))

    assert "Không tham gia biểu quyết: seat-2: hs-1, hs-3 (vợ của cá nhân được đề nghị) Hồ sơ" in told


def test_minutes_show_who_voted_in_whose_place_and_who_wrote() -> None:
    """A member who was not there is asked what was voted under its name."""
    stood_in = StoodIn(seat=SEAT_2, name="Sở Nội vụ", substitute=ActorId("pho-2"), substitute_name="Phó giám đốc")

    said = shown(some_minutes(substitutes=(stood_in,), written=(SEAT_3,)))

    assert "Biểu quyết thay: Sở Nội vụ (seat-2): do Phó giám đốc (pho-2) biểu quyết thay" in said
    assert "Gửi ý kiến bằng văn bản: 1 (seat-3)" in said


def test_points_are_shown_as_they_come_in() -> None:
    """Each party sees what the other gave, before the ballot closes."""
    scores = {
        HS_1: Score(turns=1, own=a_sheet("950.50")),
        HS_2: Score(
            turns=4,
            own=a_sheet("950"),
            checked=a_sheet("900.25"),
            contested="Thiếu điểm thưởng.",
            settled=a_sheet("920"),
        ),
    }
    view = a_sitting_view(SittingStatus.OPEN, agenda=tuple(map(an_item, (HS_1, HS_2, HS_3))), scores=scores)

    said = printed(tables.sitting(view))

    assert f"hs-1 [red]Đơn vị {AWARD} tự chấm 950,5 hs-2" in said
    assert "tự chấm 950; thẩm tra 900,25; đơn vị có ý kiến: Thiếu điểm thưởng.; chốt 920 hs-3" in said
    assert f"hs-3 [red]Đơn vị {AWARD} chưa chấm" in said


def test_minutes_show_points_where_there_are_any() -> None:
    """One that has none among them is left empty, not nought."""
    unscored = an_item_of_minutes(HS_2, finding=Finding.UNSCORED)

    said = shown(some_minutes(an_item_of_minutes(points=Decimal("100.00")), unscored))

    assert "Hồ sơ Đối tượng Hình thức Điểm Đồng ý Kết quả" in said
    assert "hs-1 [red]Đơn vị an_award 100 3/5, cần 4 Không đạt" in said
    assert "hs-2 [red]Đơn vị an_award 3/5, cần 4 Chưa chốt điểm" in said


@pytest.mark.parametrize(("points", "said"), [("0", "0"), ("1000", "1000"), ("-12.50", "-12,5"), ("0.05", "0,05")])
def test_points_are_written_with_a_comma(points: str, said: str) -> None:
    """And never as a power of ten."""
    assert formats.points(Decimal(points)) == said


def test_a_second_round_shows_what_is_voted_on_again() -> None:
    """And for how many places: a ballot approves no more."""
    contested = Contested(award=AWARD, basis=BASIS, dossiers=(HS_1, HS_3), places=1)
    view = a_sitting_view(SittingStatus.OPEN, meeting=2, contested=(contested,))
    put_off = view.model_copy(update={"status": SittingStatus.ADJOURNED})

    assert "Tình trạng: Đang bỏ phiếu vòng hai (lần 2)" in printed(tables.sitting(view))
    for each in (view, put_off):
        said = printed(tables.sitting(each))
        assert f"Vòng hai: 2 hồ sơ bằng nhau, còn 1 chỉ tiêu {AWARD} · {BASIS}: hs-1, hs-3" in said


def test_open_ballots_are_shown_with_their_reasons() -> None:
    """Each seat's, over the whole agenda: it answers for them."""
    reason = VoteReason(dossier_id=HS_2, reason="Số liệu chưa rõ.")
    calls = (
        RollCall(seat=SEAT_1, marks="ADA", reasons=(reason,)),
        RollCall(seat=SEAT_2, marks="RSX", by=ActorId("pho-2"), written=True),
    )

    said = shown(some_minutes(*map(an_item_of_minutes, (HS_1, HS_2, HS_3)), roll_calls=calls))

    assert "seat-1 Đồng ý: hs-1, hs-3 Không đồng ý: hs-2 (Số liệu chưa rõ.) seat-2" in said
    assert "seat-2 do pho-2 biểu quyết thay gửi ý kiến bằng văn bản Không có ý kiến: hs-2 Không hợp lệ: hs-3" in said
    assert "Không tham gia biểu quyết: hs-1 Chưa báo được" in said
    assert "vòng hai" not in said


def test_the_ballots_of_a_second_round_are_over_what_was_equal() -> None:
    """They are shorter than those of the first, and stand beside its count."""
    again = TALLY.model_copy(update={"approve": 1, "disapprove": 3})
    items = (
        an_item_of_minutes(HS_1),
        an_item_of_minutes(HS_2, finding=Finding.CARRIED, second=TALLY),
        an_item_of_minutes(HS_3, finding=Finding.NO_PLACE, second=again),
    )
    calls = (RollCall(seat=SEAT_1, marks="AAA"),)

    said = shown(some_minutes(*items, roll_calls=calls, second_round=(RollCall(seat=SEAT_1, marks="AD"),)))

    assert "3/5, cần 4; vòng hai 3 Đạt" in said
    assert "3/5, cần 4; vòng hai 1 Đủ phiếu, hết chỉ tiêu" in said
    assert "Biểu quyết công khai: Thành viên Biểu quyết" in said
    assert "Biểu quyết vòng hai: Thành viên Biểu quyết" in said
    assert said.index("seat-1 Đồng ý: hs-1, hs-2, hs-3") < said.index("seat-1 Đồng ý: hs-2 Không đồng ý: hs-3")


RECORD = CountRecord(
    kind=CountKind.PAPER,
    issued=15,
    returned=14,
    tellers=(ActorId("seat-2"), ActorId("van-phong")),
    record=a_document("counting_record", name="Biên bản kiểm phiếu số 01"),
)


def test_the_tellers_count_stands_beside_the_findings() -> None:
    """Its record, its papers, and the sums of each dossier in either round; no seat's choice."""
    sums = Sums(approve=11, disapprove=1, blank=1, invalid=1)
    counted = an_item_of_minutes(sums=sums, second_sums=Sums(approve=14, disapprove=0), second=TALLY)

    said = shown(some_minutes(counted, count=RECORD, second_count=RECORD.model_copy(update={"issued": 14})))

    assert "Kiểm phiếu: phiếu giấy: phát ra 15, thu về 14 Ban kiểm phiếu: seat-2, van-phong" in said
    assert f"Biên bản kiểm phiếu: Biên bản kiểm phiếu số 01 ({RECORD.record.sha256})" in said
    assert "Kiểm phiếu vòng hai: phiếu giấy: phát ra 14, thu về 14" in said
    assert "Đồng ý Kiểm phiếu Kết quả" in said
    assert "hợp lệ 12 (đồng ý 11, không đồng ý 1, không có ý kiến 0), phiếu trắng 1, không hợp lệ 1" in said
    assert "vòng hai: hợp lệ 14 (đồng ý 14" in said


def test_an_open_sitting_shows_that_its_count_is_in() -> None:
    """No ballot is awaited any more; by hands there are no papers."""
    view = a_sitting_view(SittingStatus.OPEN, voted=(), awaited=(), count=RECORD)
    hands = RECORD.model_copy(update={"kind": CountKind.HANDS, "returned": 15})

    said = printed(tables.sitting(view))

    assert "Kiểm phiếu: phiếu giấy: phát ra 15, thu về 14" in said
    assert "Chưa bỏ phiếu" not in said
    assert "hợp lệ" not in said
    by_hands = printed(tables.sitting(view.model_copy(update={"count": hands})))
    assert "Kiểm phiếu: giơ tay: 15 người biểu quyết" in by_hands


def test_an_open_sitting_still_shows_when_it_was_opened() -> None:
    """A user who came too early asks."""
    view = a_sitting_view(SittingStatus.OPEN, opens_at=AT - timedelta(days=1))

    assert "Mở bỏ phiếu: 00:30 08/03/2024" in printed(tables.sitting(view))
