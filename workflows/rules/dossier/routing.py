"""A dossier's route: its stages, the rule of each, the party awaited there, and the destination of a transition."""

from schemas.bodies import Organisation
from schemas.legal_values import Term
from schemas.routes import OpinionsRule, PublicationRule, StageRule
from schemas.stages import Stage, Transition
from schemas.workflow_state import DossierState
from workflows.rules.dossier import lifecycle


def rule_of(state: DossierState, stage: Stage) -> StageRule | None:
    """Return the rule of a stage; none with the unit, or at the end."""
    return next((rule for rule in state.rules.award.route if rule.stage is stage), None)


def term_of(state: DossierState, stage: Stage) -> Term | None:
    """Return the term of the party awaited at a stage."""
    if stage is Stage.UNIT:
        return state.rules.award.supplement
    rule = rule_of(state, stage)
    return rule.term if rule else None


def awaited(state: DossierState, stage: Stage) -> Organisation | None:
    """Return the party awaited at a stage: the one the law names, or else the dossier names; None at the end."""
    rule = rule_of(state, stage)
    return (rule.body if rule else None) or state.dossier.body_at(stage)


def route(state: DossierState) -> tuple[Stage, ...]:
    """Return the stages that the dossier's award passes."""
    return tuple(rule.stage for rule in state.rules.award.route)


def destination(state: DossierState, turn: Transition) -> Stage:
    """Return the destination of a transition from the dossier's stage."""
    return lifecycle.advance(state.stage, turn, route=route(state), returned_from=state.returned_from)


def running_term(state: DossierState, stage: Stage) -> Term | None:
    """Return the term that starts when the dossier arrives; those of publications and opinions are started by acts."""
    if isinstance(rule_of(state, stage), PublicationRule | OpinionsRule):
        return None
    return term_of(state, stage)
