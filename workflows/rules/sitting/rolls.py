"""The roll of a sitting: its voters, their substitutes, and their ballots."""

from collections.abc import Hashable, Mapping
from datetime import date

from schemas.ballots import RecordedBallot
from schemas.bodies import Body, BodyKind, NewRoll, Seat, Substitute
from schemas.ids import ActorId, BodyId, SeatId
from schemas.messages import Cast
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


def voter_of(act: Cast) -> ActorId | None:
    """Return the substitute that hands in a ballot; None where the seat does itself."""
    return None if act.by == ActorId(act.seat) else act.by


def substitute_of(seat: Seat, by: ActorId | None, state: SittingState, day: date) -> Substitute | Refusal | None:
    """Return the substitute that stands in; None where it is the seat itself; a refusal where the actor may not."""
    if by is None or by == ActorId(seat.id):
        return None
    named = next((each for each in seat.substitutes if each.id == by), None)
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
        message=f"{by} không được biểu quyết thay {seat.id}: {why}.",
        details=(seat.id, by),
    )


def unit_of(body: Body, seat: Seat) -> BodyId | None:
    """Return the unit that a seat is, or to which its member belongs."""
    return seat.unit or (BodyId(seat.id) if body.kind is BodyKind.CLUSTER else None)
