"""The facts of a dossier, as accepted acts write them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from schemas.calendars import WorkCalendar
from schemas.documents import Sha256
from schemas.facts import (
    AwardGranted,
    DossierFact,
    DossierForwarded,
    DossierLapsed,
    DossierRefused,
    DossierSubmitted,
    DossierSupplemented,
    DossierWithdrawn,
    FellOverdue,
    RefusedAsTwin,
    Reminded,
)
from schemas.ids import SYSTEM, ActorId
from schemas.messages import Hear, SubmitDossier, Supplement, Withdraw
from schemas.ports import FindingAnswer
from schemas.stages import Stage, Transition
from schemas.verdict import Outcome
from schemas.workflow_state import DossierState
from workflows.rules import fact_header
from workflows.rules.dossier import completeness, routing, succession, terms
from workflows.rules.fact_header import FindingHeader


def submitted(
    state: DossierState, call: SubmitDossier, said: Sha256, now: datetime
) -> DossierSubmitted | RefusedAsTwin:
    """Return the dossier's first fact: submitted with its defects, or refused as another one's twin."""
    received: dict[str, Any] = {
        **fact_header.dossier_header(state, call.by, now),
        "said": said,
        "calendar": state.calendar,
        "dossier": state.dossier,
        "regime": state.rules.regime,
        "law": state.law,
        "earlier": state.earlier,
    }
    if state.twin_of is not None:
        return RefusedAsTwin(**received, first=state.twin_of)
    defects = completeness.defects(state.dossier.documents, state.rules, state.dossier.nominee)
    stage = Stage.UNIT if defects else routing.destination(state, Transition.COMPLETE)
    return DossierSubmitted(**received, defects=defects, due_on=terms.due_on(state, stage, now))


def supplemented(state: DossierState, act: Supplement, now: datetime) -> DossierSupplemented:
    """Return the supplement, and the papers still missing."""
    documents = completeness.supplemented(state.dossier.documents, act.documents)
    defects = completeness.defects(documents, state.rules, state.dossier.nominee)
    return DossierSupplemented(
        **fact_header.dossier_header(state, act.by, now),
        documents=act.documents,
        note=act.note,
        defects=defects,
        due_on=terms.due_on(state, Stage.UNIT if defects else routing.destination(state, Transition.COMPLETE), now),
    )


def withdrawn(state: DossierState, act: Withdraw, now: datetime) -> DossierWithdrawn:
    """Return that the unit withdrew the dossier."""
    return DossierWithdrawn(**fact_header.dossier_header(state, act.by, now), reason=act.reason)


def heard(state: DossierState, act: Hear, finding: FindingAnswer, now: datetime) -> DossierFact:
    """Return the dossier's fact that follows from a finding.

    Raises:
        ValueError: There is no finding.
    """
    if (verdict := finding.verdict) is None:
        raise ValueError("nothing was found of this dossier")
    found = FindingHeader(
        **fact_header.dossier_header(state, ActorId(verdict.body), now),
        stage=verdict.stage,
        body=verdict.body,
        source=verdict.source,
        source_sequence=act.sequence,
    )
    match verdict.outcome:
        case Outcome.FORWARD:
            due_on = terms.onward_due(state, now)
            return DossierForwarded(**found, vote=verdict.vote, decision=verdict.decision, due_on=due_on)
        case Outcome.RETURN:
            return terms.returned(state, found, verdict.reasons, now)
        case Outcome.REFUSE:
            return DossierRefused(**found, reasons=verdict.reasons, vote=verdict.vote, decision=verdict.decision)
        case Outcome.GRANT:
            return AwardGranted(**found, decision=verdict.granting_decision)


def counted_by(
    calendar: WorkCalendar, write: Callable[[DossierState, datetime], DossierFact]
) -> Callable[[DossierState, datetime], DossierFact]:
    """Return a writer whose fact counts its terms by a newer calendar, and holds that calendar."""

    def written(state: DossierState, now: datetime) -> DossierFact:
        fact = write(state.evolve(calendar=calendar), now)
        return fact.evolve(calendar=calendar)

    return written


def on_time(state: DossierState, now: datetime) -> DossierFact | None:
    """Return the fact that is due now: a reminder, a lapse, an overdue or ended term; None before its time."""
    clock, awaiting = state.clock, state.awaiting
    if awaiting is None or awaiting.due_on is None:
        return None
    place = fact_header.dossier_header(state, SYSTEM, now)
    if clock.due_at is not None and now >= clock.due_at:
        if proceeded := terms.publication_ended(state, now) or terms.opinions_fell_due(state, now):
            return proceeded
        if state.stage is Stage.UNIT and succession.split_of(state, awaiting.body.id) is None:
            return DossierLapsed(**place, due_on=awaiting.due_on)
        return FellOverdue(**place, stage=state.stage, due_on=awaiting.due_on)
    if clock.remind_at is not None and now >= clock.remind_at:
        return Reminded(**place, stage=state.stage, due_on=awaiting.due_on)
    return None
