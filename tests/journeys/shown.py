"""The commands that `examples/README.md` shows, as they stand there, run as their readers run them."""

import asyncio
import os
import re
import shlex
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from schemas.base import Model
from schemas.json_schemas import spelt

ROOT = Path(__file__).parents[2]

ModelT = TypeVar("ModelT", bound=Model)


class Said(NamedTuple):
    """How a command ended, and what it said."""

    code: int | None
    out: str
    err: str


def commands() -> Mapping[str, Sequence[str]]:
    """Return each command as a shell would pass it, by the example that it sends, or by what it asks for."""
    readme = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", readme, flags=re.DOTALL)
    found = [shlex.split(line) for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    named = {_name(command): command for command in found}
    assert len(named) == len(found)
    return named


def _name(command: Sequence[str]) -> str:
    if "--input-file" not in command:
        return command[command.index("--name") + 1] if "--name" in command else command[2]
    return Path(command[command.index("--input-file") + 1]).stem


def example(kind: type[ModelT]) -> ModelT:
    """Return the example of a message, as its model reads it."""
    return kind.model_validate_json((ROOT / "examples" / f"{spelt(kind)}.json").read_bytes())


async def run(command: Sequence[str], address: str, namespace: str = "default") -> Said:
    """Run a command of Temporal's from the top of this project, against a server and namespace of one's choice."""
    program, *arguments = command
    assert program == "temporal"
    process = await asyncio.create_subprocess_exec(
        *(str(Path(sysconfig.get_path("scripts")) / program), *arguments),
        cwd=ROOT,
        # Nothing in the command itself is changed: it is what its reader copies.
        env=os.environ | {"TEMPORAL_ADDRESS": address, "TEMPORAL_NAMESPACE": namespace},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Said(process.returncode, out.decode(), err.decode())
