"""Renewal: when and how a workflow continues as new."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any, NoReturn, TypeVar

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.workflow import ContinueAsNewVersioningBehavior

T = TypeVar("T")

SHORTEST_WAIT = timedelta(seconds=1)
"""The wait for an instant that has already passed, as after a long outage."""


class Renewal:
    """Remembers whether a new run was requested.

    Where workers are versioned, a run is pinned to the version it began on, and the next run takes the newest.
    """

    def __init__(self) -> None:
        self._asked = False
        # A signal without a handler is stored for ever and wakes no wait: a run that receives only such signals would
        # grow until Temporal ends it, and never continue as new.
        workflow.set_dynamic_signal_handler(_ignore_signal)

    def ask(self) -> None:
        """Request a new run at the next quiet moment."""
        self._asked = True

    @property
    def is_due(self) -> bool:
        """Whether to continue as new: on request, with a long history, or when newer workers are available."""
        info = workflow.info()
        return self._asked or info.is_continue_as_new_suggested() or info.is_target_worker_deployment_version_changed()

    def begin(self, sent: Any) -> NoReturn:
        """End this run and begin the next, which is started with the same body and reads the rest from the ledger."""
        newer = workflow.info().is_target_worker_deployment_version_changed()
        # The server rejects this behaviour from workers that are not versioned.
        workflow.continue_as_new(
            sent, initial_versioning_behavior=ContinueAsNewVersioningBehavior.AUTO_UPGRADE if newer else None
        )


def _ignore_signal(_name: str, _words: Sequence[RawValue]) -> None:
    """Ignore a signal of an unknown name."""


async def undeterred(work: Coroutine[Any, Any, T]) -> T:
    """Do the work to its end, however often the workflow is cancelled meanwhile.

    Only an act ends a dossier, sitting or submission: a cancellation from outside would not be reported to any caller.
    """
    task = asyncio.create_task(work)
    while True:
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            # On eviction from memory everything is cancelled: the work too.
            if task.done():
                raise
            workflow.logger.warning("cancelled from outside; it goes on")
