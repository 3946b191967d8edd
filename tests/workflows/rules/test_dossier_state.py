"""A dossier is the fold of its facts: whatever is done to it, what it remembers agrees with itself."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.ids import ActorId, DossierId
from schemas.stages import Stage, Transition
from schemas.verdict import Outcome
from schemas.workflow_state import Clock, DossierState
from tests.builders.values import NOON, a_document, a_dossier
from tests.builders.walks import DAY, a_hearing, a_supplement, a_withdrawal, folded
from tests.simulators.dossier_simulator import DossierSimulator, walked
from tests.workflows.rules import read_back
from workflows.rules import deadlines
from workflows.rules.dossier import dossier_checks, dossier_facts, dossier_view, lifecycle, routing

PAPERS = ["proposal_letter", "achievement_report", "tax_confirmation"]


class Step(NamedTuple):
    """An act that is tried on a dossier after so many days."""

    days: int
    act: str
    papers: tuple[str, ...]


ACTS = ["onward"] * 6 + ["return"] * 3 + ["supplement"] * 4 + ["time"] * 3 + ["refuse", "wrong outcome", "withdraw"]

SOME_PAPERS = st.one_of(st.just(PAPERS[:2]), st.lists(st.sampled_from(PAPERS), unique=True)).map(tuple)
STEPS = st.lists(
    st.builds(Step, days=st.integers(0, 30), act=st.sampled_from(ACTS), papers=SOME_PAPERS), min_size=4, max_size=14
)
FIRST_PAPERS = SOME_PAPERS.map(lambda kinds: tuple(map(a_document, kinds)))


def meant(act: str, stage: Stage) -> Outcome | None:
    """Return a body's finding, where the act is a body's; the wrong outcome is one that its stage lacks."""
    onward, not_here = Outcome.FORWARD, Outcome.GRANT
    if stage is Stage.DECISION:
        onward, not_here = not_here, onward
    spoken = {"onward": onward, "return": Outcome.RETURN, "refuse": Outcome.REFUSE, "wrong outcome": not_here}
    return spoken.get(act)


def attempted(walk: DossierSimulator, step: Step) -> None:
    """Do it, where the rules let it be done."""
    walk.now += step.days * DAY
    state, outcome = walk.state, meant(step.act, walk.state.stage)
    if outcome is not None:
        if dossier_checks.may_hear(state, *a_hearing(state, outcome)) is None:
            walk.hear(outcome)
    elif step.act == "supplement":
        if dossier_checks.may_supplement(state, a_supplement(state, *step.papers)) is None:
            walk.supplement(*step.papers)
    elif step.act == "withdraw":
        if dossier_checks.may_withdraw(state, a_withdrawal(state)) is None:
            walk.withdraw()
    elif fact := dossier_facts.on_time(state, walk.now):
        walk.take(fact)


def agrees(state: DossierState) -> None:
    """Assert that stage, awaited body, clock and way back agree."""
    awaiting, clock = state.awaiting, state.clock
    assert (awaiting is None) is state.stage.is_final
    assert state.returned_from is None or state.stage is Stage.UNIT
    if awaiting is None:
        assert clock == Clock()
        return
    assert awaiting.body == routing.awaited(state, state.stage)
    assert awaiting.answers <= state.sequence
    assert bool(awaiting.missing or awaiting.reasons) <= (state.stage is Stage.UNIT)
    assert (awaiting.due_on is None) is (routing.term_of(state, state.stage) is None)
    if awaiting.overdue or awaiting.due_on is None:
        assert clock == Clock()
        assert state.stage is not Stage.UNIT
    else:
        assert clock.due_at == deadlines.end_of(awaiting.due_on)
        assert clock.remind_at is None or awaiting.since < clock.remind_at < clock.due_at


def refuses_everything(state: DossierState) -> None:
    """Assert that no act of a person or the clock is possible any more."""
    assert dossier_checks.may_withdraw(state, a_withdrawal(state)) is not None
    assert dossier_checks.may_supplement(state, a_supplement(state)) is not None
    assert all(dossier_checks.may_hear(state, *a_hearing(state, outcome)) for outcome in Outcome)
    assert dossier_facts.on_time(state, NOON + 400 * DAY) is None


@settings(deadline=None)
@given(FIRST_PAPERS, STEPS)
def test_whatever_is_done_a_dossier_agrees_with_itself(papers: tuple[object, ...], steps: list[Step]) -> None:
    """Also in a random sequence of acts."""
    walk = DossierSimulator(a_dossier(documents=papers)).submit()
    agrees(walk.state)

    for step in steps:
        attempted(walk, step)
        agrees(walk.state)
        dossier_view.row(walk.state)
        if walk.state.stage.is_final:
            refuses_everything(walk.state)

    spoken = [fact for fact in walk.facts if fact.kind in SPOKEN]
    assert len(walk.state.passages) == len(spoken)
    assert [fact.sequence for fact in walk.facts] == list(range(1, len(walk.facts) + 1))


SPOKEN = {"dossier_forwarded", "dossier_returned", "dossier_refused", "award_granted"}


@settings(deadline=None)
@given(FIRST_PAPERS, STEPS)
def test_the_facts_of_the_ledger_add_up_to_the_same_dossier(papers: tuple[object, ...], steps: list[Step]) -> None:
    """Read back from their JSON, in a later run or by another program: nothing is remembered that is no fact."""
    walk = DossierSimulator(a_dossier(documents=papers)).submit()
    for step in steps:
        attempted(walk, step)

    assert read_back.dossier(walk) == walk.state


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"first": NOON.date() + timedelta(weeks=8)}, id="one that begins later"),
        pytest.param({"last": NOON.date()}, id="one that ends before every term"),
        pytest.param({"days_off": (date(2024, 3, 6), date(2024, 3, 7))}, id="one with other days off"),
    ],
)
def test_the_first_fact_brings_the_calendar(other: dict[str, Any]) -> None:
    """Read back years later, by whatever calendar is known then, a dossier has the days that people were told of."""
    walk = walked(Stage.COUNCIL)
    known = walk.before.model_copy(update={"calendar": walk.before.calendar.model_copy(update=other)})

    assert known != walk.before
    assert folded(known, walk.facts) == walk.state


@pytest.mark.parametrize("outcome", [Outcome.FORWARD, Outcome.RETURN, Outcome.REFUSE, Outcome.GRANT])
def test_what_a_body_said_is_remembered_as_it_was_said(outcome: Outcome) -> None:
    """Who, where, by which sitting or submission, and by how many votes or which decision."""
    walk = walked(Stage.DECISION if outcome is Outcome.GRANT else Stage.COUNCIL)
    act, found = a_hearing(walk.state, outcome)

    walk.take(dossier_facts.heard(walk.state, act, found, walk.now))

    said, kept, fact = found.verdict, walk.state.passages[-1], walk.facts[-1]
    assert said is not None
    assert (kept.stage, kept.body.id, kept.source, kept.outcome) == (said.stage, said.body, said.source, outcome)
    assert (kept.reasons, kept.decision) == (said.reasons, said.decision)
    assert kept.vote == (None if outcome is Outcome.RETURN else said.vote)
    assert (fact.by, kept.at) == (ActorId(said.body), fact.at)
    assert fact.model_dump().items() >= {"source": act.source, "source_sequence": act.sequence}.items()


@pytest.mark.parametrize("stage", [Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION])
def test_a_returned_dossier_comes_back_to_whoever_returned_it(stage: Stage) -> None:
    """And holds the reason, until it is on its way again."""
    walk = walked(stage).hear(Outcome.RETURN, reasons=("Thiếu xác nhận thuế.",))
    awaiting = walk.state.awaiting
    assert awaiting is not None
    assert (walk.state.stage, walk.state.returned_from, awaiting.reasons) == (
        Stage.UNIT,
        stage,
        ("Thiếu xác nhận thuế.",),
    )
    assert awaiting.answers == walk.state.sequence

    walk.supplement("tax_confirmation")

    assert (walk.state.stage, walk.state.returned_from) == (stage, None)
    assert [paper.kind for paper in walk.state.dossier.documents][-1] == "tax_confirmation"


def test_half_a_supplement_is_a_new_request_for_the_other_half() -> None:
    """With a number and a term of its own."""
    walk = DossierSimulator(a_dossier(documents=())).submit()
    first = walk.state.awaiting
    walk.now += DAY

    walk.supplement("achievement_report")

    second = walk.state.awaiting
    assert first is not None
    assert second is not None
    assert (first.answers, [defect.kind for defect in first.missing]) == (1, PAPERS[:2])
    assert (second.answers, [defect.kind for defect in second.missing]) == (2, PAPERS[:1])
    assert second.due_on == date(2024, 3, 19)
    assert first.due_on == date(2024, 3, 18)


def test_a_twin_ends_at_once() -> None:
    """It never waits for an office, and remembers its twin."""
    walk = DossierSimulator()
    walk.state = walk.state.model_copy(update={"twin_of": DossierId("hs-dau")})

    walk.submit()

    assert [fact.kind for fact in walk.facts] == ["refused_as_twin"]
    assert (walk.state.stage, walk.state.twin_of) == (Stage.REFUSED, "hs-dau")
    agrees(walk.state)


def test_every_turn_has_a_fact_that_takes_it() -> None:
    """The table's turns are what the facts do, no more and no less."""
    taken = {Transition.COMPLETE, Transition.WITHDRAW, Transition.LAPSE, *map(lifecycle.transition_of, Outcome)}

    assert taken == {turn for _, turn in lifecycle.NEXT}
