"""The submission's workflow: a list before an authority, waiting for the decision that answers it."""

from temporalio import workflow
from temporalio.common import RawValue

from workflows.rules.submission import submission_acts, submission_rules
from workflows.rules.submission.submission_acts import SubmissionAct
from workflows.rules.views import current_details
from workflows.support import activity_options, visibility
from workflows.support.continue_as_new import undeterred
from workflows.support.guards import Start, any_payload, clean, refusal_error, single_payload
from workflows.support.recorder import StreamHooks
from workflows.support.stream_base import StreamBase

with workflow.unsafe.imports_passed_through():
    from schemas.facts import SubmissionFact
    from schemas.messages import Decide, Opening, PutForward, Repeated
    from schemas.names import QueryName, UpdateName, WorkflowName, submission_stream
    from schemas.ports import AgendaInquiry, Announcement, Announcer, Ledger
    from schemas.receipts import Answered, Receipt
    from schemas.submission import SubmissionStatus, SubmissionView
    from schemas.workflow_state import SubmissionState


@workflow.defn(name=WorkflowName.SUBMISSION.value)
class SubmissionWorkflow(StreamBase[PutForward, SubmissionState, SubmissionFact]):
    """One submission, as `submission-<submission_id>`."""

    @workflow.init
    @any_payload
    def __init__(self, sent: RawValue) -> None:
        """Read the letter; an act may arrive before `run` begins."""
        start = Start(sent, PutForward, lambda call: submission_stream(call.submission_id))
        hooks = StreamHooks[SubmissionState, SubmissionFact](
            lambda loaded: loaded.submission, submission_rules.apply, lambda _: None, lambda *_: (), self._display
        )
        super().__init__(start, hooks)

    @workflow.run
    @any_payload
    async def run(self, sent: RawValue) -> SubmissionStatus:
        """Run the submission from its letter until every dossier has received its answer."""
        await undeterred(self._live())
        await workflow.wait_condition(workflow.all_handlers_finished)
        if self._state.status is not SubmissionStatus.ANNOUNCED:
            self._renewal.begin(sent)
        return self._state.status

    def _opening(self) -> SubmissionAct:
        return submission_acts.put_forward(self._call, self._start.said)

    async def _live(self) -> None:
        await self._recorder.open(self._learn_the_list, self._opening, "Ghi nhận tờ trình")
        while self._state.status is not SubmissionStatus.ANNOUNCED and not self._renewal.is_due:
            await self._wait_or_announce()

    async def _learn_the_list(self) -> SubmissionState:
        call = clean(self._call)
        inquiry = AgendaInquiry(body=call.authority, stage=call.stage, agenda=call.agenda)
        known = await workflow.execute_local_activity_method(
            Ledger.agenda, inquiry, **activity_options.ledger("Tra cứu danh sách trình")
        )
        if refusal := submission_rules.may_put_forward(call, known):
            raise refusal_error(refusal)
        return SubmissionState(agenda=known.items, shared=known.shared)

    async def _wait_or_announce(self) -> None:
        if self._state.status is SubmissionStatus.DECIDED:
            await self._announce()
            return
        # No timeout: the law gives the authority no deadline that a workflow may enforce.
        await workflow.wait_condition(
            lambda: self._state.status is not SubmissionStatus.SUBMITTED or self._renewal.is_due
        )

    async def _announce(self) -> None:
        # No fact comes between the decision and its announcement: the last fact is the decision.
        report = await workflow.execute_activity_method(
            Announcer.announce,
            Announcement(source=submission_stream(self._call.submission_id), sequence=self._state.sequence),
            **activity_options.announcement(f"Thông báo quyết định tới {len(self._state.agenda)} hồ sơ"),
        )
        await self._recorder.keep(submission_acts.announce(self._call, report), "Ghi nhận đã thông báo")

    @workflow.update(name=UpdateName.RECEIPT.value, description="Biên nhận của tờ trình: gửi kèm lệnh khởi tạo")
    async def receipt(self, asked: Opening | None = None) -> Receipt:
        """Return the receipt of the list once it is recorded, or raise its refusal."""
        return await self._recorder.opening(asked)

    @workflow.update(name=UpdateName.DECIDE.value, description="Quyết định của cấp có thẩm quyền")
    async def decide(self, act: Decide) -> Receipt:
        """Record the authority's decision."""
        return await self._recorder.keep(
            submission_acts.decide(self._call, act), f"Ghi nhận quyết định số {act.decision.number}"
        )

    @decide.validator
    @single_payload
    def _may_decide(self, act: Decide) -> None:
        self._recorder.check(submission_acts.decide(self._call, act))

    @workflow.query(name=QueryName.SHOW.value, description="Xem tờ trình")
    def show(self) -> SubmissionView:
        """Return everything that a caller may see."""
        state = self._recorder.shown
        return submission_rules.view(self._call, state)

    @workflow.query(name=QueryName.KEPT.value, description="Biên nhận của việc đã gửi")
    def kept(self, asked: Repeated) -> Answered:
        """Return the recorded answer to an accepted act."""
        return self._recorder.kept(asked)

    def _display(self, state: SubmissionState) -> None:
        visibility.refresh(
            visibility.of_submission(self._call, state), current_details.of_submission(self._call, state)
        )
