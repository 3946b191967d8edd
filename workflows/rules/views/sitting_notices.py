"""Notices about sittings: the recipients and content for each fact."""

from collections.abc import Iterable, Iterator
from typing import Any

from schemas import calendars
from schemas.bodies import NewRoll, Seat, Substitute
from schemas.facts import (
    AgendaAmended,
    SecondRoundCalled,
    SittingAdjourned,
    SittingClosed,
    SittingConvened,
    SittingFact,
    SittingOpened,
    SittingReconvened,
)
from schemas.ids import ActorId
from schemas.messages import Convene
from schemas.minutes import Finding, Minutes
from schemas.notices import Addressee, Notice, NoticeContext, Template
from schemas.vote_counts import CountKind
from schemas.workflow_state import SittingState
from workflows.rules import citations


def about_sitting(call: Convene, state: SittingState, fact: SittingFact) -> tuple[Notice, ...]:
    """Return the notices that a sitting's fact requires: to those who vote, and to those who left the roll."""
    return (*_to_the_roll(call, state, fact), *_to_those_who_left(call, state, fact))


def _to_the_roll(call: Convene, state: SittingState, fact: SittingFact) -> Iterator[Notice]:
    if (letter := _letter(fact)) is None:
        return
    template, news = letter
    about = _context(call, state).evolve(**news)
    for reader in _readers(state, fact):
        yield Notice(template=template, to=Addressee(body=state.body.id, seat=reader), about=about)


def _to_those_who_left(call: Convene, state: SittingState, fact: SittingFact) -> Iterator[Notice]:
    if not isinstance(fact, SittingOpened | SittingReconvened) or fact.roll is None:
        return
    about = _context(call, state).evolve(opens_at=None, closes_at=None)
    for seat in fact.roll.left:
        to = Addressee(body=state.body.id, seat=ActorId(seat), on=fact.roll.was)
        yield Notice(template=Template.LEFT_THE_ROLL, to=to, about=about)


def _context(call: Convene, state: SittingState) -> NoticeContext:
    return NoticeContext(
        reference=call.sitting_id,
        body=state.body.name,
        stage=call.stage,
        unverified=citations.unverified_votes(state.rules),
        items=len(state.agenda),
        meeting=state.meeting,
        opens_at=state.opens_at,
        closes_at=state.closes_at,
    )


def _readers(state: SittingState, fact: SittingFact) -> Iterable[ActorId]:
    told = _joined(state, fact.roll) if isinstance(fact, SittingOpened) and fact.roll else state.body.seats
    voters: list[Seat | Substitute] = [*told]
    if all(rule.substitutes for rule in state.rules):
        today = calendars.day_of(fact.at)
        voters += [each for seat in told for each in seat.substitutes if each.tenure.covers(today)]
    return dict.fromkeys(ActorId(voter.id) for voter in voters)


def _joined(state: SittingState, roll: NewRoll) -> tuple[Seat, ...]:
    # Whoever was on the roll before has been invited already.
    joined = set(roll.joined)
    return tuple(seat for seat in state.body.seats if seat.id in joined)


def _letter(fact: SittingFact) -> tuple[Template, dict[str, Any]] | None:
    match fact:
        case SittingConvened():
            return Template.CONVENED, {}
        case SittingOpened() if fact.roll and fact.roll.joined:
            return Template.CONVENED, {"opens_at": None}
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
