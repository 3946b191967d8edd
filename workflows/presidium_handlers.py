"""Acts of a sitting's presidium besides its agenda and its close: count, adjourn and reconvene."""

from temporalio import workflow

from workflows.member_handlers import MemberHandlers
from workflows.rules.sitting import sitting_acts
from workflows.support.guards import single_payload

with workflow.unsafe.imports_passed_through():
    from schemas.messages import Adjourn, CountVotes, Reconvene
    from schemas.names import UpdateName
    from schemas.receipts import Receipt


class PresidiumHandlers(MemberHandlers):
    """The acts of a chair or secretary on a whole sitting."""

    @workflow.update(name=UpdateName.COUNT.value, description="Nhập kết quả kiểm phiếu giấy hoặc giơ tay")
    async def count(self, act: CountVotes) -> Receipt:
        """Record the tellers' count; a later one replaces it until the sitting is closed."""
        return await self._recorder.keep(sitting_acts.count(self._call, act), "Ghi nhận biên bản kiểm phiếu")

    @count.validator
    @single_payload
    def _may_count(self, act: CountVotes) -> None:
        self._recorder.check(sitting_acts.count(self._call, act))

    @workflow.update(name=UpdateName.ADJOURN.value, description="Hoãn phiên họp")
    async def adjourn(self, act: Adjourn) -> Receipt:
        """Adjourn the sitting until it is reconvened."""
        return await self._recorder.keep(sitting_acts.adjourn(self._call, act), "Ghi nhận hoãn phiên họp")

    @adjourn.validator
    @single_payload
    def _may_adjourn(self, act: Adjourn) -> None:
        self._recorder.check(sitting_acts.adjourn(self._call, act))

    @workflow.update(name=UpdateName.RECONVENE.value, description="Triệu tập lại phiên họp đã hoãn")
    async def reconvene(self, act: Reconvene) -> Receipt:
        """Reconvene an adjourned sitting."""
        return await self._recorder.keep(sitting_acts.reconvene(self._call, act), "Ghi nhận triệu tập lại")

    @reconvene.validator
    @single_payload
    def _may_reconvene(self, act: Reconvene) -> None:
        self._recorder.check(sitting_acts.reconvene(self._call, act))
