"""Attendance by dossier: who represents a seat for which dossiers, and which votes count for it."""

from collections.abc import Collection, Iterator, Mapping

from schemas.attendance import SeatAttendance, Stay
from schemas.ballots import NO_VOTE, BallotPart, RecordedBallot
from schemas.ids import ActorId, DossierId, SeatId
from schemas.messages import Cast
from schemas.workflow_state import SittingState
from workflows.rules.sitting import rolls

Represented = Mapping[DossierId, ActorId | None]
"""The dossiers for which a seat is represented: by itself (None), or by a substitute."""


def represented(state: SittingState, seat: SeatId) -> Represented | None:
    """Return for which dossiers on the table a seat is represented; None where its attendance was not recorded."""
    recorded = state.attendance.get(seat)
    if recorded is None:
        return None
    table = [item.dossier_id for item in rolls.on_the_table(state)]
    return {dossier_id: stay.by for stay in recorded.stays for dossier_id in _between(table, stay)}


def _between(table: list[DossierId], stay: Stay) -> list[DossierId]:
    return table[table.index(stay.first) : table.index(stay.last) + 1]


def away(state: SittingState) -> Mapping[SeatId, Collection[DossierId]]:
    """Return the dossiers on the table for which a seat with a recorded attendance was not represented."""
    table = {item.dossier_id for item in rolls.on_the_table(state)}
    seats = ((seat, represented(state, seat) or {}) for seat in state.attendance)
    return {seat: left for seat, here in seats if (left := table.difference(here))}


def came(state: SittingState) -> frozenset[SeatId]:
    """Return the seats that were represented for some dossier, by their recorded attendance."""
    return frozenset(seat for seat, recorded in state.attendance.items() if recorded.stays)


def turns(state: SittingState, seat: SeatId) -> list[Collection[DossierId]]:
    """Return, for each of those who represent a seat in turns, the dossiers on the table for which it does."""
    here = represented(state, seat)
    if here is None:
        return [[item.dossier_id for item in rolls.on_the_table(state)]]
    return [[dossier_id for dossier_id, by in here.items() if by == voter] for voter in dict.fromkeys(here.values())]


def parts(ballot: RecordedBallot) -> tuple[BallotPart, ...]:
    """Return what each voter handed in for a seat, the last one first; a withdrawn part has no vote."""
    own = BallotPart(
        revision=ballot.revision, by=ballot.by, written=ballot.written, marks=ballot.marks, reasons=ballot.reasons
    )
    return (own, *ballot.beside)


def without(ballot: RecordedBallot, revision: int) -> RecordedBallot:
    """Return a seat's ballot after one of its voters took its own back; that of another one stands."""
    if not ballot.beside:
        return ballot.evolve(withdrawn=True)
    if revision == ballot.revision:
        left = ballot.evolve(marks=NO_VOTE * len(ballot.marks), reasons=())
    else:
        left = ballot.evolve(beside=tuple(part for part in ballot.beside if part.revision != revision))
    return left if any(map(_votes, parts(left))) else left.evolve(withdrawn=True)


def heard_of(state: SittingState, act: Cast) -> Collection[DossierId]:
    """Return the dossiers on the table on which a ballot's voter votes: those for which it represents the seat."""
    here = represented(state, act.seat)
    if here is None or act.written:
        return [item.dossier_id for item in rolls.on_the_table(state)]
    return [dossier_id for dossier_id, by in here.items() if by == rolls.voter_of(act)]


def voters(state: SittingState, seat: SeatId) -> frozenset[str]:
    """Return those who have voted for a seat or represent it by its recorded attendance."""
    ballot, here = rolls.standing(state).get(seat), represented(state, seat) or {}
    handed = parts(ballot) if ballot is not None else ()
    return frozenset((*(part.by or seat for part in handed if _votes(part)), *(by or seat for by in here.values())))


def beside(state: SittingState, seat: SeatId, by: ActorId | None) -> tuple[BallotPart, ...]:
    """Return the votes that stand beside a voter's new ballot: those of the others who represent its seat in turns."""
    ballot, here = rolls.standing(state).get(seat), represented(state, seat)
    if ballot is None or here is None:
        return ()
    return tuple(part for part in parts(ballot) if part.by != by and part.by in here.values())


def counted_parts(state: SittingState, seat: SeatId) -> tuple[BallotPart, ...]:
    """Return the votes that count for a seat, by voter: those on dossiers for which the voter represented it.

    Written opinions are those of absent seats, and count whole.
    """
    ballot = rolls.standing(state).get(seat)
    here = represented(state, seat)
    if ballot is None:
        return ()
    if here is None or ballot.written:
        return (parts(ballot)[0],)
    table = [item.dossier_id for item in rolls.on_the_table(state)]
    heard = (_heard(part, table, here) for part in parts(ballot))
    return tuple(part for part in heard if _votes(part))


def _votes(part: BallotPart) -> bool:
    return set(part.marks) != {NO_VOTE}


def _heard(part: BallotPart, table: list[DossierId], here: Represented) -> BallotPart:
    said = {dossier_id for dossier_id in table if dossier_id in here and here[dossier_id] == part.by}
    marks = (mark if each in said else NO_VOTE for each, mark in zip(table, part.marks, strict=True))
    return part.evolve(marks="".join(marks), reasons=tuple(each for each in part.reasons if each.dossier_id in said))


def counted(state: SittingState) -> Mapping[SeatId, RecordedBallot]:
    """Return the ballots that count, each with the votes of all who represented its seat."""
    standing = rolls.standing(state)
    found = {}
    for seat, ballot in standing.items():
        if seat not in state.attendance:
            found[seat] = ballot
        elif voters := counted_parts(state, seat):
            found[seat] = ballot.evolve(marks=_merged([part.marks for part in voters]), beside=())
    return found


def _merged(marks: list[str]) -> str:
    return "".join(next((mark for mark in each if mark != NO_VOTE), NO_VOTE) for each in zip(*marks, strict=True))


def minuted(state: SittingState) -> tuple[SeatAttendance, ...]:
    """Return the recorded attendance, in the order of the roll."""
    return tuple(
        SeatAttendance(seat=seat, stays=state.attendance[seat].stays) for seat in state.roll if seat in state.attendance
    )


def awaited(state: SittingState) -> Iterator[SeatId]:
    """Yield the seats whose votes are awaited: without a ballot, or represented by somebody who has not voted yet."""
    standing = rolls.standing(state)
    for seat in state.roll:
        here = represented(state, seat)
        if here is None:
            if seat not in standing:
                yield seat
        elif set(here.values()) - {part.by for part in counted_parts(state, seat)}:
            yield seat
