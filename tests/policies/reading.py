"""What the tests of the law ask of it: the lines that refuse it, the rules for a dossier, and every source."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from policies.catalogue import PolicyCatalogue, PolicyMistake
from schemas.dossier import Dossier
from schemas.legal_values import Cited
from schemas.policy import Rules


def mistakes_in(directory: Path) -> tuple[str, ...]:
    """Return the lines with which a directory is refused."""
    with pytest.raises(PolicyMistake) as refused:
        PolicyCatalogue.load(directory)
    assert str(refused.value) == "\n".join(refused.value.mistakes)
    return refused.value.mistakes


def rules(law: PolicyCatalogue, dossier: Dossier) -> Rules:
    """Return the rules that a dossier is given."""
    found = law.rules_for(dossier)
    assert isinstance(found, Rules)
    return found


def cited(value: object) -> Iterator[Cited]:
    """Return everything within a value that has a citation."""
    if isinstance(value, Cited):
        yield value
    if isinstance(value, BaseModel):
        yield from (found for _, field in value for found in cited(field))
    if isinstance(value, tuple):
        yield from (found for each in value for found in cited(each))
