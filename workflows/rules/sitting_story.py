"""What a sitting remembers: the fold of its facts."""

from schemas.carried import CastBallot, SittingState
from schemas.facts import (
    BallotCast,
    FindingsAnnounced,
    SittingAdjourned,
    SittingClosed,
    SittingConvened,
    SittingFact,
    SittingReconvened,
)
from schemas.messages import Convene
from schemas.sitting import SittingStatus, SittingView
from workflows.rules import doubts


def after(state: SittingState, fact: SittingFact) -> SittingState:
    """Return what the sitting remembers once `fact` has happened."""
    match fact:
        case SittingConvened():
            return state.model_copy(update={"closes_at": fact.closes_at})
        case BallotCast():
            ballot = CastBallot(revision=fact.revision, marks=fact.marks)
            return state.model_copy(update={"ballots": {**state.ballots, fact.seat: ballot}})
        case SittingAdjourned():
            return state.model_copy(update={"status": SittingStatus.ADJOURNED, "minutes": fact.minutes})
        case SittingReconvened():
            return state.model_copy(
                update={
                    "status": SittingStatus.OPEN,
                    "meeting": fact.meeting,
                    "closes_at": fact.closes_at,
                    "ballots": {},
                    "minutes": None,
                }
            )
        case SittingClosed():
            return state.model_copy(update={"status": SittingStatus.CLOSED, "minutes": fact.minutes})
        case FindingsAnnounced():
            return state.model_copy(update={"status": SittingStatus.ANNOUNCED, "report": fact.report})


def view(call: Convene, state: SittingState) -> SittingView:
    """Return everything that a caller may see."""
    seats = [seat.id for seat in call.body.seats]
    return SittingView(
        sitting_id=call.sitting_id,
        body=call.body,
        stage=call.stage,
        status=state.status,
        meeting=state.meeting,
        closes_at=state.closes_at,
        agenda=state.agenda,
        voted=tuple(seat for seat in seats if seat in state.ballots),
        awaited=tuple(seat for seat in seats if seat not in state.ballots),
        minutes=state.minutes,
        report=state.report,
        unverified=doubts.of_votes(state.rules),
        facts=state.sequence,
    )
