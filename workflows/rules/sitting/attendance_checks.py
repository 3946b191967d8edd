"""Checks of a recorded attendance: who records it, whether it follows the table, and what it contradicts."""

from collections.abc import Collection, Iterator
from datetime import date

from schemas.bodies import Seat
from schemas.ids import DossierId, SeatId
from schemas.messages import Cast, RecordAttendance
from schemas.refusals import Reason, Refusal
from schemas.workflow_state import SittingState
from workflows.rules import agenda, size_limits
from workflows.rules.agenda import SHOWN
from workflows.rules.common_refusals import not_yours, speaks_for
from workflows.rules.sitting import attendance, meeting_checks, rolls

SET_ASIDE = (
    "Kết quả kiểm phiếu đã nhận trước khi điểm danh lại nên không còn dùng được; đề nghị nhập lại kết quả kiểm phiếu."
)


def count_set_aside(state: SittingState) -> Refusal | None:
    """Refuse to close while the count does not know of an attendance that was recorded after it."""
    return Refusal(reason=Reason.COUNT_DOES_NOT_ADD, message=SET_ASIDE) if state.set_aside else None


def may_record(state: SittingState, act: RecordAttendance, *, day: date) -> Refusal | None:
    """Only the secretary records the attendance of a seat, in an open meeting."""
    seat = rolls.seat_of(state, act.seat)
    if seat is None:
        return meeting_checks.off_the_roll((act.seat,))
    allowed = (state.body.secretary,) if state.body.secretary else rolls.presidium(state.body)
    if not speaks_for(act.by, *allowed):
        return not_yours("điểm danh", *allowed)
    return (
        meeting_checks.not_open(state, act.meeting)
        or _not_newer(state, act)
        or _out_of_order(state, act)
        or _not_a_substitute(state, act, seat, day)
        or _represents_another(state, act)
        or _wrote(state, act)
        or size_limits.for_attendance(state, act)
    )


def _not_newer(state: SittingState, act: RecordAttendance) -> Refusal | None:
    recorded = state.attendance.get(act.seat)
    last = recorded.revision if recorded else 0
    if act.revision > last:
        return None
    superseded = act.revision < last
    return Refusal(
        reason=Reason.BALLOT_SUPERSEDED if superseded else Reason.BALLOT_ALREADY_CAST,
        message=f"Đã có điểm danh lần {last} của {act.seat}; lần {act.revision} không còn giá trị."
        if superseded
        else f"Đã có điểm danh lần {last} của {act.seat} với nội dung khác; muốn sửa phải gửi lần {last + 1}.",
        details=(str(last),),
    )


def _out_of_order(state: SittingState, act: RecordAttendance) -> Refusal | None:
    table = [item.dossier_id for item in rolls.on_the_table(state)]
    strangers = tuple({each: None for stay in act.stays for each in (stay.first, stay.last) if each not in table})
    if strangers:
        return agenda.refused_by_name(
            Reason.NOT_ON_THE_AGENDA, "Không có trong chương trình đang biểu quyết", strangers
        )
    after = -1
    for stay in act.stays:
        first, last = table.index(stay.first), table.index(stay.last)
        if not after < first <= last:
            return Refusal(
                reason=Reason.STAYS_OUT_OF_ORDER,
                message=f"{act.seat}: phần từ {stay.first} đến {stay.last} không theo thứ tự chương trình hoặc trùng"
                " với phần trước; đề nghị ghi các phần lần lượt theo chương trình.",
                details=(act.seat, stay.first, stay.last),
            )
        after = last
    return None


def _not_a_substitute(state: SittingState, act: RecordAttendance, seat: Seat, day: date) -> Refusal | None:
    for stay in act.stays:
        if stay.by is not None:
            stood_in = rolls.substitute_of(seat, stay.by, state, day)
            if isinstance(stood_in, Refusal):
                return stood_in
            if stood_in is None:
                return _names_itself(act)
    return None


def _names_itself(act: RecordAttendance) -> Refusal:
    return Refusal(
        reason=Reason.NOT_A_SUBSTITUTE,
        message=f"{act.seat} tự dự thì không ghi người dự thay (by).",
        details=(act.seat,),
    )


def _represents_another(state: SittingState, act: RecordAttendance) -> Refusal | None:
    mine = {stay.by or act.seat for stay in act.stays}
    for seat in state.roll:
        if seat != act.seat and (shared := mine.intersection(attendance.voters(state, seat))):
            return Refusal(
                reason=Reason.VOTED_ELSEWHERE,
                message=f"{min(shared)} đã tham dự hoặc bỏ phiếu cho {seat}; không ai dự thay hai thành viên.",
                details=(seat, min(shared)),
            )
    return None


def _wrote(state: SittingState, act: RecordAttendance) -> Refusal | None:
    if not act.stays or not rolls.wrote(state, act.seat):
        return None
    return Refusal(
        reason=Reason.ATTENDED_AND_WROTE,
        message=f"{act.seat} đã gửi ý kiến bằng văn bản; có mặt thì phải rút ý kiến ấy trước.",
        details=(act.seat,),
    )


def not_there(state: SittingState, act: Cast, voted: Collection[DossierId]) -> Refusal | None:
    """Refuse votes of a voter who, by the recorded attendance, was not there for these dossiers."""
    here = attendance.represented(state, act.seat)
    if here is None:
        return None
    voter = rolls.voter_of(act)
    if act.written:
        return _present_and_writes(act) if here else None
    away = tuple(dossier_id for dossier_id in voted if not (dossier_id in here and here[dossier_id] == voter))
    if not away:
        return None
    return Refusal(
        reason=Reason.NOT_PRESENT,
        message=f"Theo điểm danh, {voter or act.seat} không dự khi biểu quyết {', '.join(away[:SHOWN])};"
        " đề nghị bỏ các hồ sơ ấy khỏi phiếu, hoặc thư ký ghi lại điểm danh.",
        details=(act.seat, *away[: SHOWN - 1]),
    )


def _present_and_writes(act: Cast) -> Refusal:
    return Refusal(
        reason=Reason.ATTENDED_AND_WROTE,
        message=f"Theo điểm danh, {act.seat} có mặt; không gửi ý kiến bằng văn bản.",
        details=(act.seat,),
    )


def contradicted(state: SittingState, present: Collection[SeatId], *, is_whole: bool) -> Refusal | None:
    """Refuse a list of those present that the recorded attendance contradicts.

    `is_whole` says that the list has all who were present.
    """
    if wrong := tuple(_wrongly(state, present, is_whole=is_whole)):
        return Refusal(
            reason=Reason.NOT_PRESENT,
            message=f"Danh sách có mặt không khớp điểm danh: {', '.join(wrong[:SHOWN])}; đề nghị sửa danh sách,"
            " hoặc ghi lại điểm danh trước.",
            details=wrong[:SHOWN],
        )
    return None


def _wrongly(state: SittingState, present: Collection[SeatId], *, is_whole: bool) -> Iterator[SeatId]:
    listed = set(present)
    for seat, recorded in state.attendance.items():
        if (seat in listed) > bool(recorded.stays) or (is_whole and (seat in listed) < bool(recorded.stays)):
            yield seat
