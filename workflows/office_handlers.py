"""What offices do to a dossier beside voting and deciding: publish, object, appraise, ask, conclude, hold, release."""

import contextlib
from dataclasses import replace
from datetime import datetime

from temporalio import workflow

from workflows.rules import deadlines, idempotency_keys
from workflows.rules.act import Act, NoLongerDue
from workflows.rules.dossier import dossier_facts, hold_checks, office_checks, office_facts, routing
from workflows.support import activity_options
from workflows.support.guards import single_payload
from workflows.support.recorder import FactRecorder

with workflow.unsafe.imports_passed_through():
    from schemas.calendars import WorkCalendar
    from schemas.facts import DossierFact
    from schemas.messages import AskOpinions, Assign, Conclude, GiveOpinion, Hold, Publish, RaiseObjection, Release
    from schemas.names import UpdateName
    from schemas.ports import CalendarInquiry, Ledger
    from schemas.receipts import Receipt
    from schemas.stages import Stage
    from schemas.workflow_state import DossierState
from workflows.rules.dossier import terms

DossierAct = Act[DossierState, DossierFact]


class OfficeHandlers:
    """The acts of offices on one dossier: what `DossierWorkflow` hears beside verdicts and its unit."""

    _scribe: FactRecorder[DossierState, DossierFact]

    async def _keep(self, act: DossierAct, summary: str) -> Receipt:
        state = await self._scribe.opened()
        terms = (routing.term_of(state, stage) for stage in (Stage.UNIT, *routing.route(state)))
        if not all(deadlines.reaches(state.calendar, workflow.now(), term) for term in terms):
            act = replace(act, write=dossier_facts.counted_by(await self._working_days(workflow.now()), act.write))
        return await self._scribe.keep(act, summary)

    async def _working_days(self, around: datetime) -> WorkCalendar:
        return await workflow.execute_local_activity_method(
            Ledger.working_days, CalendarInquiry(on=around), **activity_options.ledger("Tra lịch ngày làm việc")
        )

    @workflow.update(name=UpdateName.ASSIGN.value, description="Phân công người thẩm định")
    async def assign(self, act: Assign) -> Receipt:
        """Charge an officer with the appraisal."""
        return await self._keep(self._assigning(act), "Ghi nhận phân công thẩm định")

    @assign.validator
    @single_payload
    def _may_assign(self, act: Assign) -> None:
        self._scribe.judge(self._assigning(act))

    @workflow.update(name=UpdateName.PUBLISH.value, description="Đăng công khai hồ sơ")
    async def publish(self, act: Publish) -> Receipt:
        """Let the term of a publication run."""
        await self._scribe.opened()
        # Its days may lie before all that the dossier knows of: they are looked up for this act alone.
        calendar = await self._working_days(deadlines.start_of(act.since))
        return await self._scribe.keep(self._publishing(act, calendar), "Ghi nhận đăng công khai")

    @publish.validator
    @single_payload
    def _may_publish(self, act: Publish) -> None:
        self._scribe.judge(self._publishing(act))

    @workflow.update(name=UpdateName.OBJECT.value, description="Phản ánh về hồ sơ đăng công khai")
    async def object(self, act: RaiseObjection) -> Receipt:
        """Take in an objection."""
        return await self._keep(self._objecting(act), "Ghi nhận phản ánh")

    @object.validator
    @single_payload
    def _may_object(self, act: RaiseObjection) -> None:
        self._scribe.judge(self._objecting(act))

    @workflow.update(name=UpdateName.ASK_OPINIONS.value, description="Lấy ý kiến hiệp y")
    async def ask_opinions(self, act: AskOpinions) -> Receipt:
        """Ask agencies, all at once."""
        return await self._keep(self._asking(act), "Ghi nhận yêu cầu cho ý kiến")

    @ask_opinions.validator
    @single_payload
    def _may_ask_opinions(self, act: AskOpinions) -> None:
        self._scribe.judge(self._asking(act))

    @workflow.update(name=UpdateName.GIVE_OPINION.value, description="Trả lời ý kiến hiệp y")
    async def give_opinion(self, act: GiveOpinion) -> Receipt:
        """Take in an agency's answer."""
        return await self._keep(self._opining(act), "Ghi nhận ý kiến hiệp y")

    @give_opinion.validator
    @single_payload
    def _may_give_opinion(self, act: GiveOpinion) -> None:
        self._scribe.judge(self._opining(act))

    @workflow.update(name=UpdateName.CONCLUDE.value, description="Kết luận của cơ quan đang xét hồ sơ")
    async def conclude(self, act: Conclude) -> Receipt:
        """Take in what an office finds."""
        return await self._keep(self._concluding(act), "Ghi nhận kết luận")

    @conclude.validator
    @single_payload
    def _may_conclude(self, act: Conclude) -> None:
        self._scribe.judge(self._concluding(act))

    @workflow.update(name=UpdateName.HOLD.value, description="Tạm dừng xét hồ sơ")
    async def hold(self, act: Hold) -> Receipt:
        """Let nobody hear the dossier, and no term of it run."""
        return await self._keep(self._holding(act), "Ghi nhận tạm dừng xét")

    @hold.validator
    @single_payload
    def _may_hold(self, act: Hold) -> None:
        self._scribe.judge(self._holding(act))

    @workflow.update(name=UpdateName.RELEASE.value, description="Tiếp tục xét hồ sơ")
    async def release(self, act: Release) -> Receipt:
        """Let the dossier go on, and its terms run again."""
        return await self._keep(self._releasing(act), "Ghi nhận tiếp tục xét")

    @release.validator
    @single_payload
    def _may_release(self, act: Release) -> None:
        self._scribe.judge(self._releasing(act))

    @workflow.update(name=UpdateName.RECOUNT.value, description="Tính lại thời hạn theo lịch ngày làm việc hiện hành")
    async def recount(self) -> Receipt | None:
        """Count terms anew by the calendar as it is now; nothing where it says the same of every day to come."""
        await self._scribe.opened()
        calendar = await self._working_days(workflow.now())
        fact = terms.recounted(self._scribe.memory, workflow.now(), calendar=calendar)
        if fact is None:
            return None

        def write(state: DossierState, now: datetime) -> DossierFact:
            # Whatever happened meanwhile began or ended a term by itself.
            if state.sequence + 1 != fact.sequence:
                raise NoLongerDue
            return terms.recounted(state, now, calendar=calendar) or fact

        with contextlib.suppress(NoLongerDue):
            act = DossierAct(idempotency_keys.recount(fact), lambda *_: None, write)
            return await self._scribe.keep(act, "Tính lại thời hạn")
        return None

    def _assigning(self, act: Assign) -> DossierAct:
        return DossierAct.once(
            idempotency_keys.assign(act),
            lambda state, _: office_checks.may_assign(state, act),
            lambda state, now: office_facts.assigned(state, act, now),
        )

    def _publishing(self, act: Publish, calendar: WorkCalendar | None = None) -> DossierAct:
        return DossierAct.once(
            idempotency_keys.publish(act),
            lambda state, now: office_checks.may_publish(state, act, now=now),
            lambda state, now: office_facts.published(state, act, now, calendar=calendar or state.calendar),
        )

    def _objecting(self, act: RaiseObjection) -> DossierAct:
        return DossierAct.once(
            idempotency_keys.object_to(act),
            lambda state, now: office_checks.may_object(state, act, now=now),
            lambda state, now: office_facts.objected(state, act, now),
        )

    def _asking(self, act: AskOpinions) -> DossierAct:
        return DossierAct.once(
            idempotency_keys.ask_opinions(act),
            lambda state, _: office_checks.may_ask(state, act),
            lambda state, now: office_facts.opinions_asked(state, act, now),
        )

    def _opining(self, act: GiveOpinion) -> DossierAct:
        return DossierAct.once(
            idempotency_keys.give_opinion(act),
            lambda state, _: office_checks.may_opine(state, act),
            lambda state, now: office_facts.opinion_given(state, act, now),
        )

    def _concluding(self, act: Conclude) -> DossierAct:
        return DossierAct.once(
            idempotency_keys.conclude(act),
            lambda state, now: office_checks.may_conclude(state, act, now=now),
            lambda state, now: office_facts.concluded(state, act, now),
        )

    def _holding(self, act: Hold) -> DossierAct:
        return DossierAct.once(
            idempotency_keys.hold(act),
            lambda state, _: hold_checks.may_hold(state, act),
            lambda state, now: office_facts.held(state, act, now),
        )

    def _releasing(self, act: Release) -> DossierAct:
        return DossierAct.once(
            idempotency_keys.release(act),
            lambda state, _: hold_checks.may_release(state, act),
            lambda state, now: office_facts.released(state, act, now),
        )
