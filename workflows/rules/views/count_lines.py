"""A sitting's minutes, attendance and tellers' count on the operator's page."""

from collections.abc import Iterator, Sequence

from schemas import labels
from schemas.attendance import SeatAttendance, Stay
from schemas.minutes import Finding, ItemMinutes, Minutes
from schemas.vote_counts import CountRecord, Sums
from workflows.rules.views.markdown import SHOWN, counted, listed, plain, written


def of_minutes(minutes: Minutes) -> Iterator[str]:
    """Yield attendance, the tellers' records, and a table of the findings."""
    yield f"\nKết thúc lúc {written(minutes.closed_at)}, {len(minutes.present)} có mặt, {len(minutes.absent)} vắng."
    for attendance, which in ((minutes.attendance, ""), (minutes.second_attendance, " vòng hai")):
        if attendance:
            yield of_attendance(attendance, which)
    if minutes.count is not None:
        yield of_record(minutes.count)
    if minutes.second_count is not None:
        yield of_record(minutes.second_count, " vòng hai")
    sums = any(item.sums or item.second_sums for item in minutes.items)
    yield f"\n| Hồ sơ | Kết luận | Phiếu đồng ý |{' Kiểm phiếu |' if sums else ''}"
    yield f"| --- | --- | --- |{' --- |' if sums else ''}"
    for item in minutes.items[:SHOWN]:
        votes = "" if item.finding is Finding.RETURNED else counted(item.tally)
        said = f" {_by_tellers(item)} |" if sums else ""
        yield f"| `{item.dossier_id}` | {labels.FINDINGS[item.finding].vi} | {votes} |{said}"
    if (more := len(minutes.items) - SHOWN) > 0:
        yield f"\nvà {more} hồ sơ nữa."


def of_attendance(attendance: Sequence[SeatAttendance], meeting: str = "") -> str:
    """Return the attendance by dossier as a line."""
    said = (f"`{each.seat}` {'; '.join(map(_stay, each.stays)) or 'vắng'}" for each in attendance[:SHOWN])
    more = f"; và {len(attendance) - SHOWN} thành viên nữa" if len(attendance) > SHOWN else ""
    return f"\nĐiểm danh theo hồ sơ{meeting}: {'; '.join(said)}{more}."


def _stay(stay: Stay) -> str:
    by = f" (`{stay.by}` dự thay)" if stay.by else ""
    return f"từ `{stay.first}` đến `{stay.last}`{by}"


def of_record(count: CountRecord, meeting: str = "") -> str:
    """Return the record of a count as a line, without its sums."""
    return (
        f"\nKiểm phiếu{meeting} ({labels.COUNT_KINDS[count.kind].vi}): phát ra {count.issued}, thu về {count.returned};"
        f" ban kiểm phiếu: {listed(f'`{teller}`' for teller in count.tellers)};"
        f" biên bản kiểm phiếu: {plain(count.record.name)}."
    )


def _by_tellers(item: ItemMinutes) -> str:
    rounds = {"": item.sums, "vòng hai: ": item.second_sums}
    return "; ".join(f"{name}{_said(sums)}" for name, sums in rounds.items() if sums is not None)


def _said(sums: Sums) -> str:
    return (
        f"hợp lệ {sums.valid} (đồng ý {sums.approve}, không đồng ý {sums.disapprove}, không có ý kiến {sums.abstain}),"
        f" phiếu trắng {sums.blank}, không hợp lệ {sums.invalid}"
    )
