"""What `vinhdanh show` prints of a sitting: when its ballot opens, who voted or stepped aside, and what was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.table import Table

from schemas import labels
from schemas.attendance import SeatAttendance, Stay
from schemas.ballots import NO_VOTE, Reasons, Vote
from schemas.ids import DossierId, SeatId
from schemas.minutes import ItemMinutes, Minutes, RollCall, SteppedAside, StoodIn
from schemas.scoring import Score
from schemas.sitting import AgendaItem, Contested, SittingStatus, SittingView
from schemas.vote_counts import CountKind, CountRecord, Sums
from vinhdanh.cli.language import LANGUAGE, words
from vinhdanh.cli.render import formats, grids

_CHOICES = {vote.mark: labels.VOTES[vote].in_language(LANGUAGE) for vote in Vote} | {
    NO_VOTE: words("Không tham gia biểu quyết", "Did not vote")
}

_ITEM = (words("Hồ sơ", "Dossier"), words("Đối tượng", "Nominee"), words("Hình thức", "Award"))


def status(view: SittingView) -> str:
    """Return how far a sitting has come."""
    again = words(" vòng hai", ", second round") if view.status is SittingStatus.OPEN and view.contested else ""
    return f"{labels.SITTINGS[view.status].in_language(LANGUAGE)}{again} ({words('lần', 'meeting')} {view.meeting})"


def rows(view: SittingView) -> Iterator[tuple[str, str]]:
    """Yield what is known of its ballot and of who takes part in it, each with its name."""
    if view.minutes is not None:
        yield from _attendance(view.minutes)
        return
    if view.status is not SittingStatus.ADJOURNED:
        yield from _times(view)
    if view.status is SittingStatus.OPEN:
        yield words("Đã bỏ phiếu", "Voted"), _seats(view.voted, words("chưa có", "none yet"))
        if view.count is None:
            yield words("Chưa bỏ phiếu", "Not yet voted"), _seats(view.awaited, words("không còn", "none"))
        else:
            yield from _record(view.count)
        yield from _turns(view.attendance)
        if view.set_aside:
            yield words("Kiểm phiếu", "Count"), words("phải nhập lại sau khi điểm danh", "to be entered again")
    yield from ((words("Vòng hai", "Second round"), _contested(each)) for each in view.contested)
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
        yield words("Mở bỏ phiếu", "Ballot opens"), formats.instant(view.opens_at)
    at_will = words("khi chủ tọa hoặc thư ký kết thúc phiên họp", "when the chair or secretary closes it")
    yield words("Đóng phiếu", "Ballot closes"), formats.instant(view.closes_at) or at_will


def _contested(each: Contested) -> str:
    named = ", ".join(each.dossiers)
    return words(
        f"{len(each.dossiers)} hồ sơ bằng nhau, còn {each.places} chỉ tiêu {each.award} · {each.basis}: {named}",
        f"{len(each.dossiers)} dossiers tie for {each.places} places of {each.award} · {each.basis}: {named}",
    )


def _attendance(minutes: Minutes) -> Iterator[tuple[str, str]]:
    closed = formats.instant(minutes.closed_at)
    yield (
        words("Kết thúc", "Closed"),
        words(f"{closed}, do {minutes.closed_by} thực hiện", f"{closed}, by {minutes.closed_by}"),
    )
    yield words("Có mặt", "Present"), _seats(minutes.present, words("không", "none"))
    yield words("Vắng", "Absent"), _seats(minutes.absent, words("không", "none"))
    yield from _turns(minutes.attendance)
    yield from _turns(minutes.second_attendance, words(" vòng hai", ", second round"))
    if minutes.count is not None:
        yield from _record(minutes.count)
    if minutes.second_count is not None:
        yield from _record(minutes.second_count, words(" vòng hai", ", second round"))
    if minutes.written:
        yield words("Gửi ý kiến bằng văn bản", "In writing"), _seats(minutes.written, words("không", "none"))
    if minutes.substitutes:
        yield words("Biểu quyết thay", "Substitutes"), "\n".join(map(_stood_in, minutes.substitutes))
    yield from _aside(minutes.recused)


def _turns(attendance: Sequence[SeatAttendance], which: str = "") -> Iterator[tuple[str, str]]:
    if attendance:
        lines = (f"{each.seat}: {'; '.join(map(_stay, each.stays)) or words('vắng', 'absent')}" for each in attendance)
        yield f"{words('Điểm danh theo hồ sơ', 'Attendance by dossier')}{which}", "\n".join(lines)


def _stay(stay: Stay) -> str:
    by = words(f" ({stay.by} dự thay)", f" ({stay.by} in its place)") if stay.by else ""
    return words(f"từ {stay.first} đến {stay.last}", f"{stay.first} to {stay.last}") + by


def _record(count: CountRecord, which: str = "") -> Iterator[tuple[str, str]]:
    kind = labels.COUNT_KINDS[count.kind].in_language(LANGUAGE)
    papers = words(
        f"phát ra {count.issued}, thu về {count.returned}", f"{count.issued} issued, {count.returned} returned"
    )
    voters = words(f"{count.issued} người biểu quyết", f"{count.issued} voters")
    how = papers if count.kind is CountKind.PAPER else voters
    yield f"{words('Kiểm phiếu', 'Count')}{which}", f"{kind}: {how}"
    yield f"{words('Ban kiểm phiếu', 'Tellers')}{which}", ", ".join(count.tellers)
    yield (
        f"{words('Biên bản kiểm phiếu', 'Record of the count')}{which}",
        f"{count.record.name} ({count.record.sha256})",
    )


def _stood_in(each: StoodIn) -> str:
    by = f"{each.substitute_name} ({each.substitute})"
    return words(f"{each.name} ({each.seat}): do {by} biểu quyết thay", f"{each.name} ({each.seat}): voted by {by}")


def _aside(recused: Sequence[SteppedAside]) -> Iterator[tuple[str, str]]:
    if recused:
        yield words("Không tham gia biểu quyết", "Recused"), "\n".join(map(_from_what, recused))


def _from_what(each: SteppedAside) -> str:
    named = ", ".join(f"{name} ({each.reasons[name]})" if name in each.reasons else name for name in each.dossiers)
    left = each.count - len(each.dossiers)
    if not left:
        return f"{each.seat}: {named}"
    if not each.dossiers:
        return f"{each.seat}: {words(f'{left} hồ sơ', f'{left} dossiers')}"
    return f"{each.seat}: {named} {words(f'và {left} hồ sơ nữa', f'and {left} more')}"


def _seats(seats: Sequence[SeatId], nobody: str) -> str:
    return f"{len(seats)} ({', '.join(seats)})" if seats else nobody


def _agenda(items: Iterable[AgendaItem], scores: Mapping[DossierId, Score]) -> Table:
    lines = ((item.dossier_id, item.nominee, item.award) for item in items)
    if not scores:
        return grids.table(_ITEM, lines)
    return grids.table((*_ITEM, words("Điểm", "Points")), ((*line, _score(scores.get(line[0]))) for line in lines))


def _score(score: Score | None) -> str:
    if score is None:
        return words("chưa chấm", "not scored")
    sheets = {words("tự chấm", "own"): score.own, words("thẩm tra", "checked"): score.checked}
    said = [f"{how} {formats.points(sheet.total)}" for how, sheet in sheets.items() if sheet]
    said += [f"{words('đơn vị có ý kiến', 'contested')}: {score.contested}"] if score.contested else []
    said += [f"{words('chốt', 'settled')} {formats.points(score.settled.total)}"] if score.settled else []
    return "; ".join(said)


def _found(items: Sequence[ItemMinutes]) -> Table:
    scored = any(item.points is not None for item in items)
    summed = any(item.sums or item.second_sums for item in items)
    columns = (
        *_ITEM,
        *((words("Điểm", "Points"),) if scored else ()),
        words("Đồng ý", "Approve"),
        *((words("Kiểm phiếu", "Counted"),) if summed else ()),
        words("Kết quả", "Finding"),
    )
    return grids.table(columns, (tuple(_item(item, scored=scored, summed=summed)) for item in items))


def _item(item: ItemMinutes, *, scored: bool, summed: bool) -> Iterator[str]:
    yield from (item.dossier_id, item.nominee, item.award)
    if scored:
        yield "" if item.points is None else formats.points(item.points)
    again = f"; {words('vòng hai', 'second round')} {item.second.approve}" if item.second is not None else ""
    yield f"{formats.tally(item.tally)}{again}"
    if summed:
        yield "\n".join(_sums(item))
    yield formats.reasoned(labels.FINDINGS[item.finding].in_language(LANGUAGE), item.reasons)


def _sums(item: ItemMinutes) -> Iterator[str]:
    rounds = {"": item.sums, words("vòng hai: ", "second round: "): item.second_sums}
    yield from (f"{which}{_summed(sums)}" for which, sums in rounds.items() if sums is not None)


def _summed(sums: Sums) -> str:
    return words(
        f"hợp lệ {sums.valid} (đồng ý {sums.approve}, không đồng ý {sums.disapprove}, không có ý kiến {sums.abstain}),"
        f" phiếu trắng {sums.blank}, không hợp lệ {sums.invalid}",
        f"{sums.valid} valid ({sums.approve} approve, {sums.disapprove} disapprove, {sums.abstain} abstain),"
        f" {sums.blank} blank, {sums.invalid} invalid",
    )


def _ballots(minutes: Minutes) -> Iterator[Table | str]:
    rounds = {
        words("Biểu quyết công khai:", "Open ballot:"): (minutes.roll_calls, minutes.items),
        words("Biểu quyết vòng hai:", "Second round:"): (
            minutes.second_round,
            [item for item in minutes.items if item.second is not None],
        ),
    }
    for title, (calls, items) in rounds.items():
        if calls:
            yield title
            yield grids.table(
                (words("Thành viên", "Seat"), words("Biểu quyết", "Vote")), (_ballot(call, items) for call in calls)
            )


def _ballot(call: RollCall, items: Sequence[ItemMinutes]) -> tuple[str, str]:
    lines = [words(f"do {call.by} biểu quyết thay", f"voted by {call.by}")] if call.by else []
    lines += [words("gửi ý kiến bằng văn bản", "in writing")] if call.written else []
    reasons = _by_dossier(call.reasons)
    chosen: dict[str, list[str]] = {}
    for item, mark in zip(items, call.marks, strict=True):
        chosen.setdefault(mark, []).append(f"{item.dossier_id}{reasons.get(item.dossier_id, '')}")
    lines += [f"{choice}: {', '.join(chosen[mark])}" for mark, choice in _CHOICES.items() if mark in chosen]
    return call.seat, "\n".join(lines)


def _by_dossier(reasons: Reasons) -> Mapping[DossierId, str]:
    return {each.dossier_id: f" ({each.reason})" for each in reasons}
