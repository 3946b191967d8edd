"""Submissions and postmen that stand in for the real ones; and all stand-ins together."""

from temporalio import workflow

from schemas.messages import Decide, Deliver, PutForward
from schemas.names import WorkflowName
from schemas.submission import SubmissionStatus, SubmissionView
from schemas.verdict import DecisionRef, Receipt
from tests.client.stand_in_dossier import NOT_YOURS, StandInDossier, receipt, refuse
from tests.client.stand_in_sitting import StandInSitting, items


@workflow.defn(name=WorkflowName.SUBMISSION.value)
class StandInSubmission:
    """A submission that is over as soon as it is decided."""

    @workflow.init
    def __init__(self, call: PutForward) -> None:
        self._call = call
        self._decision: DecisionRef | None = None

    @workflow.run
    async def run(self, call: PutForward) -> None:
        await workflow.wait_condition(lambda: self._decision is not None)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update(name="receipt")
    async def receipt(self) -> Receipt:
        """Answer at once."""
        return receipt("list_put_forward", "open")

    @workflow.update(name="decide")
    async def decide(self, act: Decide) -> Receipt:
        """Take the decision of the authority."""
        if str(act.by) != self._call.authority:
            raise refuse(NOT_YOURS)
        self._decision = act.decision
        return receipt("submission_decided", "decide", 2)

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
class StandInPostman:
    """A postman with nothing to deliver."""

    @workflow.run
    async def run(self, call: Deliver) -> int:
        """Go home."""
        return call.number


STAND_INS = (StandInDossier, StandInSitting, StandInSubmission, StandInPostman)
