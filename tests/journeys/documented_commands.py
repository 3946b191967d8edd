"""The bodies of the examples, and commands of Temporal's, run as their users run them."""

import asyncio
import os
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from schemas.base import Model
from schemas.json_schemas import schema_name

ROOT = Path(__file__).parents[2]

ModelT = TypeVar("ModelT", bound=Model)


class CommandResult(NamedTuple):
    """How a command ended, and its output."""

    code: int | None
    out: str
    err: str


def example(kind: type[ModelT]) -> ModelT:
    """Return the example of a message, as its model reads it."""
    return kind.model_validate_json((ROOT / "examples" / f"{schema_name(kind)}.json").read_bytes())


async def run(command: Sequence[str], address: str, namespace: str = "default") -> CommandResult:
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
    return CommandResult(process.returncode, out.decode(), err.decode())
