"""Mistakes in the files of `policies/`: a line for each, with its file, its place and the reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

WHOLE = "(file)"
"""The place of a mistake that concerns a file as a whole."""


class PolicyMistake(ValueError):
    """The files of `policies/` cannot be used; `mistakes` has a line for each reason: file, key, what is wrong."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


@dataclass(frozen=True)
class PolicyDocument:
    """A file as read, before it is validated."""

    file: str
    says: Mapping[str, Any]

    def mistake(self, place: str, why: str) -> str:
        """Return the line for a mistake at a place of it."""
        return f"{self.file}: {place}: {why}"

    def mistakes(self, error: ValidationError) -> Iterator[str]:
        """Yield a line for each error found by the model of the whole file."""
        for found in error.errors(include_url=False, include_context=False):
            yield self.mistake(_key(found["loc"], self.says), found["msg"] + _shown(found["input"]))

    def tables(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the tables within one, such as `stages`, by their names, without values that are no tables."""
        found = self.says.get(name)
        if not isinstance(found, dict):
            return {}
        return {called: table for called, table in found.items() if isinstance(table, dict)}

    def rewritten(self, name: str, tables: Mapping[str, Mapping[str, Any]]) -> "PolicyDocument":
        """Return a copy with other tables within one. A value that is no table stays, to be reported in its place."""
        found = self.says.get(name)
        if not isinstance(found, dict):
            return self
        others = {called: each for called, each in found.items() if not isinstance(each, dict)}
        return PolicyDocument(self.file, {**self.says, name: {**others, **tables}})


def _key(location: Sequence[int | str], document: object) -> str:
    """Return where a mistake stands, as in `stages.council.threshold.share` or `awards[0].route[1]`."""
    key, place = "", document
    for part in location:
        if isinstance(place, dict) and part not in place and place.get("kind") == part:
            continue  # The kind of stage that pydantic assumed: no key of the file.
        key += f"[{part}]" if isinstance(part, int) else f".{part}"
        place = _within(place, part)
    return key.lstrip(".") or WHOLE


def _within(place: object, part: int | str) -> object:
    if isinstance(place, dict):
        return place.get(part)
    if isinstance(place, list) and isinstance(part, int) and part < len(place):
        return place[part]
    return None


def _shown(value: object) -> str:
    return f" (found: {value!r})" if isinstance(value, str | int | float) else ""
