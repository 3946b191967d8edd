"""A dossier's position, as the ledger's row and the caller's view show it."""

from datetime import datetime

from schemas.dossier import DossierView
from schemas.ports import DossierRow
from schemas.workflow_state import DossierState
from workflows.rules import citations, deadlines
from workflows.rules.dossier import office_state


def row(state: DossierState) -> DossierRow:
    """Return the row by which others find the dossier."""
    awaiting = state.awaiting
    return DossierRow(
        # Without its papers: they would be the larger part of every entry.
        dossier=state.dossier.evolve(documents=()),
        award_name=state.rules.award.name.vi,
        regime=state.rules.regime,
        stage=state.stage,
        awaited=awaiting.body if awaiting else None,
        due_at=due_at(state),
        overdue=awaiting is not None and awaiting.overdue,
        objections=tuple(objection.number for objection in state.objections),
        held=state.held is not None,
    )


def due_at(state: DossierState) -> datetime | None:
    """Return when the awaited party's term ends, or ended: the clock drops it once it has fired."""
    awaiting = state.awaiting
    return None if awaiting is None or awaiting.due_on is None else deadlines.end_of(awaiting.due_on)


def view(state: DossierState) -> DossierView:
    """Return everything that a caller may see."""
    charged = office_state.officer(state)
    return DossierView(
        dossier_id=state.dossier.dossier_id,
        nominee=state.dossier.nominee,
        award=state.dossier.award,
        basis=state.dossier.basis,
        award_name=state.rules.award.name,
        regime=state.rules.regime,
        local=state.rules.local,
        charter=state.rules.charter,
        unit=state.dossier.unit,
        stage=state.stage,
        awaiting=state.awaiting,
        held=state.held,
        released=office_state.released(state) or None,
        documents=state.dossier.documents,
        passages=state.passages,
        officer=charged.officer if charged else None,
        publication=state.publication,
        objections=state.objections,
        opinions=state.opinions,
        succeeded=state.succeeded,
        split=state.split,
        earlier=state.earlier,
        unverified=citations.unverified_in(state.rules),
        facts=state.sequence,
    )
