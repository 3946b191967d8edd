"""Sittings at random, from the convening to the minutes: each act and each count held against the reference."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from schemas import calendars
from schemas.ids import DossierId
from schemas.minutes import Finding
from schemas.refusals import Reason
from schemas.sitting import SittingStatus
from tests.builders.values import NOON
from tests.faults.seeds import SOAK
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules import random_acts, random_sittings, reference_rights
from tests.workflows.rules import reference_sitting as story_of
from tests.workflows.rules.comparison import Comparison
from tests.workflows.rules.random_sittings import chance, known_of, roll_of, some
from tests.workflows.rules.reference_sitting import ReferenceMeeting, ReferenceSitting

# Of a wider range Hypothesis would mostly draw small numbers, and the same sittings again and again.
DICE = st.integers(0, 2**24 - 1).map(Random)


def goes_on(sittings: "Sittings") -> bool:
    """Return whether the sitting is not closed yet: most of what could be sent afterwards is refused by one rule."""
    return sittings.simulator.state.status is not SittingStatus.CLOSED


class Sittings(RuleBasedStateMachine):
    """One sitting after the other, each with a second count beside it."""

    seen: ClassVar[Counter[str]] = Counter()
    """All outcomes, so that dice which never throw anything are noticed."""

    observer: Comparison

    @property
    def simulator(self) -> SittingSimulator:
        """The sitting that is held."""
        return self.observer.simulator

    @property
    def story(self) -> ReferenceSitting:
        """The story as the observer counts it."""
        return self.observer.story

    @initialize(dice=DICE)
    def begin(self, dice: Random) -> None:
        """Convene a sitting; at times one that may not be."""
        self.observer = Comparison(random_sittings.a_sitting(dice), NOON, self.seen)
        while not self.observer.was_convened:
            self.observer = Comparison(random_sittings.a_sitting(dice), NOON, self.seen)

    @precondition(lambda self: self.simulator.state.status is SittingStatus.CLOSED)
    @rule(dice=DICE)
    def next_one(self, dice: Random) -> None:
        """Convene another one."""
        self.observer.ends_as_told()
        self.begin(dice)

    @rule(dice=DICE)
    def cast(self, dice: Random) -> None:
        """A seat votes."""
        act = random_acts.a_ballot(self.story, dice)
        allowed = reference_rights.may_cast(self.story, act, calendars.day_of(self.simulator.now))
        self.observer.send(act, allowed=allowed)

    @precondition(lambda self: self.simulator.state.status is SittingStatus.OPEN)
    @rule(dice=DICE)
    def the_others_vote(self, dice: Random) -> None:
        """Most of those vote that have not yet; at times few come to a second round, and it has no quorum."""
        often = 0.3 if story_of.in_second_round(self.story) and chance(dice, 0.3) else 0.85
        for seat in story_of.roll(self.story):
            if seat.id not in story_of.handed_in(self.story) and chance(dice, often):
                act = random_acts.a_ballot(self.story, dice, seat.id)
                allowed = reference_rights.may_cast(self.story, act, calendars.day_of(self.simulator.now))
                self.observer.send(act, allowed=allowed)

    @precondition(goes_on)
    @rule(dice=DICE)
    def withdraw(self, dice: Random) -> None:
        """A ballot is taken back."""
        act = random_acts.a_withdrawal(self.story, dice)
        self.observer.send(act, allowed=reference_rights.may_withdraw(self.story, act))

    @rule(dice=DICE)
    def recuse(self, dice: Random) -> None:
        """A seat steps aside."""
        act = random_acts.a_recusal(self.story, dice)
        self.observer.send(act, allowed=reference_rights.may_recuse(self.story, act))

    @precondition(goes_on)
    @rule(dice=DICE)
    def score(self, dice: Random) -> None:
        """Dossiers are given points."""
        scores = any(self.story.rule(name).points for name in story_of.heard(self.story))
        for _ in range(8 if scores else chance(dice, 0.1)):
            act = random_acts.a_score(self.story, dice)
            self.observer.send(act, allowed=reference_rights.may_score(self.story, act))

    @precondition(lambda self: self.simulator.state.status in {SittingStatus.CALLED, SittingStatus.ADJOURNED})
    @rule(dice=DICE)
    def amend(self, dice: Random) -> None:
        """The agenda is amended; now and then something of it does not wait there."""
        act = random_acts.an_amendment(self.story, dice)
        struck = {each.dossier_id for each in act.strike}
        left = [name for name in story_of.heard(self.story) if name not in struck]
        becomes = [*left, *(name for name in act.add if name not in left)]
        elsewhere = some(dice, becomes, 0.03)
        known = known_of(self.story.register, becomes, elsewhere)
        self.observer.send(act, allowed=reference_rights.may_amend(self.story, act, elsewhere), known=known)

    @precondition(goes_on)
    @rule(dice=DICE)
    def put_off_or_call_again(self, dice: Random) -> None:
        """The sitting is put off, seldom, or called again."""
        if story_of.status(self.story) == "adjourned" or chance(dice, 0.1):
            body, now = self.observer.body, self.simulator.now
            again = random_acts.a_reconvening(self.story, dice, body, now)
            allowed = reference_rights.may_reconvene(self.story, again, body, now)
            self.observer.send(again, allowed=allowed, known=roll_of(body))
        elif chance(dice, 0.25):
            act = random_acts.an_adjournment(self.story, dice)
            self.observer.send(act, allowed=reference_rights.may_adjourn(self.story, act))

    @precondition(lambda self: self.simulator.state.status is SittingStatus.CALLED)
    @rule(dice=DICE)
    def open_ballot(self, dice: Random) -> None:
        """The time has come; seldom there is nobody left to preside."""
        if chance(dice, 0.1):
            self.observer.register = self.observer.register.unpresided()
        self.observer.open_ballot()

    @precondition(goes_on)
    @rule(dice=DICE)
    def close(self, dice: Random) -> None:
        """The presiding officer closes it."""
        act = random_acts.a_closing(self.story, dice)
        self.observer.send(act, allowed=reference_rights.may_close(self.story, act), gone=self._gone(dice))

    def _gone(self, dice: Random) -> tuple[DossierId, ...]:
        # Only where all rivals of a second round have gone does another move up.
        often = dice.choice([0.05, 0.95]) if story_of.in_second_round(self.story) else 0.05
        return tuple(some(dice, self.simulator.on_the_table(), often))

    @rule(dice=DICE)
    def hold_a_meeting(self, dice: Random) -> None:
        """A meeting takes its course: it opens, most vote, and it is closed; and so does its second round."""
        if self.simulator.state.status is SittingStatus.CLOSED:
            self.next_one(dice)
        if self.simulator.state.status is SittingStatus.CALLED:
            self.open_ballot(dice)
        if self.simulator.state.status is SittingStatus.ADJOURNED:
            self.put_off_or_call_again(dice)
        rounds = 2 if chance(dice, 0.8) else 1
        while self.simulator.state.status is SittingStatus.OPEN and rounds:
            rounds -= 1
            self.score(dice)
            self.the_others_vote(dice)
            if self.simulator.closes_early:
                self.close_by_itself(dice)
            else:
                self.close(dice)

    @precondition(lambda self: self.simulator.closes_early or self.simulator.is_to_close)
    @rule(dice=DICE)
    def close_by_itself(self, dice: Random) -> None:
        """The rule closes the ballot, or the clock."""
        self.observer.close_by_itself(self._gone(dice))

    @precondition(lambda self: bool(self.observer.sent))
    @rule(number=st.integers(0, 40))
    def send_again(self, number: int) -> None:
        """What was taken once comes again."""
        self.observer.send_again(number)

    @precondition(goes_on)
    @rule()
    def continue_as_new(self) -> None:
        """The workflow goes on in another run."""
        self.simulator.renew()

    @precondition(goes_on)
    @rule(hours=st.integers(1, 15), dice=DICE)
    def wait(self, hours: int, dice: Random) -> None:
        """Time passes; tenures begin and end, the register changes, and whoever votes now votes on."""
        self.simulator.now += timedelta(hours=hours)
        if chance(dice, 0.5):
            self.observer.register = self.observer.register.changed(dice)

    @invariant()
    def nobody_counts_twice(self) -> None:
        """One voter has one ballot, for a seat of the roll."""
        self.observer.counts_nobody_twice()

    @override
    def teardown(self) -> None:
        self.observer.ends_as_told()


def _held(dice: Random) -> None:
    sitting = Sittings()
    sitting.begin(dice)
    for _ in range(4):
        sitting.hold_a_meeting(dice)
        sitting.nobody_counts_twice()
    sitting.teardown()


def test_random_sittings_find_what_the_reference_finds() -> None:
    """Whatever order acts come in, wrong ones among them, the minutes agree with a slow and plain count."""
    Sittings.seen.clear()

    run_state_machine_as_test(
        Sittings,
        settings=settings(
            max_examples=150 * SOAK,
            stateful_step_count=50,
            derandomize=SOAK == 1,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )

    # Hypothesis draws too few meetings that take their course, and come to a second round.
    for seed in range(60 * SOAK):
        _held(Random(seed))  # noqa: S311 - dice

    expected = {
        *Finding,
        "second_round_called",
        "again carried",
        "again no_place",
        "again tied",
        Reason.RIVALS_UNDER_TWO_RULES,
        "closed early",
        "overtaken",
        "another roll",
        "another holder",
        ReferenceMeeting.UNPRESIDED.value,
    }
    assert {each for each in expected if not Sittings.seen[each]} == set()
