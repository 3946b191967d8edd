"""The commands that `examples/README.md` shows are the commands that work."""

import asyncio
import re
import shlex
import sysconfig
from pathlib import Path

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from schemas.json_schemas import spelt
from schemas.messages import MESSAGES
from schemas.names import TASK_QUEUE
from tests.builders import a_number
from tests.client.stand_ins import STAND_INS

ROOT = Path(__file__).parents[2]
README = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")


def commands(queue: str) -> list[list[str]]:
    """Return the shown commands, each as the arguments that a shell would pass, for workflows of a queue's own."""
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    shared = "".join(blocks).replace(f"--task-queue {TASK_QUEUE}", f"--task-queue {queue}")
    own = re.sub(r"(?<=--workflow-id )\S+", rf"\g<0>-{queue}", shared).replace("\\\n", " ")
    return [shlex.split(line) for line in own.splitlines()]


def installed(program: str) -> str:
    """Return where a program of this environment stands, whether or not it is on the path."""
    return str(Path(sysconfig.get_path("scripts")) / program)


async def outcome(command: list[str], address: str) -> tuple[int | None, str]:
    """Run a command of Temporal's against a server; return how it ended and what it said."""
    program, *arguments = command
    process = await asyncio.create_subprocess_exec(
        *(installed(program), *arguments, "--address", address, "--command-timeout", "20s"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_the_commands_of_the_readme_are_taken(client: Client) -> None:
    """They are read and copied by people who have no other documentation at hand."""
    address = client.service_client.config.target_host
    queue = f"readme-{a_number()}"
    shown = commands(queue)

    async with Worker(client, task_queue=queue, workflows=STAND_INS, workflow_runner=UnsandboxedWorkflowRunner()):
        outcomes = [await outcome(command, address) for command in shown]

    assert [said for code, said in outcomes if code != 0] == []
    assert len(shown) == len(MESSAGES) + 2


def test_every_example_is_spoken_of() -> None:
    """An example without a word about it is a file that nobody sends."""
    assert [spelt(message) for message in MESSAGES if f"`{spelt(message)}.json`" not in README] == []
