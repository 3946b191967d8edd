"""Notices: the recipients and content for each fact."""

from collections.abc import Iterable
from typing import Any

from schemas.bodies import Contact, Seat, Substitute
from schemas.facts import (
    AgendaAmended,
    AwardGranted,
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
    SecondRoundCalled,
    SittingAdjourned,
    SittingClosed,
    SittingConvened,
    SittingFact,
    SittingReconvened,
    TermRecounted,
)
from schemas.ids import ActorId
from schemas.legal_values import Name
from schemas.messages import Convene
from schemas.minutes import Finding, Minutes
from schemas.notices import Notice, NoticeContext, Template
from schemas.stages import Stage
from schemas.vote_counts import CountKind
from schemas.workflow_state import DossierState, SittingState
from workflows.rules import citations, deadlines
from workflows.rules.dossier import routing
from workflows.rules.sitting import rolls


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
    return tuple(Notice(template=template, to=reader, about=about) for reader in _told(state, fact) if reader)


def _told(state: DossierState, fact: DossierFact) -> Iterable[Contact | None]:
    match fact:
        case OpinionsAsked():
            return [agency.contact for agency in fact.agencies]
        case TermRecounted():
            awaited = state.awaiting.body.contact if state.awaiting else None
            unit = state.dossier.unit.contact
            return [unit] if awaited == unit else [unit, awaited]
        case DossierHeld() | DossierReleased():
            return _concerned(state)
        case Reminded() | FellOverdue() | ObjectionReceived():
            return [state.awaiting.body.contact if state.awaiting else None]
        case PublicationEnded(objections=objections) if objections:
            return [state.awaiting.body.contact if state.awaiting else None]
        case _:
            return [state.dossier.unit.contact]


def _concerned(state: DossierState) -> Iterable[Contact | None]:
    awaited = state.awaiting.body if state.awaiting else None
    offices = (state.dossier.unit, awaited, state.dossier.agency)
    return dict.fromkeys(office.contact for office in offices if office is not None)


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
    body = routing.awaited(state, fact.stage)
    found = {"stage": fact.stage, "body": body.name if body else fact.body} | _doubts(state, fact.stage)
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


def about_sitting(call: Convene, state: SittingState, fact: SittingFact) -> tuple[Notice, ...]:
    """Return the notices that a sitting's fact requires: to every seat with an address."""
    letter = _sitting_letter(fact)
    if letter is None:
        return ()
    template, news = letter
    about = NoticeContext(
        reference=call.sitting_id,
        body=call.body.name,
        stage=call.stage,
        unverified=citations.unverified_votes(state.rules),
        **{
            "items": len(state.agenda),
            "meeting": state.meeting,
            "opens_at": state.opens_at,
            "closes_at": state.closes_at,
        }
        | news,
    )
    return tuple(Notice(template=template, to=reader, about=about) for reader in _readers(call, state, fact))


def _readers(call: Convene, state: SittingState, fact: SittingFact) -> Iterable[Contact]:
    voters: list[Seat | Substitute] = [*rolls.seats(call, state)]
    if all(rule.substitutes for rule in state.rules):
        today = deadlines.day_of(fact.at)
        stand_ins = (each for seat in rolls.seats(call, state) for each in seat.substitutes)
        voters += [each for each in stand_ins if each.tenure.covers(today)]
    return {voter.contact.email: voter.contact for voter in voters if voter.contact is not None}.values()


def _sitting_letter(fact: SittingFact) -> tuple[Template, dict[str, Any]] | None:
    match fact:
        case SittingConvened():
            return Template.CONVENED, {}
        case SittingAdjourned():
            return Template.ADJOURNED, {
                "opens_at": None,
                "closes_at": None,
                "reasons": (fact.reason,) if fact.reason else (),
            }
        case SittingReconvened():
            return Template.RECONVENED, {}
        case AgendaAmended():
            return Template.AMENDED, {}
        case SecondRoundCalled():
            tied = sum(len(each.dossiers) for each in fact.contested)
            return Template.SECOND_ROUND, {"opens_at": None, "closes_at": None, "items": tied}
        case SittingClosed():
            # Without `closes_at`: that was the plan, and its chair may have closed the ballot earlier.
            return Template.MINUTES, {
                "meeting": fact.minutes.meeting,
                "opens_at": None,
                "closes_at": None,
                "carried": _carried(fact.minutes),
                **_papers(fact.minutes),
            }
        case _:
            return None


def _papers(minutes: Minutes) -> dict[str, int]:
    count = minutes.count
    if count is None or count.kind is not CountKind.PAPER:
        return {}
    return {"issued": count.issued, "returned": count.returned}


def _carried(minutes: Minutes) -> int:
    return sum(item.finding is Finding.CARRIED for item in minutes.items)
