"""The names that histories, ledgers and callers depend on, as they stand in `frozen_names.json`.

`python -m tests.schemas.frozen_names` adds what is new, and refuses to write over anything else.
"""

import inspect
import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

import schemas
from activities.announcements import Progress
from schemas import ids, names, ports, workflow_state
from schemas.ballots import Vote
from schemas.base import Model
from schemas.facts import DossierFact, SittingFact, SubmissionFact
from schemas.ids import DossierId, SittingId, SubmissionId
from schemas.json_schemas import ASKED
from schemas.messages import MESSAGES

FILE = Path(__file__).with_name("frozen_names.json")

COMMAND = "python -m tests.schemas.frozen_names"

OMITTED = " | omitted if empty"

Names = Mapping[str, Mapping[str, list[str]]]
"""By section and by name: an enumeration's values, or a model's fields in order, each with its default."""


def _never(_: str) -> bool:
    return False


def _always(_: str) -> bool:
    return True


def _changes_no_byte(field: str) -> bool:
    # A fact's hash is taken of all its fields, nulls among them.
    return field.endswith(OMITTED)


def _need_not_be_said(field: str) -> bool:
    # Keys of acts are taken of a message without its nulls, and what was sent before has no such field.
    return field.endswith((OMITTED, " = null"))


MAY_BE_ADDED: Mapping[str, Callable[[str], bool]] = {
    "enums": _always,
    "facts": _changes_no_byte,
    "within facts": _changes_no_byte,
    "states": _need_not_be_said,
    "messages": _need_not_be_said,
    "ports": _need_not_be_said,
    "within the others": _need_not_be_said,
    "words": _never,
}
"""What a section takes into something that it names already."""


def current() -> Names:
    """Return what the code names today."""
    facts = [fact for family in (DossierFact, SittingFact, SubmissionFact) for fact in get_args(family)]
    states, messages = _models_of(workflow_state), [*MESSAGES, *ASKED]
    asked: list[type[Model]] = [*_models_of(ports), Progress]
    within = list(_within(facts))
    others = [kind for kind in _within([*states, *messages, *asked]) if kind not in within]
    named = {*facts, *states, *messages, *asked}
    return {
        "enums": {kind.__name__: [member.value for member in kind] for kind in _enums()},
        "facts": {fact.model_fields["kind"].default: _fields(fact) for fact in facts},
        "states": _by_name(states),
        "messages": _by_name(messages),
        "ports": _by_name(asked),
        "within facts": _by_name(kind for kind in within if kind not in named),
        "within the others": _by_name(kind for kind in others if kind not in named),
        "words": _words(),
    }


def _words() -> dict[str, list[str]]:
    streams = [
        names.dossier_stream(DossierId("1")),
        names.sitting_stream(SittingId("1")),
        names.submission_stream(SubmissionId("1")),
        names.postman_id(1),
    ]
    return {
        "workflows": streams,
        "task queue": [names.TASK_QUEUE],
        "who acts when a clock does": [ids.SYSTEM],
        "marks of votes": [f"{vote.value}: {vote.mark}" for vote in Vote],
    }


def _enums() -> list[type[Enum]]:
    modules = [import_module(f"schemas.{module.name}") for module in pkgutil.iter_modules(schemas.__path__)]
    found = {kind for module in modules for _, kind in inspect.getmembers(module, inspect.isclass)}
    ours = [kind for kind in found if issubclass(kind, Enum) and kind.__module__.startswith("schemas.")]
    return sorted(ours, key=lambda kind: kind.__name__)


def _models_of(module: Any) -> list[type[Model]]:
    kinds = (kind for _, kind in inspect.getmembers(module, inspect.isclass))
    return [kind for kind in kinds if issubclass(kind, Model) and kind.__module__.startswith(module.__name__)]


def _by_name(kinds: Iterable[type[Model]]) -> dict[str, list[str]]:
    named = sorted(kinds, key=lambda kind: kind.__name__)
    found = {kind.__name__: _fields(kind) for kind in named}
    assert len(found) == len(named), "two models of one name"
    return found


def _fields(kind: type[Model]) -> list[str]:
    return [_field(name, field) for name, field in kind.model_fields.items()]


def _field(name: str, field: FieldInfo) -> str:
    if field.is_required():
        return name
    default = to_jsonable_python(field.get_default(call_default_factory=True, validated_data={}), exclude_none=True)
    said = f"{name} = {json.dumps(default, ensure_ascii=False)}"
    return f"{said}{OMITTED}" if field.exclude_if else said


def _within(kinds: Iterable[type[Model]]) -> Iterator[type[Model]]:
    """Yield each model that these are made of, once."""
    seen = set(kinds)
    ahead = list(seen)
    while ahead:
        for field in ahead.pop().model_fields.values():
            for part in _parts(field.annotation):
                if part not in seen:
                    seen.add(part)
                    ahead.append(part)
                    yield part


def _parts(annotation: Any) -> Iterator[type[Model]]:
    if inspect.isclass(annotation) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def frozen() -> Names:
    """Return what was named when the file was written last."""
    names: Names = json.loads(FILE.read_text("utf-8"))
    return names


def objections(before: Names, now: Names) -> list[str]:
    """Return what may not be: names that are gone or stand in another order, and additions that change old bytes."""
    found = []
    for section, named in before.items():
        for name, fields in named.items():
            there = now.get(section, {}).get(name)
            if there is None:
                found.append(f"{section}: {name} is gone")
                continue
            known = [field for field in there if field in fields]
            added = [field for field in there if field not in fields]
            gone = [field for field in fields if field not in there]
            found += [f"{section}: {name} lacks {field}" for field in gone]
            found += [f"{section}: {name} may not have {each}" for each in added if not MAY_BE_ADDED[section](each)]
            if not gone and known != fields:
                found.append(f"{section}: {name} is in another order")
    return found


def write() -> None:
    """Write the file anew.

    Raises:
        ValueError: Something would be lost that was promised.
    """
    now = current()
    if FILE.exists() and (found := objections(frozen(), now)):
        raise ValueError("; ".join(found))
    FILE.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
