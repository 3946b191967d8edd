"""The facts of a sitting, as accepted acts write them."""

from collections.abc import Collection
from datetime import datetime

from schemas.documents import Sha256
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
    SittingOpened,
    SittingReconvened,
    VotesCounted,
)
from schemas.ids import SYSTEM, ActorId, DossierId
from schemas.messages import (
    MOST_MEETINGS,
    Adjourn,
    Amend,
    Cast,
    Close,
    Convene,
    CountVotes,
    Reconvene,
    RecordAttendance,
    Recuse,
    ScoreDossier,
    WithdrawBallot,
)
from schemas.names import sitting_stream
from schemas.ports import AgendaAnswer
from schemas.sitting import AnnouncementReport
from schemas.succession import Succession
from schemas.workflow_state import SittingState
from workflows.rules import fact_header, size_limits
from workflows.rules.fact_header import FactHeader
from workflows.rules.sitting import attendance_checks, ballot_checks, count_checks, rolls, sitting_minutes
from workflows.rules.voting import polls, ranking


def convened(call: Convene, state: SittingState, said: Sha256, now: datetime) -> SittingConvened:
    """Return that the body was convened, with its roll of this day."""
    return SittingConvened(
        **_header(call, state, call.by, now),
        said=said,
        body=state.body,
        stage=call.stage,
        agenda=state.agenda,
        rules=state.rules,
        shared=state.shared,
        places=call.places,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
    )


def opened(call: Convene, state: SittingState, known: AgendaAnswer, now: datetime) -> SittingOpened | SittingAdjourned:
    """Return that the ballot opened at its time, with the roll of this day; adjourned where nobody may preside.

    `known` has the body as the register has it now.
    """
    place, body = _header(call, state, SYSTEM, now), known.body or state.body
    if refusal := known.refusal or rolls.unpresided(body) or size_limits.for_roll(state, body):
        return SittingAdjourned(**place, reason=refusal.message)
    return SittingOpened(**place, roll=rolls.new_roll(state.body, body))


def amended(call: Convene, state: SittingState, act: Amend, known: AgendaAnswer, now: datetime) -> AgendaAmended:
    """Return the dossiers struck from the agenda and added to it; `known` is the amended agenda."""
    added = {*act.add}
    items, rules = [], list(state.rules)
    for item in known.items:
        if item.dossier_id in added:
            rule = known.rules[item.rule]
            if rule not in rules:
                rules.append(rule)
            items.append(item.evolve(rule=rules.index(rule)))
    return AgendaAmended(
        **_header(call, state, act.by, now),
        struck=act.strike,
        added=tuple(items),
        rules=tuple(rules[len(state.rules) :]),
        shared=known.shared,
    )


def recused(call: Convene, state: SittingState, act: Recuse, now: datetime) -> SeatRecused:
    """Return that a seat stepped aside."""
    return SeatRecused(**_header(call, state, act.by, now), seat=act.seat, dossiers=act.dossiers, reason=act.reason)


def scored(call: Convene, state: SittingState, act: ScoreDossier, now: datetime) -> DossierScored:
    """Return a step in scoring a dossier."""
    return DossierScored(
        **_header(call, state, act.by, now),
        dossier_id=act.dossier_id,
        step=act.step,
        turn=act.turn,
        sheet=act.sheet,
        reason=act.reason,
    )


def cast(call: Convene, state: SittingState, act: Cast, now: datetime) -> BallotCast:
    """Return that a seat handed in its ballot."""
    ballot = ballot_checks.handed_in(state, act)
    return BallotCast(
        **_header(call, state, ballot.by or ActorId(act.seat), now),
        seat=act.seat,
        revision=act.revision,
        substitute=ballot.by,
        written=ballot.written,
        marks=ballot.marks,
        reasons=ballot.reasons,
    )


def withdrawn(call: Convene, state: SittingState, act: WithdrawBallot, now: datetime) -> BallotWithdrawn:
    """Return that a seat withdrew its ballot."""
    place = _header(call, state, act.by or ActorId(act.seat), now)
    return BallotWithdrawn(**place, seat=act.seat, revision=act.revision)


def counted(call: Convene, state: SittingState, act: CountVotes, now: datetime) -> VotesCounted:
    """Return that the tellers' count was entered."""
    return VotesCounted(**_header(call, state, act.by, now), count=count_checks.recorded(state, act))


def attended(call: Convene, state: SittingState, act: RecordAttendance, now: datetime) -> AttendanceRecorded:
    """Return that the attendance of a seat was recorded."""
    return AttendanceRecorded(
        **_header(call, state, act.by, now),
        seat=act.seat,
        revision=act.revision,
        stays=act.stays,
        sets_count_aside=state.count is not None,
    )


Closed = SittingClosed | SittingAdjourned | SecondRoundCalled


def closed(call: Convene, state: SittingState, act: Close, now: datetime, gone: Collection[DossierId] = ()) -> Closed:
    """Return the result of closing: minutes, a second round for ties, or the lack of a quorum.

    `gone` are the dossiers that no longer wait for the body.
    """
    place = _header(call, state, act.by, now)
    if state.set_aside:
        return SittingAdjourned(**place, reason=attendance_checks.SET_ASIDE)
    poll = sitting_minutes.current_poll(call, state, act, gone)
    if state.first is not None:
        items = ranking.after_a_second_round(state.first, poll)
        return SittingClosed(
            **place, minutes=sitting_minutes.of_second_round(call, state, state.first, act, poll, items, now)
        )
    items = ranking.within_places(polls.item_minutes(poll), poll)
    found = sitting_minutes.minutes_of(call, state, act, poll, items, now)
    if polls.lacks_quorum(items):
        return SittingAdjourned(**place, minutes=found)
    # No vote is possible in a meeting beyond the last; a tie then stays open, for another sitting.
    if state.meeting < MOST_MEETINGS and (contested := ranking.for_a_second_round(items, poll)):
        return SecondRoundCalled(**place, minutes=found, contested=contested, meeting=state.meeting + 1)
    return SittingClosed(**place, minutes=found)


def adjourned(call: Convene, state: SittingState, act: Adjourn, now: datetime) -> SittingAdjourned:
    """Return that the presidium adjourned the sitting."""
    return SittingAdjourned(**_header(call, state, act.by, now), reason=act.reason)


def ended_with_its_body(state: SittingState, found: Succession) -> Adjourn:
    """Return the adjournment of a sitting whose body has ended."""
    # By identifier: twenty names would be too long for a reason.
    heirs = found.into[0].name if len(found.into) == 1 else ", ".join(body.id for body in found.into)
    document = f" theo {found.document}" if found.document else ""
    anew = f"; {heirs} triệu tập phiên họp mới" if heirs else ", không có cơ quan kế thừa"
    reason = f"{state.body.name} đã kết thúc hoạt động từ ngày {found.on:%d/%m/%Y}{document}{anew}."
    return Adjourn(by=SYSTEM, meeting=state.meeting, reason=reason)


def by_the_clock(state: SittingState) -> Close:
    """Return the closing at the due time, or by an early-close rule."""
    return Close(by=SYSTEM, meeting=state.meeting)


def reconvened(
    call: Convene, state: SittingState, act: Reconvene, known: AgendaAnswer, now: datetime
) -> SittingReconvened:
    """Return that an adjourned sitting was reconvened; `known` has the body as the register has it now."""
    return SittingReconvened(
        **_header(call, state, act.by, now),
        meeting=act.meeting,
        opens_at=act.opens_at,
        closes_at=act.closes_at,
        roll=None if known.body is None else rolls.new_roll(state.body, known.body),
    )


def announced(call: Convene, state: SittingState, report: AnnouncementReport, now: datetime) -> FindingsAnnounced:
    """Return that the findings were announced to the dossiers."""
    return FindingsAnnounced(**_header(call, state, SYSTEM, now), report=report)


def _header(call: Convene, state: SittingState, by: ActorId, now: datetime) -> FactHeader:
    return fact_header.next_header(state, sitting_stream(call.sitting_id), by=by, now=now)
