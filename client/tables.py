"""What the command line prints for people: lines and tables in Vietnamese."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table

from client import _proceedings, words
from client.dossiers import Submitted, Waiting
from schemas.dossier import Awaiting, DossierView, Earlier, Passage
from schemas.ids import DossierId, SeatId
from schemas.routes import OfficeRule, OpinionsRule, PublicationRule
from schemas.sitting import AgendaItem, ItemMinutes, Minutes, SittingView, Unheard
from schemas.stages import Stage
from schemas.submission import SubmissionView
from schemas.verdict import DecisionRef, Receipt, Tally

_BY_AN_OFFICE = OfficeRule.stages | PublicationRule.stages | OpinionsRule.stages

_ANSWERED = {Stage.UNIT: "Trả lời yêu cầu số", **dict.fromkeys(_BY_AN_OFFICE, "Theo sự việc số")}
"""Where an act carries the number of what it answers, and what that number is called there."""


def receipt(kept: Receipt) -> RenderableType:
    """Return the receipt of an act."""
    what = words.FACTS.get(kept.kind, kept.kind)
    return _pairs(
        ("Ghi nhận", f"{what}, lúc {words.instant(kept.at)}"),
        ("Sự việc", f"{kept.stream} số {kept.sequence}"),
        ("Mã kiểm", kept.hash),
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
            words.STAGES[dossier.stage],
            dossier.award,
            dossier.unit,
            f"{words.instant(dossier.due_at)}{' (quá hạn)' if dossier.overdue else ''}",
        )
        for dossier in found
    )
    return _table(("Hồ sơ", "Bước", "Hình thức", "Đơn vị", "Hạn"), rows)


def dossier(view: DossierView) -> RenderableType:
    """Return a dossier: where it stands, what it waits for, and what was found of it."""
    head = _pairs(
        ("Hồ sơ", view.dossier_id),
        ("Đối tượng", view.nominee.name),
        ("Hình thức", f"{view.award_name.vi} ({view.award} · {view.basis})"),
        ("Đơn vị trình", view.unit.name),
        ("Văn bản áp dụng", view.regime),
        *((("Quy định riêng", view.local),) if view.local else ()),
        ("Giấy tờ", "\n".join(document.name for document in view.documents) or "chưa có"),
        *(("Đã được khen", _earlier(earlier)) for earlier in view.earlier),
        ("Bước", words.STAGES[view.stage]),
        *(_awaiting(view.awaiting, view.stage) if view.awaiting else ()),
        *_proceedings.rows(view),
        ("Số sự việc", str(view.facts)),
    )
    return Group(head, *_passages(view.passages), *_doubts(view.unverified))


def sitting(view: SittingView) -> RenderableType:
    """Return a sitting: its agenda, who voted, and what it found."""
    head = _pairs(
        ("Phiên họp", view.sitting_id),
        ("Cơ quan", view.body.name),
        ("Bước", words.STAGES[view.stage]),
        ("Tình trạng", f"{words.SITTINGS[view.status]} (lần {view.meeting})"),
        *(_ballots(view) if view.minutes is None else _attendance(view.minutes)),
    )
    agenda = _agenda(view.agenda) if view.minutes is None else _minutes(view.minutes)
    unheard = view.report.unheard if view.report else ()
    return Group(head, agenda, *map(_unheard, unheard), *_doubts(view.unverified))


def submission(view: SubmissionView) -> RenderableType:
    """Return a submission: its list, and the decision that answered it."""
    head = _pairs(
        ("Tờ trình", f"{view.submission_id} (số {view.letter.number}, ngày {words.day(view.letter.signed_on)})"),
        ("Trình", f"{view.authority} ({words.STAGES[view.stage]})"),
        ("Tình trạng", words.SUBMISSIONS[view.status]),
        ("Quyết định", _decision(view.decision) or "chưa có"),
    )
    answers = _answers(view)
    rows = ((item.dossier_id, item.nominee, item.award, answers.get(item.dossier_id, "")) for item in view.agenda)
    listed = _table(("Hồ sơ", "Đối tượng", "Hình thức", "Trả lời"), rows)
    return Group(head, listed, *map(_unheard, view.report.unheard if view.report else ()))


def _awaiting(awaiting: Awaiting, stage: Stage) -> Iterable[tuple[str, str]]:
    late = " (quá hạn)" if awaiting.overdue else ""
    yield "Đang chờ", f"{awaiting.body.name}, từ {words.instant(awaiting.since)}"
    if awaiting.due_on is not None:
        yield "Hạn", f"{words.day(awaiting.due_on)}{late}"
    if stage in _ANSWERED:
        yield _ANSWERED[stage], str(awaiting.answers)
    yield from (("Còn thiếu", f"{defect.name.vi} ({defect.kind})") for defect in awaiting.missing)
    yield from (("Lý do", reason) for reason in awaiting.reasons)


def _earlier(earlier: Earlier) -> str:
    period = f"{words.day(earlier.period.first)} - {words.day(earlier.period.last)}"
    return f"{earlier.award} · {earlier.basis}, thành tích {period}, {_decision(earlier.decision)}"


def _passages(passages: Sequence[Passage]) -> Iterable[RenderableType]:
    if passages:
        yield "Quá trình xét:"
        yield _grid((f"  {words.instant(passed.at)}", "\n".join(_passage(passed))) for passed in passages)


def _passage(passed: Passage) -> Iterable[str]:
    found = [words.OUTCOMES[passed.outcome]]
    if passed.vote is not None:
        found.append(f"phiếu đồng ý {_tally(passed.vote)}")
    if passed.decision is not None:
        found.append(_decision(passed.decision))
    yield passed.body.name
    yield " · ".join(found)
    yield from (f"Lý do: {reason}" for reason in passed.reasons)


def _tally(vote: Tally) -> str:
    return f"{vote.approve}/{vote.base}, cần {vote.needed}"


def _ballots(view: SittingView) -> Iterable[tuple[str, str]]:
    yield "Đóng phiếu", words.instant(view.closes_at) or "khi chủ trì hoặc thư ký bế mạc"
    yield "Đã bỏ phiếu", _seats(view.voted, "chưa có")
    yield "Còn chờ", _seats(view.awaited, "không còn ai")


def _attendance(minutes: Minutes) -> Iterable[tuple[str, str]]:
    yield "Bế mạc", f"{words.instant(minutes.closed_at)}, bởi {minutes.closed_by}"
    yield "Có mặt", _seats(minutes.present, "không có ai")
    yield "Vắng", _seats(minutes.absent, "không có ai")


def _seats(seats: Sequence[SeatId], nobody: str) -> str:
    return f"{len(seats)} ({', '.join(seats)})" if seats else nobody


def _agenda(items: Iterable[AgendaItem]) -> Table:
    return _table(("Hồ sơ", "Đối tượng", "Hình thức"), ((item.dossier_id, item.nominee, item.award) for item in items))


def _minutes(minutes: Minutes) -> Table:
    return _table(("Hồ sơ", "Đối tượng", "Hình thức", "Đồng ý", "Kết quả"), map(_item, minutes.items))


def _item(item: ItemMinutes) -> tuple[str, ...]:
    found = _reasoned(words.FINDINGS[item.finding], item.reasons)
    return item.dossier_id, item.nominee, item.award, _tally(item.tally), found


def _decision(decision: DecisionRef | None) -> str:
    return "" if decision is None else f"số {decision.number} ngày {words.day(decision.decided_on)}"


def _answers(view: SubmissionView) -> dict[DossierId, str]:
    return {
        **dict.fromkeys(view.granted, "Khen thưởng"),
        **{item.dossier_id: _reasoned("Không khen thưởng", item.reasons) for item in view.refused},
        **{item.dossier_id: _reasoned("Trả lại", item.reasons) for item in view.returned},
    }


def _unheard(unheard: Unheard) -> str:
    return f"Chưa báo được cho hồ sơ {unheard.dossier_id}: {unheard.message}"


def _reasoned(what: str, reasons: Sequence[str]) -> str:
    return f"{what}: {'; '.join(reasons)}" if reasons else what


def _doubts(unverified: Sequence[str]) -> Iterable[RenderableType]:
    # Whoever is shown a result learns on which rules it hangs whose source was not seen.
    if unverified:
        yield "Căn cứ chưa kiểm chứng:"
        yield _grid(("  -", rule) for rule in unverified)


def _pairs(*rows: tuple[str, str]) -> Table:
    return _grid((f"{name}:", value) for name, value in rows)


def _grid(rows: Iterable[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    first, *others = columns
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    # An identifier broken over two lines could not be copied.
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
