"""Offices that do as they are told: an act of which nobody says what became is sent again; each receipt is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

from temporalio.client import Client
from typing_extensions import override

from schemas.dossier import DossierView
from schemas.ids import DossierId, SittingId, SubmissionId
from schemas.messages import Cast, Close, Convene, Decide, PutForward, SubmitDossier, Supplement, Withdraw
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.sitting import SittingView
from schemas.submission import SubmissionView
from vinhdanh import Declined, Dossiers, Sittings, Submissions
from vinhdanh.dossiers import Submitted
from worker.demo.scenario import Offices

T = TypeVar("T")

LIMIT = 240.0
"""Seconds after which even an office that insists gives up."""

_PAUSE = 0.2


class ReceiptLog:
    """Hears every receipt that anybody was given."""

    def __init__(self) -> None:
        self.receipts: list[Receipt] = []

    async def hears(self, send: Callable[[], Awaitable[Receipt]]) -> Receipt:
        """Send an act until somebody says what became of it, and keep the receipt."""
        receipt = await retrying(send)
        self.receipts.append(receipt)
        return receipt

    def offices(self, client: Client, task_queue: str, patience: timedelta) -> Offices:
        """Return the three doors, with this witness at each."""
        how: dict[str, Any] = {"task_queue": task_queue, "patience": patience}
        return Offices(
            RetryingDossiers(self, client, **how),
            RetryingSittings(self, client, **how),
            RetryingSubmissions(self, client, **how),
        )


async def retrying(send: Callable[[], Awaitable[T]]) -> T:
    """Send again whatever got no answer.

    Raises:
        Declined: It was refused.
        TimeoutError: There was no answer for too long.
    """
    async with asyncio.timeout(LIMIT):
        while True:
            try:
                return await send()
            except Declined as declined:
                if declined.reason is not Reason.UNANSWERED:
                    raise
            await asyncio.sleep(_PAUSE)


class RetryingDossiers(Dossiers):
    """Dossiers whose units insist."""

    def __init__(self, witness: ReceiptLog, client: Client, **how: Any) -> None:
        super().__init__(client, **how)
        self._witness = witness

    @override
    async def submit(self, message: SubmitDossier) -> Submitted:
        submitted = await retrying(lambda: super(RetryingDossiers, self).submit(message))
        if submitted.receipt is not None:
            self._witness.receipts.append(submitted.receipt)
        return submitted

    @override
    async def supplement(self, dossier_id: DossierId, act: Supplement) -> Receipt:
        return await self._witness.hears(lambda: super(RetryingDossiers, self).supplement(dossier_id, act))

    @override
    async def withdraw(self, dossier_id: DossierId, act: Withdraw) -> Receipt:
        return await self._witness.hears(lambda: super(RetryingDossiers, self).withdraw(dossier_id, act))

    @override
    async def show(self, dossier_id: DossierId) -> DossierView:
        return await retrying(lambda: super(RetryingDossiers, self).show(dossier_id))


class RetryingSittings(Sittings):
    """Sittings whose secretaries and members insist."""

    def __init__(self, witness: ReceiptLog, client: Client, **how: Any) -> None:
        super().__init__(client, **how)
        self._witness = witness

    @override
    async def convene(self, message: Convene) -> Receipt:
        return await self._witness.hears(lambda: super(RetryingSittings, self).convene(message))

    @override
    async def cast(self, sitting_id: SittingId, act: Cast) -> Receipt:
        return await self._witness.hears(lambda: super(RetryingSittings, self).cast(sitting_id, act))

    @override
    async def close(self, sitting_id: SittingId, act: Close) -> Receipt:
        return await self._witness.hears(lambda: super(RetryingSittings, self).close(sitting_id, act))

    @override
    async def show(self, sitting_id: SittingId) -> SittingView:
        return await retrying(lambda: super(RetryingSittings, self).show(sitting_id))

    @override
    async def announced(self, sitting_id: SittingId, within: timedelta) -> SittingView:
        return await retrying(lambda: super(RetryingSittings, self).announced(sitting_id, within))


class RetryingSubmissions(Submissions):
    """Submissions whose senders insist."""

    def __init__(self, witness: ReceiptLog, client: Client, **how: Any) -> None:
        super().__init__(client, **how)
        self._witness = witness

    @override
    async def put_forward(self, message: PutForward) -> Receipt:
        return await self._witness.hears(lambda: super(RetryingSubmissions, self).put_forward(message))

    @override
    async def decide(self, submission_id: SubmissionId, act: Decide) -> Receipt:
        return await self._witness.hears(lambda: super(RetryingSubmissions, self).decide(submission_id, act))

    @override
    async def show(self, submission_id: SubmissionId) -> SubmissionView:
        return await retrying(lambda: super(RetryingSubmissions, self).show(submission_id))

    @override
    async def announced(self, submission_id: SubmissionId, within: timedelta) -> SubmissionView:
        return await retrying(lambda: super(RetryingSubmissions, self).announced(submission_id, within))
