"""What `vinhdanh show --body` prints: who sits where on a day."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table

from schemas import labels
from schemas.body_views import BodyView, SeatOnDay
from vinhdanh.cli.language import LANGUAGE, words
from vinhdanh.cli.render import formats, grids


def body(view: BodyView) -> RenderableType:
    """Return a body on a day, with its seats."""
    return Group(grids.pairs(*_rows(view)), *_seats(view))


def _rows(view: BodyView) -> Iterator[tuple[str, str]]:
    gone = "" if view.exists else words(" (không hoạt động vào ngày này)", " (does not exist on that day)")
    yield words("Cơ quan, đơn vị", "Body"), f"{view.name.in_language(LANGUAGE) if view.name else '-'} ({view.id}){gone}"
    yield words("Loại", "Kind"), labels.BODY_KINDS[view.kind].in_language(LANGUAGE)
    yield words("Ngày", "Day"), formats.day(view.on)
    if view.parent is not None:
        yield words("Trực thuộc", "Under"), view.parent
    for role, holders in view.offices.items():
        yield labels.OFFICE_ROLES[role].in_language(LANGUAGE), ", ".join(holders)
    for season, units in view.members.items():
        yield words(f"Thành viên năm {season}", f"Members of {season}"), ", ".join(units)
    has, none = words("có", "has one"), words("chưa có: không gửi được thư", "none: no letter can be sent")
    yield words("Hộp thư", "Mailbox"), has if view.has_mailbox else none
    if view.ended is not None:
        into = ", ".join(view.ended.into) or words("không có cơ quan kế thừa", "no successor")
        document = f" ({view.ended.document})" if view.ended.document else ""
        yield words("Kết thúc hoạt động", "Ended"), f"{formats.day(view.ended.on)}{document}: {into}"
    yield words("Mục nhật ký", "Entry"), f"body-{view.id} {words('số', 'no.')} {view.record.sequence}"


def _seats(view: BodyView) -> Iterator[Table]:
    if not view.seats:
        return
    columns = (
        words("Thành viên", "Seat"),
        words("Người giữ", "Holder"),
        words("Đơn vị", "Unit"),
        words("Đến ngày", "Until"),
        words("Người được ủy quyền", "Substitutes"),
    )
    yield grids.table(columns, map(_seat, view.seats))


def _seat(seat: SeatOnDay) -> tuple[str, ...]:
    return seat.id, seat.name, seat.unit or "", formats.day(seat.until), ", ".join(seat.substitutes)
