"""An act: what makes it the same act, whether it may be taken, and the fact that it becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Self, TypeVar

from schemas.facts import Fact
from schemas.ids import ActKey
from schemas.refusals import Refusal
from schemas.workflow_state import StreamState

MemoryT = TypeVar("MemoryT", bound=StreamState)
FactT = TypeVar("FactT", bound=Fact)


class NoLongerDue(Exception):
    """What the clock wanted to say has been overtaken: there is nothing to write."""


@dataclass(frozen=True)
class Act(Generic[MemoryT, FactT]):
    """Something that somebody wants to do."""

    key: ActKey
    refuse: Callable[[MemoryT, datetime], Refusal | None]
    """Judges it against what is remembered, and now; an act that was taken before is not refused."""

    write: Callable[[MemoryT, datetime], FactT]
    """Puts it into words as the stream's next fact, which happens now.

    Given the same memory and instant it writes the same fact: when a workflow is replayed, it is asked twice.

    Raises:
        Moot: There is nothing to write.
    """

    @classmethod
    def once(
        cls,
        key: ActKey,
        refuse: Callable[[MemoryT, datetime], Refusal | None],
        write: Callable[[MemoryT, datetime], FactT],
    ) -> Self:
        """Make an act that is told apart by its key alone: once taken, it is answered with its receipt."""
        return cls(key, lambda memory, now: None if key in memory.receipts else refuse(memory, now), write)
