"""Waiting for a condition with a limit, and ports of this machine."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable

LOOPBACK = "127.0.0.1"


async def until(condition: Callable[[], Awaitable[bool]], *, within: float, every: float = 0.05) -> bool:
    """Return whether `condition` came true within so many seconds."""
    limit = time.monotonic() + within
    while not await condition():
        if time.monotonic() >= limit:
            return False
        await asyncio.sleep(every)
    return True


def port_near(preferred: int | None) -> int:
    """Return the preferred port if it is free, else one that is.

    Raises:
        OSError: This machine has none left.
    """
    try:
        return _bound(preferred or 0)
    except OSError:
        return _bound(0)


def _bound(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((LOOPBACK, port))
        chosen: int = probe.getsockname()[1]
    return chosen


async def listening(port: int) -> bool:
    """Return whether something accepts connections at this port of this machine."""
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
