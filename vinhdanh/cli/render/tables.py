"""What the command line prints for people: lines and tables in Vietnamese."""

from collections.abc import Iterable, Sequence
from datetime import date

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
from vinhdanh.cli.language import LANGUAGE, words
from vinhdanh.cli.render import formats, grids, proceedings_tables, sitting_tables
from vinhdanh.dossiers import Submitted, Waiting

_BY_AN_OFFICE = OfficeRule.stages | PublicationRule.stages | OpinionsRule.stages

_ANSWERED = {
    Stage.UNIT: words("Trả lời yêu cầu số", "Answers request"),
    **dict.fromkeys(_BY_AN_OFFICE, words("Theo mục nhật ký số", "Answers entry")),
}
"""Where an act carries the number of what it answers, and what that number is called there."""


def receipt(kept: Receipt) -> RenderableType:
    """Return the receipt of an act."""
    what = labels.FACTS[kept.kind].in_language(LANGUAGE) if kept.kind in labels.FACTS else kept.kind
    return grids.pairs(
        (words("Ghi nhận", "Recorded"), f"{what}, {words('lúc', 'at')} {formats.instant(kept.at)}"),
        (words("Mục nhật ký", "Entry"), f"{kept.stream} {words('số', 'no.')} {kept.sequence}"),
        (words("Mã đối chiếu", "Hash"), kept.hash),
    )


def submitted(found: Submitted) -> RenderableType:
    """Return what became of a dossier that was submitted."""
    kept = (
        receipt(found.receipt)
        if found.receipt
        else words("Biên nhận của lần nộp ấy không còn lưu.", "The receipt of that submission is no longer kept.")
    )
    if not found.already:
        return kept
    return Group(
        words(
            f"Hồ sơ {found.dossier_id} đã nộp từ trước; lần này không ghi thêm gì.",
            f"Dossier {found.dossier_id} was submitted before; nothing was added.",
        ),
        kept,
    )


def waiting(found: Sequence[Waiting]) -> RenderableType:
    """Return the dossiers that wait for a body."""
    if not found:
        return words("Không có hồ sơ nào đang chờ.", "No dossier waits.")
    rows = (
        (
            dossier.dossier_id,
            labels.SHORT_STAGES[dossier.stage].in_language(LANGUAGE),
            dossier.award,
            dossier.unit,
            words("tạm dừng xét", "on hold")
            if dossier.held
            else formats.instant(dossier.due_at) + (words(" (quá hạn)", " (overdue)") if dossier.overdue else ""),
        )
        for dossier in found
    )
    return grids.table(
        (
            words("Hồ sơ", "Dossier"),
            words("Bước", "Stage"),
            words("Hình thức", "Award"),
            words("Đơn vị", "Unit"),
            words("Hạn", "Due"),
        ),
        rows,
    )


def undelivered(found: Sequence[Undelivered]) -> RenderableType:
    """Return the findings that have not reached their dossiers."""
    if not found:
        return words("Mọi kết quả đã được báo cho hồ sơ.", "Every finding has reached its dossier.")
    rows = ((one.source, one.dossier_id or "", one.message, _now(one)) for one in found)
    return grids.table(
        (
            words("Phiên họp, tờ trình", "Source"),
            words("Hồ sơ", "Dossier"),
            words("Chưa báo được vì", "Not delivered because"),
            words("Hồ sơ hiện nay", "Dossier now"),
        ),
        rows,
    )


def _now(found: Undelivered) -> str:
    if found.on_hold:
        return words("Tạm dừng xét", "On hold")
    if found.stage is not None:
        return labels.SHORT_STAGES[found.stage].in_language(LANGUAGE)
    return words("Không có hồ sơ này", "No such dossier") if found.dossier_id else ""


def dossier(view: DossierView) -> RenderableType:
    """Return a dossier: where it stands, what it waits for, and what was found of it."""
    head = grids.pairs(
        (words("Hồ sơ", "Dossier"), view.dossier_id),
        (words("Đối tượng", "Nominee"), view.nominee.name),
        (words("Hình thức", "Award"), f"{view.award_name.in_language(LANGUAGE)} ({view.award} · {view.basis})"),
        (words("Đơn vị trình", "Unit"), view.unit.name),
        (words("Văn bản áp dụng", "Regime"), view.regime),
        *(((words("Quy định riêng", "Local rules"), view.local),) if view.local else ()),
        *(((words("Quy chế cụm, khối", "Cluster charter"), view.charter),) if view.charter else ()),
        (
            words("Giấy tờ", "Papers"),
            "\n".join(document.name for document in view.documents) or words("chưa có", "none"),
        ),
        *((words("Đã được khen", "Earlier award"), _earlier(earlier)) for earlier in view.earlier),
        (words("Bước", "Stage"), labels.STAGES[view.stage].in_language(LANGUAGE)),
        *(_awaiting(view.awaiting, view.stage) if view.awaiting else ()),
        *proceedings_tables.rows(view),
        (words("Số mục nhật ký", "Entries"), str(view.facts)),
    )
    return Group(head, *_passages(view.passages), *_doubts(view.unverified))


def sitting(view: SittingView) -> RenderableType:
    """Return a sitting: its agenda, who voted, and what it found."""
    head = grids.pairs(
        (words("Phiên họp", "Sitting"), view.sitting_id),
        (words("Cơ quan", "Body"), view.body.name),
        (words("Bước", "Stage"), labels.STAGES[view.stage].in_language(LANGUAGE)),
        (words("Tình trạng", "Status"), sitting_tables.status(view)),
        *(((words("Lý do hoãn", "Adjourned because"), view.put_off),) if view.put_off else ()),
        *sitting_tables.rows(view),
    )
    unheard = view.report.unheard if view.report else ()
    return Group(head, *sitting_tables.listed(view), *map(_unheard, unheard), *_doubts(view.unverified))


def explained(sentences: Sequence[str]) -> RenderableType:
    """Return why a sitting found what it found of a dossier."""
    return "\n".join(sentences) or words(
        "Phiên họp chưa kiểm phiếu, hoặc không xét hồ sơ này.",
        "The sitting is not counted yet, or does not consider this dossier.",
    )


def submission(view: SubmissionView) -> RenderableType:
    """Return a submission: its list, and the decision that answered it."""
    head = grids.pairs(
        (
            words("Tờ trình", "Submission"),
            f"{view.submission_id} ({_numbered(view.letter.number, view.letter.signed_on)})",
        ),
        (words("Trình", "To"), f"{view.authority} ({labels.SHORT_STAGES[view.stage].in_language(LANGUAGE)})"),
        (words("Tình trạng", "Status"), labels.SUBMISSIONS[view.status].in_language(LANGUAGE)),
        (words("Quyết định", "Decision"), _decision(view.decision) or words("chưa có", "none")),
    )
    answers = _answers(view)
    rows = ((item.dossier_id, item.nominee, item.award, answers.get(item.dossier_id, "")) for item in view.agenda)
    listed = grids.table(
        (
            words("Hồ sơ", "Dossier"),
            words("Đối tượng", "Nominee"),
            words("Hình thức", "Award"),
            words("Trả lời", "Answer"),
        ),
        rows,
    )
    return Group(head, listed, *map(_unheard, view.report.unheard if view.report else ()))


def _awaiting(awaiting: Awaiting, stage: Stage) -> Iterable[tuple[str, str]]:
    late = words(" (quá hạn)", " (overdue)") if awaiting.overdue else ""
    yield (
        words("Đang chờ", "Waits for"),
        f"{awaiting.body.name}, {words('từ', 'since')} {formats.instant(awaiting.since)}",
    )
    if awaiting.due_on is not None:
        yield words("Hạn", "Due"), f"{formats.day(awaiting.due_on)}{late}"
    if stage in _ANSWERED:
        yield _ANSWERED[stage], str(awaiting.answers)
    yield from (
        (words("Còn thiếu", "Missing"), f"{defect.name.in_language(LANGUAGE)} ({defect.kind})")
        for defect in awaiting.missing
    )
    yield from ((words("Lý do", "Reason"), reason) for reason in awaiting.reasons)


def _earlier(earlier: Earlier) -> str:
    period = f"{formats.day(earlier.period.first)} - {formats.day(earlier.period.last)}"
    achievement = words(f"thành tích {period}", f"achievement {period}")
    return f"{earlier.award} · {earlier.basis}, {achievement}, {_decision(earlier.decision)}"


def _passages(passages: Sequence[Passage]) -> Iterable[RenderableType]:
    if passages:
        yield words("Quá trình xét:", "Considered by:")
        yield grids.grid((f"  {formats.instant(passed.at)}", "\n".join(_passage(passed))) for passed in passages)


def _passage(passed: Passage) -> Iterable[str]:
    found = [labels.OUTCOMES[passed.outcome].in_language(LANGUAGE)]
    if passed.vote is not None:
        found.append(f"{words('phiếu đồng ý', 'approved')} {formats.tally(passed.vote)}")
    if passed.decision is not None:
        found.append(_decision(passed.decision))
    yield passed.body.name
    yield " · ".join(found)
    yield from (f"{words('Lý do', 'Reason')}: {reason}" for reason in passed.reasons)


def _decision(decision: DecisionRef | None) -> str:
    return "" if decision is None else _numbered(decision.number, decision.decided_on)


def _numbered(number: str, on: date) -> str:
    return words(f"số {number} ngày {formats.day(on)}", f"no. {number} of {formats.day(on)}")


def _answers(view: SubmissionView) -> dict[DossierId, str]:
    return {
        **dict.fromkeys(view.granted, words("Khen thưởng", "Granted")),
        **{
            item.dossier_id: formats.reasoned(words("Không khen thưởng", "Refused"), item.reasons)
            for item in view.refused
        },
        **{item.dossier_id: formats.reasoned(words("Trả lại", "Returned"), item.reasons) for item in view.returned},
    }


def _unheard(unheard: Unheard) -> str:
    what = words("Chưa báo được cho hồ sơ", "Not delivered to dossier")
    return f"{what} {unheard.dossier_id}: {unheard.message}"


def _doubts(unverified: Sequence[str]) -> Iterable[RenderableType]:
    # Whoever is shown a result learns on which rules it hangs whose source was not seen.
    if unverified:
        yield words("Căn cứ chưa kiểm chứng:", "Rules whose source was not verified:")
        yield grids.grid(("  -", rule) for rule in unverified)
