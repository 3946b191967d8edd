"""A heartbeat beside the work: Temporal sees that an activity is alive, however long its next step takes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from temporalio import activity

SECONDS = 5.0
"""Between two heartbeats; far below any heartbeat timeout in `workflows/support/activity_options.py`."""


@asynccontextmanager
async def beating(progress: Callable[[], Any] = lambda: None) -> AsyncIterator[None]:
    """Heartbeat until the block ends and once more, each time with the current result of `progress`.

    A retried activity receives the last of these. Each step of the work must have its own timeout: one that never
    ends would be kept alive for ever.
    """
    beats = asyncio.create_task(_beat(progress))
    try:
        yield
    finally:
        beats.cancel()
        await asyncio.wait([beats])
        activity.heartbeat(progress())


async def _beat(progress: Callable[[], Any]) -> None:
    while True:
        activity.heartbeat(progress())
        await asyncio.sleep(SECONDS)
