"""The README says what is so."""

import re
from pathlib import Path

import pytest

from schemas.names import SearchName
from worker.__main__ import _COMMANDS as WORKER_COMMANDS
from worker.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_told_of() -> None:
    """An operator reads the README, not the code."""
    told = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", README))

    assert told == {PREFIX + field.upper() for field in Settings.model_fields}


def test_every_search_attribute_is_told_of() -> None:
    """What operators filter by stands where they look for it."""
    assert [name for name in SearchName if f"`{name}`" not in README] == []


@pytest.mark.parametrize("command", sorted(set(WORKER_COMMANDS) - {"run", "up", "demo"}))
def test_every_command_of_the_worker_is_told_of(command: str) -> None:
    """A command that nobody knows of does not exist."""
    assert f"python -m worker {command}" in README


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`((?:\w+/)+[\w.*/]*)`", README))))
def test_every_place_that_it_names_is_there(place: str) -> None:
    """A reader who is sent somewhere finds it."""
    if place.startswith(("build/", ".vinhdanh/")):
        return
    assert list(ROOT.glob(place.rstrip("/"))), place
