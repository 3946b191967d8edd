"""Shell lines for using a stack from another window: the commands of this environment, and the servers' addresses."""

import shlex
import sys
from pathlib import Path

from worker.embedded.stack import Stack


def activation() -> str:
    """Return the line that lets a shell find `vinhdanh`, `temporal` and `python`; empty where none is needed."""
    script = Path(sys.prefix) / "bin" / "activate"
    if not script.exists():
        return ""
    here = Path.cwd()
    # Copied from where `make` was typed, a short path reads better than a whole one.
    return f". {shlex.quote(str(script.relative_to(here) if script.is_relative_to(here) else script))}"


def preparation(stack: Stack) -> str:
    """Return all the lines, each on its own."""
    settings = {"TEMPORAL_ADDRESS": stack.temporal.address, "VINHDANH_DATABASE_URL": stack.postgres.address}
    exports = (f"export {name}={shlex.quote(value)}" for name, value in settings.items())
    return "\n".join(filter(None, (activation(), *exports)))
