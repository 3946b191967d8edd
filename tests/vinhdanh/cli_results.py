"""How a command of `vinhdanh` is run and read in tests."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple


class CommandResult(NamedTuple):
    """How a command ended, and its output."""

    code: int | str | None
    out: str
    err: str


Vinhdanh = Callable[..., Awaitable[CommandResult]]
"""Runs a command with these arguments."""

Written = Callable[[object], Path]
"""Writes a body into a file: text as it is, anything else as its JSON."""
