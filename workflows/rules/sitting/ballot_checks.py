"""Rights to vote in a sitting, withdraw a ballot or step aside. Each check returns a refusal, or None."""

from collections.abc import Collection, Iterable
from datetime import date

from schemas.ballots import NO_VOTE, RecordedBallot, Vote, VoteReason
from schemas.bodies import Seat, Substitute
from schemas.ids import DossierId, SeatId
from schemas.labels import COUNT_KINDS
from schemas.messages import Cast, Convene, Recuse, WithdrawBallot
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind
from schemas.sitting import SittingStatus
from schemas.workflow_state import SittingState
from workflows.rules import agenda, size_limits
from workflows.rules.agenda import SHOWN
from workflows.rules.common_refusals import not_yours, speaks_for
from workflows.rules.sitting import attendance, attendance_checks, meeting_checks, recusals, rolls


def may_cast(call: Convene, state: SittingState, act: Cast, *, day: date) -> Refusal | None:
    """A seat, or its substitute of this day, votes on the current items; an older ballot never replaces a newer."""
    seat = rolls.seat_of(state, act.seat)
    if seat is None:
        return meeting_checks.off_the_roll((act.seat,))
    if act.sitting_id not in {None, call.sitting_id}:
        return Refusal(
            reason=Reason.NOT_THIS_SITTING,
            message=f"Phiếu của phiên họp {act.sitting_id}, không phải của {call.sitting_id}.",
            details=(call.sitting_id,),
        )
    stood_in = rolls.substitute_of(seat, act.by, state, day)
    if isinstance(stood_in, Refusal):
        # A caller that missed the answer may retry on a day on which the ballot itself could no longer be handed in.
        return None if _stands(state, act) else stood_in
    last = state.ballots.get(act.seat)
    if last is not None and act.meeting == state.meeting and act.revision <= last.revision:
        if _stands(state, act):
            return None
        return _not_the_table(state, act, seat, stood_in) or _not_newer(state, act, last)
    return (
        meeting_checks.not_open(state, act.meeting)
        or _beside_a_count(state, act)
        or _another_voter(state, act)
        or _not_the_table(state, act, seat, stood_in)
        or _out_of_form(state, act)
    )


def _stands(state: SittingState, act: Cast) -> bool:
    # Beside another voter's ballot for the same seat too: a repeated ballot is that of its own voter.
    last, ballot = state.ballots.get(act.seat), handed_in(state, act)
    votes = sum(mark != NO_VOTE for mark in ballot.marks)
    known = last is not None and not last.withdrawn and attendance.parts(ballot)[0] in attendance.parts(last)
    return known and act.meeting == state.meeting and len(act.choices) == votes


def _not_newer(state: SittingState, act: Cast, last: RecordedBallot) -> Refusal | None:
    if act.revision < last.revision or last.withdrawn:
        return Refusal(
            reason=Reason.BALLOT_SUPERSEDED,
            message=f"Đã có phiếu lần {last.revision} của {act.seat}; phiếu lần {act.revision} không còn giá trị.",
            details=(str(last.revision),),
        )
    if handed_in(state, act) != last:
        return Refusal(
            reason=Reason.BALLOT_ALREADY_CAST,
            message=f"{act.seat} đã bỏ phiếu lần {act.revision}; muốn đổi phiếu phải gửi lần {act.revision + 1}.",
            details=(str(last.revision),),
        )
    return None


def _beside_a_count(state: SittingState, act: Cast) -> Refusal | None:
    if state.count is None:
        return None
    if not act.written:
        return Refusal(
            reason=Reason.VOTED_OTHERWISE,
            message=f"Lần họp này đã kiểm phiếu ({COUNT_KINDS[state.count.kind].vi}); không nhận thêm phiếu của từng"
            " thành viên, trừ ý kiến bằng văn bản của thành viên vắng mặt.",
            details=(act.seat,),
        )
    if act.seat in state.count.present:
        return Refusal(
            reason=Reason.ATTENDED_AND_WROTE,
            message=f"Theo biên bản kiểm phiếu, {act.seat} có mặt và đã biểu quyết tại chỗ; không gửi ý kiến bằng"
            " văn bản nữa.",
            details=(act.seat,),
        )
    return None


def _another_voter(state: SittingState, act: Cast) -> Refusal | None:
    handed = rolls.standing(state)
    last, voter = handed.get(act.seat), _voter(act.seat, act.by)
    in_turns = not act.written and act.seat in state.attendance
    if last is not None and not in_turns and (before := _voter(act.seat, last.by)) != voter:
        return Refusal(
            reason=Reason.SEAT_HAS_VOTED,
            message=f"{before} đã bỏ phiếu cho {act.seat}; muốn bỏ phiếu thay thì phải rút phiếu ấy trước.",
            details=(act.seat, before),
        )
    others = {*handed, *state.attendance} - {act.seat}
    elsewhere = next((seat for seat in sorted(others) if voter in attendance.voters(state, seat)), None)
    if elsewhere is not None:
        return Refusal(
            reason=Reason.VOTED_ELSEWHERE,
            message=f"{voter} đã bỏ phiếu cho {elsewhere}; không ai bỏ phiếu hai lần.",
            details=(elsewhere, voter),
        )
    return None


def _voter(seat: SeatId, by: str | None) -> str:
    return by or seat


def _not_the_table(state: SittingState, act: Cast, seat: Seat, stood_in: Substitute | None) -> Refusal | None:
    aside = recusals.steps_aside(state, seat, stood_in)
    table = [item.dossier_id for item in rolls.on_the_table(state)]
    voted = [choice.dossier_id for choice in act.choices]
    if named := tuple(each for each in voted if each in aside and each in table):
        return Refusal(
            reason=Reason.STEPPED_ASIDE,
            message=f"{_voter(act.seat, act.by)} không tham gia biểu quyết hồ sơ có liên quan:"
            f" {', '.join(named[:SHOWN])}.",
            details=named[:SHOWN],
        )
    if refusal := attendance_checks.not_there(state, act, [each for each in voted if each in table]):
        return refusal
    mine = attendance.heard_of(state, act)
    return agenda.not_covered((each for each in table if each not in aside and each in mine), voted)


def _out_of_form(state: SittingState, act: Cast) -> Refusal | None:
    rules = [state.rules[item.rule] for item in rolls.on_the_table(state)]
    if act.written and not all(rule.written for rule in rules):
        return Refusal(
            reason=Reason.NO_WRITTEN_OPINIONS, message="Quy chế của cơ quan này không lấy ý kiến bằng văn bản."
        )
    if any(choice.reason for choice in act.choices):
        if any(rule.ballot is BallotKind.SECRET for rule in rules):
            return Refusal(reason=Reason.SECRET_BALLOT, message="Bỏ phiếu kín thì không ghi lý do trên phiếu.")
        if refusal := size_limits.for_reasons(state, act):
            return refusal
    return _too_many_approved(state, act)


def _too_many_approved(state: SittingState, act: Cast) -> Refusal | None:
    if state.first is None:
        return None
    approved = {choice.dossier_id for choice in act.choices if choice.vote is Vote.APPROVE}
    for part in attendance.beside(state, act.seat, rolls.voter_of(act)):
        approved.update(
            item.dossier_id
            for item, mark in zip(rolls.on_the_table(state), part.marks, strict=True)
            if mark == Vote.APPROVE.mark
        )
    for each in state.first.contested:
        if len(approved.intersection(each.dossiers)) > each.places:
            return Refusal(
                reason=Reason.TOO_MANY_APPROVED,
                message=f"Vòng hai chỉ còn {each.places} chỉ tiêu {each.award} · {each.basis};"
                " mỗi phiếu đồng ý không quá số ấy.",
                details=(each.award, each.basis, str(each.places)),
            )
    return None


def may_withdraw(call: Convene, state: SittingState, act: WithdrawBallot) -> Refusal | None:
    """Only the sender of a ballot withdraws it, while the sitting is open."""
    if rolls.seat_of(state, act.seat) is None:
        return meeting_checks.off_the_roll((act.seat,))
    if refusal := meeting_checks.not_open(state, act.meeting):
        return refusal
    last = rolls.standing(state).get(act.seat)
    meant = (act.revision, _voter(act.seat, act.by))
    handed = attendance.parts(last) if last else ()
    if meant not in {(part.revision, _voter(act.seat, part.by)) for part in handed}:
        return Refusal(
            reason=Reason.NO_BALLOT,
            message=f"Không có phiếu lần {act.revision} của {act.seat} do {_voter(act.seat, act.by)} bỏ để rút.",
            details=(act.seat, str(last.revision)) if last else (act.seat,),
        )
    return None


def may_recuse(call: Convene, state: SittingState, act: Recuse) -> Refusal | None:
    """A seat, its substitutes or the presidium declare an interest, before the seat's ballot stands."""
    seat = rolls.seat_of(state, act.seat)
    if seat is None:
        return meeting_checks.off_the_roll((act.seat,))
    owners = (seat.id, *(each.id for each in seat.substitutes), *rolls.presidium(state.body))
    if not speaks_for(act.by, *owners):
        return not_yours("khai báo không tham gia biểu quyết", *owners)
    if state.status in {SittingStatus.CLOSED, SittingStatus.ANNOUNCED}:
        return Refusal(reason=Reason.SITTING_CLOSED, message="Phiên họp đã kết thúc; không nhận thêm.")
    # A ballot of an adjourned meeting does not count, and cannot be withdrawn either.
    if state.status is SittingStatus.OPEN and act.seat in rolls.standing(state):
        return Refusal(
            reason=Reason.TOO_LATE_TO_STEP_ASIDE,
            message=f"{act.seat} đã bỏ phiếu; phải rút phiếu trước rồi mới khai báo.",
            details=(act.seat,),
        )
    if state.status is SittingStatus.OPEN and state.count and act.seat in state.count.present:
        return Refusal(
            reason=Reason.TOO_LATE_TO_STEP_ASIDE,
            message=f"Phiếu của {act.seat} ở lần họp này đã kiểm; muốn khai báo thì phải hoãn rồi họp và bỏ phiếu lại.",
            details=(act.seat,),
        )
    declared = set(act.dossiers)
    on_the_table = [item.dossier_id for item in rolls.on_the_table(state) if item.dossier_id in declared]
    return agenda.not_covered(on_the_table, act.dossiers) or size_limits.for_recusal(state, act)


def handed_in(state: SittingState, act: Cast) -> RecordedBallot:
    """Return a ballot as stored: a letter for each dossier that is put to the vote, in their order."""
    votes = {choice.dossier_id: choice for choice in act.choices}
    table = rolls.on_the_table(state)
    marks = "".join(votes[item.dossier_id].vote.mark if item.dossier_id in votes else NO_VOTE for item in table)
    return RecordedBallot(
        revision=act.revision,
        by=rolls.voter_of(act),
        written=act.written,
        marks=marks,
        reasons=tuple(_reasons(act, [item.dossier_id for item in table])),
        beside=attendance.beside(state, act.seat, rolls.voter_of(act)),
    )


def _reasons(act: Cast, table: Collection[DossierId]) -> Iterable[VoteReason]:
    said = {choice.dossier_id: choice.reason for choice in act.choices}
    for dossier_id in table:
        if (reason := said.get(dossier_id)) is not None:
            yield VoteReason(dossier_id=dossier_id, reason=reason)
