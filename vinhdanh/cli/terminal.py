"""What is printed, whoever wrote it: a terminal obeys none of it, and nothing of it is hidden from a reader.

Names, reasons and the words of servers come from outside. Every command of this project prints through here.
"""

import json
import sys
from collections.abc import Callable
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from typing_extensions import override

from schemas.dirty_text import UNSEEN


def harmless(text: str) -> str:
    """Return a text with its lines and tabs, and a blank for each other control or character that nobody sees."""
    return _with(text, lambda character: character if character in "\n\t" else " ")


def one_line(text: str) -> str:
    """Return a text as one harmless line, without runs of blanks."""
    return " ".join(harmless(text).split())


def escaped(body: str) -> str:
    """Return a line of JSON that means the same, with the numbers of such characters in their places."""
    return _with(body, lambda character: json.dumps(character)[1:-1])


def _with(text: str, instead: Callable[[str], str]) -> str:
    return "".join(each if each.isprintable() and not UNSEEN.match(each) else instead(each) for each in text)


def say(text: str, to: TextIO | None = None) -> None:
    """Print a text, on standard output unless another stream is given."""
    print(harmless(text), file=to or sys.stdout, flush=True)


class HarmlessConsole(Console):
    """A console that takes texts as they are: no markup, no emoji by name, no colours for numbers."""

    def __init__(self, *, width: int | None = None, file: TextIO | None = None) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, width=width, file=file)

    @override
    def print(self, *objects: Any, **how: Any) -> None:
        super().print(*map(_Harmless, objects), **how)


class _Harmless:
    """Whatever is printed, drawn first: so no cell of a table can be forgotten."""

    def __init__(self, drawn: RenderableType) -> None:
        self._drawn = drawn

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self._drawn, options):
            yield segment if segment.control else Segment(harmless(segment.text), segment.style)
