"""A sitting without Temporal: acts are checked, written and applied by the rules, as its workflow does."""

from collections.abc import Collection
from datetime import datetime

from schemas import digests
from schemas.base import Model
from schemas.ids import SYSTEM, DossierId
from schemas.messages import (
    Adjourn,
    Amend,
    Cast,
    Close,
    Convene,
    CountVotes,
    Reconvene,
    RecordAttendance,
    Recuse,
    ScoreDossier,
    WithdrawBallot,
)
from schemas.ports import AgendaAnswer, Loaded, StoredFact
from schemas.receipts import Receipt
from schemas.refusals import Refusal
from schemas.sitting import SittingStatus
from schemas.workflow_state import SittingState
from tests.builders.values import SAID, a_body
from workflows.rules import restoration
from workflows.rules.sitting import early_close, presidium_checks, rolls, sitting_acts, sitting_facts, sitting_state
from workflows.rules.sitting.sitting_acts import SittingAct
from workflows.rules.views import current_details, sitting_notices


class SittingSimulator:
    """The only writer of one sitting."""

    def __init__(self, call: Convene, known: AgendaAnswer, now: datetime) -> None:
        """Take the agenda and the roll; nothing is kept before `convene`."""
        self.call, self.now = call, now
        self.state = SittingState(
            body=known.body or a_body(call.body), agenda=known.items, rules=known.rules, shared=known.shared
        )
        self.last: Receipt | None = None
        self._ledger: list[str] = []

    def convene(self, known: AgendaAnswer) -> Receipt | Refusal:
        """Open the sitting, unless it may not be."""
        if refusal := presidium_checks.may_convene(self.call, known, now=self.now):
            return refusal
        return self.keep(sitting_acts.convene(self.call, SAID))

    def keep(self, act: SittingAct) -> Receipt | Refusal:
        """Write the fact of an act, unless it is refused or was taken before."""
        if refusal := act.check(self.state, self.now):
            return refusal
        if receipt := self.state.receipts.get(act.key):
            return receipt
        fact = act.write(self.state, self.now)
        sitting_notices.about_sitting(self.call, sitting_state.apply(self.state, fact), fact)
        head = self.last.hash if self.last else digests.NO_PREVIOUS
        kept = StoredFact(act=act.key, fact=fact, hash=digests.link(head, fact))
        self._ledger.append(kept.model_dump_json(exclude_none=True))
        self.state = restoration.apply_stored(sitting_state.apply, self.state, kept)
        current_details.of_sitting(self.call, self.state)
        self.last = self.state.receipts[act.key]
        return self.last

    def renew(self) -> None:
        """Continue as new: the next run is started with the same body, and reads the rest from the ledger."""
        restored = self.told_anew()
        assert restored == self.state
        self.state = restored

    def facts(self) -> tuple[StoredFact, ...]:
        """Return the facts as the ledger holds them."""
        return tuple(StoredFact.model_validate_json(written) for written in self._ledger)

    def told_anew(self) -> SittingState:
        """Return the state that the ledger's facts add up to, without having been there."""
        restored = restoration.restore(self.facts())
        # As the ledger hands it to the workflow.
        state = Loaded.model_validate_json(restored.model_dump_json(exclude_none=True)).sitting
        assert state is not None
        return state

    @property
    def closes_early(self) -> bool:
        """Whether the ballot closes now by its rules."""
        return early_close.is_due(self.call, self.state)

    @property
    def is_to_close(self) -> bool:
        """Whether the open ballot closes at a time."""
        return self.state.status is SittingStatus.OPEN and self.state.closes_at is not None

    def act(self, act: Model, known: AgendaAnswer | None = None, gone: Collection[DossierId] = ()) -> Receipt | Refusal:
        """Take in a message; some acts need what was looked up before."""
        return self.keep(self._act_of(act, known, gone))

    def _act_of(self, act: Model, known: AgendaAnswer | None, gone: Collection[DossierId]) -> SittingAct:
        call = self.call
        match act:
            case Cast():
                return sitting_acts.cast(call, act)
            case WithdrawBallot():
                return sitting_acts.withdraw_ballot(call, act)
            case CountVotes():
                return sitting_acts.count(call, act)
            case RecordAttendance():
                return sitting_acts.record_attendance(call, act)
            case Recuse():
                return sitting_acts.recuse(call, act)
            case ScoreDossier():
                return sitting_acts.score(call, act)
            case Amend():
                return sitting_acts.amend(call, act, known)
            case Adjourn():
                return sitting_acts.adjourn(call, act)
            case Reconvene():
                return sitting_acts.reconvene(call, act, known or AgendaAnswer(items=(), body=self.state.body))
            case Close():
                return sitting_acts.close(call, act, gone)
            case _:
                raise TypeError(f"nobody sends a {type(act).__name__}")

    def close_by_itself(self, gone: Collection[DossierId]) -> Close:
        """Close the open ballot as the clock does, or the rule before it; return the closing."""
        act = sitting_facts.by_the_clock(self.state)
        assert self.state.status is SittingStatus.OPEN
        assert act.by == SYSTEM
        self.keep(sitting_acts.close_by_the_clock(self.call, self.state, gone))
        return act

    def open_ballot(self, known: AgendaAnswer | None = None) -> None:
        """Open the ballot at its time, with the roll that was looked up; without one, with that of before."""
        known = known or AgendaAnswer(items=(), body=self.state.body)
        self.keep(sitting_acts.open_ballot(self.call, self.state, known))

    def on_the_table(self) -> tuple[DossierId, ...]:
        """Return what is put to the vote."""
        return tuple(item.dossier_id for item in rolls.on_the_table(self.state))
