"""What the tests of the law ask of it: the lines that refuse it, the rules for a dossier, and every source."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from policies.catalogue import PolicyCatalogue, PolicyMistake
from policies.loading.files import opened, read
from policies.workdays import Corrections
from schemas.dossier import Dossier
from schemas.policy import Rules
from tests.builders.law_files import a_shelf


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


@cache
def the_corrections() -> Corrections:
    """Return the shipped calendar's corrections, whatever the files beside it hold."""
    mistakes: list[str] = []
    found = read(opened(files("policies") / "calendar.toml"), Corrections, mistakes)
    assert found is not None, mistakes
    return found


def the_law(directory: Path, *locals_: str, decree: str) -> PolicyCatalogue:
    """Return the law of a decree with local regulations or charters over it."""
    further = {f"local/{number}.toml": text for number, text in enumerate(locals_)}
    return PolicyCatalogue.load(a_shelf(directory, {"one.toml": decree, **further}))
