"""Why an activity may fail: the drawing is what the code does."""

import pytest

from activities import announcements, errors, verdicts
from activities.errors import ActivityFailure

FAILURES = sorted(ActivityFailure.__subclasses__(), key=lambda failure: failure.__name__)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
def test_a_failure_is_drawn_and_says_whether_trying_again_helps(failure: type[ActivityFailure]) -> None:
    """Temporal retries for ever unless an error is marked as final."""
    raised = failure("Hỏng", "detail")
    (drawn,) = [line for line in (errors.__doc__ or "").splitlines() if f"── {failure.__name__} " in line]

    assert raised.type == failure.__name__
    assert raised.details == ("detail",)
    assert raised.non_retryable == failure.never_retry
    assert (" never retry: " in drawn) == failure.never_retry


def test_every_module_that_fails_in_its_own_way_is_drawn() -> None:
    """A failure that is not in the drawing would not be looked for."""
    own = {failure.__module__ for failure in FAILURES}

    assert own == {module.__name__ for module in (errors, verdicts, announcements)}
