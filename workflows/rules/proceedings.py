"""What stands of a dossier's proceedings: whether a publication runs, and whose opinion is waited for."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date, datetime

from schemas.carried import DossierState
from schemas.ids import BodyId
from schemas.office_facts import OpinionGiven, TermRecounted
from schemas.proceedings import Assigned, Opinion, Publication
from schemas.routes import OpinionsRule, Silence
from workflows.rules import deadlines, way


def officer(state: DossierState) -> Assigned | None:
    """Return who is charged with this stage; an officer of another stage is none of it."""
    return state.officer if state.officer and state.officer.stage is state.stage else None


def publication(state: DossierState) -> Publication | None:
    """Return the publication of this stay; one before a return is over and done."""
    awaiting, published = state.awaiting, state.publication
    return published if published and awaiting and published.number > awaiting.answers else None


def is_open(published: Publication | None, now: datetime) -> bool:
    """Return whether objections are received: until the last day of the term is over."""
    return published is not None and not published.ended and deadlines.day_of(now) <= published.until


def objected(state: DossierState, published: Publication) -> int:
    """Return how many objections a publication met."""
    return sum(objection.number > published.number for objection in state.objections)


def asked(state: DossierState) -> tuple[Opinion, ...]:
    """Return the opinions that were asked for in this stay."""
    awaiting = state.awaiting
    return tuple(opinion for opinion in state.opinions if awaiting and opinion.asked > awaiting.answers)


def asked_of(opinions: Iterable[Opinion], agency: BodyId, request: int) -> Opinion | None:
    """Return what an agency was asked by a request; nothing where it was not."""
    return next((each for each in opinions if (each.agency.id, each.asked) == (agency, request)), None)


def is_waited_for(opinion: Opinion) -> bool:
    """Return whether an agency's answer is still to come."""
    return opinion.agrees is None and not opinion.silent


def silence(state: DossierState) -> Silence:
    """Return what it means here when an agency does not answer."""
    rule = way.rule_of(state, state.stage)
    return rule.silence if isinstance(rule, OpinionsRule) else Silence.WAITS


def all_agree(state: DossierState) -> bool:
    """Return whether every agency that was asked has agreed, by its answer or by what its silence means."""
    opinions, meaning = asked(state), silence(state)
    return bool(opinions) and all(_agrees(opinion, meaning) for opinion in opinions)


def _agrees(opinion: Opinion, meaning: Silence) -> bool:
    # An answer that came late does not change what the silence meant.
    if opinion.silent:
        return meaning is Silence.AGREES
    return opinion.agrees is True


def next_due(opinions: Iterable[Opinion]) -> date | None:
    """Return the first last day among the agencies that are waited for."""
    return min((each.due_on for each in opinions if is_waited_for(each) and each.due_on), default=None)


def answered(state: DossierState, fact: OpinionGiven) -> DossierState:
    """Return what is remembered once an agency has answered in time."""
    said = {"agrees": fact.agrees, "number": fact.sequence}
    return _changed(state, lambda each: _is(each, fact) and is_waited_for(each), said)


def kept(state: DossierState, fact: OpinionGiven) -> DossierState:
    """Return what is remembered of an answer that came too late: it is kept, and changes nothing."""
    said = {"agrees": fact.agrees, "number": fact.sequence, "late": True, "silent": True}
    return _changed(state, lambda each: _is(each, fact), said)


def _is(opinion: Opinion, fact: OpinionGiven) -> bool:
    return (opinion.agency.id, opinion.asked) == (fact.agency, fact.answers)


def recounted(state: DossierState, fact: TermRecounted) -> DossierState:
    """Return what is remembered once a term ends on another day: of publications and of agencies too."""
    published = publication(state)
    if published is not None and published.until == fact.was:
        state = state.model_copy(update={"publication": published.model_copy(update={"until": fact.due_on})})
    return _changed(state, lambda each: is_waited_for(each) and each.due_on == fact.was, {"due_on": fact.due_on})


def fallen_silent(state: DossierState, silent: Container[str]) -> DossierState:
    """Return what is remembered once the terms of agencies have passed without an answer."""
    return _changed(state, lambda each: each.agency.id in silent and is_waited_for(each), {"silent": True})


def _changed(state: DossierState, which: Callable[[Opinion], bool], news: Mapping[str, object]) -> DossierState:
    opinions = tuple(each.model_copy(update=news) if which(each) else each for each in state.opinions)
    return state.model_copy(update={"opinions": opinions})
