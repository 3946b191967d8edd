"""What a page of this project asks its reader to type, and a terminal in which it is typed as it stands there."""

import asyncio
import os
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.waiting import eventually

ROOT = Path(__file__).parents[2]

PROGRAMS = {"make", "vinhdanh", "temporal", "python", "docker", "uv", ".", "export"}
"""With what a line of a page begins that is meant to be typed."""

_PARTS = re.compile(
    r"^```(?P<kind>\w+)\n(?P<block>.*?)^```$|`(?P<inline>[^`\n]+)`|^    (?P<indented>\S[^\n]*)$", re.M | re.S
)

_STAYS = (". ", "export ")
"""What such a line changes holds for all that is typed after it."""

_WITHIN = 60.0

_NO_ANSWER = re.compile(r"""(vinhdanh|Error): |\{"reason": """)


class Step(NamedTuple):
    """Something to type, or a Python program, with the answer that the page gives."""

    text: str
    answer: str = ""
    is_python: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether the page announces a failure."""
        return bool(_NO_ANSWER.match(self.answer))


class Said(NamedTuple):
    """How something that was typed ended, and all that it printed."""

    code: int | None
    out: str


def steps(page: str) -> Sequence[Step]:
    """Return what a page asks to type, in its order; the text block after a block of commands is its answer."""
    found: list[Step] = []
    for part in _PARTS.finditer(page):
        if part["kind"] == "text":
            found[-1] = found[-1]._replace(answer=part["block"].strip())
        elif part["kind"] in {"sh", "python"}:
            found.append(Step(part["block"].strip(), is_python=part["kind"] == "python"))
        elif part["kind"] is None:
            found.extend(_of_a_line(part["inline"] or part["indented"].split("  # ")[0]))
    return found


def _of_a_line(line: str) -> Iterator[Step]:
    program, *rest = line.split(maxsplit=1)
    if program in PROGRAMS and rest:
        yield Step(line.strip())


def answers(said: str, answer: str) -> bool:
    """Return whether an output holds what a page gives: `…` stands for anything, and blanks for each other."""
    parts = (re.escape(" ".join(part.split())) for part in answer.split("…"))
    return re.search(".*".join(parts), " ".join(said.split())) is not None


@dataclass
class Terminal:
    """A newcomer's window: no program of the project is found before it is activated."""

    folder: Path
    """The project's, as its reader has it before them."""

    _kept: list[str] = field(default_factory=list)

    async def type(self, step: Step) -> Said:
        """Type something, and return its result; what only asks is asked until the page's answer comes."""
        if step.text.startswith(_STAYS):
            self._kept.append(step.text)
        if not step.answer or step.is_refused:
            return await self._run(step)

        said = Said(None, "")

        async def answered() -> bool:
            nonlocal said
            said = await self._run(step)
            return bool(said.code) or answers(said.out, step.answer)

        with suppress(AssertionError):  # the last output tells more than a timeout
            await eventually(answered)
        return said

    async def _run(self, step: Step) -> Said:
        typed = f"python {shlex.quote(str(self._file(step.text)))}" if step.is_python else step.text
        process = await asyncio.create_subprocess_exec(
            *("bash", "-ec", "\n".join((*self._kept, typed))),
            cwd=self.folder,
            env=_environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            out, _ = await asyncio.wait_for(process.communicate(), 2 * _WITHIN)
        finally:
            if process.returncode is None:
                process.kill()
        return Said(process.returncode, out.decode())

    def _file(self, program: str) -> Path:
        file = self.folder / "typed.py"
        file.write_text(program, "utf-8")
        return file


def _environment() -> dict[str, str]:
    ours = Path(sys.prefix) / "bin"
    paths = [path for path in os.environ["PATH"].split(os.pathsep) if Path(path) != ours]
    # The settings of the person who runs the tests are not there for a newcomer.
    return {"PATH": os.pathsep.join(paths), "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8", "COLUMNS": "100"}


def a_copy(folder: Path) -> Path:
    """Lay the project out in a folder, with this environment as its `.venv`: links, nothing is copied."""
    for path in ROOT.iterdir():
        if not path.name.startswith("."):
            (folder / path.name).symlink_to(path)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder
