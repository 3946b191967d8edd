"""Notices: the recipients and content for each fact."""

from collections.abc import Iterable
from typing import Any

from schemas.bodies import Organisation
from schemas.facts import (
    AwardGranted,
    BodySplit,
    BodySucceeded,
    DossierFact,
    DossierForwarded,
    DossierHeld,
    DossierLapsed,
    DossierPublished,
    DossierRefused,
    DossierReleased,
    DossierReturned,
    DossierSubmitted,
    DossierSupplemented,
    DossierWithdrawn,
    FellOverdue,
    ObjectionReceived,
    OpinionGiven,
    OpinionsAsked,
    OpinionsFellDue,
    PublicationEnded,
    RefusedAsTwin,
    Reminded,
    TermRecounted,
)
from schemas.ids import ActorId
from schemas.legal_values import Name
from schemas.notices import Addressee, Notice, NoticeContext, Template
from schemas.stages import Stage
from schemas.workflow_state import DossierState
from workflows.rules import citations
from workflows.rules.dossier import routing, succession


def about_dossier(state: DossierState, fact: DossierFact) -> tuple[Notice, ...]:
    """Return the notices that a dossier's fact requires; `state` is the dossier's state after it."""
    letter = _letter(state, fact)
    if letter is None:
        return ()
    template, news = letter
    about = NoticeContext(
        reference=state.dossier.dossier_id,
        nominee=state.dossier.nominee.name,
        award=state.rules.award.name,
        next_body=state.awaiting.body.name if state.awaiting else None,
        **{"due_on": state.awaiting.due_on if state.awaiting else None} | news,
    )
    told = dict.fromkeys(office.id for office in _told(state, fact) if office is not None)
    return tuple(Notice(template=template, to=Addressee(body=body), about=about) for body in told)


def _told(state: DossierState, fact: DossierFact) -> Iterable[Organisation | None]:
    unit, awaited = state.dossier.unit, state.awaiting.body if state.awaiting else None
    match fact:
        case OpinionsAsked():
            return fact.agencies
        case BodySucceeded():
            return [fact.now]
        case BodySplit():
            return [succession.who_names(state)]
        case TermRecounted():
            return unit, awaited
        case DossierHeld() | DossierReleased():
            return unit, awaited, state.dossier.agency
        case Reminded() | FellOverdue() | ObjectionReceived():
            return [awaited]
        case PublicationEnded(objections=objections) if objections:
            return [awaited]
        case _:
            return [unit]


def _letter(state: DossierState, fact: DossierFact) -> tuple[Template, dict[str, Any]] | None:
    match fact:
        case DossierSubmitted() | DossierSupplemented():
            return _examined(state, fact)
        case RefusedAsTwin():
            return Template.REFUSED_AS_TWIN, {"first": fact.first}
        case DossierForwarded() | DossierReturned() | DossierRefused() | AwardGranted():
            return _found(state, fact)
        case DossierWithdrawn():
            return Template.WITHDRAWN, {"reasons": (fact.reason,)}
        case Reminded() | FellOverdue():
            template = Template.REMINDED if isinstance(fact, Reminded) else Template.OVERDUE
            return template, {"stage": fact.stage, "due_on": fact.due_on} | _doubts(state, fact.stage)
        case DossierLapsed():
            return Template.LAPSED, {"due_on": fact.due_on} | _doubts(state, Stage.UNIT)
        case _:
            return _proceeded(state, fact)


def _proceeded(state: DossierState, fact: DossierFact) -> tuple[Template, dict[str, Any]] | None:
    match fact:
        case DossierPublished():
            published = {"stage": fact.stage, "where": fact.where, "due_on": fact.due_on}
            return Template.PUBLISHED, published | _doubts(state, fact.stage)
        case DossierHeld():
            held = {"stage": fact.stage, "body": _named(state, fact.by), "ground": fact.ground}
            return Template.HELD, held | {"reasons": (fact.reason,)}
        case DossierReleased():
            released = {"stage": state.stage, "body": _named(state, fact.by), "reasons": (fact.reason,)}
            return Template.RELEASED, released | _doubts(state, state.stage)
        case BodySucceeded() | BodySplit():
            heirs = (fact.now,) if isinstance(fact, BodySucceeded) else fact.into
            template = Template.SUCCEEDED if isinstance(fact, BodySucceeded) else Template.SPLIT
            named = tuple(f"{body.name} ({body.id})" for body in heirs)
            ended = {"body": fact.was.name, "since": fact.on, "document": fact.document, "successors": named}
            return template, ended | {"stage": state.stage}
        case TermRecounted():
            return Template.RECOUNTED, {"stage": fact.stage, "was": fact.was, "due_on": fact.due_on}
        case ObjectionReceived():
            return Template.OBJECTED, {"stage": fact.stage, "reasons": (fact.text,)}
        case OpinionsAsked():
            asked = {"stage": fact.stage, "due_on": fact.due_on, "reasons": (fact.question,) if fact.question else ()}
            return Template.OPINION_ASKED, asked | {"answers": fact.sequence} | _doubts(state, fact.stage)
        case PublicationEnded(objections=objections) if objections:
            return Template.OBJECTED, {"stage": fact.stage, "items": objections}
        case PublicationEnded() | OpinionGiven() | OpinionsFellDue() if _went_on(state, fact):
            passed = state.passages[-1]
            return Template.FORWARDED, {"stage": passed.stage, "body": passed.body.name} | _doubts(state, passed.stage)
        case _:
            return None


def _named(state: DossierState, actor: ActorId) -> str:
    offices = (
        state.dossier.agency,
        state.dossier.head,
        *(routing.awaited(state, stage) for stage in routing.route(state)),
    )
    return next((office.name for office in offices if office and str(office.id) == str(actor)), actor)


def _went_on(state: DossierState, fact: DossierFact) -> bool:
    return bool(state.passages) and state.passages[-1].at == fact.at


def _examined(state: DossierState, fact: DossierSubmitted | DossierSupplemented) -> tuple[Template, dict[str, Any]]:
    if not fact.defects:
        return Template.RECEIVED, {}
    missing: tuple[Name, ...] = tuple(defect.name for defect in fact.defects)
    return Template.INCOMPLETE, {"missing": missing} | _doubts(state, Stage.UNIT)


def _found(
    state: DossierState, fact: DossierForwarded | DossierReturned | DossierRefused | AwardGranted
) -> tuple[Template, dict[str, Any]]:
    body = succession.finder(state, fact.stage, fact.body)
    found = {"stage": fact.stage, "body": body.name} | _doubts(state, fact.stage)
    match fact:
        case DossierForwarded():
            return Template.FORWARDED, found | {"vote": fact.vote}
        case DossierReturned():
            return Template.RETURNED, found | {"reasons": fact.reasons} | _doubts(state, Stage.UNIT)
        case DossierRefused():
            return Template.REFUSED, found | {"reasons": fact.reasons, "vote": fact.vote, "decision": fact.decision}
        case AwardGranted():
            return Template.GRANTED, found | {"decision": fact.decision}


def _doubts(state: DossierState, stage: Stage) -> dict[str, Any]:
    return {"unverified": citations.unverified_at(stage, state.rules)}
