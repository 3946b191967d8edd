"""How every process of this project reaches Temporal, and how it leaves again without a crash.

An interpreter may abort on its way out while the SDK's native threads still hold something of it. So each process owns
its runtime, lets go of it together with its client, and collects what is left before it ends.
"""

import asyncio
import gc
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from temporalio.client import Client, ClientConnectConfig
from temporalio.envconfig import ClientConfig
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from typing_extensions import Unpack

from schemas.wire import DATA_CONVERTER

T = TypeVar("T")

_FAREWELL = 0.5
"""Seconds, at the most, in which native threads leave the interpreter before it ends."""

_THREADS = Path("/proc/self/task")


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
    before = _native_threads()
    try:
        return asyncio.run(main)
    except BaseException as error:
        _forget(error)
        raise
    finally:
        del main
        _let_out()
        gc.collect()
        _see_off(before)


def _let_out() -> None:
    # The thread that brought the last answer may still be within the interpreter. Whoever drops the runtime waits for
    # it and keeps the interpreter's lock meanwhile, without which that thread never gets out.
    until = time.monotonic() + _FAREWELL
    while _visitors() and time.monotonic() < until:
        time.sleep(0.001)


def _visitors() -> int:
    """Return how many threads are within the interpreter, or at its door, that Python did not start."""
    return len(sys._current_exceptions().keys() - {thread.ident for thread in threading.enumerate()})


def _see_off(before: int) -> None:
    # The thread that brought the last answer waits to get out: if it finds the interpreter gone, it aborts all.
    until = time.monotonic() + _FAREWELL
    while _native_threads() > before and time.monotonic() < until:
        time.sleep(0.001)


def _native_threads() -> int:
    """Return how many threads there are that Python did not start; none where the system does not say."""
    return len(list(_THREADS.iterdir())) - threading.active_count() if _THREADS.exists() else 0


def _forget(error: BaseException | None) -> None:
    # An error on its way out holds every frame it passed, and these hold the client.
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
