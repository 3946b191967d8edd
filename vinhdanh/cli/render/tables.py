"""What the command line prints for people: lines and tables in Vietnamese."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType

from schemas import labels
from schemas.dossier import Awaiting, DossierView, Earlier, Passage
from schemas.ids import DossierId
from schemas.receipts import Receipt
from schemas.routes import OfficeRule, OpinionsRule, PublicationRule
from schemas.sitting import SittingView, Unheard
from schemas.stages import Stage
from schemas.submission import SubmissionView
from schemas.verdict import DecisionRef
from vinhdanh.announcements import Undelivered
from vinhdanh.cli.render import formats, grids, proceedings_tables, sitting_tables
from vinhdanh.dossiers import Submitted, Waiting

_BY_AN_OFFICE = OfficeRule.stages | PublicationRule.stages | OpinionsRule.stages

_ANSWERED = {Stage.UNIT: "Trả lời yêu cầu số", **dict.fromkeys(_BY_AN_OFFICE, "Theo mục nhật ký số")}
"""Where an act carries the number of what it answers, and what that number is called there."""


def receipt(kept: Receipt) -> RenderableType:
    """Return the receipt of an act."""
    what = labels.FACTS[kept.kind].vi if kept.kind in labels.FACTS else kept.kind
    return grids.pairs(
        ("Ghi nhận", f"{what}, lúc {formats.instant(kept.at)}"),
        ("Mục nhật ký", f"{kept.stream} số {kept.sequence}"),
        ("Mã đối chiếu", kept.hash),
    )


def submitted(found: Submitted) -> RenderableType:
    """Return what became of a dossier that was submitted."""
    kept = receipt(found.receipt) if found.receipt else "Biên nhận của lần nộp ấy không còn lưu."
    if not found.already:
        return kept
    return Group(f"Hồ sơ {found.dossier_id} đã nộp từ trước; lần này không ghi thêm gì.", kept)


def waiting(found: Sequence[Waiting]) -> RenderableType:
    """Return the dossiers that wait for a body."""
    if not found:
        return "Không có hồ sơ nào đang chờ."
    rows = (
        (
            dossier.dossier_id,
            labels.SHORT_STAGES[dossier.stage].vi,
            dossier.award,
            dossier.unit,
            "tạm dừng xét"
            if dossier.held
            else formats.instant(dossier.due_at) + (" (quá hạn)" if dossier.overdue else ""),
        )
        for dossier in found
    )
    return grids.table(("Hồ sơ", "Bước", "Hình thức", "Đơn vị", "Hạn"), rows)


def undelivered(found: Sequence[Undelivered]) -> RenderableType:
    """Return the findings that have not reached their dossiers."""
    if not found:
        return "Mọi kết quả đã được báo cho hồ sơ."
    rows = ((one.source, one.dossier_id or "", one.message, _now(one)) for one in found)
    return grids.table(("Phiên họp, tờ trình", "Hồ sơ", "Chưa báo được vì", "Hồ sơ hiện nay"), rows)


def _now(found: Undelivered) -> str:
    if found.on_hold:
        return "Tạm dừng xét"
    if found.stage is not None:
        return labels.SHORT_STAGES[found.stage].vi
    return "Không có hồ sơ này" if found.dossier_id else ""


def dossier(view: DossierView) -> RenderableType:
    """Return a dossier: where it stands, what it waits for, and what was found of it."""
    head = grids.pairs(
        ("Hồ sơ", view.dossier_id),
        ("Đối tượng", view.nominee.name),
        ("Hình thức", f"{view.award_name.vi} ({view.award} · {view.basis})"),
        ("Đơn vị trình", view.unit.name),
        ("Văn bản áp dụng", view.regime),
        *((("Quy định riêng", view.local),) if view.local else ()),
        *((("Quy chế cụm, khối", view.charter),) if view.charter else ()),
        ("Giấy tờ", "\n".join(document.name for document in view.documents) or "chưa có"),
        *(("Đã được khen", _earlier(earlier)) for earlier in view.earlier),
        ("Bước", labels.STAGES[view.stage].vi),
        *(_awaiting(view.awaiting, view.stage) if view.awaiting else ()),
        *proceedings_tables.rows(view),
        ("Số mục nhật ký", str(view.facts)),
    )
    return Group(head, *_passages(view.passages), *_doubts(view.unverified))


def sitting(view: SittingView) -> RenderableType:
    """Return a sitting: its agenda, who voted, and what it found."""
    head = grids.pairs(
        ("Phiên họp", view.sitting_id),
        ("Cơ quan", view.body.name),
        ("Bước", labels.STAGES[view.stage].vi),
        ("Tình trạng", sitting_tables.status(view)),
        *((("Lý do hoãn", view.put_off),) if view.put_off else ()),
        *sitting_tables.rows(view),
    )
    unheard = view.report.unheard if view.report else ()
    return Group(head, *sitting_tables.listed(view), *map(_unheard, unheard), *_doubts(view.unverified))


def explained(sentences: Sequence[str]) -> RenderableType:
    """Return why a sitting found what it found of a dossier."""
    return "\n".join(sentences) or "Phiên họp chưa kiểm phiếu, hoặc không xét hồ sơ này."


def submission(view: SubmissionView) -> RenderableType:
    """Return a submission: its list, and the decision that answered it."""
    head = grids.pairs(
        ("Tờ trình", f"{view.submission_id} (số {view.letter.number}, ngày {formats.day(view.letter.signed_on)})"),
        ("Trình", f"{view.authority} ({labels.SHORT_STAGES[view.stage].vi})"),
        ("Tình trạng", labels.SUBMISSIONS[view.status].vi),
        ("Quyết định", _decision(view.decision) or "chưa có"),
    )
    answers = _answers(view)
    rows = ((item.dossier_id, item.nominee, item.award, answers.get(item.dossier_id, "")) for item in view.agenda)
    listed = grids.table(("Hồ sơ", "Đối tượng", "Hình thức", "Trả lời"), rows)
    return Group(head, listed, *map(_unheard, view.report.unheard if view.report else ()))


def _awaiting(awaiting: Awaiting, stage: Stage) -> Iterable[tuple[str, str]]:
    late = " (quá hạn)" if awaiting.overdue else ""
    yield "Đang chờ", f"{awaiting.body.name}, từ {formats.instant(awaiting.since)}"
    if awaiting.due_on is not None:
        yield "Hạn", f"{formats.day(awaiting.due_on)}{late}"
    if stage in _ANSWERED:
        yield _ANSWERED[stage], str(awaiting.answers)
    yield from (("Còn thiếu", f"{defect.name.vi} ({defect.kind})") for defect in awaiting.missing)
    yield from (("Lý do", reason) for reason in awaiting.reasons)


def _earlier(earlier: Earlier) -> str:
    period = f"{formats.day(earlier.period.first)} - {formats.day(earlier.period.last)}"
    return f"{earlier.award} · {earlier.basis}, thành tích {period}, {_decision(earlier.decision)}"


def _passages(passages: Sequence[Passage]) -> Iterable[RenderableType]:
    if passages:
        yield "Quá trình xét:"
        yield grids.grid((f"  {formats.instant(passed.at)}", "\n".join(_passage(passed))) for passed in passages)


def _passage(passed: Passage) -> Iterable[str]:
    found = [labels.OUTCOMES[passed.outcome].vi]
    if passed.vote is not None:
        found.append(f"phiếu đồng ý {formats.tally(passed.vote)}")
    if passed.decision is not None:
        found.append(_decision(passed.decision))
    yield passed.body.name
    yield " · ".join(found)
    yield from (f"Lý do: {reason}" for reason in passed.reasons)


def _decision(decision: DecisionRef | None) -> str:
    return "" if decision is None else f"số {decision.number} ngày {formats.day(decision.decided_on)}"


def _answers(view: SubmissionView) -> dict[DossierId, str]:
    return {
        **dict.fromkeys(view.granted, "Khen thưởng"),
        **{item.dossier_id: formats.reasoned("Không khen thưởng", item.reasons) for item in view.refused},
        **{item.dossier_id: formats.reasoned("Trả lại", item.reasons) for item in view.returned},
    }


def _unheard(unheard: Unheard) -> str:
    return f"Chưa báo được cho hồ sơ {unheard.dossier_id}: {unheard.message}"


def _doubts(unverified: Sequence[str]) -> Iterable[RenderableType]:
    # Whoever is shown a result learns on which rules it hangs whose source was not seen.
    if unverified:
        yield "Căn cứ chưa kiểm chứng:"
        yield grids.grid(("  -", rule) for rule in unverified)
