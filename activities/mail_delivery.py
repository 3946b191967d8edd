"""Mail delivery: notices are sent from the outbox by e-mail, each on its own retry schedule.

A notice is sent at least once. If a postman dies after the server accepts a notice and before it is marked, the notice
is sent again with the same Message-ID, so that a mailbox recognises the copy. Marking first would lose notices instead.

A notice being sent is held by a lease, not by an open transaction: nothing in the database waits for a mail server, and
the notices of a dead postman are due again when the lease ends.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from email.message import EmailMessage

import asyncpg
import structlog
from aiosmtplib import SMTP
from jinja2 import TemplateError
from temporalio import activity
from typing_extensions import override

from activities import caller_checks, heartbeat, mail_rendering, mail_retry, outbox, smtp, sql
from activities.mail_retry import DeliveryOutcome
from activities.outbox import LeasedNotice
from activities.smtp import DeliveryError, MailSettings, PermanentFailure, ServerUnavailable
from schemas.notices import DeliveryReport
from schemas.ports import DeliveryRound, Post

log = structlog.get_logger(__name__)

CHANNEL = "notice"

LONGEST_WAIT = 15.0
"""Seconds after which the outbox is polled without a notification, which may be lost."""

SHORTEST_WAIT = 1.0
"""Seconds between polls at the least: a notice that is due but not available is held by another postman."""


class WakeUp:
    """An event: set when a notice is queued, and for good when the round must end."""

    def __init__(self) -> None:
        self.ended = False
        self._rung = asyncio.Event()

    def ring(self, *_: object) -> None:
        """Wake the waiting task."""
        self._rung.set()

    def end(self) -> None:
        """Wake the waiting task to end the round."""
        self.ended = True
        self.ring()

    async def wait(self, seconds: float) -> None:
        """Return when next woken or after so many seconds; at once, if woken since the last wait."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()


class MailPost(Post):
    """Delivers notices by SMTP.

    A lost database raises an exception of asyncpg or of the system, and a retry helps; a lost mail server raises none.
    """

    def __init__(self, pool: asyncpg.Pool, settings: MailSettings, *, postmen: int) -> None:
        self._pool = pool
        self._postmen = postmen
        self._settings = settings
        # Enough for a connection and many notices, and for the last one to use its whole timeout.
        self._lease = timedelta(seconds=6 * settings.seconds)

    @override
    @activity.defn
    async def deliver(self, delivery: DeliveryRound) -> DeliveryReport:
        caller_checks.only_a_postman(delivery.postman, of=self._postmen)
        bell = WakeUp()
        async with (
            heartbeat.beating(),
            self._pool.acquire(timeout=outbox.SECONDS) as conn,
            _rung_by_notices(conn, bell),
            _rung_by_shutdown(bell),
        ):
            work = asyncio.create_task(self._go_round(conn, bell, minutes=delivery.minutes))
            try:
                report = await asyncio.shield(work)
            except asyncio.CancelledError:
                # Stopped between the server's acceptance and the mark, a notice would be sent twice: finish this one.
                bell.end()
                report = await work
                if _is_set_aside():
                    raise
        log.info("round_ended", postman=delivery.postman, **report.model_dump())
        return report

    async def _go_round(self, conn: sql.Connection, bell: WakeUp, *, minutes: int) -> DeliveryReport:
        home = time.monotonic() + minutes * 60
        fates: Counter[str] = Counter()
        while True:
            lease_ends = time.monotonic() + self._lease.total_seconds()
            taken = await outbox.take_up(conn, at_most=self._settings.batch, lease=self._lease)
            if taken:
                fates += await self._send(conn, deque(taken), bell, lease_ends=lease_ends)
            if bell.ended or time.monotonic() >= home:
                return DeliveryReport(**fates)
            if not taken:
                await bell.wait(min(await _patience(conn), home - time.monotonic()))

    async def _send(
        self, conn: sql.Connection, taken: deque[LeasedNotice], bell: WakeUp, *, lease_ends: float
    ) -> Counter[str]:
        fates: Counter[str] = Counter()
        try:
            async with smtp.connection(self._settings) as server:
                # Each try ends well within the lease, or another postman would send the same notice.
                last_start = lease_ends - 2 * self._settings.seconds
                while taken and server.is_connected and not bell.ended and time.monotonic() < last_start:
                    fates[await self._try(conn, server, taken.popleft())] += 1
        except ServerUnavailable as away:
            while taken:
                fates[await mail_retry.retry_or_park(conn, taken.popleft(), away, self._settings)] += 1
        await outbox.give_back(conn, taken)
        return fates

    async def _try(self, conn: sql.Connection, server: SMTP, letter: LeasedNotice) -> DeliveryOutcome:
        sender, seconds = self._settings.sender, self._settings.seconds
        try:
            await smtp.hand_over(server, self._written(letter), sender=sender, to=letter.email, seconds=seconds)
        except DeliveryError as failure:
            return await mail_retry.retry_or_park(conn, letter, failure, self._settings)
        await outbox.mark_sent(conn, letter)
        log.info("notice_sent", notice=letter.id, stream=letter.stream, template=letter.template)
        return DeliveryOutcome.SENT

    def _written(self, letter: LeasedNotice) -> EmailMessage:
        if letter.attempts > self._settings.tries:
            raise PermanentFailure("its postman did not come back from the last try")
        try:
            return mail_rendering.write(
                letter.read(), message_id=letter.message_id, queued_at=letter.queued_at, sender=self._settings
            )
        except (ValueError, TemplateError) as error:
            raise PermanentFailure(f"it cannot be written: {error}") from error


async def _patience(conn: sql.Connection) -> float:
    seconds = await outbox.seconds_until_next(conn)
    return LONGEST_WAIT if seconds is None else min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)


@asynccontextmanager
async def _rung_by_notices(conn: sql.Connection, bell: WakeUp) -> AsyncIterator[None]:
    await conn.add_listener(CHANNEL, bell.ring)
    # A lost connection delivers no notifications: wake up, so that the next statement fails soon.
    conn.add_termination_listener(bell.ring)
    try:
        yield
    finally:
        conn.remove_termination_listener(bell.ring)
        await conn.remove_listener(CHANNEL, bell.ring)


@asynccontextmanager
async def _rung_by_shutdown(bell: WakeUp) -> AsyncIterator[None]:
    async def end() -> None:
        await activity.wait_for_worker_shutdown()
        bell.end()

    watch = asyncio.create_task(end())
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.wait([watch])


def _is_set_aside() -> bool:
    # An operator paused or reset the activity: returning a report would complete it.
    details = activity.cancellation_details()
    return details is not None and (details.paused or details.reset)
