"""The law as it is shipped, and the parts that tests check: its awards by who decides them, their stages and ways."""

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from policies.catalogue import PolicyCatalogue
from schemas.dossier import Dossier
from schemas.legal_values import Cited
from schemas.policy import AwardRule, DocumentRule, LocalRegime, Regime
from schemas.routes import StageRule
from schemas.stages import Stage

DECREES = ("nd98-2023", "nd152-2025")
REGIMES = (*DECREES, "luat06-2026")
A_DAY_OF = {"nd98-2023": "2024-03-08", "nd152-2025": "2025-12-01", "luat06-2026": "2026-10-05"}

ORDERS = {
    *(f"{order}_order_{grade}" for order in ("labour", "independence") for grade in (1, 2, 3)),
    *("bravery_order", "gold_star_order", "ho_chi_minh_order", "military_exploit_order", "fatherland_defence_order"),
    *("feat_of_arms_order", "great_unity_order", "friendship_order"),
}
HEROES = {"labour_hero", "armed_forces_hero", "heroic_province"}
OF_MINISTRIES_AND_PROVINCES = {
    *("minprov_emulation_flag", "minprov_merit_certificate", "minprov_emulation_fighter"),
    *("excellent_labour_collective", "model_commune", "commemorative_medal"),
}
OF_UNITS = {
    *("base_emulation_fighter", "advanced_worker", "advanced_labour_collective", "commendation_letter"),
    *("cultural_hamlet", "cultural_family"),
}
OF_THE_PRIME_MINISTER = {"pm_merit_certificate", "national_emulation_fighter"}
STATE = {"gov_emulation_flag", *OF_THE_PRIME_MINISTER, *ORDERS, *HEROES}
CATALOGUE = STATE | OF_MINISTRIES_AND_PROVINCES | OF_UNITS
EIGHTY = {"gov_emulation_flag", "pm_merit_certificate", *ORDERS}
NINETY = {"national_emulation_fighter", "minprov_emulation_fighter", *HEROES}


@cache
def the_books() -> PolicyCatalogue:
    """Return the law that a worker reads."""
    return PolicyCatalogue.load()


def the_regime(called: str) -> Regime:
    """Return a regime by its identifier."""
    return next(regime for regime in the_books().regimes if regime.id == called)


def the_awards(regime: str, awards: set[str]) -> list[AwardRule]:
    """Return the rules of some awards on all their grounds; each of them has one at least."""
    found = [rule for rule in the_regime(regime).awards if rule.award in awards]
    assert {rule.award for rule in found} == awards
    return found


def everywhere() -> list[tuple[Regime | LocalRegime, AwardRule]]:
    """Return every award of every file, with the law that has it."""
    laws: list[Regime | LocalRegime] = [*the_books().regimes, *the_books().locals]
    return [(law, rule) for law in laws for rule in law.awards]


def at(rule: AwardRule, stage: Stage) -> StageRule:
    """Return an award's stage; it must have one."""
    return next(step for step in rule.route if step.stage is stage)


def procedures(rule: AwardRule) -> Iterator[tuple[list[Stage], tuple[DocumentRule, ...]]]:
    """Return an award's way with its papers, and those of its simplified procedure if it has one."""
    yield [step.stage for step in rule.route], rule.documents
    if rule.simplified is not None:
        yield [step.stage for step in rule.simplified.route], rule.simplified.documents


def cited(value: object) -> Iterator[Cited]:
    """Return everything within a value that has a citation."""
    if isinstance(value, Cited):
        yield value
    if isinstance(value, BaseModel):
        yield from (found for _, field in value for found in cited(field))
    if isinstance(value, tuple):
        yield from (found for each in value for found in cited(each))


def a_dossier(law: Regime | LocalRegime, rule: AwardRule) -> Dossier:
    """Return a dossier for an award, of the first kind of nominee that may have it."""
    regime, head = (law.over, law.body) if isinstance(law, LocalRegime) else (law.id, "VN-HP")
    return Dossier.model_validate_json(
        f"""{{
            "dossier_id": "D-1", "award": "{rule.award}", "basis": "{rule.basis}", "received_on": "{A_DAY_OF[regime]}",
            "nominee": {{"kind": "{rule.nominees[0]}", "id": "N-1", "name": "Đối tượng"}},
            "period": {{"first": "2023-01-01", "last": "2023-12-31"}},
            "unit": {{"id": "U-1", "name": "Đơn vị"}}, "head": {{"id": "{head}", "name": "Người đứng đầu"}}
        }}"""
    )
