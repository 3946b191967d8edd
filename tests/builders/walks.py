"""Dossiers and sittings walked by the rules alone: what their workflows do, without Temporal and without a ledger."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from schemas import calendars, digests
from schemas.ballots import RecordedBallot
from schemas.bodies import RecordRef
from schemas.facts import DossierFact
from schemas.ids import ActKey, ActorId, BodyId, DossierId, SeatId, SittingId, StreamId, SubmissionId
from schemas.messages import Conclude, Convene, Decide, Hear, Hold, PutForward, Release, Succeed, Supplement, Withdraw
from schemas.ports import FindingAnswer, StoredFact
from schemas.proceedings import HoldGround
from schemas.routes import SignatureRule, VoteRule
from schemas.sitting import AgendaItem
from schemas.stages import Stage, Transition
from schemas.submission import Letter
from schemas.succession import Succession
from schemas.verdict import Outcome, Tally, Verdict
from schemas.workflow_state import DossierState, SittingState, SubmissionState
from tests.builders.announced_facts import a_tally
from tests.builders.values import (
    AUTHORITY,
    AWARD,
    BASIS,
    CLUSTER,
    COUNCIL,
    NOON,
    SEASON,
    a_body,
    a_decision_ref,
    a_document,
    a_number,
    a_vote_rule,
    an_organisation,
)
from workflows.rules.dossier import dossier_state, office_state, routing, succession
from workflows.rules.restoration import apply_stored

BODIES = {Stage.CLUSTER: CLUSTER, Stage.COUNCIL: COUNCIL, Stage.DECISION: AUTHORITY}
"""Who considers the builders' dossiers at each stage."""

DAY = timedelta(days=1)


def folded(state: DossierState, facts: Iterable[DossierFact]) -> DossierState:
    """Return what a dossier remembers once these facts have happened too, each answered by a receipt."""
    for fact in facts:
        stored = StoredFact(fact=fact, act=ActKey(f"act-{fact.sequence}"), hash="0" * 64)
        state = apply_stored(dossier_state.apply, state, stored)
    return state


def a_supplement(state: DossierState, *kinds: str, **changes: Any) -> Supplement:
    """Return the unit's answer to the request that stands: papers, or a note."""
    usual: dict[str, Any] = {
        "by": ActorId(state.dossier.unit.id),
        "answers": (state.awaiting.answers if state.awaiting else None) or 0,
        "documents": tuple(a_document(kind) for kind in kinds),
        "note": None if kinds else "Đơn vị giải trình.",
    }
    return Supplement(**{**usual, **changes})


def a_conclusion(state: DossierState, outcome: Outcome = Outcome.FORWARD, **changes: Any) -> Conclude:
    """Return what the office that considers a dossier finds."""
    usual: dict[str, Any] = {
        "by": ActorId(state.awaiting.body.id if state.awaiting else "-"),
        "answers": state.awaiting.answers if state.awaiting else 0,
        "outcome": outcome,
        "reasons": () if outcome is Outcome.FORWARD else ("Cần làm rõ số liệu năm 2023.",),
    }
    return Conclude(**{**usual, **changes})


def a_hold(state: DossierState, **changes: Any) -> Hold:
    """Return that a dossier is put on hold by the office that considers it, or considers it next."""
    stage = routing.destination(state, Transition.COMPLETE) if state.stage is Stage.UNIT else state.stage
    body = routing.awaited(state, stage)
    usual: dict[str, Any] = {
        "by": ActorId(body.id if body else COUNCIL),
        "ground": HoldGround.COMPLAINT,
        "reason": "Đang xác minh đơn tố cáo.",
        "after": office_state.released(state),
    }
    return Hold(**{**usual, **changes})


def a_release(state: DossierState, **changes: Any) -> Release:
    """Return that a dossier that is on hold goes on."""
    usual: dict[str, Any] = {
        "by": a_hold(state).by,
        "answers": state.held.number if state.held else 0,
        "reason": "Kết luận: tố cáo không có cơ sở.",
    }
    return Release(**{**usual, **changes})


def a_succession(body: str, *into: str, on: datetime = NOON, sequence: int = 2) -> Succession:
    """Return what the register has of a body that ended on a day."""
    return Succession(
        was=BodyId(body),
        on=calendars.day_of(on),
        into=tuple(map(an_organisation, into)),
        document="Nghị quyết 202/2025/QH15",
        record=RecordRef(sequence=sequence, hash="ab" * 32),
    )


def a_naming(state: DossierState, was: str, now: str, **changes: Any) -> Succeed:
    """Return the naming of a split body's successor, by whoever may name it."""
    namer = succession.who_names(state)
    usual: dict[str, Any] = {"by": ActorId(namer.id if namer else "la-hoac"), "was": BodyId(was), "now": BodyId(now)}
    return Succeed(**{**usual, **changes})


def a_withdrawal(state: DossierState, **changes: Any) -> Withdraw:
    """Return that the unit takes its dossier back."""
    return Withdraw(**{"by": ActorId(state.dossier.unit.id), "reason": "Đơn vị xem xét lại.", **changes})


def a_hearing(
    state: DossierState, outcome: Outcome, rule: VoteRule | None = None, **changes: Any
) -> tuple[Hear, FindingAnswer]:
    """Return the finding of the body that considers a dossier, or of a council where none does, and what points there.

    It is voted on by the rule of its stage, unless another one is given.
    """
    named = routing.awaited(state, state.stage) if state.stage is not Stage.UNIT else None
    stage = state.stage if named else Stage.COUNCIL
    decides = stage is Stage.DECISION
    signs = stage in SignatureRule.stages
    usual: dict[str, Any] = {
        "dossier_id": state.dossier.dossier_id,
        "stage": stage,
        "body": named.id if named else COUNCIL,
        "source": StreamId(f"{'submission' if decides or signs else 'sitting'}-{a_number()}"),
        "outcome": outcome,
        "reasons": ("Cần làm rõ số liệu năm 2023.",) if outcome in {Outcome.RETURN, Outcome.REFUSE} else (),
        "vote": None if decides or signs else _a_vote(outcome),
        "decision": a_decision_ref() if decides or signs or outcome is Outcome.GRANT else None,
    }
    verdict = Verdict(**{**usual, **changes})
    own = routing.rule_of(state, stage)
    by_rule = rule or (own if isinstance(own, VoteRule) else None)
    return Hear(source=verdict.source, sequence=7), FindingAnswer(
        verdict=verdict, rule=digests.rule_digest(by_rule) if by_rule else None
    )


def _a_vote(outcome: Outcome) -> Tally:
    return a_tally(approve=4 if outcome is Outcome.FORWARD else 1)


def an_agenda(count: int = 2) -> tuple[AgendaItem, ...]:
    """Return so many dossiers that are voted on by the same rule: `d-1` and on."""
    return tuple(
        AgendaItem(dossier_id=DossierId(f"d-{number}"), nominee=f"Đơn vị {number}", award=AWARD, basis=BASIS)
        for number in range(1, count + 1)
    )


SECRETARY = ActorId(f"secretary-{CLUSTER}")
"""The secretary of the cluster that sits."""


def a_call(**changes: Any) -> Convene:
    """Return the call of a cluster to sit over two dossiers."""
    usual: dict[str, Any] = {
        "sitting_id": SittingId("ph-1"),
        "body": CLUSTER,
        "season": SEASON,
        "stage": Stage.CLUSTER,
        "agenda": tuple(item.dossier_id for item in an_agenda()),
        "by": SECRETARY,
    }
    return Convene(**{**usual, **changes})


def a_sitting(ballots: Sequence[str] = (), rules: tuple[VoteRule, ...] = (), **changes: Any) -> SittingState:
    """Return a sitting that is open, with a ballot of each seat from `seat-1` on; without a rule, a secret one."""
    cast = {
        SeatId(f"seat-{seat}"): RecordedBallot(revision=1, marks=marks) for seat, marks in enumerate(ballots, start=1)
    }
    usual: dict[str, Any] = {
        "agenda": an_agenda(),
        "rules": rules or (a_vote_rule(),),
        "body": a_body(),
        "ballots": cast,
    }
    return SittingState(**{**usual, **changes})


def a_list(**changes: Any) -> PutForward:
    """Return the letter that puts two dossiers before the authority."""
    usual: dict[str, Any] = {
        "submission_id": SubmissionId("tt-1"),
        "authority": AUTHORITY,
        "letter": Letter(number="15/TTr-BNV", signed_on=NOON.date(), signatory="Bộ Nội vụ"),
        "agenda": tuple(item.dossier_id for item in an_agenda()),
        "by": ActorId("VN-BNV"),
    }
    return PutForward(**{**usual, **changes})


def a_submission(**changes: Any) -> SubmissionState:
    """Return a submission that waits for its decision."""
    return SubmissionState(**{"agenda": an_agenda(), **changes})


def a_decision(**changes: Any) -> Decide:
    """Return the authority's decision, which grants what is named."""
    return Decide(**{"by": ActorId(BodyId(AUTHORITY)), "decision": a_decision_ref(), **changes})
