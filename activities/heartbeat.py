"""A heartbeat beside the work: Temporal hears that an activity lives, however long its next step takes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from temporalio import activity

SECONDS = 5.0
"""Between two beats; far below any heartbeat timeout in `workflows/support/activity_options.py`."""


@asynccontextmanager
async def beating(progress: Callable[[], Any] = lambda: None) -> AsyncIterator[None]:
    """Heartbeat until the block ends and once more, each time with what `progress` then returns.

    A retried activity finds the last of these. Each step of the work must have a limit of its own: for one that never
    ends, this beats for ever.
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
