"""The acts on a dossier, each with its key, its check, and its fact."""

from collections.abc import Callable
from datetime import datetime

from schemas.calendars import WorkCalendar
from schemas.documents import Sha256
from schemas.facts import CalendarLearnt, DossierFact, TermRecounted
from schemas.ids import ActorId
from schemas.messages import (
    AskOpinions,
    Assign,
    Conclude,
    GiveOpinion,
    Hear,
    Hold,
    Publish,
    RaiseObjection,
    Release,
    SubmitDossier,
    Succeed,
    Supplement,
    Withdraw,
)
from schemas.ports import BodyAnswer, FindingAnswer
from schemas.refusals import Refusal
from schemas.succession import Succession
from schemas.workflow_state import DossierState
from workflows.rules import idempotency_keys
from workflows.rules.act import Act, NoLongerDue
from workflows.rules.dossier import (
    dossier_checks,
    dossier_facts,
    hold_checks,
    office_checks,
    office_facts,
    succession,
    terms,
)

DossierAct = Act[DossierState, DossierFact]

_Check = Callable[[DossierState, datetime], Refusal | None]


def _whole(by: ActorId, check: _Check) -> _Check:
    # Of a body that was split, nobody acts until its successor is named.
    return lambda state, now: succession.undecided(state, by) or check(state, now)


def submit(call: SubmitDossier, said: Sha256) -> DossierAct:
    """Open the dossier; `said` is the digest of the body that opens it."""
    return DossierAct.once(
        idempotency_keys.OPEN,
        lambda *_: None,
        lambda state, now: dossier_facts.submitted(state, call, said, now),
    )


def hear(act: Hear, found: FindingAnswer | None = None) -> DossierAct:
    """Record a finding; until it is read from the ledger, only the pointer is checked."""
    return DossierAct.once(
        idempotency_keys.hear(act),
        lambda state, _: dossier_checks.may_hear(state, act, found),
        lambda state, now: dossier_facts.heard(state, act, found or FindingAnswer(), now),
    )


def supplement(act: Supplement) -> DossierAct:
    """Record the unit's supplement."""
    return DossierAct.once(
        idempotency_keys.supplement(act),
        _whole(act.by, lambda state, _: dossier_checks.may_supplement(state, act)),
        lambda state, now: dossier_facts.supplemented(state, act, now),
    )


def withdraw(act: Withdraw) -> DossierAct:
    """Let the unit withdraw its dossier."""
    return DossierAct.once(
        idempotency_keys.withdraw(act),
        _whole(act.by, lambda state, _: dossier_checks.may_withdraw(state, act)),
        lambda state, now: dossier_facts.withdrawn(state, act, now),
    )


def assign(act: Assign) -> DossierAct:
    """Assign an officer to the appraisal."""
    return DossierAct.once(
        idempotency_keys.assign(act),
        _whole(act.by, lambda state, _: office_checks.may_assign(state, act)),
        lambda state, now: office_facts.assigned(state, act, now),
    )


def publish(act: Publish, calendar: WorkCalendar | None = None) -> DossierAct:
    """Start the term of a publication, by the working days of its time where they were looked up."""
    return DossierAct.once(
        idempotency_keys.publish(act),
        _whole(act.by, lambda state, now: office_checks.may_publish(state, act, now=now)),
        lambda state, now: office_facts.published(state, act, now, calendar=calendar or state.calendar),
    )


def object_to(act: RaiseObjection) -> DossierAct:
    """Record an objection."""
    return DossierAct.once(
        idempotency_keys.object_to(act),
        lambda state, now: office_checks.may_object(state, act, now=now),
        lambda state, now: office_facts.objected(state, act, now),
    )


def ask_opinions(act: AskOpinions, known: BodyAnswer | None = None) -> DossierAct:
    """Request opinions from agencies, all at once; until their names are looked up, only the rest is checked."""
    return DossierAct.once(
        idempotency_keys.ask_opinions(act),
        _whole(act.by, lambda state, _: (known.refusal if known else None) or office_checks.may_ask(state, act)),
        lambda state, now: office_facts.opinions_asked(state, act, known or BodyAnswer(), now),
    )


def give_opinion(act: GiveOpinion) -> DossierAct:
    """Record an agency's opinion."""
    return DossierAct.once(
        idempotency_keys.give_opinion(act),
        _whole(act.by, lambda state, _: office_checks.may_opine(state, act)),
        lambda state, now: office_facts.opinion_given(state, act, now),
    )


def conclude(act: Conclude) -> DossierAct:
    """Record an office's conclusion."""
    return DossierAct.once(
        idempotency_keys.conclude(act),
        _whole(act.by, lambda state, now: office_checks.may_conclude(state, act, now=now)),
        lambda state, now: office_facts.concluded(state, act, now),
    )


def hold(act: Hold) -> DossierAct:
    """Put the dossier on hold: no body considers it, and no term runs."""
    return DossierAct.once(
        idempotency_keys.hold(act),
        _whole(act.by, lambda state, _: hold_checks.may_hold(state, act)),
        lambda state, now: office_facts.held(state, act, now),
    )


def release(act: Release) -> DossierAct:
    """Release the dossier: it goes on, and its terms run again."""
    return DossierAct.once(
        idempotency_keys.release(act),
        _whole(act.by, lambda state, _: hold_checks.may_release(state, act)),
        lambda state, now: office_facts.released(state, act, now),
    )


def succeed(act: Succeed) -> DossierAct:
    """Name the successor of a body that was split."""
    return DossierAct.once(
        idempotency_keys.succeed(act),
        lambda state, _: succession.may_succeed(state, act),
        lambda state, now: succession.chosen(state, act, now),
    )


def follow(found: Succession) -> DossierAct:
    """Record what became of a body that has ended."""

    def write(state: DossierState, now: datetime) -> DossierFact:
        if (fact := succession.followed(state, found, now)) is None:
            raise NoLongerDue
        return fact

    return DossierAct.once(idempotency_keys.follow(found), lambda *_: None, write)


def recount(fact: TermRecounted | CalendarLearnt, calendar: WorkCalendar) -> DossierAct:
    """Recount terms by a calendar, where `fact` is the result as of now."""

    def write(state: DossierState, now: datetime) -> DossierFact:
        # A fact recorded meanwhile has begun or ended a term by itself.
        if state.sequence + 1 != fact.sequence:
            raise NoLongerDue
        return terms.recounted(state, now, calendar=calendar) or fact

    return DossierAct(idempotency_keys.recount(fact), lambda *_: None, write)


def fall_due(state: DossierState) -> DossierAct:
    """End a term, or remind of it, at the due time in this state."""
    awaiting = state.awaiting

    def write(state: DossierState, now: datetime) -> DossierFact:
        fact = dossier_facts.on_time(state, now)
        if fact is None or state.awaiting != awaiting:
            raise NoLongerDue
        return fact

    return DossierAct(idempotency_keys.of_time(state), lambda *_: None, write)
