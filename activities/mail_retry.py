"""Undelivered notices: when each is retried, and when it is parked."""

from datetime import timedelta
from enum import StrEnum

import structlog

from activities import outbox, sql
from activities.outbox import LeasedNotice
from activities.smtp import DeliveryError, MailSettings

log = structlog.get_logger(__name__)


class DeliveryOutcome(StrEnum):
    """The outcome of one try."""

    SENT = "sent"
    DEFERRED = "deferred"
    PARKED = "parked"


async def retry_or_park(
    conn: sql.Connection, notice: LeasedNotice, failure: DeliveryError, settings: MailSettings
) -> DeliveryOutcome:
    """Defer a notice until its next try, or park it: after its last try, or where a retry would fail the same way."""
    said = {"notice": notice.id, "stream": notice.stream, "template": notice.template, "attempts": notice.attempts}
    why = type(failure).__name__
    if failure.hopeless or notice.attempts >= settings.tries:
        await outbox.park(conn, notice, str(failure))
        log.error("notice_parked", why=why, **said)
        return DeliveryOutcome.PARKED
    await outbox.put_off(conn, notice, wait_after(notice.attempts, settings), str(failure))
    log.warning("notice_deferred", why=why, **said)
    return DeliveryOutcome.DEFERRED


def wait_after(attempts: int, settings: MailSettings) -> timedelta:
    """Return how long a notice waits after so many failed tries, from 1: twice as long after each try."""
    # Doubled without a limit, the wait overflows long before the last try.
    doublings = min(attempts - 1, 20)
    return min(settings.first_wait * (1 << doublings), settings.longest_wait)
