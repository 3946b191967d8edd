"""The way of a dossier is one table: complete, closed at its ends, and drawn in its document as it is."""

import re
from pathlib import Path

import pytest

from schemas.stages import Stage, Transition
from workflows.rules.dossier import lifecycle
from workflows.rules.dossier.lifecycle import NEXT

FULL = (Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION)
LONG = (*lifecycle.ON_THE_WAY, Stage.DECISION)
ROUTES = [FULL, LONG, (Stage.CLUSTER, Stage.DECISION), (Stage.COUNCIL, Stage.DECISION), (Stage.DECISION,)]
WAITING = [stage for stage in Stage if not stage.is_final]

STAGES = Path(__file__).parents[3] / "docs" / "stages.md"


def turns(stage: Stage) -> set[Transition]:
    """Return what may happen to a dossier at a stage."""
    return {turn for turn in Transition if lifecycle.allows(stage, turn)}


def test_a_dossier_can_be_withdrawn_wherever_it_waits() -> None:
    """It is the unit's own until it has come to its end."""
    assert {stage for stage in Stage if lifecycle.allows(stage, Transition.WITHDRAW)} == set(WAITING)


def test_nothing_leaves_an_end() -> None:
    """What was granted, refused, withdrawn or has lapsed stays so: another dossier is another dossier."""
    assert {stage for stage, _ in NEXT if stage.is_final} == set()


def test_every_end_is_reached() -> None:
    """An end that no turn leads to is a promise that no code keeps."""
    assert {leads_to for leads_to in NEXT.values() if isinstance(leads_to, Stage)} >= {
        stage for stage in Stage if stage.is_final
    }


@pytest.mark.parametrize(
    ("stage", "known"),
    [
        (Stage.UNIT, {Transition.COMPLETE, Transition.REFUSE, Transition.WITHDRAW, Transition.LAPSE}),
        *(
            (stage, {Transition.FORWARD, Transition.RETURN, Transition.REFUSE, Transition.WITHDRAW})
            for stage in lifecycle.ON_THE_WAY
        ),
        (Stage.DECISION, {Transition.GRANT, Transition.RETURN, Transition.REFUSE, Transition.WITHDRAW}),
    ],
)
def test_each_stage_knows_its_turns(stage: Stage, known: set[Transition]) -> None:
    """Bodies support and do not grant; the authority grants and does not forward; only a unit's term lapses."""
    assert turns(stage) == known


@pytest.mark.parametrize("route", ROUTES)
def test_a_supported_dossier_follows_its_route(route: tuple[Stage, ...]) -> None:
    """Every stage that the law names is passed, in the law's order, and none besides."""
    passed = [lifecycle.advance(Stage.UNIT, Transition.COMPLETE, route=route)]
    while passed[-1] is not Stage.DECISION:
        passed.append(lifecycle.advance(passed[-1], Transition.FORWARD, route=route))

    assert tuple(passed) == route
    assert lifecycle.advance(Stage.DECISION, Transition.GRANT, route=route) is Stage.GRANTED


@pytest.mark.parametrize("sent_back_by", FULL)
def test_a_returned_dossier_goes_back_to_whoever_returned_it(sent_back_by: Stage) -> None:
    """What earlier stages found of it stands."""
    assert lifecycle.advance(sent_back_by, Transition.RETURN, route=FULL) is Stage.UNIT
    assert lifecycle.advance(Stage.UNIT, Transition.COMPLETE, route=FULL, returned_from=sent_back_by) is sent_back_by


@pytest.mark.parametrize(("stage", "turn"), [(stage, turn) for stage in Stage for turn in Transition])
def test_what_is_not_allowed_leads_nowhere(stage: Stage, turn: Transition) -> None:
    """A caller that did not ask first must not get a dossier moved."""
    if lifecycle.allows(stage, turn):
        assert lifecycle.advance(stage, turn, route=LONG) in Stage
    else:
        with pytest.raises(KeyError):
            lifecycle.advance(stage, turn, route=LONG)


@pytest.mark.parametrize("route", ROUTES)
def test_the_diagram_draws_the_moves_of_its_route(route: tuple[Stage, ...]) -> None:
    """One arrow for each move, and no stage that the route does not pass."""
    lines = lifecycle.diagram(route).splitlines()

    moves = {f"    {stage} --> {leads_to}: {turn}" for stage, turn, leads_to in lifecycle.arrows(route)}
    ends = {f"    {stage} --> [*]" for stage in Stage if stage.is_final}
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> unit: submit"]
    assert set(lines[2:]) == moves | ends
    assert len(lines) == len(set(lines))
    passed = {Stage.UNIT, *route}
    assert {stage for stage, _, _ in lifecycle.arrows(route)} == passed
    assert {leads_to for _, _, leads_to in lifecycle.arrows(route) if not leads_to.is_final} == passed


def test_every_row_is_drawn() -> None:
    """The diagram that people sign is the table that we run."""
    assert {(stage, turn) for stage, turn, _ in lifecycle.arrows(LONG)} == set(NEXT)


def test_the_document_draws_what_the_code_does() -> None:
    """Reading the picture is reading the code."""
    drawn = re.findall(
        r"^```mermaid\n(stateDiagram-v2\n.*?)\n```$", STAGES.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )

    assert drawn == [lifecycle.diagram(FULL)]
