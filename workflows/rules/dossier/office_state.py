"""The state of a dossier's proceedings: publications, awaited opinions, running terms."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date, datetime

from schemas import calendars
from schemas.facts import OpinionGiven, TermRecounted
from schemas.ids import BodyId
from schemas.proceedings import Assigned, Opinion, Publication, Resumed
from schemas.routes import OpinionsRule, Silence
from schemas.workflow_state import DossierState
from workflows.rules.dossier import routing


def officer(state: DossierState) -> Assigned | None:
    """Return the officer assigned at this stage; those of other stages do not count."""
    return state.officer if state.officer and state.officer.stage is state.stage else None


def publication(state: DossierState) -> Publication | None:
    """Return the publication of this stay; one before a return no longer counts."""
    awaiting, published = state.awaiting, state.publication
    return published if published and awaiting and published.number > awaiting.answers else None


def is_open(state: DossierState, now: datetime) -> bool:
    """Return whether objections are accepted: until the end of the term's last day, which is paused while on hold."""
    published = publication(state)
    if published is None or published.ended:
        return False
    return state.held is not None or calendars.day_of(now) <= published.until


def objected(state: DossierState, published: Publication) -> int:
    """Return the number of objections to a publication."""
    return sum(objection.number > published.number for objection in state.objections)


def asked(state: DossierState) -> tuple[Opinion, ...]:
    """Return the opinions requested in this stay."""
    awaiting = state.awaiting
    return tuple(opinion for opinion in state.opinions if awaiting and opinion.asked > awaiting.answers)


def asked_of(opinions: Iterable[Opinion], agency: BodyId, request: int) -> Opinion | None:
    """Return the opinion requested of an agency by a request; None where there is none."""
    return next((each for each in opinions if (each.agency.id, each.asked) == (agency, request)), None)


def is_waited_for(opinion: Opinion) -> bool:
    """Return whether an agency's answer is still awaited."""
    return opinion.agrees is None and not opinion.silent


def silence(state: DossierState) -> Silence:
    """Return the meaning of an agency's silence at this stage."""
    rule = routing.rule_of(state, state.stage)
    return rule.silence if isinstance(rule, OpinionsRule) else Silence.WAITS


def all_agree(state: DossierState) -> bool:
    """Return whether every agency asked agrees, by its answer or by the meaning of its silence."""
    opinions, meaning = asked(state), silence(state)
    return bool(opinions) and all(_agrees(opinion, meaning) for opinion in opinions)


def _agrees(opinion: Opinion, meaning: Silence) -> bool:
    # A late answer does not change the meaning of the silence.
    if opinion.silent:
        return meaning is Silence.AGREES
    return opinion.agrees is True


def next_due(opinions: Iterable[Opinion]) -> date | None:
    """Return the earliest last day among the agencies awaited."""
    return min((each.due_on for each in opinions if is_waited_for(each) and each.due_on), default=None)


def answered(state: DossierState, fact: OpinionGiven) -> DossierState:
    """Return the state after an agency has answered in time."""
    said = {"agrees": fact.agrees, "number": fact.sequence}
    return _changed(state, lambda each: _is(each, fact) and is_waited_for(each), said)


def kept(state: DossierState, fact: OpinionGiven) -> DossierState:
    """Return the state after a late answer: it is recorded, and changes nothing."""
    said = {"agrees": fact.agrees, "number": fact.sequence, "late": True, "silent": True}
    return _changed(state, lambda each: _is(each, fact), said)


def _is(opinion: Opinion, fact: OpinionGiven) -> bool:
    return (opinion.agency.id, opinion.asked) == (fact.agency, fact.answers)


def recounted(state: DossierState, fact: TermRecounted) -> DossierState:
    """Return the state once a term ends on another day: publications and agencies included."""
    published = publication(state)
    if published is not None and published.until == fact.was:
        state = state.evolve(publication=published.evolve(until=fact.due_on))
    return _changed(state, lambda each: is_waited_for(each) and each.due_on == fact.was, {"due_on": fact.due_on})


def fallen_silent(state: DossierState, silent: Container[str]) -> DossierState:
    """Return the state once agencies' terms have passed without an answer."""
    return _changed(state, lambda each: each.agency.id in silent and is_waited_for(each), {"silent": True})


def released(state: DossierState) -> int:
    """Return the number of the latest release's fact; 0 where there is none."""
    kept = state.receipts.values()
    return max((receipt.sequence for receipt in kept if receipt.kind == "dossier_released"), default=0)


def running(state: DossierState) -> tuple[date, ...]:
    """Return the last days of the running terms: of the party awaited, and of each agency asked."""
    agencies = (each.due_on for each in asked(state) if is_waited_for(each))
    days = (state.awaiting.due_on if state.awaiting else None, *agencies)
    return tuple(sorted({day for day in days if day is not None}))


def resumed(state: DossierState, terms: Iterable[Resumed]) -> DossierState:
    """Return the state once paused terms run again: those of publications and of agencies."""
    days = {term.was: term.due_on for term in terms}
    published = publication(state)
    if published is not None and published.until in days:
        state = state.evolve(publication=published.evolve(until=days[published.until]))
    here = asked(state)
    opinions = tuple(
        each.evolve(due_on=days.get(each.due_on, each.due_on)) if each in here and is_waited_for(each) else each
        for each in state.opinions
    )
    return state.evolve(opinions=opinions)


def _changed(state: DossierState, which: Callable[[Opinion], bool], news: Mapping[str, object]) -> DossierState:
    opinions = tuple(each.evolve(**news) if which(each) else each for each in state.opinions)
    return state.evolve(opinions=opinions)
