"""A term day by day: which days count, which do not, and by what source."""

from collections.abc import Iterable
from datetime import date

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table

from policies import day_explanation, workdays
from policies.catalogue import PolicyCatalogue
from policies.day_explanation import CountedDay
from schemas.base import Day, Model
from schemas.calendars import day_of
from schemas.dossier import Awaiting, DossierView
from schemas.ids import DossierId
from schemas.legal_values import Cited, Counting
from schemas.refusals import Reason
from schemas.stages import Stage
from vinhdanh.cli.render import formats
from vinhdanh.declined import Declined
from vinhdanh.facade import VinhDanh

_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


class Deadline(Model):
    """A term, and how it is counted."""

    dossier_id: DossierId | None = None
    stage: Stage | None = None
    """Of the dossier."""

    since: Day
    """When it began: for a dossier, when it came to its stage, or was published there."""

    last_day: Day | None
    """None where no term runs."""

    first_day_counts: bool
    days: tuple[CountedDay, ...]
    projected: tuple[int, ...] = ()
    """The years of these days whose days off nobody has announced: they are computed in advance, and may change."""


def shown(deadline: Deadline) -> RenderableType:
    """Return a term as people read it: each day, then the last."""
    return Group(*_lines(deadline))


def asked(since: date, length: int, first_day_counts: bool | None, law: PolicyCatalogue) -> Deadline:
    """Return the term of so many working days from a day.

    Raises:
        Declined: No regime says how they are counted, or the calendar does not reach so far.
    """
    counting = _counting(law, first_day_counts, since)
    try:
        found = day_explanation.explained(since, length, counting=counting, corrections=law.corrections)
    except ValueError as error:
        raise _beyond(since) from error
    last = found[-1].day
    return Deadline(
        since=since,
        last_day=last,
        first_day_counts=counting.first_day_counts,
        days=found,
        projected=workdays.projected(since, last, law.corrections),
    )


async def awaited(vinhdanh: VinhDanh, dossier_id: DossierId, law: PolicyCatalogue) -> Deadline:
    """Return the term that a dossier waits for.

    Raises:
        Declined: It has ended, its regime is not among these files, or the calendar does not reach so far.
    """
    view = await vinhdanh.dossiers.show(dossier_id)
    if view.awaiting is None:
        raise Declined(Reason.DOSSIER_CLOSED, f"Hồ sơ {dossier_id} đã kết thúc, không còn hạn nào.", (dossier_id,))
    if view.held is not None:
        message = f"Hồ sơ {dossier_id} đang tạm dừng xét theo mục nhật ký số {view.held.number}; thời hạn ngừng tính."
        raise Declined(Reason.ON_HOLD, message, (str(view.held.number),))
    regime = next((regime for regime in law.regimes if regime.id == view.regime), None)
    if regime is None:
        message = f"Ở đây không có văn bản {view.regime} mà hồ sơ {dossier_id} áp dụng."
        raise Declined(Reason.NO_LAW_IN_FORCE, message, (view.regime,))
    since, due_on, counting = _begun(view, view.awaiting), view.awaiting.due_on, regime.counting
    if view.awaiting.resumed_at is not None:
        # What was left is counted from the day after, whatever the first day of a term is.
        counting = counting.evolve(first_day_counts=False)
    return Deadline(
        dossier_id=dossier_id,
        stage=view.stage,
        since=since,
        last_day=due_on,
        first_day_counts=counting.first_day_counts,
        days=() if due_on is None else _until(since, due_on, counting, law),
        projected=() if due_on is None else workdays.projected(since, due_on, law.corrections),
    )


def _begun(view: DossierView, awaiting: Awaiting) -> date:
    if awaiting.resumed_at is not None:
        return day_of(awaiting.resumed_at)
    published = view.publication
    if published is not None and published.number > awaiting.answers and published.until == awaiting.due_on:
        return published.since
    return day_of(awaiting.since)


def _until(since: date, due_on: date, counting: Counting, law: PolicyCatalogue) -> tuple[CountedDay, ...]:
    try:
        return day_explanation.explained_until(since, due_on, counting=counting, corrections=law.corrections)
    except ValueError as error:
        raise _beyond(since) from error


def _beyond(since: date) -> Declined:
    return Declined(Reason.NO_LAW_IN_FORCE, f"Lịch ở đây không có đủ các ngày của thời hạn từ {formats.day(since)}.")


def _counting(law: PolicyCatalogue, first_day_counts: bool | None, since: date) -> Counting:
    regime = law.regime_on(since)
    if regime is not None and first_day_counts in (None, regime.counting.first_day_counts):
        return regime.counting
    if first_day_counts is None:
        when = f"Không có văn bản áp dụng cho ngày {formats.day(since)}"
        message = f"{when}; hãy nêu --first-day-counts hoặc --no-first-day-counts."
        raise Declined(Reason.NO_LAW_IN_FORCE, message, (since.isoformat(),))
    return Counting(first_day_counts=first_day_counts, citation="Theo lựa chọn khi hỏi, không theo văn bản.")


def _lines(deadline: Deadline) -> Iterable[RenderableType]:
    if deadline.dossier_id is not None:
        yield f"Hồ sơ {deadline.dossier_id}"
    if deadline.last_day is None:
        yield f"Chờ từ ngày {_weekday(deadline.since)}, không có thời hạn."
        return
    yield _table(deadline.days)
    numbers = [counted.number for counted in deadline.days if counted.number is not None]
    yield f"Ngày cuối: {_weekday(deadline.last_day)} ({len(numbers)} ngày làm việc)."
    if not (deadline.days and deadline.days[-1].counts):
        yield "Ngày cuối đã báo nay không phải ngày làm việc: lịch đã thay đổi sau khi tính hạn."
    if deadline.projected:
        yield formats.projected(deadline.projected)
    if deadline.stage is Stage.OPINIONS:
        # A dossier does not show on which day it asked: only by when it waits for an answer.
        yield "Hạn lấy ý kiến tính từ ngày gửi hỏi, có thể sau ngày đầu của bảng này."


def _table(counted: Iterable[CountedDay]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Ngày", no_wrap=True)
    table.add_column("Tính", justify="right")
    table.add_column("Vì sao", overflow="fold")
    for day in counted:
        table.add_row(_weekday(day.day), str(day.number or "-"), "\n".join(_why(day)))
    return table


def _why(day: CountedDay) -> Iterable[str]:
    if day.reason is not None:
        yield day.reason
    if day.source is not None:
        yield _source(day.source)


def _source(source: Cited) -> str:
    return f"Căn cứ{'' if source.verified else ' (chưa kiểm chứng)'}: {source.citation}"


def _weekday(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {formats.day(day)}"
