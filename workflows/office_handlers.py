"""Acts of offices on a dossier: publish, object, appraise, request opinions, conclude, hold, release."""

import contextlib

from temporalio import workflow

from workflows.rules import deadlines
from workflows.rules.act import NoLongerDue
from workflows.rules.dossier import dossier_acts, terms
from workflows.succession_handlers import SuccessionHandlers
from workflows.support import activity_options
from workflows.support.guards import single_payload

with workflow.unsafe.imports_passed_through():
    from schemas.messages import AskOpinions, Assign, Conclude, GiveOpinion, Hold, Publish, RaiseObjection, Release
    from schemas.names import UpdateName
    from schemas.ports import BodyInquiry, Ledger
    from schemas.receipts import Receipt


class OfficeHandlers(SuccessionHandlers):
    """The acts of offices on one dossier: all that `DossierWorkflow` accepts besides verdicts and its unit's acts."""

    @workflow.update(name=UpdateName.ASSIGN.value, description="Phân công người thẩm định")
    async def assign(self, act: Assign) -> Receipt:
        """Assign an officer to the appraisal."""
        return await self._keep(dossier_acts.assign(act), "Ghi nhận phân công thẩm định")

    @assign.validator
    @single_payload
    def _may_assign(self, act: Assign) -> None:
        self._recorder.check(dossier_acts.assign(act))

    @workflow.update(name=UpdateName.PUBLISH.value, description="Đăng công khai hồ sơ")
    async def publish(self, act: Publish) -> Receipt:
        """Start the term of a publication."""
        await self._recorder.opened()
        # Its days may lie before the dossier's calendar: they are looked up for this act alone.
        calendar = await self._working_days(deadlines.start_of(act.since))
        return await self._recorder.keep(dossier_acts.publish(act, calendar), "Ghi nhận đăng công khai")

    @publish.validator
    @single_payload
    def _may_publish(self, act: Publish) -> None:
        self._recorder.check(dossier_acts.publish(act))

    @workflow.update(name=UpdateName.OBJECT.value, description="Phản ánh về hồ sơ đăng công khai")
    async def object(self, act: RaiseObjection) -> Receipt:
        """Record an objection."""
        return await self._keep(dossier_acts.object_to(act), "Ghi nhận phản ánh")

    @object.validator
    @single_payload
    def _may_object(self, act: RaiseObjection) -> None:
        self._recorder.check(dossier_acts.object_to(act))

    @workflow.update(name=UpdateName.ASK_OPINIONS.value, description="Lấy ý kiến hiệp y")
    async def ask_opinions(self, act: AskOpinions) -> Receipt:
        """Request opinions from agencies, all at once."""
        await self._recorder.opened()
        known = await workflow.execute_local_activity_method(
            Ledger.bodies,
            BodyInquiry(bodies=act.agencies, on=workflow.now()),
            **activity_options.ledger("Tra cứu cơ quan được hỏi ý kiến"),
        )
        return await self._keep(dossier_acts.ask_opinions(act, known), "Ghi nhận yêu cầu cho ý kiến")

    @ask_opinions.validator
    @single_payload
    def _may_ask_opinions(self, act: AskOpinions) -> None:
        self._recorder.check(dossier_acts.ask_opinions(act))

    @workflow.update(name=UpdateName.GIVE_OPINION.value, description="Trả lời ý kiến hiệp y")
    async def give_opinion(self, act: GiveOpinion) -> Receipt:
        """Record an agency's opinion."""
        return await self._keep(dossier_acts.give_opinion(act), "Ghi nhận ý kiến hiệp y")

    @give_opinion.validator
    @single_payload
    def _may_give_opinion(self, act: GiveOpinion) -> None:
        self._recorder.check(dossier_acts.give_opinion(act))

    @workflow.update(name=UpdateName.CONCLUDE.value, description="Kết luận của cơ quan đang xét hồ sơ")
    async def conclude(self, act: Conclude) -> Receipt:
        """Record an office's conclusion."""
        return await self._keep(dossier_acts.conclude(act), "Ghi nhận kết luận")

    @conclude.validator
    @single_payload
    def _may_conclude(self, act: Conclude) -> None:
        self._recorder.check(dossier_acts.conclude(act))

    @workflow.update(name=UpdateName.HOLD.value, description="Tạm dừng xét hồ sơ")
    async def hold(self, act: Hold) -> Receipt:
        """Put the dossier on hold: no body considers it, and no term runs."""
        return await self._keep(dossier_acts.hold(act), "Ghi nhận tạm dừng xét")

    @hold.validator
    @single_payload
    def _may_hold(self, act: Hold) -> None:
        self._recorder.check(dossier_acts.hold(act))

    @workflow.update(name=UpdateName.RELEASE.value, description="Tiếp tục xét hồ sơ")
    async def release(self, act: Release) -> Receipt:
        """Release the dossier: it goes on, and its terms run again."""
        return await self._keep(dossier_acts.release(act), "Ghi nhận tiếp tục xét")

    @release.validator
    @single_payload
    def _may_release(self, act: Release) -> None:
        self._recorder.check(dossier_acts.release(act))

    @workflow.update(name=UpdateName.RECOUNT.value, description="Tính lại thời hạn theo lịch ngày làm việc hiện hành")
    async def recount(self) -> Receipt | None:
        """Recount terms by the current calendar; return None where it agrees on every day to come."""
        await self._recorder.opened()
        calendar = await self._working_days(workflow.now())
        fact = terms.recounted(self._recorder.state, workflow.now(), calendar=calendar)
        if fact is None:
            return None

        with contextlib.suppress(NoLongerDue):
            return await self._recorder.keep(dossier_acts.recount(fact, calendar), "Tính lại thời hạn")
        return None
