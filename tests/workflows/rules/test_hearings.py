"""The findings that a dossier takes in: its own body's, counted by its own rule, and only once."""

from typing import Any

import pytest

from schemas.ids import ActorId, BodyId, StreamId
from schemas.legal_values import Base
from schemas.messages import Hear
from schemas.policy import Rules
from schemas.ports import FindingAnswer
from schemas.refusals import Reason, Refusal
from schemas.routes import SignatureRule, VoteRule
from schemas.stages import Stage, Transition
from schemas.verdict import Outcome, Tally
from schemas.vote_clauses import ChairRule, ChairVote
from tests.builders.announced_facts import a_tally
from tests.builders.values import (
    CLUSTER,
    a_decision_rule,
    a_dossier,
    a_requirement,
    a_signature_rule,
    a_vote_rule,
    some_rules,
)
from tests.builders.walks import a_hearing, a_supplement
from tests.simulators.dossier_simulator import DossierSimulator, a_long_walk, walked
from workflows.rules import size_limits
from workflows.rules.dossier import dossier_checks, dossier_facts, lifecycle, routing

HEARING = [Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION]
CONCLUDED = sorted(set(Stage) - VoteRule.stages - SignatureRule.stages - {Stage.DECISION, Stage.UNIT})


def reason(refusal: Refusal | None) -> Reason | None:
    """Return why, or that nothing is refused."""
    return refusal.reason if refusal else None


def a_tie(approve: int, needed: int) -> Tally:
    """Return a count of two seats, one of which may have approved."""
    return a_tally(approve=approve, seats=2).model_copy(update={"needed": needed})


def ruled(**changes: Any) -> Rules:
    """Return rules by which a cluster votes so, and an authority decides."""
    return some_rules(route=(a_vote_rule(**changes), a_decision_rule()))


@pytest.mark.parametrize("stage", HEARING)
@pytest.mark.parametrize("outcome", Outcome)
def test_a_body_is_heard_with_what_its_stage_knows(stage: Stage, outcome: Outcome) -> None:
    """By the table: a cluster grants nothing, and an authority forwards nothing."""
    state = walked(stage).state

    refusal = dossier_checks.may_hear(state, *a_hearing(state, outcome))

    known = lifecycle.allows(stage, Transition(outcome.value))
    assert reason(refusal) is (None if known else Reason.NOT_AT_THIS_STAGE)
    if refusal:
        assert refusal.details == (stage.value, outcome.value)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"stage": Stage.CLUSTER}, id="for a stage it has passed"),
        pytest.param({"stage": Stage.DECISION}, id="for a stage it has not come to"),
        pytest.param({"body": CLUSTER}, id="of a body that does not consider it"),
    ],
)
def test_a_finding_that_is_not_about_here_is_refused(changes: dict[str, Any]) -> None:
    """The refusal gives the dossier's stage and the awaited office."""
    state = walked(Stage.COUNCIL).state

    refusal = dossier_checks.may_hear(state, *a_hearing(state, Outcome.FORWARD, **changes))

    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.NOT_AT_THIS_STAGE, ("council", "hoi-dong-tw"))


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("body", ["unit", "council"])
def test_with_its_unit_a_dossier_takes_no_finding(outcome: Outcome, body: str) -> None:
    """A unit that could refuse its own dossier would write a body's words into the ledger."""
    state = walked(Stage.UNIT).state
    speaker = BodyId(state.dossier.unit.id if body == "unit" else "hoi-dong-tw")

    act, found = a_hearing(state, outcome, stage=Stage.UNIT, body=speaker)

    assert reason(dossier_checks.may_hear(state, act, found)) is Reason.NOT_AT_THIS_STAGE
    assert reason(dossier_checks.may_hear(state, act, None)) is Reason.NOT_AT_THIS_STAGE


@pytest.mark.parametrize("found", [None, FindingAnswer()], ids=["not looked up", "nothing there"])
def test_what_waits_for_no_finding_does_not_look_for_one(found: FindingAnswer | None) -> None:
    """The ledger is not queried for a caller that sends pointers to a dossier that waits for none."""
    act = Hear(source=StreamId("sitting-ph-1"), sequence=7)
    reasons = {
        Reason.DOSSIER_CLOSED: [walked(stage).state for stage in Stage if stage.is_final],
        Reason.NOT_AT_THIS_STAGE: [walked(stage).state for stage in (*CONCLUDED, Stage.UNIT) if not stage.is_final],
        Reason.ON_HOLD: [walked(stage).hold().state for stage in HEARING],
    }

    for expected, states in reasons.items():
        assert {reason(dossier_checks.may_hear(state, act, found)) for state in states} == {expected}


@pytest.mark.parametrize("stage", HEARING)
def test_a_pointer_to_nothing_is_refused_once_the_ledger_was_asked(stage: Stage) -> None:
    """Before, it cannot be known; then, the refusal names the place where nothing was found."""
    state = walked(stage).state
    act = Hear(source=StreamId("sitting-ph-1"), sequence=7)

    refusal = dossier_checks.may_hear(state, act, FindingAnswer())

    assert dossier_checks.may_hear(state, act, None) is None
    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.NO_SUCH_FINDING, ("sitting-ph-1", "7"))
    with pytest.raises(ValueError, match="nothing was found"):
        dossier_facts.heard(state, act, FindingAnswer(), walked(stage).now)


def test_a_sitting_that_has_spoken_of_it_is_not_heard_again() -> None:
    """Its minutes count once: a second count of the same sitting would undo the first."""
    walk = walked(Stage.CLUSTER).hear(Outcome.RETURN)
    spoke = walk.state.passages[-1].source
    walk.supplement("tax_confirmation")

    refusal = dossier_checks.may_hear(walk.state, *a_hearing(walk.state, Outcome.FORWARD, source=spoke))

    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.ALREADY_HEARD, (spoke,))
    assert dossier_checks.may_hear(walk.state, *a_hearing(walk.state, Outcome.FORWARD)) is None


OTHERS: list[VoteRule | None] = [
    a_vote_rule(Stage.CLUSTER, threshold=a_requirement("50%")),
    a_vote_rule(Stage.CLUSTER, quorum=a_requirement("1%")),
    a_vote_rule(Stage.CLUSTER, chair=ChairRule(vote=ChairVote.BREAKS_TIES, citation="Điều 1", verified=True)),
    None,
]


@pytest.mark.parametrize("other", OTHERS, ids=["another share", "another quorum", "its chair decides", "no rule"])
@pytest.mark.parametrize("outcome", [Outcome.FORWARD, Outcome.REFUSE, Outcome.RETURN])
def test_a_vote_by_another_rule_is_not_heard(other: VoteRule | None, outcome: Outcome) -> None:
    """Whatever it found: two laws may stand in force at once, and each dossier keeps its own."""
    state = walked(Stage.CLUSTER).state
    act, found = a_hearing(state, outcome)

    refusal = dossier_checks.may_hear(state, act, found.model_copy(update={"rule": other}))

    assert dossier_checks.may_hear(state, act, found) is None
    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.OTHER_RULE, (act.source,))


@pytest.mark.parametrize(
    ("outcome", "changes"),
    [
        pytest.param(Outcome.FORWARD, {"needed": 3}, id="it asked for fewer"),
        pytest.param(Outcome.FORWARD, {"needed": 5}, id="it asked for more"),
        pytest.param(Outcome.REFUSE, {"needed": 5}, id="it asked for more, and refused"),
        pytest.param(Outcome.FORWARD, {"of": Base.BALLOTS_CAST}, id="a share of something else"),
        pytest.param(Outcome.FORWARD, {"base": 4}, id="a share of fewer"),
        pytest.param(Outcome.FORWARD, {"approve": 3, "disapprove": 2}, id="too few approved"),
    ],
)
def test_a_count_that_its_rule_does_not_give_is_not_heard(outcome: Outcome, changes: dict[str, Any]) -> None:
    """The rule may be named rightly and not be the one that was counted by."""
    state = walked(Stage.CLUSTER).state
    act, found = a_hearing(state, outcome, vote=a_tally(approve=4).model_copy(update=changes))

    assert reason(dossier_checks.may_hear(state, act, found)) is Reason.OTHER_RULE


@pytest.mark.parametrize("outcome", [Outcome.FORWARD, Outcome.REFUSE])
def test_a_vote_without_its_count_is_not_heard(outcome: Outcome) -> None:
    """Whether it met the rule could not be seen."""
    state = walked(Stage.CLUSTER).state

    assert reason(dossier_checks.may_hear(state, *a_hearing(state, outcome, vote=None))) is Reason.OTHER_RULE


def test_too_few_votes_may_refuse() -> None:
    """And enough may too: a dossier with enough votes is refused where there was no place for it."""
    state = walked(Stage.CLUSTER).state

    for approve in (1, 3, 4, 5):
        act, found = a_hearing(state, Outcome.REFUSE, vote=a_tally(approve=approve))
        assert dossier_checks.may_hear(state, act, found) is None


@pytest.mark.parametrize(
    ("vote", "approve", "expected"),
    [
        pytest.param(ChairVote.BREAKS_TIES, 1, None, id="one for, one against, and the chair for"),
        pytest.param(ChairVote.BREAKS_TIES, 0, Reason.OTHER_RULE, id="both against: no tie to break"),
        pytest.param(ChairVote.MUST_APPROVE, 1, Reason.OTHER_RULE, id="this chair breaks none"),
        pytest.param(None, 1, Reason.OTHER_RULE, id="a chair like everybody"),
    ],
)
def test_a_tie_carries_where_the_chair_may_break_it(
    vote: ChairVote | None, approve: int, expected: Reason | None
) -> None:
    """How the chair voted does not stand in the count; that it may have decided does."""
    chair = vote and ChairRule(vote=vote, citation="Điều 1", verified=True)
    state = (
        DossierSimulator(a_dossier(), ruled(threshold=a_requirement("1/2", exceed=True), chair=chair)).submit().state
    )

    hearing = a_hearing(state, Outcome.FORWARD, vote=a_tie(approve, needed=2))

    assert reason(dossier_checks.may_hear(state, *hearing)) is expected


def test_no_vote_breaks_no_tie() -> None:
    """A chair that approves counts as approving: with no votes for and none against there is nothing to break."""
    chair = ChairRule(vote=ChairVote.BREAKS_TIES, citation="Điều 1", verified=True)
    rule = a_requirement("1/2", Base.BALLOTS_CAST)
    state = DossierSimulator(a_dossier(), ruled(threshold=rule, chair=chair)).submit().state
    nobody = a_tally(approve=0, seats=0).model_copy(update={"of": Base.BALLOTS_CAST, "needed": 1})

    assert reason(dossier_checks.may_hear(state, *a_hearing(state, Outcome.FORWARD, vote=nobody))) is Reason.OTHER_RULE


def test_a_signature_and_a_decision_count_no_votes() -> None:
    """Their findings are not held against a rule of votes."""
    walk = a_long_walk(a_signature_rule(Stage.HEAD), a_decision_rule()).submit()

    for outcome in (Outcome.FORWARD, Outcome.GRANT):
        act, found = a_hearing(walk.state, outcome)
        assert found.rule is None
        assert dossier_checks.may_hear(walk.state, act, found) is None
        walk.take(dossier_facts.heard(walk.state, act, found, walk.now))
    assert walk.state.stage is Stage.GRANTED


@pytest.mark.parametrize(("outcome", "expected"), [(Outcome.RETURN, Reason.TOO_LARGE), (Outcome.REFUSE, None)])
def test_a_dossier_without_room_is_not_sent_back_any_more(
    outcome: Outcome, expected: Reason | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can still come to its end."""
    state = walked(Stage.CLUSTER).state
    monkeypatch.setattr(size_limits, "MOST_OF_A_DOSSIER", 100)

    assert reason(dossier_checks.may_hear(state, *a_hearing(state, outcome))) is expected
    assert reason(dossier_checks.may_supplement(state, a_supplement(state))) is Reason.NOT_WITH_ITS_UNIT


def test_what_is_written_is_the_body_s_word_and_says_where_it_stands() -> None:
    """The caller is not its source: the fact is by the body, of the source and the number that were pointed to."""
    walk = walked(Stage.COUNCIL)
    act, found = a_hearing(walk.state, Outcome.FORWARD)

    fact = dossier_facts.heard(walk.state, act, found, walk.now)

    awaited = routing.awaited(walk.state, Stage.COUNCIL)
    assert awaited is not None
    assert fact.by == ActorId(awaited.id)
    assert fact.model_dump().items() >= {"source": act.source, "source_sequence": act.sequence}.items()
