"""What every handler of a sitting's acts needs: its call, its recorder, and its renewal."""

from temporalio import workflow

from workflows.support.guards import Start
from workflows.support.recorder import FactRecorder, StreamHooks
from workflows.support.renewal import Renewal

with workflow.unsafe.imports_passed_through():
    from schemas.facts import SittingFact
    from schemas.messages import Convene
    from schemas.workflow_state import SittingState


class SittingBase:
    """The recorder of one sitting's facts."""

    def __init__(self, start: Start[Convene], hooks: StreamHooks[SittingState, SittingFact]) -> None:
        self._start = start
        self._renewal = Renewal()
        self._recorder = FactRecorder(hooks, start)

    @property
    def _call(self) -> Convene:
        return self._start.message

    @property
    def _state(self) -> SittingState:
        return self._recorder.state
