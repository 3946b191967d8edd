"""What of the law goes with a dossier: every byte of it stands in every history, for years."""

import json
from dataclasses import dataclass

from schemas.policy import AwardRule, LocalRegime, Regime, Rules, Simplified
from schemas.stages import Stage

_LONGEST = 4000
"""What a text may have; two of them are joined here."""


@dataclass(frozen=True)
class Carried:
    """An award as its file has it, and what its dossiers are given of it by either procedure."""

    rule: AwardRule
    usual: Rules
    simplified: Rules | None


def carried(regime: Regime, local: LocalRegime | None, rule: AwardRule) -> Carried:
    """Return an award with what its dossiers need on their way."""
    return Carried(
        rule=rule,
        usual=_needed(regime, local, rule),
        simplified=_needed(regime, local, _by(rule.simplified, rule)) if rule.simplified else None,
    )


def _by(simplified: Simplified, rule: AwardRule) -> AwardRule:
    # Its source goes along where it is not certain: the dossier's whole way hangs on it.
    doubts = [each for each in (rule, simplified) if not each.verified]
    return rule.model_copy(
        update={
            "route": simplified.route,
            "documents": simplified.documents,
            "citation": "\n".join(dict.fromkeys(each.citation for each in doubts))[:_LONGEST] or rule.citation,
            "verified": not doubts,
        }
    )


def _needed(regime: Regime, local: LocalRegime | None, rule: AwardRule) -> Rules:
    asked = tuple(document for document in rule.documents if document.brought_by is Stage.UNIT)
    unsaid = dict.fromkeys(("decided_by", "signed_by", "simplified"))
    award = rule.model_copy(update={**unsaid, "documents": asked})
    rules = Rules(regime=regime.id, local=local.id if local else None, counting=regime.counting, award=award)
    return Rules.model_validate_json(json.dumps(_without_what_explains(rules.model_dump(mode="json"))))


def _without_what_explains(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_what_explains(each) for key, each in value.items() if key not in {"note", "leaves_room"}}
    return [_without_what_explains(each) for each in value] if isinstance(value, list) else value
