"""The JSON Schemas that other services read are those of the models that the workflows read."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from schemas import json_schemas
from schemas.base import Model
from schemas.json_schemas import ASKED, COMMAND, FOLDER, SHOWN, schema_name
from schemas.messages import MESSAGES

NAMES = sorted(json_schemas.texts())


def a_schema(name: str) -> dict[str, Any]:
    """Return a schema as it stands in the repository."""
    schema: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return schema


def test_the_files_are_current() -> None:
    """A field that was added here and not there would be refused by every caller that checks before sending."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*")}

    assert kept == json_schemas.texts(), f"run: {COMMAND}"


def test_every_message_question_and_view_has_one() -> None:
    """A service must not have to guess what it sends, asks or is answered."""
    assert {f"{schema_name(kind)}.json" for kind in (*MESSAGES, *ASKED, *SHOWN)} | {"fact.json"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_that_names_and_explains_itself(name: str) -> None:
    """Tools show the title and description; the identifier distinguishes two schemas."""
    schema = a_schema(name)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:vinhdanh:schemas:{name.removesuffix('.json')}"
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.parametrize("kind", MESSAGES, ids=schema_name)
def test_nothing_else_is_anybodys_to_send(kind: type[Model]) -> None:
    """A state least of all, which a run has from the ledger; no schema may invite one."""
    schema = a_schema(f"{schema_name(kind)}.json")

    assert "carried" not in schema["properties"]
    assert schema["additionalProperties"] is False


def test_writing_removes_what_is_gone(tmp_path: Path) -> None:
    """A schema of a message that is no more would mislead."""
    (tmp_path / "gone.json").write_text("{}")

    json_schemas.write(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == set(NAMES)
