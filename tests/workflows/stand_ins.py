"""Who stands in for somebody in a recording: the run before a dossier's own, and a post that has nothing to deliver."""

import asyncio

from temporalio import activity, workflow
from typing_extensions import override

with workflow.unsafe.imports_passed_through():
    from schemas.messages import SubmitDossier
    from schemas.names import WorkflowName
    from schemas.notices import DeliveryReport
    from schemas.ports import DeliveryRound, Post


@workflow.defn(name=WorkflowName.DOSSIER.value)
class EarlierRun:
    """Hands a dossier on with what it is said to remember: only a continued run may carry that.

    So a clock that would take days strikes within seconds, for the real workflow, on a real server.
    """

    @workflow.run
    async def run(self, call: SubmitDossier, task_queue: str) -> None:
        """Continue as the real workflow, which listens on another queue."""
        workflow.continue_as_new(call, task_queue=task_queue)


class Messenger(Post):
    """Comes back from its first round at once, from the second when told to, and from the third never."""

    def __init__(self) -> None:
        self._rounds = 0
        self.may_return = asyncio.Event()

    @override
    @activity.defn
    async def deliver(self, delivery: DeliveryRound) -> DeliveryReport:
        self._rounds += 1
        if self._rounds > 1:
            await self.may_return.wait()
        if self._rounds > 2:
            await asyncio.Event().wait()
        return DeliveryReport(sent=self._rounds, deferred=1)
