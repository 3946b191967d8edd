"""A dossier's way: its route, the rule of each stage, who is awaited there, and where a turn leads."""

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
    """Return how long whoever is awaited at a stage has."""
    if stage is Stage.UNIT:
        return state.rules.award.supplement
    rule = rule_of(state, stage)
    return rule.term if rule else None


def awaited(state: DossierState, stage: Stage) -> Organisation | None:
    """Return who is awaited at a stage: whom the law names, or else the dossier; nobody at the end."""
    rule = rule_of(state, stage)
    return (rule.body if rule else None) or state.dossier.body_at(stage)


def route(state: DossierState) -> tuple[Stage, ...]:
    """Return the stages that the dossier's award passes."""
    return tuple(rule.stage for rule in state.rules.award.route)


def destination(state: DossierState, turn: Transition) -> Stage:
    """Return where a turn leads from where the dossier stands."""
    return lifecycle.advance(state.stage, turn, route=route(state), returned_from=state.returned_from)


def running_term(state: DossierState, stage: Stage) -> Term | None:
    """Return the term that runs as soon as the dossier is there; a publication's and an opinion's are set going."""
    if isinstance(rule_of(state, stage), PublicationRule | OpinionsRule):
        return None
    return term_of(state, stage)
