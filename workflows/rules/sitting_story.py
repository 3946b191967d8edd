"""What a sitting remembers: the fold of its facts."""

from collections.abc import Mapping

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
from schemas.ids import ActKey
from schemas.messages import Convene
from schemas.sitting import SittingStatus, SittingView
from schemas.verdict import Receipt
from workflows.rules import doubts, keys


def after(state: SittingState, fact: SittingFact) -> SittingState:
    """Return what the sitting remembers once `fact` has happened."""
    match fact:
        case SittingConvened():
            return state.model_copy(update={"closes_at": fact.closes_at})
        case BallotCast():
            ballot = CastBallot(revision=fact.revision, marks=fact.marks)
            ballots = {**state.ballots, fact.seat: ballot}
            return state.model_copy(update={"ballots": ballots, "receipts": _without_the_last_of(state, fact)})
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
                    "receipts": {key: kept for key, kept in state.receipts.items() if not keys.is_ballot(key)},
                }
            )
        case SittingClosed():
            return state.model_copy(update={"status": SittingStatus.CLOSED, "minutes": fact.minutes})
        case FindingsAnnounced():
            return state.model_copy(update={"status": SittingStatus.ANNOUNCED, "report": fact.report})


def _without_the_last_of(state: SittingState, fact: BallotCast) -> Mapping[ActKey, Receipt]:
    # A ballot that another one replaced is refused when it comes again, and its receipt never asked for. Kept, they
    # would be hundreds of bytes for every change of mind, until no payload held them.
    last = state.ballots.get(fact.seat)
    if last is None:
        return state.receipts
    gone = keys.ballot(state.meeting, fact.seat, last.revision)
    return {key: kept for key, kept in state.receipts.items() if key != gone}


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
