"""Submissions (tờ trình), as they are put before an authority and answered by its decision."""

from datetime import timedelta

from schemas import names
from schemas.ids import SubmissionId
from schemas.messages import Decide, PutForward
from schemas.names import UpdateName, WorkflowName
from schemas.receipts import Receipt
from schemas.submission import SubmissionStatus, SubmissionView
from vinhdanh._gateway import WorkflowGateway


class Submissions:
    """Puts lists forward, sends the decisions that answer them, and shows their results.

    Every method raises `Declined` and nothing else of its own.
    """

    def __init__(self, gateway: WorkflowGateway) -> None:
        self._gateway = gateway

    async def put_forward(self, message: PutForward) -> Receipt:
        """Put a list before an authority; the same call again answers with the same receipt.

        Raises:
            Declined: `ALREADY_STARTED`, where the identifier belongs to a submission with another message.
        """
        stream = names.submission_stream(message.submission_id)
        summary = f"Tờ trình lên {message.authority}: {len(message.agenda)} hồ sơ"
        opened = await self._gateway.open(WorkflowName.SUBMISSION, stream, message, summary=summary)
        return opened.receipt

    async def decide(self, submission_id: SubmissionId, act: Decide) -> Receipt:
        """Answer a submission with the authority's decision."""
        return await self._gateway.send(names.submission_stream(submission_id), UpdateName.DECIDE, act)

    async def show(self, submission_id: SubmissionId) -> SubmissionView:
        """Return a caller's view of a submission."""
        return await self._gateway.ask(names.submission_stream(submission_id), SubmissionView)

    async def announced(self, submission_id: SubmissionId, within: timedelta) -> SubmissionView:
        """Return the submission once its decision is announced to its dossiers.

        Raises:
            Declined: `UNANSWERED`, where this has not happened `within` that time.
        """
        stream = names.submission_stream(submission_id)
        return await self._gateway.watch(stream, SubmissionView, _is_announced, within=within)


def _is_announced(view: SubmissionView) -> bool:
    return view.status is SubmissionStatus.ANNOUNCED
