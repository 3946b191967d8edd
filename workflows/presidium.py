"""What the presidium of a sitting does beside its agenda and its count: put it off, and call it again."""

from temporalio import workflow

from workflows.envelope import holding_one
from workflows.members import Members, SittingAct
from workflows.rules import keys, sitting_acts, sitting_facts

with workflow.unsafe.imports_passed_through():
    from schemas.names import UpdateName
    from schemas.sitting_messages import Adjourn, Reconvene
    from schemas.verdict import Receipt


class Presidium(Members):
    """The acts of a chair or secretary that move a whole sitting."""

    @workflow.update(name=UpdateName.ADJOURN.value, description="Hoãn phiên họp")
    async def adjourn(self, act: Adjourn) -> Receipt:
        """Put the sitting off until it is reconvened."""
        return await self._scribe.keep(self._adjourning(act), "Ghi nhận hoãn phiên họp")

    @adjourn.validator
    @holding_one
    def _may_adjourn(self, act: Adjourn) -> None:
        self._scribe.judge(self._adjourning(act))

    @workflow.update(name=UpdateName.RECONVENE.value, description="Triệu tập lại phiên họp đã hoãn")
    async def reconvene(self, act: Reconvene) -> Receipt:
        """Hold an adjourned sitting again."""
        return await self._scribe.keep(self._reconvening(act), "Ghi nhận triệu tập lại")

    @reconvene.validator
    @holding_one
    def _may_reconvene(self, act: Reconvene) -> None:
        self._scribe.judge(self._reconvening(act))

    def _adjourning(self, act: Adjourn) -> SittingAct:
        return SittingAct.once(
            keys.adjourn(act),
            lambda state, _: sitting_acts.may_adjourn(self._call, state, act),
            lambda state, now: sitting_facts.adjourned(self._call, state, act, now),
        )

    def _reconvening(self, act: Reconvene) -> SittingAct:
        return SittingAct.once(
            keys.reconvene(act),
            lambda state, now: sitting_acts.may_reconvene(self._call, state, act, now=now),
            lambda state, now: sitting_facts.reconvened(self._call, state, act, now),
        )
