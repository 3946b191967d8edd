"""Checks of a meeting: that it is open, that an act is meant for it, and that seats are on its roll."""

from collections.abc import Sequence

from schemas.ids import SeatId
from schemas.refusals import Reason, Refusal
from schemas.sitting import SittingStatus
from schemas.workflow_state import SittingState
from workflows.rules.agenda import SHOWN


def off_the_roll(seats: Sequence[SeatId]) -> Refusal:
    """Refuse seats that are not on the roll."""
    named = ", ".join(seats[:SHOWN])
    return Refusal(
        reason=Reason.NOT_ON_THE_ROLL,
        message=f"{named} không có tên trong danh sách thành viên của phiên họp.",
        details=tuple(seats[:SHOWN]),
    )


def not_open(state: SittingState, meeting: int) -> Refusal | None:
    """Refuse an act while no ballot is open, or one meant for another meeting."""
    match state.status:
        case SittingStatus.CLOSED | SittingStatus.ANNOUNCED:
            return Refusal(reason=Reason.SITTING_CLOSED, message="Phiên họp đã kết thúc; không nhận thêm.")
        case SittingStatus.ADJOURNED:
            return Refusal(reason=Reason.SITTING_ADJOURNED, message="Phiên họp đã hoãn; chờ triệu tập lại.")
        case SittingStatus.CALLED:
            return Refusal(reason=Reason.NOT_YET_OPEN, message="Chưa đến giờ mở bỏ phiếu.")
        case SittingStatus.OPEN:
            return None if meeting == state.meeting else not_this_meeting(state.meeting, meeting)


def not_this_meeting(held: int, meant: int) -> Refusal:
    """Refuse an act meant for another meeting."""
    return Refusal(
        reason=Reason.NOT_THIS_MEETING,
        message=f"Phiên họp đang ở lần {held}, không phải lần {meant}.",
        details=(str(held),),
    )
