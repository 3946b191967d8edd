"""Why an activity may fail, and whether a retry can help.

    ActivityFailure
    ├── LedgerConflict      never retry: the ledger and a workflow disagree, a person must investigate
    ├── FactMissing         never retry: facts are written before they are announced, so it will not appear
    ├── NothingToAnnounce   never retry: see `verdicts.py`
    ├── TwinGone            retry: the twin that blocked the dossier has just closed
    └── Unanswered          retry: see `announcements.py`

Any other failure (a server down, a connection lost) keeps its own exception and is retried.
"""

from typing import Any, ClassVar

from temporalio.exceptions import ApplicationError


class ActivityFailure(ApplicationError):
    """An activity could not do its work."""

    never_retry: ClassVar[bool] = False

    def __init__(self, message: str, *details: Any) -> None:
        super().__init__(message, *details, type=type(self).__name__, non_retryable=self.never_retry)


class LedgerConflict(ActivityFailure):
    """The ledger and a workflow disagree."""

    never_retry = True


class FactMissing(ActivityFailure):
    """The ledger holds no such fact."""

    never_retry = True


class TwinGone(ActivityFailure):
    """A dossier's twin closed while the two were being compared."""
