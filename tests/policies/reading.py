"""What the tests of the law ask of it: with which lines it is refused, and everything of it that has a source."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from policies.books import LawBooks, PolicyMistake
from schemas.cited import Cited


def mistakes_in(directory: Path) -> tuple[str, ...]:
    """Return the lines with which a directory is refused."""
    with pytest.raises(PolicyMistake) as refused:
        LawBooks.load(directory)
    assert str(refused.value) == "\n".join(refused.value.mistakes)
    return refused.value.mistakes


def cited(value: object) -> Iterator[Cited]:
    """Return everything within a value that has a citation."""
    if isinstance(value, Cited):
        yield value
    if isinstance(value, BaseModel):
        yield from (found for _, field in value for found in cited(field))
    if isinstance(value, tuple):
        yield from (found for each in value for found in cited(each))
