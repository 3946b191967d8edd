"""Prepared records (`.jsonl`): a body's whole record on each line, as `register prepare` prints them."""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from schemas.body_register import RegisteredBody
from schemas.ids import BodyId

SUFFIX = ".jsonl"


class Prepared(NamedTuple):
    """A record, and its file and line."""

    where: str
    record: RegisteredBody


def read(files: Iterable[Path], mistakes: list[str]) -> Mapping[BodyId, Prepared]:
    """Return the records of some files by their bodies; the wrong lines are left out, with a line for each mistake."""
    found: dict[BodyId, Prepared] = {}
    for file in files:
        try:
            for each in _records(file, mistakes):
                if (first := found.setdefault(each.record.id, each)) is not each:
                    mistakes.append(f"{each.where}: {each.record.id} is in {first.where} too")
        except OSError as error:
            mistakes.append(f"{file.name}: cannot be read: {error}")
    return found


def _records(file: Path, mistakes: list[str]) -> Iterator[Prepared]:
    # Bytes: text would be split at U+2028 too, and lines be counted wrongly.
    lines = file.read_bytes().removeprefix(codecs.BOM_UTF8).splitlines()
    for number, line in enumerate(lines, start=1):
        where = f"{file.name}, line {number}"
        if not line.strip():
            continue
        try:
            yield Prepared(where, RegisteredBody.model_validate_json(line))
        except ValidationError as error:
            mistakes.extend(_said(where, error))


def _said(where: str, error: ValidationError) -> Iterator[str]:
    for each in error.errors(include_url=False, include_input=False):
        field = "/".join(map(str, each["loc"]))
        yield f"{where}: {f'{field}: ' if field else ''}{each['msg'].removeprefix('Value error, ')}"
