"""A caller's view of a sitting."""

from schemas.messages import Convene
from schemas.sitting import Explain, SittingView
from schemas.workflow_state import SittingState
from workflows.rules import citations
from workflows.rules.sitting import attendance, recusals, rolls, sitting_minutes
from workflows.rules.voting import explanation


def explained(call: Convene, state: SittingState, asked: Explain) -> tuple[str, ...]:
    """Return the explanation of a dossier's outcome; empty before the count, or for a dossier not considered."""
    if (counted := state.minutes) is None:
        return ()
    rules = {item.dossier_id: state.rules[item.rule] for item in state.agenda}
    found = next((item for item in counted.items if item.dossier_id == asked.dossier_id), None)
    if found is None or asked.dossier_id not in rules:
        return ()
    rule = rules[asked.dossier_id]
    return tuple(explanation.explain(found, rule, call.places, asked.language, counted.count))


def view(call: Convene, state: SittingState) -> SittingView:
    """Return everything that a caller may see."""
    handed = rolls.standing(state)
    counted = state.minutes
    return SittingView(
        sitting_id=call.sitting_id,
        body=state.body,
        stage=call.stage,
        status=state.status,
        meeting=state.meeting,
        put_off=state.put_off,
        amended=state.amended,
        opens_at=state.opens_at,
        closes_at=state.closes_at,
        agenda=state.agenda,
        contested=state.first.contested if state.first else (),
        voted=tuple(seat for seat in state.roll if seat in handed),
        awaited=() if state.count else tuple(attendance.awaited(state)),
        count=None if counted else sitting_minutes.count_record(state),
        attendance=() if counted else attendance.minuted(state),
        set_aside=state.set_aside,
        recused=() if counted else tuple(sitting_minutes.stepped_aside(recusals.aside(state), state)),
        scores=state.scores,
        minutes=counted,
        report=state.report,
        unverified=citations.unverified_votes(state.rules),
        facts=state.sequence,
    )
