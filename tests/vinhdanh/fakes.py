"""Fakes of submissions and postmen; and all fakes together."""

import json

from temporalio import workflow

from schemas.messages import Decide, Deliver, Opening, PutForward, Repeated
from schemas.names import WorkflowName
from schemas.receipts import Answered, Receipt
from schemas.submission import SubmissionStatus, SubmissionView
from schemas.verdict import DecisionRef
from tests.vinhdanh.fake_dossier_workflow import NOT_YOURS, FakeDossierWorkflow, opened, receipt, refuse
from tests.vinhdanh.fake_sitting_workflow import FakeSittingWorkflow, items


@workflow.defn(name=WorkflowName.SUBMISSION.value)
class FakeSubmissionWorkflow:
    """A submission that is over as soon as it is decided."""

    @workflow.init
    def __init__(self, call: PutForward) -> None:
        self._call = call
        self._decision: DecisionRef | None = None
        self._kept: Receipt | None = None

    @workflow.run
    async def run(self, call: PutForward) -> None:
        await workflow.wait_condition(lambda: self._decision is not None)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update(name="receipt")
    async def receipt(self, asked: Opening | None = None) -> Receipt:
        """Answer at once."""
        return opened(self._call, asked, "list_put_forward")

    @workflow.query(name="kept")
    def kept(self, asked: Repeated) -> Answered:
        """Return the receipt of the decision that was taken, for the same number."""
        told = json.dumps(asked.body.get("decision"), ensure_ascii=False)
        is_the_same = self._decision is not None and f'"{self._decision.number}"' in told
        return Answered(receipt=self._kept if is_the_same else None)

    @workflow.update(name="decide")
    async def decide(self, act: Decide) -> Receipt:
        """Take the decision of the authority."""
        if str(act.by) != self._call.authority:
            raise refuse(NOT_YOURS)
        self._decision = act.decision
        self._kept = receipt("submission_decided", "decide", 2)
        return self._kept

    @workflow.query(name="show")
    def show(self) -> SubmissionView:
        """Return the submission."""
        return SubmissionView(
            submission_id=self._call.submission_id,
            authority=self._call.authority,
            stage=self._call.stage,
            letter=self._call.letter,
            status=SubmissionStatus.SUBMITTED if self._decision is None else SubmissionStatus.ANNOUNCED,
            agenda=items(self._call.agenda),
            decision=self._decision,
            granted=(),
            refused=(),
            returned=(),
            report=None,
            facts=1,
        )


@workflow.defn(name=WorkflowName.POSTMAN.value)
class FakePostmanWorkflow:
    """A postman with nothing to deliver."""

    @workflow.run
    async def run(self, call: Deliver) -> int:
        """Return."""
        return call.number


FAKES = (FakeDossierWorkflow, FakeSittingWorkflow, FakeSubmissionWorkflow, FakePostmanWorkflow)
