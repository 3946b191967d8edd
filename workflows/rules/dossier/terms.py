"""Terms: when a dossier is due, and the facts of terms that end or are recounted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from schemas import calendars
from schemas.calendars import WorkCalendar
from schemas.facts import CalendarLearnt, DossierReturned, OpinionsFellDue, PublicationEnded, TermRecounted
from schemas.ids import SYSTEM
from schemas.proceedings import Resumed
from schemas.routes import Silence
from schemas.stages import Stage, Transition
from schemas.workflow_state import DossierState
from workflows.rules import deadlines, fact_header
from workflows.rules.dossier import office_state, routing
from workflows.rules.fact_header import FindingHeader


def publication_ended(state: DossierState, now: datetime) -> PublicationEnded | None:
    """Return that a publication's term has ended; None before that."""
    published = office_state.publication(state)
    if published is None or published.ended or office_state.is_open(state, now):
        return None
    objections = office_state.objected(state, published)
    return PublicationEnded(
        **fact_header.dossier_header(state, SYSTEM, now),
        stage=state.stage,
        objections=objections,
        due_on=None if objections else onward_due(state, now),
    )


def recounted(state: DossierState, now: datetime, *, calendar: WorkCalendar) -> TermRecounted | CalendarLearnt | None:
    """Return that the term ends on another day by a newer calendar, or that later terms may; None where none can."""
    today = calendars.day_of(now)
    if state.stage.is_final or not deadlines.differ(state.calendar, calendar, since=today):
        return None
    place = fact_header.dossier_header(state, SYSTEM, now)
    was = state.awaiting.due_on if state.awaiting else None
    due_on = was and deadlines.recounted(was, today, counted_by=state.calendar, calendar=calendar)
    if was is None or due_on is None or due_on == was:
        return CalendarLearnt(**place, calendar=calendar)
    return TermRecounted(**place, calendar=calendar, stage=state.stage, was=was, due_on=due_on)


def opinions_fell_due(state: DossierState, now: datetime) -> OpinionsFellDue | None:
    """Return the agencies that have not answered in time; None where the rule waits for them nevertheless."""
    if state.stage is not Stage.OPINIONS or office_state.silence(state) is Silence.WAITS:
        return None
    today = calendars.day_of(now)
    late = [each for each in office_state.asked(state) if office_state.is_waited_for(each)]
    silent = tuple(each.agency.id for each in late if each.due_on is not None and each.due_on < today)
    if not silent:
        return None
    fact = OpinionsFellDue(**fact_header.dossier_header(state, SYSTEM, now), stage=state.stage, silent=silent)
    goes_on = office_state.all_agree(office_state.fallen_silent(state, silent))
    return fact.evolve(due_on=onward_due(state, now)) if goes_on else fact


def returned(state: DossierState, found: FindingHeader, reasons: Iterable[str], now: datetime) -> DossierReturned:
    """Return that the dossier went back to its unit, and the rest of a term that is paused meanwhile."""
    return DossierReturned(
        **found, reasons=tuple(reasons), due_on=due_on(state, Stage.UNIT, now), left=_left(state, now)
    )


def _left(state: DossierState, now: datetime) -> int | None:
    term, awaiting = routing.running_term(state, state.stage), state.awaiting
    if term is None or not term.pauses or awaiting is None or awaiting.due_on is None:
        return None
    return deadlines.working_days_left(awaiting.due_on, calendars.day_of(now), calendar=state.calendar)


def onward_due(state: DossierState, now: datetime) -> date | None:
    """Return the deadline of the party awaited next, if the dossier moves on now."""
    return due_on(state, routing.destination(state, Transition.FORWARD), now)


def due_on(state: DossierState, stage: Stage, now: datetime) -> date | None:
    """Return the last day of a stage's term if it begins or resumes now; on hold none begins."""
    if state.held is not None:
        return None
    if state.paused is not None and state.paused.stage is stage:
        return deadlines.resumed(now, state.paused.working_days, calendar=state.calendar)
    term = routing.running_term(state, stage)
    return deadlines.clock(term, since=now, counting=state.rules.counting, calendar=state.calendar)[0]


def due_again(free: DossierState, resumed: Sequence[Resumed], now: datetime) -> date | None:
    """Return the deadline of the party that a released dossier waits for, given the resumed terms."""
    if office_state.all_agree(free):
        return onward_due(free, now)
    if opinions := office_state.asked(free):
        return office_state.next_due(opinions)
    # It has one term, or arrived here on hold: then that term begins now.
    return resumed[0].due_on if resumed else due_on(free, free.stage, now)
