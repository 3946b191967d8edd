"""The row by which others find a dossier, and what a caller may see of it, are what it remembers."""

import pytest

from schemas.dossier import Earlier
from schemas.stages import Stage
from tests.builders.values import a_decision_ref, a_dossier
from tests.builders.walks import BODIES
from tests.simulators.dossier_simulator import walked
from workflows.rules.dossier import dossier_view


@pytest.mark.parametrize("stage", [Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION])
def test_before_a_body_the_row_names_it(stage: Stage) -> None:
    """A sitting finds its dossiers here; their rules it finds in the law that each was received by."""
    row = dossier_view.row(walked(stage).state)

    assert row.awaited is not None
    assert (row.stage, row.awaited.id) == (stage, BODIES[stage])
    assert (row.due_at is None) is (stage is Stage.DECISION)
    assert not row.overdue


def test_with_its_unit_a_dossier_is_found_by_its_term() -> None:
    """The unit has so long to supplement."""
    row = dossier_view.row(walked(Stage.UNIT).state)

    assert row.awaited is not None
    assert (row.stage, row.awaited.id) == (Stage.UNIT, "so-noi-vu")
    assert row.due_at is not None


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.is_final])
def test_at_its_end_nobody_is_awaited(stage: Stage) -> None:
    """So that no sitting is convened over it."""
    row = dossier_view.row(walked(stage).state)

    assert (row.stage, row.awaited, row.due_at, row.overdue) == (stage, None, None, False)


def test_an_overdue_dossier_is_found_as_such() -> None:
    """Until its body's finding; and the day that has passed is still shown, or it would be sorted last."""
    on_time, late = walked(Stage.CLUSTER), walked(Stage.CLUSTER).strike().strike()

    assert dossier_view.row(late.state).overdue
    assert dossier_view.row(late.state).due_at == dossier_view.row(on_time.state).due_at


def test_a_caller_sees_what_is_remembered() -> None:
    """Its way so far, the awaited office, its nominee's earlier awards, and how many facts it has."""
    state = walked(Stage.DECISION).state
    before = a_dossier()
    earlier = Earlier(
        dossier_id=before.dossier_id,
        award=before.award,
        basis=before.basis,
        period=before.period,
        decision=a_decision_ref(),
    )

    view = dossier_view.view(state.model_copy(update={"earlier": (earlier,)}))

    assert (view.stage, view.awaiting, view.passages) == (Stage.DECISION, state.awaiting, state.passages)
    assert (view.documents, view.nominee, view.unit) == (
        state.dossier.documents,
        state.dossier.nominee,
        state.dossier.unit,
    )
    assert (view.earlier, view.facts, len(view.passages)) == ((earlier,), 3, 2)
    assert view.unverified == ()
