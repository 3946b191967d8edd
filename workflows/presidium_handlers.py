"""What the presidium of a sitting does beside its agenda and its count: put it off, and call it again."""

from temporalio import workflow

from workflows.member_handlers import MemberHandlers, SittingAct
from workflows.rules import idempotency_keys
from workflows.rules.sitting import presidium_checks, sitting_facts
from workflows.support.guards import single_payload

with workflow.unsafe.imports_passed_through():
    from schemas.messages import Adjourn, Reconvene
    from schemas.names import UpdateName
    from schemas.receipts import Receipt


class PresidiumHandlers(MemberHandlers):
    """The acts of a chair or secretary that move a whole sitting."""

    @workflow.update(name=UpdateName.ADJOURN.value, description="Hoãn phiên họp")
    async def adjourn(self, act: Adjourn) -> Receipt:
        """Put the sitting off until it is reconvened."""
        return await self._scribe.keep(self._adjourning(act), "Ghi nhận hoãn phiên họp")

    @adjourn.validator
    @single_payload
    def _may_adjourn(self, act: Adjourn) -> None:
        self._scribe.judge(self._adjourning(act))

    @workflow.update(name=UpdateName.RECONVENE.value, description="Triệu tập lại phiên họp đã hoãn")
    async def reconvene(self, act: Reconvene) -> Receipt:
        """Hold an adjourned sitting again."""
        return await self._scribe.keep(self._reconvening(act), "Ghi nhận triệu tập lại")

    @reconvene.validator
    @single_payload
    def _may_reconvene(self, act: Reconvene) -> None:
        self._scribe.judge(self._reconvening(act))

    def _adjourning(self, act: Adjourn) -> SittingAct:
        return SittingAct.once(
            idempotency_keys.adjourn(act),
            lambda state, _: presidium_checks.may_adjourn(self._call, state, act),
            lambda state, now: sitting_facts.adjourned(self._call, state, act, now),
        )

    def _reconvening(self, act: Reconvene) -> SittingAct:
        return SittingAct.once(
            idempotency_keys.reconvene(act),
            lambda state, now: presidium_checks.may_reconvene(self._call, state, act, now=now),
            lambda state, now: sitting_facts.reconvened(self._call, state, act, now),
        )
