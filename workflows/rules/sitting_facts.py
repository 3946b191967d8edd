"""What is written of a sitting when an act is taken."""

from collections.abc import Sequence
from datetime import datetime

from schemas.carried import SittingState
from schemas.facts import (
    BallotCast,
    FindingsAnnounced,
    SittingAdjourned,
    SittingClosed,
    SittingConvened,
    SittingReconvened,
)
from schemas.ids import SYSTEM, ActorId, SeatId
from schemas.messages import Cast, Close, Convene, Reconvene
from schemas.names import sitting_stream
from schemas.routes import BallotKind
from schemas.sitting import AnnouncementReport, Minutes, RollCall
from workflows.rules import places, sitting_acts, tally
from workflows.rules.places import Place


def convened(call: Convene, state: SittingState, now: datetime) -> SittingConvened:
    """Return that the body was called to sit."""
    return SittingConvened(
        **_place(call, state, call.by, now),
        body=call.body,
        stage=call.stage,
        agenda=state.agenda,
        places=call.places,
        closes_at=call.closes_at,
    )


def cast(call: Convene, state: SittingState, act: Cast, now: datetime) -> BallotCast:
    """Return that a seat handed in its ballot."""
    place = _place(call, state, ActorId(act.seat), now)
    return BallotCast(**place, seat=act.seat, revision=act.revision, marks=sitting_acts.marks(state, act))


def closed(call: Convene, state: SittingState, act: Close, now: datetime) -> SittingClosed | SittingAdjourned:
    """Return what the chair's closing found: minutes, or too few for any of it to count."""
    returned = {item.dossier_id: item.reasons for item in act.returned}
    present = {*state.ballots, *act.attended}
    items = tally.of_sitting(
        agenda=state.agenda,
        rules=state.rules,
        ballots=[ballot.marks for ballot in state.ballots.values()],
        seats=len(call.body.seats),
        present=len(present),
        places=call.places,
        returned=returned,
    )
    minutes = Minutes(
        sitting_id=call.sitting_id,
        body=call.body.id,
        body_name=call.body.name,
        stage=call.stage,
        meeting=state.meeting,
        closed_at=now,
        closed_by=act.by,
        present=tuple(seat.id for seat in call.body.seats if seat.id in present),
        absent=tuple(seat.id for seat in call.body.seats if seat.id not in present),
        items=items,
        roll_calls=_roll_calls(call, state),
    )
    kind = SittingAdjourned if tally.lacks_quorum(items) else SittingClosed
    return kind(**_place(call, state, act.by, now), minutes=minutes)


def _roll_calls(call: Convene, state: SittingState) -> tuple[RollCall, ...]:
    # One secret item makes the whole ballot secret: a seat's letters stand side by side.
    if any(rule.ballot is BallotKind.SECRET for rule in state.rules):
        return ()
    cast_by: Sequence[SeatId] = [seat.id for seat in call.body.seats if seat.id in state.ballots]
    return tuple(RollCall(seat=seat, marks=state.ballots[seat].marks) for seat in cast_by)


def by_the_clock(state: SittingState) -> Close:
    """Return the closing that the due time makes by itself."""
    return Close(by=SYSTEM, meeting=state.meeting)


def reconvened(call: Convene, state: SittingState, act: Reconvene, now: datetime) -> SittingReconvened:
    """Return that an adjourned sitting was called again."""
    return SittingReconvened(**_place(call, state, act.by, now), meeting=act.meeting, closes_at=act.closes_at)


def announced(call: Convene, state: SittingState, report: AnnouncementReport, now: datetime) -> FindingsAnnounced:
    """Return that the dossiers were told."""
    return FindingsAnnounced(**_place(call, state, SYSTEM, now), report=report)


def _place(call: Convene, state: SittingState, by: ActorId, now: datetime) -> Place:
    return places.following(state, sitting_stream(call.sitting_id), by=by, now=now)
