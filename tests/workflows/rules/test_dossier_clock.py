"""What a dossier's clock records: a reminder, an end of term, each once, and nothing before its time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from schemas.stages import Stage
from schemas.verdict import Outcome
from schemas.workflow_state import Clock
from tests.builders.values import NOON, a_dossier, some_rules
from tests.builders.walks import DAY
from tests.simulators.dossier_simulator import DossierSimulator, walked
from workflows.rules import idempotency_keys
from workflows.rules.dossier import dossier_facts


def due(walk: DossierSimulator) -> DossierSimulator:
    """Return the walk once its term has ended, reminder included."""
    return walk.strike().strike()


@pytest.mark.parametrize(
    ("walk", "kinds", "stage"),
    [
        (lambda: walked(Stage.UNIT), ["reminded", "dossier_lapsed"], Stage.LAPSED),
        (lambda: walked(Stage.CLUSTER), ["reminded", "fell_overdue"], Stage.CLUSTER),
        (lambda: walked(Stage.COUNCIL), ["reminded", "fell_overdue"], Stage.COUNCIL),
    ],
)
def test_a_term_reminds_once_and_ends_once(
    walk: Callable[[], DossierSimulator], kinds: list[str], stage: Stage
) -> None:
    """A unit's term ends its dossier; a body's is only noted, for a body's delay must harm no unit."""
    walked_on = due(walk())

    assert [fact.kind for fact in walked_on.facts[-2:]] == kinds
    assert walked_on.state.stage is stage
    assert dossier_facts.on_time(walked_on.state, walked_on.now + 100 * DAY) is None
    assert {fact.by for fact in walked_on.facts[-2:]} == {"vinhdanh"}


def test_after_a_long_outage_the_end_is_told_and_not_the_reminder() -> None:
    """Both have passed: a reminder of a day that is gone would mislead."""
    state = walked(Stage.CLUSTER).state

    fact = dossier_facts.on_time(state, NOON + 60 * DAY)

    assert fact is not None
    assert fact.kind == "fell_overdue"


def test_an_instant_before_its_time_the_clock_says_nothing() -> None:
    """The day of the term is the last one's whole day in Hanoi."""
    state = walked(Stage.CLUSTER).state.model_copy(update={"clock": Clock(due_at=NOON + DAY)})

    assert dossier_facts.on_time(state, NOON + DAY - timedelta(microseconds=1)) is None
    assert dossier_facts.on_time(state, NOON + DAY) is not None


def test_an_overdue_body_is_heard_all_the_same() -> None:
    """And the next body's term begins anew, not overdue."""
    walk = due(walked(Stage.CLUSTER)).hear(Outcome.FORWARD)

    assert walk.state.stage is Stage.COUNCIL
    assert walk.state.awaiting is not None
    assert not walk.state.awaiting.overdue
    assert walk.state.clock.next is not None


def test_without_a_term_nobody_is_pressed() -> None:
    """Where the law gives none, the dossier waits."""
    walk = DossierSimulator(a_dossier(documents=()), some_rules(supplement=None)).submit()

    assert walk.state.awaiting is not None
    assert walk.state.awaiting.due_on is None
    assert walk.state.clock == Clock()
    assert dossier_facts.on_time(walk.state, NOON + 1000 * DAY) is None


def test_a_reminder_and_an_end_of_term_are_two_acts_of_one_wait() -> None:
    """The same fact of the clock must not be written twice, and the next wait's must be written anew."""
    walk = walked(Stage.CLUSTER)
    reminder = idempotency_keys.of_time(walk.state)
    end = idempotency_keys.of_time(walk.strike().state)
    next_wait = idempotency_keys.of_time(walk.hear(Outcome.FORWARD).state)

    assert [fact.kind for fact in walk.facts[-2:]] == ["reminded", "dossier_forwarded"]
    assert len({reminder, end, next_wait}) == 3
