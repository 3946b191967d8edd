"""A worker's lifetime: resources open in order, work runs until a stop signal, and all closes in reverse."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from importlib.metadata import version

import asyncpg
import structlog
from temporalio.client import Client
from temporalio.service import RPCError

from activities.migrations import DatabaseIsNewer, pending
from policies.catalogue import PolicyCatalogue
from vinhdanh.connection import connect
from worker import search_attributes
from worker.build import build_worker, start_postmen
from worker.health import WorkerHealth, answering
from worker.settings import Settings

log = structlog.get_logger()

_PATIENCE = 10.0
"""Seconds for a database to accept a connection."""

_STATEMENT = 3.0
"""Seconds for a statement without a limit of its own, and as many for its cancellation: a connection may have stopped
answering. Both together are less than an act may take, so that it is retried over another one."""

_FAREWELL = 5.0
"""Seconds for closing connections; one that does not answer is dropped then."""

_NO_WAY_IN = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.InterfaceError,
)

_WRONG_OPTION = (
    asyncpg.ClientConfigurationError,
    asyncpg.UndefinedObjectError,
    asyncpg.InvalidParameterValueError,
    asyncpg.CantChangeRuntimeParamError,
)
"""Errors about an option after a URL's question mark: they quote the option and its value."""


class CannotStart(Exception):
    """A requirement of the worker is not met; the message is one line, and gives the remedy."""


async def work(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; then take no more work, finish the current work, and return.

    Raises:
        PolicyMistake: A file of the law cannot be used.
        CannotStart: The database, Temporal or the port is not as required.
        SearchAttributesMissing: Temporal lacks search attributes.
    """
    stop = told_to_stop()
    _collect_seldom()
    law = PolicyCatalogue.load(settings.policies)
    async with AsyncExitStack() as resources:
        pool = await resources.enter_async_context(_database(settings))
        client = await resources.enter_async_context(reaching_temporal())
        await search_attributes.ensure(client, register=settings.register_search_attributes)
        vitals = WorkerHealth(pool, client)
        health_port = await resources.enter_async_context(_answering(vitals, settings))
        worker = await resources.enter_async_context(build_worker(client, pool, settings, law))
        vitals.arrived(worker)
        resources.callback(vitals.leaves)
        await start_postmen(client, settings)
        if settings.deployment is None:
            # Runs of the release before it then meet a changed rule: it must be gated.
            log.warning("worker_not_versioned", set="VINHDANH_DEPLOYMENT and VINHDANH_BUILD_ID")
        log.info("worker_ready", task_queue=settings.task_queue, health_port=health_port, sdk=version("temporalio"))
        await stop.wait()
        log.info("worker_draining", seconds=settings.grace)
    log.info("worker_stopped")


def _collect_seldom() -> None:
    # Workflows in memory are many small values that live long: searching them for cycles every 700 new ones took a
    # tenth of a worker's time. Imported modules stay for good.
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def told_to_stop() -> asyncio.Event:
    """Return an event that SIGTERM or SIGINT sets."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@contextmanager
def reaching_the_database() -> Iterator[None]:
    """Report in one line why a database cannot be used.

    Raises:
        CannotStart: It rejects the connection, or belongs to a later release.
    """
    try:
        yield
    except DatabaseIsNewer as error:
        raise CannotStart(f"{error}. Run the release that migrated it, or a later one") from error
    except asyncpg.UndefinedTableError as error:
        raise CannotStart(
            "the database of VINHDANH_DATABASE_URL has no ledger. Run: python -m worker migrate"
        ) from error
    except _WRONG_OPTION as error:
        what = "an option after the ? of VINHDANH_DATABASE_URL is not taken"
        raise CannotStart(f"{what}: {type(error).__name__}") from error
    except _NO_WAY_IN as error:
        raise CannotStart(f"the database of VINHDANH_DATABASE_URL does not let us in: {_said(error)}") from error


@asynccontextmanager
async def connections(settings: Settings) -> AsyncIterator[asyncpg.Pool]:
    """Lend connections to the database; every wait has a limit, since any connection may stop answering."""
    pool = await asyncpg.create_pool(
        settings.database_url.get_secret_value(),
        min_size=1,
        max_size=settings.pool_size,
        timeout=_PATIENCE,
        command_timeout=_STATEMENT,
        reset=_nothing_to_reset,
        server_settings={"application_name": "vinhdanh"},
    )
    try:
        yield pool
    finally:
        # A cancelled close drops the remaining connections.
        with suppress(TimeoutError):
            await asyncio.wait_for(pool.close(), _FAREWELL)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[asyncpg.Pool]:
    async with AsyncExitStack() as resources:
        with reaching_the_database():
            pool = await resources.enter_async_context(connections(settings))
            async with pool.acquire() as conn:
                behind = await pending(conn)
        if behind:
            raise CannotStart(f"the database lacks {', '.join(behind)}. Run: python -m worker migrate")
        yield pool


async def _nothing_to_reset(_: asyncpg.Connection) -> None:
    """Save each act a round trip: a borrower leaves no cursor, lock, setting or listener on a connection."""


@asynccontextmanager
async def reaching_temporal() -> AsyncIterator[Client]:
    """Lend a client.

    Raises:
        CannotStart: Temporal does not answer.
    """
    async with AsyncExitStack() as resources:
        try:
            client = await resources.enter_async_context(connect())
        except (RuntimeError, ValueError, OSError, RPCError) as error:
            raise CannotStart(f"Temporal does not answer (TEMPORAL_ADDRESS): {_said(error)}") from error
        yield client


@asynccontextmanager
async def _answering(vitals: WorkerHealth, settings: Settings) -> AsyncIterator[int]:
    async with AsyncExitStack() as resources:
        try:
            port = await resources.enter_async_context(
                answering(vitals.questions, settings.health_host, settings.health_port)
            )
        except OSError as error:
            raise CannotStart(f"VINHDANH_HEALTH_PORT cannot be opened: {_said(error)}") from error
        yield port


def _said(error: Exception) -> str:
    # One line: drivers put hints and details on further ones.
    return f"{type(error).__name__}: {error}".splitlines()[0]
