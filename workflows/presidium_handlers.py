"""Acts of a sitting's presidium besides its agenda and its close: count, attendance, adjourn and reconvene."""

import contextlib

from temporalio import workflow

from workflows.member_handlers import MemberHandlers
from workflows.rules.act import NoLongerDue
from workflows.rules.sitting import sitting_acts
from workflows.support import activity_options
from workflows.support.guards import single_payload

with workflow.unsafe.imports_passed_through():
    from schemas.ids import DossierId
    from schemas.messages import Adjourn, CountVotes, Reconvene, RecordAttendance
    from schemas.names import UpdateName
    from schemas.ports import AgendaAnswer, AgendaInquiry, Ledger, RollInquiry
    from schemas.receipts import Receipt
    from schemas.succession import Told


class PresidiumHandlers(MemberHandlers):
    """The acts of a chair or secretary on a whole sitting."""

    async def _look_up(self, agenda: tuple[DossierId, ...] = (), *, with_roll: bool = False) -> AgendaAnswer:
        call = self._call
        return await workflow.execute_local_activity_method(
            Ledger.agenda,
            AgendaInquiry(
                body=call.body,
                stage=call.stage,
                agenda=agenda,
                roll=RollInquiry(season=call.season, on=workflow.now()) if with_roll else None,
            ),
            **activity_options.ledger("Tra cứu thành viên và chương trình phiên họp"),
        )

    @workflow.update(name=UpdateName.COUNT.value, description="Nhập kết quả kiểm phiếu giấy hoặc giơ tay")
    async def count(self, act: CountVotes) -> Receipt:
        """Record the tellers' count; a later one replaces it until the sitting is closed."""
        return await self._recorder.keep(sitting_acts.count(self._call, act), "Ghi nhận biên bản kiểm phiếu")

    @count.validator
    @single_payload
    def _may_count(self, act: CountVotes) -> None:
        self._recorder.check(sitting_acts.count(self._call, act))

    @workflow.update(name=UpdateName.ATTENDANCE.value, description="Điểm danh theo hồ sơ")
    async def record_attendance(self, act: RecordAttendance) -> Receipt:
        """Record for which dossiers a seat is represented; a later record of the seat replaces it."""
        return await self._recorder.keep(sitting_acts.record_attendance(self._call, act), "Ghi nhận điểm danh")

    @record_attendance.validator
    @single_payload
    def _may_record_attendance(self, act: RecordAttendance) -> None:
        self._recorder.check(sitting_acts.record_attendance(self._call, act))

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
        await self._recorder.opened()
        known = await self._look_up(with_roll=True)
        return await self._recorder.keep(sitting_acts.reconvene(self._call, act, known), "Ghi nhận triệu tập lại")

    @reconvene.validator
    @single_payload
    def _may_reconvene(self, act: Reconvene) -> None:
        self._recorder.check(sitting_acts.reconvene(self._call, act))

    @workflow.update(name=UpdateName.TELL.value, description="Tra cứu cơ quan họp còn tồn tại không")
    async def tell(self) -> Told:
        """Adjourn the sitting of a body that has ended by the register; its successor convenes anew."""
        await self._recorder.opened()
        ended = await self._ended((self._call.body,))
        receipts = []
        for found in ended:
            with contextlib.suppress(NoLongerDue):
                act = sitting_acts.end_with_its_body(self._call, self._state, found)
                receipts.append(await self._recorder.keep(act, "Hoãn phiên họp vì cơ quan đã kết thúc hoạt động"))
        return Told(receipts=tuple(receipts), dissolved=tuple(found.was for found in ended if not found.into))
