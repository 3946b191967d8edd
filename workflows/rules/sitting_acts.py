"""Who may do what in a sitting, and when. Each answers with a refusal, or with nothing where the act may be taken."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from schemas.carried import CastBallot, SittingState
from schemas.ids import ActorId
from schemas.messages import Cast, Close, Convene, Reconvene
from schemas.ports import Agenda
from schemas.refusals import Reason, Refusal
from schemas.routes import VoteRule
from schemas.sitting import SittingStatus
from workflows.rules import quota, room
from workflows.rules.rights import not_yours, speaks_for

_SHOWN = 20
"""How many identifiers a refusal lists: an agenda may hold a thousand."""


def may_convene(call: Convene, known: Agenda, *, now: datetime) -> Refusal | None:
    """Only the chair or secretary convenes, over dossiers that all wait for this body at this stage."""
    if call.stage not in VoteRule.stages:
        return Refusal(
            reason=Reason.NOT_A_VOTING_STAGE,
            message=f"Bước {call.stage} không bỏ phiếu.",
            details=(call.stage.value,),
        )
    if call.closes_at is not None and call.closes_at <= now:
        return Refusal(reason=Reason.CLOSES_IN_THE_PAST, message="Thời điểm đóng phiếu đã qua.")
    return (
        _not_the_presidium(call, call.by, "triệu tập phiên họp")
        or waits_elsewhere(known)
        or quota.exceeded(known, call.places)
        or room.for_sitting(call, known)
    )


def waits_elsewhere(known: Agenda) -> Refusal | None:
    """Refuse an agenda with dossiers that do not wait for the body that would hear them."""
    if not known.elsewhere:
        return None
    named = tuple(f"{found.dossier_id}: {found.stage or 'chưa có'}" for found in known.elsewhere)
    return Refusal(
        reason=Reason.NOT_WAITING_HERE,
        message=f"{len(named)} hồ sơ không chờ cơ quan này ở bước này: {', '.join(named[:_SHOWN])}.",
        details=named[:_SHOWN],
    )


def may_cast(call: Convene, state: SittingState, act: Cast) -> Refusal | None:
    """Only a seat on the roll casts, over the whole agenda, at this meeting, and never an older ballot over a newer."""
    if act.seat not in {seat.id for seat in call.body.seats}:
        return Refusal(
            reason=Reason.NOT_ON_THE_ROLL,
            message=f"{act.seat} không có tên trong danh sách thành viên của phiên họp.",
            details=(act.seat,),
        )
    standing = state.ballots.get(act.seat)
    if standing is not None and act.meeting == state.meeting and act.revision <= standing.revision:
        return _not_newer(state, act, standing)
    return _not_open(state, act.meeting) or _not_the_agenda(state, act)


def _not_newer(state: SittingState, act: Cast, standing: CastBallot) -> Refusal | None:
    if act.revision < standing.revision:
        return Refusal(
            reason=Reason.BALLOT_SUPERSEDED,
            message=f"Đã có phiếu lần {standing.revision} của {act.seat}; phiếu lần {act.revision} không còn giá trị.",
            details=(str(standing.revision),),
        )
    wrong = _not_the_agenda(state, act)
    if wrong is None and marks(state, act) != standing.marks:
        return Refusal(
            reason=Reason.BALLOT_ALREADY_CAST,
            message=f"{act.seat} đã bỏ phiếu lần {act.revision}; muốn đổi phiếu phải gửi lần {act.revision + 1}.",
            details=(str(standing.revision),),
        )
    return wrong


def _not_the_agenda(state: SittingState, act: Cast) -> Refusal | None:
    voted = [choice.dossier_id for choice in act.choices]
    return not_covered((item.dossier_id for item in state.agenda), voted)


def not_covered(agenda: Iterable[str], answered: Sequence[str]) -> Refusal | None:
    """Refuse an answer that names what is not on the agenda, leaves something out or names it twice."""
    asked, named = dict.fromkeys(agenda), Counter(answered)
    strangers = tuple(name for name in named if name not in asked)
    if strangers:
        return _wrong(Reason.NOT_ON_THE_AGENDA, "Không có trong chương trình", strangers)
    twice = tuple(name for name, times in named.items() if times > 1)
    if twice:
        return _wrong(Reason.AGENDA_NOT_COVERED, "Nêu hai lần", twice)
    left_out = tuple(name for name in asked if name not in named)
    if left_out:
        return _wrong(Reason.AGENDA_NOT_COVERED, "Còn thiếu", left_out)
    return None


def _wrong(reason: Reason, what: str, names: tuple[str, ...]) -> Refusal:
    shown = names[:_SHOWN]
    return Refusal(reason=reason, message=f"{what} ({len(names)}): {', '.join(shown)}.", details=shown)


def may_close(call: Convene, state: SittingState, act: Close) -> Refusal | None:
    """Only the chair or secretary closes, naming seats of the roll and dossiers of the agenda."""
    seats = {seat.id for seat in call.body.seats}
    if strangers := tuple(seat for seat in act.attended if seat not in seats):
        return Refusal(
            reason=Reason.NOT_ON_THE_ROLL,
            message=f"Không có tên trong danh sách thành viên: {', '.join(strangers[:_SHOWN])}.",
            details=strangers[:_SHOWN],
        )
    returned = [item.dossier_id for item in act.returned]
    named = set(returned)
    agenda = [item.dossier_id for item in state.agenda if item.dossier_id in named]
    return (
        _not_the_presidium(call, act.by, "bế mạc phiên họp")
        or _not_open(state, act.meeting)
        or not_covered(agenda, returned)
    )


def may_reconvene(call: Convene, state: SittingState, act: Reconvene, *, now: datetime) -> Refusal | None:
    """Only the chair or secretary calls an adjourned sitting again, as its next meeting."""
    if act.closes_at is not None and act.closes_at <= now:
        return Refusal(reason=Reason.CLOSES_IN_THE_PAST, message="Thời điểm đóng phiếu đã qua.")
    if state.status is not SittingStatus.ADJOURNED:
        return Refusal(reason=Reason.NOT_ADJOURNED, message="Phiên họp không ở trạng thái hoãn.")
    if act.meeting != state.meeting + 1:
        return _not_this_meeting(state.meeting + 1, act.meeting)
    return _not_the_presidium(call, act.by, "triệu tập lại phiên họp")


def _not_the_presidium(call: Convene, actor: ActorId, act: str) -> Refusal | None:
    presidium = (call.body.chair, call.body.secretary)
    return None if speaks_for(actor, *presidium) else not_yours(act, *presidium)


def _not_open(state: SittingState, meeting: int) -> Refusal | None:
    if state.status in {SittingStatus.CLOSED, SittingStatus.ANNOUNCED}:
        return Refusal(reason=Reason.SITTING_CLOSED, message="Phiên họp đã bế mạc; không nhận thêm.")
    if state.status is SittingStatus.ADJOURNED:
        return Refusal(
            reason=Reason.SITTING_ADJOURNED,
            message="Phiên họp đã hoãn vì không đủ thành viên; chờ triệu tập lại.",
        )
    return None if meeting == state.meeting else _not_this_meeting(state.meeting, meeting)


def _not_this_meeting(held: int, meant: int) -> Refusal:
    return Refusal(
        reason=Reason.NOT_THIS_MEETING,
        message=f"Phiên họp đang ở lần {held}, không phải lần {meant}.",
        details=(str(held),),
    )


def marks(state: SittingState, act: Cast) -> str:
    """Return the ballot as one letter for each item, in the agenda's order; it must cover the agenda."""
    votes = {choice.dossier_id: choice.vote.mark for choice in act.choices}
    return "".join(votes[item.dossier_id] for item in state.agenda)
