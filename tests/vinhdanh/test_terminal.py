"""What comes from outside is printed, and nothing of it is obeyed."""

import ast
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Group, RenderableType

from tests.vinhdanh.cli_results import Vinhdanh, Written
from vinhdanh.cli import terminal
from vinhdanh.cli.render import grids

ROOT = Path(__file__).parents[2]

TITLE, RED, TURNED = "\x1b]0;đổi tên\x07", "\u009b31m", "\u202egnôc gnàht"

BITING = st.text(
    st.sampled_from("ab \n\t\r\x00\x07\x08\x1b\x7f\u0085\u009b\u009d\u00ad\u200b\u2028\u202e\u3164\ue000đ🇻")
)


def is_harmless(printed: str) -> bool:
    """Return whether a terminal would only show what is printed."""
    return not any(character in printed for character in "\r\x00\x07\x08\x1b\x7f\u0085\u009b\u009d\u2028\u202e")


@given(BITING)
def test_nothing_that_bites_is_left(text: str) -> None:
    """A window's title, colours, the cursor, the direction of reading: all of them are a reader's own."""
    assert is_harmless(terminal.harmless(text))
    assert is_harmless(terminal.one_line(text))
    assert "\n" not in terminal.one_line(text)
    assert terminal.harmless(text).count("\n") == text.count("\n")


@given(st.text())
def test_json_means_the_same_and_is_printed_without_harm(text: str) -> None:
    """A program reads every character as it was; a person sees those that are not seen by their numbers."""
    line = terminal.escaped(json.dumps(text, ensure_ascii=False))

    assert json.loads(line) == text
    assert line.isprintable()


def test_vietnamese_is_printed_as_it_is() -> None:
    """Whatever else is taken out."""
    text = "Cờ thi đua của Chính phủ – «Đắk Lắk», Cư M'gar; 80 %"

    assert terminal.harmless(text) == terminal.one_line(text) == terminal.escaped(text) == text


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(TITLE + RED + TURNED, id="a text"),
        pytest.param(Group(TITLE, RED, TURNED), id="several"),
        pytest.param(grids.pairs((TITLE, RED), (RED, TURNED)), id="pairs"),
        pytest.param(grids.table((TITLE, RED), [(RED, TURNED)]), id="a table"),
    ],
)
def test_nothing_that_is_drawn_bites(drawn: RenderableType) -> None:
    """In a cell of a table as anywhere."""
    written = io.StringIO()

    terminal.HarmlessConsole(width=80, file=written).print(drawn)

    assert is_harmless(written.getvalue())
    assert "31m" in written.getvalue()


def test_a_name_is_no_markup() -> None:
    """`[link=…]` in a name would make a link of it on the terminal, and `:warning:` a picture."""
    written = io.StringIO()

    terminal.HarmlessConsole(width=80, file=written).print("[link=https://a.example]Hải Phòng[/link] :warning: 12")

    assert written.getvalue() == "[link=https://a.example]Hải Phòng[/link] :warning: 12\n"


async def test_what_is_wrong_with_a_body_is_printed_without_harm(vinhdanh: Vinhdanh, written: Written) -> None:
    """A field's name comes from a file from outside."""
    file = written({TITLE: 1, RED: 2, TURNED: 3})

    people = await vinhdanh("check", file, "--as", "withdraw")
    programs = await vinhdanh("--json", "check", file, "--as", "withdraw")

    assert (people.code, programs.code) == (2, 2)
    assert is_harmless(people.err)
    assert is_harmless(programs.err)
    assert any(TITLE in line for line in json.loads(programs.err)["details"])


async def test_a_wrong_option_is_printed_without_harm(vinhdanh: Vinhdanh) -> None:
    """A script may put a command together out of a text from outside."""
    said = await vinhdanh(f"--{RED}")

    assert said.code == 2
    assert is_harmless(said.err)


@pytest.mark.parametrize(
    "path", [*ROOT.glob("client/**/*.py"), *ROOT.glob("worker/**/*.py")], ids=lambda path: path.stem
)
def test_nothing_is_printed_past_it(path: Path) -> None:
    """One place that prints by itself would be the one through which it comes."""
    called = {
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    }

    own = {"print", "Console"} if path == ROOT / "client" / "terminal.py" else set()
    assert called & {"print", "Console", "typer.echo", "sys.stdout.write", "sys.stderr.write"} <= own
