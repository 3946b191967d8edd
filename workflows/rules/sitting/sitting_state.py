"""A sitting's state: the fold of its facts."""

from collections.abc import Mapping
from typing import assert_never

from schemas.attendance import RecordedAttendance
from schemas.ballots import RecordedBallot
from schemas.facts import (
    AgendaAmended,
    AttendanceRecorded,
    BallotCast,
    BallotWithdrawn,
    DossierScored,
    FindingsAnnounced,
    SeatRecused,
    SecondRoundCalled,
    SittingAdjourned,
    SittingClosed,
    SittingConvened,
    SittingFact,
    SittingOpened,
    SittingReconvened,
    VotesCounted,
)
from schemas.ids import ActKey, SeatId
from schemas.receipts import Receipt
from schemas.scoring import Score, ScoreStep
from schemas.sitting import SittingStatus
from schemas.workflow_state import FirstRound, SittingChanges, SittingState
from workflows.rules import idempotency_keys
from workflows.rules.sitting import attendance

_NO_COUNT: SittingChanges = {"count": None, "attendance": {}, "set_aside": False}


def apply(state: SittingState, fact: SittingFact) -> SittingState:
    """Return the sitting's state after `fact`."""
    return state.evolve(**_changes(state, fact))


def _changes(state: SittingState, fact: SittingFact) -> SittingChanges:
    match fact:
        case SittingConvened():
            return {"body": fact.body, **_opens(fact)}
        case SittingReconvened():
            return {"meeting": fact.meeting, "minutes": None, **_anew(state), **_opens(fact), **_sits(fact)}
        case SittingOpened():
            return {"status": SittingStatus.OPEN, **_sits(fact)}
        case SittingAdjourned():
            return {"status": SittingStatus.ADJOURNED, "minutes": fact.minutes, "put_off": fact.reason, **_NO_COUNT}
        case SecondRoundCalled():
            first = FirstRound(minutes=fact.minutes, contested=fact.contested)
            return {"first": first, "meeting": fact.meeting, "closes_at": None, **_anew(state)}
        case SittingClosed():
            return {"status": SittingStatus.CLOSED, "minutes": fact.minutes, "first": None, **_NO_COUNT}
        case FindingsAnnounced():
            return {"status": SittingStatus.ANNOUNCED, "report": fact.report}
        case _:
            return _within_a_meeting(state, fact)


def _within_a_meeting(
    state: SittingState,
    fact: AgendaAmended
    | SeatRecused
    | DossierScored
    | BallotCast
    | BallotWithdrawn
    | VotesCounted
    | AttendanceRecorded,
) -> SittingChanges:
    match fact:
        case BallotCast():
            ballot = RecordedBallot(
                revision=fact.revision,
                by=fact.substitute,
                written=fact.written,
                marks=fact.marks,
                reasons=fact.reasons,
                beside=attendance.beside(state, fact.seat, fact.substitute),
            )
            receipts = _without_ballots_of(state, fact.seat, besides=ballot)
            return {"ballots": {**state.ballots, fact.seat: ballot}, "receipts": receipts}
        case BallotWithdrawn():
            ballot = attendance.without(state.ballots[fact.seat], fact.revision)
            receipts = _without_ballots_of(state, fact.seat, besides=ballot)
            return {"ballots": {**state.ballots, fact.seat: ballot}, "receipts": receipts}
        case VotesCounted():
            # As for ballots: a former count is refused when it comes again, and its receipt is never needed.
            receipts = {key: kept for key, kept in state.receipts.items() if not idempotency_keys.is_count(key)}
            return {"count": fact.count, "set_aside": False, "receipts": receipts}
        case AttendanceRecorded():
            recorded = RecordedAttendance(revision=fact.revision, stays=fact.stays)
            return {
                "attendance": {**state.attendance, fact.seat: recorded},
                "set_aside": state.set_aside or fact.sets_count_aside,
                "receipts": _without_attendance_of(state, fact.seat),
            }
        case SeatRecused():
            declared = {**state.recused.get(fact.seat, {}), **dict.fromkeys(fact.dossiers, fact.reason)}
            return {"recused": {**state.recused, fact.seat: declared}}
        case DossierScored():
            return _scored(state, fact)
        case AgendaAmended():
            return _amended(state, fact)


def _opens(fact: SittingConvened | SittingReconvened) -> SittingChanges:
    status = SittingStatus.CALLED if fact.opens_at else SittingStatus.OPEN
    return {"status": status, "put_off": None, "opens_at": fact.opens_at, "closes_at": fact.closes_at}


def _sits(fact: SittingOpened | SittingReconvened) -> SittingChanges:
    return {"body": fact.roll.body} if fact.roll else {}


def _anew(state: SittingState) -> SittingChanges:
    return {
        "ballots": {},
        **_NO_COUNT,
        "receipts": {key: kept for key, kept in state.receipts.items() if not idempotency_keys.is_of_one_meeting(key)},
    }


def _without_attendance_of(state: SittingState, seat: SeatId) -> Mapping[ActKey, Receipt]:
    gone = idempotency_keys.attendance_of(state.meeting, seat)
    return {key: kept for key, kept in state.receipts.items() if not key.startswith(gone)}


def _without_ballots_of(
    state: SittingState, seat: SeatId, besides: RecordedBallot | None = None
) -> Mapping[ActKey, Receipt]:
    # A replaced ballot is refused when it comes again, and its receipt is never needed. Such receipts, if kept, would
    # add hundreds of bytes for each change, until no payload could hold them.
    last = state.ballots.get(seat)
    if last is None:
        return state.receipts
    stands = {each.revision for each in besides.beside} if besides else set()
    replaced = (each.revision for each in attendance.parts(last) if each.revision not in stands)
    gone = {idempotency_keys.ballot(state.meeting, seat, revision) for revision in replaced}
    return {key: kept for key, kept in state.receipts.items() if key.removesuffix(":back") not in gone}


def _scored(state: SittingState, fact: DossierScored) -> SittingChanges:
    score = state.scores.get(fact.dossier_id, Score()).evolve(turns=fact.turn)
    match fact.step:
        case ScoreStep.SELF:
            score = score.evolve(own=fact.sheet)
        case ScoreStep.CHECKED:
            score = score.evolve(checked=fact.sheet)
        case ScoreStep.CONTESTED:
            score = score.evolve(contested=fact.reason)
        case ScoreStep.SETTLED:
            score = score.evolve(settled=fact.sheet)
        case _:
            assert_never(fact.step)
    before = idempotency_keys.score_of(fact.dossier_id)
    receipts = {key: kept for key, kept in state.receipts.items() if not key.startswith(before)}
    return {"scores": {**state.scores, fact.dossier_id: score}, "receipts": receipts}


def _amended(state: SittingState, fact: AgendaAmended) -> SittingChanges:
    struck = {each.dossier_id for each in fact.struck}
    left = tuple(item for item in state.agenda if item.dossier_id not in struck)
    return {
        "agenda": (*left, *fact.added),
        "rules": (*state.rules, *fact.rules),
        "shared": fact.shared,
        "amended": state.amended + 1,
        # Ballots of an adjourned meeting no longer count, and their letters would apply to other dossiers. Statements
        # on a struck dossier are kept: it may be added again, and they will not be sent twice.
        "ballots": {},
    }
