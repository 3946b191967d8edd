"""Every seat that can be written to is called, reads that it was adjourned, is called again, and reads the minutes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from schemas.attendance import Stay
from schemas.ballots import Choice, Vote
from schemas.bodies import Substitute, Tenure
from schemas.facts import SittingFact
from schemas.ids import ActorId, DossierId, SeatId
from schemas.legal_values import Cited
from schemas.messages import (
    Adjourn,
    Amend,
    Cast,
    Convene,
    Reconvene,
    RecordAttendance,
    Recuse,
    ScoreDossier,
    WithdrawBallot,
)
from schemas.notices import Addressee, Notice, Template
from schemas.ports import AgendaAnswer
from schemas.routes import VoteRule
from schemas.scoring import Scored, ScoreStep, Sheet
from schemas.sitting import AnnouncementReport, Places, SittingStatus
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.vote_clauses import Ties
from schemas.workflow_state import SittingState
from tests.builders.values import AWARD, BASIS, CLUSTER, NOON, SAID, a_body, a_seat, a_vote_rule
from tests.builders.vote_counts import a_count, seats, sums
from tests.builders.walks import SECRETARY, a_call, a_sitting, an_agenda
from workflows.rules.sitting import sitting_facts, sitting_state
from workflows.rules.views import sitting_notices

TOMORROW = NOON + timedelta(days=1)
CALL = a_call(closes_at=TOMORROW)

Fact = Callable[[SittingState], SittingFact]


def convening(call: Convene) -> Fact:
    """Return what writes that a sitting was called."""
    return lambda state: sitting_facts.convened(call, state, SAID, NOON)


def a_substitute(name: str, since: datetime) -> Substitute:
    """Return who may vote in a seat's place from a day on."""
    return Substitute(id=ActorId(name), name=name, tenure=Tenure(first=since.date()))


def a_cast(state: SittingState) -> SittingFact:
    """Return that the first seat votes."""
    choices = tuple(Choice(dossier_id=item.dossier_id, vote=Vote.APPROVE) for item in an_agenda())
    return sitting_facts.cast(CALL, state, Cast(seat=SeatId("seat-1"), choices=choices), NOON)


def closed(state: SittingState) -> SittingFact:
    """Return its closing's findings."""
    return sitting_facts.closed(CALL, state, sitting_facts.by_the_clock(state), NOON)


def reconvened(state: SittingState) -> SittingFact:
    """Return that the secretary calls it again, until the day after tomorrow."""
    act = Reconvene(by=SECRETARY, meeting=2, closes_at=TOMORROW + timedelta(days=1))
    return sitting_facts.reconvened(CALL, state, act, AS_BEFORE, NOON)


def announced(state: SittingState) -> SittingFact:
    """Return that its dossiers were told."""
    return sitting_facts.announced(CALL, state, AnnouncementReport(told=2), NOON)


def written(write: Fact, state: SittingState, call: Any = CALL) -> tuple[Notice, ...]:
    """Return the notices of the fact that follows what is remembered."""
    fact = write(state)
    return sitting_notices.about_sitting(call, sitting_state.apply(state, fact), fact)


def amended(state: SittingState) -> SittingFact:
    """Return that the secretary strikes the second dossier."""
    strike = (Reasoned(dossier_id=DossierId("d-2"), reasons=("Chờ xác minh.",)),)
    act = Amend(by=SECRETARY, strike=strike)
    return sitting_facts.amended(CALL, state, act, AgendaAnswer(items=an_agenda(1)), NOON)


def adjourned(state: SittingState) -> SittingFact:
    """Return that the chair puts it off."""
    return sitting_facts.adjourned(CALL, state, Adjourn(by=ActorId("seat-1"), reason="Chủ tọa đi công tác."), NOON)


def tied(state: SittingState) -> SittingFact:
    """Return its closing's findings where there is one place for two."""
    call = CALL.model_copy(update={"places": (Places(award=AWARD, basis=BASIS, count=1),)})
    return sitting_facts.closed(call, state, sitting_facts.by_the_clock(state), NOON)


def recused(state: SittingState) -> SittingFact:
    """Return that a seat steps aside."""
    seat = SeatId("seat-2")
    act = Recuse(seat=seat, by=ActorId(seat), dossiers=(DossierId("d-1"),), reason="vợ của cá nhân được đề nghị")
    return sitting_facts.recused(CALL, state, act, NOON)


def scored(state: SittingState) -> SittingFact:
    """Return that a unit scores itself."""
    sheet = Sheet(groups=(Scored(group="emulation", points=Decimal(90)),))
    act = ScoreDossier(by=ActorId("u-1"), dossier_id=DossierId("d-1"), step=ScoreStep.SELF, sheet=sheet)
    return sitting_facts.scored(CALL, state, act, NOON)


def attended(state: SittingState) -> SittingFact:
    """Return that the secretary records who was there for the first dossier only."""
    stay = Stay(first=DossierId("d-1"), last=DossierId("d-1"))
    act = RecordAttendance(by=SECRETARY, seat=SeatId("seat-2"), stays=(stay,))
    return sitting_facts.attended(CALL, state, act, NOON)


def counted(state: SittingState) -> SittingFact:
    """Return that the secretary enters the tellers' count."""
    act = a_count(SECRETARY, seats(5), sums("d-1", 5), sums("d-2", 4, 1))
    return sitting_facts.counted(CALL, state, act, NOON)


def closed_on_paper(state: SittingState) -> SittingFact:
    """Return the findings of a closing after a count."""
    return closed(sitting_state.apply(state, counted(state)))


def taken_back(state: SittingState) -> SittingFact:
    """Return that a seat takes its ballot back."""
    return sitting_facts.withdrawn(CALL, state, WithdrawBallot(seat=SeatId("seat-1"), revision=1), NOON)


AS_BEFORE = AgendaAnswer(items=(), body=a_body())
"""The register's answer where nothing has changed."""


def seated(seat: str, **when: Any) -> Addressee:
    """Return a seat of the cluster as a recipient."""
    return Addressee(body=CLUSTER, seat=ActorId(seat), **when)


CALLED: dict[str, Any] = {"status": SittingStatus.CALLED, "opens_at": NOON, "closes_at": TOMORROW}

A_SECOND_ROUND = a_vote_rule(ties=Ties(second_round=True, citation="Điều 1", verified=True))

CASES: list[tuple[Fact, SittingState, Template | None, dict[str, object]]] = [
    (
        lambda state: sitting_facts.convened(CALL, state, SAID, NOON),
        a_sitting(),
        Template.CONVENED,
        {"meeting": 1, "closes_at": TOMORROW},
    ),
    (
        lambda state: sitting_facts.convened(CALL.model_copy(update={"opens_at": NOON}), state, SAID, NOON),
        a_sitting(),
        Template.CONVENED,
        {"meeting": 1, "opens_at": NOON, "closes_at": TOMORROW},
    ),
    (
        amended,
        a_sitting(**CALLED),
        Template.AMENDED,
        {"items": 1, "meeting": 1, "opens_at": NOON, "closes_at": TOMORROW},
    ),
    (lambda state: sitting_facts.opened(CALL, state, AS_BEFORE, NOON), a_sitting(**CALLED), None, {}),
    (recused, a_sitting(), None, {}),
    (scored, a_sitting(), None, {}),
    (a_cast, a_sitting(), None, {}),
    (taken_back, a_sitting(["AA"]), None, {}),
    (counted, a_sitting(), None, {}),
    (attended, a_sitting(), None, {}),
    (closed_on_paper, a_sitting(), Template.MINUTES, {"meeting": 1, "carried": 2, "issued": 5, "returned": 5}),
    (
        adjourned,
        a_sitting(["AA"], closes_at=TOMORROW),
        Template.ADJOURNED,
        {"meeting": 1, "reasons": ("Chủ tọa đi công tác.",)},
    ),
    (tied, a_sitting(["AA"] * 5, (A_SECOND_ROUND,), closes_at=TOMORROW), Template.SECOND_ROUND, {"meeting": 2}),
    (closed, a_sitting(["AA"], closes_at=TOMORROW), Template.ADJOURNED, {"meeting": 1}),
    (
        reconvened,
        a_sitting(["AA"], closes_at=TOMORROW),
        Template.RECONVENED,
        {"meeting": 2, "closes_at": TOMORROW + timedelta(days=1)},
    ),
    (
        closed,
        a_sitting(["AA", "AD", "AA", "AA"], meeting=2, closes_at=TOMORROW),
        Template.MINUTES,
        {"meeting": 2, "carried": 1},
    ),
    (announced, a_sitting(["AA"] * 5), None, {}),
]


@pytest.mark.parametrize(("write", "state", "template", "particulars"), CASES)
def test_each_fact_of_a_sitting_is_told_to_every_seat(
    write: Fact, state: SittingState, template: Template | None, particulars: dict[str, object]
) -> None:
    """But for ballots, which are confidential, and for the telling, of which units read.

    When the ballot closes is given while that is ahead: minutes that repeated the plan would tell a wrong hour.
    """
    notices = written(write, state)

    if template is None:
        assert notices == ()
        return
    assert [notice.to for notice in notices] == [seated(f"seat-{number}") for number in range(1, 6)]
    assert {notice.template for notice in notices} == {template}
    (about,) = {notice.about for notice in notices}
    usual = {"reference": "ph-1", "body": a_body().name, "stage": Stage.CLUSTER, "items": 2}
    said = {name: getattr(about, name) for name in about.model_fields_set}
    assert {name: value for name, value in said.items() if value not in (None, ())} == usual | particulars


def test_every_fact_of_a_sitting_is_among_these() -> None:
    """One that is added must have a recipient, or none on purpose."""
    told = {write(state).kind for write, state, *_ in CASES}

    assert told == {kind for fact in get_args(SittingFact) for kind in get_args(fact.model_fields["kind"].annotation)}


def test_whoever_joined_is_invited_and_whoever_left_is_told() -> None:
    """Seat 2 has another holder when the ballot opens, seat 3 has none, seat 6 is new; the others know already."""
    seats = (a_seat(1), a_seat(2, name="Thành viên mới"), a_seat(4), a_seat(5), a_seat(6))
    now = a_body().evolve(seats=seats, on=TOMORROW.date())
    known = AgendaAnswer(items=(), body=now)

    opening = written(lambda state: sitting_facts.opened(CALL, state, known, TOMORROW), a_sitting(**CALLED))

    assert [(notice.template, notice.to) for notice in opening] == [
        (Template.CONVENED, seated("seat-2")),
        (Template.CONVENED, seated("seat-6")),
        (Template.LEFT_THE_ROLL, seated("seat-2", on=a_body().on)),
        (Template.LEFT_THE_ROLL, seated("seat-3", on=a_body().on)),
    ]


def test_those_who_left_are_told_when_a_sitting_is_called_again() -> None:
    """And all who are on the roll now get the call."""
    known = AgendaAnswer(items=(), body=a_body(seats=4).evolve(on=TOMORROW.date()))
    act = Reconvene(by=SECRETARY, meeting=2)

    again = written(lambda state: sitting_facts.reconvened(CALL, state, act, known, TOMORROW), a_sitting())

    assert [(notice.template, notice.to.seat) for notice in again] == [
        *((Template.RECONVENED, f"seat-{number}") for number in range(1, 5)),
        (Template.LEFT_THE_ROLL, "seat-5"),
    ]


def test_substitutes_of_the_day_are_told_too() -> None:
    """They may be the ones who come; where the body's rule has none, and out of their time, they get no letter."""
    seats = (a_seat(1, substitutes=(a_substitute("pho-1", NOON), a_substitute("pho-2", TOMORROW))), a_seat(2))
    body = a_body(seats=1).model_copy(update={"seats": seats})
    rule = a_vote_rule(substitutes=Cited(citation="Điều 2", verified=True))

    def told(*rules: VoteRule) -> list[str]:
        return [str(notice.to.seat) for notice in written(convening(CALL), a_sitting((), rules, body=body))]

    assert told(rule) == ["seat-1", "seat-2", "pho-1"]
    assert told(a_vote_rule()) == ["seat-1", "seat-2"]
    assert told(rule, a_vote_rule()) == ["seat-1", "seat-2"]


def test_a_letter_says_which_of_its_rules_are_uncertain() -> None:
    """Members vote by a threshold that may not be the law's."""
    unsure = a_vote_rule(threshold=a_vote_rule().threshold.model_copy(update={"verified": False}))

    (first, *_) = written(closed, a_sitting(["AA"] * 5, (unsure,)))

    assert first.about.unverified == ("Tỷ lệ phiếu đồng ý (Cụm, khối thi đua): Điều 1",)
