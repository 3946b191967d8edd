"""Acts of members, their substitutes and units in a sitting: recusals, scores, ballots and their withdrawal."""

from temporalio import workflow

from workflows.rules.sitting import sitting_acts
from workflows.support.guards import single_payload
from workflows.support.stream_base import StreamBase

with workflow.unsafe.imports_passed_through():
    from schemas.facts import SittingFact
    from schemas.messages import Cast, Convene, Recuse, ScoreDossier, WithdrawBallot
    from schemas.names import UpdateName
    from schemas.receipts import Receipt
    from schemas.workflow_state import SittingState


class MemberHandlers(StreamBase[Convene, SittingState, SittingFact]):
    """The acts of members and units in one sitting: all that `SittingWorkflow` accepts besides its presidium's."""

    @workflow.update(name=UpdateName.RECUSE.value, description="Khai báo không tham gia biểu quyết")
    async def recuse(self, act: Recuse) -> Receipt:
        """Record a seat's recusal from dossiers in which it has an interest."""
        return await self._recorder.keep(sitting_acts.recuse(self._call, act), "Ghi nhận không tham gia biểu quyết")

    @recuse.validator
    @single_payload
    def _may_recuse(self, act: Recuse) -> None:
        self._recorder.check(sitting_acts.recuse(self._call, act))

    @workflow.update(name=UpdateName.SCORE.value, description="Chấm điểm, thẩm tra, có ý kiến hoặc chốt điểm")
    async def score(self, act: ScoreDossier) -> Receipt:
        """Record a scoring sheet, or the reason for contesting one."""
        return await self._recorder.keep(sitting_acts.score(self._call, act), "Ghi nhận điểm")

    @score.validator
    @single_payload
    def _may_score(self, act: ScoreDossier) -> None:
        self._recorder.check(sitting_acts.score(self._call, act))

    @workflow.update(name=UpdateName.CAST.value, description="Bỏ phiếu, hoặc đổi phiếu khi chưa kết thúc phiên họp")
    async def cast(self, act: Cast) -> Receipt:
        """Record a seat's ballot; a later one replaces it while the sitting is open."""
        return await self._recorder.keep(sitting_acts.cast(self._call, act), "Ghi nhận phiếu")

    @cast.validator
    @single_payload
    def _may_cast(self, act: Cast) -> None:
        self._recorder.check(sitting_acts.cast(self._call, act))

    @workflow.update(name=UpdateName.WITHDRAW_BALLOT.value, description="Rút phiếu khi chưa kết thúc phiên họp")
    async def withdraw_ballot(self, act: WithdrawBallot) -> Receipt:
        """Let a seat withdraw its ballot while the sitting is open."""
        return await self._recorder.keep(sitting_acts.withdraw_ballot(self._call, act), "Ghi nhận rút phiếu")

    @withdraw_ballot.validator
    @single_payload
    def _may_withdraw_ballot(self, act: WithdrawBallot) -> None:
        self._recorder.check(sitting_acts.withdraw_ballot(self._call, act))
