"""Succession of a dossier's bodies: what the register has of their ends, and the naming of one successor of several."""

import contextlib

from temporalio import workflow

from workflows.dossier_base import DossierBase
from workflows.rules.act import NoLongerDue
from workflows.rules.dossier import dossier_acts, succession
from workflows.support.guards import single_payload

with workflow.unsafe.imports_passed_through():
    from schemas.messages import Succeed
    from schemas.names import UpdateName
    from schemas.receipts import Receipt
    from schemas.succession import Told


class SuccessionHandlers(DossierBase):
    """What a dossier does when bodies that it names have ended."""

    @workflow.update(name=UpdateName.TELL.value, description="Tra cứu cơ quan, đơn vị nào đã sáp nhập, chia tách")
    async def tell(self) -> Told:
        """Have the successors of ended bodies take their places; nobody's word is taken but the register's."""
        await self._recorder.opened()
        receipts = []
        ended = await self._ended(succession.named(self._state))
        for found in ended:
            if succession.followed(self._state, found, workflow.now()) is None:
                continue
            with contextlib.suppress(NoLongerDue):
                receipts.append(await self._recorder.keep(dossier_acts.follow(found), "Ghi nhận cơ quan kế thừa"))
        return Told(
            receipts=tuple(receipts),
            undecided=tuple(each.was.id for each in self._state.split),
            dissolved=tuple(found.was for found in ended if not found.into),
        )

    @workflow.update(name=UpdateName.SUCCEED.value, description="Chỉ định bên kế thừa của cơ quan đã chia tách")
    async def succeed(self, act: Succeed) -> Receipt:
        """Record which successor of a split body takes this dossier over."""
        return await self._keep(dossier_acts.succeed(act), "Ghi nhận bên kế thừa được chỉ định")

    @succeed.validator
    @single_payload
    def _may_succeed(self, act: Succeed) -> None:
        self._recorder.check(dossier_acts.succeed(act))
