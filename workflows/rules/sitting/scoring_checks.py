"""Rights to score a dossier, and to check, contest and settle its points; the required contents of a sheet."""

from typing import assert_never

from schemas.messages import Convene, ScoreDossier
from schemas.refusals import Reason, Refusal
from schemas.scoring import Score, ScoreStep, ScoringTable, Sheet
from schemas.sitting import AgendaItem, SittingStatus
from schemas.workflow_state import SittingState
from workflows.rules.agenda import not_covered
from workflows.rules.common_refusals import not_yours, speaks_for
from workflows.rules.sitting import rolls


def may_score(call: Convene, state: SittingState, act: ScoreDossier) -> Refusal | None:
    """The unit scores itself, another checks, the unit contests, the presidium settles: until the sitting is closed."""
    item = next((each for each in state.agenda if each.dossier_id == act.dossier_id), None)
    if item is None:
        return not_covered((), (act.dossier_id,))
    if state.status in {SittingStatus.CLOSED, SittingStatus.ANNOUNCED} or state.first is not None:
        return Refusal(reason=Reason.SITTING_CLOSED, message="Phiên họp đã kiểm phiếu; không nhận thêm.")
    table = state.rules[item.rule].points
    if table is None:
        return Refusal(
            reason=Reason.NOT_SCORED_HERE,
            message="Quy chế của cơ quan này không chấm điểm.",
            details=(act.dossier_id,),
        )
    return (
        _not_theirs(call, state, act, item)
        or _out_of_turn(state.scores.get(act.dossier_id, Score()), act)
        or (_off_the_table(table, act.sheet) if act.sheet else None)
    )


def _not_theirs(call: Convene, state: SittingState, act: ScoreDossier, item: AgendaItem) -> Refusal | None:
    presidium = rolls.presidium(state.body)
    match act.step:
        case ScoreStep.SELF | ScoreStep.CONTESTED:
            owners: tuple[str, ...] = (item.unit,) if item.unit else ()
        case ScoreStep.CHECKED:
            members = (seat.id for seat in state.body.seats if rolls.unit_of(state.body, seat) != item.unit)
            owners = tuple(dict.fromkeys((*presidium, *members)))
        case ScoreStep.SETTLED:
            owners = presidium
    if act.step in {ScoreStep.CHECKED, ScoreStep.SETTLED}:
        # The unit may hold the chair: another member of the presidium settles its points.
        owners = tuple(each for each in owners if each != str(item.unit))
    return None if speaks_for(act.by, *owners) else not_yours(f"chấm điểm ở bước {act.step}", *owners[:20])


def _out_of_turn(score: Score, act: ScoreDossier) -> Refusal | None:
    if act.turn != score.turns + 1:
        return Refusal(
            reason=Reason.SCORED_OUT_OF_TURN,
            message=f"Điểm của hồ sơ này đã qua {score.turns} lượt; lượt tiếp theo là {score.turns + 1}.",
            details=(act.dossier_id, str(score.turns + 1)),
        )
    in_turn, order = _turn_of(act.step, score)
    if in_turn:
        return None
    return Refusal(reason=Reason.SCORED_OUT_OF_TURN, message=f"Chưa đúng lượt: {order}.", details=(act.dossier_id,))


def _turn_of(step: ScoreStep, score: Score) -> tuple[bool, str]:
    match step:
        case ScoreStep.SELF:
            return score.checked is None, "đơn vị tự chấm trước khi có người thẩm tra"
        case ScoreStep.CHECKED:
            in_turn = score.own is not None and score.contested is None
            return in_turn, "thẩm tra sau khi đơn vị tự chấm và trước khi đơn vị có ý kiến"
        case ScoreStep.CONTESTED:
            in_turn = score.checked is not None and score.settled is None
            return in_turn, "đơn vị có ý kiến sau khi thẩm tra và trước khi chốt"
        case ScoreStep.SETTLED:
            return score.contested is not None, "chốt điểm sau khi đơn vị có ý kiến"
        case _:
            assert_never(step)


def _off_the_table(table: ScoringTable, sheet: Sheet) -> Refusal | None:
    most = {group.id: group.most for group in table.groups}
    named = [scored.group for scored in sheet.groups]
    wrong = [group for group in most if named.count(group) != 1] + [group for group in named if group not in most]
    wrong += [scored.group for scored in sheet.groups if scored.points > most.get(scored.group, 0)]
    wrong += ["bonus"] if sheet.bonus > (table.bonus or 0) else []
    wrong += ["penalty"] if sheet.penalty > (table.penalty or 0) else []
    if not wrong:
        return None
    allowed = ", ".join(f"{group} 0-{points}" for group, points in most.items())
    return Refusal(
        reason=Reason.OFF_THE_SCORING_TABLE,
        message=f"Phiếu điểm không theo bảng điểm ở: {', '.join(dict.fromkeys(wrong))}. Bảng điểm: {allowed},"
        f" điểm thưởng 0-{table.bonus or 0}, điểm trừ 0-{table.penalty or 0}.",
        details=tuple(dict.fromkeys(wrong)),
    )
