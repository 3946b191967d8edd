"""What is written of a dossier when an act is taken: the fact, in the dossier's own words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from schemas.calendars import WorkCalendar
from schemas.carried import DossierState
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
from schemas.names import dossier_stream
from schemas.ports import Found
from schemas.stages import Stage, Turn
from schemas.verdict import Outcome
from workflows.rules import completeness, office_facts, places, way
from workflows.rules.places import FoundPlace, Place


def submitted(
    state: DossierState, call: SubmitDossier, said: Sha256, now: datetime
) -> DossierSubmitted | RefusedAsTwin:
    """Return the dossier's first fact: submitted with what it lacks, or refused as another one's twin."""
    received: dict[str, Any] = {
        **_place(state, call.by, now),
        "said": said,
        "calendar": state.calendar,
        "dossier": call.dossier,
        "regime": state.rules.regime,
        "law": state.law,
        "earlier": state.earlier,
    }
    if state.twin_of is not None:
        return RefusedAsTwin(**received, first=state.twin_of)
    defects = completeness.defects(call.dossier.documents, state.rules, call.dossier.nominee)
    stage = Stage.UNIT if defects else way.destination(state, Turn.COMPLETE)
    return DossierSubmitted(**received, defects=defects, due_on=office_facts.due_on(state, stage, now))


def supplemented(state: DossierState, act: Supplement, now: datetime) -> DossierSupplemented:
    """Return what a supplement brought, and what is missing still."""
    documents = completeness.supplemented(state.dossier.documents, act.documents)
    defects = completeness.defects(documents, state.rules, state.dossier.nominee)
    return DossierSupplemented(
        **_place(state, act.by, now),
        documents=act.documents,
        note=act.note,
        defects=defects,
        due_on=office_facts.due_on(state, Stage.UNIT if defects else way.destination(state, Turn.COMPLETE), now),
    )


def withdrawn(state: DossierState, act: Withdraw, now: datetime) -> DossierWithdrawn:
    """Return that the unit took the dossier back."""
    return DossierWithdrawn(**_place(state, act.by, now), reason=act.reason)


def heard(state: DossierState, act: Hear, finding: Found, now: datetime) -> DossierFact:
    """Return what a finding makes of the dossier.

    Raises:
        ValueError: There is none.
    """
    if (verdict := finding.verdict) is None:
        raise ValueError("nothing was found of this dossier")
    found = FoundPlace(
        **_place(state, ActorId(verdict.body), now),
        stage=verdict.stage,
        body=verdict.body,
        source=verdict.source,
        source_sequence=act.sequence,
    )
    match verdict.outcome:
        case Outcome.FORWARD:
            due_on = office_facts.onward_due(state, now)
            return DossierForwarded(**found, vote=verdict.vote, decision=verdict.decision, due_on=due_on)
        case Outcome.RETURN:
            return office_facts.returned(state, found, verdict.reasons, now)
        case Outcome.REFUSE:
            return DossierRefused(**found, reasons=verdict.reasons, vote=verdict.vote, decision=verdict.decision)
        case Outcome.GRANT:
            return AwardGranted(**found, decision=verdict.granting_decision)


def counted_by(
    calendar: WorkCalendar, write: Callable[[DossierState, datetime], DossierFact]
) -> Callable[[DossierState, datetime], DossierFact]:
    """Return how a fact is written if its terms are counted by a newer calendar; the fact holds it."""

    def written(state: DossierState, now: datetime) -> DossierFact:
        fact = write(state.model_copy(update={"calendar": calendar}), now)
        return fact.model_copy(update={"calendar": calendar})

    return written


def on_time(state: DossierState, now: datetime) -> DossierFact | None:
    """Return what the clock makes of the dossier now: a reminder, a lapse, an overdue term; nothing before its time."""
    clock, awaiting = state.clock, state.awaiting
    if awaiting is None or awaiting.due_on is None:
        return None
    place = _place(state, SYSTEM, now)
    if clock.due_at is not None and now >= clock.due_at:
        if proceeded := office_facts.publication_ended(state, now) or office_facts.opinions_fell_due(state, now):
            return proceeded
        if state.stage is Stage.UNIT:
            return DossierLapsed(**place, due_on=awaiting.due_on)
        return FellOverdue(**place, stage=state.stage, due_on=awaiting.due_on)
    if clock.remind_at is not None and now >= clock.remind_at:
        return Reminded(**place, stage=state.stage, due_on=awaiting.due_on)
    return None


def _place(state: DossierState, by: ActorId, now: datetime) -> Place:
    return places.following(state, dossier_stream(state.dossier.dossier_id), by=by, now=now)
