"""The facts of offices' acts on a dossier: assignments, publications, objections, opinions, conclusions."""

from collections.abc import Iterator
from datetime import date, datetime

from schemas import calendars
from schemas.calendars import WorkCalendar
from schemas.facts import (
    DossierForwarded,
    DossierHeld,
    DossierPublished,
    DossierRefused,
    DossierReleased,
    DossierReturned,
    ObjectionReceived,
    OfficerAssigned,
    OpinionGiven,
    OpinionsAsked,
)
from schemas.ids import BodyId
from schemas.messages import AskOpinions, Assign, Conclude, GiveOpinion, Hold, Publish, RaiseObjection, Release
from schemas.names import dossier_stream
from schemas.ports import BodyAnswer
from schemas.proceedings import Resumed, Stopped
from schemas.routes import Silence
from schemas.stages import Stage
from schemas.verdict import Outcome
from schemas.workflow_state import DossierState
from workflows.rules import deadlines, fact_header
from workflows.rules.dossier import office_state, routing, terms
from workflows.rules.fact_header import FindingHeader


def assigned(state: DossierState, act: Assign, now: datetime) -> OfficerAssigned:
    """Return the officer's assignment."""
    return OfficerAssigned(
        **fact_header.dossier_header(state, act.by, now), stage=state.stage, officer=act.officer, revision=act.revision
    )


def published(state: DossierState, act: Publish, now: datetime, *, calendar: WorkCalendar) -> DossierPublished:
    """Return the publication: its place and last day; `calendar` covers the days from its start on."""
    term = routing.term_of(state, state.stage)
    since = deadlines.start_of(act.since)
    due_on, _ = deadlines.clock(term, since=since, counting=state.rules.counting, calendar=calendar)
    until = due_on or act.since
    return DossierPublished(
        **fact_header.dossier_header(state, act.by, now),
        # The dossier's calendar may end before that day: the rest of this term could not be counted.
        calendar=calendar if until > state.calendar.last else None,
        stage=state.stage,
        where=act.where,
        since=act.since,
        due_on=until,
    )


def objected(state: DossierState, act: RaiseObjection, now: datetime) -> ObjectionReceived:
    """Return the objection."""
    return ObjectionReceived(**fact_header.dossier_header(state, act.by, now), stage=state.stage, text=act.text)


def opinions_asked(state: DossierState, act: AskOpinions, known: BodyAnswer, now: datetime) -> OpinionsAsked:
    """Return the agencies asked, and their deadline."""
    return OpinionsAsked(
        **fact_header.dossier_header(state, act.by, now),
        stage=state.stage,
        agencies=known.bodies,
        question=act.question,
        due_on=None if state.held else _asked_until(state, now),
    )


def _asked_until(state: DossierState, now: datetime) -> date | None:
    term = routing.term_of(state, state.stage)
    return deadlines.clock(term, since=now, counting=state.rules.counting, calendar=state.calendar)[0]


def opinion_given(state: DossierState, act: GiveOpinion, now: datetime) -> OpinionGiven:
    """Return an agency's opinion, and whether it counts."""
    fact = OpinionGiven(
        **fact_header.dossier_header(state, act.by, now),
        agency=BodyId(act.by),
        answers=act.answers,
        agrees=act.agrees,
        text=act.text,
        late=_is_late(state, act, now),
    )
    # On hold the dossier stays where it is: its release moves it on.
    goes_on = state.held is None and not fact.late and office_state.all_agree(office_state.answered(state, fact))
    return fact.evolve(due_on=terms.onward_due(state, now)) if goes_on else fact


def _is_late(state: DossierState, act: GiveOpinion, now: datetime) -> bool:
    opinion = office_state.asked_of(office_state.asked(state), BodyId(act.by), act.answers)
    if opinion is None or state.stage is not Stage.OPINIONS:
        return True
    if office_state.silence(state) is Silence.WAITS:
        return False
    return opinion.silent or (opinion.due_on is not None and calendars.day_of(now) > opinion.due_on)


def concluded(state: DossierState, act: Conclude, now: datetime) -> DossierForwarded | DossierReturned | DossierRefused:
    """Return the result of an office's conclusion."""
    body = state.awaiting.body.id if state.awaiting else BodyId(act.by)
    stream = dossier_stream(state.dossier.dossier_id)
    found = FindingHeader(
        **fact_header.dossier_header(state, act.by, now), stage=state.stage, body=body, source=stream, source_sequence=0
    )
    match act.outcome:
        case Outcome.FORWARD:
            return DossierForwarded(**found, report=act.report, due_on=terms.onward_due(state, now))
        case Outcome.RETURN:
            return terms.returned(state, found, act.reasons, now)
        case _:
            return DossierRefused(**found, reasons=act.reasons)


def held(state: DossierState, act: Hold, now: datetime) -> DossierHeld:
    """Return that the dossier is on hold, and the rest of each paused term."""
    today = calendars.day_of(now)
    return DossierHeld(
        **fact_header.dossier_header(state, act.by, now),
        stage=state.stage,
        ground=act.ground,
        reason=act.reason,
        document=act.document,
        stopped=tuple(
            Stopped(due_on=day, working_days=deadlines.working_days_left(day, today, calendar=state.calendar))
            for day in office_state.running(state)
        ),
    )


def released(state: DossierState, act: Release, now: datetime) -> DossierReleased:
    """Return the release: the new last days of its terms, and the deadline of the party awaited."""
    resumed = tuple(_resumed(state, now))
    free = office_state.resumed(state.evolve(held=None), resumed)
    return DossierReleased(
        **fact_header.dossier_header(state, act.by, now),
        stage=state.stage,
        answers=act.answers,
        reason=act.reason,
        terms=resumed,
        due_on=terms.due_again(free, resumed, now),
    )


def _resumed(state: DossierState, now: datetime) -> Iterator[Resumed]:
    asked = office_state.asked(state)
    waited_for = {each.due_on for each in asked if office_state.is_waited_for(each)}
    for term in state.held.stopped if state.held else ():
        # An agency that has answered meanwhile has no term any more.
        if not asked or term.due_on in waited_for:
            due_on = deadlines.resumed(now, term.working_days, calendar=state.calendar)
            yield Resumed(was=term.due_on, due_on=due_on)
    if None in waited_for and (begun := _asked_until(state, now)):
        yield Resumed(due_on=begun)
