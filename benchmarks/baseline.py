"""The floor: a bare workflow that answers as many Updates and stores nothing. The cost of Temporal itself."""

from temporalio import workflow


@workflow.defn
class BareWorkflow:
    """Answers `acts` Updates, and ends."""

    @workflow.init
    def __init__(self, acts: int) -> None:
        """Expect so many Updates."""
        self._left = acts

    @workflow.run
    async def run(self, acts: int) -> None:
        """Wait for the last one."""
        await workflow.wait_condition(lambda: self._left == 0)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update
    def act(self, body: str) -> str:
        """Return the body."""
        self._left -= 1
        return body
