"""The invariants after every input."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

from schemas.refusals import Reason
from tests.faults.seeds import SOAK
from tests.hostile.raw_client import Answer
from tests.hostile.targets import Target

T = TypeVar("T")

EXAMPLES = 25 * SOAK if SOAK > 1 else 0
"""How many of each kind are sent in a soak, drawn anew; none in the short run, which is the same every time."""

JUDGED_BY_THE_LEDGER = {
    Reason.NOT_WAITING_HERE,
    Reason.PLACES_NEEDED,
    Reason.OVER_QUOTA,
    Reason.RIVALS_UNDER_TWO_RULES,
    Reason.NO_SUCH_FINDING,
}
"""Why an act is refused once the ledger was asked: it costs a few events, and leaves no other trace."""

REASONS = {reason.value for reason in Reason}


def bounded(short: int) -> Callable[[Any], Any]:
    """Send so many examples in the short run."""
    return settings(
        max_examples=EXAMPLES or short,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def is_well_refused(answer: Answer) -> bool:
    """Return whether a sender is told why: by a reason, and where the body is wrong by its fields."""
    if answer.kind != Reason.MALFORMED:
        return answer.kind in REASONS
    return bool(answer.details) and all(": " in line for line in answer.details[0])


async def survived(target: Target, send: Callable[[], Awaitable[Answer]]) -> Answer:
    """Send something to a target, see that it did no harm, and return the answer.

    It was tried once: a task that failed or ran out of time, and was tried again, stands in the history.
    """
    stream, wire = target.stream, target.wire
    facts, pulse = await target.facts(), await wire.pulse(stream)
    assert pulse.is_well

    answer = await send()

    if answer.taken:
        assert answer.value["stream"] == stream
        assert await target.facts() <= facts + 1
        assert await wire.mishaps(stream) == []
    else:
        assert is_well_refused(answer), answer
        now = await wire.pulse(stream)
        if answer.kind in JUDGED_BY_THE_LEDGER:
            assert await wire.mishaps(stream) == []
            now = now._replace(length=pulse.length)
        assert (await target.facts(), now) == (facts, pulse)
    await lives_on(target, changed=answer.taken)
    return answer


async def lives_on(target: Target, *, changed: bool) -> None:
    """See that a target takes a good act; one that a valid act may have ended is made anew instead."""
    if changed or target.is_spent:
        await target.appear()
        return
    good = await target.do_good()
    assert good.taken, good


async def at_most_eight(sent: Sequence[Awaitable[T]]) -> list[T]:
    """Await some at a time: Temporal holds no more than ten Updates of a workflow in flight."""
    answers: list[T] = []
    for first in range(0, len(sent), 8):
        answers += await asyncio.gather(*sent[first : first + 8])
    return answers
