"""Undelivered findings of sittings and submissions: their list, and their repeated delivery."""

import asyncio
from collections.abc import Sequence

from schemas import names
from schemas.base import Line, Model, Text
from schemas.dossier import DossierView
from schemas.ids import DossierId, StreamId
from schemas.messages import Hear
from schemas.names import SearchName, UpdateName, WorkflowName
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.sitting import AnnouncementReport, SittingStatus, SittingView, Unheard
from schemas.stages import Stage
from schemas.submission import SubmissionStatus, SubmissionView
from vinhdanh import declined
from vinhdanh._gateway import WorkflowGateway
from vinhdanh.declined import Declined

_AT_ONCE = 8
"""How many dossiers are queried at the same time."""

_IS_OF_BODIES = f"WorkflowType IN ('{WorkflowName.SITTING}', '{WorkflowName.SUBMISSION}')"
_HAS_FAILED = f"{SearchName.UNDELIVERED} = true"
# One that has begun awaits its body until it is closed or decided.
_IS_TELLING = f"ExecutionStatus = 'Running' AND {SearchName.AWAITED_BODY} IS NULL"


class Undelivered(Model):
    """A finding that has not reached its dossier."""

    source: StreamId
    """The sitting or submission that made the finding."""

    dossier_id: DossierId | None = None
    """None while the source is still announcing, and has not reported its failures."""

    reason: Line | None = None
    """Why the finding was not delivered, machine-readable: one of `schemas.refusals.Reason`."""

    message: Text
    """The same for people."""

    stage: Stage | None = None
    """The dossier's current stage; None where there is no such dossier."""

    on_hold: bool = False
    """Whether the dossier is on hold now: it must be released before the finding can be delivered."""


class Announcements:
    """Lists the findings that have not reached their dossiers, and delivers them again.

    Every method raises `Declined` and nothing else of its own.
    """

    def __init__(self, gateway: WorkflowGateway) -> None:
        self._gateway = gateway
        self._asking = asyncio.Semaphore(_AT_ONCE)

    async def undelivered(self, *, with_ended: bool = False) -> tuple[Undelivered, ...]:
        """Return the undelivered findings, by source and dossier.

        Temporal's index, the source, keeps ended workflows for a limited time and may lag by a second or two.

        Args:
            with_ended: Include dossiers that have ended meanwhile and can receive nothing more.
        """
        found = await asyncio.gather(*map(self._of_source, await self._sources()))
        return tuple(one for missed in found for one in missed if with_ended or not _has_ended(one))

    async def tell(self, dossier_id: DossierId, finding: Hear) -> Receipt:
        """Deliver the finding of a sitting or submission to a dossier; a repeated delivery returns the same receipt."""
        return await self._gateway.send(names.dossier_stream(dossier_id), UpdateName.HEAR, finding)

    async def finding_of(self, source: StreamId) -> Hear:
        """Return the pointer to the finding of a sitting or submission.

        Raises:
            Declined: `NO_SUCH_FINDING`, where there is no finding yet.
        """
        view = await self._view(source)
        match view.status:
            case SittingStatus.ANNOUNCED | SubmissionStatus.ANNOUNCED:
                # The last fact is the announcement, the one before it the finding.
                return Hear(source=source, sequence=view.facts - 1)
            case SittingStatus.CLOSED | SubmissionStatus.DECIDED:
                return Hear(source=source, sequence=view.facts)
            case _:
                raise Declined(Reason.NO_SUCH_FINDING, f"{source} chưa có kết quả để báo.", (source,))

    async def _sources(self) -> Sequence[StreamId]:
        query = f"{_IS_OF_BODIES} AND ({_HAS_FAILED} OR ({_IS_TELLING}))"
        with declined.translate_errors():
            async with asyncio.timeout(self._gateway.patience.total_seconds()):
                found = {run.id async for run in self._gateway.client.list_workflows(query)}
        return [StreamId(source) for source in sorted(found)]

    async def _of_source(self, source: StreamId) -> Sequence[Undelivered]:
        try:
            view = await self._view(source)
        except Declined as declined:
            if declined.reason is not Reason.NOT_FOUND:
                raise
            # It had only just been started, and its start was refused.
            return ()
        if view.report is None:
            is_telling = view.status in {SittingStatus.CLOSED, SubmissionStatus.DECIDED}
            waiting = f"Đang báo kết quả tới {len(view.agenda)} hồ sơ."
            return (Undelivered(source=source, message=waiting),) if is_telling else ()
        missed = await asyncio.gather(*(self._of_dossier(source, unheard) for unheard in _by_name(view.report)))
        return [one for one in missed if one is not None]

    async def _of_dossier(self, source: StreamId, unheard: Unheard) -> Undelivered | None:
        found = Undelivered(source=source, **unheard.model_dump())
        try:
            async with self._asking:
                view = await self._gateway.ask(names.dossier_stream(unheard.dossier_id), DossierView)
        except Declined as declined:
            if declined.reason is not Reason.NOT_FOUND:
                raise
            return found
        if any(passage.source == source for passage in view.passages):
            return None
        return found.evolve(stage=view.stage, on_hold=view.held is not None)

    async def _view(self, source: StreamId) -> SittingView | SubmissionView:
        async with self._asking:
            if source.startswith("sitting-"):
                return await self._gateway.ask(source, SittingView)
            if source.startswith("submission-"):
                return await self._gateway.ask(source, SubmissionView)
        raise declined.malformed((f"source: {source} is neither a sitting nor a submission",))


def _by_name(report: AnnouncementReport) -> Sequence[Unheard]:
    return sorted(report.unheard, key=lambda unheard: unheard.dossier_id)


def _has_ended(found: Undelivered) -> bool:
    return found.stage is not None and found.stage.is_final
