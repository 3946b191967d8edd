"""Rights of the presidium in a sitting: when it may convene, amend, adjourn, reconvene and close."""

from collections.abc import Collection, Sequence
from datetime import datetime

from schemas.bodies import Body
from schemas.ids import ActorId, DossierId
from schemas.labels import STAGES
from schemas.messages import Adjourn, Amend, Close, Convene, Reconvene
from schemas.ports import AgendaAnswer
from schemas.refusals import Reason, Refusal
from schemas.routes import VoteRule
from schemas.sitting import SittingStatus
from schemas.workflow_state import SittingState
from workflows.rules import agenda, size_limits
from workflows.rules.agenda import SHOWN, not_covered
from workflows.rules.common_refusals import not_yours, speaks_for
from workflows.rules.sitting import attendance_checks, chair_checks, rolls
from workflows.rules.sitting.meeting_checks import not_open, not_this_meeting, off_the_roll
from workflows.rules.voting import quota

NO_ROLL = Refusal(reason=Reason.UNKNOWN_BODY, message="Danh mục cơ quan, đơn vị chưa có thành viên của cơ quan này.")


def may_convene(call: Convene, known: AgendaAnswer, *, now: datetime) -> Refusal | None:
    """Only the presidium of a body in office convenes, over dossiers that all wait for this body at this stage."""
    if call.stage not in VoteRule.stages:
        return Refusal(
            reason=Reason.NOT_A_VOTING_STAGE,
            message=f"Bước {STAGES[call.stage].vi} không bỏ phiếu.",
            details=(call.stage.value,),
        )
    return (
        _in_the_past(call, now)
        or known.refusal
        or (None if known.body is None else _may_not_call(call, known.body))
        or _cannot_be_heard(call, known)
    )


def _may_not_call(call: Convene, body: Body) -> Refusal | None:
    return _not_the_presidium(body, call.by, "triệu tập phiên họp") or _unpresided(call, body)


def _unpresided(act: Convene | Reconvene, body: Body) -> Refusal | None:
    # A ballot that opens later is adjourned where still nobody presides on its day.
    return rolls.unpresided(body) if act.opens_at is None else None


def may_amend(call: Convene, state: SittingState, act: Amend, known: AgendaAnswer | None = None) -> Refusal | None:
    """Only the presidium amends the agenda, before the ballot opens, and must leave something on it.

    `known` is the ledger's answer on the amended agenda; without it, that is not checked yet.
    """
    if state.first is not None or state.status not in {SittingStatus.CALLED, SittingStatus.ADJOURNED}:
        return Refusal(reason=Reason.ALREADY_OPENED, message="Chỉ sửa được chương trình trước khi mở bỏ phiếu.")
    if act.revision != state.amended + 1:
        return Refusal(
            reason=Reason.NOT_THIS_MEETING,
            message=f"Chương trình đã sửa {state.amended} lần; lần sửa tiếp theo là lần {state.amended + 1}.",
            details=(str(state.amended + 1),),
        )
    agenda = [item.dossier_id for item in state.agenda]
    struck = {each.dossier_id for each in act.strike}
    return (
        _not_the_presidium(state.body, act.by, "sửa chương trình")
        or not_covered((each for each in agenda if each in struck), [each.dossier_id for each in act.strike])
        or _not_an_agenda(agenda, struck, act)
        or (None if known is None else _cannot_be_heard(call, known.evolve(body=state.body), state))
    )


def _not_an_agenda(agenda: Sequence[DossierId], struck: Collection[DossierId], act: Amend) -> Refusal | None:
    if twice := tuple(each for each in act.add if each in agenda):
        return Refusal(
            reason=Reason.AGENDA_NOT_COVERED,
            message=f"Đã có trong chương trình: {', '.join(twice[:SHOWN])}.",
            details=twice[:SHOWN],
        )
    left = len(agenda) - len(struck) + len(act.add)
    if not 1 <= left <= 1000:
        return Refusal(
            reason=Reason.AGENDA_NOT_COVERED,
            message=f"Chương trình còn {left} hồ sơ; phải có từ 1 đến 1000 hồ sơ.",
            details=(str(left),),
        )
    return None


def _cannot_be_heard(call: Convene, known: AgendaAnswer, kept: SittingState | None = None) -> Refusal | None:
    return (
        agenda.waits_elsewhere(known)
        or quota.exceeded(known, call.places)
        or quota.incomparable(known, call.places)
        or size_limits.for_sitting(known, kept)
    )


def may_close(call: Convene, state: SittingState, act: Close) -> Refusal | None:
    """Only the presidium closes, naming seats of the roll and dossiers that are put to the vote."""
    if strangers := tuple(seat for seat in act.attended if seat not in set(state.roll)):
        return off_the_roll(strangers)
    wrote = tuple(seat for seat in act.attended if rolls.wrote(state, seat))
    if wrote:
        return Refusal(
            reason=Reason.ATTENDED_AND_WROTE,
            message=f"{', '.join(wrote[:SHOWN])} đã gửi ý kiến bằng văn bản; có mặt thì phải rút để bỏ phiếu tại chỗ.",
            details=wrote[:SHOWN],
        )
    returned = [item.dossier_id for item in act.returned]
    named = set(returned)
    table = [item.dossier_id for item in rolls.on_the_table(state) if item.dossier_id in named]
    return (
        _not_the_presidium(state.body, act.by, "kết thúc phiên họp")
        or not_open(state, act.meeting)
        or not_covered(table, returned)
        or attendance_checks.contradicted(state, act.attended, is_whole=False)
        or attendance_checks.count_set_aside(state)
        or _against_the_count(state, act)
        or chair_checks.missing(call, state)
    )


def _against_the_count(state: SittingState, act: Close) -> Refusal | None:
    late = tuple(seat for seat in act.attended if state.count and seat not in state.count.present)
    if not late:
        return None
    return Refusal(
        reason=Reason.COUNT_DOES_NOT_ADD,
        message=f"{', '.join(late[:SHOWN])} không có mặt theo biên bản kiểm phiếu; đề nghị bỏ khỏi attended, hoặc gửi"
        " lại kết quả kiểm phiếu với số lần tiếp theo (revision).",
        details=late[:SHOWN],
    )


def may_adjourn(call: Convene, state: SittingState, act: Adjourn) -> Refusal | None:
    """Only the presidium adjourns a sitting, before its ballot opens or during it."""
    refusal = _not_the_presidium(state.body, act.by, "hoãn phiên họp")
    if state.status is SittingStatus.CALLED:
        return refusal or (None if act.meeting == state.meeting else not_this_meeting(state.meeting, act.meeting))
    return refusal or not_open(state, act.meeting)


def may_reconvene(
    state: SittingState, act: Reconvene, known: AgendaAnswer | None = None, *, now: datetime
) -> Refusal | None:
    """Only the presidium reconvenes an adjourned sitting, as its next meeting.

    `known` is the body as the register has it on that day; without it, its presidium is not checked yet.
    """
    if state.status is not SittingStatus.ADJOURNED:
        return Refusal(reason=Reason.NOT_ADJOURNED, message="Phiên họp không ở trạng thái hoãn.")
    if act.meeting != state.meeting + 1:
        return not_this_meeting(state.meeting + 1, act.meeting)
    if known is None:
        return _in_the_past(act, now)
    body = known.body or state.body
    return (
        _in_the_past(act, now)
        or known.refusal
        or _not_the_presidium(body, act.by, "triệu tập lại phiên họp")
        or _unpresided(act, body)
    )


def _in_the_past(act: Convene | Reconvene, now: datetime) -> Refusal | None:
    if act.closes_at is not None and act.closes_at <= now:
        return Refusal(reason=Reason.CLOSES_IN_THE_PAST, message="Thời điểm đóng phiếu đã qua.")
    return None


def _not_the_presidium(body: Body, actor: ActorId, act: str) -> Refusal | None:
    allowed = rolls.presidium(body)
    return None if speaks_for(actor, *allowed) else not_yours(act, *allowed)
