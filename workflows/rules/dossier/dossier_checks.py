"""Rights on a dossier: who may act, and when. Each check returns a refusal, or None if the act is allowed."""

from datetime import datetime

from schemas import calendars, digests
from schemas.base import Day
from schemas.documents import MOST_DOCUMENTS
from schemas.dossier import NAMED_AT
from schemas.ids import DossierId
from schemas.labels import OUTCOMES, STAGES
from schemas.messages import Hear, SubmitDossier, Supplement, Withdraw
from schemas.policy import Rules
from schemas.ports import FindingAnswer
from schemas.refusals import Reason, Refusal
from schemas.routes import DecisionRule, SignatureRule, VoteRule
from schemas.stages import Stage
from schemas.verdict import Outcome
from schemas.workflow_state import DossierState
from workflows.rules import size_limits
from workflows.rules.common_refusals import dossier_closed, not_yours, speaks_for
from workflows.rules.dossier import completeness, hold_checks, lifecycle, routing, succession
from workflows.rules.voting import tally

NO_RULES = Refusal(reason=Reason.UNKNOWN_AWARD, message="Không có quy định áp dụng cho hồ sơ này.")


def twin(first: DossierId) -> Refusal:
    """Refuse a dossier for the same nominee, award and an overlapping period as another one."""
    return Refusal(
        reason=Reason.TWIN_DOSSIER,
        message=f"Trùng với hồ sơ {first}: cùng đối tượng, cùng hình thức khen thưởng, thời gian thành tích chồng lấn.",
        details=(first,),
    )


def may_open(call: SubmitDossier, rules: Rules | None, *, now: datetime) -> Refusal | None:
    """Only the unit submits, on a day that has come, and names every body that the route passes."""
    dossier = call.dossier
    if rules is None:
        return NO_RULES
    if not speaks_for(call.by, dossier.unit):
        return not_yours("nộp hồ sơ", dossier.unit)
    if dossier.received_on > calendars.day_of(now):
        return Refusal(
            reason=Reason.RECEIVED_IN_THE_FUTURE,
            message=f"Ngày nhận hồ sơ {_written(dossier.received_on)} chưa đến.",
            details=(dossier.received_on.isoformat(),),
        )
    return _lacks_a_body(call, rules)


def _lacks_a_body(call: SubmitDossier, rules: Rules) -> Refusal | None:
    route = rules.award.route
    lacking = [
        rule.stage for rule in route if (rule.body or getattr(call.dossier, NAMED_AT.get(rule.stage, ""), None)) is None
    ]
    if not lacking:
        return None
    fields = tuple(dict.fromkeys(f"/dossier/{NAMED_AT[stage]}" for stage in lacking))
    return Refusal(
        reason=Reason.ROUTE_NEEDS_BODY,
        message=f"Hồ sơ đề nghị {rules.award.name.vi} phải nêu ai xét ở các bước sau: "
        f"{'; '.join(STAGES[stage].vi for stage in lacking)}. Cần ghi thêm {', '.join(fields)}.",
        details=fields,
    )


def may_supplement(state: DossierState, act: Supplement) -> Refusal | None:
    """Only the unit supplements, only while this is requested, and in answer to the current request."""
    if not speaks_for(act.by, state.dossier.unit.id):
        return not_yours("bổ sung hồ sơ", state.dossier.unit.id)
    if state.stage.is_final:
        return dossier_closed(state)
    if state.stage is not Stage.UNIT or state.awaiting is None:
        return Refusal(
            reason=Reason.NOT_WITH_ITS_UNIT,
            message=f"Hồ sơ không ở đơn vị để bổ sung; hiện ở bước {STAGES[state.stage].vi}.",
            details=(state.stage.value,),
        )
    if act.answers != state.awaiting.answers:
        return Refusal(
            reason=Reason.NOT_WITH_ITS_UNIT,
            message=f"Yêu cầu bổ sung đang chờ trả lời mang số {state.awaiting.answers}, không phải {act.answers}.",
            details=(str(state.awaiting.answers),),
        )
    return _too_many(state, act) or size_limits.for_dossier(state, act)


def _too_many(state: DossierState, act: Supplement) -> Refusal | None:
    # A dossier with more papers could not be read back: once accepted, it would wait for the ledger for ever.
    papers = len(completeness.supplemented(state.dossier.documents, act.documents))
    if papers <= MOST_DOCUMENTS:
        return None
    return Refusal(
        reason=Reason.TOO_MANY_DOCUMENTS,
        message=f"Hồ sơ có nhiều nhất {MOST_DOCUMENTS} giấy tờ; bổ sung như vậy thành {papers}.",
        details=(str(papers),),
    )


def may_withdraw(state: DossierState, act: Withdraw) -> Refusal | None:
    """Only the unit withdraws, and only before the dossier's end."""
    if not speaks_for(act.by, state.dossier.unit.id):
        return not_yours("rút hồ sơ", state.dossier.unit.id)
    return dossier_closed(state) if state.stage.is_final else None


def _may_be_told(state: DossierState) -> Refusal | None:
    """Only a dossier that waits for a vote, a signature or a decision, and is not on hold, receives a finding."""
    if state.stage.is_final:
        return dossier_closed(state)
    if not isinstance(routing.rule_of(state, state.stage), VoteRule | SignatureRule | DecisionRule):
        return Refusal(
            reason=Reason.NOT_AT_THIS_STAGE,
            message=f"Hồ sơ đang ở bước {STAGES[state.stage].vi}, không chờ kết luận của phiên họp hay tờ trình nào.",
            details=(state.stage.value, _awaited(state)),
        )
    return hold_checks.on_hold(state)


def may_hear(state: DossierState, act: Hear, found: FindingAnswer | None) -> Refusal | None:
    """Accept a finding only from the body that considers the dossier now, by the dossier's rule, as its stage allows.

    `found` is the ledger's entry at the act's pointer; without it, the finding itself is not checked yet.
    """
    if (refusal := _may_be_told(state)) or found is None:
        return refusal
    if (verdict := found.verdict) is None:
        return Refusal(
            reason=Reason.NO_SUCH_FINDING,
            message=f"Sổ ghi không có kết luận nào về hồ sơ này ở mục nhật ký số {act.sequence} của {act.source}.",
            details=(act.source, str(act.sequence)),
        )
    # With its unit a dossier waits for papers, not for a verdict, least of all the unit's own.
    if refusal := succession.found_too_late(state, verdict.body, found.on):
        return refusal
    if verdict.stage is not state.stage or not succession.may_find(state, verdict.body, found.on):
        return Refusal(
            reason=Reason.NOT_AT_THIS_STAGE,
            message=f"Hồ sơ đang ở bước {STAGES[state.stage].vi}, chờ {_awaited(state)}; "
            f"kết luận của {verdict.body} ở bước {STAGES[verdict.stage].vi} không được tiếp nhận.",
            details=(state.stage.value, _awaited(state)),
        )
    if any(passage.source == verdict.source for passage in state.passages):
        return Refusal(
            reason=Reason.ALREADY_HEARD,
            message=f"{verdict.source} đã kết luận về hồ sơ này; mỗi phiên họp hoặc tờ trình chỉ kết luận một lần.",
            details=(verdict.source,),
        )
    if not lifecycle.allows(state.stage, lifecycle.transition_of(verdict.outcome)):
        return Refusal(
            reason=Reason.NOT_AT_THIS_STAGE,
            message=f"Ở bước {STAGES[state.stage].vi} không có kết luận «{OUTCOMES[verdict.outcome].vi}».",
            details=(state.stage.value, verdict.outcome.value),
        )
    return _by_another_rule(state, found) or (
        size_limits.for_dossier(state, verdict) if verdict.outcome is Outcome.RETURN else None
    )


def _by_another_rule(state: DossierState, found: FindingAnswer) -> Refusal | None:
    rule, verdict = routing.rule_of(state, state.stage), found.verdict
    if not isinstance(rule, VoteRule) or verdict is None:
        return None
    # A return has no count; any other result of a vote comes with its count.
    counted = verdict.vote is not None and tally.meets(verdict.vote, rule, verdict.outcome)
    if found.rule == digests.rule_digest(rule) and (counted or verdict.outcome is Outcome.RETURN):
        return None
    return Refusal(
        reason=Reason.OTHER_RULE,
        message=f"{verdict.source} không kiểm phiếu theo quy định của hồ sơ này.",
        details=(verdict.source,),
    )


def _awaited(state: DossierState) -> str:
    return state.awaiting.body.id if state.awaiting else "-"


def _written(day: Day) -> str:
    return f"{day:%d/%m/%Y}"
