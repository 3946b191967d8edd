"""The postman's workflow: one round of deliveries after another, for ever."""

from temporalio import workflow
from temporalio.common import RawValue

from workflows.rules.views import current_details
from workflows.support import activity_options
from workflows.support.continue_as_new import Renewal, undeterred
from workflows.support.guards import Start, any_payload

with workflow.unsafe.imports_passed_through():
    from schemas.messages import Deliver
    from schemas.names import QueryName, SignalName, WorkflowName, postman_id
    from schemas.ports import DeliveryRound, Post
    from schemas.workflow_state import PostmanState

MINUTES = 10
"""A round's length: long enough to cost next to nothing, short enough for a new version of the workers to take over."""


@workflow.defn(name=WorkflowName.POSTMAN.value)
class PostmanWorkflow:
    """One postman, as `postman-<number>`; several share the work through the database."""

    @workflow.init
    @any_payload
    def __init__(self, sent: RawValue) -> None:
        """Read the number of this postman."""
        self._start = Start(sent, Deliver, lambda call: postman_id(call.number))
        self._state = PostmanState()
        self._renewal = Renewal()

    @workflow.run
    @any_payload
    async def run(self, sent: RawValue) -> None:
        """Deliver in rounds until a new run is due."""
        await undeterred(self._live())
        self._renewal.begin(sent)

    async def _live(self) -> None:
        if self._start.fault:
            raise self._start.fault
        self._display()
        while not self._renewal.is_due:
            await self._round(self._start.message.number)

    async def _round(self, number: int) -> None:
        report = await workflow.execute_activity_method(
            Post.deliver,
            DeliveryRound(postman=number, minutes=MINUTES),
            **activity_options.delivery("Gửi thông báo", minutes=MINUTES),
        )
        self._state = PostmanState(
            sent=self._state.sent + report.sent,
            deferred=self._state.deferred + report.deferred,
            parked=self._state.parked + report.parked,
        )
        self._display()

    @workflow.signal(name=SignalName.RENEW.value, description="Chuyển sang lượt chạy mới")
    def renew(self) -> None:
        """Continue as new after this round."""
        self._renewal.ask()

    @workflow.query(name=QueryName.SHOW.value, description="Số thông báo đã gửi, hoãn, ngừng gửi")
    def show(self) -> PostmanState:
        """Return how many notices this run has sent, deferred and parked so far."""
        return self._state

    def _display(self) -> None:
        workflow.set_current_details(current_details.of_postman(self._start.message.number, self._state))
