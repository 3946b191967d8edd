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
from collections.abc import AsyncIterator, Callable, Coroutine, Set
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from temporalio.client import Client, ClientConnectConfig
from temporalio.envconfig import ClientConfig
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from typing_extensions import Unpack

from schemas.wire import DATA_CONVERTER

T = TypeVar("T")

_PATIENCE = 10.0
"""Seconds, at the most, for native threads that are at work: on a busy machine one may be long in coming."""

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
        let_go(before)


def let_go(before: Set[int] = frozenset()) -> None:
    """Release what is native and no longer used, once no native thread started since `before` is on its way out.

    The one that brought the last answer needs the interpreter once more. To drop its runtime is to wait for it, with
    the interpreter in hand: for ever, where the thread is late. If it finds the interpreter gone, it aborts all.
    """
    _wait_while(lambda: _is_at_work(before), _PATIENCE)
    gc.collect()
    _wait_while(lambda: bool(_native_threads() - before), _FAREWELL)


def _wait_while(condition: Callable[[], bool], seconds: float) -> None:
    until, quiet = time.monotonic() + seconds, 0
    # Twice: a thread that was just about to ask for the interpreter has had it by the second look.
    while quiet < 2 and time.monotonic() < until:
        time.sleep(0.001)
        quiet = 0 if condition() else quiet + 1


def _is_at_work(before: Set[int]) -> bool:
    own = {thread.ident for thread in threading.enumerate()}
    return any(map(_runs, _native_threads() - before)) or not sys._current_frames().keys() <= own


def _runs(thread: int) -> bool:
    # The third word of its line, behind its name in brackets: R is one that runs, or waits for a processor.
    try:
        line = (_THREADS / str(thread) / "stat").read_text()
    except OSError:
        return False
    return line.rpartition(")")[2].split()[0] == "R"


def _native_threads() -> Set[int]:
    """Return the threads that Python did not start; none where the system does not say."""
    if not _THREADS.exists():
        return frozenset()
    return {int(thread.name) for thread in _THREADS.iterdir()} - {thread.native_id for thread in threading.enumerate()}


def _forget(error: BaseException | None) -> None:
    # An error on its way out holds every frame it passed, and these hold the client.
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
