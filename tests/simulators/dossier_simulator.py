"""A dossier without Temporal: acts are checked, written and applied by the rules, as its workflow does."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from schemas import calendars
from schemas.dossier import Dossier
from schemas.facts import DossierFact
from schemas.ids import ActorId, BodyId
from schemas.messages import AskOpinions, Assign, GiveOpinion, Publish, RaiseObjection, SubmitDossier
from schemas.policy import Rules
from schemas.ports import BodyAnswer
from schemas.routes import DecisionRule, OfficeRule, OpinionsRule, PublicationRule, StageRule
from schemas.stages import Stage
from schemas.verdict import Outcome
from schemas.workflow_state import DossierState
from tests.builders import walks
from tests.builders.values import (
    NOON,
    SAID,
    a_calendar,
    a_document,
    a_dossier,
    a_dossier_for_all,
    a_law,
    a_long_route,
    an_organisation,
    some_rules,
    submitted,
)
from workflows.rules.dossier import dossier_acts, routing, terms
from workflows.rules.dossier.dossier_acts import DossierAct


class DossierSimulator:
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
        self.state = walks.folded(self.state, [fact])
        self.now += timedelta(hours=1)
        return self

    def do(self, act: DossierAct) -> Self:
        """Let an act become a fact; what tests bring about may be what no check lets pass."""
        return self.take(act.write(self.state, self.now))

    def submit(self) -> Self:
        """Have the unit submit it; where the ledger found a twin, that is what is written."""
        call = SubmitDossier(dossier=submitted(self.state.dossier), by=ActorId(self.state.dossier.unit.id))
        return self.do(dossier_acts.submit(call, SAID))

    def supplement(self, *kinds: str) -> Self:
        """Have the unit add papers; without any, a note."""
        return self.do(dossier_acts.supplement(walks.a_supplement(self.state, *kinds)))

    def hear(self, outcome: Outcome, **found: Any) -> Self:
        """Have the office that considers it give a finding."""
        return self.do(dossier_acts.hear(*walks.a_hearing(self.state, outcome, **found)))

    def assign(self, revision: int = 1, officer: str = "chuyen-vien-3") -> Self:
        """Charge an officer."""
        act = Assign(by=self._awaited, answers=self._here, officer=ActorId(officer), revision=revision)
        return self.do(dossier_acts.assign(act))

    def publish(self) -> Self:
        """Have it published today."""
        act = Publish(by=self._awaited, answers=self._here, where="Cổng thông tin", since=calendars.day_of(self.now))
        return self.do(dossier_acts.publish(act))

    def object(self, text: str = "Chưa đúng đối tượng.") -> Self:
        """Have an objection made."""
        return self.do(dossier_acts.object_to(RaiseObjection(by=ActorId("ban-doc"), text=text)))

    def ask(self, *agencies: str) -> Self:
        """Ask agencies for their opinions."""
        act = AskOpinions(by=self._awaited, answers=self._here, agencies=tuple(map(BodyId, agencies)))
        known = BodyAnswer(bodies=tuple(map(an_organisation, agencies)))
        return self.do(dossier_acts.ask_opinions(act, known))

    def opine(self, agency: str, agrees: bool = True) -> Self:
        """Have an agency answer the last request that was made to it, or to any agency."""
        asked = [each.asked for each in self.state.opinions if each.agency.id == agency]
        answers = asked[-1] if asked else self.state.opinions[-1].asked
        act = GiveOpinion(by=ActorId(agency), answers=answers, agrees=agrees)
        return self.do(dossier_acts.give_opinion(act))

    def conclude(self, outcome: Outcome = Outcome.FORWARD, **said: Any) -> Self:
        """Have the office that considers it conclude."""
        return self.do(dossier_acts.conclude(walks.a_conclusion(self.state, outcome, **said)))

    def hold(self, **said: Any) -> Self:
        """Have the office that considers it put it on hold."""
        return self.do(dossier_acts.hold(walks.a_hold(self.state, **said)))

    def release(self, **said: Any) -> Self:
        """Have it go on."""
        return self.do(dossier_acts.release(walks.a_release(self.state, **said)))

    def recount(self, *off: date) -> Self:
        """Count its term anew by a calendar in which these days are off."""
        calendar = self.state.calendar
        newer = calendar.model_copy(update={"days_off": (*calendar.days_off, *off)})
        fact = terms.recounted(self.state, self.now, calendar=newer)
        return self if fact is None else self.take(fact)

    def follow(self, body: str, *into: str, sequence: int = 2) -> Self:
        """Learn from the register that a body ended today, and into which."""
        return self.do(dossier_acts.follow(walks.a_succession(body, *into, on=self.now, sequence=sequence)))

    def succeed(self, was: str, now: str, **said: Any) -> Self:
        """Have its agency name the successor of a body that was split."""
        return self.do(dossier_acts.succeed(walks.a_naming(self.state, was, now, **said)))

    def onward(self) -> Self:
        """Have happen whatever brings it to its next stage."""
        match routing.rule_of(self.state, self.state.stage):
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
        return self.do(dossier_acts.withdraw(walks.a_withdrawal(self.state)))

    def strike(self) -> Self:
        """Let time pass until its clock acts."""
        instant = self.state.clock.next
        assert instant is not None
        self.now = instant
        return self.do(dossier_acts.fall_due(self.state))


def walked(to: Stage) -> DossierSimulator:
    """Return a dossier that came to a stage on the shortest way; with its unit, one paper is missing."""
    if to in {Stage.UNIT, Stage.LAPSED}:
        walk = DossierSimulator(a_dossier(documents=(a_document("proposal_letter"),))).submit()
        return walk.strike().strike() if to is Stage.LAPSED else walk
    walk = (DossierSimulator() if to in walks.BODIES or to.is_final else a_long_walk()).submit()
    if to is Stage.REFUSED:
        return walk.hear(Outcome.REFUSE)
    if to is Stage.WITHDRAWN:
        return walk.withdraw()
    while walk.state.stage is not to:
        walk.onward()
    return walk


def a_long_walk(*route: StageRule) -> DossierSimulator:
    """Return a dossier before its submission, on a route that passes every stage, or these."""
    return DossierSimulator(a_dossier_for_all(), some_rules(route=route or a_long_route()))
