"""What `vinhdanh show` prints of a sitting: when its ballot opens, who voted or stepped aside, and what was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.table import Table

from schemas import labels
from schemas.ballots import NO_VOTE, Reasons, Vote
from schemas.ids import DossierId, SeatId
from schemas.minutes import ItemMinutes, Minutes, RollCall, SteppedAside, StoodIn
from schemas.points import Score
from schemas.sitting import AgendaItem, Contested, SittingStatus, SittingView
from vinhdanh.cli.render import formats, grids

_CHOICES = {vote.mark: labels.VOTES[vote].vi for vote in Vote} | {NO_VOTE: "Không tham gia biểu quyết"}

_ITEM = ("Hồ sơ", "Đối tượng", "Hình thức")


def status(view: SittingView) -> str:
    """Return how far a sitting has come."""
    again = " vòng hai" if view.status is SittingStatus.OPEN and view.contested else ""
    return f"{labels.SITTINGS[view.status].vi}{again} (lần {view.meeting})"


def rows(view: SittingView) -> Iterator[tuple[str, str]]:
    """Yield what is known of its ballot and of who takes part in it, each with its name."""
    if view.minutes is not None:
        yield from _attendance(view.minutes)
        return
    if view.status is not SittingStatus.ADJOURNED:
        yield from _times(view)
    if view.status is SittingStatus.OPEN:
        yield "Đã bỏ phiếu", _seats(view.voted, "chưa có")
        yield "Chưa bỏ phiếu", _seats(view.awaited, "không còn")
    yield from (("Vòng hai", _contested(each)) for each in view.contested)
    yield from _aside(view.recused)


def listed(view: SittingView) -> Iterator[Table | str]:
    """Yield its agenda; once it is counted, what was found of each dossier, and each open ballot."""
    if view.minutes is None:
        yield _agenda(view.agenda, view.scores)
    else:
        yield _found(view.minutes.items)
        yield from _ballots(view.minutes)


def _times(view: SittingView) -> Iterator[tuple[str, str]]:
    if view.opens_at is not None:
        yield "Mở bỏ phiếu", formats.instant(view.opens_at)
    yield "Đóng phiếu", formats.instant(view.closes_at) or "khi chủ tọa hoặc thư ký kết thúc phiên họp"


def _contested(each: Contested) -> str:
    named = ", ".join(each.dossiers)
    return f"{len(each.dossiers)} hồ sơ bằng nhau, còn {each.places} chỉ tiêu {each.award} · {each.basis}: {named}"


def _attendance(minutes: Minutes) -> Iterator[tuple[str, str]]:
    yield "Kết thúc", f"{formats.instant(minutes.closed_at)}, do {minutes.closed_by} thực hiện"
    yield "Có mặt", _seats(minutes.present, "không")
    yield "Vắng", _seats(minutes.absent, "không")
    if minutes.written:
        yield "Gửi ý kiến bằng văn bản", _seats(minutes.written, "không")
    if minutes.substitutes:
        yield "Biểu quyết thay", "\n".join(map(_stood_in, minutes.substitutes))
    yield from _aside(minutes.recused)


def _stood_in(each: StoodIn) -> str:
    return f"{each.name} ({each.seat}): do {each.substitute_name} ({each.substitute}) biểu quyết thay"


def _aside(recused: Sequence[SteppedAside]) -> Iterator[tuple[str, str]]:
    if recused:
        yield "Không tham gia biểu quyết", "\n".join(map(_from_what, recused))


def _from_what(each: SteppedAside) -> str:
    named = ", ".join(f"{name} ({each.reasons[name]})" if name in each.reasons else name for name in each.dossiers)
    left = each.count - len(each.dossiers)
    more = f"{' và ' if each.dossiers else ''}{left} hồ sơ{' nữa' if each.dossiers else ''}" if left else ""
    return f"{each.seat}: {named}{more}"


def _seats(seats: Sequence[SeatId], nobody: str) -> str:
    return f"{len(seats)} ({', '.join(seats)})" if seats else nobody


def _agenda(items: Iterable[AgendaItem], scores: Mapping[DossierId, Score]) -> Table:
    lines = ((item.dossier_id, item.nominee, item.award) for item in items)
    if not scores:
        return grids.table(_ITEM, lines)
    return grids.table((*_ITEM, "Điểm"), ((*line, _score(scores.get(line[0]))) for line in lines))


def _score(score: Score | None) -> str:
    if score is None:
        return "chưa chấm"
    sheets = {"tự chấm": score.own, "thẩm tra": score.checked}
    said = [f"{how} {formats.points(sheet.total)}" for how, sheet in sheets.items() if sheet]
    said += [f"đơn vị có ý kiến: {score.contested}"] if score.contested else []
    said += [f"chốt {formats.points(score.settled.total)}"] if score.settled else []
    return "; ".join(said)


def _found(items: Sequence[ItemMinutes]) -> Table:
    scored = any(item.points is not None for item in items)
    columns = (*_ITEM, *(("Điểm",) if scored else ()), "Đồng ý", "Kết quả")
    return grids.table(columns, (tuple(_item(item, scored=scored)) for item in items))


def _item(item: ItemMinutes, *, scored: bool) -> Iterator[str]:
    yield from (item.dossier_id, item.nominee, item.award)
    if scored:
        yield "" if item.points is None else formats.points(item.points)
    again = f"; vòng hai {item.second.approve}" if item.second is not None else ""
    yield f"{formats.tally(item.tally)}{again}"
    yield formats.reasoned(labels.FINDINGS[item.finding].vi, item.reasons)


def _ballots(minutes: Minutes) -> Iterator[Table | str]:
    rounds = {
        "Biểu quyết công khai:": (minutes.roll_calls, minutes.items),
        "Biểu quyết vòng hai:": (minutes.second_round, [item for item in minutes.items if item.second is not None]),
    }
    for title, (calls, items) in rounds.items():
        if calls:
            yield title
            yield grids.table(("Thành viên", "Biểu quyết"), (_ballot(call, items) for call in calls))


def _ballot(call: RollCall, items: Sequence[ItemMinutes]) -> tuple[str, str]:
    lines = [f"do {call.by} biểu quyết thay"] if call.by else []
    lines += ["gửi ý kiến bằng văn bản"] if call.written else []
    reasons = _by_dossier(call.reasons)
    chosen: dict[str, list[str]] = {}
    for item, mark in zip(items, call.marks, strict=True):
        chosen.setdefault(mark, []).append(f"{item.dossier_id}{reasons.get(item.dossier_id, '')}")
    lines += [f"{choice}: {', '.join(chosen[mark])}" for mark, choice in _CHOICES.items() if mark in chosen]
    return call.seat, "\n".join(lines)


def _by_dossier(reasons: Reasons) -> Mapping[DossierId, str]:
    return {each.dossier_id: f" ({each.reason})" for each in reasons}
