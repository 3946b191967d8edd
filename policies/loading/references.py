"""The names of stages, papers and terms in awards: resolved, or reported as undefined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.loading.files import AwardText, SimplifiedText
from policies.loading.mistakes import PolicyDocument
from schemas.legal_values import Term
from schemas.policy import AwardRule, DocumentRule, Simplified
from schemas.routes import StageRule

TABLES = ("terms", "stages", "papers")
"""The tables that define names."""


@dataclass(frozen=True)
class ReferenceTable:
    """The meaning of each name in a regime, or with a local regulation over it."""

    terms: Mapping[str, Term]
    stages: Mapping[str, StageRule]
    papers: Mapping[str, DocumentRule]

    def award(self, text: AwardText) -> AwardRule:
        """Return an award with its names resolved.

        Raises:
            ValidationError: Its route does not end in its only decision, or passes a stage twice.
        """
        rule = AwardRule(
            award=text.award,
            basis=text.basis,
            name=text.name,
            nominees=text.nominees,
            decided_by=text.decided_by,
            signed_by=text.signed_by,
            route=self._route(text.route),
            documents=self._papers(text.papers),
            supplement=self.terms[text.supplement] if text.supplement else None,
            simplified=self._simplified(text.simplified) if text.simplified else None,
            citation=text.citation,
            verified=text.verified,
            note=text.note,
        )
        # Validated again from its own JSON: inheritance may have made a citation too long to be sent.
        return AwardRule.model_validate_json(rule.model_dump_json())

    def _simplified(self, text: SimplifiedText) -> Simplified:
        return Simplified(
            grounds=text.grounds,
            route=self._route(text.route),
            documents=self._papers(text.papers),
            citation=text.citation,
            verified=text.verified,
            note=text.note,
        )

    def _route(self, names: tuple[str, ...]) -> tuple[StageRule, ...]:
        return tuple(self.stages[name] for name in names)

    def _papers(self, names: tuple[str, ...]) -> tuple[DocumentRule, ...]:
        return tuple(self.papers[name] for name in names)


Known = Mapping[str, set[str]]
"""The names that each of `TABLES` defines."""


def undefined_names(page: PolicyDocument, known: Known) -> Iterator[str]:
    """Yield a mistake for each undefined name in an award of a page.

    Names are looked up in the page as read, so that a mistake elsewhere in it hides none of these.
    """
    awards = page.says.get("awards")
    for number, award in enumerate(awards if isinstance(awards, list) else ()):
        if isinstance(award, dict):
            yield from _undefined(page, f"awards[{number}]", award, known)
            if isinstance(simplified := award.get("simplified"), dict):
                yield from _undefined(page, f"awards[{number}].simplified", simplified, known)


def _undefined(page: PolicyDocument, place: str, award: Mapping[str, Any], known: Known) -> Iterator[str]:
    for field, table, what in (("route", "stages", "stage"), ("papers", "papers", "paper")):
        names = award.get(field)
        for number, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str) and name not in known[table]:
                yield page.mistake(f"{place}.{field}[{number}]", f"no {what} is called {name!r}")
    term = award.get("supplement")
    if isinstance(term, str) and term not in known["terms"]:
        yield page.mistake(f"{place}.supplement", f"no term is called {term!r}")
