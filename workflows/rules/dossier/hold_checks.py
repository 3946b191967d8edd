"""Rights to hold and release a dossier, and the refusals while it is on hold.

The law: no commendation or proposal while discipline is considered, or signs of violation or a complaint are
investigated (Nghị định 98/2023/NĐ-CP, Điều 4 khoản 4).
"""

from schemas import calendars, labels
from schemas.ids import BodyId
from schemas.messages import Hold, Release
from schemas.refusals import Reason, Refusal
from schemas.stages import Stage, Transition
from schemas.workflow_state import DossierState
from workflows.rules import size_limits
from workflows.rules.common_refusals import dossier_closed, not_yours, speaks_for
from workflows.rules.dossier import office_state, routing


def on_hold(state: DossierState) -> Refusal | None:
    """Refuse acts that move a dossier on, or to its end, while it is on hold."""
    held = state.held
    if held is None:
        return None
    return Refusal(
        reason=Reason.ON_HOLD,
        message=f"Hồ sơ đang tạm dừng xét từ {calendars.day_of(held.since):%d/%m/%Y} theo {held.by}: "
        f"{labels.HOLD_GROUNDS[held.ground].vi}.",
        details=(str(held.number), held.ground.value),
    )


def may_hold(state: DossierState, act: Hold) -> Refusal | None:
    """Only the body that considers it, its agency or its head holds a dossier: once, until it is released."""
    if refusal := _may_speak(state, act, "tạm dừng xét hồ sơ"):
        return refusal
    if state.held is not None:
        return Refusal(
            reason=Reason.ALREADY_ON_HOLD,
            message=f"Hồ sơ đã tạm dừng xét theo mục nhật ký số {state.held.number}, với nội dung khác.",
            details=(str(state.held.number),),
        )
    released = office_state.released(state)
    if act.after != released:
        # A late duplicate of an older hold must not stop the dossier again.
        return Refusal(
            reason=Reason.ALREADY_ON_HOLD,
            message=f"Lần tiếp tục xét gần nhất là mục nhật ký số {released}, không phải {act.after}; ghi rõ ở after.",
            details=(str(released),),
        )
    return size_limits.for_dossier(state, act)


def may_release(state: DossierState, act: Release) -> Refusal | None:
    """Only a body that may hold a dossier releases it, in answer to the fact that holds it."""
    if refusal := _may_speak(state, act, "cho tiếp tục xét hồ sơ"):
        return refusal
    if state.held is None:
        return Refusal(reason=Reason.NOT_ON_HOLD, message="Hồ sơ không tạm dừng xét.")
    if act.answers != state.held.number:
        return Refusal(
            reason=Reason.NOT_ON_HOLD,
            message=f"Hồ sơ tạm dừng xét theo mục nhật ký số {state.held.number}, không phải {act.answers}.",
            details=(str(state.held.number),),
        )
    return None


def _may_speak(state: DossierState, act: Hold | Release, what: str) -> Refusal | None:
    if state.stage.is_final:
        return dossier_closed(state)
    owners = _holders(state)
    return None if speaks_for(act.by, *owners) else not_yours(what, *owners)


def _holders(state: DossierState) -> tuple[BodyId, ...]:
    # Not the unit: by a hold of its own it could stop the term for its supplement.
    considered_at = routing.destination(state, Transition.COMPLETE) if state.stage is Stage.UNIT else state.stage
    named = (routing.awaited(state, considered_at), state.dossier.agency, state.dossier.head)
    return tuple(dict.fromkeys(each.id for each in named if each is not None))
