"""Every seat that can be written to is called, reads that it was adjourned, is called again, and reads the minutes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import pytest

from schemas.carried import SittingState
from schemas.facts import SittingFact
from schemas.ids import ActorId, SeatId
from schemas.messages import Cast, Reconvene
from schemas.notices import Notice, Template
from schemas.sitting import AnnouncementReport, Choice, Vote
from schemas.stages import Stage
from tests.builders import NOON, a_body, a_contact, a_seat, a_vote_rule
from tests.builders_walks import a_call, a_sitting, an_agenda
from workflows.rules import letters, sitting_facts, sitting_story

TOMORROW = NOON + timedelta(days=1)
CALL = a_call(closes_at=TOMORROW)

Fact = Callable[[SittingState], SittingFact]


def a_cast(state: SittingState) -> SittingFact:
    """Return that the first seat votes."""
    choices = tuple(Choice(dossier_id=item.dossier_id, vote=Vote.APPROVE) for item in an_agenda())
    return sitting_facts.cast(CALL, state, Cast(seat=SeatId("seat-1"), choices=choices), NOON)


def closed(state: SittingState) -> SittingFact:
    """Return what its closing finds."""
    return sitting_facts.closed(CALL, state, sitting_facts.by_the_clock(state), NOON)


def reconvened(state: SittingState) -> SittingFact:
    """Return that the secretary calls it again, until the day after tomorrow."""
    act = Reconvene(by=ActorId(CALL.body.secretary), meeting=2, closes_at=TOMORROW + timedelta(days=1))
    return sitting_facts.reconvened(CALL, state, act, NOON)


def announced(state: SittingState) -> SittingFact:
    """Return that its dossiers were told."""
    return sitting_facts.announced(CALL, state, AnnouncementReport(told=2), NOON)


def written(write: Fact, state: SittingState, call: Any = CALL) -> tuple[Notice, ...]:
    """Return the notices of the fact that follows what is remembered."""
    fact = write(state)
    return letters.about_sitting(call, sitting_story.after(state, fact), fact)


CASES: list[tuple[Fact, SittingState, Template | None, dict[str, object]]] = [
    (
        lambda state: sitting_facts.convened(CALL, state, NOON),
        a_sitting(),
        Template.CONVENED,
        {"meeting": 1, "closes_at": TOMORROW},
    ),
    (a_cast, a_sitting(), None, {}),
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
    """But for ballots, which are nobody else's, and for the telling, of which units read.

    When the ballot closes is said while that is ahead: minutes that repeated the plan would tell a wrong hour.
    """
    notices = written(write, state)

    if template is None:
        assert notices == ()
        return
    assert [notice.to for notice in notices] == [a_contact(f"seat-{number}") for number in range(1, 6)]
    assert {notice.template for notice in notices} == {template}
    (about,) = {notice.about for notice in notices}
    usual = {"reference": "ph-1", "body": CALL.body.name, "stage": Stage.CLUSTER, "items": 2}
    said = {name: getattr(about, name) for name in about.model_fields_set}
    assert {name: value for name, value in said.items() if value not in (None, ())} == usual | particulars


def test_every_fact_of_a_sitting_is_among_these() -> None:
    """One that is added must be told to somebody, or to nobody on purpose."""
    told = {write(state).kind for write, state, *_ in CASES}

    assert told == {kind for fact in get_args(SittingFact) for kind in get_args(fact.model_fields["kind"].annotation)}


def test_an_office_of_several_seats_gets_one_letter() -> None:
    """And a seat without a mailbox none."""
    shared = a_contact("van-phong")
    seats = (a_seat(1, contact=shared), a_seat(2, contact=None), a_seat(3, contact=shared), a_seat(4))
    call = a_call(body=a_body(seats=1).model_copy(update={"seats": seats}))

    notices = written(lambda state: sitting_facts.convened(call, state, NOON), a_sitting(), call)

    assert [notice.to.email for notice in notices] == [shared.email, a_contact("seat-4").email]


def test_a_letter_says_which_of_its_rules_are_uncertain() -> None:
    """Members vote by a threshold that may not be the law's."""
    unsure = a_vote_rule(threshold=a_vote_rule().threshold.model_copy(update={"verified": False}))

    (first, *_) = written(closed, a_sitting(["AA"] * 5, (unsure,)))

    assert first.about.unverified == ("Tỷ lệ phiếu đồng ý (cụm, khối thi đua): Điều 1",)
