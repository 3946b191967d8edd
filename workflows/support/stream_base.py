"""The base of every workflow that writes a stream of facts: its call, its recorder, and its renewal."""

from typing import Generic, TypeVar

from temporalio import workflow

from workflows.support import activity_options
from workflows.support.continue_as_new import Renewal
from workflows.support.guards import Start
from workflows.support.recorder import FactRecorder, StreamHooks

with workflow.unsafe.imports_passed_through():
    from schemas.base import Model
    from schemas.facts import Fact
    from schemas.ids import BodyId
    from schemas.names import SignalName
    from schemas.ports import Ledger, SuccessionInquiry
    from schemas.succession import Succession
    from schemas.workflow_state import StreamState

CallT = TypeVar("CallT", bound=Model)
StateT = TypeVar("StateT", bound=StreamState)
FactT = TypeVar("FactT", bound=Fact)


class StreamBase(Generic[CallT, StateT, FactT]):
    """The base of the workflows of dossiers, sittings and submissions."""

    def __init__(self, start: Start[CallT], hooks: StreamHooks[StateT, FactT]) -> None:
        self._start = start
        self._renewal = Renewal()
        self._recorder = FactRecorder(hooks, start)

    @property
    def _call(self) -> CallT:
        return self._start.message

    @property
    def _state(self) -> StateT:
        return self._recorder.state

    async def _ended(self, bodies: tuple[BodyId, ...]) -> tuple[Succession, ...]:
        if not bodies:
            return ()
        known = await workflow.execute_local_activity_method(
            Ledger.successions,
            SuccessionInquiry(bodies=bodies, on=workflow.now()),
            **activity_options.ledger("Tra cứu cơ quan, đơn vị kế thừa"),
        )
        return known.ended

    @workflow.signal(name=SignalName.RENEW.value, description="Chuyển sang lượt chạy mới")
    def renew(self) -> None:
        """Continue as new at the next quiet moment."""
        self._renewal.ask()
