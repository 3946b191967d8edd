"""The stack in containers, as its file describes it: read, and its variables filled in as Compose would."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docker-compose.yml"

# $$, or ${NAME:?why not}, the only two that the file has.
_VARIABLE = re.compile(r"\$\$|\$\{(\w+):\?[^}]*\}")


def services() -> Mapping[str, Mapping[str, Any]]:
    """Return the services, each with what it merges in."""
    described: Mapping[str, Mapping[str, Any]] = YAML(typ="safe").load(FILE.read_text("utf-8"))["services"]
    return described


def ours() -> Mapping[str, Mapping[str, Any]]:
    """Return the services that run this repository's image."""
    return {name: service for name, service in services().items() if "build" in service}


def variables(service: Mapping[str, Any], **secrets: str) -> Mapping[str, str]:
    """Return the environment of a service, given the secrets."""
    return {name: filled(value, secrets) for name, value in service["environment"].items()}


def script(service: Mapping[str, Any]) -> str:
    """Return what a one-shot has its shell run."""
    return filled(service["command"][0], {})


def filled(text: str, secrets: Mapping[str, str]) -> str:
    """Return a text with its variables filled in.

    Raises:
        KeyError: One of them is not among the secrets.
    """
    return _VARIABLE.sub(lambda found: secrets[found[1]] if found[1] else "$", text)


def asked_for(text: str) -> set[str]:
    """Return the variables without which Compose refuses to begin."""
    return {found[1] for found in _VARIABLE.finditer(text) if found[1]}


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a value of the file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from texts(each)
