"""Dossiers and sittings walked by the rules alone: what their workflows do, without Temporal and without a ledger."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Self

from schemas import digests
from schemas.ballots import HandedIn
from schemas.carried import DossierState, SittingState, SubmissionState
from schemas.dossier import Dossier
from schemas.facts import DossierFact
from schemas.ids import ActKey, ActorId, BodyId, DossierId, SeatId, SittingId, StreamId, SubmissionId
from schemas.messages import Decide, Hear, PutForward, SubmitDossier, Supplement, Withdraw
from schemas.office_messages import (
    AskOpinions,
    Assign,
    Conclude,
    GiveOpinion,
    Hold,
    Publish,
    RaiseObjection,
    Release,
)
from schemas.policy import Rules
from schemas.ports import Found
from schemas.proceedings import HoldGround
from schemas.routes import DecisionRule, OfficeRule, OpinionsRule, PublicationRule, SignatureRule, StageRule, VoteRule
from schemas.sitting import AgendaItem
from schemas.sitting_messages import Convene
from schemas.stages import Stage, Turn
from schemas.submission import Letter
from schemas.verdict import Outcome, Receipt, Tally, Verdict
from tests.builders import (
    AUTHORITY,
    AWARD,
    BASIS,
    CLUSTER,
    COUNCIL,
    NOON,
    SAID,
    a_body,
    a_calendar,
    a_decision_ref,
    a_document,
    a_dossier,
    a_dossier_for_all,
    a_law,
    a_long_route,
    a_number,
    a_vote_rule,
    an_organisation,
    some_rules,
)
from tests.builders_announcements import a_tally
from workflows.rules import deadlines, dossier_facts, dossier_story, office_facts, proceedings, way

BODIES = {Stage.CLUSTER: CLUSTER, Stage.COUNCIL: COUNCIL, Stage.DECISION: AUTHORITY}
"""Who considers the builders' dossiers at each stage."""

DAY = timedelta(days=1)


class Walk:
    """A dossier on its way, with every fact of it so far; each step happens an hour after the one before."""

    def __init__(self, dossier: Dossier | None = None, rules: Rules | None = None) -> None:
        self.now: datetime = NOON
        self.facts: list[DossierFact] = []
        self.state = self.before = DossierState(
            dossier=dossier or a_dossier(), law=a_law(), rules=rules or some_rules(), calendar=a_calendar()
        )

    def take(self, fact: DossierFact) -> Self:
        """Let a fact happen."""
        self.facts.append(fact)
        self.state = folded(self.state, [fact])
        self.now += timedelta(hours=1)
        return self

    def submit(self) -> Self:
        """Have the unit submit it; where the ledger found a twin, that is what is written."""
        call = SubmitDossier(dossier=self.state.dossier, by=ActorId(self.state.dossier.unit.id))
        return self.take(dossier_facts.submitted(self.state, call, SAID, self.now))

    def supplement(self, *kinds: str) -> Self:
        """Have the unit add papers; without any, a note."""
        return self.take(dossier_facts.supplemented(self.state, a_supplement(self.state, *kinds), self.now))

    def hear(self, outcome: Outcome, **found: Any) -> Self:
        """Have whoever considers it say something."""
        return self.take(dossier_facts.heard(self.state, *a_hearing(self.state, outcome, **found), self.now))

    def assign(self, revision: int = 1, officer: str = "chuyen-vien-3") -> Self:
        """Charge an officer."""
        act = Assign(by=self._awaited, answers=self._here, officer=ActorId(officer), revision=revision)
        return self.take(office_facts.assigned(self.state, act, self.now))

    def publish(self) -> Self:
        """Have it published today."""
        act = Publish(by=self._awaited, answers=self._here, where="Cổng thông tin", since=deadlines.day_of(self.now))
        return self.take(office_facts.published(self.state, act, self.now, calendar=self.state.calendar))

    def object(self, text: str = "Chưa đúng đối tượng.") -> Self:
        """Have somebody object."""
        return self.take(office_facts.objected(self.state, RaiseObjection(by=ActorId("ban-doc"), text=text), self.now))

    def ask(self, *agencies: str) -> Self:
        """Ask agencies for their opinions."""
        asked = tuple(an_organisation(agency) for agency in agencies)
        act = AskOpinions(by=self._awaited, answers=self._here, agencies=asked)
        return self.take(office_facts.opinions_asked(self.state, act, self.now))

    def opine(self, agency: str, agrees: bool = True) -> Self:
        """Have an agency answer the last request that was made to it, or to anybody."""
        asked = [each.asked for each in self.state.opinions if each.agency.id == agency]
        answers = asked[-1] if asked else self.state.opinions[-1].asked
        act = GiveOpinion(by=ActorId(agency), answers=answers, agrees=agrees)
        return self.take(office_facts.opinion_given(self.state, act, self.now))

    def conclude(self, outcome: Outcome = Outcome.FORWARD, **said: Any) -> Self:
        """Have the office that considers it conclude."""
        return self.take(office_facts.concluded(self.state, a_conclusion(self.state, outcome, **said), self.now))

    def hold(self, **said: Any) -> Self:
        """Have whoever considers it put it on hold."""
        return self.take(office_facts.held(self.state, a_hold(self.state, **said), self.now))

    def release(self, **said: Any) -> Self:
        """Have it go on."""
        return self.take(office_facts.released(self.state, a_release(self.state, **said), self.now))

    def recount(self, *off: date) -> Self:
        """Count its term anew by a calendar in which these days are off."""
        calendar = self.state.calendar
        newer = calendar.model_copy(update={"days_off": (*calendar.days_off, *off)})
        fact = office_facts.recounted(self.state, self.now, calendar=newer)
        return self if fact is None else self.take(fact)

    def onward(self) -> Self:
        """Have happen whatever brings it to its next stage."""
        match way.rule_of(self.state, self.state.stage):
            case PublicationRule():
                return self.publish().strike()
            case OfficeRule(officer=True):
                return self.assign().conclude()
            case OfficeRule():
                return self.conclude()
            case OpinionsRule():
                return self.ask("so-tai-chinh").opine("so-tai-chinh")
            case DecisionRule():
                return self.hear(Outcome.GRANT)
            case _:
                return self.hear(Outcome.FORWARD)

    @property
    def _here(self) -> int:
        return self.state.awaiting.answers if self.state.awaiting else 0

    @property
    def _awaited(self) -> ActorId:
        return ActorId(self.state.awaiting.body.id if self.state.awaiting else "-")

    def withdraw(self) -> Self:
        """Have the unit take it back."""
        return self.take(dossier_facts.withdrawn(self.state, a_withdrawal(self.state), self.now))

    def strike(self) -> Self:
        """Let time pass until its clock says something."""
        instant = self.state.clock.next
        assert instant is not None
        self.now = instant
        fact = dossier_facts.on_time(self.state, self.now)
        assert fact is not None
        return self.take(fact)


def walked(to: Stage) -> Walk:
    """Return a dossier that came to a stage on the shortest way; with its unit, one paper is missing."""
    if to in {Stage.UNIT, Stage.LAPSED}:
        walk = Walk(a_dossier(documents=(a_document("proposal_letter"),))).submit()
        return walk.strike().strike() if to is Stage.LAPSED else walk
    walk = (Walk() if to in BODIES or to.is_final else a_long_walk()).submit()
    if to is Stage.REFUSED:
        return walk.hear(Outcome.REFUSE)
    if to is Stage.WITHDRAWN:
        return walk.withdraw()
    while walk.state.stage is not to:
        walk.onward()
    return walk


def a_long_walk(*route: StageRule) -> Walk:
    """Return a dossier before its submission, on a route that passes every stage, or these."""
    return Walk(a_dossier_for_all(), some_rules(route=route or a_long_route()))


def folded(state: DossierState, facts: Iterable[DossierFact]) -> DossierState:
    """Return what a dossier remembers once these facts have happened too, each answered by a receipt."""
    for fact in facts:
        after = dossier_story.after(state, fact)
        receipt = Receipt(stream=fact.stream, sequence=fact.sequence, kind=fact.kind, at=fact.at, hash="0" * 64)
        receipts = {**after.receipts, ActKey(f"act-{fact.sequence}"): receipt}
        state = after.model_copy(update={"sequence": fact.sequence, "receipts": receipts})
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
    """Return that a dossier is put on hold by whoever considers it, or considers it next."""
    stage = way.destination(state, Turn.COMPLETE) if state.stage is Stage.UNIT else state.stage
    body = way.awaited(state, stage)
    usual: dict[str, Any] = {
        "by": ActorId(body.id if body else COUNCIL),
        "ground": HoldGround.COMPLAINT,
        "reason": "Đang xác minh đơn tố cáo.",
        "after": proceedings.released(state),
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


def a_withdrawal(state: DossierState, **changes: Any) -> Withdraw:
    """Return that the unit takes its dossier back."""
    return Withdraw(**{"by": ActorId(state.dossier.unit.id), "reason": "Đơn vị xem xét lại.", **changes})


def a_hearing(
    state: DossierState, outcome: Outcome, rule: VoteRule | None = None, **changes: Any
) -> tuple[Hear, Found]:
    """Return what the body that considers a dossier finds of it, a council where nobody does, and what points there.

    It is voted on by the rule of its stage, unless another one is given.
    """
    named = way.awaited(state, state.stage) if state.stage is not Stage.UNIT else None
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
    own = way.rule_of(state, stage)
    by_rule = rule or (own if isinstance(own, VoteRule) else None)
    return Hear(source=verdict.source, sequence=7), Found(
        verdict=verdict, rule=digests.of_rule(by_rule) if by_rule else None
    )


def _a_vote(outcome: Outcome) -> Tally:
    return a_tally(approve=4 if outcome is Outcome.FORWARD else 1)


def an_agenda(count: int = 2) -> tuple[AgendaItem, ...]:
    """Return so many dossiers that are voted on by the same rule: `d-1` and on."""
    return tuple(
        AgendaItem(dossier_id=DossierId(f"d-{number}"), nominee=f"Đơn vị {number}", award=AWARD, basis=BASIS)
        for number in range(1, count + 1)
    )


def a_call(seats: int = 5, **changes: Any) -> Convene:
    """Return the call of a cluster to sit over two dossiers."""
    body = a_body(seats=seats)
    usual: dict[str, Any] = {
        "sitting_id": SittingId("ph-1"),
        "body": body,
        "stage": Stage.CLUSTER,
        "agenda": tuple(item.dossier_id for item in an_agenda()),
        "by": body.secretary,
    }
    return Convene(**{**usual, **changes})


def a_sitting(ballots: Sequence[str] = (), rules: tuple[VoteRule, ...] = (), **changes: Any) -> SittingState:
    """Return a sitting that is open, with a ballot of each seat from `seat-1` on; without a rule, a secret one."""
    cast = {SeatId(f"seat-{seat}"): HandedIn(revision=1, marks=marks) for seat, marks in enumerate(ballots, start=1)}
    usual: dict[str, Any] = {
        "agenda": an_agenda(),
        "rules": rules or (a_vote_rule(),),
        "roll": tuple(seat.id for seat in a_call().body.seats),
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
