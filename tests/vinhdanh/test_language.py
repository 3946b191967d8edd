"""One language for one reader: no library's English in Vietnamese, and no Vietnamese in English help."""

import ast
import asyncio
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pydantic
import pytest

from schemas.bodies import Language
from schemas.data_converter import wrong_fields
from schemas.json_schemas import schema_name
from schemas.messages import MESSAGES
from schemas.refusals import Reason
from tests.vinhdanh.cli_results import Vinhdanh, Written
from vinhdanh.cli import app, language, vietnamese_errors
from vinhdanh.cli.help_texts import HELP
from vinhdanh.cli.refusal_meanings import MEANINGS

ROOT = Path(__file__).parents[2]

VIETNAMESE = re.compile("[ạ-ỹàáâãèéêìíòóôõùúýăđĩũơư]")

ENGLISH = re.compile(
    r"\b(Usage|OPTIONS|COMMAND|Show|Missing|Invalid|Input|Field|Extra|should|does not|such|Did you|requires?|required"
    r"|default|Value error|stands?|the|is|are|of|with)\b"
)
"""Words of which any English sentence of a library or of a schema holds one."""


@pytest.mark.parametrize(
    ("arguments", "variables", "found"),
    [
        pytest.param([], {}, Language.VIETNAMESE, id="nothing said"),
        pytest.param([], {"LANG": "C.UTF-8"}, Language.VIETNAMESE, id="no locale"),
        pytest.param([], {"LANG": "en_GB.UTF-8"}, Language.ENGLISH, id="an English locale"),
        pytest.param([], {"LANG": "vi_VN.UTF-8"}, Language.VIETNAMESE, id="a Vietnamese locale"),
        pytest.param([], {"LANG": "en_GB.UTF-8", "LC_ALL": "vi_VN"}, Language.VIETNAMESE, id="LC_ALL before LANG"),
        pytest.param([], {"LC_ALL": "", "LANG": "en_US"}, Language.ENGLISH, id="an empty variable is none"),
        pytest.param([], {"LC_ALL": "vi_VN", "VINHDANH_LANGUAGE": "en"}, Language.ENGLISH, id="our own before them"),
        pytest.param(["show", "x", "--language", "vi"], {"VINHDANH_LANGUAGE": "en"}, Language.VIETNAMESE, id="option"),
        pytest.param(["--language=en", "show", "x"], {}, Language.ENGLISH, id="with an equals sign"),
        pytest.param(["show", "x", "--language"], {}, Language.VIETNAMESE, id="the option without a value"),
    ],
)
def test_the_language_is_the_one_that_was_asked_for(
    arguments: list[str], variables: dict[str, str], found: Language
) -> None:
    """A locale chooses, as for any program; a clerk whose server speaks English sets one variable."""
    assert language.chosen(arguments, variables) is found


@pytest.mark.parametrize("command", [(), *((name,) for name in HELP)], ids=" ".join)
async def test_help_holds_no_english(vinhdanh: Vinhdanh, command: tuple[str, ...]) -> None:
    """Typer's own words stood in every page of it."""
    said = await vinhdanh(*command, "--help")

    assert said.code == 0
    assert not ENGLISH.findall(said.out)
    assert "Cách dùng" in said.out


async def test_help_in_english_holds_no_vietnamese() -> None:
    """All pages in one process: the language is chosen when the commands are declared."""
    program = """
import contextlib
from vinhdanh.cli import app
from vinhdanh.cli.help_texts import HELP
for name in ("", *HELP):
    with contextlib.suppress(SystemExit):
        app.main([*filter(None, [name]), "--help"])
"""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program),
        env={**os.environ, "VINHDANH_LANGUAGE": "en"},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()

    assert out.decode().count("Usage: vinhdanh") == len(HELP) + 1
    assert not VIETNAMESE.findall(out.decode())


async def test_a_refusal_is_explained_in_english(written: Written) -> None:
    """The sentence of a refusal comes from a worker, in Vietnamese: before it stands what its reason means."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "vinhdanh.cli.app", "check", str(written({"by": 7})), "--as", "withdraw"),
        *("--language", "en"),
        stderr=asyncio.subprocess.PIPE,
    )
    _, err = await process.communicate()

    assert err.decode().splitlines() == [
        "vinhdanh: malformed (PayloadValidationError): The body does not have the shape of its message."
        " In Vietnamese: Nội dung không đúng mẫu.",
        "  by: Input should be a valid string",
        "  reason: Field required",
    ]


def test_each_reason_has_its_meaning_in_english() -> None:
    """One that lacked it would end the command in a traceback."""
    assert set(MEANINGS) == set(Reason)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["hold"], id="an argument is missing"),
        pytest.param(["withdraw", "x", "--by", "y"], id="an option is missing"),
        pytest.param(["nosuch"], id="no such command"),
        pytest.param(["withdrav", "x"], id="a command that is nearly right"),
        pytest.param(["hold", "x", "--nope"], id="no such option"),
        pytest.param(["hold", "x", "--resaon", "y"], id="an option that is nearly right"),
        pytest.param(["show", "x", "y"], id="an argument too many"),
        pytest.param(["term", "--from"], id="an option without its value"),
        pytest.param(["term", "--from", "3", "--days", "5"], id="no day"),
        pytest.param(["term", "--from", "2024-01-01", "--days", "999"], id="too many days"),
        pytest.param(["term", "--from", "2024-01-01", "--days", "0"], id="too few"),
        pytest.param(["term", "--from", "2024-01-01", "--days", "x"], id="no number"),
        pytest.param(["check", "/nowhere/at/all", "--as", "cast"], id="no such file"),
        pytest.param(["check", ".", "--as", "cast"], id="a folder"),
        pytest.param(["law", "--policies", "/nowhere/at/all"], id="no such folder"),
        pytest.param(["law", "--policies", __file__], id="a file for a folder"),
        pytest.param(["--language", "fr", "show", "x"], id="no such language"),
        pytest.param(["--version=1"], id="a value too many"),
        pytest.param(["--patience", "soon", "show", "x"], id="no seconds"),
    ],
)
async def test_wrong_use_is_said_in_vietnamese(vinhdanh: Vinhdanh, arguments: list[str]) -> None:
    """Typer and pydantic say it in English."""
    said = await vinhdanh(*arguments)

    assert (said.code, said.out) == (2, "")
    assert VIETNAMESE.findall(said.err)
    assert not ENGLISH.findall(said.err)


def _spoilt(body: object) -> Iterator[object]:
    """Yield a body with one of its values after the other replaced by something wrong, and by something too long."""
    wrong: tuple[object, ...] = (
        None,
        7,
        -1,
        2.5,
        "",
        "x" * 3000,
        True,
        [],
        {},
        ["x"],
        {"x": 1},
        "2024-99-99",
        "\u00e0\u0301\u0301\u0301",
    )
    if isinstance(body, dict):
        yield {**body, "thừa": 1}
        for name, value in body.items():
            yield {other: kept for other, kept in body.items() if other != name}
            yield from ({**body, name: instead} for instead in wrong)
            yield from ({**body, name: within} for within in _spoilt(value))
    elif isinstance(body, list):
        yield [*body, *body]
        for at, value in enumerate(body):
            yield from ([*body[:at], within, *body[at + 1 :]] for within in _spoilt(value))


@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.json")), ids=lambda file: file.stem)
def test_each_wrong_field_is_named_in_vietnamese(file: Path) -> None:
    """Whatever is wrong with a body, a clerk reads what to mend."""
    kinds = {schema_name(message): message for message in MESSAGES}
    kind = kinds[file.stem.partition(".")[0]]
    lines: set[str] = set()
    for body in _spoilt(json.loads(file.read_bytes())):
        try:
            kind.model_validate_json(json.dumps(body))
        except pydantic.ValidationError as error:
            lines.update(line.partition(": ")[2] for line in wrong_fields(error))
    left = {line for line in lines if ENGLISH.findall(vietnamese_errors.wrong_field(f"a: {line}"))}

    assert lines
    assert not left


def test_each_sentence_of_a_schema_has_its_vietnamese() -> None:
    """A validator whose sentence is new would answer a clerk in English."""
    modules = [*(ROOT / "schemas/messages").glob("*.py"), *(ROOT / f"schemas/{name}.py" for name in _REACHED)]
    sentences = [sentence for module in modules for sentence in _raised(ast.parse(module.read_text("utf-8")))]
    left = [said for said in sentences if vietnamese_errors.wrong_field(f"a: Value error, {said}") == f"a: {said}"]

    assert len(sentences) > 20
    assert not [said for said in left if ENGLISH.findall(said)]


_REACHED = ("base", "bodies", "dossier", "scoring", "submission", "verdict")
"""The modules whose validators a message passes."""


def _raised(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError"), args=[ast.Constant(value=str(said))])):
                yield said
            case ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError"), args=[ast.JoinedStr(values=values)])):
                yield "".join(str(each.value) if isinstance(each, ast.Constant) else "7" for each in values)


def test_every_command_has_its_line_of_help() -> None:
    """And no line is left of a command that is gone."""
    assert set(app.COMMANDS) == set(HELP)
