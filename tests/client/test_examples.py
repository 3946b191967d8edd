"""The examples are spoken of on their page, and the `vinhdanh` commands there are taken as they stand."""

import re
import shlex
from pathlib import Path

import pytest

from schemas.json_schemas import spelt
from schemas.messages import MESSAGES
from tests.client.commands import Vinhdanh

ROOT = Path(__file__).parents[2]
README = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
SHOWN = [command for command in re.findall(r"`vinhdanh ([^`]*)`", README) if " " in command]

NOWHERE = "127.0.0.1:1"


@pytest.mark.parametrize("command", SHOWN)
async def test_a_shown_command_is_well_written(
    vinhdanh: Vinhdanh, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """It gets as far as Temporal, where nobody is: its options are known, and its file is found and in good shape."""
    monkeypatch.chdir(ROOT)

    said = await vinhdanh("--address", NOWHERE, "--patience", 0.2, *shlex.split(command))

    assert (said.code, said.out) == (3, "")


def test_commands_are_shown() -> None:
    """The test above would be glad of a page without any."""
    assert len(SHOWN) >= 9


def test_every_example_is_spoken_of() -> None:
    """An example without a word about it is a file that nobody sends."""
    assert [spelt(message) for message in MESSAGES if f"`{spelt(message)}.json`" not in README] == []
