"""The acts in a sitting, each with its key, its check, and its fact."""

from collections.abc import Collection
from datetime import datetime

from schemas import calendars
from schemas.documents import Sha256
from schemas.facts import SittingFact
from schemas.ids import DossierId
from schemas.messages import (
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
from schemas.ports import AgendaAnswer
from schemas.sitting import AnnouncementReport, SittingStatus
from schemas.succession import Succession
from schemas.workflow_state import SittingState
from workflows.rules import idempotency_keys
from workflows.rules.act import Act, NoLongerDue
from workflows.rules.sitting import (
    attendance_checks,
    ballot_checks,
    count_checks,
    presidium_checks,
    scoring_checks,
    sitting_facts,
)

SittingAct = Act[SittingState, SittingFact]


def convene(call: Convene, said: Sha256) -> SittingAct:
    """Open the sitting; `said` is the digest of the body that opens it."""
    return SittingAct.once(
        idempotency_keys.OPEN,
        lambda *_: None,
        lambda state, now: sitting_facts.convened(call, state, said, now),
    )


def recuse(call: Convene, act: Recuse) -> SittingAct:
    """Record a seat's recusal from dossiers in which it has an interest."""
    return SittingAct.once(
        idempotency_keys.recuse(act),
        lambda state, _: ballot_checks.may_recuse(call, state, act),
        lambda state, now: sitting_facts.recused(call, state, act, now),
    )


def score(call: Convene, act: ScoreDossier) -> SittingAct:
    """Record a scoring sheet, or the reason for contesting one."""
    return SittingAct.once(
        idempotency_keys.score(act),
        lambda state, _: scoring_checks.may_score(call, state, act),
        lambda state, now: sitting_facts.scored(call, state, act, now),
    )


def cast(call: Convene, act: Cast) -> SittingAct:
    """Record a seat's ballot; its check recognises a repeated ballot by itself."""
    return SittingAct(
        idempotency_keys.cast(act),
        lambda state, now: ballot_checks.may_cast(call, state, act, day=calendars.day_of(now)),
        lambda state, now: sitting_facts.cast(call, state, act, now),
    )


def withdraw_ballot(call: Convene, act: WithdrawBallot) -> SittingAct:
    """Let a seat withdraw its ballot."""
    return SittingAct.once(
        idempotency_keys.withdraw_ballot(act),
        lambda state, _: ballot_checks.may_withdraw(call, state, act),
        lambda state, now: sitting_facts.withdrawn(call, state, act, now),
    )


def count(call: Convene, act: CountVotes) -> SittingAct:
    """Enter the tellers' count, or correct it."""
    return SittingAct.once(
        idempotency_keys.count(act),
        lambda state, _: count_checks.may_count(call, state, act),
        lambda state, now: sitting_facts.counted(call, state, act, now),
    )


def record_attendance(call: Convene, act: RecordAttendance) -> SittingAct:
    """Record for which dossiers a seat is represented."""
    return SittingAct.once(
        idempotency_keys.attendance(act),
        lambda state, now: attendance_checks.may_record(state, act, day=calendars.day_of(now)),
        lambda state, now: sitting_facts.attended(call, state, act, now),
    )


def amend(call: Convene, act: Amend, known: AgendaAnswer | None = None) -> SittingAct:
    """Change the agenda; until its dossiers are looked up, only the rest is checked."""
    return SittingAct.once(
        idempotency_keys.amend(act),
        lambda state, _: presidium_checks.may_amend(call, state, act, known),
        lambda state, now: sitting_facts.amended(call, state, act, known or AgendaAnswer(items=()), now),
    )


def adjourn(call: Convene, act: Adjourn) -> SittingAct:
    """Adjourn the sitting until it is reconvened."""
    return SittingAct.once(
        idempotency_keys.adjourn(act),
        lambda state, _: presidium_checks.may_adjourn(call, state, act),
        lambda state, now: sitting_facts.adjourned(call, state, act, now),
    )


def end_with_its_body(call: Convene, state: SittingState, found: Succession) -> SittingAct:
    """Adjourn this state's meeting, since its body has ended.

    Raises:
        NoLongerDue: It is adjourned or closed already.
    """
    if state.status not in {SittingStatus.CALLED, SittingStatus.OPEN}:
        raise NoLongerDue
    act = sitting_facts.ended_with_its_body(state, found)

    def write(state: SittingState, now: datetime) -> SittingFact:
        if state.status not in {SittingStatus.CALLED, SittingStatus.OPEN} or state.meeting != act.meeting:
            raise NoLongerDue
        return sitting_facts.adjourned(call, state, act, now)

    return SittingAct.once(idempotency_keys.adjourn(act), lambda *_: None, write)


def reconvene(call: Convene, act: Reconvene, known: AgendaAnswer | None = None) -> SittingAct:
    """Reconvene an adjourned sitting; until its roll is looked up, only the rest is checked."""
    return SittingAct.once(
        idempotency_keys.reconvene(act),
        lambda state, now: presidium_checks.may_reconvene(state, act, known, now=now),
        lambda state, now: sitting_facts.reconvened(call, state, act, known or AgendaAnswer(items=()), now),
    )


def open_ballot(call: Convene, state: SittingState, known: AgendaAnswer) -> SittingAct:
    """Open the ballot of this state's meeting at its time, with the roll of the day."""

    def write(state: SittingState, now: datetime) -> SittingFact:
        if state.status is not SittingStatus.CALLED:
            raise NoLongerDue
        return sitting_facts.opened(call, state, known, now)

    return SittingAct.once(idempotency_keys.open_ballot(state.meeting), lambda *_: None, write)


def close(call: Convene, act: Close, gone: Collection[DossierId] = ()) -> SittingAct:
    """Close the ballot and count it; there is no finding on dossiers in `gone`."""
    return SittingAct.once(
        idempotency_keys.close(act),
        lambda state, _: presidium_checks.may_close(call, state, act),
        lambda state, now: sitting_facts.closed(call, state, act, now, gone),
    )


def close_by_the_clock(call: Convene, state: SittingState, gone: Collection[DossierId]) -> SittingAct:
    """Close the ballot of this state's meeting at its time, or before it where the rules allow."""
    act = sitting_facts.by_the_clock(state)

    def write(state: SittingState, now: datetime) -> SittingFact:
        # Its chair may have closed or adjourned it while the agenda was looked up.
        if (state.status, state.meeting) != (SittingStatus.OPEN, act.meeting):
            raise NoLongerDue
        return sitting_facts.closed(call, state, act, now, gone)

    return SittingAct.once(idempotency_keys.close(act), lambda *_: None, write)


def announce(call: Convene, report: AnnouncementReport) -> SittingAct:
    """Record the announcement of the findings: delivered to every dossier, or not."""
    return SittingAct.once(
        idempotency_keys.ANNOUNCE,
        lambda *_: None,
        lambda state, now: sitting_facts.announced(call, state, report, now),
    )
