"""What is written of a dossier when an act is taken: the fact, in the dossier's own words."""

from datetime import datetime

from schemas.carried import DossierState
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
from schemas.stages import Stage, Turn
from schemas.verdict import Outcome
from workflows.rules import completeness, office_facts, places, way
from workflows.rules.places import Found, Place


def submitted(state: DossierState, call: SubmitDossier, now: datetime) -> DossierSubmitted | RefusedAsTwin:
    """Return the dossier's first fact: submitted with what it lacks, or refused as another one's twin."""
    if state.twin_of is not None:
        return RefusedAsTwin(
            **_place(state, call.by, now), dossier=call.dossier, regime=state.rules.regime, first=state.twin_of
        )
    defects = completeness.defects(call.dossier.documents, state.rules, call.dossier.nominee)
    return DossierSubmitted(
        **_place(state, call.by, now),
        dossier=call.dossier,
        regime=state.rules.regime,
        defects=defects,
        due_on=office_facts.due_on(state, Stage.UNIT if defects else way.destination(state, Turn.COMPLETE), now),
    )


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


def heard(state: DossierState, act: Hear, now: datetime) -> DossierFact:
    """Return what a verdict makes of the dossier."""
    verdict = act.verdict
    found = Found(**_place(state, act.by, now), stage=verdict.stage, body=verdict.body, source=verdict.source)
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
