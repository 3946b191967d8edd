"""The stack in containers: it cannot be started by a test, but nothing in it contradicts the code that it runs."""

from __future__ import annotations

import asyncio
import os
import re
import sysconfig
import tomllib
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest
from temporalio.envconfig import ClientConfigProfile

from tests import compose
from tests.compose import ROOT, services
from vinhdanh.connection import connect
from worker import search_attributes
from worker.search_attributes import TYPES
from worker.settings import PREFIX, Settings

if TYPE_CHECKING:
    from worker.embedded.temporal import TemporalServer

SECRETS = {"LEDGER_DB_PASSWORD": "0a1b", "TEMPORAL_DB_PASSWORD": "2c3d"}

_SECRET_NAME = re.compile(r"PASSWORD|_PWD|SECRET|TOKEN|API_KEY")
_REQUIRED = re.compile(r"\$\{\w+:\?[^}]+\}")


@pytest.mark.parametrize("file", ["docker-compose.yml", "Dockerfile"])
def test_every_variable_is_one_that_a_worker_reads(file: str) -> None:
    """A worker stops at a misspelt name; here it would go unnoticed until the first deployment."""
    named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", (ROOT / file).read_text("utf-8")))
    known = {PREFIX + field.upper() for field in Settings.model_fields}

    assert named
    assert named <= known


@pytest.mark.parametrize("name", compose.ours())
def test_the_settings_are_whole(name: str) -> None:
    """Every setting that a worker or a migration needs is given, in a form that it takes."""
    settings = Settings.from_env(compose.variables(compose.ours()[name], **SECRETS))

    assert settings.database_url.get_secret_value() == "postgresql://vinhdanh:0a1b@ledger-db:5432/vinhdanh"


def temporal_variables() -> list[tuple[str, str]]:
    """Return what our processes, and the one-shot that prepares their namespace, are told of Temporal."""
    told = {**compose.ours(), "temporal-namespace": services()["temporal-namespace"]}
    given = {pair for service in told.values() for pair in compose.variables(service, **SECRETS).items()}
    return sorted(pair for pair in given if pair[0].startswith("TEMPORAL_"))


@pytest.mark.parametrize(("name", "value"), temporal_variables())
def test_every_variable_of_temporal_s_is_one_that_its_sdk_reads(name: str, value: str) -> None:
    """It ignores unknown names, and would go to localhost instead."""
    bare = ClientConfigProfile.load(disable_file=True, override_env_vars={})

    assert ClientConfigProfile.load(disable_file=True, override_env_vars={name: value}) != bare


def test_worker_and_one_shot_meet_in_one_namespace() -> None:
    """Search attributes belong to a namespace: in another one, no list would find a dossier."""
    assert [name for name, _ in temporal_variables()] == ["TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"]
    assert services()["temporal-ui"]["environment"]["TEMPORAL_DEFAULT_NAMESPACE"] in dict(temporal_variables()).values()


def test_the_search_attributes_are_those_of_the_code() -> None:
    """The worker is told not to make them itself, and would refuse to start without one."""
    script = compose.script(services()["temporal-namespace"])
    made = dict(re.findall(r"^attribute (\w+) (\w+)$", script, re.MULTILINE))

    assert made == TYPES
    assert services()["worker"]["environment"]["VINHDANH_REGISTER_SEARCH_ATTRIBUTES"] == "false"


async def test_the_namespace_is_prepared_on_a_real_server_and_may_be_again(temporal: TemporalServer) -> None:
    """Every deployment runs it: the second run must find everything there, and change nothing."""
    one_shot = services()["temporal-namespace"]
    namespace = f"compose-{uuid.uuid4().hex[:8]}"

    assert [await ran(one_shot, temporal.address, namespace) for _ in range(2)] == [0, 0]

    async with connect(target_host=temporal.address, namespace=namespace) as client:
        assert await search_attributes.missing_from(client) == {}


async def ran(service: Mapping[str, Any], address: str, namespace: str) -> int:
    """Run the script of a one-shot against a server, and return its exit code."""
    shell = await asyncio.create_subprocess_exec(
        *(*service["entrypoint"], compose.script(service)),
        env={
            "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]),
            "HOME": "/nonexistent",
            "TEMPORAL_ADDRESS": address,
            "TEMPORAL_NAMESPACE": namespace,
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await asyncio.wait_for(shell.wait(), 120)


@pytest.mark.parametrize("name", services())
def test_images_are_pinned(name: str) -> None:
    """What is started next year must be what was tested this year."""
    assert re.fullmatch(r"[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?", services()[name]["image"])


def test_our_image_bears_our_version() -> None:
    """An operator who reads a tag sees which release runs."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert {service["image"] for service in compose.ours().values()} == {f"vinhdanh:{version}"}
    assert f"ARG VERSION={version}\n" in (ROOT / "Dockerfile").read_text("utf-8")


def test_temporal_s_tools_are_of_the_server_s_release() -> None:
    """A schema of another release stops the server."""
    tags = {
        service["image"].partition(":")[2]
        for service in services().values()
        if service["image"].startswith(("temporalio/server", "temporalio/admin-tools"))
    }

    assert len(tags) == 1


def test_nothing_is_published_beyond_this_machine() -> None:
    """A caller with access to Temporal's port may act for any office."""
    published = [port for service in services().values() for port in service.get("ports", [])]

    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []
    assert not any("network_mode" in service for service in services().values())


def test_no_secret_is_written_down() -> None:
    """It would be in every copy of the repository, and in each of them the same."""
    text = compose.FILE.read_text("utf-8")
    given = [pair for service in services().values() for pair in service.get("environment", {}).items()]
    secrets = [value for name, value in given if _SECRET_NAME.search(name)]

    assert secrets
    assert [value for value in secrets if not _REQUIRED.fullmatch(value)] == []
    assert re.findall(r"://[^\s/@:]+:(?!\$\{)[^\s@/]*@", text) == []
    assert compose.asked_for(text) == SECRETS.keys()
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_a_worker_may_end_its_work_before_it_is_killed() -> None:
    """Work that is cut off is done again elsewhere, after a timeout."""
    worker = services()["worker"]
    seconds = re.fullmatch(r"(\d+)s", worker["stop_grace_period"])

    assert seconds is not None
    assert int(seconds[1]) >= int(worker["environment"]["VINHDANH_GRACE"]) + 15


def test_what_lasts_is_restarted_and_watched_and_keeps_its_data() -> None:
    """A one-shot is waited for to its end; everything else restarts, reports its health, and has a named volume."""
    lasting = {name: service for name, service in services().items() if "restart" in service}
    one_shots = services().keys() - lasting.keys()
    awaited = {
        name
        for service in services().values()
        for name, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_completed_successfully"
    }

    assert one_shots == awaited == {"temporal-schema", "temporal-namespace", "migrate"}
    assert [name for name, service in lasting.items() if not service.get("healthcheck")] == []
    mounts = [mount for service in services().values() for mount in service.get("volumes", [])]
    assert [mount for mount in mounts if not re.match(r"[a-z]+:/", mount)] == []


def test_shards_and_retention_are_chosen() -> None:
    """Both have small defaults unless they are set: four shards for good, and three days."""
    assert services()["temporal"]["environment"]["NUM_HISTORY_SHARDS"] == "512"
    assert set(re.findall(r"--retention (\S+)", compose.script(services()["temporal-namespace"]))) == {"365d"}
