"""Regimes with all that they inherit: a rule that a later decree left unchanged is written once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from policies.loading.files import AwardText, Ground, RegimeFile
from policies.loading.mistakes import PolicyDocument
from policies.loading.references import ReferenceTable
from schemas.ids import RegimeId
from schemas.legal_values import Cited, Counting
from schemas.policy import AwardRule, Regime

CitedT = TypeVar("CitedT", bound=Cited)


@dataclass(frozen=True)
class ResolvedRegime:
    """A regime, with the names and the awards' texts from which a local regulation over it is made."""

    regime: Regime
    glossary: ReferenceTable
    texts: Mapping[Ground, AwardText]

    def rule(self, ground: Ground) -> AwardRule | None:
        """Return the award on a ground, if the regime has it."""
        return next((rule for rule in self.regime.awards if rule.ground == ground), None)


def ancestors(
    page: PolicyDocument, pages: Mapping[str, PolicyDocument], mistakes: list[str]
) -> tuple[PolicyDocument, ...] | None:
    """Return a regime's page and those that it inherits from, the nearest first.

    None is returned where a page in that line inherits from an unknown regime, or from itself; that page then has it
    among its mistakes.
    """
    line = [page]
    while isinstance(parent := line[-1].says.get("inherits"), str):
        if parent not in pages:
            if len(line) == 1:
                mistakes.append(page.mistake("inherits", f"no regime is called {parent!r}"))
            return None
        if pages[parent] in line:
            if pages[parent] is page:
                way = " and ".join(repr(each.says["id"]) for each in line[1:]) or "nobody else"
                mistakes.append(page.mistake("inherits", f"comes back to this very regime, by way of {way}"))
            return None
        line.append(pages[parent])
    return tuple(line)


def resolve(page: PolicyDocument, line: Sequence[RegimeFile], mistakes: list[str]) -> ResolvedRegime | None:
    """Return a regime with what it inherits, from its file and those of its line; or None, and add to the mistakes.

    Every name that its awards use must be known.
    """
    file, before = line[0], len(mistakes)
    glossary, counting, texts = ReferenceTable({}, {}, {}), None, dict[Ground, AwardText]()
    for each in reversed(line):
        _drop(texts, each, page if each is file else None, mistakes)
        seen = each if each is file else _as_inherited(each)
        glossary = ReferenceTable(
            terms={**glossary.terms, **seen.terms},
            stages={**glossary.stages, **seen.stages},
            papers={**glossary.papers, **seen.papers},
        )
        counting = seen.counting or counting
        texts.update((text.ground, text) for text in seen.awards)
    if counting is None:
        mistakes.append(page.mistake("counting", "is missing, and nothing is inherited"))
    if not texts:
        mistakes.append(page.mistake("awards", "there is none, and none is inherited"))
    rules = _rules(page, file, glossary, texts, mistakes)
    if counting is None or len(mistakes) > before:
        return None
    return ResolvedRegime(_regime(file, counting, rules), glossary, texts)


def _drop(texts: dict[Ground, AwardText], file: RegimeFile, page: PolicyDocument | None, mistakes: list[str]) -> None:
    for number, ground in enumerate(file.drops):
        if texts.pop(ground, None) is None and page is not None:
            mistakes.append(page.mistake(f"drops[{number}]", f"{ground[0]} on {ground[1]} is not inherited"))


def _as_inherited(file: RegimeFile) -> RegimeFile:
    changed: Mapping[str, object] = {
        "counting": file.counting and inherited(file.counting, file.id),
        "terms": {name: inherited(term, file.id) for name, term in file.terms.items()},
        "stages": {name: inherited(stage, file.id) for name, stage in file.stages.items()},
        "papers": {name: inherited(paper, file.id) for name, paper in file.papers.items()},
        "awards": tuple(inherited(text, file.id) for text in file.awards),
    }
    return file.evolve(**changed)


def inherited(value: CitedT, origin: RegimeId) -> CitedT:
    """Return a value as inherited: unverified, since its source is about another law."""
    within = {name: inherited(each, origin) for name, each in value if isinstance(each, Cited)}
    return value.evolve(**within, verified=False, citation=f"Kế thừa {origin}: {value.citation}")


def _rules(
    page: PolicyDocument,
    file: RegimeFile,
    glossary: ReferenceTable,
    texts: Mapping[Ground, AwardText],
    mistakes: list[str],
) -> tuple[AwardRule, ...]:
    own = {text.ground: f"awards[{number}]" for number, text in enumerate(file.awards)}
    rules = []
    for ground, text in texts.items():
        try:
            rules.append(glossary.award(text))
        except ValidationError as error:
            mistakes.extend(mistaken(page, own.get(ground, "inherits"), text, error))
    return tuple(rules)


def mistaken(page: PolicyDocument, place: str, text: AwardText, error: ValidationError) -> list[str]:
    """Return a line for each reason why an award is invalid although each of its parts is valid."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [page.mistake(place, f"{text.award} on {text.basis}: {each['msg']}") for each in found]


def _regime(file: RegimeFile, counting: Counting, rules: tuple[AwardRule, ...]) -> Regime:
    return Regime(
        id=file.id,
        title=file.title,
        in_force_from=file.in_force_from,
        in_force_to=file.in_force_to,
        counting=counting,
        favours_earlier=file.favours_earlier,
        awards=rules,
        citation=file.citation,
        verified=file.verified,
        note=file.note,
    )
