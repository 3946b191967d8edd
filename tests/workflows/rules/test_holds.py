"""A dossier on hold: who may stop and release it, what waits meanwhile, and what was left of its terms."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import calendars
from schemas.ids import ActKey, ActorId, BodyId, DossierId
from schemas.messages import AskOpinions, Assign, GiveOpinion, Publish, RaiseObjection
from schemas.ports import AgendaAnswer, Unavailable
from schemas.proceedings import HoldGround
from schemas.refusals import Reason, Refusal
from schemas.routes import Silence
from schemas.stages import Stage
from schemas.verdict import Outcome
from schemas.workflow_state import Clock, DossierState
from tests.builders.values import (
    AGENCY,
    CLUSTER,
    COUNCIL,
    HEAD,
    UNIT,
    a_decision_rule,
    a_dossier,
    a_dossier_for_all,
    a_term,
    an_office_rule,
    an_opinions_rule,
    some_rules,
)
from tests.builders.walks import DAY, a_conclusion, a_hearing, a_hold, a_release, a_supplement, a_withdrawal
from tests.simulators.dossier_simulator import DossierSimulator, a_long_walk, walked
from workflows.rules import agenda, deadlines, idempotency_keys
from workflows.rules.dossier import (
    dossier_checks,
    dossier_facts,
    dossier_view,
    hold_checks,
    office_checks,
    office_state,
)

ON_THE_WAY = [stage for stage in Stage if not stage.is_final]
VOTED_OR_SIGNED = [Stage.CLUSTER, Stage.COUNCIL, Stage.HEAD, Stage.CENTRAL_COUNCIL, Stage.ENDORSEMENT, Stage.DECISION]
CONCLUDED = [stage for stage in ON_THE_WAY if stage not in {*VOTED_OR_SIGNED, Stage.UNIT}]


def why(refusal: Refusal | None) -> Reason | None:
    """Return why, or that nothing is refused."""
    return refusal.reason if refusal else None


def holding(state: DossierState, **said: Any) -> Reason | None:
    """Return why a dossier may not be held."""
    return why(hold_checks.may_hold(state, a_hold(state, **said)))


def releasing(state: DossierState, **said: Any) -> Reason | None:
    """Return why a dossier may not be released."""
    return why(hold_checks.may_release(state, a_release(state, **said)))


def due_on(walk: DossierSimulator) -> date:
    """Return the last day of the term that runs."""
    assert walk.state.awaiting is not None
    assert walk.state.awaiting.due_on is not None
    return walk.state.awaiting.due_on


def left(walk: DossierSimulator) -> int:
    """Return how many working days of it are left after today."""
    return deadlines.working_days_left(due_on(walk), calendars.day_of(walk.now), calendar=walk.state.calendar)


@pytest.mark.parametrize("stage", ON_THE_WAY)
def test_whoever_considers_it_its_agency_and_its_head_may_hold_it(stage: Stage) -> None:
    """They are the first to be told of what is held against a nominee; and any of them may release it."""
    walk = a_long_walk().submit()
    while walk.state.stage is not stage and stage is not Stage.UNIT:
        walk.onward()
    if stage is Stage.UNIT:
        walk.hear(Outcome.RETURN)
    considers = a_hold(walk.state).by

    assert [holding(walk.state, by=ActorId(by)) for by in (considers, AGENCY, HEAD)] == [None] * 3
    walk.hold()
    assert [releasing(walk.state, by=ActorId(by)) for by in (considers, AGENCY, HEAD)] == [None] * 3


@pytest.mark.parametrize("by", [UNIT, COUNCIL, "nguoi-la", "vinhdanh"])
@pytest.mark.parametrize("stage", [Stage.UNIT, Stage.CLUSTER])
def test_nobody_else_holds_or_releases_it(stage: Stage, by: str) -> None:
    """Least of all its unit: with a hold of its own it would never lapse."""
    walk = walked(stage)

    assert holding(walk.state, by=ActorId(by)) is Reason.NOT_YOURS
    assert releasing(walk.hold().state, by=ActorId(by)) is Reason.NOT_YOURS


def test_with_its_unit_whoever_considers_it_next_may_hold_it() -> None:
    """The body that sent it back, or considers it first: it may know why none should."""
    fresh, back = walked(Stage.UNIT), walked(Stage.COUNCIL).hear(Outcome.RETURN)

    assert (holding(fresh.state, by=ActorId(CLUSTER)), holding(fresh.state, by=ActorId(COUNCIL))) == (
        None,
        Reason.NOT_YOURS,
    )
    assert holding(back.state, by=ActorId(COUNCIL)) is None


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.is_final])
def test_what_has_ended_is_neither_held_nor_released(stage: Stage) -> None:
    """There is nothing left to stop."""
    state = walked(stage).state

    assert holding(state, by=ActorId(COUNCIL)) is Reason.DOSSIER_CLOSED
    assert releasing(state, by=ActorId(COUNCIL)) is Reason.DOSSIER_CLOSED


@pytest.mark.parametrize("stage", VOTED_OR_SIGNED)
@pytest.mark.parametrize("outcome", Outcome)
def test_no_verdict_is_heard_on_hold(stage: Stage, outcome: Outcome) -> None:
    """Neither for the nominee nor against: what is looked into may turn out either way."""
    walk = walked(stage)
    before = why(dossier_checks.may_hear(walk.state, *a_hearing(walk.state, outcome)))

    held = why(dossier_checks.may_hear(walk.hold().state, *a_hearing(walk.state, outcome)))

    assert held is Reason.ON_HOLD
    assert why(dossier_checks.may_hear(walk.release().state, *a_hearing(walk.state, outcome))) is before


@pytest.mark.parametrize("stage", CONCLUDED)
@pytest.mark.parametrize("outcome", [Outcome.FORWARD, Outcome.RETURN, Outcome.REFUSE])
def test_nobody_concludes_on_hold(stage: Stage, outcome: Outcome) -> None:
    """An office's finding brings a dossier further, back, or to its end."""
    walk = walked(stage).hold()

    conclusion = a_conclusion(walk.state, outcome)

    assert why(office_checks.may_conclude(walk.state, conclusion, now=walk.now)) is Reason.ON_HOLD


def test_nobody_is_named_publicly_on_hold() -> None:
    """The paper would print for an award whom an office investigates."""
    walk = walked(Stage.PUBLICATION).hold()
    here = walk.state.awaiting
    assert here is not None
    act = Publish(by=ActorId(AGENCY), answers=here.answers, where="Báo", since=calendars.day_of(walk.now))

    assert why(office_checks.may_publish(walk.state, act, now=walk.now)) is Reason.ON_HOLD


def test_the_refusal_says_since_when_by_whom_and_why() -> None:
    """A secretary who closed a sitting reads it in the report of undelivered findings."""
    refusal = hold_checks.on_hold(walked(Stage.CLUSTER).hold(ground=HoldGround.DISCIPLINE).state)

    assert refusal is not None
    assert refusal.message == f"Hồ sơ đang tạm dừng xét từ 04/03/2024 theo {CLUSTER}: đang xem xét kỷ luật."
    assert refusal.details == ("2", "discipline")


def test_what_brings_it_no_further_may_be_done_on_hold() -> None:
    """Papers and opinions are gathered, an officer is charged, objections come in; and its unit may take it back."""
    appraised, asked = walked(Stage.APPRAISAL).hold(), walked(Stage.OPINIONS).ask("so-tai-chinh").hold()
    published, back = walked(Stage.PUBLICATION).publish().hold(), walked(Stage.UNIT).hold()
    here = {walk: walk.state.awaiting.answers for walk in (appraised, asked) if walk.state.awaiting}
    charge = Assign(by=ActorId(AGENCY), answers=here[appraised], officer=ActorId("cv"))
    other = AskOpinions(by=ActorId(AGENCY), answers=here[asked], agencies=(BodyId("thue-tinh"),))
    opinion = GiveOpinion(by=ActorId("so-tai-chinh"), answers=asked.state.opinions[0].asked, agrees=True)
    objection = RaiseObjection(by=ActorId("ban-doc"), text="Chưa đúng đối tượng.")

    refused = [
        office_checks.may_assign(appraised.state, charge),
        office_checks.may_ask(asked.state, other),
        office_checks.may_opine(asked.state, opinion),
        office_checks.may_object(published.state, objection, now=published.now + 100 * DAY),
        dossier_checks.may_supplement(back.state, a_supplement(back.state, "achievement_report")),
        *(dossier_checks.may_withdraw(walk.state, a_withdrawal(walk.state)) for walk in (*here, published, back)),
    ]

    assert refused == [None] * 9


def test_an_agenda_does_not_take_it_up() -> None:
    """Neither a sitting's nor a list's; it waits there all the same, and the secretary is told why not."""
    found = Unavailable(dossier_id=DossierId("hs-1"), stage=Stage.COUNCIL, held=True)

    refusal = agenda.waits_elsewhere(AgendaAnswer(items=(), elsewhere=(found,)))

    assert refusal is not None
    assert (refusal.reason, refusal.details) == (
        Reason.NOT_WAITING_HERE,
        ("hs-1: Hội đồng Thi đua - Khen thưởng xét (đang tạm dừng xét)",),
    )


def test_it_is_held_once_until_it_is_released() -> None:
    """Other words are another hold; an addition to them belongs in the file."""
    walk = walked(Stage.COUNCIL)
    first = a_hold(walk.state)
    walk.hold()

    assert idempotency_keys.hold(first) == idempotency_keys.hold(first.model_copy(update={"by": ActorId(AGENCY)}))
    assert idempotency_keys.hold(first) != idempotency_keys.hold(a_hold(walk.state, reason="Có kết luận thanh tra."))
    assert holding(walk.state, reason="Có kết luận thanh tra.") is Reason.ALREADY_ON_HOLD


def test_it_is_held_again_only_by_whoever_knows_of_the_release() -> None:
    """A copy of the first hold that comes late must not stop it anew; a new one with the same words must."""
    walk = walked(Stage.COUNCIL)
    first = a_hold(walk.state)
    walk.hold().release()

    assert why(hold_checks.may_hold(walk.state, first)) is Reason.ALREADY_ON_HOLD
    assert holding(walk.state, after=walk.state.sequence) is None
    assert idempotency_keys.hold(a_hold(walk.state)) != idempotency_keys.hold(first)
    assert dossier_view.view(walk.state).released == walk.state.sequence


def test_a_release_answers_the_hold_that_stands() -> None:
    """One that was meant for an earlier hold would lift a ban that was not looked into."""
    walk = walked(Stage.COUNCIL)
    assert releasing(walk.state) is Reason.NOT_ON_HOLD
    first = a_release(walk.hold().state)
    walk.release().hold()

    assert why(hold_checks.may_release(walk.state, first)) is Reason.NOT_ON_HOLD
    assert releasing(walk.state) is None
    assert idempotency_keys.release(first) != idempotency_keys.release(a_release(walk.state))


def test_there_is_an_end_to_holding_and_releasing() -> None:
    """Each leaves a receipt, and all of them travel with the dossier; a release always has room."""
    walk = walked(Stage.COUNCIL)
    papers = walk.state.passages * 5000
    walk.state = walk.state.model_copy(update={"passages": papers})

    assert holding(walk.state) is Reason.TOO_LARGE
    assert releasing(walk.hold().state) is None


WAITING: dict[str, Callable[[], DossierSimulator]] = {
    "unit": lambda: walked(Stage.UNIT),
    "cluster": lambda: walked(Stage.CLUSTER),
    "appraisal": lambda: walked(Stage.APPRAISAL),
    "publication": lambda: walked(Stage.PUBLICATION).publish(),
    "opinions": lambda: walked(Stage.OPINIONS).ask("so-tai-chinh", "thue-tinh"),
}


@given(
    waiting=st.sampled_from(sorted(WAITING)),
    before=st.integers(0, 13),
    away=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=3),
)
def test_a_term_keeps_the_days_that_were_left(waiting: str, before: int, away: list[tuple[int, int]]) -> None:
    """However long it is held and however often: the days on hold are none of the term's."""
    walk = WAITING[waiting]()
    walk.now = min(walk.now + DAY * before, deadlines.start_of(due_on(walk)))

    for days, between in away:
        rest = left(walk)
        walk.hold()
        assert walk.state.clock == Clock()
        assert dossier_view.row(walk.state).due_at is None
        walk.now += DAY * days
        assert dossier_facts.on_time(walk.state, walk.now) is None
        walk.release()
        released = calendars.day_of(walk.facts[-1].at)
        assert deadlines.is_worked(due_on(walk), walk.state.calendar)
        calendar = walk.state.calendar
        assert deadlines.working_days_left(due_on(walk), released, calendar=calendar) == max(rest, 1)
        assert walk.state.clock.due_at == deadlines.end_of(due_on(walk))
        walk.now = min(walk.now + DAY * between, deadlines.start_of(due_on(walk)))

    walk.now = walk.state.clock.due_at or walk.now
    ended = dossier_facts.on_time(walk.state, walk.now)
    assert ended is not None
    kinds = {"unit": "dossier_lapsed", "publication": "publication_ended", "opinions": "opinions_fell_due"}
    assert ended.kind == kinds.get(waiting, "fell_overdue")


def test_a_publication_and_its_objections_wait_too() -> None:
    """Its last day moves with the term, and until then objections are possible."""
    walk = walked(Stage.PUBLICATION).publish()
    was = due_on(walk)
    walk.hold()
    walk.now = deadlines.end_of(was) + 10 * DAY

    walk.object().release()

    published = office_state.publication(walk.state)
    assert published is not None
    assert published.until == due_on(walk) > was
    walk.strike()
    assert (walk.facts[-1].kind, walk.state.stage) == ("publication_ended", Stage.PUBLICATION)


def test_each_agency_has_the_days_that_it_had() -> None:
    """Asked on different days, they answer by different days; one that answers meanwhile has none."""
    walk = walked(Stage.OPINIONS).ask("so-tai-chinh", "so-y-te")
    walk.now += 4 * DAY
    walk.ask("thue-tinh")
    first, second = (walk.state.opinions[place].due_on for place in (0, 2))
    walk.hold()
    walk.now += 30 * DAY
    walk.opine("thue-tinh").release()

    moved = {str(opinion.agency.id): opinion.due_on for opinion in walk.state.opinions}
    assert moved["so-tai-chinh"] == moved["so-y-te"] == due_on(walk)
    assert first is not None
    assert due_on(walk) > first
    assert moved["thue-tinh"] == second


def test_an_agency_that_is_asked_on_hold_has_its_whole_term_from_the_release() -> None:
    """And before, no day is named to it that would not hold."""
    walk = walked(Stage.OPINIONS).hold()
    walk.ask("so-tai-chinh")
    assert walk.state.opinions[0].due_on is None
    walk.now += 50 * DAY

    walk.release()

    assert walk.state.opinions[0].due_on == due_on(walk)
    assert (
        deadlines.working_days_left(due_on(walk), calendars.day_of(walk.facts[-1].at), calendar=walk.state.calendar)
        == 10
    )


def test_when_all_have_agreed_it_goes_on_at_the_release_and_not_before() -> None:
    """The last answer would put it forward."""
    walk = walked(Stage.OPINIONS).ask("so-tai-chinh").hold().opine("so-tai-chinh")
    before = walk.state
    assert before.awaiting is not None
    assert before.awaiting.due_on is None

    walk.release()

    assert (before.stage, walk.state.stage) == (Stage.OPINIONS, Stage.CENTRAL_APPRAISAL)
    assert (walk.state.passages[-1].stage, walk.state.passages[-1].outcome) == (Stage.OPINIONS, Outcome.FORWARD)
    assert walk.state.clock.due_at == deadlines.end_of(due_on(walk))


def test_where_somebody_disagreed_meanwhile_it_is_concluded_after_the_release() -> None:
    """Nothing runs: it is for the agency in charge to act."""
    walk = walked(Stage.OPINIONS).ask("so-tai-chinh").hold().opine("so-tai-chinh", agrees=False).release()

    assert walk.state.stage is Stage.OPINIONS
    assert walk.state.clock == Clock()
    assert why(office_checks.may_conclude(walk.state, a_conclusion(walk.state), now=walk.now)) is None


def test_a_complete_dossier_moves_on_and_stays_on_hold() -> None:
    """Its next body's term begins when that body may consider it."""
    walk = walked(Stage.UNIT).hold()
    walk.now += 40 * DAY

    walk.supplement("achievement_report")
    assert (walk.state.stage, walk.state.clock) == (Stage.CLUSTER, Clock())
    assert walk.state.held is not None
    assert walk.state.held.stopped == ()
    assert why(dossier_checks.may_hear(walk.state, *a_hearing(walk.state, Outcome.FORWARD))) is Reason.ON_HOLD
    walk.now += 40 * DAY
    walk.release()

    released = calendars.day_of(walk.facts[-1].at)
    assert deadlines.working_days_left(due_on(walk), released, calendar=walk.state.calendar) == 20


def test_an_incomplete_supplement_begins_its_term_anew_at_the_release() -> None:
    """As it does where nothing is held."""
    walk = walked(Stage.UNIT)
    walk.now += 5 * DAY
    walk.hold().supplement()
    assert walk.state.clock == Clock()

    walk.release()

    released = calendars.day_of(walk.facts[-1].at)
    assert walk.state.stage is Stage.UNIT
    assert deadlines.working_days_left(due_on(walk), released, calendar=walk.state.calendar) == 10


def test_a_term_that_stood_still_for_a_supplement_goes_on_at_the_release() -> None:
    """What was left of an appraisal is neither lost nor given back by a hold that comes on top."""
    rule = an_office_rule(term=a_term(20, None, pauses=True))
    walk = a_long_walk(rule, a_decision_rule()).submit()
    walk.now += 7 * DAY
    rest = left(walk)
    walk.conclude(Outcome.RETURN).hold()
    walk.now += 3 * DAY
    walk.supplement()
    assert walk.state.stage is Stage.APPRAISAL
    assert walk.state.paused is not None
    walk.now += 30 * DAY

    walk.release()

    released = calendars.day_of(walk.facts[-1].at)
    assert deadlines.working_days_left(due_on(walk), released, calendar=walk.state.calendar) == rest < 20
    assert walk.state.paused is None


def test_nothing_is_overdue_on_hold() -> None:
    """An overdue office has the next working day, and is late again after it: another fact, by a key of its own."""
    walk = walked(Stage.CLUSTER).strike()
    first = said_next(walk)
    assert dossier_view.row(walk.strike().state).overdue

    walk.hold()
    assert not dossier_view.row(walk.state).overdue
    walk.now += 100 * DAY
    walk.release()

    released = calendars.day_of(walk.facts[-1].at)
    assert not dossier_view.row(walk.state).overdue
    assert deadlines.working_days_left(due_on(walk), released, calendar=walk.state.calendar) == 1
    assert said_next(walk) != first
    assert walk.strike().facts[-1].kind == "fell_overdue"


def said_next(walk: DossierSimulator) -> ActKey:
    """Return the key of the clock's next fact."""
    assert walk.state.clock.next is not None
    return idempotency_keys.of_time(walk.state)


def test_it_says_since_when_what_was_left_is_counted() -> None:
    """A day-by-day explanation of a term begins there; a new stay begins where it begins."""
    walk = walked(Stage.CLUSTER).hold()
    released_at = walk.now

    walk.release()

    assert walk.state.awaiting is not None
    assert walk.state.awaiting.resumed_at == released_at
    onward = walk.hear(Outcome.FORWARD).state.awaiting
    assert onward is not None
    assert onward.resumed_at is None
    without = walked(Stage.DECISION).hold().release().state.awaiting
    assert without is not None
    assert without.resumed_at is None


def test_without_a_term_there_is_none_after_the_release() -> None:
    """An authority that has no term has none on the day after either."""
    walk = walked(Stage.DECISION).hold().release()

    assert walk.state.clock == Clock()
    assert walk.state.awaiting is not None
    assert walk.state.awaiting.due_on is None
    assert walk.hear(Outcome.GRANT).state.stage is Stage.GRANTED


def test_new_days_off_take_nothing_from_what_was_left() -> None:
    """The days that were left are a number: how they are counted is known at the release."""
    walk = walked(Stage.CLUSTER)
    walk.now += 3 * DAY
    rest, was = left(walk), due_on(walk)
    walk.hold()
    held = walk.state.held

    walk.recount(was)
    assert (walk.facts[-1].kind, walk.state.held) == ("calendar_learnt", held)
    walk.release()

    assert due_on(walk) > was
    assert left(walk) == rest


def test_an_agency_that_is_waited_for_all_the_same_is_late_anew() -> None:
    """Its term had passed; after the release it has a day, as all have."""
    walk = a_long_walk(an_opinions_rule(Silence.WAITS), a_decision_rule()).submit().ask("so-tai-chinh").strike()
    assert walk.facts[-1].kind == "fell_overdue"

    walk.hold().release()

    assert walk.state.opinions[0].due_on == due_on(walk)
    assert walk.strike().facts[-1].kind == "fell_overdue"


def test_whoever_takes_it_back_ends_the_hold_too() -> None:
    """A row that is on hold for ever would stand in every list."""
    walk = walked(Stage.COUNCIL).hold().withdraw()

    assert (walk.state.stage, walk.state.held) == (Stage.WITHDRAWN, None)
    assert not dossier_view.row(walk.state).held


def test_a_caller_and_the_ledger_are_told_of_it() -> None:
    """Who holds it, since when and why; the words themselves stand in the ledger alone."""
    walk = walked(Stage.COUNCIL)
    assert (dossier_view.view(walk.state).held, dossier_view.row(walk.state).held) == (None, False)
    since = walk.now
    walk.hold(ground=HoldGround.INVESTIGATION)

    held = dossier_view.view(walk.state).held

    assert held is not None
    assert (held.number, str(held.by), held.since) == (walk.state.sequence, COUNCIL, since)
    assert held.ground is HoldGround.INVESTIGATION
    assert dossier_view.row(walk.state).held
    assert "Đang xác minh đơn tố cáo." not in walk.state.model_dump_json()


def test_a_dossier_that_was_never_held_says_nothing_of_holds() -> None:
    """Histories keep every byte for years."""
    walk = DossierSimulator(a_dossier_for_all(), some_rules()).submit()
    row, state = dossier_view.row(walk.state), walk.state

    assert "held" not in row.model_dump_json(exclude_none=True)
    assert "held" not in state.model_dump_json(exclude_none=True)
    assert "released" not in dossier_view.view(state).model_dump_json(exclude_none=True)
    assert "held" in dossier_view.row(DossierSimulator(a_dossier()).submit().hold().state).model_dump_json(
        exclude_none=True
    )
