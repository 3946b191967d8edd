"""The state that the ledger returns for a stream: exactly what its workflow remembered when it wrote the last fact."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.errors import LedgerConflict
from activities.law_store import keep_law
from activities.ledger import PostgresLedger
from schemas.ballots import Choice, Vote
from schemas.dossier import Earlier
from schemas.facts import Fact
from schemas.ids import ActKey, DossierId, SeatId, StreamId
from schemas.messages import Cast, Close, Convene, Reconvene
from schemas.names import dossier_stream
from schemas.opened_otherwise import opened_otherwise
from schemas.ports import AgendaAnswer, Entry, Loaded, StateInquiry, StoredFact
from schemas.routes import VoteRule
from schemas.sitting import AnnouncementReport, Shared
from schemas.stages import Stage
from schemas.verdict import Outcome
from schemas.workflow_state import DossierState, SittingState, StreamState, SubmissionState
from tests.builders import walks
from tests.builders.entries import submitted
from tests.builders.values import (
    AWARD,
    NOON,
    SAID,
    UNIT,
    a_body,
    a_decision_ref,
    a_dossier,
    a_law,
    a_long_route,
    a_number,
    some_rules,
)
from tests.ledger_rows import as_workflow, following, recorded
from tests.simulators.dossier_simulator import DossierSimulator, a_long_walk
from workflows.rules.dossier import dossier_facts, dossier_state, dossier_view, routing
from workflows.rules.restoration import apply_stored
from workflows.rules.sitting import sitting_facts, sitting_state
from workflows.rules.submission import submission_rules

MemoryT = TypeVar("MemoryT", bound=StreamState)

LONG = {"route": a_long_route()}


class Writer:
    """A workflow that writes facts and remembers them, as production does."""

    def __init__(self, ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
        self._ledger = ledger
        self._pool = pool

    async def write(self, fold: Callable[[MemoryT, Any], MemoryT], memory: MemoryT, fact: Fact) -> MemoryT:
        """Have a fact kept, and return what is remembered then."""
        act = ActKey(f"act-{fact.sequence}")
        after = fold(memory, fact)
        row = dossier_view.row(after) if isinstance(after, DossierState) else None
        entry = Entry(act=act, follows="0" * 64, fact=fact, standing=row)
        answer = await recorded(self._ledger, self._pool, entry)
        assert answer.hash
        return apply_stored(fold, memory, StoredFact(act=act, fact=fact, hash=answer.hash))

    async def loaded(self, stream: StreamId, said: str = SAID) -> Loaded:
        """Return the state that the ledger adds up from its facts, as it travels."""
        answer = await as_workflow(stream).run(self._ledger.load_state, StateInquiry(stream=stream, said=said))
        return Loaded.model_validate_json(answer.model_dump_json(exclude_none=True))

    async def walked(self, walk: DossierSimulator) -> DossierState:
        """Have the facts of a walk kept, and return what is remembered then."""
        async with self._pool.acquire() as conn:
            assert await keep_law(conn, walk.before.rules) == walk.before.law
        state = walk.before
        for fact in walk.facts:
            state = await self.write(dossier_state.apply, state, fact)
        return state


@pytest.fixture(scope="module")
def writer(ledger: PostgresLedger, pool: asyncpg.Pool) -> Writer:
    """The calls of a workflow on the ledger."""
    return Writer(ledger, pool)


STEPS: dict[str, Callable[[DossierSimulator], DossierSimulator]] = {
    "onward": DossierSimulator.onward,
    "return": lambda walk: walk.hear(Outcome.RETURN),
    "supplement": lambda walk: walk.supplement("achievement_report", "proposal_letter"),
    "note": DossierSimulator.supplement,
    "hold": DossierSimulator.hold,
    "release": DossierSimulator.release,
    "object": DossierSimulator.object,
    "strike": DossierSimulator.strike,
    "withdraw": DossierSimulator.withdraw,
    "other days": lambda walk: walk.recount(*((walk.now + timedelta(days=ahead)).date() for ahead in range(2, 30))),
    "newer calendar": lambda walk: walk.take(
        dossier_facts.counted_by(
            walk.state.calendar.model_copy(update={"days_off": ()}),
            lambda state, now: dossier_facts.withdrawn(state, walks.a_withdrawal(state), now),
        )(walk.state, walk.now)
    ),
}


def makes_sense(walk: DossierSimulator, step: str) -> bool:
    """Return whether the actor may do this now."""
    state = walk.state
    match step:
        case "return":
            return state.held is None and isinstance(routing.rule_of(state, state.stage), VoteRule)
        case "supplement" | "note":
            return state.stage is Stage.UNIT
        case "onward" | "hold":
            return state.held is None and state.stage is not Stage.UNIT
        case "release":
            return state.held is not None
        case "object":
            return state.stage is Stage.PUBLICATION
        case "strike":
            return state.clock.next is not None
        case _:
            return True


def a_walk(steps: Sequence[str], dossier: dict[str, Any], rules: dict[str, Any]) -> DossierSimulator:
    """Return a dossier on its way, as far as these steps lead it."""
    walk = DossierSimulator(a_long_walk().state.dossier if rules else a_dossier(**dossier), some_rules(**rules))
    walk.state = walk.before = walk.state.model_copy(update={"law": a_law(**rules)})
    walk.submit()
    for step in steps:
        if not walk.state.stage.is_final and makes_sense(walk, step):
            STEPS[step](walk)
    return walk


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([*["onward"] * 5, *STEPS]), max_size=16), st.sampled_from([{}, LONG]), st.booleans())
async def test_a_dossier_is_remembered_as_it_was(
    writer: Writer, steps: list[str], rules: dict[str, Any], is_complete: bool
) -> None:
    """Whatever was done to it: each fact holds all that its fold needs, also the days by which it was counted."""
    walk = a_walk(steps, {} if is_complete else {"documents": ()}, rules)

    live = await writer.walked(walk)

    assert await writer.loaded(dossier_stream(live.dossier.dossier_id)) == Loaded(dossier=live)


async def test_what_it_was_received_with_comes_back(writer: Writer) -> None:
    """Awards of earlier years, and the other dossier in whose way it stood."""
    walk = DossierSimulator()
    earlier = Earlier(
        dossier_id=DossierId("hs-2019"),
        award=AWARD,
        basis=walk.state.dossier.basis,
        period=walk.state.dossier.period,
        decision=a_decision_ref(),
    )
    news = {"earlier": (earlier,), "twin_of": DossierId("hs-1")}
    walk.state = walk.before = walk.state.model_copy(update=news)

    live = await writer.walked(walk.submit())

    assert (live.stage, live.twin_of) == (Stage.REFUSED, "hs-1")
    assert await writer.loaded(dossier_stream(live.dossier.dossier_id)) == Loaded(dossier=live)


def a_ballot(call: Convene, seat: SeatId, revision: int, meeting: int) -> Cast:
    """Return a ballot that approves all."""
    choices = tuple(Choice(dossier_id=each, vote=Vote.APPROVE) for each in call.agenda)
    return Cast(seat=seat, choices=choices, revision=revision, meeting=meeting)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 4), max_size=12), st.booleans())
async def test_a_sitting_is_remembered_as_it_was(writer: Writer, seats: list[int], is_over: bool) -> None:
    """Each ballot of each seat, in whichever meeting, and the minutes to the letter."""
    call = walks.a_call(sitting_id=a_number())
    learnt = walks.a_sitting().model_copy(update={"shared": Shared(unit=UNIT)})

    async def write(state: SittingState, fact: Fact) -> SittingState:
        return await writer.write(sitting_state.apply, state, fact)

    state = await write(learnt, sitting_facts.convened(call, learnt, SAID, NOON))
    for number in seats:
        seat = learnt.roll[number]
        handed = state.ballots.get(seat)
        ballot = a_ballot(call, seat, handed.revision + 1 if handed else 1, state.meeting)
        state = await write(state, sitting_facts.cast(call, state, ballot, NOON))
    if is_over:
        state = await write(state, sitting_facts.closed(call, state, Close(by=call.by, meeting=1), NOON))
    if state.put_off or (state.minutes and state.status == "adjourned"):
        again = Reconvene(by=call.by, meeting=2)
        changed = AgendaAnswer(items=(), body=a_body(seats=4, on=date(2024, 3, 5)))
        state = await write(state, sitting_facts.reconvened(call, state, again, changed, NOON))

    assert await writer.loaded(StreamId(f"sitting-{call.sitting_id}")) == Loaded(sitting=state)


async def test_a_submission_is_remembered_as_it_was(writer: Writer) -> None:
    """After each of its three facts."""
    call = walks.a_list(submission_id=a_number())
    stream = StreamId(f"submission-{call.submission_id}")
    learnt = walks.a_submission(shared=Shared(unit=UNIT))
    decision = walks.a_decision(granted=call.agenda)

    async def write(state: SubmissionState, fact: Fact) -> SubmissionState:
        after = await writer.write(submission_rules.apply, state, fact)
        assert await writer.loaded(stream) == Loaded(submission=after)
        return after

    state = await write(learnt, submission_rules.put_forward(call, learnt, SAID, NOON))
    state = await write(state, submission_rules.decided(call, state, decision, NOON))
    await write(state, submission_rules.announced(call, state, AnnouncementReport(told=2), NOON))


async def test_of_a_stream_without_facts_nothing_is_remembered(writer: Writer) -> None:
    """Its workflow writes the first one."""
    assert await writer.loaded(dossier_stream(a_dossier().dossier_id)) == Loaded()


async def test_a_stream_that_another_body_opened_is_not_handed_back(writer: Writer) -> None:
    """Old facts folded into another call would give a record that never existed."""
    live = await writer.walked(DossierSimulator().submit())
    stream = dossier_stream(live.dossier.dossier_id)

    loaded = await writer.loaded(stream, said="7" * 64)

    assert loaded == Loaded(refusal=opened_otherwise(stream))


async def test_a_dossier_whose_law_is_lost_is_not_handed_back(
    ledger: PostgresLedger, pool: asyncpg.Pool, writer: Writer
) -> None:
    """By today's it would be another dossier."""
    entry = submitted(a_dossier())
    lawless = entry.fact.model_copy(update={"law": "7" * 64})
    await recorded(ledger, pool, await following(pool, entry.model_copy(update={"fact": lawless})))

    with pytest.raises(LedgerConflict, match=r"7{64}"):
        await writer.loaded(entry.fact.stream)
