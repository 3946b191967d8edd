"""An act: what makes it the same act, whether it may be taken, and the fact that it becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Self, TypeVar

from schemas.facts import Fact
from schemas.ids import ActKey
from schemas.refusals import Refusal
from schemas.workflow_state import StreamState

StateT = TypeVar("StateT", bound=StreamState)
FactT = TypeVar("FactT", bound=Fact)


class NoLongerDue(Exception):
    """What the clock wanted to say has been overtaken: there is nothing to write."""


@dataclass(frozen=True)
class Act(Generic[StateT, FactT]):
    """Something that somebody wants to do to a stream."""

    key: ActKey
    check: Callable[[StateT, datetime], Refusal | None]
    """Refuses it, or not, by the state of its stream and now; an act that was taken before is not refused."""

    write: Callable[[StateT, datetime], FactT]
    """Makes it the stream's next fact, which happens now.

    Given the same state and instant it writes the same fact: when a workflow is replayed, it is asked twice.

    Raises:
        NoLongerDue: There is nothing to write.
    """

    @classmethod
    def once(
        cls,
        key: ActKey,
        check: Callable[[StateT, datetime], Refusal | None],
        write: Callable[[StateT, datetime], FactT],
    ) -> Self:
        """Make an act that is told apart by its key alone: once taken, it is answered with its receipt."""
        return cls(key, lambda state, now: None if key in state.receipts else check(state, now), write)
