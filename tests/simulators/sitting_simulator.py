"""A sitting's desk without Temporal: acts are judged, written and folded by the rules as its workflow chains them."""

from collections.abc import Collection
from datetime import datetime

from schemas import digests
from schemas.base import Model
from schemas.ids import SYSTEM, DossierId
from schemas.messages import Adjourn, Amend, Cast, Close, Convene, Reconvene, Recuse, ScoreDossier, WithdrawBallot
from schemas.ports import AgendaAnswer, Loaded, StoredFact
from schemas.receipts import Receipt
from schemas.refusals import Refusal
from schemas.sitting import SittingStatus
from schemas.workflow_state import SittingState
from tests.builders.values import SAID
from workflows.member_handlers import SittingAct
from workflows.rules import deadlines, idempotency_keys, restoration
from workflows.rules.sitting import (
    ballot_checks,
    early_close,
    presidium_checks,
    rolls,
    scoring_checks,
    sitting_facts,
    sitting_state,
)
from workflows.rules.views import current_details, notice_rules


class SittingSimulator:
    """The only writer of one sitting."""

    def __init__(self, call: Convene, known: AgendaAnswer, now: datetime) -> None:
        """Learn the agenda; nothing is kept before `convene`."""
        self.call, self.now = call, now
        self.state = SittingState(agenda=known.items, rules=known.rules, shared=known.shared)
        self.last: Receipt | None = None
        self._ledger: list[str] = []

    def convene(self, known: AgendaAnswer) -> Receipt | Refusal:
        """Open the sitting, unless it may not be."""
        if refusal := presidium_checks.may_convene(self.call, known, now=self.now):
            return refusal
        write = sitting_facts.convened
        act = SittingAct.once(
            idempotency_keys.OPEN, lambda *_: None, lambda state, now: write(self.call, state, SAID, now)
        )
        return self.keep(act)

    def keep(self, act: SittingAct) -> Receipt | Refusal:
        """Write the fact of an act, unless it is refused or was taken before."""
        if refusal := act.refuse(self.state, self.now):
            return refusal
        if receipt := self.state.receipts.get(act.key):
            return receipt
        fact = act.write(self.state, self.now)
        notice_rules.about_sitting(self.call, sitting_state.apply(self.state, fact), fact)
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
        """Return what the facts add up to that the ledger holds, without having been there."""
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
        """Take in what somebody sends; some acts need what was looked up before."""
        match act:
            case Cast():
                return self.keep(self._casting(act))
            case Amend():
                return self.keep(self._amending(act, known))
            case Close():
                return self.keep(self._closing(act, gone))
            case _:
                return self.keep(self._plain(act))

    def close_by_itself(self, gone: Collection[DossierId]) -> Close:
        """Close the open ballot as the clock does, or the rule before it; return the closing."""
        act = sitting_facts.by_the_clock(self.state)
        assert self.state.status is SittingStatus.OPEN
        assert act.by == SYSTEM
        closing = sitting_facts.closed
        self.keep(
            SittingAct.once(
                idempotency_keys.close(act),
                lambda *_: None,
                lambda state, now: closing(self.call, state, act, now, gone),
            )
        )
        return act

    def open_ballot(self) -> None:
        """Open the ballot at its time."""
        key = idempotency_keys.open_ballot(self.state.meeting)
        opened = sitting_facts.opened
        self.keep(SittingAct.once(key, lambda *_: None, lambda state, now: opened(self.call, state, now)))

    def on_the_table(self) -> tuple[DossierId, ...]:
        """Return what is put to the vote."""
        return tuple(item.dossier_id for item in rolls.on_the_table(self.state))

    def _casting(self, act: Cast) -> SittingAct:
        return SittingAct(
            idempotency_keys.cast(act),
            lambda state, now: ballot_checks.may_cast(self.call, state, act, day=deadlines.day_of(now)),
            lambda state, now: sitting_facts.cast(self.call, state, act, now),
        )

    def _amending(self, act: Amend, known: AgendaAnswer | None) -> SittingAct:
        return SittingAct.once(
            idempotency_keys.amend(act),
            lambda state, _: presidium_checks.may_amend(self.call, state, act, known),
            lambda state, now: sitting_facts.amended(self.call, state, act, known or AgendaAnswer(items=()), now),
        )

    def _closing(self, act: Close, gone: Collection[DossierId]) -> SittingAct:
        return SittingAct.once(
            idempotency_keys.close(act),
            lambda state, _: presidium_checks.may_close(self.call, state, act),
            lambda state, now: sitting_facts.closed(self.call, state, act, now, gone),
        )

    def _plain(self, act: Model) -> SittingAct:
        call = self.call
        match act:
            case WithdrawBallot():
                return SittingAct.once(
                    idempotency_keys.withdraw_ballot(act),
                    lambda state, _: ballot_checks.may_withdraw(call, state, act),
                    lambda state, now: sitting_facts.withdrawn(call, state, act, now),
                )
            case Recuse():
                return SittingAct.once(
                    idempotency_keys.recuse(act),
                    lambda state, _: ballot_checks.may_recuse(call, state, act),
                    lambda state, now: sitting_facts.recused(call, state, act, now),
                )
            case ScoreDossier():
                return SittingAct.once(
                    idempotency_keys.score(act),
                    lambda state, _: scoring_checks.may_score(call, state, act),
                    lambda state, now: sitting_facts.scored(call, state, act, now),
                )
            case Adjourn():
                return SittingAct.once(
                    idempotency_keys.adjourn(act),
                    lambda state, _: presidium_checks.may_adjourn(call, state, act),
                    lambda state, now: sitting_facts.adjourned(call, state, act, now),
                )
            case Reconvene():
                return SittingAct.once(
                    idempotency_keys.reconvene(act),
                    lambda state, now: presidium_checks.may_reconvene(call, state, act, now=now),
                    lambda state, now: sitting_facts.reconvened(call, state, act, now),
                )
            case _:
                raise TypeError(f"nobody sends a {type(act).__name__}")
