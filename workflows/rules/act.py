"""An act: its idempotency key, its check, and its fact."""

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
    """A timed act has been overtaken: there is nothing to write."""


@dataclass(frozen=True)
class Act(Generic[StateT, FactT]):
    """A change that a caller wants to make to a stream."""

    key: ActKey
    check: Callable[[StateT, datetime], Refusal | None]
    """Returns a refusal or None, by the stream's state and the time now; an act recorded before is not refused."""

    write: Callable[[StateT, datetime], FactT]
    """Returns the stream's next fact, dated now.

    The same state and instant must give the same fact: on replay it is called again.

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
        """Make an act identified by its key alone: once recorded, repeating it returns its receipt."""
        return cls(key, lambda state, now: None if key in state.receipts else check(state, now), write)
