"""Timeouts and retry policies for each kind of work, all in one place.

Each is a function, so that every call shows its purpose in the Temporal UI.
"""

from datetime import timedelta

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityConfig, LocalActivityConfig

from schemas.refusals import Reason


def ledger(summary: str) -> LocalActivityConfig:
    """A short call to the ledger: retried until it succeeds, unless two histories disagree.

    While the database is unavailable, the waits between retries become timers, so that the workflow task can end.
    """
    return LocalActivityConfig(
        start_to_close_timeout=timedelta(seconds=10),
        local_retry_threshold=timedelta(seconds=4),
        retry_policy=RetryPolicy(
            initial_interval=timedelta(milliseconds=200),
            backoff_coefficient=2,
            maximum_interval=timedelta(seconds=30),
            non_retryable_error_types=[Reason.LEDGER_CONFLICT],
        ),
        summary=summary,
    )


def announcement(summary: str) -> ActivityConfig:
    """The announcement to many dossiers: it reports its progress, and resumes there when its worker dies."""
    return ActivityConfig(
        start_to_close_timeout=timedelta(hours=6),
        heartbeat_timeout=timedelta(seconds=30),
        retry_policy=RetryPolicy(
            initial_interval=timedelta(seconds=1),
            maximum_interval=timedelta(minutes=1),
            non_retryable_error_types=[Reason.LEDGER_CONFLICT],
        ),
        summary=summary,
    )


def delivery(summary: str, *, minutes: int) -> ActivityConfig:
    """A postman's round of so many minutes, restarted whenever it breaks off."""
    return ActivityConfig(
        start_to_close_timeout=timedelta(minutes=minutes + 5),
        heartbeat_timeout=timedelta(seconds=30),
        retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)),
        summary=summary,
    )
