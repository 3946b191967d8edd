"""Recusals: the dossiers from which each seat of a sitting steps aside."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from schemas.bodies import Seat, Substitute
from schemas.ids import ActorId, BodyId, DossierId, NomineeId, SeatId
from schemas.workflow_state import SittingState
from workflows.rules.sitting import attendance, rolls


@dataclass(frozen=True)
class _Interests:
    # Dossiers from which the rule recuses a unit or a nominee: found once, not for each of five hundred seats.
    of_unit: Mapping[BodyId | None, Collection[DossierId]]
    of_nominee: Mapping[NomineeId | None, Collection[DossierId]]


def aside(
    state: SittingState, voted: Mapping[SeatId, ActorId | None] | None = None
) -> Mapping[SeatId, Collection[DossierId]]:
    """Return the dossiers from which each seat of the roll steps aside, for itself or for its substitute.

    `voted` gives the substitutes, where the current ballots do not apply.
    """
    by = {seat: ballot.by for seat, ballot in rolls.standing(state).items()} if voted is None else voted
    interests, found = _interests(state), {}
    for seat in state.body.seats:
        if voted is None and seat.id in state.attendance:
            dossiers = _aside_in_turns(state, seat, interests)
        else:
            dossiers = _aside(state, seat, _substitute(seat, by.get(seat.id)), interests)
        if dossiers:
            found[seat.id] = dossiers
    return found


def _aside_in_turns(state: SittingState, seat: Seat, interests: _Interests) -> frozenset[DossierId]:
    # A substitute's interests matter only for the dossiers for which it represents the seat.
    here = attendance.represented(state, seat.id) or {}
    found = set(_aside(state, seat, None, interests))
    for by in {*here.values()} - {None}:
        own = _aside(state, seat, _substitute(seat, by), interests)
        found.update(dossier_id for dossier_id in own if here.get(dossier_id) == by)
    return frozenset(found)


def _substitute(seat: Seat, by: ActorId | None) -> Substitute | None:
    return next((each for each in seat.substitutes if each.id == by), None)


def steps_aside(state: SittingState, seat: Seat, substitute: Substitute | None) -> frozenset[DossierId]:
    """Return the dossiers of the agenda from which a seat steps aside: those declared, and those found by the rule."""
    return _aside(state, seat, substitute, _interests(state))


def _aside(
    state: SittingState, seat: Seat, substitute: Substitute | None, interests: _Interests
) -> frozenset[DossierId]:
    # A recusal from a struck dossier is kept, in case the dossier is added again.
    said = state.recused.get(seat.id)
    declared = {item.dossier_id for item in state.agenda}.intersection(said) if said else set()
    found = {*interests.of_nominee.get(seat.nominee, ()), *interests.of_unit.get(rolls.unit_of(state.body, seat), ())}
    if substitute is not None:
        found.update(interests.of_nominee.get(substitute.nominee, ()), interests.of_unit.get(substitute.unit, ()))
    return frozenset(found.union(declared))


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
