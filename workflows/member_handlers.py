"""What members, their substitutes and units do in a sitting: step aside, score, vote, take a ballot back."""

from temporalio import workflow

from workflows.rules import deadlines, idempotency_keys
from workflows.rules.act import Act
from workflows.rules.sitting import ballot_checks, scoring_checks, sitting_facts
from workflows.support.guards import Start, single_payload
from workflows.support.recorder import FactRecorder

with workflow.unsafe.imports_passed_through():
    from schemas.facts import SittingFact
    from schemas.messages import Cast, Convene, Recuse, ScoreDossier, WithdrawBallot
    from schemas.names import UpdateName
    from schemas.receipts import Receipt
    from schemas.workflow_state import SittingState

SittingAct = Act[SittingState, SittingFact]


class MemberHandlers:
    """The acts of members and units in one sitting: what `SittingWorkflow` hears beside its presidium."""

    _start: Start[Convene]
    _scribe: FactRecorder[SittingState, SittingFact]

    @property
    def _call(self) -> Convene:
        return self._start.message

    @workflow.update(name=UpdateName.RECUSE.value, description="Khai báo không tham gia biểu quyết")
    async def recuse(self, act: Recuse) -> Receipt:
        """Take in that a seat steps aside from dossiers in which it has an interest."""
        return await self._scribe.keep(self._recusing(act), "Ghi nhận không tham gia biểu quyết")

    @recuse.validator
    @single_payload
    def _may_recuse(self, act: Recuse) -> None:
        self._scribe.judge(self._recusing(act))

    @workflow.update(name=UpdateName.SCORE.value, description="Chấm điểm, thẩm tra, có ý kiến hoặc chốt điểm")
    async def score(self, act: ScoreDossier) -> Receipt:
        """Take in a scoring sheet, or why one is contested."""
        return await self._scribe.keep(self._scoring(act), "Ghi nhận điểm")

    @score.validator
    @single_payload
    def _may_score(self, act: ScoreDossier) -> None:
        self._scribe.judge(self._scoring(act))

    @workflow.update(name=UpdateName.CAST.value, description="Bỏ phiếu, hoặc đổi phiếu khi chưa bế mạc")
    async def cast(self, act: Cast) -> Receipt:
        """Take a seat's ballot; a later one replaces it while the sitting is open."""
        return await self._scribe.keep(self._casting(act), "Ghi nhận phiếu")

    @cast.validator
    @single_payload
    def _may_cast(self, act: Cast) -> None:
        self._scribe.judge(self._casting(act))

    @workflow.update(name=UpdateName.WITHDRAW_BALLOT.value, description="Rút phiếu khi chưa bế mạc")
    async def withdraw_ballot(self, act: WithdrawBallot) -> Receipt:
        """Give a seat its ballot back, while the sitting is open."""
        return await self._scribe.keep(self._withdrawing(act), "Ghi nhận rút phiếu")

    @withdraw_ballot.validator
    @single_payload
    def _may_withdraw_ballot(self, act: WithdrawBallot) -> None:
        self._scribe.judge(self._withdrawing(act))

    def _recusing(self, act: Recuse) -> SittingAct:
        return SittingAct.once(
            idempotency_keys.recuse(act),
            lambda state, _: ballot_checks.may_recuse(self._call, state, act),
            lambda state, now: sitting_facts.recused(self._call, state, act, now),
        )

    def _scoring(self, act: ScoreDossier) -> SittingAct:
        return SittingAct.once(
            idempotency_keys.score(act),
            lambda state, _: scoring_checks.may_score(self._call, state, act),
            lambda state, now: sitting_facts.scored(self._call, state, act, now),
        )

    def _casting(self, act: Cast) -> SittingAct:
        return SittingAct(
            idempotency_keys.cast(act),
            lambda state, now: ballot_checks.may_cast(self._call, state, act, day=deadlines.day_of(now)),
            lambda state, now: sitting_facts.cast(self._call, state, act, now),
        )

    def _withdrawing(self, act: WithdrawBallot) -> SittingAct:
        return SittingAct.once(
            idempotency_keys.withdraw_ballot(act),
            lambda state, _: ballot_checks.may_withdraw(self._call, state, act),
            lambda state, now: sitting_facts.withdrawn(self._call, state, act, now),
        )
