"""Why an activity may fail, and whether trying again can help.

    ActivityFailure
    ├── LedgerConflict      never retry: the ledger and a workflow disagree, a person must look
    ├── FactMissing         never retry: facts are written before they are told, so it will not come
    ├── NothingToAnnounce   never retry: see `verdicts.py`
    ├── TwinGone            retry: what stood in the way a moment ago no longer does
    └── Unanswered          retry: see `announcements.py`

Whatever else goes wrong (a server away, a connection lost) keeps its own exception and is tried again.
"""

from typing import Any, ClassVar

from temporalio.exceptions import ApplicationError


class ActivityFailure(ApplicationError):
    """An activity could not do what it was asked."""

    never_retry: ClassVar[bool] = False

    def __init__(self, message: str, *details: Any) -> None:
        super().__init__(message, *details, type=type(self).__name__, non_retryable=self.never_retry)


class LedgerConflict(ActivityFailure):
    """The ledger and a workflow tell different stories."""

    never_retry = True


class FactMissing(ActivityFailure):
    """The ledger holds no such fact."""

    never_retry = True


class TwinGone(ActivityFailure):
    """A dossier's twin came to its end while the two were being compared."""
