"""How every process of this project reaches Temporal, and how it leaves again without a crash.

An interpreter may abort on its way out while the SDK's native threads still hold something of it. So each process owns
its runtime, lets go of it together with its client, and collects what is left before it ends.
"""

import asyncio
import gc
import time
import traceback
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from temporalio.client import Client, ClientConnectConfig
from temporalio.envconfig import ClientConfig
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from typing_extensions import Unpack

from schemas.wire import DATA_CONVERTER

T = TypeVar("T")

_FAREWELL = 0.02
"""Seconds in which native threads leave the interpreter before it ends."""


def quiet_runtime() -> Runtime:
    """Return a runtime of one's own, whose native half speaks of errors only."""
    quiet = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(quiet)))


@asynccontextmanager
async def connect(**overrides: Unpack[ClientConnectConfig]) -> AsyncIterator[Client]:
    """Lend a client of the Temporal server that `TEMPORAL_*` names, by default the one on this machine.

    Args:
        overrides: What `Client.connect` takes; it goes before the environment.

    Raises:
        RuntimeError: Nobody answers there.
    """
    settings: ClientConnectConfig = {
        "target_host": "localhost:7233",
        "runtime": quiet_runtime(),
        "data_converter": DATA_CONVERTER,
        **ClientConfig.load_client_connect_config(),
        **overrides,
    }
    yield await Client.connect(**settings)


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a process to its end, and release what is native before the interpreter goes."""
    # What was imported holds nothing native, and stays for good: to look through all of it, here and once more when the
    # interpreter goes, took a sixth of a short command's time.
    gc.freeze()
    try:
        return asyncio.run(main)
    except BaseException as error:
        _forget(error)
        raise
    finally:
        del main
        gc.collect()
        # The thread that brought the last answer waits to get out: if it finds the interpreter gone, it aborts all.
        time.sleep(_FAREWELL)


def _forget(error: BaseException | None) -> None:
    # An error on its way out holds every frame it passed, and these hold the client.
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
