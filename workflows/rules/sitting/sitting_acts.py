"""The acts in a sitting: of each its key, its check, and the fact that it becomes."""

from collections.abc import Collection
from datetime import datetime

from schemas.documents import Sha256
from schemas.facts import SittingFact
from schemas.ids import DossierId
from schemas.messages import Adjourn, Amend, Cast, Close, Convene, Reconvene, Recuse, ScoreDossier, WithdrawBallot
from schemas.ports import AgendaAnswer
from schemas.sitting import AnnouncementReport, SittingStatus
from schemas.workflow_state import SittingState
from workflows.rules import deadlines, idempotency_keys
from workflows.rules.act import Act, NoLongerDue
from workflows.rules.sitting import ballot_checks, presidium_checks, scoring_checks, sitting_facts

SittingAct = Act[SittingState, SittingFact]


def convene(call: Convene, said: Sha256) -> SittingAct:
    """Open the sitting; `said` is the digest of the body that it is opened with."""
    return SittingAct.once(
        idempotency_keys.OPEN,
        lambda *_: None,
        lambda state, now: sitting_facts.convened(call, state, said, now),
    )


def recuse(call: Convene, act: Recuse) -> SittingAct:
    """Take in that a seat steps aside from dossiers in which it has an interest."""
    return SittingAct.once(
        idempotency_keys.recuse(act),
        lambda state, _: ballot_checks.may_recuse(call, state, act),
        lambda state, now: sitting_facts.recused(call, state, act, now),
    )


def score(call: Convene, act: ScoreDossier) -> SittingAct:
    """Take in a scoring sheet, or why one is contested."""
    return SittingAct.once(
        idempotency_keys.score(act),
        lambda state, _: scoring_checks.may_score(call, state, act),
        lambda state, now: sitting_facts.scored(call, state, act, now),
    )


def cast(call: Convene, act: Cast) -> SittingAct:
    """Take a seat's ballot; its check knows the same ballot again by itself."""
    return SittingAct(
        idempotency_keys.cast(act),
        lambda state, now: ballot_checks.may_cast(call, state, act, day=deadlines.day_of(now)),
        lambda state, now: sitting_facts.cast(call, state, act, now),
    )


def withdraw_ballot(call: Convene, act: WithdrawBallot) -> SittingAct:
    """Give a seat its ballot back."""
    return SittingAct.once(
        idempotency_keys.withdraw_ballot(act),
        lambda state, _: ballot_checks.may_withdraw(call, state, act),
        lambda state, now: sitting_facts.withdrawn(call, state, act, now),
    )


def amend(call: Convene, act: Amend, known: AgendaAnswer | None = None) -> SittingAct:
    """Change the agenda; before its dossiers were looked up, the rest is checked."""
    return SittingAct.once(
        idempotency_keys.amend(act),
        lambda state, _: presidium_checks.may_amend(call, state, act, known),
        lambda state, now: sitting_facts.amended(call, state, act, known or AgendaAnswer(items=()), now),
    )


def adjourn(call: Convene, act: Adjourn) -> SittingAct:
    """Put the sitting off until it is reconvened."""
    return SittingAct.once(
        idempotency_keys.adjourn(act),
        lambda state, _: presidium_checks.may_adjourn(call, state, act),
        lambda state, now: sitting_facts.adjourned(call, state, act, now),
    )


def reconvene(call: Convene, act: Reconvene) -> SittingAct:
    """Hold an adjourned sitting again."""
    return SittingAct.once(
        idempotency_keys.reconvene(act),
        lambda state, now: presidium_checks.may_reconvene(call, state, act, now=now),
        lambda state, now: sitting_facts.reconvened(call, state, act, now),
    )


def open_ballot(call: Convene, state: SittingState) -> SittingAct:
    """Open the ballot of this state's meeting at its time."""

    def write(state: SittingState, now: datetime) -> SittingFact:
        if state.status is not SittingStatus.CALLED:
            raise NoLongerDue
        return sitting_facts.opened(call, state, now)

    return SittingAct.once(idempotency_keys.open_ballot(state.meeting), lambda *_: None, write)


def close(call: Convene, act: Close, gone: Collection[DossierId] = ()) -> SittingAct:
    """Close the ballot and count it; of dossiers that are gone nothing is found."""
    return SittingAct.once(
        idempotency_keys.close(act),
        lambda state, _: presidium_checks.may_close(call, state, act),
        lambda state, now: sitting_facts.closed(call, state, act, now, gone),
    )


def close_by_the_clock(call: Convene, state: SittingState, gone: Collection[DossierId]) -> SittingAct:
    """Close the ballot of this state's meeting at its time, or before it where the rules say so."""
    act = sitting_facts.by_the_clock(state)

    def write(state: SittingState, now: datetime) -> SittingFact:
        # Its chair may have closed or adjourned it while the agenda was looked up.
        if (state.status, state.meeting) != (SittingStatus.OPEN, act.meeting):
            raise NoLongerDue
        return sitting_facts.closed(call, state, act, now, gone)

    return SittingAct.once(idempotency_keys.close(act), lambda *_: None, write)


def announce(call: Convene, report: AnnouncementReport) -> SittingAct:
    """Keep that every dossier was told, or could not be."""
    return SittingAct.once(
        idempotency_keys.ANNOUNCE,
        lambda *_: None,
        lambda state, now: sitting_facts.announced(call, state, report, now),
    )
