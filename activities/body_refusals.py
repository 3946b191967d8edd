"""Refusals of bodies that the register does not have on a day, or whose turn it is not."""

from datetime import date

from schemas.bodies import SeasonLabel
from schemas.body_register import RegisteredBody, RegisteredKind
from schemas.ids import BodyId
from schemas.labels import BODY_KINDS
from schemas.refusals import Reason, Refusal


def named(record: RegisteredBody, day: date) -> str:
    """Return a body's name on a day; before its first day or after its end, its last name."""
    return (record.name_on(day) or record.names[-1].name).vi


def unknown(body: BodyId, record: RegisteredBody | None, day: date) -> Refusal | None:
    """Refuse a body that does not exist on a day."""
    if record is None:
        return missing(body)
    if record.ended is not None and record.ended.on <= day:
        into = f"; nay là {', '.join(record.ended.into)}" if record.ended.into else ""
        ended = f"đã kết thúc hoạt động từ ngày {record.ended.on:%d/%m/%Y}{into}"
        return _unknown(body, f"{named(record, day)} ({body}) {ended}.")
    if not record.exists_on(day):
        return _unknown(body, f"{body} chưa có trong danh mục cơ quan, đơn vị vào ngày {day:%d/%m/%Y}.")
    return None


def missing(body: BodyId) -> Refusal:
    """Refuse a body that the register does not have."""
    return _unknown(body, f"Danh mục cơ quan, đơn vị không có {body}; đề nghị kiểm tra mã, hoặc bổ sung vào danh mục.")


def of_another_kind(record: RegisteredBody, day: date, *kinds: RegisteredKind) -> Refusal | None:
    """Refuse a body that is of none of these kinds."""
    if record.kind in kinds:
        return None
    wanted, found = " hoặc ".join(BODY_KINDS[kind].vi for kind in kinds), BODY_KINDS[record.kind].vi
    return _unknown(record.id, f"{named(record, day)} ({record.id}) là {found} theo danh mục, không phải {wanted}.")


def season_needed(record: RegisteredBody) -> Refusal:
    """Refuse to convene a cluster without its year of emulation."""
    labels = tuple(dict.fromkeys(each.season for each in record.members))[-5:]
    known = f"; danh mục có các năm {', '.join(labels)}" if labels else ""
    return Refusal(
        reason=Reason.SEASON_NEEDED,
        message=f"Triệu tập cụm, khối thi đua phải ghi năm thi đua được xét (season){known}.",
        details=labels,
    )


def no_seats(record: RegisteredBody, season: SeasonLabel | None, day: date) -> Refusal:
    """Refuse to convene a body without members."""
    when = f"trong năm thi đua {season}" if season else f"vào ngày {day:%d/%m/%Y}"
    return Refusal(
        reason=Reason.NOBODY_IN_OFFICE,
        message=f"{named(record, day)} không có thành viên nào {when} theo danh mục cơ quan, đơn vị;"
        " đề nghị cập nhật danh mục trước khi họp.",
        details=(record.id,),
    )


def not_of_this_season(season: SeasonLabel, dossiers: tuple[str, ...]) -> Refusal:
    """Refuse dossiers whose period ends after the year of emulation that is judged."""
    return Refusal(
        reason=Reason.NOT_OF_THIS_SEASON,
        message=f"Thời gian thành tích kết thúc sau năm thi đua {season}: {', '.join(dossiers)}.",
        details=dossiers,
    )


def _unknown(body: BodyId, message: str) -> Refusal:
    return Refusal(reason=Reason.UNKNOWN_BODY, message=message, details=(body,))
