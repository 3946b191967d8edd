"""The image: what it carries is enough for a worker, and a worker asks for nothing that it does not carry."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from tests.test_architecture import MAY_IMPORT
from worker.embedded.worker_process import WorkerProcess
from worker.health import Check, CheckFailed, answering

if TYPE_CHECKING:
    from worker.embedded.stack import Stack

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")

BARE = """
import runpy, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(name + " is not in the image", name=name)

# Where this repository is installed for development, it would be found beside the copy.
sys.meta_path[:] = [Absent(), *(finder for finder in sys.meta_path if "__editable__" not in repr(finder))]
sys.path[:] = [{app!r}, *(entry for entry in sys.path if entry not in ("", {root!r}))]
sys.argv[:] = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
"""Runs a module as in the image: of ours only what was copied, of others only what production needs."""


def copied() -> list[str]:
    """Return the folders that the image copies."""
    return re.findall(r"^COPY (\w+) \w+$", DOCKERFILE, re.MULTILINE)


def locked(file: str) -> set[str]:
    """Return the distributions that a lock file names."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return {plain(found[1]) for line in lines if (found := re.match(r"([\w.-]+)==", line))}


def plain(name: str) -> str:
    """Return a distribution's name as lock files spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def absent() -> set[str]:
    """Return the modules that are here for development only."""
    production = locked("requirements.txt") | {"vinhdanh"}
    return {
        module
        for module, distributions in packages_distributions().items()
        if not production & {plain(name) for name in distributions}
    }


@pytest.fixture(scope="module")
def app() -> Iterator[Path]:
    """The image's own folder, with what it copies of ours."""
    with tempfile.TemporaryDirectory(prefix="vinhdanh-tests-") as made:
        for folder in copied():
            shutil.copytree(ROOT / folder, Path(made, folder), ignore=shutil.ignore_patterns("__pycache__"))
        yield Path(made)


def bare(app: Path, module: str, *arguments: str) -> Sequence[str]:
    """Return the command that runs a module with nothing but what the image has."""
    code = BARE.format(absent=absent(), app=str(app), root=str(ROOT))
    return [sys.executable, "-c", code, module, *arguments]


class BareWorker(WorkerProcess):
    """A worker as in the image."""

    def __init__(self, stack: Stack, app: Path, database_url: str) -> None:
        settings = {"VINHDANH_DATABASE_URL": database_url, "VINHDANH_TASK_QUEUE": "image", "VINHDANH_POSTMEN": "0"}
        super().__init__(stack, name="bare-worker", settings=settings)
        self._app = app

    @override
    def command(self) -> Sequence[str]:
        return bare(self._app, "worker", "run")

    @override
    def environment(self) -> dict[str, str]:
        return {name: value for name, value in super().environment().items() if name != "PYTHONPATH"}


def test_the_image_copies_every_package() -> None:
    """A new package that is forgotten here would be missed at the first start only."""
    assert set(copied()) == set(MAY_IMPORT)
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    assert set(kept) == {*copied(), "requirements.txt"}


async def test_a_worker_works_with_what_the_image_has(stack: Stack, app: Path, database_url: str) -> None:
    """No server, test or checker of the development set is imported before a worker is ready, nor when it leaves."""
    async with BareWorker(stack, app, database_url) as worker:
        assert await worker.asked("/ready") == 200


async def test_what_is_for_development_is_out_of_reach_there(app: Path) -> None:
    """Otherwise the test above would pass whatever a worker imports."""
    refused = await asyncio.create_subprocess_exec(
        *bare(app, "worker.embedded.mail_sink"), stderr=asyncio.subprocess.PIPE
    )
    _, complained = await refused.communicate()

    assert refused.returncode == 1
    assert b"aiosmtpd is not in the image" in complained


def test_packages_are_those_of_the_lock_and_the_user_is_not_root() -> None:
    """Each by its hash, none compiled, and no user in the container may change what runs."""
    assert "--require-hashes --requirement requirements.txt" in DOCKERFILE
    assert "requirements-dev" not in DOCKERFILE
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.11.15-slim-bookworm"] * 2
    assert re.findall(r"^USER (.+)", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert DOCKERFILE.rstrip().endswith('ENTRYPOINT ["python", "-m", "worker"]')


async def well() -> None:
    """Find nothing wrong."""


async def unwell() -> None:
    """Find something wrong."""
    raise CheckFailed("leaving")


@pytest.mark.parametrize(("check", "code"), [(well, 0), (unwell, 1)], ids=["ready", "not ready"])
async def test_the_health_check_tells_ready_from_not_ready(check: Check, code: int) -> None:
    """It is the image's only health check, and asks even where a proxy is set for everything."""
    async with answering({"/ready": {"worker": check}}, "127.0.0.1", 0) as port:
        how = await exit_of_health_check({"VINHDANH_HEALTH_PORT": str(port), "http_proxy": "http://127.0.0.1:1"})

    assert how == code


async def test_the_health_check_fails_where_nobody_answers() -> None:
    """A worker that has gone is not well."""
    assert await exit_of_health_check({"VINHDANH_HEALTH_PORT": "1"}) == 1


async def exit_of_health_check(variables: Mapping[str, str]) -> int:
    """Run the image's health check, and return its exit code."""
    command = re.search(r"^HEALTHCHECK .*\\\n +CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert command is not None
    program, *arguments = json.loads(command[1])
    assert program == "python"
    checking = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments), env=dict(variables), stderr=asyncio.subprocess.DEVNULL
    )
    return await asyncio.wait_for(checking.wait(), 120)
