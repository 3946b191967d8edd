"""The connection of every process of this project to Temporal, and a clean exit without crash or deadlock.

Temporal's SDK delivers each answer to the interpreter on a native thread. A thread that finds the interpreter gone
aborts the process. A thread whose runtime is dropped meanwhile waits for the interpreter, whose holder waits for that
thread: a deadlock. So a process has one runtime, does not drop it, and ends once its threads are quiet.
"""

import asyncio
import atexit
import gc
import sys
import threading
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from temporalio.client import Client, ClientConnectConfig
from temporalio.envconfig import ClientConfig
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from typing_extensions import Unpack

from schemas.data_converter import DATA_CONVERTER

T = TypeVar("T")

_PATIENCE = 10.0
"""Seconds to wait, at the most, for native threads at work: on a busy machine one may be slow."""

_THREADS = Path("/proc/self/task")


@cache
def quiet_runtime() -> Runtime:
    """Return the runtime of this process; its native half logs errors only."""
    atexit.register(_see_off)
    quiet = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(quiet)))


@asynccontextmanager
async def connect(**overrides: Unpack[ClientConnectConfig]) -> AsyncIterator[Client]:
    """Lend a client of the Temporal server that `TEMPORAL_*` names, by default the one on this machine.

    Args:
        overrides: Arguments of `Client.connect`; they take precedence over the environment.

    Raises:
        RuntimeError: No server answers there.
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
    """Run a process to its end."""
    # Imported modules stay for good: one more search through all of them at exit took a tenth of a short command's
    # time.
    gc.freeze()
    return asyncio.run(main)


def _see_off() -> None:
    until, quiet = time.monotonic() + _PATIENCE, 0
    # Twice: a thread that was about to request the interpreter has had it by the second look.
    while quiet < 2 and time.monotonic() < until:
        time.sleep(0.001)
        quiet = 0 if _are_threads_at_work() else quiet + 1


def _are_threads_at_work() -> bool:
    ours = threading.enumerate()
    inside_python = sys._current_frames().keys() - {thread.ident for thread in ours}
    return bool(inside_python) or any(map(_runs, _threads() - {thread.native_id for thread in ours}))


def _threads() -> set[int]:
    # Available on Linux only.
    return {int(thread.name) for thread in _THREADS.iterdir()} if _THREADS.exists() else set()


def _runs(thread: int) -> bool:
    # The field after the name in brackets: R is a thread that runs, or waits for a processor.
    try:
        line = (_THREADS / str(thread) / "stat").read_text()
    except OSError:
        return False
    return line.rpartition(")")[2].split()[0] == "R"
