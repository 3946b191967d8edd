"""A command of this project asked for help prints it, and does nothing."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SHOWN = "".join(
    (ROOT / page).read_text(encoding="utf-8")
    for page in ("README.md", "Makefile", "docs/operating.md", "docs/changing.md")
)
OURS = sorted(
    module for module in set(re.findall(r"python -m ([\w.]+)", SHOWN)) if (ROOT / module.split(".")[0]).is_dir()
)

WITHIN = 60.0


async def helped(module: str) -> tuple[int | None, str, str]:
    """Run a module with `--help`; return its exit code, its output and its errors."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, "--help"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, complained = await asyncio.wait_for(process.communicate(), WITHIN)
    finally:
        if process.returncode is None:
            process.kill()
    return process.returncode, said.decode(), complained.decode()


def written() -> dict[Path, int]:
    """Return when each file that such a command writes was written, in nanoseconds."""
    kept = (*(ROOT / "docs").glob("*.md"), *(ROOT / "schemas" / "json").glob("*.json"))
    return {path: path.stat().st_mtime_ns for path in (*kept, *(ROOT / "tests" / "workflows" / "histories").iterdir())}


@pytest.mark.parametrize("module", OURS)
async def test_help_is_given_and_nothing_is_done(module: str) -> None:
    """A newcomer asks a command first; one that ran or wrote at once would punish that."""
    before = written()

    code, said, complained = await helped(module)

    assert (code, complained) == (0, "")
    assert said.startswith(f"usage: python -m {module}")
    assert written() == before


def test_the_commands_are_found() -> None:
    """The test above would pass on pages without any."""
    assert {"worker", "benchmarks", "benchmarks.peers", "policies.route_diagrams"} <= set(OURS)
