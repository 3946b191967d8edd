"""A clerk's cli with a terminal: the `vinhdanh` command, each run as a process of its own."""

import asyncio
from typing import Any

from schemas.messages import Convene
from tests import forked
from tests.vinhdanh.cli_results import CommandResult, Vinhdanh, Written
from tests.waiting import eventually

WIDTH = 100

AT_ONCE = asyncio.Semaphore(2)
"""More of them than there are processors would only be slower."""


async def run(*arguments: object, **variables: str) -> CommandResult:
    """Run a command as a process of its own, on a terminal of a hundred columns."""
    async with AT_ONCE:
        return await forked.ended("vinhdanh", [*map(str, arguments)], {"COLUMNS": str(WIDTH), **variables})


class CliDriver:
    """A clerk's cli: everything that is done is a command."""

    def __init__(self, vinhdanh: Vinhdanh, written: Written) -> None:
        self._vinhdanh = vinhdanh
        self._written = written

    async def does(self, *arguments: object) -> str:
        """Run a command that must succeed, and return its output; arguments that are not text become files."""
        said = await self._vinhdanh(*map(self._filed, arguments))
        assert (said.code, said.err) == (0, "")
        assert "--json" in arguments or max(map(len, said.out.splitlines())) <= WIDTH
        return " ".join(said.out.split())

    async def sees(self, words: str, *arguments: object) -> str:
        """Run a command again until its output holds these words: sittings and submissions announce by and by."""

        async def said() -> str:
            out = await self.does(*arguments)
            return out if words in out else ""

        return await eventually(said)

    async def holds(self, sitting: Convene, *seats: str) -> None:
        """Convene a sitting, have these seats approve, and close it."""
        name = sitting.sitting_id
        await self.does("convene", sitting)
        await asyncio.gather(*(self.does("cast", name, ballot(sitting, seat)) for seat in seats))
        await self.does("close", name, "--by", sitting.by)

    def _filed(self, argument: object) -> object:
        return argument if isinstance(argument, str) else self._written(argument)


def ballot(sitting: Convene, seat: str, vote: str = "approve") -> dict[str, Any]:
    """Return a seat's ballot as people write it: without a meeting, and without a revision."""
    return {"seat": seat, "choices": [{"dossier_id": name, "vote": vote} for name in sitting.agenda]}
