"""Waiting for a condition, with a limit: no test sleeps and hopes."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")


@overload
async def eventually(condition: Callable[[], Awaitable[T]], *, within: float = 60.0, every: float = 0.05) -> T: ...


@overload
async def eventually(condition: Callable[[], T], *, within: float = 60.0, every: float = 0.05) -> T: ...


async def eventually(condition: Callable[[], Any], *, within: float = 60.0, every: float = 0.05) -> Any:
    """Return the first truthy answer of `condition`, asked again and again; it may be awaitable.

    Raises:
        AssertionError: There was none within so many seconds.
    """
    limit = time.monotonic() + within
    while True:
        answer = condition()
        answer = await answer if inspect.isawaitable(answer) else answer
        if answer:
            return answer
        if time.monotonic() >= limit:
            raise AssertionError(f"still not so after {within} seconds; the last answer was {answer!r}")
        await asyncio.sleep(every)
