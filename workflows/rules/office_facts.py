"""What is written of a dossier when offices act on it: assignments, publications, objections, opinions, conclusions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from schemas.calendars import WorkCalendar
from schemas.carried import DossierState
from schemas.facts import DossierForwarded, DossierRefused, DossierReturned
from schemas.ids import SYSTEM, ActorId, BodyId
from schemas.names import dossier_stream
from schemas.office_facts import (
    CalendarLearnt,
    DossierHeld,
    DossierPublished,
    DossierReleased,
    ObjectionReceived,
    OfficerAssigned,
    OpinionGiven,
    OpinionsAsked,
    OpinionsFellDue,
    PublicationEnded,
    TermRecounted,
)
from schemas.office_messages import (
    AskOpinions,
    Assign,
    Conclude,
    GiveOpinion,
    Hold,
    Publish,
    RaiseObjection,
    Release,
)
from schemas.proceedings import Resumed, Stopped
from schemas.routes import Silence
from schemas.stages import Stage, Turn
from schemas.verdict import Outcome
from workflows.rules import deadlines, places, proceedings, way
from workflows.rules.places import FoundPlace, Place


def assigned(state: DossierState, act: Assign, now: datetime) -> OfficerAssigned:
    """Return who was charged."""
    return OfficerAssigned(**_place(state, act.by, now), stage=state.stage, officer=act.officer, revision=act.revision)


def published(state: DossierState, act: Publish, now: datetime, *, calendar: WorkCalendar) -> DossierPublished:
    """Return where the dossier was named and until when; `calendar` knows the days from its publication on."""
    term = way.term_of(state, state.stage)
    since = deadlines.start_of(act.since)
    due_on, _ = deadlines.clock(term, since=since, counting=state.rules.counting, calendar=calendar)
    until = due_on or act.since
    return DossierPublished(
        **_place(state, act.by, now),
        # The dossier may know no day that late: what is left of this term could not be counted.
        calendar=calendar if until > state.calendar.last else None,
        stage=state.stage,
        where=act.where,
        since=act.since,
        due_on=until,
    )


def objected(state: DossierState, act: RaiseObjection, now: datetime) -> ObjectionReceived:
    """Return what was objected."""
    return ObjectionReceived(**_place(state, act.by, now), stage=state.stage, text=act.text)


def publication_ended(state: DossierState, now: datetime) -> PublicationEnded | None:
    """Return that a publication has run its term; nothing before it has."""
    published = proceedings.publication(state)
    if published is None or published.ended or proceedings.is_open(state, now):
        return None
    objections = proceedings.objected(state, published)
    return PublicationEnded(
        **_place(state, SYSTEM, now),
        stage=state.stage,
        objections=objections,
        due_on=None if objections else onward_due(state, now),
    )


def recounted(state: DossierState, now: datetime, *, calendar: WorkCalendar) -> TermRecounted | CalendarLearnt | None:
    """Return that the term ends on another day by a newer calendar, or that later terms may; nothing where none can."""
    today = deadlines.day_of(now)
    if state.stage.is_final or not deadlines.differ(state.calendar, calendar, since=today):
        return None
    place = _place(state, SYSTEM, now)
    was = state.awaiting.due_on if state.awaiting else None
    due_on = was and deadlines.recounted(was, today, counted_by=state.calendar, calendar=calendar)
    if was is None or due_on is None or due_on == was:
        return CalendarLearnt(**place, calendar=calendar)
    return TermRecounted(**place, calendar=calendar, stage=state.stage, was=was, due_on=due_on)


def opinions_asked(state: DossierState, act: AskOpinions, now: datetime) -> OpinionsAsked:
    """Return who was asked, and by when they answer."""
    return OpinionsAsked(
        **_place(state, act.by, now),
        stage=state.stage,
        agencies=act.agencies,
        question=act.question,
        due_on=None if state.held else _asked_until(state, now),
    )


def _asked_until(state: DossierState, now: datetime) -> date | None:
    term = way.term_of(state, state.stage)
    return deadlines.clock(term, since=now, counting=state.rules.counting, calendar=state.calendar)[0]


def opinion_given(state: DossierState, act: GiveOpinion, now: datetime) -> OpinionGiven:
    """Return what an agency answered, and whether it counts."""
    fact = OpinionGiven(
        **_place(state, act.by, now),
        agency=BodyId(act.by),
        answers=act.answers,
        agrees=act.agrees,
        text=act.text,
        late=_is_late(state, act, now),
    )
    # On hold it stays where it is: its release brings it on.
    goes_on = state.held is None and not fact.late and proceedings.all_agree(proceedings.answered(state, fact))
    return fact.model_copy(update={"due_on": onward_due(state, now)}) if goes_on else fact


def _is_late(state: DossierState, act: GiveOpinion, now: datetime) -> bool:
    opinion = proceedings.asked_of(proceedings.asked(state), BodyId(act.by), act.answers)
    if opinion is None or state.stage is not Stage.OPINIONS:
        return True
    if proceedings.silence(state) is Silence.WAITS:
        return False
    return opinion.silent or (opinion.due_on is not None and deadlines.day_of(now) > opinion.due_on)


def opinions_fell_due(state: DossierState, now: datetime) -> OpinionsFellDue | None:
    """Return who has not answered within their term; nothing where the rule waits for them all the same."""
    if state.stage is not Stage.OPINIONS or proceedings.silence(state) is Silence.WAITS:
        return None
    today = deadlines.day_of(now)
    late = [each for each in proceedings.asked(state) if proceedings.is_waited_for(each)]
    silent = tuple(each.agency.id for each in late if each.due_on is not None and each.due_on < today)
    if not silent:
        return None
    fact = OpinionsFellDue(**_place(state, SYSTEM, now), stage=state.stage, silent=silent)
    goes_on = proceedings.all_agree(proceedings.fallen_silent(state, silent))
    return fact.model_copy(update={"due_on": onward_due(state, now)}) if goes_on else fact


def concluded(state: DossierState, act: Conclude, now: datetime) -> DossierForwarded | DossierReturned | DossierRefused:
    """Return what an office made of the dossier."""
    body = state.awaiting.body.id if state.awaiting else BodyId(act.by)
    stream = dossier_stream(state.dossier.dossier_id)
    found = FoundPlace(**_place(state, act.by, now), stage=state.stage, body=body, source=stream, source_sequence=0)
    match act.outcome:
        case Outcome.FORWARD:
            return DossierForwarded(**found, report=act.report, due_on=onward_due(state, now))
        case Outcome.RETURN:
            return returned(state, found, act.reasons, now)
        case _:
            return DossierRefused(**found, reasons=act.reasons)


def returned(state: DossierState, found: FoundPlace, reasons: Iterable[str], now: datetime) -> DossierReturned:
    """Return that the dossier went back to its unit, and how much was left of a term that stands still meanwhile."""
    return DossierReturned(
        **found, reasons=tuple(reasons), due_on=due_on(state, Stage.UNIT, now), left=_left(state, now)
    )


def _left(state: DossierState, now: datetime) -> int | None:
    term, awaiting = way.running_term(state, state.stage), state.awaiting
    if term is None or not term.pauses or awaiting is None or awaiting.due_on is None:
        return None
    return deadlines.working_days_left(awaiting.due_on, deadlines.day_of(now), calendar=state.calendar)


def onward_due(state: DossierState, now: datetime) -> date | None:
    """Return by when whoever the dossier waits for next should act, if it goes on now."""
    return due_on(state, way.destination(state, Turn.FORWARD), now)


def due_on(state: DossierState, stage: Stage, now: datetime) -> date | None:
    """Return the last day of a stage's term if it begins now, or goes on where it stopped; none begins on hold."""
    if state.held is not None:
        return None
    if state.paused is not None and state.paused.stage is stage:
        return deadlines.resumed(now, state.paused.working_days, calendar=state.calendar)
    term = way.running_term(state, stage)
    return deadlines.clock(term, since=now, counting=state.rules.counting, calendar=state.calendar)[0]


def held(state: DossierState, act: Hold, now: datetime) -> DossierHeld:
    """Return that the dossier is on hold, and what was left of each term that stands still."""
    today = deadlines.day_of(now)
    return DossierHeld(
        **_place(state, act.by, now),
        stage=state.stage,
        ground=act.ground,
        reason=act.reason,
        document=act.document,
        stopped=tuple(
            Stopped(due_on=day, working_days=deadlines.working_days_left(day, today, calendar=state.calendar))
            for day in proceedings.running(state)
        ),
    )


def released(state: DossierState, act: Release, now: datetime) -> DossierReleased:
    """Return that the dossier goes on: until when its terms run now, and by when whoever it waits for should act."""
    terms = tuple(_resumed(state, now))
    free = proceedings.resumed(state.model_copy(update={"held": None}), terms)
    return DossierReleased(
        **_place(state, act.by, now),
        stage=state.stage,
        answers=act.answers,
        reason=act.reason,
        terms=terms,
        due_on=_due_again(free, terms, now),
    )


def _resumed(state: DossierState, now: datetime) -> Iterator[Resumed]:
    asked = proceedings.asked(state)
    waited_for = {each.due_on for each in asked if proceedings.is_waited_for(each)}
    for term in state.held.stopped if state.held else ():
        # Whoever answered meanwhile has no term any more.
        if not asked or term.due_on in waited_for:
            due_on = deadlines.resumed(now, term.working_days, calendar=state.calendar)
            yield Resumed(was=term.due_on, due_on=due_on)
    if None in waited_for and (begun := _asked_until(state, now)):
        yield Resumed(due_on=begun)


def _due_again(free: DossierState, terms: Sequence[Resumed], now: datetime) -> date | None:
    if proceedings.all_agree(free):
        return onward_due(free, now)
    if opinions := proceedings.asked(free):
        return proceedings.next_due(opinions)
    # It has one term, or came here on hold: that term begins now.
    return terms[0].due_on if terms else due_on(free, free.stage, now)


def _place(state: DossierState, by: ActorId, now: datetime) -> Place:
    return places.following(state, dossier_stream(state.dossier.dossier_id), by=by, now=now)
