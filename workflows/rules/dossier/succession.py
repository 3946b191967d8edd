"""Succession in a dossier: which of its bodies have ended, who acts in their place, and which findings stand."""

from collections.abc import Iterator
from datetime import datetime

from schemas.base import Day
from schemas.bodies import Organisation
from schemas.dossier import NAMED_AT, ROLES
from schemas.facts import BodySplit, BodySucceeded
from schemas.ids import SYSTEM, ActorId, BodyId
from schemas.messages import Succeed
from schemas.proceedings import Opinion
from schemas.refusals import Reason, Refusal
from schemas.stages import Stage
from schemas.succession import BodyRole, Split, Succeeded, Succession
from schemas.workflow_state import DossierState
from workflows.rules import fact_header
from workflows.rules.common_refusals import dossier_closed, not_yours, speaks_for
from workflows.rules.dossier import office_state, routing


def named(state: DossierState) -> tuple[BodyId, ...]:
    """Return the bodies of a dossier on its way, each once; those of which the law decides are not among them."""
    return () if state.stage.is_final else tuple(dict.fromkeys(body.id for _, body in _places(state)))


def _places(state: DossierState) -> Iterator[tuple[BodyRole, Organisation]]:
    for role in ROLES:
        if (body := getattr(state.dossier, role)) is not None:
            yield BodyRole(role), body
    yield from ((BodyRole.ASKED, opinion.agency) for opinion in _awaited_opinions(state))


def _awaited_opinions(state: DossierState) -> tuple[Opinion, ...]:
    return tuple(each for each in office_state.asked(state) if office_state.is_waited_for(each))


def split_of(state: DossierState, body: str) -> Split | None:
    """Return the split of a body whose successor is not named yet."""
    return next((each for each in state.split if each.was.id == body), None)


def followed(state: DossierState, found: Succession, now: datetime) -> BodySucceeded | BodySplit | None:
    """Return the fact that follows from a body's end; None where it is dissolved, unnamed here, or known already."""
    places = [(role, body) for role, body in _places(state) if body.id == found.was]
    if state.stage.is_final or not places or not found.into:
        return None
    was, roles = places[0][1], tuple(dict.fromkeys(role for role, _ in places))
    place = fact_header.dossier_header(state, SYSTEM, now)
    if len(found.into) == 1:
        return BodySucceeded(
            **place,
            roles=roles,
            was=was,
            now=found.into[0],
            on=found.on,
            document=found.document,
            record=found.record,
        )
    known = split_of(state, found.was)
    if known and {body.id for body in known.into} == {body.id for body in found.into}:
        return None
    return BodySplit(
        **place, roles=roles, was=was, into=found.into, on=found.on, document=found.document, record=found.record
    )


def may_succeed(state: DossierState, act: Succeed) -> Refusal | None:
    """Only the agency, or else the head, names the successor of a split body: one of those in the register."""
    if state.stage.is_final:
        return dossier_closed(state)
    what = "chỉ định bên kế thừa"
    namer = who_names(state)
    if namer is None or not speaks_for(act.by, namer.id):
        return not_yours(what, *([namer.id] if namer else []))
    split = split_of(state, act.was)
    if split is None:
        return Refusal(
            reason=Reason.NOT_A_SUCCESSOR,
            message=f"Hồ sơ không chờ chỉ định bên kế thừa của {act.was}.",
            details=(act.was,),
        )
    heirs = tuple(body.id for body in split.into)
    if act.now in heirs:
        return None
    return Refusal(
        reason=Reason.NOT_A_SUCCESSOR,
        message=f"{act.now} không phải bên kế thừa của {split.was.name} ({act.was}) theo danh mục cơ quan, đơn vị; "
        f"chọn một trong: {', '.join(heirs)}.",
        details=heirs,
    )


def who_names(state: DossierState) -> Organisation | None:
    """Return the body that names successors: the standing agency; where it was split or there is none, the head."""
    named = (state.dossier.agency, state.dossier.head)
    return next((body for body in named if body is not None and split_of(state, body.id) is None), None)


def chosen(state: DossierState, act: Succeed, now: datetime) -> BodySucceeded:
    """Return that the agency named the successor of a body that was split.

    Raises:
        LookupError: There is no such split, or no such successor.
    """
    split = next(each for each in state.split if each.was.id == act.was)
    return BodySucceeded(
        **fact_header.dossier_header(state, act.by, now),
        roles=tuple(dict.fromkeys(role for role, body in _places(state) if body.id == act.was)),
        was=split.was,
        now=next(body for body in split.into if body.id == act.now),
        on=split.on,
        document=split.document,
        record=split.record,
    )


def undecided(state: DossierState, actor: ActorId) -> Refusal | None:
    """Refuse the acts of a body that was split."""
    split = split_of(state, actor)
    if split is None or state.stage.is_final:
        return None
    namer = who_names(state)
    heirs = tuple(body.id for body in split.into)
    named_by = f"chờ {namer.name} ({namer.id}) chỉ định" if namer else "danh mục phải ghi rõ một"
    return Refusal(
        reason=Reason.SUCCESSOR_NOT_NAMED,
        message=f"{split.was.name} ({actor}) đã chia tách thành {', '.join(heirs)} từ ngày {split.on:%d/%m/%Y}; "
        f"{named_by} bên kế thừa hồ sơ này.",
        details=heirs,
    )


def may_find(state: DossierState, body: BodyId, on: Day | None) -> bool:
    """Return whether a body's finding of a day counts at this stage: the awaited body's, or before its end a former's.

    A vote that was taken while the former body existed stands.
    """
    if state.awaiting is None:
        return False
    heirs, role = {state.awaiting.body.id}, NAMED_AT.get(state.stage)
    if body in heirs:
        return True
    for each in reversed(state.succeeded):
        if each.now.id in heirs and role in each.roles:
            heirs.add(each.was.id)
            if each.was.id == body:
                return on is not None and on < each.on
    return False


def found_too_late(state: DossierState, body: BodyId, on: Day | None) -> Refusal | None:
    """Refuse what a body found after it was split."""
    split = split_of(state, body)
    if split is None or (on is not None and on < split.on):
        return None
    return undecided(state, ActorId(body))


def finder(state: DossierState, stage: Stage, body: BodyId) -> Organisation:
    """Return the body of a finding with the name that the dossier has for it, former bodies included."""
    awaited = routing.awaited(state, stage)
    if awaited is not None and awaited.id == body:
        return awaited
    former = next((each.was for each in reversed(state.succeeded) if each.was.id == body), None)
    return former or awaited or Organisation(id=body, name=body)


def heir_of_asked(state: DossierState, agency: ActorId) -> Organisation | None:
    """Return the successor of an agency that was asked for its opinion."""
    return next(
        (
            each.now
            for each in reversed(state.succeeded)
            if str(each.was.id) == str(agency) and BodyRole.ASKED in each.roles
        ),
        None,
    )


def apply(state: DossierState, fact: BodySucceeded | BodySplit) -> DossierState:
    """Return the dossier's state after a succession or a split."""
    others = tuple(each for each in state.split if each.was.id != fact.was.id)
    if isinstance(fact, BodySplit):
        split = Split(
            number=fact.sequence,
            was=fact.was,
            into=fact.into,
            on=fact.on,
            document=fact.document,
            record=fact.record,
        )
        return state.evolve(split=(*others, split))
    succeeded = Succeeded(number=fact.sequence, roles=fact.roles, was=fact.was, now=fact.now, on=fact.on)
    roles = {role: fact.now for role in fact.roles if role is not BodyRole.ASKED}
    opinions = _asked_of_heir(state, fact)
    state = state.evolve(
        dossier=state.dossier.evolve(**roles),
        split=others,
        succeeded=(*state.succeeded, succeeded),
        opinions=opinions,
    )
    body = routing.awaited(state, state.stage)
    return state.evolve(awaiting=state.awaiting.evolve(body=body)) if state.awaiting and body else state


def _asked_of_heir(state: DossierState, fact: BodySucceeded) -> tuple[Opinion, ...]:
    # A body answers a request once: asked for itself already, it is not asked again for its predecessor.
    moved = [each for each in _awaited_opinions(state) if each.agency.id == fact.was.id]
    others = [each for each in state.opinions if each not in moved]
    asked = {(each.agency.id, each.asked) for each in others}
    return tuple(
        each.evolve(agency=fact.now) if each in moved else each
        for each in state.opinions
        if each not in moved or (fact.now.id, each.asked) not in asked
    )
