"""What the command line prints for people: lines and tables in Vietnamese."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table

from client import words
from client.dossiers import Submitted, Waiting
from schemas.dossier import Awaiting, DossierView, Passage
from schemas.ids import DossierId
from schemas.sitting import AgendaItem, ItemMinutes, Minutes, SittingView, Unheard
from schemas.submission import Reasoned, SubmissionView
from schemas.verdict import DecisionRef, Receipt, Tally


def receipt(kept: Receipt) -> RenderableType:
    """Return the receipt of an act."""
    what = words.FACTS.get(kept.kind, kept.kind)
    return _pairs(
        ("Đã ghi nhận", f"{what}, lúc {words.instant(kept.at)}"),
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
        ("Áp dụng", view.regime),
        ("Bước", words.STAGES[view.stage]),
        *(_awaiting(view.awaiting) if view.awaiting else ()),
        ("Số sự việc", str(view.facts)),
    )
    passages = _table(("Bước", "Cơ quan", "Kết quả", "Phiếu", "Lúc"), map(_passage, view.passages))
    return Group(head, *((passages,) if view.passages else ()), *_doubts(view.unverified))


def sitting(view: SittingView) -> RenderableType:
    """Return a sitting: its agenda, who voted, and what it found."""
    head = _pairs(
        ("Phiên họp", view.sitting_id),
        ("Cơ quan", view.body.name),
        ("Bước", words.STAGES[view.stage]),
        ("Tình trạng", f"{words.SITTINGS[view.status]} (lần {view.meeting})"),
        ("Đóng phiếu", words.instant(view.closes_at) or "khi chủ trì hoặc thư ký bế mạc"),
        ("Đã bỏ phiếu", ", ".join(view.voted) or "chưa có"),
        ("Còn chờ", ", ".join(view.awaited) or "không còn ai"),
    )
    agenda = _agenda(view.agenda) if view.minutes is None else _minutes(view.minutes)
    unheard = view.report.unheard if view.report else ()
    return Group(head, agenda, *map(_unheard, unheard), *_doubts(view.unverified))


def submission(view: SubmissionView) -> RenderableType:
    """Return a submission: its list, and the decision that answered it."""
    head = _pairs(
        ("Tờ trình", f"{view.submission_id} (số {view.letter.number}, ngày {words.day(view.letter.signed_on)})"),
        ("Trình", view.authority),
        ("Tình trạng", words.SUBMISSIONS[view.status]),
        ("Quyết định", _decision(view.decision)),
    )
    answers = _answers(view)
    rows = ((item.dossier_id, item.nominee, item.award, answers.get(item.dossier_id, "")) for item in view.agenda)
    listed = _table(("Hồ sơ", "Đối tượng", "Hình thức", "Trả lời"), rows)
    return Group(head, listed, *map(_unheard, view.report.unheard if view.report else ()))


def _awaiting(awaiting: Awaiting) -> Iterable[tuple[str, str]]:
    late = " (quá hạn)" if awaiting.overdue else ""
    yield "Đang chờ", f"{awaiting.body.name}, từ {words.instant(awaiting.since)}"
    if awaiting.due_on is not None:
        yield "Hạn", f"{words.day(awaiting.due_on)}{late}"
    if awaiting.answers is not None:
        yield "Trả lời yêu cầu số", str(awaiting.answers)
    yield from (("Còn thiếu", f"{defect.name.vi} ({defect.kind})") for defect in awaiting.missing)
    yield from (("Lý do", reason) for reason in awaiting.reasons)


def _passage(passed: Passage) -> tuple[str, ...]:
    found = words.OUTCOMES[passed.outcome]
    decided = f", {_decision(passed.decision)}" if passed.decision else ""
    return (
        words.STAGES[passed.stage],
        passed.body.name,
        f"{found}{decided}",
        _tally(passed.vote),
        words.instant(passed.at),
    )


def _tally(vote: Tally | None) -> str:
    return "" if vote is None else f"{vote.approve}/{vote.base}, cần {vote.needed}"


def _agenda(items: Iterable[AgendaItem]) -> Table:
    return _table(("Hồ sơ", "Đối tượng", "Hình thức"), ((item.dossier_id, item.nominee, item.award) for item in items))


def _minutes(minutes: Minutes) -> Table:
    return _table(("Hồ sơ", "Đối tượng", "Hình thức", "Đồng ý", "Kết quả"), map(_item, minutes.items))


def _item(item: ItemMinutes) -> tuple[str, ...]:
    return item.dossier_id, item.nominee, item.award, _tally(item.tally), words.FINDINGS[item.finding]


def _decision(decision: DecisionRef | None) -> str:
    return "" if decision is None else f"số {decision.number} ngày {words.day(decision.decided_on)}"


def _answers(view: SubmissionView) -> dict[DossierId, str]:
    def with_reasons(what: str, item: Reasoned) -> str:
        return f"{what}: {'; '.join(item.reasons)}"

    return {
        **dict.fromkeys(view.granted, "Khen thưởng"),
        **{item.dossier_id: with_reasons("Không khen thưởng", item) for item in view.refused},
        **{item.dossier_id: with_reasons("Trả lại", item) for item in view.returned},
    }


def _unheard(unheard: Unheard) -> str:
    return f"Chưa báo được cho hồ sơ {unheard.dossier_id}: {unheard.message}"


def _doubts(unverified: Sequence[str]) -> Iterable[str]:
    # Whoever is shown a result learns on which rules it hangs whose source was not seen.
    if unverified:
        yield "Căn cứ chưa kiểm chứng:"
    yield from (f"- {rule}" for rule in unverified)


def _pairs(*rows: tuple[str, str]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name, value in rows:
        grid.add_row(f"{name}:", value)
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
