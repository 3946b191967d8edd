"""A worker that cannot do its work prints one line and does not begin."""

import asyncio
import os
import socket
import sysconfig
import tempfile
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from activities.migrations import migrate
from schemas.ids import StreamId
from tests.builders.entries import a_ballot
from tests.ledger_rows import append
from tests.waiting import eventually
from tests.worker.worker_commands import ended
from vinhdanh.connection import connect
from worker import search_attributes
from worker.demo import LAW
from worker.embedded.postgres import Postgres
from worker.embedded.readiness import port_near
from worker.embedded.temporal import TemporalServer
from worker.search_attributes import TYPES, SearchAttributesMissing


@pytest.fixture
def variables(database_url: str, temporal: TemporalServer) -> dict[str, str]:
    """The settings of a worker of this session."""
    return {
        "VINHDANH_DATABASE_URL": database_url,
        "VINHDANH_HEALTH_PORT": "0",
        "TEMPORAL_ADDRESS": temporal.address,
    }


async def test_a_misspelt_setting_stops_it(variables: dict[str, str]) -> None:
    """An operator who mistypes a name is told now, and not by a queue that grows."""
    how = await ended(**variables, VINHDANH_POOL_SISE="20")

    assert how.code == 2
    assert how.complained == "VINHDANH_POOL_SISE is no setting; is VINHDANH_POOL_SIZE meant?\n"


async def test_a_schema_that_is_behind_stops_it(variables: dict[str, str], postgres: Postgres) -> None:
    """It would write into columns that are not there; the line names what lacks and the command."""
    behind = await postgres.create_database(f"behind_{uuid.uuid4().hex}")

    how = await ended(**variables | {"VINHDANH_DATABASE_URL": behind})

    assert how.code == 1
    assert how.complained.startswith("the database lacks 0")
    assert how.complained.endswith("Run: python -m worker migrate\n")


async def test_migrate_brings_a_database_up_to_date_and_may_be_repeated(
    variables: dict[str, str], postgres: Postgres
) -> None:
    """Every deployment runs it; the second run finds nothing to do."""
    variables["VINHDANH_DATABASE_URL"] = await postgres.create_database(f"fresh_{uuid.uuid4().hex}")

    first, second = await ended("migrate", **variables), await ended("migrate", **variables)

    assert (first.code, second.code) == (0, 0)
    assert first.said.startswith("0")
    assert second.said == "The database is up to date.\n"


@pytest.fixture
def policies() -> Iterator[Path]:
    """A folder with a law, in which one share is more than the whole."""
    with tempfile.TemporaryDirectory() as folder:
        for file in LAW.glob("*.toml"):
            spoilt = file.read_text("utf-8").replace('share = "80%"', 'share = "180%"')
            (Path(folder) / file.name).write_text(spoilt, "utf-8")
        yield Path(folder)


async def test_a_mistake_in_the_law_stops_it(variables: dict[str, str], policies: Path) -> None:
    """Guessing what was meant would decide awards: the line names the file, the key and the reason."""
    how = await ended(**variables, VINHDANH_POLICIES=str(policies))

    assert how.code == 2
    assert how.complained.startswith("nd98-2023.toml: stages.council_80_secret.")
    assert ".share: " in how.complained
    assert "180%" in how.complained
    assert "Traceback" not in how.complained


async def test_a_database_that_is_away_stops_it(variables: dict[str, str]) -> None:
    """Its supervisor starts it again; a worker without a ledger can promise nothing."""
    away = f"postgresql://vinhdanh:mat-khau@127.0.0.1:{port_near(None)}/vinhdanh"

    how = await ended(**variables | {"VINHDANH_DATABASE_URL": away})

    assert how.code == 1
    assert how.complained.startswith("the database of VINHDANH_DATABASE_URL does not let us in: ")
    assert how.complained.count("\n") == 1
    assert "mat-khau" not in how.complained


@pytest.mark.parametrize("command", ["migrate", "verify"])
async def test_a_command_without_its_database_says_so(variables: dict[str, str], command: str) -> None:
    """A page of traceback is no answer to a server that is down."""
    away = f"postgresql://vinhdanh:mat-khau@127.0.0.1:{port_near(None)}/vinhdanh"

    how = await ended(command, **variables | {"VINHDANH_DATABASE_URL": away})

    assert how.code == 1
    assert how.complained.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "migrate", "verify", "parked"])
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        pytest.param("postgresql://u:mat-khau/x@db/vinhdanh", 2, id="a slash in the password"),
        pytest.param("{url}&target_session_attrs=mat-khau", 1, id="an option that the driver refuses"),
        pytest.param("{url}&mat-khau=1", 1, id="an option that the server does not know"),
        pytest.param("{url}&timezone=mat-khau", 1, id="an option that the server refuses"),
    ],
)
async def test_no_command_repeats_what_stands_in_the_url(
    variables: dict[str, str], command: str, wrong: str, code: int
) -> None:
    """A mistyped one has the password in it, and the output of a command is copied into tickets."""
    url = wrong.format(url=variables["VINHDANH_DATABASE_URL"])

    how = await ended(command, **variables | {"VINHDANH_DATABASE_URL": url})

    assert how.code == code
    assert how.complained.count("\n") == 1
    assert "mat-khau" not in how.complained + how.said


@pytest.mark.parametrize("command", ["verify", "parked"])
async def test_a_database_without_a_ledger_says_so(variables: dict[str, str], postgres: Postgres, command: str) -> None:
    """A URL that leads to another database than was meant."""
    empty = await postgres.create_database(f"empty_{uuid.uuid4().hex}")

    how = await ended(command, **variables | {"VINHDANH_DATABASE_URL": empty})

    assert how.code == 1
    assert how.complained == ("the database of VINHDANH_DATABASE_URL has no ledger. Run: python -m worker migrate\n")


async def test_a_key_that_cannot_be_used_is_not_repeated(variables: dict[str, str]) -> None:
    """What Temporal's client reads of keys is its own; a line names the error, and holds none of it."""
    how = await ended("recount", **variables, TEMPORAL_TLS_CLIENT_KEY_DATA="mat-khau")

    assert how.code == 1
    assert how.complained.startswith("Temporal does not answer (TEMPORAL_ADDRESS): ")
    assert how.complained.count("\n") == 1
    assert "mat-khau" not in how.complained


async def test_a_temporal_that_is_away_stops_it(variables: dict[str, str]) -> None:
    """The same for the other half of what it stands on."""
    how = await ended(**variables | {"TEMPORAL_ADDRESS": f"127.0.0.1:{port_near(None)}"})

    assert how.code == 1
    assert how.complained.startswith("Temporal does not answer (TEMPORAL_ADDRESS): ")
    assert how.complained.count("\n") == 1


async def test_a_taken_health_port_stops_it(variables: dict[str, str]) -> None:
    """A second worker on one machine must be given another port, or its health could not be seen."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        how = await ended(**variables | {"VINHDANH_HEALTH_PORT": str(port)})

    assert how.code == 1
    assert how.complained.startswith("VINHDANH_HEALTH_PORT cannot be opened: ")


async def test_verify_finds_the_link_that_was_touched(variables: dict[str, str], postgres: Postgres) -> None:
    """An inspector asks one question of the ledger, and gets a clean answer or the place."""
    url = await postgres.create_database(f"touched_{uuid.uuid4().hex}")
    variables["VINHDANH_DATABASE_URL"] = url
    await migrate(url)
    stream = StreamId("sitting-h1")
    conn = await asyncpg.connect(url)
    await append(conn, a_ballot(stream, 1))
    await append(conn, a_ballot(stream, 2))

    whole = await ended("verify", **variables)
    await conn.execute("ALTER TABLE fact DISABLE TRIGGER ALL")
    await conn.execute("UPDATE fact SET body = replace(body, 'seat-1', 'seat-2') WHERE sequence = 2")
    await conn.close()
    touched = await ended("verify", **variables)

    assert (whole.code, whole.said) == (0, "All hash chains match.\n")
    assert touched.code == 1
    assert touched.said.startswith(f"{stream} 2: body\n")


@pytest.fixture
async def bare(client: Client, temporal: TemporalServer) -> str:
    """A namespace of the session's Temporal without our search attributes."""
    name = f"bare-{uuid.uuid4().hex[:8]}"
    days = Duration()
    days.FromTimedelta(timedelta(days=1))
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=days)
    )
    async with connect(target_host=temporal.address, namespace=name) as there:

        async def known() -> bool:
            # A namespace is known everywhere only after the servers have looked again.
            try:
                return await search_attributes.missing_from(there) == TYPES
            except Exception:
                return False

        await eventually(known)
    return name


async def test_missing_search_attributes_are_registered(temporal: TemporalServer, bare: str) -> None:
    """A first start in a fresh namespace should need no other tool."""
    async with connect(target_host=temporal.address, namespace=bare) as there:
        await search_attributes.ensure(there, register=True)

        assert await eventually(lambda: nothing_is_missing(there))


async def nothing_is_missing(client: Client) -> bool:
    """Return whether the client's namespace has all of our search attributes."""
    return not await search_attributes.missing_from(client)


async def test_search_attributes_that_may_not_be_registered_are_asked_for(temporal: TemporalServer, bare: str) -> None:
    """Where only administrators may, the line gives them the command."""
    async with connect(target_host=temporal.address, namespace=bare) as there:
        with pytest.raises(SearchAttributesMissing) as refused:
            await search_attributes.ensure(there, register=False)

    said = str(refused.value)
    create = f"temporal operator search-attribute create --namespace {bare} "
    assert f"{create}--name DossierStage --type Keyword && {create}--name Award --type Keyword && " in said
    assert f"{create}--name DueAt --type Datetime" in said
    assert "\n" not in said


async def test_the_advice_is_enough(temporal: TemporalServer, bare: str) -> None:
    """An operator who follows it to the letter can start the worker."""
    async with connect(target_host=temporal.address, namespace=bare) as there:
        advice = await asyncio.create_subprocess_shell(
            search_attributes.command_for(await search_attributes.missing_from(there), bare),
            env=os.environ
            | {
                "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]),
                "TEMPORAL_ADDRESS": temporal.address,
            },
            stdout=asyncio.subprocess.DEVNULL,
        )
        assert await asyncio.wait_for(advice.wait(), 120) == 0

        await search_attributes.ensure(there, register=False)
