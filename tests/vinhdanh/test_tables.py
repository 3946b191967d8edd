"""What people are shown: each view in full, in words, and never obeyed by the terminal."""

import io
from datetime import UTC, date, datetime

import pytest
from rich.console import Console, RenderableType

from schemas.bodies import Organisation
from schemas.dossier import Awaiting, Defect, DossierView, Earlier, Passage, Period
from schemas.ids import AwardId, BasisId, DocumentKind, DossierId, RegimeId, SittingId, StreamId, SubmissionId
from schemas.legal_values import Base
from schemas.refusals import Reason
from schemas.sitting import AgendaItem, AnnouncementReport, Unheard
from schemas.stages import Stage
from schemas.submission import Letter, Reasoned, SubmissionStatus, SubmissionView
from schemas.verdict import Outcome, Tally
from tests.builders.values import AUTHORITY, AWARD, BASIS, REGIME, a_body, a_decision_ref, a_dossier, a_name
from vinhdanh.cli.render import tables
from vinhdanh.cli.runner import report_error
from vinhdanh.declined import Declined

AT = datetime(2024, 3, 8, 17, 30, tzinfo=UTC)

TALLY = Tally(
    seats=5, present=4, cast=4, approve=3, disapprove=1, abstain=0, invalid=0, base=5, of=Base.ALL_SEATS, needed=4
)

HS_1, HS_2, HS_3 = (DossierId(f"hs-{number}") for number in (1, 2, 3))

PH_1 = SittingId("ph-1")

EARLIER = Earlier(
    dossier_id=HS_2,
    award=AwardId("an_award"),
    basis=BasisId("a_basis"),
    period=Period(first=date(2022, 1, 1), last=date(2022, 12, 31)),
    decision=a_decision_ref(),
)

REPORT = AnnouncementReport(told=1, unheard=(Unheard(dossier_id=HS_2, reason="DossierClosed", message="đã rút"),))


def printed(shown: RenderableType) -> str:
    """Return what a wide terminal shows, with one space for many."""
    console = Console(file=io.StringIO(), width=250, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(shown)
    return " ".join(captured.get().split())


def an_item(dossier_id: DossierId) -> AgendaItem:
    """Return an item of an agenda."""
    return AgendaItem(dossier_id=dossier_id, nominee="[red]Đơn vị", award=AWARD, basis=BASIS)


def a_dossier_view(awaiting: Awaiting) -> DossierView:
    """Return a dossier that its cluster sent back."""
    dossier = a_dossier("hs-1")
    passage = Passage(
        stage=Stage.CLUSTER,
        body=Organisation(id=a_body().id, name="Cụm thi đua"),
        source=StreamId("sitting-ph-1"),
        outcome=Outcome.RETURN,
        at=AT,
        reasons=("Chưa có xác nhận thuế",),
        vote=TALLY,
        decision=a_decision_ref(),
    )
    return DossierView(
        dossier_id=dossier.dossier_id,
        nominee=dossier.nominee,
        award=dossier.award,
        basis=dossier.basis,
        award_name=a_name(),
        regime=REGIME,
        unit=dossier.unit,
        stage=Stage.UNIT,
        awaiting=awaiting,
        documents=dossier.documents,
        passages=(passage,),
        earlier=(EARLIER,),
        unverified=("Ngưỡng phiếu của cụm",),
        facts=2,
    )


def test_a_dossier_is_shown_with_what_it_waits_for_and_what_was_found() -> None:
    """A clerk who answers the telephone has nothing else."""
    missing = Defect(kind=DocumentKind("achievement_report"), name=a_name("Báo cáo"), citation="Điều 1", verified=True)
    awaiting = Awaiting(
        body=Organisation(id=a_dossier().unit.id, name="Sở Nội vụ"),
        since=AT,
        due_on=AT.date(),
        overdue=True,
        answers=2,
        missing=(missing,),
        reasons=("Thiếu số liệu",),
    )

    applied = {"local": RegimeId("qd-bo"), "charter": RegimeId("quy-che-cum")}
    shown = printed(tables.dossier(a_dossier_view(awaiting).model_copy(update=applied)))

    assert f"Văn bản áp dụng: {REGIME} Quy định riêng: qd-bo Quy chế cụm, khối: quy-che-cum Giấy tờ" in shown
    assert "Bước: Đơn vị hoàn thiện hồ sơ" in shown
    assert "Đang chờ: Sở Nội vụ, từ 00:30 09/03/2024" in shown
    assert "Hạn: 08/03/2024 (quá hạn)" in shown
    assert "Trả lời yêu cầu số: 2" in shown
    assert "Còn thiếu: Báo cáo (achievement_report)" in shown
    assert "Lý do: Thiếu số liệu" in shown
    assert "Giấy tờ: Văn bản proposal_letter Văn bản achievement_report Đã được khen" in shown
    assert "Đã được khen: an_award · a_basis, thành tích 01/01/2022 - 31/12/2022, số 231/QĐ-TTg" in shown
    assert "Cụm thi đua Trả lại để bổ sung · phiếu đồng ý 3/5, cần 4 · số 231/QĐ-TTg ngày 14/06/2024" in shown
    assert "Lý do: Chưa có xác nhận thuế Căn cứ" in shown
    assert "Căn cứ chưa kiểm chứng: - Ngưỡng phiếu của cụm" in shown


def test_a_submission_shows_the_answer_to_each_dossier() -> None:
    """One decision may treat three dossiers differently."""
    view = SubmissionView(
        submission_id=SubmissionId("tt-1"),
        authority=AUTHORITY,
        stage=Stage.DECISION,
        letter=Letter(number="15/TTr", signed_on=AT.date(), signatory="Chủ tịch"),
        status=SubmissionStatus.ANNOUNCED,
        agenda=tuple(map(an_item, (HS_1, HS_2, HS_3))),
        decision=a_decision_ref(),
        granted=(HS_1,),
        refused=(Reasoned(dossier_id=HS_2, reasons=("chưa đủ năm",)),),
        returned=(Reasoned(dossier_id=HS_3, reasons=("thiếu giấy", "sai tên")),),
        report=REPORT,
        facts=3,
    )

    shown = printed(tables.submission(view))

    assert "Quyết định: số 231/QĐ-TTg ngày 14/06/2024" in shown
    assert f"hs-1 [red]Đơn vị {AWARD} Khen thưởng" in shown
    assert "Không khen thưởng: chưa đủ năm" in shown
    assert "Trả lại: thiếu giấy; sai tên" in shown


def test_an_error_is_one_line_that_no_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    """A server's message may hold anything."""
    code = report_error(Declined(Reason.NOT_YOURS, "\x1b[2Jxóa\nmàn\u202ehình"), as_json=False)

    assert code == 1
    assert capsys.readouterr().err == "vinhdanh: từ chối (NotYours): [2Jxóa màn hình\n"
