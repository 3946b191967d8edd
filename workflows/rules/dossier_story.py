"""What a dossier remembers: the fold of its facts."""

from datetime import date
from typing import Any

from schemas.bodies import Organisation
from schemas.carried import Clock, DossierState
from schemas.dossier import Awaiting, Passage
from schemas.facts import (
    AwardGranted,
    DossierFact,
    DossierForwarded,
    DossierLapsed,
    DossierRefused,
    DossierReturned,
    DossierSubmitted,
    DossierSupplemented,
    DossierWithdrawn,
    FellOverdue,
    RefusedAsTwin,
    Reminded,
)
from schemas.policy import DecisionRule, StageRule, Term
from schemas.stages import Stage, Turn
from schemas.verdict import Outcome
from workflows.rules import completeness, deadlines, lifecycle


def after(state: DossierState, fact: DossierFact) -> DossierState:
    """Return what the dossier remembers once `fact` has happened."""
    match fact:
        case DossierSubmitted():
            return _examined(state.model_copy(update={"dossier": fact.dossier}), fact)
        case DossierSupplemented():
            documents = completeness.supplemented(state.dossier.documents, fact.documents)
            dossier = state.dossier.model_copy(update={"documents": documents})
            return _examined(state.model_copy(update={"dossier": dossier}), fact)
        case DossierForwarded() | DossierReturned() | DossierRefused() | AwardGranted():
            return _heard(state, fact)
        case RefusedAsTwin():
            return _moved(state, Turn.REFUSE, fact, twin_of=fact.first)
        case DossierWithdrawn():
            return _moved(state, Turn.WITHDRAW, fact)
        case DossierLapsed():
            return _moved(state, Turn.LAPSE, fact)
        case Reminded():
            return state.model_copy(update={"clock": Clock(due_at=state.clock.due_at)})
        case FellOverdue():
            return _overdue(state)


def rule_of(state: DossierState, stage: Stage) -> StageRule | None:
    """Return the rule of a stage; none with the unit, or at the end."""
    return next((rule for rule in state.rules.award.route if rule.stage is stage), None)


def term_of(state: DossierState, stage: Stage) -> Term | None:
    """Return how long whoever is awaited at a stage has."""
    if stage is Stage.UNIT:
        return state.rules.award.supplement
    rule = rule_of(state, stage)
    return rule.term if rule else None


def awaited(state: DossierState, stage: Stage) -> Organisation | None:
    """Return who is awaited at a stage; nobody at the end."""
    match rule_of(state, stage):
        case DecisionRule(authority=authority):
            return authority
        case _:
            return {
                Stage.UNIT: state.dossier.unit,
                Stage.CLUSTER: state.dossier.cluster,
                Stage.COUNCIL: state.dossier.council,
            }.get(stage)


def route(state: DossierState) -> tuple[Stage, ...]:
    """Return the stages that the dossier's award passes."""
    return tuple(rule.stage for rule in state.rules.award.route)


def destination(state: DossierState, turn: Turn) -> Stage:
    """Return where a turn leads from where the dossier stands."""
    return lifecycle.advance(state.stage, turn, route=route(state), returned_from=state.returned_from)


def _examined(state: DossierState, fact: DossierSubmitted | DossierSupplemented) -> DossierState:
    if fact.defects:
        return _waiting_at(state, Stage.UNIT, fact, due_on=fact.due_on, missing=fact.defects)
    return _moved(state, Turn.COMPLETE, fact, due_on=fact.due_on)


def _heard(
    state: DossierState, fact: DossierForwarded | DossierReturned | DossierRefused | AwardGranted
) -> DossierState:
    state = state.model_copy(update={"passages": (*state.passages, _passage(state, fact))})
    match fact:
        case DossierForwarded():
            return _moved(state, Turn.FORWARD, fact, due_on=fact.due_on)
        case DossierReturned():
            back = _moved(state, Turn.RETURN, fact, due_on=fact.due_on, reasons=fact.reasons)
            return back.model_copy(update={"returned_from": fact.stage})
        case DossierRefused():
            return _moved(state, Turn.REFUSE, fact)
        case AwardGranted():
            return _moved(state, Turn.GRANT, fact)


def _passage(state: DossierState, fact: DossierForwarded | DossierReturned | DossierRefused | AwardGranted) -> Passage:
    outcome = {
        "dossier_forwarded": Outcome.FORWARD,
        "dossier_returned": Outcome.RETURN,
        "dossier_refused": Outcome.REFUSE,
        "award_granted": Outcome.GRANT,
    }[fact.kind]
    return Passage(
        stage=fact.stage,
        body=awaited(state, fact.stage) or Organisation(id=fact.body, name=fact.body),
        source=fact.source,
        outcome=outcome,
        at=fact.at,
        reasons=() if isinstance(fact, DossierForwarded | AwardGranted) else fact.reasons,
        vote=None if isinstance(fact, DossierReturned | AwardGranted) else fact.vote,
        decision=fact.decision if isinstance(fact, DossierRefused | AwardGranted) else None,
    )


def _moved(state: DossierState, turn: Turn, fact: DossierFact, **news: Any) -> DossierState:
    twin_of = news.pop("twin_of", state.twin_of)
    stage = destination(state, turn)
    state = state.model_copy(update={"twin_of": twin_of, "returned_from": None})
    return _waiting_at(state, stage, fact, **news)


def _waiting_at(
    state: DossierState, stage: Stage, fact: DossierFact, *, due_on: date | None = None, **news: Any
) -> DossierState:
    body = awaited(state, stage)
    if body is None:
        return state.model_copy(update={"stage": stage, "awaiting": None, "clock": Clock()})
    # The last day is the fact's: people were told of it, and a calendar learnt since may say otherwise, or begin later.
    clock = deadlines.until(due_on, term_of(state, stage), since=fact.at, calendar=state.calendar)
    awaiting = Awaiting(
        body=body,
        since=fact.at,
        due_on=due_on,
        answers=fact.sequence if stage is Stage.UNIT else None,
        **news,
    )
    return state.model_copy(update={"stage": stage, "awaiting": awaiting, "clock": clock})


def _overdue(state: DossierState) -> DossierState:
    awaiting = state.awaiting and state.awaiting.model_copy(update={"overdue": True})
    return state.model_copy(update={"awaiting": awaiting, "clock": Clock()})
