"""Completeness: whether a dossier has every paper that its award's rules require."""

from collections.abc import Sequence

from schemas.documents import Document
from schemas.dossier import Defect
from schemas.legal_values import Name
from schemas.nominee import Nominee
from schemas.policy import DocumentRule, Rules
from schemas.stages import Stage


def defects(documents: Sequence[Document], rules: Rules, nominee: Nominee) -> tuple[Defect, ...]:
    """Return every paper missing for a nominee, all at once, in the order of the rules."""
    present = {document.kind for document in documents}
    return tuple(
        Defect(kind=rule.kind, name=_with_its_form(rule), citation=rule.citation, verified=rule.verified)
        for rule in rules.award.documents
        if rule.brought_by is Stage.UNIT and rule.kind not in present and is_asked_of(nominee, rule)
    )


def is_asked_of(nominee: Nominee, rule: DocumentRule) -> bool:
    """Return whether a paper is required of a nominee: of all, or of those to whom one of its conditions applies."""
    return not rule.when or not {nominee.kind, *nominee.traits}.isdisjoint(rule.when)


def _with_its_form(rule: DocumentRule) -> Name:
    if rule.form is None or rule.form in rule.name.vi:
        return rule.name
    return Name(vi=f"{rule.name.vi} ({rule.form})"[:200], en=f"{rule.name.en} ({rule.form})"[:200])


def supplemented(documents: Sequence[Document], added: Sequence[Document]) -> tuple[Document, ...]:
    """Return the papers after a supplement: a new paper takes the place of the earlier ones of its kind."""
    replaced = {document.kind for document in added}
    return (*(document for document in documents if document.kind not in replaced), *added)
