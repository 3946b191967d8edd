"""Whether a dossier has every paper that its award's rules ask for."""

from collections.abc import Sequence

from schemas.documents import Document
from schemas.dossier import Defect
from schemas.policy import Rules
from schemas.stages import Stage


def defects(documents: Sequence[Document], rules: Rules) -> tuple[Defect, ...]:
    """Return every paper that the unit still owes, all at once, in the order of the rules."""
    present = {document.kind for document in documents}
    return tuple(
        Defect(kind=rule.kind, name=rule.name, citation=rule.citation, verified=rule.verified)
        for rule in rules.award.documents
        if rule.brought_by is Stage.UNIT and rule.kind not in present
    )


def supplemented(documents: Sequence[Document], added: Sequence[Document]) -> tuple[Document, ...]:
    """Return the papers after a supplement: a new paper takes the place of the earlier ones of its kind."""
    replaced = {document.kind for document in added}
    return (*(document for document in documents if document.kind not in replaced), *added)
