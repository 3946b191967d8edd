"""The minutes of a sitting: attendance, substitutes, recusals, and the count."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from schemas.ids import DossierId, SeatId
from schemas.messages import Close, Convene
from schemas.minutes import ItemMinutes, Minutes, RollCall, SteppedAside, StoodIn
from schemas.routes import BallotKind
from schemas.vote_counts import CountRecord
from schemas.workflow_state import FirstRound, SittingState
from workflows.rules import size_limits
from workflows.rules.sitting import attendance, recusals, rolls
from workflows.rules.voting.polls import Poll


def current_poll(call: Convene, state: SittingState, act: Close, gone: Collection[DossierId]) -> Poll:
    """Return the poll of the items put to the vote, with the current ballots."""
    return Poll(
        items=rolls.on_the_table(state),
        rules=state.rules,
        roll=state.roll,
        chair=state.body.chair,
        ballots=attendance.counted(state),
        count=state.count,
        attended=(*act.attended, *attendance.came(state)),
        aside=recusals.aside(state),
        away=attendance.away(state),
        places=call.places,
        scores=state.scores,
        returned={item.dossier_id: item.reasons for item in act.returned},
        gone=gone,
    )


def minutes_of(
    call: Convene, state: SittingState, act: Close, counted: Poll, items: tuple[ItemMinutes, ...], now: datetime
) -> Minutes:
    """Return the minutes of a meeting, with the findings on its dossiers."""
    present, ballots = counted.present, counted.ballots
    return Minutes(
        sitting_id=call.sitting_id,
        body=state.body.id,
        body_name=state.body.name,
        stage=call.stage,
        meeting=state.meeting,
        closed_at=now,
        closed_by=act.by,
        present=tuple(seat for seat in state.roll if seat in present),
        absent=tuple(seat for seat in state.roll if seat not in present),
        items=items,
        attendance=attendance.minuted(state),
        count=count_record(state),
        roll_calls=_roll_calls(state),
        substitutes=tuple(_stood_in(call, state)),
        written=tuple(seat for seat in state.roll if seat in ballots and ballots[seat].written),
        recused=tuple(stepped_aside(counted.aside, state)),
    )


def of_second_round(
    call: Convene,
    state: SittingState,
    first: FirstRound,
    act: Close,
    poll: Poll,
    items: tuple[ItemMinutes, ...],
    now: datetime,
) -> Minutes:
    """Return the first round's minutes, with the additions of the second one."""
    before = first.minutes
    came = {*before.present, *poll.present}
    stood_in = {(each.seat, each.substitute): each for each in (*before.substitutes, *_stood_in(call, state))}
    return before.evolve(
        closed_at=now,
        closed_by=act.by,
        present=tuple(seat for seat in state.roll if seat in came),
        absent=tuple(seat for seat in state.roll if seat not in came),
        items=items,
        second_attendance=attendance.minuted(state),
        second_count=count_record(state),
        second_round=_roll_calls(state),
        substitutes=tuple(stood_in.values()),
        written=tuple(seat for seat in state.roll if seat in before.written or rolls.wrote(state, seat)),
        recused=tuple(stepped_aside(_aside_in_either_round(call, state, first), state)),
    )


def count_record(state: SittingState) -> CountRecord | None:
    """Return the record of this meeting's count, without its sums."""
    if (count := state.count) is None:
        return None
    return CountRecord(
        kind=count.kind, issued=count.issued, returned=count.returned, tellers=count.tellers, record=count.record
    )


def stepped_aside(aside: Mapping[SeatId, Collection[DossierId]], state: SittingState) -> Iterator[SteppedAside]:
    """Yield each recused seat with its number of dossiers, and their names and reasons as long as there is room."""
    room_left = size_limits.MOST_RECUSED
    for seat, dossiers in aside.items():
        named = tuple(sorted(dossiers))[:room_left]
        room_left -= len(named)
        declared = state.recused.get(seat, {})
        why = {dossier_id: declared[dossier_id] for dossier_id in named if dossier_id in declared}
        yield SteppedAside(seat=seat, dossiers=named, count=len(dossiers), reasons=why)


def _aside_in_either_round(
    call: Convene, state: SittingState, first: FirstRound
) -> Mapping[SeatId, Collection[DossierId]]:
    # In the second round a seat may have another holder or substitute than in the first, with other interests.
    in_full = recusals.aside(state, {each.seat: each.substitute for each in first.minutes.substitutes})
    before = {
        # Minutes without room for all names still have their number.
        each.seat: each.dossiers if len(each.dossiers) == each.count else in_full.get(each.seat, each.dossiers)
        for each in first.minutes.recused
    }
    table, again = {item.dossier_id for item in rolls.on_the_table(state)}, recusals.aside(state)
    either = {seat: table.intersection(again.get(seat, ())).union(before.get(seat, ())) for seat in state.roll}
    return {seat: dossiers for seat, dossiers in either.items() if dossiers}


def _roll_calls(state: SittingState) -> tuple[RollCall, ...]:
    # One secret item makes the whole ballot secret: a seat's letters are stored side by side.
    if any(state.rules[item.rule].ballot is BallotKind.SECRET for item in rolls.on_the_table(state)):
        return ()
    return tuple(
        RollCall(seat=seat, by=part.by, written=part.written, marks=part.marks, reasons=part.reasons)
        for seat in state.roll
        for part in attendance.counted_parts(state, seat)
    )


def _stood_in(call: Convene, state: SittingState) -> Iterator[StoodIn]:
    for seat in state.body.seats:
        voted = {part.by for part in attendance.counted_parts(state, seat.id)}
        for each in seat.substitutes:
            if each.id in voted:
                yield StoodIn(seat=seat.id, name=seat.name, substitute=each.id, substitute_name=each.name)
