"""Publications, appraisals, opinions: who may do what, when a dossier goes on, and when no clock runs."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import calendars
from schemas.documents import Document
from schemas.ids import ActorId, BodyId
from schemas.messages import AskOpinions, Assign, GiveOpinion, Publish, RaiseObjection
from schemas.proceedings import MOST_OBJECTIONS
from schemas.refusals import Reason, Refusal
from schemas.routes import Silence
from schemas.stages import Stage
from schemas.verdict import Outcome
from schemas.workflow_state import Clock, DossierState
from tests.builders.values import (
    AGENCY,
    a_decision_rule,
    a_document,
    a_long_route,
    a_term,
    an_office_rule,
    an_opinions_rule,
)
from tests.builders.walks import DAY, a_conclusion, a_hearing, a_hold, a_release
from tests.simulators.dossier_simulator import DossierSimulator, a_long_walk, walked
from tests.workflows.rules import read_back
from workflows.rules import deadlines
from workflows.rules.dossier import (
    dossier_checks,
    dossier_facts,
    dossier_view,
    hold_checks,
    office_checks,
    office_state,
)

OFFICES = [Stage.APPRAISAL, Stage.PARTY, Stage.CENTRAL_APPRAISAL]
PUBLISHED = [Stage.PUBLICATION, Stage.CENTRAL_PUBLICATION]
CONCLUDED = [*OFFICES, *PUBLISHED, Stage.OPINIONS]
VOTED_OR_SIGNED = [stage for stage in Stage if not stage.is_final and stage not in {*CONCLUDED, Stage.UNIT}]


def why(refusal: Refusal | None) -> Reason | None:
    """Return why, or that nothing is refused."""
    return refusal.reason if refusal else None


def stands(walk: DossierSimulator) -> Stage:
    """Return where it is now."""
    return walk.state.stage


def concluding(walk: DossierSimulator, outcome: Outcome = Outcome.FORWARD, **said: object) -> Reason | None:
    """Return why the office that considers it may not conclude now."""
    return why(office_checks.may_conclude(walk.state, a_conclusion(walk.state, outcome, **said), now=walk.now))


def a_publication(walk: DossierSimulator, since: date | None = None, by: str = AGENCY) -> Publish:
    """Return the recording of a publication, of today unless another day is given."""
    assert walk.state.awaiting is not None
    day = since or calendars.day_of(walk.now)
    return Publish(by=ActorId(by), answers=walk.state.awaiting.answers, where="Cổng thông tin", since=day)


def opined(walk: DossierSimulator, agency: str = "so-tai-chinh", *, answers: int | None = None) -> Reason | None:
    """Return why an agency may not answer."""
    asked = walk.state.opinions[-1].asked if answers is None else answers
    return why(office_checks.may_opine(walk.state, GiveOpinion(by=ActorId(agency), answers=asked, agrees=True)))


@pytest.mark.parametrize("stage", CONCLUDED)
@pytest.mark.parametrize("outcome", [Outcome.RETURN, Outcome.REFUSE])
def test_an_office_sends_back_or_refuses_at_any_time(stage: Stage, outcome: Outcome) -> None:
    """What is wrong need not wait for a term to run."""
    walk = walked(stage)
    assert concluding(walk, outcome) is None

    walk.conclude(outcome)

    assert walk.state.stage is (Stage.UNIT if outcome is Outcome.RETURN else Stage.REFUSED)
    assert walk.state.passages[-1].outcome is outcome


@pytest.mark.parametrize("stage", CONCLUDED)
def test_a_dossier_that_was_sent_back_comes_back_or_lapses(stage: Stage) -> None:
    """To the office that sent it; or nowhere, if its unit lets the term pass."""
    assert walked(stage).conclude(Outcome.RETURN).supplement().state.stage is stage
    assert walked(stage).conclude(Outcome.RETURN).strike().strike().state.stage is Stage.LAPSED


@pytest.mark.parametrize("stage", VOTED_OR_SIGNED)
def test_nobody_concludes_where_is_voted_signed_or_decided(stage: Stage) -> None:
    """A council's finding is its vote, an authority's its signature."""
    assert concluding(walked(stage)) is Reason.NOT_AT_THIS_STAGE


@pytest.mark.parametrize("stage", CONCLUDED)
def test_no_verdict_is_heard_where_an_office_concludes(stage: Stage) -> None:
    """A sitting that was never held cannot appraise."""
    state = walked(stage).state

    assert why(dossier_checks.may_hear(state, *a_hearing(state, Outcome.FORWARD))) is Reason.NOT_AT_THIS_STAGE


@pytest.mark.parametrize("stage", CONCLUDED)
def test_only_the_office_that_considers_it_concludes(stage: Stage) -> None:
    """And only over this stay of the dossier, not over one before it was sent back."""
    walk = walked(stage)

    assert concluding(walk, Outcome.REFUSE, by="nguoi-la") is Reason.NOT_YOURS
    assert concluding(walk, Outcome.REFUSE, answers=0) is Reason.NOT_AT_THIS_STAGE


def test_an_appraisal_is_concluded_by_whoever_was_charged_with_it() -> None:
    """Where the rule asks for an officer; a later charge takes the place of an earlier one."""
    walk = walked(Stage.APPRAISAL)
    assert concluding(walk) is Reason.NO_OFFICER

    walk.assign(1, "chuyen-vien-3").assign(2, "chuyen-vien-4")

    assert walk.state.officer is not None
    assert walk.state.officer.officer == "chuyen-vien-4"
    assert concluding(walk) is None
    again = Assign(by=ActorId(AGENCY), answers=_here(walk), officer=ActorId("chuyen-vien-3"), revision=2)
    assert why(office_checks.may_assign(walk.state, again)) is Reason.ALREADY_SAID


@pytest.mark.parametrize("stage", PUBLISHED)
def test_a_dossier_is_published_for_its_whole_term_before_it_goes_on(stage: Stage) -> None:
    """NĐ 98/2023, Điều 46: ten working days at least, before the council sits."""
    walk = walked(stage)
    assert concluding(walk) is Reason.TERM_STILL_RUNS
    published = walk.publish().state.publication
    assert published is not None
    assert concluding(walk) is Reason.TERM_STILL_RUNS
    walk.now = deadlines.end_of(published.until) - timedelta(seconds=1)
    assert concluding(walk) is Reason.TERM_STILL_RUNS
    assert dossier_facts.on_time(walk.state, walk.now) is None

    walk.strike()

    worked = [published.since + DAY * day for day in range(1, (published.until - published.since).days + 1)]
    assert sum(deadlines.is_worked(day, walk.state.calendar) for day in worked) == 10
    assert walk.state.stage not in {stage, Stage.UNIT}
    assert walk.facts[-1].kind == "publication_ended"


def test_an_objection_keeps_a_dossier_until_it_is_answered_for() -> None:
    """It goes on with a report of what came of it, and the objection goes with it into the minutes."""
    walk = walked(Stage.PUBLICATION).publish().object().strike()

    assert stands(walk) is Stage.PUBLICATION
    assert walk.state.clock.next is None
    assert concluding(walk) is Reason.REPORT_MISSING
    report: Document = a_document("objections_report")
    assert concluding(walk, report=report) is None
    walk.conclude(report=report)
    assert walk.state.stage is Stage.APPRAISAL
    assert [objection.number for objection in walk.state.objections] == [walk.facts[-3].sequence]


def test_objections_are_received_while_the_term_runs() -> None:
    """From the day of the publication to the end of its last day; and there is an end to how many are held."""
    act = RaiseObjection(by=ActorId("ban-doc"), text="Chưa đúng đối tượng.")
    walk = walked(Stage.PUBLICATION)
    assert why(office_checks.may_object(walk.state, act, now=walk.now)) is Reason.NOT_PUBLISHED
    walk.publish()
    assert walk.state.publication is not None
    last = deadlines.end_of(walk.state.publication.until)
    assert office_checks.may_object(walk.state, act, now=last - timedelta(seconds=1)) is None
    assert why(office_checks.may_object(walk.state, act, now=last)) is Reason.NOT_PUBLISHED

    for _ in range(MOST_OBJECTIONS):
        walk.object()

    assert walk.state.publication is not None
    assert why(office_checks.may_object(walk.state, act, now=last - DAY)) is Reason.TOO_MANY_VOICES


@pytest.mark.parametrize(
    ("since", "reason"),
    [(date(2024, 2, 29), Reason.PUBLISHED_OUT_OF_TIME), (date(2024, 3, 1), None), (date(2024, 3, 4), None)],
)
def test_a_publication_lies_between_the_receipt_and_today(since: date, reason: Reason | None) -> None:
    """A portal may have named it before that was recorded; not before there was a dossier."""
    walk = a_long_walk(*a_long_route()[1:]).submit()

    assert why(office_checks.may_publish(walk.state, a_publication(walk, since), now=walk.now)) is reason


def test_a_dossier_is_published_once_in_a_stay_and_anew_in_the_next() -> None:
    """What was published before it was sent back was another file."""
    walk = walked(Stage.PUBLICATION).publish()
    assert why(office_checks.may_publish(walk.state, a_publication(walk), now=walk.now)) is Reason.ALREADY_SAID

    walk.conclude(Outcome.RETURN).supplement()

    assert office_state.publication(walk.state) is None
    assert office_checks.may_publish(walk.state, a_publication(walk), now=walk.now) is None


def test_it_goes_on_when_everybody_has_agreed() -> None:
    """Without a further act; the last answer moves it."""
    walk = walked(Stage.OPINIONS)
    assert concluding(walk) is Reason.TERM_STILL_RUNS
    walk.ask("so-tai-chinh", "thue-tinh").opine("thue-tinh")
    assert stands(walk) is Stage.OPINIONS
    assert concluding(walk) is Reason.TERM_STILL_RUNS

    walk.opine("so-tai-chinh")

    assert walk.state.stage is Stage.CENTRAL_APPRAISAL


def test_where_somebody_disagrees_the_agency_in_charge_concludes() -> None:
    """An opinion is advice: it stops nothing by itself, and nothing goes on over it unnoticed."""
    walk = walked(Stage.OPINIONS).ask("so-tai-chinh").opine("so-tai-chinh", agrees=False)

    assert walk.state.stage is Stage.OPINIONS
    assert walk.state.clock.next is None
    assert concluding(walk) is None


@pytest.mark.parametrize(
    ("silence", "stage", "counts"),
    [
        (Silence.AGREES, Stage.DECISION, False),
        (Silence.DISAGREES, Stage.OPINIONS, False),
        (Silence.WAITS, Stage.OPINIONS, True),
    ],
)
def test_silence_means_what_the_rule_says(silence: Silence, stage: Stage, counts: bool) -> None:
    """And an answer that comes late is kept; it counts where the rule waits for it, and nowhere else."""
    walk = a_long_walk(an_opinions_rule(silence), a_decision_rule()).submit().ask("so-tai-chinh")

    walk.strike()

    assert walk.state.stage is stage
    assert opined(walk) is None
    walk.opine("so-tai-chinh", agrees=counts)
    (opinion,) = walk.state.opinions
    assert (opinion.late, opinion.agrees) == (not counts, counts)
    assert walk.state.stage is (Stage.DECISION if counts else stage)
    assert opined(walk) is Reason.ALREADY_SAID


def test_where_two_are_waited_for_all_the_same_the_clock_says_once_that_they_are_late() -> None:
    """An answer of one does not set it going again: it would strike every second, for a fact that is written."""
    walk = a_long_walk(an_opinions_rule(Silence.WAITS), a_decision_rule()).submit().ask("so-tai-chinh", "thue-tinh")
    assert walk.strike().facts[-1].kind == "fell_overdue"

    walk.opine("so-tai-chinh")

    assert walk.state.awaiting is not None
    assert walk.state.awaiting.overdue
    assert walk.state.clock.next is None
    assert walk.opine("thue-tinh").state.stage is Stage.DECISION


def test_an_agency_that_has_time_left_makes_nobody_late() -> None:
    """The one that was late has answered; the other is late when its own term has passed."""
    walk = a_long_walk(an_opinions_rule(Silence.WAITS), a_decision_rule()).submit().ask("so-tai-chinh")
    walk.now += 5 * DAY
    walk.ask("thue-tinh").strike().opine("so-tai-chinh")

    assert walk.state.awaiting is not None
    assert not walk.state.awaiting.overdue
    assert walk.strike().facts[-1].kind == "fell_overdue"


def test_each_agency_is_asked_once_and_answers_what_it_was_asked() -> None:
    """An opinion that was not asked for is none."""
    walk = walked(Stage.OPINIONS).ask("so-tai-chinh")
    twice = AskOpinions(by=ActorId(AGENCY), answers=_here(walk), agencies=(BodyId("so-tai-chinh"),))

    assert why(office_checks.may_ask(walk.state, twice)) is Reason.ALREADY_SAID
    assert opined(walk, "thue-tinh") is Reason.NOT_ASKED
    assert opined(walk, answers=1) is Reason.NOT_ASKED


@given(before=st.integers(0, 19), away=st.integers(0, 60))
def test_a_term_stands_still_while_the_unit_supplements(before: int, away: int) -> None:
    """However long that takes, within its own term: the appraisal has as many working days left as it had."""
    term = a_term(20, None, pauses=True)
    walk = a_long_walk(an_office_rule(term=term), a_decision_rule()).submit()
    walk.state = walk.state.model_copy(update={"rules": _without_a_term_for_the_unit(walk)})
    assert walk.state.awaiting is not None
    first_due = walk.state.awaiting.due_on
    assert first_due is not None
    calendar = walk.state.calendar
    walk.now += DAY * before
    left = deadlines.working_days_left(first_due, calendars.day_of(walk.now), calendar=calendar)

    walk.conclude(Outcome.RETURN)
    assert walk.state.clock.next is None
    walk.now += DAY * away
    back = calendars.day_of(walk.now)
    walk.supplement()

    assert walk.state.awaiting is not None
    due = walk.state.awaiting.due_on
    assert due is not None
    assert deadlines.is_worked(due, calendar)
    assert deadlines.working_days_left(due, back, calendar=calendar) == max(left, 1)


def _without_a_term_for_the_unit(walk: DossierSimulator) -> object:
    award = walk.state.rules.award.model_copy(update={"supplement": None})
    return walk.state.rules.model_copy(update={"award": award})


@pytest.mark.parametrize(
    "walk",
    [
        lambda: walked(Stage.COUNCIL),
        lambda: walked(Stage.UNIT),
        lambda: walked(Stage.PUBLICATION).publish(),
        lambda: walked(Stage.OPINIONS).ask("so-tai-chinh"),
    ],
)
def test_a_term_is_counted_anew_when_its_last_day_is_made_a_day_off(walk: Callable[[], DossierSimulator]) -> None:
    """It ends on the next working day; so do the publication and the agencies that it is the term of."""
    waiting = walk()
    assert waiting.state.awaiting is not None
    was = waiting.state.awaiting.due_on
    assert was is not None
    facts = len(waiting.facts)

    assert len(waiting.recount().facts) == facts
    waiting.recount(was)

    assert waiting.state.awaiting is not None
    due = waiting.state.awaiting.due_on
    assert due is not None
    assert was < due <= was + 5 * DAY
    assert waiting.state.clock.due_at == deadlines.end_of(due)
    published = office_state.publication(waiting.state)
    assert published is None or published.until == due
    assert {opinion.due_on for opinion in office_state.asked(waiting.state)} <= {due}


def test_a_term_that_has_passed_is_not_counted_anew() -> None:
    """An overdue office stays overdue."""
    late = walked(Stage.COUNCIL).strike().strike()
    awaiting, clock = late.state.awaiting, late.state.clock

    late.recount(calendars.day_of(late.now))

    assert late.facts[-1].kind == "calendar_learnt"
    assert (late.state.awaiting, late.state.clock) == (awaiting, clock)


STEPS: dict[str, Callable[[DossierSimulator], object]] = {
    "assign": lambda walk: walk.assign(len(walk.facts)),
    "publish": DossierSimulator.publish,
    "object": DossierSimulator.object,
    "ask": lambda walk: walk.ask(f"co-quan-{len(walk.facts)}"),
    "opine": lambda walk: walk.opine(walk.state.opinions[-1].agency.id),
    "oppose": lambda walk: walk.opine(walk.state.opinions[-1].agency.id, agrees=False),
    "conclude": DossierSimulator.conclude,
    "report": lambda walk: walk.conclude(report=a_document("report")),
    "return": lambda walk: walk.conclude(Outcome.RETURN),
    "supplement": DossierSimulator.supplement,
    "hear": lambda walk: walk.hear(Outcome.FORWARD),
    "hold": DossierSimulator.hold,
    "release": DossierSimulator.release,
    "time": DossierSimulator.strike,
}


def _allowed(walk: DossierSimulator, step: str) -> bool:
    state, now = walk.state, walk.now
    if state.awaiting is None:
        return False
    by, here = ActorId(state.awaiting.body.id), state.awaiting.answers
    match step:
        case "assign":
            charge = Assign(by=by, answers=here, officer=ActorId("cv"), revision=max(1, min(50, len(walk.facts))))
            return office_checks.may_assign(state, charge) is None
        case "publish":
            return office_checks.may_publish(state, a_publication(walk, by=by), now=now) is None
        case "object":
            return office_checks.may_object(state, RaiseObjection(by=by, text="x"), now=now) is None
        case "ask":
            asked = (BodyId(f"co-quan-{len(walk.facts)}"),)
            return office_checks.may_ask(state, AskOpinions(by=by, answers=here, agencies=asked)) is None
        case "opine" | "oppose":
            return bool(state.opinions) and opined(walk, state.opinions[-1].agency.id) is None
        case "conclude":
            return concluding(walk) is None
        case "report":
            return concluding(walk, report=a_document("report")) is None
        case "return":
            return concluding(walk, Outcome.RETURN) is None
        case "supplement":
            return state.stage is Stage.UNIT
        case "hold":
            return hold_checks.may_hold(state, a_hold(state)) is None
        case "release":
            return hold_checks.may_release(state, a_release(state)) is None
        case "hear":
            return why(dossier_checks.may_hear(state, *a_hearing(state, Outcome.FORWARD))) is None
        case _:
            return state.clock.next is not None


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=40))
def test_no_sequence_of_acts_passes_a_stage_whose_rule_is_not_met(steps: list[str]) -> None:
    """Whatever is tried in whatever order: the stages come in their order, each for what it asks."""
    walk = a_long_walk().submit()
    route = [rule.stage for rule in walk.state.rules.award.route]

    for step in steps:
        before = walk.state
        if not _allowed(walk, step):
            continue
        STEPS[step](walk)
        _moved_rightly(walk, before.stage, route)
        _stood_still(walk, before)
        awaiting = walk.state.awaiting
        if awaiting is not None and awaiting.due_on is not None:
            assert deadlines.is_worked(awaiting.due_on, walk.state.calendar)
    assert read_back.dossier(walk) == walk.state


def _moved_rightly(walk: DossierSimulator, before: Stage, route: list[Stage]) -> None:
    after, fact = walk.state.stage, walk.facts[-1]
    if before in {after, Stage.UNIT} or after.is_final or after is Stage.UNIT:
        return
    assert route.index(after) == route.index(before) + 1
    if before in PUBLISHED:
        assert walk.state.publication is not None
        assert calendars.day_of(fact.at) > walk.state.publication.until
    if before is Stage.OPINIONS:
        assert walk.state.opinions
        assert not any(office_state.is_waited_for(opinion) for opinion in walk.state.opinions)
    if before is Stage.APPRAISAL:
        assert walk.state.officer is not None


def _stood_still(walk: DossierSimulator, before: DossierState) -> None:
    state = walk.state
    assert (state.held is None) or (state.awaiting is not None and not state.stage.is_final)
    if state.held is not None:
        assert state.stage is before.stage or before.stage is Stage.UNIT
        assert (state.clock, dossier_view.due_at(state), dossier_view.row(state).overdue) == (Clock(), None, False)
        assert dossier_facts.on_time(state, walk.now + 1000 * DAY) is None


def _here(walk: DossierSimulator) -> int:
    assert walk.state.awaiting is not None
    return walk.state.awaiting.answers
