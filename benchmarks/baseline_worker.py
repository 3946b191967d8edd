"""The floor's worker, which polls for work as ours does, and its process in the stack."""

import sys
from collections.abc import Sequence

from temporalio.worker import UnsandboxedWorkflowRunner, Worker
from typing_extensions import override

from benchmarks.baseline import BareWorkflow
from vinhdanh.connection import connect, run
from worker.build import POLLERS
from worker.embedded.stack import Stack
from worker.embedded.worker_process import WorkerProcess
from worker.run import told_to_stop

TASK_QUEUE = "floor"
READY = "floor is ready"


class FloorProcess(WorkerProcess):
    """Runs the bare workflow."""

    def __init__(self, stack: Stack) -> None:
        """Work for the servers of `stack`."""
        super().__init__(stack, name="floor")

    @override
    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "benchmarks.baseline_worker"]

    @override
    async def answers(self) -> bool:
        return READY in self.last_words()


async def work() -> None:
    """Run the bare workflow until a stop signal."""
    stop = told_to_stop()
    async with (
        connect() as client,
        Worker(
            client,
            task_queue=TASK_QUEUE,
            workflows=[BareWorkflow],
            workflow_runner=UnsandboxedWorkflowRunner(),
            workflow_task_poller_behavior=POLLERS,
        ),
    ):
        print(READY, flush=True)
        await stop.wait()


if __name__ == "__main__":
    run(work())
