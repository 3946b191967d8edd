"""The roll of a sitting: its voters, their substitutes, and the dossiers from which each steps aside."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.ballots import RecordedBallot
from schemas.bodies import Body, BodyKind, Seat, Substitute
from schemas.ids import ActorId, BodyId, DossierId, NomineeId, SeatId
from schemas.messages import Cast, Convene
from schemas.refusals import Reason, Refusal
from schemas.sitting import AgendaItem
from schemas.workflow_state import SittingState


def in_office(body: Body, day: date) -> Body:
    """Return the body with the seats that are in office on a day."""
    seats = tuple(seat for seat in body.seats if seat.tenure is None or seat.tenure.covers(day))
    kept = {seat.id for seat in seats}
    deputies = tuple(deputy for deputy in body.deputies if deputy in kept)
    return body.evolve(seats=seats, deputies=deputies)


def vacant(body: Body, day: date) -> Refusal | None:
    """Refuse a body whose own term, or whose chair's, does not run on a day."""
    chair = next(seat for seat in body.seats if seat.id == body.chair)
    for who, tenure in ((body.name, body.tenure), (f"Chủ tọa {chair.id}", chair.tenure)):
        if tenure is not None and not tenure.covers(day):
            until = f" đến {tenure.last:%d/%m/%Y}" if tenure.last else ""
            return Refusal(
                reason=Reason.NOBODY_IN_OFFICE,
                message=f"{who} không trong nhiệm kỳ vào ngày {day:%d/%m/%Y}: từ {tenure.first:%d/%m/%Y}{until}.",
                details=(body.id,),
            )
    return None


def presidium(body: Body, roll: Collection[SeatId]) -> tuple[str, ...]:
    """Return the actors who convene, amend, adjourn and close: the chair, deputies in office, the secretary."""
    return (body.chair, *(deputy for deputy in body.deputies if deputy in roll), body.secretary)


def seat_of(call: Convene, state: SittingState, seat_id: SeatId) -> Seat | None:
    """Return a seat of the roll."""
    on_it = seat_id in state.roll
    return next((seat for seat in call.body.seats if on_it and seat.id == seat_id), None)


def seats(call: Convene, state: SittingState) -> tuple[Seat, ...]:
    """Return the seats of the roll, in the body's order."""
    on_it = set(state.roll)
    return tuple(seat for seat in call.body.seats if seat.id in on_it)


def standing(state: SittingState) -> Mapping[SeatId, RecordedBallot]:
    """Return the ballots that count at present."""
    return {seat: ballot for seat, ballot in state.ballots.items() if not ballot.withdrawn}


def wrote(state: SittingState, seat: SeatId) -> bool:
    """Return whether a seat's current ballot came in writing."""
    ballot = standing(state).get(seat)
    return ballot is not None and ballot.written


def on_the_table(state: SittingState) -> tuple[AgendaItem, ...]:
    """Return the items put to the vote: the agenda; in a second round, the dossiers tied for a last place."""
    counted = state.minutes.items if state.minutes else ()
    tied = set(state.first.tied) if state.first else {item.dossier_id for item in counted if item.second}
    return tuple(item for item in state.agenda if item.dossier_id in tied) if tied else state.agenda


def substitute_of(seat: Seat, act: Cast, state: SittingState, day: date) -> Substitute | Refusal | None:
    """Return the substitute that votes; None where the seat votes itself; a refusal where the actor may not."""
    if act.by is None or act.by == ActorId(seat.id):
        return None
    named = next((each for each in seat.substitutes if each.id == act.by), None)
    allowed = all(state.rules[item.rule].substitutes for item in on_the_table(state))
    if allowed and named is not None and named.tenure.covers(day):
        return named
    why = (
        "quy chế không cho biểu quyết thay"
        if not allowed
        else "không có tên trong danh sách được ủy quyền"
        if named is None
        else f"ủy quyền không có hiệu lực ngày {day:%d/%m/%Y}"
    )
    return Refusal(
        reason=Reason.NOT_A_SUBSTITUTE,
        message=f"{act.by} không được biểu quyết thay {seat.id}: {why}.",
        details=(seat.id, act.by),
    )


def aside(
    call: Convene, state: SittingState, voted: Mapping[SeatId, ActorId | None] | None = None
) -> Mapping[SeatId, Collection[DossierId]]:
    """Return the dossiers from which each seat of the roll steps aside, for itself or for its substitute.

    `voted` gives the substitutes, where the current ballots do not apply.
    """
    by = {seat: ballot.by for seat, ballot in standing(state).items()} if voted is None else voted
    interests, found = _interests(state), {}
    for seat in seats(call, state):
        stood_in = next((each for each in seat.substitutes if each.id == by.get(seat.id)), None)
        if dossiers := _aside(call, state, seat, stood_in, interests):
            found[seat.id] = dossiers
    return found


def steps_aside(call: Convene, state: SittingState, seat: Seat, substitute: Substitute | None) -> frozenset[DossierId]:
    """Return the dossiers of the agenda from which a seat steps aside: those declared, and those found by the rule."""
    return _aside(call, state, seat, substitute, _interests(state))


def _aside(
    call: Convene, state: SittingState, seat: Seat, substitute: Substitute | None, interests: "_Interests"
) -> frozenset[DossierId]:
    # A recusal from a struck dossier is kept, in case the dossier is added again.
    said = state.recused.get(seat.id)
    declared = {item.dossier_id for item in state.agenda}.intersection(said) if said else set()
    found = {*interests.of_nominee.get(seat.nominee, ()), *interests.of_unit.get(unit_of(call.body, seat), ())}
    if substitute is not None:
        found.update(interests.of_nominee.get(substitute.nominee, ()), interests.of_unit.get(substitute.unit, ()))
    return frozenset(found.union(declared))


@dataclass(frozen=True)
class _Interests:
    # Dossiers from which the rule recuses a unit or a nominee: found once, not for each of five hundred seats.
    of_unit: Mapping[BodyId | None, Collection[DossierId]]
    of_nominee: Mapping[NomineeId | None, Collection[DossierId]]


def _interests(state: SittingState) -> _Interests:
    of_unit: dict[BodyId | None, list[DossierId]] = {}
    of_nominee: dict[NomineeId | None, list[DossierId]] = {}
    for item in state.agenda:
        recusal = state.rules[item.rule].recusal
        if recusal and recusal.own_unit and item.unit is not None:
            of_unit.setdefault(item.unit, []).append(item.dossier_id)
        if recusal and recusal.own_dossier and item.nominee_id is not None:
            of_nominee.setdefault(item.nominee_id, []).append(item.dossier_id)
    return _Interests(of_unit, of_nominee)


def unit_of(body: Body, seat: Seat) -> BodyId | None:
    """Return the unit that a seat is, or to which its member belongs."""
    return seat.unit or (BodyId(seat.id) if body.kind is BodyKind.CLUSTER else None)
