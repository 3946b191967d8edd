"""Worker commands as processes of their own."""

from typing import NamedTuple

from tests import forked


class Ended(NamedTuple):
    """How a process ended, and its output."""

    code: int | str | None
    said: str
    complained: str


async def ended(*arguments: str, **variables: str) -> Ended:
    """Run `python -m worker` with nothing set but what is given, and wait for its end.

    Raises:
        TimeoutError: It did not end.
    """
    return Ended(*await forked.ended("worker", arguments, variables))
