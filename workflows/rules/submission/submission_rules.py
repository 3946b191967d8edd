"""Submissions: rights to act, facts, and state."""

from datetime import datetime

from schemas.documents import Sha256
from schemas.facts import FindingsAnnounced, ListPutForward, SubmissionDecided, SubmissionFact
from schemas.ids import SYSTEM, ActorId, BodyId
from schemas.messages import Decide, PutForward
from schemas.names import submission_stream
from schemas.ports import AgendaAnswer
from schemas.refusals import Reason, Refusal
from schemas.sitting import AnnouncementReport
from schemas.submission import SubmissionStatus, SubmissionView
from schemas.workflow_state import SubmissionState
from workflows.rules import fact_header
from workflows.rules.agenda import not_covered, waits_elsewhere
from workflows.rules.common_refusals import not_yours, speaks_for
from workflows.rules.fact_header import FactHeader


def may_put_forward(call: PutForward, known: AgendaAnswer) -> Refusal | None:
    """Only dossiers that wait for the authority are put before it, by a body that considered all of them before."""
    if refusal := known.refusal or waits_elsewhere(known):
        return refusal
    return None if speaks_for(call.by, *known.senders) else _not_the_sender(known.senders)


def _not_the_sender(senders: tuple[BodyId, ...]) -> Refusal:
    if senders:
        return not_yours("trình danh sách này", *senders)
    return Refusal(
        reason=Reason.NOT_YOURS,
        message="Không có cơ quan nào cùng xét tất cả hồ sơ trong danh sách; đề nghị chia thành nhiều tờ trình.",
    )


def may_decide(call: PutForward, state: SubmissionState, act: Decide) -> Refusal | None:
    """Only the authority decides, once, on each dossier of the list."""
    if not speaks_for(act.by, call.authority):
        return not_yours("quyết định", call.authority)
    if state.decision is not None:
        return _already_decided(state)
    named = [*act.granted, *(item.dossier_id for item in (*act.refused, *act.returned))]
    return not_covered((item.dossier_id for item in state.agenda), named)


def _already_decided(state: SubmissionState) -> Refusal:
    number = state.decision.number if state.decision else ""
    return Refusal(
        reason=Reason.ALREADY_DECIDED,
        message=f"Tờ trình đã có quyết định số {number}.",
        details=(number,),
    )


def put_forward(call: PutForward, state: SubmissionState, said: Sha256, now: datetime) -> ListPutForward:
    """Return that the list was put before the authority."""
    return ListPutForward(
        **_header(call, state, call.by, now),
        said=said,
        authority=call.authority,
        stage=call.stage,
        letter=call.letter,
        agenda=state.agenda,
        shared=state.shared,
    )


def decided(call: PutForward, state: SubmissionState, act: Decide, now: datetime) -> SubmissionDecided:
    """Return the authority's answer."""
    return SubmissionDecided(
        **_header(call, state, act.by, now),
        authority=call.authority,
        stage=call.stage,
        decision=act.decision,
        granted=act.granted,
        refused=act.refused,
        returned=act.returned,
    )


def announced(call: PutForward, state: SubmissionState, report: AnnouncementReport, now: datetime) -> FindingsAnnounced:
    """Return that the decision was announced to the dossiers."""
    return FindingsAnnounced(**_header(call, state, SYSTEM, now), report=report)


def _header(call: PutForward, state: SubmissionState, by: ActorId, now: datetime) -> FactHeader:
    return fact_header.next_header(state, submission_stream(call.submission_id), by=by, now=now)


def apply(state: SubmissionState, fact: SubmissionFact) -> SubmissionState:
    """Return the submission's state after `fact`."""
    match fact:
        case ListPutForward():
            return state
        case SubmissionDecided():
            return state.evolve(
                status=SubmissionStatus.DECIDED,
                decision=fact.decision,
                granted=fact.granted,
                refused=fact.refused,
                returned=fact.returned,
            )
        case FindingsAnnounced():
            return state.evolve(status=SubmissionStatus.ANNOUNCED, report=fact.report)


def view(call: PutForward, state: SubmissionState) -> SubmissionView:
    """Return everything that a caller may see."""
    return SubmissionView(
        submission_id=call.submission_id,
        authority=call.authority,
        stage=call.stage,
        letter=call.letter,
        status=state.status,
        agenda=state.agenda,
        decision=state.decision,
        granted=state.granted,
        refused=state.refused,
        returned=state.returned,
        report=state.report,
        facts=state.sequence,
    )
