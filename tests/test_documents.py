"""The documents are true: every setting, command, path and link in them is there, and the README is short."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.names import SearchName
from worker.__main__ import _COMMANDS as WORKER_COMMANDS
from worker.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
PAGES = {
    page.relative_to(ROOT).as_posix(): page.read_text("utf-8")
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
}
README, OPERATING = PAGES["README.md"], PAGES["docs/operating.md"]

MOST_WORDS = 1_300

MADE = ("build/", ".vinhdanh/")
"""What commands make, and a fresh clone has not."""


def named() -> Iterator[tuple[str, str]]:
    """Yield each page with each place of the project that it names between backquotes."""
    for page, text in PAGES.items():
        yield from ((page, place) for place in sorted(set(re.findall(r"`((?:\w+/)+[\w.*/]*)`", text))))


def linked() -> Iterator[tuple[str, str]]:
    """Yield each page with each file that it links to."""
    for page, text in PAGES.items():
        yield from ((page, target) for target in sorted(set(re.findall(r"\]\((?!https?://)([^)#]+)\)", text))))


def test_the_readme_can_be_read_at_once() -> None:
    """A longer one is not read; the rest stands in `docs/`."""
    assert len(README.split()) <= MOST_WORDS


def test_every_document_is_on_the_map() -> None:
    """A page that the README does not lead to is not found."""
    assert [page for page in PAGES if page != "README.md" and f"]({page})" not in README] == []


def test_every_setting_is_told_of() -> None:
    """An operator reads documents, not the code."""
    told = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", OPERATING))

    assert told == {PREFIX + field.upper() for field in Settings.model_fields}


def test_every_search_attribute_is_told_of() -> None:
    """What operators filter by stands where they look for it."""
    assert [name for name in SearchName if f"`{name}`" not in OPERATING] == []


@pytest.mark.parametrize("command", sorted(set(WORKER_COMMANDS) - {"run", "up", "demo"}))
def test_every_command_of_the_worker_is_told_of(command: str) -> None:
    """An undocumented command is not found."""
    assert f"python -m worker {command}" in OPERATING


@pytest.mark.parametrize(("page", "place"), list(named()))
def test_every_place_that_is_named_is_there(page: str, place: str) -> None:
    """A reader who is sent somewhere finds it."""
    if not place.startswith(MADE) and page != "CHANGELOG.md":
        assert list(ROOT.glob(place.rstrip("/"))), f"{page}: {place}"


@pytest.mark.parametrize(("page", "target"), list(linked()))
def test_every_link_leads_somewhere(page: str, target: str) -> None:
    """On the page of a forge as in a clone."""
    assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"


def test_no_message_of_a_diagram_has_a_semicolon() -> None:
    """Mermaid ends a statement there, and shows an error in place of the picture."""
    diagrams = re.findall(r"```mermaid\nsequenceDiagram\n(.*?)```", "".join(PAGES.values()), re.DOTALL)

    assert diagrams
    assert not [line for diagram in diagrams for line in diagram.splitlines() if ";" in line]
