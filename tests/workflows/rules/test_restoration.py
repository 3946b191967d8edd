"""What a later run reads from the ledger is what the run before it remembered, to the last field."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import get_args

import pytest

from schemas.attendance import Stay
from schemas.base import Model
from schemas.dossier import Earlier
from schemas.facts import DossierFact, Fact, SittingFact, SubmissionFact
from schemas.ids import ActorId, DossierId, SeatId
from schemas.messages import Adjourn, Amend, Close, Reconvene, RecordAttendance, Recuse, ScoreDossier, WithdrawBallot
from schemas.ports import AgendaAnswer, Loaded
from schemas.receipts import Receipt
from schemas.routes import Silence
from schemas.scoring import Group, Scored, ScoreStep, ScoringTable, Sheet
from schemas.sitting import AnnouncementReport, Places, Shared, SittingStatus, Unheard
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.verdict import Outcome
from schemas.vote_clauses import Ties
from schemas.workflow_state import SubmissionState
from tests.builders import walks
from tests.builders.values import (
    AWARD,
    BASIS,
    NOON,
    SAID,
    a_body,
    a_decision_ref,
    a_decision_rule,
    a_dossier,
    a_name,
    a_requirement,
    a_vote_rule,
    an_opinions_rule,
    some_rules,
)
from tests.builders.vote_counts import a_count, seats, sums
from tests.builders.walks import a_call, a_decision, a_list, a_withdrawal, an_agenda
from tests.simulators.dossier_simulator import DossierSimulator, a_long_walk, walked
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules import read_back
from tests.workflows.rules.exhaustive_tallies import CITED
from tests.workflows.rules.test_sitting_checks import a_ballot
from workflows.rules import idempotency_keys, restoration
from workflows.rules.dossier import dossier_facts
from workflows.rules.sitting import sitting_facts
from workflows.rules.sitting.sitting_acts import SittingAct
from workflows.rules.submission import submission_rules


def kinds(family: object) -> set[str]:
    """Return the kinds of a family's facts."""
    return {fact.model_fields["kind"].default for fact in get_args(family)}


def a_twin() -> DossierSimulator:
    """Return a dossier that was refused since another is on its way."""
    walk = DossierSimulator()
    walk.state = walk.state.model_copy(update={"twin_of": DossierId("hs-dau")})
    return walk.submit()


def with_earlier_awards() -> DossierSimulator:
    """Return the dossier of a nominee that was granted something before."""
    was = a_dossier()
    granted = Earlier(
        dossier_id=was.dossier_id, award=was.award, basis=was.basis, period=was.period, decision=a_decision_ref()
    )
    walk = DossierSimulator()
    walk.state = walk.state.model_copy(update={"earlier": (granted,)})
    return walk.submit().hear(Outcome.FORWARD)


def by_a_newer_calendar() -> DossierSimulator:
    """Return a dossier whose term was counted by a calendar that came with its fact."""
    walk = walked(Stage.UNIT)
    newer = walk.state.calendar.model_copy(update={"days_off": (date(2024, 3, 20),)})
    write = dossier_facts.counted_by(newer, lambda state, now: dossier_facts.withdrawn(state, a_withdrawal(state), now))
    return walk.take(write(walk.state, NOON))


def silent() -> DossierSimulator:
    """Return a dossier whose agencies did not answer."""
    return a_long_walk(an_opinions_rule(Silence.DISAGREES), a_decision_rule()).submit().ask("so-y-te").strike()


WALKS: list[Callable[[], DossierSimulator]] = [
    *(partial(walked, stage) for stage in Stage),
    lambda: walked(Stage.COUNCIL).hear(Outcome.RETURN).supplement("tax_confirmation"),
    lambda: walked(Stage.CLUSTER).strike(),
    lambda: walked(Stage.CLUSTER).strike().strike(),
    lambda: walked(Stage.APPRAISAL).assign().assign(2, "chuyen-vien-4"),
    lambda: walked(Stage.APPRAISAL).conclude(Outcome.RETURN),
    lambda: walked(Stage.PUBLICATION).publish().object().object("Còn thiếu.").strike(),
    lambda: walked(Stage.OPINIONS).ask("so-tai-chinh", "so-y-te").opine("so-tai-chinh").opine("so-y-te", agrees=False),
    lambda: walked(Stage.OPINIONS).ask("so-tai-chinh").hold().opine("so-tai-chinh").release(),
    lambda: walked(Stage.COUNCIL).hold(),
    lambda: walked(Stage.CLUSTER).hold().release(),
    lambda: walked(Stage.UNIT).recount(date(2024, 3, 18)),
    lambda: walked(Stage.CLUSTER).recount(date(2025, 6, 11)).hear(Outcome.FORWARD),
    lambda: walked(Stage.CLUSTER).follow("cum-thi-dua-1", "cum-moi").hear(Outcome.FORWARD),
    lambda: (
        walked(Stage.OPINIONS).ask("so-y-te", "so-tai-chinh").follow("so-y-te", "so-tai-chinh").opine("so-tai-chinh")
    ),
    lambda: walked(Stage.PARTY).follow("so-noi-vu", "so-1", "so-2"),
    lambda: walked(Stage.PARTY).follow("so-noi-vu", "so-1", "so-2").succeed("so-noi-vu", "so-2"),
    *(a_twin, with_earlier_awards, by_a_newer_calendar, silent),
]


@pytest.mark.parametrize("walk", WALKS)
def test_a_dossier_is_restored_as_it_was(walk: Callable[[], DossierSimulator]) -> None:
    """Wherever it stood, and whatever it had been through."""
    walked_on = walk()

    assert read_back.dossier(walked_on) == walked_on.state


def test_every_fact_of_a_dossier_was_read_back() -> None:
    """One that is added must be folded alike."""
    assert {fact.kind for walk in WALKS for fact in walk().facts} == kinds(DossierFact)


CHAIR, SECRETARY = ActorId("seat-1"), walks.SECRETARY
D1, D2 = (item.dossier_id for item in an_agenda())
ITEMS = tuple(item.model_copy(update={"unit": f"u-{item.dossier_id}"}) for item in an_agenda())

TABLE = ScoringTable(groups=(Group(id="common", name=a_name(), most=100),), **CITED)


def a_score(step: ScoreStep, turn: int, points: int, by: str = CHAIR, dossier: DossierId = D1) -> ScoreDossier:
    """Return an act that gives a dossier points."""
    sheet = Sheet(groups=(Scored(group="common", points=Decimal(points)),))
    return ScoreDossier(by=ActorId(by), dossier_id=dossier, step=step, turn=turn, sheet=sheet)


def simulated(*, scored: bool) -> SittingSimulator:
    """Return a sitting that was called over two dossiers for one place, and opens in an hour."""
    rule = a_vote_rule(
        threshold=a_requirement("1/3"), ties=Ties(second_round=True, **CITED), points=TABLE if scored else None
    )
    known = AgendaAnswer(
        items=ITEMS, rules=(rule,), shared=Shared(award=AWARD, due_at=NOON + timedelta(days=20)), body=a_body(seats=3)
    )
    call = a_call(
        by=CHAIR,
        opens_at=NOON + timedelta(hours=1),
        closes_at=NOON + timedelta(hours=9),
        places=(Places(award=AWARD, basis=BASIS, count=1),),
    )
    simulator = SittingSimulator(call, known, NOON)
    assert isinstance(simulator.convene(known), Receipt)
    simulator.open_ballot()
    return simulator


def taken(simulator: SittingSimulator, *acts: Model) -> SittingSimulator:
    """Have acts taken, each of which may be; after each the ledger gives the same state."""
    known = AgendaAnswer(items=ITEMS, rules=simulator.state.rules[:1])
    for act in acts:
        assert isinstance(simulator.act(act, known), Receipt), act
        assert simulator.told_anew() == simulator.state
    return simulator


def announced(simulator: SittingSimulator) -> SittingSimulator:
    """Have the dossiers told; one of them can no longer be."""
    report = AnnouncementReport(told=1, unheard=(Unheard(dossier_id=D2, reason="DossierClosed", message="Đã rút."),))
    write = partial(sitting_facts.announced, simulator.call)
    simulator.keep(
        SittingAct.once(idempotency_keys.ANNOUNCE, lambda *_: None, lambda state, now: write(state, report, now))
    )
    assert simulator.state.status is SittingStatus.ANNOUNCED
    return simulator


def scored() -> SittingSimulator:
    """Return a sitting that was amended and put off before it gave points and counted."""
    simulator = simulated(scored=True)
    struck = Amend(by=CHAIR, strike=(Reasoned(dossier_id=D2, reasons=("Đơn vị đề nghị lùi.",)),))
    taken(simulator, Adjourn(by=CHAIR, reason="Hoãn vì bão."), struck, Amend(by=CHAIR, revision=2, add=(D2,)))
    taken(simulator, Reconvene(by=CHAIR, meeting=2))
    for dossier, points in ((D1, 90), (D2, 80)):
        taken(simulator, a_score(ScoreStep.SELF, 1, points, by=f"u-{dossier}", dossier=dossier))
        taken(simulator, a_score(ScoreStep.CHECKED, 2, points - 1, dossier=dossier))
    taken(
        simulator,
        Recuse(seat=SeatId("seat-3"), by=ActorId("seat-3"), dossiers=(D1,), reason="Có liên quan."),
        *(a_ballot("AA", f"seat-{number}", meeting=2) for number in (1, 2)),
        Close(by=CHAIR, meeting=2, attended=(SeatId("seat-3"),)),
    )
    return announced(simulator)


def voted_on_again() -> SittingSimulator:
    """Return a sitting that came to its end by a second round."""
    simulator = taken(
        simulated(scored=False),
        a_ballot("AA", "seat-1"),
        WithdrawBallot(seat=SeatId("seat-1"), revision=1),
        *(a_ballot("AA", f"seat-{number}", revision=2) for number in (1, 2, 3)),
        Close(by=CHAIR),
    )
    assert simulator.state.first is not None
    return taken(
        simulator,
        *(a_ballot("AD", f"seat-{number}", meeting=2) for number in (1, 2, 3)),
        Close(by=CHAIR, meeting=2),
    )


def voted_on_paper() -> SittingSimulator:
    """Return a sitting whose two rounds were counted by tellers, the first of them twice."""
    first = a_count(SECRETARY, seats(3), sums("d-1", 3), sums("d-2", 3))
    stay = Stay(first=DossierId("d-1"), last=DossierId("d-2"))
    simulator = taken(
        simulated(scored=False),
        RecordAttendance(by=SECRETARY, seat=SeatId("seat-1"), stays=(stay,)),
        first.model_copy(update={"items": (sums("d-1", 3), sums("d-2", 2, 1))}),
        first.model_copy(update={"revision": 2}),
        Close(by=CHAIR),
    )
    again = a_count(SECRETARY, seats(3), sums("d-1", 3), sums("d-2", 0, 3), meeting=2)
    return taken(simulator, again, Close(by=CHAIR, meeting=2))


@pytest.mark.parametrize("sitting", [scored, voted_on_again, voted_on_paper])
def test_a_sitting_is_restored_as_it_was(sitting: Callable[[], SittingSimulator]) -> None:
    """After each of its facts: who stepped aside, what was scored, which round it is, each finding."""
    simulator = sitting()

    assert simulator.state.minutes is not None
    assert simulator.told_anew() == simulator.state


def test_every_fact_of_a_sitting_was_read_back() -> None:
    """One that is added must be folded alike."""
    sittings = (scored(), voted_on_again(), voted_on_paper())

    assert {kept.fact.kind for simulator in sittings for kept in simulator.facts()} == kinds(SittingFact)


def test_a_submission_is_restored_as_it_was() -> None:
    """With its letter alone, decided, and with all told."""
    call = a_list()
    state = SubmissionState(agenda=an_agenda(), shared=Shared(award=AWARD, due_at=NOON))
    act = a_decision(granted=(D1,), refused=(Reasoned(dossier_id=D2, reasons=("Chưa đủ tiêu chuẩn.",)),))
    writes: list[Callable[[SubmissionState], SubmissionFact]] = [
        lambda state: submission_rules.put_forward(call, state, SAID, NOON),
        lambda state: submission_rules.decided(call, state, act, NOON),
        lambda state: submission_rules.announced(call, state, AnnouncementReport(told=2), NOON),
    ]
    facts: list[Fact] = []

    for write in writes:
        facts.append(write(state))
        (row,) = read_back.kept(facts[-1:])
        state = restoration.apply_stored(submission_rules.apply, state, row)
        assert read_back.loaded(facts) == Loaded(submission=state)
    assert {fact.kind for fact in facts} == kinds(SubmissionFact)


def test_a_stream_without_facts_has_no_state() -> None:
    """Its workflow has yet to write the first."""
    assert restoration.restore(()) == Loaded()


def test_no_stream_begins_with_another_fact() -> None:
    """The ledger was tampered with, or a part of it is missing: nothing may be built on that."""
    walk = walked(Stage.COUNCIL)

    with pytest.raises(ValueError, match=r"dossier-\S+ begins with dossier_forwarded"):
        read_back.loaded(walk.facts[1:], walk.state.rules)
    for simulator in (scored(), voted_on_again()):
        facts = [fact.fact for fact in simulator.facts()]
        with pytest.raises(ValueError, match="sitting-ph-1 begins with sitting_opened"):
            read_back.loaded(facts[1:])


def test_a_dossier_is_not_restored_without_its_law() -> None:
    """By another law it would be another dossier."""
    walk = walked(Stage.CLUSTER)

    with pytest.raises(ValueError, match="dossier_submitted"):
        read_back.loaded(walk.facts)
    for law in (some_rules(verified=False), walk.state.rules):
        state = read_back.loaded(walk.facts, law).dossier
        assert state is not None
        assert state.rules == law
