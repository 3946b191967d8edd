"""Announcements: the findings of a sitting or submission are sent to its dossiers.

A dossier returns the same receipt for a verdict sent twice, so an announcement may stop anywhere and be retried.
Progress is kept in the heartbeat, so that the next attempt need not send to every dossier again.
"""

import asyncio
from collections.abc import Iterator

import asyncpg
import structlog
from pydantic import ValidationError
from temporalio import activity
from temporalio.client import Client, RPCTimeoutOrCancelledError, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from typing_extensions import override

from activities import caller_checks, heartbeat, sql
from activities.errors import ActivityFailure
from activities.ledger import fact_at
from activities.verdicts import verdicts_of
from schemas import names
from schemas.base import Model
from schemas.ids import DossierId
from schemas.messages import Hear
from schemas.names import UpdateName
from schemas.ports import Announcement, Announcer
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.sitting import AnnouncementReport, Unheard
from schemas.verdict import Verdict

log = structlog.get_logger(__name__)

SQL = sql.load("announcements")

AT_ONCE = 8
"""The number of dossiers notified at the same time."""

_LONGEST_MESSAGE = 200
"""A thousand dossiers may refuse at once, and all their messages must fit into one Temporal payload."""


class AnswerTimeouts(Model):
    """The timeouts for answers within one attempt; Temporal retries the attempt."""

    seconds: float = 20.0
    """For each answer. A dossier answers when its fact is kept: without a database, it cannot answer."""

    pauses: tuple[float, ...] = (0.0, 1.0, 3.0)
    """Seconds before each try."""


class Unanswered(ActivityFailure):
    """Some dossiers did not answer in time."""


class Progress(Model):
    """The progress of an announcement."""

    told: tuple[DossierId, ...] = ()
    unheard: tuple[Unheard, ...] = ()


class TemporalAnnouncer(Announcer):
    """Sends findings by Update. A lost server or database raises an exception, and a retry helps."""

    def __init__(self, client: Client, pool: asyncpg.Pool, patience: AnswerTimeouts | None = None) -> None:
        self._client = client
        self._pool = pool
        self._patience = patience or AnswerTimeouts()

    @override
    @activity.defn
    async def announce(self, announcement: Announcement) -> AnnouncementReport:
        caller_checks.only_the_workflow(announcement.source)
        async with self._pool.acquire(timeout=self._patience.seconds) as conn:
            kept = await fact_at(conn, announcement.source, announcement.sequence)
        hear = Hear(source=announcement.source, sequence=announcement.sequence)
        telling = AnnouncementRun(self._client, hear, _last_progress(), self._patience)
        async with heartbeat.beating(telling.progress):
            await telling.tell_all(verdicts_of(kept.fact))
            async with self._pool.acquire(timeout=self._patience.seconds) as conn:
                await telling.account_for_the_gone(conn)
        report = telling.report()
        log.info("findings_announced", source=announcement.source, told=report.told, unheard=len(report.unheard))
        return report


class AnnouncementRun:
    """One announcement in progress: the dossiers that received it, cannot receive it, or have not answered."""

    def __init__(self, client: Client, hear: Hear, progress: Progress, patience: AnswerTimeouts) -> None:
        self._client = client
        self._hear = hear
        self._patience = patience
        self._told = list(progress.told)
        self._unheard = list(progress.unheard)
        self._gone: list[DossierId] = []
        self._silent: list[DossierId] = []

    def progress(self) -> Progress:
        """Return the part that need not be repeated."""
        return Progress(told=tuple(self._told), unheard=tuple(self._unheard))

    async def tell_all(self, verdicts: tuple[Verdict, ...]) -> None:
        """Send to each dossier that no earlier attempt reached, a few at a time."""
        done = {*self._told, *(one.dossier_id for one in self._unheard)}
        waiting = iter([verdict for verdict in verdicts if verdict.dossier_id not in done])
        async with asyncio.TaskGroup() as tellers:
            for _ in range(AT_ONCE):
                tellers.create_task(self._tell_each(waiting))

    async def account_for_the_gone(self, conn: sql.Connection) -> None:
        """Classify the dossiers without a running workflow, by their facts in the ledger."""
        streams = [names.dossier_stream(id) for id in self._gone]
        rows = await conn.fetch(SQL["last_words"], streams, self._hear.source, timeout=self._patience.seconds)
        has_heard = {row["stream"]: row["heard"] for row in rows}
        for dossier_id in self._gone:
            match has_heard.get(names.dossier_stream(dossier_id)):
                case True:
                    self._told.append(dossier_id)
                case False:
                    self._miss(dossier_id, Reason.DOSSIER_CLOSED, "Hồ sơ đã kết thúc.")
                case None:
                    self._miss(dossier_id, Reason.NOT_FOUND, "Không có hồ sơ này.")

    def report(self) -> AnnouncementReport:
        """Return the result.

        Raises:
            Unanswered: Some dossiers have not answered.
        """
        if self._silent:
            raise Unanswered(f"{len(self._silent)} dossiers did not answer", *self._silent[:10])
        return AnnouncementReport(told=len(self._told), unheard=tuple(self._unheard))

    async def _tell_each(self, waiting: Iterator[Verdict]) -> None:
        for verdict in waiting:
            await self._tell(verdict)

    async def _tell(self, verdict: Verdict) -> None:
        for pause in self._patience.pauses:
            await asyncio.sleep(pause)
            if await self._is_answered(verdict):
                return
        self._silent.append(verdict.dossier_id)

    async def _is_answered(self, verdict: Verdict) -> bool:
        dossier = self._client.get_workflow_handle(names.dossier_stream(verdict.dossier_id))
        try:
            async with asyncio.timeout(self._patience.seconds):
                await dossier.execute_update(
                    UpdateName.HEAR, self._hear, id=f"{UpdateName.HEAR}:{verdict.source}", result_type=Receipt
                )
        except WorkflowUpdateFailedError as failed:
            return self._is_refused(verdict, failed.cause)
        except RPCError as failed:
            return self._is_gone(verdict, failed)
        except (TimeoutError, RPCTimeoutOrCancelledError) as failed:
            _go_if_called_off()
            return _must_try_again(verdict, failed)
        self._told.append(verdict.dossier_id)
        return True

    def _is_refused(self, verdict: Verdict, cause: BaseException | None) -> bool:
        # A refusal has one of our reasons; anything else is a fault, and is retried until it is repaired.
        if isinstance(cause, ApplicationError) and cause.type in set(Reason):
            self._miss(verdict.dossier_id, Reason(cause.type), cause.message)
            return True
        return _must_try_again(verdict, cause)

    def _is_gone(self, verdict: Verdict, failed: RPCError) -> bool:
        if failed.status is RPCStatusCode.NOT_FOUND:
            self._gone.append(verdict.dossier_id)
            return True
        return _must_try_again(verdict, failed)

    def _miss(self, dossier_id: DossierId, reason: Reason, message: str) -> None:
        self._unheard.append(
            Unheard(dossier_id=dossier_id, reason=reason.value, message=_legible(message) or reason.value)
        )
        log.warning("dossier_did_not_hear", dossier_id=dossier_id, source=self._hear.source, reason=reason)


def _must_try_again(verdict: Verdict, failed: BaseException | None) -> bool:
    log.info("dossier_did_not_answer", dossier_id=verdict.dossier_id, source=verdict.source, why=type(failed).__name__)
    return False


def _go_if_called_off() -> None:
    # The SDK raises its own exception for a cancelled call; going on would exceed the worker's shutdown timeout.
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _legible(message: str) -> str:
    line = " ".join(message.split())
    return "".join(character for character in line if character.isprintable())[:_LONGEST_MESSAGE].strip()


def _last_progress() -> Progress:
    details = activity.info().heartbeat_details
    if not details:
        return Progress()
    try:
        return Progress.model_validate(details[0], strict=False)
    except ValidationError:
        # Another release wrote it. Every dossier is sent its finding again; repeated ones return the same receipt.
        return Progress()
