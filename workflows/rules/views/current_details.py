"""The operator's page of a workflow in the Temporal UI: Markdown, in Vietnamese."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from schemas import calendars, labels
from schemas.bodies import Body
from schemas.dossier import Awaiting, Passage
from schemas.messages import Convene, PutForward
from schemas.policy import Rules
from schemas.proceedings import Held, Opinion
from schemas.receipts import Receipt
from schemas.sitting import AgendaItem, AnnouncementReport, SittingStatus
from schemas.submission import SubmissionStatus
from schemas.workflow_state import DossierState, PostmanState, SittingState, SubmissionState
from workflows.rules import citations
from workflows.rules.dossier import office_state
from workflows.rules.sitting import attendance, rolls
from workflows.rules.views import count_lines
from workflows.rules.views.markdown import SHOWN, counted, listed, plain, written


def of_dossier(state: DossierState) -> str:
    """Return a dossier's history, and what it waits for, from whom and until when."""
    return "\n".join(_dossier_lines(state))


def _dossier_lines(state: DossierState) -> Iterator[str]:
    dossier, period = state.dossier, state.dossier.period
    yield f"### {labels.STAGES[state.stage].vi}"
    yield (
        f"**{plain(state.rules.award.name.vi)}**, {plain(dossier.unit.name)} (`{dossier.unit.id}`) trình, "
        f"thành tích từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}."
    )
    if state.awaiting is not None:
        yield from _awaiting_lines(state.awaiting, state.held)
        yield from _proceeding_lines(state)
    if state.twin_of is not None:
        yield f"\nTrùng với hồ sơ `{state.twin_of}`."
    yield "\n| Số | Lúc | Mục nhật ký | Cơ quan | Kết quả |\n| --- | --- | --- | --- | --- |"
    passages = {passage.at: passage for passage in state.passages}
    yield from (_fact_line(receipt, passages.get(receipt.at)) for receipt in _in_order(state.receipts.values()))
    yield f"\nVăn bản áp dụng: {_applied(state.rules)}."
    yield from _doubt_lines(citations.unverified_in(state.rules))


def _applied(rules: Rules) -> str:
    local = f", quy định riêng: `{rules.local}`" if rules.local else ""
    charter = f", quy chế cụm, khối: `{rules.charter}`" if rules.charter else ""
    return f"`{rules.regime}`{local}{charter}"


def _awaiting_lines(awaiting: Awaiting, held: Held | None) -> Iterator[str]:
    yield f"\nĐang chờ **{plain(awaiting.body.name)}** (`{awaiting.body.id}`) từ {written(awaiting.since)}."
    if held is not None:
        yield from _held_lines(held)
    elif awaiting.due_on is None:
        yield "Không có thời hạn."
    else:
        late = " **Đã quá hạn.**" if awaiting.overdue else ""
        yield f"Hạn: hết ngày **{awaiting.due_on:%d/%m/%Y}**.{late}"
    # A blank line: Markdown would otherwise take the list for the end of the paragraph.
    yield ""
    yield from (f"- Thiếu: {plain(defect.name.vi)}" for defect in awaiting.missing)
    yield from (f"- Lý do trả lại: {plain(reason)}" for reason in awaiting.reasons)


def _held_lines(held: Held) -> Iterator[str]:
    yield f"\n**Tạm dừng xét** theo `{held.by}` từ {written(held.since)}: {labels.HOLD_GROUNDS[held.ground].vi}."
    left = min((term.working_days for term in held.stopped), default=None)
    yield "Thời hạn ngừng tính" + (f", còn {left} ngày làm việc." if left is not None else ".")


def _proceeding_lines(state: DossierState) -> Iterator[str]:
    for split in state.split:
        heirs = ", ".join(f"`{body.id}`" for body in split.into)
        yield f"- {plain(split.was.name)} đã chia tách thành {heirs}; chờ chỉ định bên kế thừa"
    if charged := office_state.officer(state):
        yield f"- Người thẩm định: `{charged.officer}`"
    if published := office_state.publication(state):
        yield f"- Đăng tại {plain(published.where)} từ {published.since:%d/%m/%Y} đến hết {published.until:%d/%m/%Y}"
        yield f"- Phản ánh: {office_state.objected(state, published)}"
    yield from (f"- {plain(each.agency.name)}: {_opinion(each)}" for each in office_state.asked(state))


def _opinion(opinion: Opinion) -> str:
    if opinion.silent:
        return "không trả lời trong thời hạn"
    if opinion.agrees is None:
        return "chờ ý kiến" + (f" đến hết {opinion.due_on:%d/%m/%Y}" if opinion.due_on else "")
    return "đồng ý" if opinion.agrees else "không đồng ý"


def _in_order(receipts: Iterable[Receipt]) -> list[Receipt]:
    # Every fact has a receipt, those of timers too.
    return sorted(receipts, key=lambda receipt: receipt.sequence)


def _fact_line(receipt: Receipt, passage: Passage | None) -> str:
    by, found = (plain(passage.body.name), "; ".join(_found(passage))) if passage else ("", "")
    return f"| {receipt.sequence} | {written(receipt.at)} | {labels.FACTS[receipt.kind].vi} | {by} | {found} |"


def _found(passage: Passage) -> Iterator[str]:
    if passage.vote is not None:
        yield f"đồng ý {counted(passage.vote)}"
    if passage.decision is not None:
        yield f"số {plain(passage.decision.number)}"
    yield from (plain(reason) for reason in passage.reasons)


def of_sitting(call: Convene, state: SittingState) -> str:
    """Return a sitting's progress, and the party awaited. No sums before it is closed."""
    lines = [f"### {plain(state.body.name)}: phiên họp lần {state.meeting}, {len(state.agenda)} hồ sơ"]
    presidium = " hoặc ".join(_presidium(state.body))
    match state.status:
        case SittingStatus.CALLED:
            lines.append(f"Mở bỏ phiếu lúc {written(state.opens_at)}." if state.opens_at else "Chưa mở bỏ phiếu.")
            lines.append(f"\nNgười sửa chương trình hoặc hoãn: {presidium}.")
        case SittingStatus.OPEN:
            lines.extend(_open_lines(call, state, presidium))
        case SittingStatus.ADJOURNED:
            put_off = f"Phiên họp hoãn: {plain(state.put_off)}" if state.put_off else None
            lines.append(put_off or "Không đủ số thành viên tối thiểu, phiên họp hoãn.")
            lines.append(f"\nĐang chờ {presidium} triệu tập lại.")
        case SittingStatus.CLOSED:
            lines.append("Đã kiểm phiếu; đang thông báo kết quả tới từng hồ sơ.")
        case SittingStatus.ANNOUNCED:
            lines.append("Đã kiểm phiếu và thông báo kết quả.")
    is_counted = state.status in {SittingStatus.CLOSED, SittingStatus.ANNOUNCED}
    lines.extend(count_lines.of_minutes(state.minutes) if is_counted and state.minutes else _agenda_lines(state.agenda))
    lines.extend(_report_lines(state.report))
    lines.extend(_doubt_lines(citations.unverified_votes(state.rules)))
    return "\n".join(lines)


def _presidium(body: Body) -> Iterator[str]:
    if body.chair is not None:
        yield f"chủ tọa (`{body.chair}`)"
    else:
        yield from (f"phó chủ tọa (`{deputy}`)" for deputy in body.deputies)
    if body.secretary is not None:
        yield f"thư ký (`{body.secretary}`)"


def _open_lines(call: Convene, state: SittingState, presidium: str) -> Iterator[str]:
    # By identifier: the name of a seat may be a person's.
    handed = rolls.standing(state)
    awaited = [f"`{seat}`" for seat in attendance.awaited(state)]
    if state.first is not None:
        tied = [f"`{dossier_id}`" for dossier_id in state.first.tied]
        yield f"Vòng hai: {len(tied)} hồ sơ bằng nhau ở chỉ tiêu cuối: {listed(tied)}.\n"
    if state.count is not None:
        yield f"Đã nhận kết quả kiểm phiếu lần {state.count.revision}, chưa kết thúc phiên họp."
        yield count_lines.of_record(state.count)
        if state.set_aside:
            yield "\nPhải nhập lại kết quả kiểm phiếu vì đã điểm danh sau đó."
    else:
        yield f"Đang bỏ phiếu: {len(handed)} trên {len(state.roll)} thành viên đã bỏ phiếu."
    if state.attendance:
        yield count_lines.of_attendance(attendance.minuted(state))
    if awaited and state.count is None:
        yield f"\nĐang chờ phiếu của {listed(awaited)}."
    if state.closes_at is not None:
        yield f"\nTự đóng lúc {written(state.closes_at)}."
    yield f"\nNgười đóng phiếu: {presidium}."


def _agenda_lines(agenda: Iterable[AgendaItem]) -> Iterator[str]:
    yield f"\nHồ sơ: {listed(f'`{item.dossier_id}`' for item in agenda)}."


def of_submission(call: PutForward, state: SubmissionState) -> str:
    """Return a submission's progress, and the party awaited."""
    letter = call.letter
    lines = [
        f"### Tờ trình số {plain(letter.number)}: {len(state.agenda)} hồ sơ",
        f"{plain(letter.signatory)} ký ngày {letter.signed_on:%d/%m/%Y}.",
    ]
    match state.status:
        case SubmissionStatus.SUBMITTED:
            lines.extend(_undecided_lines(call, state))
        case SubmissionStatus.DECIDED:
            lines.append("\nĐã có quyết định; đang thông báo tới từng hồ sơ.")
        case SubmissionStatus.ANNOUNCED:
            lines.append("\nĐã có quyết định và đã thông báo.")
    lines.extend(_decision_lines(state))
    lines.extend(_report_lines(state.report))
    return "\n".join(lines)


def _undecided_lines(call: PutForward, state: SubmissionState) -> Iterator[str]:
    yield f"\nĐang chờ **`{call.authority}`** quyết định."
    if state.shared.due_at is not None:
        # An instant that ends a day: the day is the one before.
        last = calendars.day_of(state.shared.due_at - timedelta(seconds=1))
        yield f"Hạn sớm nhất của các hồ sơ: hết ngày **{last:%d/%m/%Y}**."
    else:
        yield "Không có thời hạn."
    yield from _agenda_lines(state.agenda)


def _decision_lines(state: SubmissionState) -> Iterator[str]:
    if state.decision is None:
        return
    yield f"\nQuyết định số {plain(state.decision.number)} ngày {state.decision.decided_on:%d/%m/%Y}:\n"
    answers: Mapping[str, Sequence[str]] = {
        "Tặng": state.granted,
        "Không tặng": [each.dossier_id for each in state.refused],
        "Trả lại": [each.dossier_id for each in state.returned],
    }
    for answer, dossiers in answers.items():
        if dossiers:
            yield f"- {answer} {len(dossiers)}: {listed(f'`{each}`' for each in dossiers)}"


def of_postman(number: int, state: PostmanState) -> str:
    """Return a postman's work so far."""
    return (
        f"### Tiến trình gửi thông báo số {number}\n"
        f"Đang chờ thông báo để gửi. Đã gửi {state.sent}, hoãn {state.deferred} lần, ngừng gửi {state.parked}.\n\n"
        "Thông báo ngừng gửi là thông báo không gửi được sau lần thử cuối, cần xử lý: "
        "xem bằng `python -m worker parked`."
    )


def _report_lines(report: AnnouncementReport | None) -> Iterator[str]:
    yield ""
    for missed in report.unheard[:SHOWN] if report else ():
        yield f"- Không báo được `{missed.dossier_id}`: {plain(missed.message)} Báo lại: `vinhdanh hear`."


def _doubt_lines(unverified: Sequence[str]) -> Iterator[str]:
    if unverified:
        yield "\nQuy định chưa kiểm chứng:\n"
    yield from (f"- {plain(line)}" for line in unverified)
