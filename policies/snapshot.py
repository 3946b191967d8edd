"""The part of the law kept with a dossier: every byte of it is in every history, for years."""

import json
from dataclasses import dataclass

from schemas.policy import AwardRule, LocalRegime, Regime, Rules, Simplified
from schemas.routes import StageRule
from schemas.stages import Stage

Route = tuple[StageRule, ...]

_LONGEST = 4000
"""The maximum length of a text; two of them are joined here."""


@dataclass(frozen=True)
class RulesSnapshot:
    """An award as its file has it, and the rules that its dossiers receive under either procedure."""

    rule: AwardRule
    usual: Rules
    simplified: Rules | None


def take_snapshot(
    regime: Regime, local: LocalRegime | None, charter: LocalRegime | None, award: AwardRule
) -> RulesSnapshot:
    """Return an award with the rules that its dossiers need; a cluster votes by its charter if it has one."""
    rule = _voted_on_by(charter, award)
    applied = charter if rule is not award else None
    return RulesSnapshot(
        rule=rule,
        usual=_needed(regime, local, applied, rule),
        simplified=_needed(regime, local, applied, _by(rule.simplified, rule)) if rule.simplified else None,
    )


def _voted_on_by(charter: LocalRegime | None, rule: AwardRule) -> AwardRule:
    known = charter.awards if charter else ()
    theirs = next((each for each in known if each.ground == rule.ground), None)
    if theirs is None:
        return rule
    simplified = rule.simplified
    if simplified is not None and theirs.simplified is not None:
        route = _with_the_vote_of(theirs.simplified.route, simplified.route)
        simplified = simplified.evolve(route=route)
    route = _with_the_vote_of(theirs.route, rule.route)
    return rule.evolve(route=route, simplified=simplified)


def _with_the_vote_of(theirs: Route, route: Route) -> Route:
    votes: dict[Stage, StageRule] = {step.stage: step for step in theirs if step.stage is Stage.CLUSTER}
    return tuple(votes.get(step.stage, step) for step in route)


def _by(simplified: Simplified, rule: AwardRule) -> AwardRule:
    # Its source is included where it is unverified: the dossier's whole route depends on it.
    doubts = [each for each in (rule, simplified) if not each.verified]
    return rule.evolve(
        route=simplified.route,
        documents=simplified.documents,
        citation="\n".join(dict.fromkeys(each.citation for each in doubts))[:_LONGEST] or rule.citation,
        verified=not doubts,
    )


def _needed(regime: Regime, local: LocalRegime | None, charter: LocalRegime | None, rule: AwardRule) -> Rules:
    asked = tuple(document for document in rule.documents if document.brought_by is Stage.UNIT)
    unsaid = dict.fromkeys(("decided_by", "signed_by", "simplified"))
    award = rule.evolve(**unsaid, documents=asked)
    is_voted_on = any(step.stage is Stage.CLUSTER for step in rule.route)
    rules = Rules(
        regime=regime.id,
        local=local.id if local else None,
        charter=charter.id if charter and is_voted_on else None,
        counting=regime.counting,
        award=award,
    )
    return Rules.model_validate_json(json.dumps(_without_what_explains(rules.model_dump(mode="json"))))


def _without_what_explains(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_what_explains(each) for key, each in value.items() if key not in {"note", "leaves_room"}}
    return [_without_what_explains(each) for each in value] if isinstance(value, list) else value
