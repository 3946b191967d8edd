"""The roll of a sitting: its voters, their substitutes, and the dossiers from which each steps aside."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.ballots import RecordedBallot
from schemas.bodies import Body, BodyKind, NewRoll, Seat, Substitute
from schemas.ids import ActorId, BodyId, DossierId, NomineeId, SeatId
from schemas.messages import Cast, Convene
from schemas.refusals import Reason, Refusal
from schemas.sitting import AgendaItem
from schemas.workflow_state import SittingState


def unpresided(body: Body) -> Refusal | None:
    """Refuse a body in which nobody may preside on the day of its roll: neither a chair nor a deputy is in office."""
    if body.chair is not None or body.deputies:
        return None
    return Refusal(
        reason=Reason.NOBODY_IN_OFFICE,
        message=f"{body.name} không có chủ tọa hoặc phó chủ tọa đương nhiệm vào ngày {body.on:%d/%m/%Y} theo danh mục"
        " cơ quan, đơn vị; đề nghị cập nhật danh mục trước khi họp.",
        details=(body.id,),
    )


def new_roll(before: Body, now: Body) -> NewRoll | None:
    """Return the roll of another day with those who joined and left; None where nothing has changed."""
    if now.equals(before):
        return None
    old, new = (set(map(_holder, body.seats)) for body in (before, now))
    return NewRoll(
        was=before.on,
        body=now,
        joined=tuple(seat.id for seat in now.seats if _holder(seat) not in old),
        left=tuple(seat.id for seat in before.seats if _holder(seat) not in new),
    )


def _holder(seat: Seat) -> Hashable:
    return seat.id, seat.name, seat.unit, seat.nominee


def presidium(body: Body) -> tuple[str, ...]:
    """Return the actors who convene, amend, adjourn and close: the chair, its deputies, the secretary."""
    return tuple(each for each in (body.chair, *body.deputies, body.secretary) if each is not None)


def seat_of(state: SittingState, seat_id: SeatId) -> Seat | None:
    """Return a seat of the roll."""
    return next((seat for seat in state.body.seats if seat.id == seat_id), None)


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
    for seat in state.body.seats:
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
    found = {*interests.of_nominee.get(seat.nominee, ()), *interests.of_unit.get(unit_of(state.body, seat), ())}
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
