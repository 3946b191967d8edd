"""The JSON Schemas in `schemas/json/`: the messages that other services send, and the answers they receive.

`python -m schemas.json_schemas` rewrites them.
"""

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from schemas.base import Model
from schemas.dossier import DossierView
from schemas.facts import Fact
from schemas.messages import MESSAGES
from schemas.receipts import Receipt
from schemas.refusals import Refusal
from schemas.sitting import Explain, SittingView
from schemas.submission import SubmissionView

FOLDER = Path(__file__).parent / "json"

COMMAND = "python -m schemas.json_schemas"

ASKED: tuple[type[Model], ...] = (Explain,)
"""The bodies of queries."""

SHOWN: tuple[type[Model], ...] = (Receipt, DossierView, SittingView, SubmissionView, Refusal)
"""The answers to callers."""


def schema_name(kind: type[Model]) -> str:
    """Return a model's name in files and on the command line: `SubmitDossier` is `submit_dossier`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def texts() -> Mapping[str, str]:
    """Return the text of each file of `schemas/json/`, by its name."""
    return {
        f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in dict(_all()).items()
    }


def write(folder: Path = FOLDER) -> None:
    """Write every schema, and remove obsolete files."""
    folder.mkdir(exist_ok=True)
    current = texts()
    for stale in {path.name for path in folder.glob("*.json")} - set(current):
        (folder / stale).unlink()
    for name, text in current.items():
        (folder / name).write_text(text, encoding="utf-8")


def _all() -> Iterator[tuple[str, dict[str, Any]]]:
    for message in (*MESSAGES, *ASKED):
        yield schema_name(message), _schema(schema_name(message), message, "validation")
    for view in SHOWN:
        yield schema_name(view), _schema(schema_name(view), view, "serialization")
    about = {
        "title": "Fact",
        "description": "What happened, as the ledger keeps it: one of these, told apart by `kind`.",
    }
    yield "fact", {**_schema("fact", Fact, "serialization"), **about}


def _schema(name: str, kind: Any, mode: JsonSchemaMode) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:vinhdanh:schemas:{name}",
        **TypeAdapter(kind).json_schema(mode=mode),
    }


if __name__ == "__main__":
    about = "Viết lại schemas/json từ các mẫu của schemas/."
    ArgumentParser(prog="python -m schemas.json_schemas", description=about).parse_args()
    write()
