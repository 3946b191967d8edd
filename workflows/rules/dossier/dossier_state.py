"""A dossier's state: the fold of its facts."""

from datetime import date
from functools import partial
from typing import Any, assert_never

from schemas.dossier import Awaiting, Passage
from schemas.facts import (
    AwardGranted,
    BodySplit,
    BodySucceeded,
    CalendarLearnt,
    DossierFact,
    DossierForwarded,
    DossierHeld,
    DossierLapsed,
    DossierPublished,
    DossierRefused,
    DossierReleased,
    DossierReturned,
    DossierSubmitted,
    DossierSupplemented,
    DossierWithdrawn,
    FellOverdue,
    ObjectionReceived,
    OfficeFact,
    OfficerAssigned,
    OpinionGiven,
    OpinionsAsked,
    OpinionsFellDue,
    PublicationEnded,
    RefusedAsTwin,
    Reminded,
    TermRecounted,
)
from schemas.proceedings import Assigned, Held, Objection, Opinion, Paused, Publication
from schemas.stages import Stage, Transition
from schemas.verdict import Outcome
from schemas.workflow_state import Clock, DossierState
from workflows.rules import deadlines
from workflows.rules.dossier import completeness, office_state, routing, succession


def apply(state: DossierState, fact: DossierFact) -> DossierState:
    """Return the dossier's state after `fact`."""
    if fact.calendar is not None:
        state = state.evolve(calendar=fact.calendar)
    match fact:
        case DossierSubmitted():
            return _examined(state.evolve(dossier=fact.dossier), fact)
        case DossierSupplemented():
            documents = completeness.supplemented(state.dossier.documents, fact.documents)
            dossier = state.dossier.evolve(documents=documents)
            return _examined(state.evolve(dossier=dossier), fact)
        case DossierForwarded() | DossierReturned() | DossierRefused() | AwardGranted():
            return _heard(state, fact)
        case RefusedAsTwin():
            return _moved(state, Transition.REFUSE, fact, twin_of=fact.first)
        case DossierWithdrawn():
            return _moved(state, Transition.WITHDRAW, fact)
        case DossierLapsed():
            return _moved(state, Transition.LAPSE, fact)
        case Reminded():
            return state.evolve(clock=Clock(due_at=state.clock.due_at))
        case FellOverdue():
            return _overdue(state)
        case _:
            return _proceeded(state, fact)


def _proceeded(state: DossierState, fact: OfficeFact) -> DossierState:
    match fact:
        case OfficerAssigned():
            officer = Assigned(stage=fact.stage, officer=fact.officer, revision=fact.revision)
            return state.evolve(officer=officer)
        case DossierPublished():
            return _published(state, fact)
        case ObjectionReceived():
            objection = Objection(number=fact.sequence, by=fact.by, at=fact.at)
            return state.evolve(objections=(*state.objections, objection))
        case PublicationEnded():
            return _publication_ended(state, fact)
        case TermRecounted():
            return _until(office_state.recounted(state, fact), fact, fact.due_on)
        case CalendarLearnt():
            return state
        case OpinionsAsked():
            return _asked(state, fact)
        case OpinionGiven():
            return (
                _gone_on(office_state.answered(state, fact), fact) if not fact.late else office_state.kept(state, fact)
            )
        case OpinionsFellDue():
            return _gone_on(office_state.fallen_silent(state, fact.silent), fact)
        case DossierHeld():
            return _held(state, fact)
        case DossierReleased():
            return _released(state, fact)
        case BodySucceeded() | BodySplit():
            return succession.apply(state, fact)
        case _:
            assert_never(fact)


def _published(state: DossierState, fact: DossierPublished) -> DossierState:
    published = Publication(
        number=fact.sequence, stage=fact.stage, where=fact.where, since=fact.since, until=fact.due_on
    )
    return _until(state.evolve(publication=published), fact, fact.due_on)


def _publication_ended(state: DossierState, fact: PublicationEnded) -> DossierState:
    ended = state.publication and state.publication.evolve(ended=True)
    state = state.evolve(publication=ended)
    return _until(state, fact, None) if fact.objections else _by_itself(state, fact, fact.due_on)


def _asked(state: DossierState, fact: OpinionsAsked) -> DossierState:
    asked = (Opinion(agency=agency, asked=fact.sequence, due_on=fact.due_on) for agency in fact.agencies)
    state = state.evolve(opinions=(*state.opinions, *asked))
    return _until(state, fact, office_state.next_due(office_state.asked(state)))


def _gone_on(state: DossierState, fact: OpinionGiven | OpinionsFellDue) -> DossierState:
    if office_state.all_agree(state) and state.held is None:
        return _by_itself(state, fact, fact.due_on)
    return _until(state, fact, office_state.next_due(office_state.asked(state)))


def _held(state: DossierState, fact: DossierHeld) -> DossierState:
    held = Held(number=fact.sequence, by=fact.by, ground=fact.ground, since=fact.at, stopped=fact.stopped)
    # Nothing falls due: the release sets the day anew.
    awaiting = state.awaiting and state.awaiting.evolve(due_on=None, overdue=False)
    return state.evolve(held=held, awaiting=awaiting, clock=Clock())


def _released(state: DossierState, fact: DossierReleased) -> DossierState:
    state = _unpaused(office_state.resumed(state.evolve(held=None), fact.terms), state.stage)
    if office_state.all_agree(state):
        # Answers given while it was on hold count from now on.
        return _by_itself(state, fact, fact.due_on)
    resumed_at = None if fact.due_on is None else fact.at
    awaiting = state.awaiting and state.awaiting.evolve(resumed_at=resumed_at)
    return _until(state.evolve(awaiting=awaiting), fact, fact.due_on)


def _unpaused(state: DossierState, stage: Stage) -> DossierState:
    # On hold, the term has not resumed yet.
    if state.held is not None or state.paused is None or state.paused.stage is not stage:
        return state
    return state.evolve(paused=None)


def _by_itself(state: DossierState, fact: DossierFact, due_on: date | None) -> DossierState:
    # The rule's conditions are met: no further act is needed.
    passage = Passage(
        stage=state.stage,
        body=routing.awaited(state, state.stage) or state.dossier.unit,
        source=fact.stream,
        outcome=Outcome.FORWARD,
        at=fact.at,
    )
    state = state.evolve(passages=(*state.passages, passage))
    return _moved(state, Transition.FORWARD, fact, due_on=due_on)


def _until(state: DossierState, fact: DossierFact, due_on: date | None) -> DossierState:
    if state.held is not None:
        return state
    clock = deadlines.until(due_on, routing.term_of(state, state.stage), since=fact.at, calendar=state.calendar)
    # A term is called overdue only once: otherwise its timer would fire for ever, without a new result.
    was_late = state.awaiting is not None and state.awaiting.overdue
    is_late = was_late and clock.due_at is not None and clock.due_at <= fact.at
    awaiting = state.awaiting and state.awaiting.evolve(due_on=due_on, overdue=is_late)
    return state.evolve(awaiting=awaiting, clock=Clock() if is_late else clock)


def _examined(state: DossierState, fact: DossierSubmitted | DossierSupplemented) -> DossierState:
    if fact.defects:
        return _waiting_at(state, Stage.UNIT, fact, due_on=fact.due_on, missing=fact.defects)
    return _moved(state, Transition.COMPLETE, fact, due_on=fact.due_on)


def _heard(
    state: DossierState, fact: DossierForwarded | DossierReturned | DossierRefused | AwardGranted
) -> DossierState:
    state = state.evolve(passages=(*state.passages, _passage(state, fact)))
    match fact:
        case DossierForwarded():
            return _moved(state, Transition.FORWARD, fact, due_on=fact.due_on)
        case DossierReturned():
            back = _moved(state, Transition.RETURN, fact, due_on=fact.due_on, reasons=fact.reasons)
            paused = None if fact.left is None else Paused(stage=fact.stage, working_days=fact.left)
            return back.evolve(returned_from=fact.stage, paused=paused)
        case DossierRefused():
            return _moved(state, Transition.REFUSE, fact)
        case AwardGranted():
            return _moved(state, Transition.GRANT, fact)


def _passage(state: DossierState, fact: DossierForwarded | DossierReturned | DossierRefused | AwardGranted) -> Passage:
    body = succession.finder(state, fact.stage, fact.body)
    found = partial(Passage, stage=fact.stage, body=body, source=fact.source, at=fact.at)
    match fact:
        case DossierForwarded():
            return found(outcome=Outcome.FORWARD, vote=fact.vote, decision=fact.decision, report=fact.report)
        case DossierReturned():
            return found(outcome=Outcome.RETURN, reasons=fact.reasons)
        case DossierRefused():
            return found(outcome=Outcome.REFUSE, reasons=fact.reasons, vote=fact.vote, decision=fact.decision)
        case AwardGranted():
            return found(outcome=Outcome.GRANT, decision=fact.decision)
        case _:
            assert_never(fact)


def _moved(state: DossierState, turn: Transition, fact: DossierFact, **news: Any) -> DossierState:
    twin_of = news.pop("twin_of", state.twin_of)
    stage = routing.destination(state, turn)
    state = state.evolve(twin_of=twin_of, returned_from=None)
    return _waiting_at(state, stage, fact, **news)


def _waiting_at(
    state: DossierState, stage: Stage, fact: DossierFact, *, due_on: date | None = None, **news: Any
) -> DossierState:
    body = routing.awaited(state, stage)
    state = _unpaused(state, stage)
    if body is None:
        return state.evolve(stage=stage, awaiting=None, clock=Clock(), held=None)
    # The terms of the finished stay do not run again.
    held = state.held and state.held.evolve(stopped=())
    # The last day comes from the fact: notices named it, and a calendar adopted since may differ, or begin later.
    clock = deadlines.until(due_on, routing.term_of(state, stage), since=fact.at, calendar=state.calendar)
    awaiting = Awaiting(
        body=body,
        since=fact.at,
        due_on=due_on,
        answers=fact.sequence,
        **news,
    )
    return state.evolve(stage=stage, awaiting=awaiting, clock=clock, held=held)


def _overdue(state: DossierState) -> DossierState:
    awaiting = state.awaiting and state.awaiting.evolve(overdue=True)
    return state.evolve(awaiting=awaiting, clock=Clock())
