"""Rights to publish, object, ask, answer and conclude. Each check returns a refusal, or None if the act is allowed."""

from datetime import datetime

from schemas import calendars
from schemas.base import Model
from schemas.ids import ActorId, BodyId
from schemas.labels import STAGES
from schemas.messages import AskOpinions, Assign, Conclude, GiveOpinion, Publish, RaiseObjection
from schemas.proceedings import MOST_OBJECTIONS, MOST_OPINIONS
from schemas.refusals import Reason, Refusal
from schemas.routes import OfficeRule, OpinionsRule, PublicationRule
from schemas.verdict import Outcome
from schemas.workflow_state import DossierState
from workflows.rules import size_limits
from workflows.rules.common_refusals import dossier_closed, not_yours, speaks_for
from workflows.rules.dossier import hold_checks, office_state, routing, succession

_STAYS = 3
"""How often a dossier may be sent out for opinions; beyond that there is no room."""


def may_assign(state: DossierState, act: Assign) -> Refusal | None:
    """Only the office that appraises assigns its officer; an earlier assignment never replaces a later one."""
    refusal = _considers(state, act.by, act.answers, "phân công thẩm định", OfficeRule)
    standing = office_state.officer(state)
    if refusal or standing is None or act.revision > standing.revision:
        return refusal
    return Refusal(
        reason=Reason.ALREADY_SAID,
        message=f"Đã phân công lần {standing.revision} ({standing.officer}); muốn đổi phải gửi lần kế tiếp.",
        details=(str(standing.revision), standing.officer),
    )


def may_publish(state: DossierState, act: Publish, *, now: datetime) -> Refusal | None:
    """Only the standing agency publishes, once, on a day between the receipt and today."""
    if refusal := _considers(state, act.by, act.answers, "đăng công khai", PublicationRule):
        return refusal
    if refusal := hold_checks.on_hold(state):
        return refusal
    if published := office_state.publication(state):
        return Refusal(
            reason=Reason.ALREADY_SAID,
            message=f"Hồ sơ đã được đăng công khai từ {published.since:%d/%m/%Y}.",
            details=(published.since.isoformat(),),
        )
    if not state.dossier.received_on <= act.since <= calendars.day_of(now):
        return Refusal(
            reason=Reason.PUBLISHED_OUT_OF_TIME,
            message=f"Ngày đăng {act.since:%d/%m/%Y} phải từ ngày nhận hồ sơ {state.dossier.received_on:%d/%m/%Y} "
            "đến hôm nay.",
            details=(act.since.isoformat(), state.dossier.received_on.isoformat()),
        )
    return None


def may_object(state: DossierState, act: RaiseObjection, *, now: datetime) -> Refusal | None:
    """Any person may object while the term of a publication runs."""
    if state.stage.is_final or not office_state.is_open(state, now):
        return Refusal(
            reason=Reason.NOT_PUBLISHED, message="Hồ sơ không trong thời gian đăng công khai; không nhận phản ánh."
        )
    if len(state.objections) >= MOST_OBJECTIONS:
        return Refusal(reason=Reason.TOO_MANY_VOICES, message=f"Hồ sơ đã có {MOST_OBJECTIONS} phản ánh.")
    return None


def may_ask(state: DossierState, act: AskOpinions) -> Refusal | None:
    """Only the standing agency requests opinions, and from no agency twice in one stay."""
    if refusal := _considers(state, act.by, act.answers, "lấy ý kiến", OpinionsRule):
        return refusal
    ids = list(act.agencies)
    known = {opinion.agency.id for opinion in office_state.asked(state)}
    twice = tuple(dict.fromkeys(id for id in ids if id in known or ids.count(id) > 1))
    if twice:
        return Refusal(reason=Reason.ALREADY_SAID, message=f"Đã hỏi ý kiến: {', '.join(twice)}.", details=twice)
    if len(state.opinions) + len(ids) > MOST_OPINIONS * _STAYS:
        return Refusal(reason=Reason.TOO_MANY_VOICES, message="Hồ sơ đã được lấy quá nhiều ý kiến.")
    return size_limits.for_dossier(state, act)


def may_opine(state: DossierState, act: GiveOpinion) -> Refusal | None:
    """Only an agency that was asked answers, once; late or not, its answer is kept."""
    if state.stage.is_final:
        return dossier_closed(state)
    opinion = office_state.asked_of(state.opinions, BodyId(act.by), act.answers)
    if opinion is None and (heir := succession.heir_of_asked(state, act.by)):
        return not_yours("trả lời ý kiến", heir.id)
    if opinion is None:
        return Refusal(
            reason=Reason.NOT_ASKED,
            message=f"{act.by} không được hỏi ý kiến theo yêu cầu số {act.answers}.",
            details=(act.by, str(act.answers)),
        )
    if opinion.agrees is not None:
        return Refusal(
            reason=Reason.ALREADY_SAID,
            message=f"{act.by} đã trả lời yêu cầu số {act.answers}.",
            details=(act.by, str(act.answers)),
        )
    return size_limits.for_dossier(state, act)


def may_conclude(state: DossierState, act: Conclude, *, now: datetime) -> Refusal | None:
    """Only the office that considers it concludes; the dossier moves on only if its rule's conditions are met."""
    kinds = (OfficeRule, PublicationRule, OpinionsRule)
    if refusal := _considers(state, act.by, act.answers, "kết luận", *kinds):
        return refusal
    if refusal := hold_checks.on_hold(state):
        return refusal
    if act.outcome is not Outcome.FORWARD:
        return size_limits.for_dossier(state, act) if act.outcome is Outcome.RETURN else None
    match routing.rule_of(state, state.stage):
        case OfficeRule(officer=True) if office_state.officer(state) is None:
            return Refusal(reason=Reason.NO_OFFICER, message="Chưa phân công người thẩm định.")
        case PublicationRule():
            return _not_yet_public(state, act, now)
        case OpinionsRule():
            return _not_yet_answered(state)
        case _:
            return None


def _not_yet_public(state: DossierState, act: Conclude, now: datetime) -> Refusal | None:
    published = office_state.publication(state)
    if published is None:
        return Refusal(reason=Reason.TERM_STILL_RUNS, message="Hồ sơ chưa được đăng công khai.")
    if office_state.is_open(state, now):
        return Refusal(
            reason=Reason.TERM_STILL_RUNS,
            message=f"Thời gian đăng công khai còn đến hết ngày {published.until:%d/%m/%Y}.",
            details=(published.until.isoformat(),),
        )
    if office_state.objected(state, published) and act.report is None:
        return Refusal(
            reason=Reason.REPORT_MISSING, message="Có phản ánh: phải kèm báo cáo kết quả giải quyết (report)."
        )
    return None


def _not_yet_answered(state: DossierState) -> Refusal | None:
    opinions = office_state.asked(state)
    awaited = tuple(each.agency.id for each in opinions if office_state.is_waited_for(each))
    if opinions and not awaited:
        return None
    message = f"Còn chờ ý kiến của {', '.join(awaited)}." if awaited else "Chưa lấy ý kiến."
    return Refusal(reason=Reason.TERM_STILL_RUNS, message=message, details=awaited)


def _considers(state: DossierState, by: ActorId, answers: int, what: str, *kinds: type[Model]) -> Refusal | None:
    if state.stage.is_final:
        return dossier_closed(state)
    awaiting = state.awaiting
    if awaiting is None or not isinstance(routing.rule_of(state, state.stage), kinds):
        return Refusal(
            reason=Reason.NOT_AT_THIS_STAGE,
            message=f"Hồ sơ đang ở bước {STAGES[state.stage].vi}; ở bước này không {what}.",
            details=(state.stage.value,),
        )
    if answers != awaiting.answers:
        return Refusal(
            reason=Reason.NOT_AT_THIS_STAGE,
            message=f"Hồ sơ đến bước này theo mục nhật ký số {awaiting.answers}, không phải {answers}.",
            details=(state.stage.value, str(awaiting.answers)),
        )
    return None if speaks_for(by, awaiting.body.id) else not_yours(what, awaiting.body.id)
