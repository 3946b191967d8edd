"""The estimate by which a sitting is refused is never below what it comes to, however it goes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ballots import Choice, Vote
from schemas.base import encoded_size
from schemas.bodies import Body
from schemas.facts import SittingFact
from schemas.ids import ActorId, AwardId, BasisId, BodyId, DossierId, SeatId, SittingId
from schemas.messages import Cast, Close, Convene, CountVotes
from schemas.minutes import Minutes
from schemas.ports import AgendaAnswer, Loaded
from schemas.receipts import Receipt
from schemas.routes import BallotKind, VoteRule
from schemas.sitting import AgendaItem
from schemas.stages import Stage
from schemas.submission import MOST_REASONED, Reasoned
from schemas.vote_clauses import Ties
from schemas.vote_counts import CountKind, ItemSums
from schemas.workflow_state import FirstRound, SittingState
from tests.builders.values import a_body, a_document, a_requirement, a_seat, a_vote_rule
from tests.hostile.no_harm import bounded
from workflows.rules import idempotency_keys, size_limits
from workflows.rules.sitting import ballot_checks, rolls, sitting_facts, sitting_state
from workflows.rules.voting import counted_papers

NOW = datetime(2026, 11, 22, 1, 2, 3, 123456, tzinfo=UTC)
NAMES = st.sampled_from(["X", "Tập thể", "Ộ" * 200, '"' * 200, "\U00020000" * 200])
TEXTS = st.sampled_from(["Điều 1", "Ộ" * 4000, '"' * 4000])


def a_rule(citation: str, ballot: BallotKind) -> VoteRule:
    """Return a rule that words of this length are quoted from."""
    asked = a_requirement("499/500", citation=citation, verified=False)
    return a_vote_rule(ballot=ballot, quorum=asked, threshold=asked)


def a_great_body(seats: int) -> Body:
    """Return a body whose seats have identifiers as long as they may be."""
    roll = tuple(a_seat(number, id=SeatId(f"{number:064}")) for number in range(1, seats + 1))
    return a_body(seats=1).evolve(id=BodyId("c" * 64), seats=roll, chair=roll[0].id)


def a_call(body: Body, items: int) -> Convene:
    """Return the call of a body with identifiers as long as they may be."""
    return Convene(
        sitting_id=SittingId("x" * 64),
        body=body.id,
        season=body.season,
        stage=Stage.CLUSTER,
        agenda=tuple(DossierId(f"{number:064}") for number in range(1, items + 1)),
        by=ActorId(str(body.chair)),
    )


def an_item(dossier_id: DossierId, name: str) -> AgendaItem:
    """Return a dossier on an agenda, of an award with a long identifier."""
    return AgendaItem(dossier_id=dossier_id, nominee=name, award=AwardId("a" * 64), basis=BasisId("b" * 64))


def remembered(state: SittingState, fact: SittingFact, key: str) -> SittingState:
    """Return what a sitting remembers after a fact, its receipt with it."""
    receipt = Receipt(stream=fact.stream, sequence=fact.sequence, kind=fact.kind, at=fact.at, hash="f" * 64)
    after = sitting_state.apply(state, fact)
    return after.model_copy(update={"sequence": fact.sequence, "receipts": {**after.receipts, key: receipt}})


def voted(call: Convene, state: SittingState, vote: Vote, ballots: int) -> SittingState:
    """Return a sitting in which so many seats have voted."""
    for seat in state.roll[:ballots]:
        choices = tuple(Choice(dossier_id=item.dossier_id, vote=vote) for item in state.agenda)
        act = Cast(seat=seat, choices=choices, revision=50)
        assert ballot_checks.may_cast(call, state, act, day=NOW.date()) is None
        state = remembered(state, sitting_facts.cast(call, state, act, NOW), idempotency_keys.cast(act))
    return state


@bounded(short=25)
@given(
    seats=st.integers(1, 12),
    items=st.integers(1, 12),
    name=NAMES,
    citation=TEXTS,
    ballot=st.sampled_from(BallotKind),
    vote=st.sampled_from(Vote),
    came=st.integers(0, 12),
    sent_back=st.integers(0, 3),
)
def test_a_sitting_never_needs_more_room_than_it_was_given(
    seats: int, items: int, name: str, citation: str, ballot: BallotKind, vote: Vote, came: int, sent_back: int
) -> None:
    """Carried, defeated, adjourned or sent back, by an open vote or a secret one, in letters of any size."""
    body = a_great_body(seats)
    call = a_call(body, items)
    agenda = tuple(an_item(dossier_id, name) for dossier_id in call.agenda)
    known = AgendaAnswer(items=agenda, rules=(a_rule(citation, ballot),), body=body)
    state = voted(call, SittingState(body=body, agenda=agenda, rules=known.rules), vote, came)
    back = tuple(Reasoned(dossier_id=item.dossier_id, reasons=(citation,)) for item in agenda[:sent_back])
    close = Close(by=call.by, returned=back, attended=state.roll)

    state = remembered(state, sitting_facts.closed(call, state, close, NOW), idempotency_keys.close(close))

    # Less what is set aside for reasons, meetings and interests that this sitting has not had: that alone would hide a
    # mistake.
    said = 2 * size_limits.MOST_REASONS if ballot is BallotKind.OPEN else 0
    interests = 500 * size_limits.MOST_RECUSED + 2 * size_limits.MOST_INTERESTS
    aside = MOST_REASONED + 69_000 + interests + said - encoded_size(back)
    assert encoded_size(Loaded(sitting=state)) <= size_limits.required_bytes(known) - aside


def a_full_count(state: SittingState) -> CountVotes:
    """Return a count in which every text is as long as it may be, and every sum is given."""
    return CountVotes(
        by=ActorId(str(state.body.secretary)),
        meeting=state.meeting,
        revision=50,
        kind=CountKind.PAPER,
        issued=500,
        returned=500,
        present=state.roll,
        tellers=tuple(ActorId(f"{number:064}") for number in range(9)),
        record=a_document("k" * 64, name="\U00020000" * 200, uri="https:" + '"' * 1000, size=2**31),
        items=tuple(
            ItemSums(
                dossier_id=item.dossier_id,
                approve=100,
                disapprove=100,
                abstain=100,
                blank=100,
                invalid=100,
                chair=Vote.DISAPPROVE,
            )
            for item in rolls.on_the_table(state)
        ),
    )


def counted(call: Convene, state: SittingState) -> SittingState:
    """Return a sitting whose tellers' count is in."""
    act = a_full_count(state)
    return remembered(state, sitting_facts.counted(call, state, act, NOW), idempotency_keys.count(act))


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(("seats", "items"), [(1, 1), (12, 1), (1, 12), (2, 300)])
def test_a_count_takes_no_more_room_than_it_was_given(seats: int, items: int, again: bool) -> None:
    """While it stands, once it is in the minutes, and beside a first round's."""
    body = a_great_body(seats)
    call = a_call(body, items)
    agenda = tuple(an_item(dossier_id, "X") for dossier_id in call.agenda)
    rule = a_rule("Điều 1", BallotKind.SECRET)
    ties = Ties(second_round=True, citation="Điều 1", verified=True)
    known = AgendaAnswer(items=agenda, rules=(rule.evolve(ties=ties if again else None),), body=body)
    states = [counted(call, SittingState(body=body, agenda=agenda, rules=known.rules))]
    minutes = a_closing(call, states[0])
    if again:
        first = FirstRound(minutes=minutes, contested=())
        second = states[0].model_copy(update={"first": first, "meeting": 2, "count": None})
        states.append(counted(call, second))
        found = tuple(item.evolve(second=item.tally, second_sums=item.sums) for item in minutes.items)
        minutes = minutes.evolve(items=found, second_count=minutes.count)
    states.append(states[-1].model_copy(update={"count": None, "first": None, "minutes": minutes}))

    interests = 500 * size_limits.MOST_RECUSED + 2 * size_limits.MOST_INTERESTS
    room = size_limits.required_bytes(known) - MOST_REASONED - 69_000 - interests
    assert max(encoded_size(Loaded(sitting=state)) for state in states) <= room


def a_closing(call: Convene, state: SittingState) -> Minutes:
    """Return the minutes of a counted meeting; its rolls are long enough for any sums."""
    assert state.count is not None
    sums = tuple(item.evolve(approve=0, disapprove=0, abstain=0, blank=0, invalid=0) for item in state.count.items)
    bare = state.model_copy(update={"count": state.count.evolve(items=sums)})
    fact = sitting_facts.closed(call, bare, Close(by=call.by), NOW)
    assert fact.minutes is not None
    full = tuple(
        item.evolve(sums=counted_papers.without_the_chair(each))
        for item, each in zip(fact.minutes.items, state.count.items, strict=True)
    )
    return fact.minutes.evolve(items=full)
