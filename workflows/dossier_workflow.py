"""The dossier's workflow: from submission to end, it waits for verdicts, acts of its unit, and deadlines."""

import contextlib
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RawValue

from workflows.office_handlers import OfficeHandlers
from workflows.rules.act import NoLongerDue
from workflows.rules.dossier import dossier_acts, dossier_checks, dossier_state, dossier_view
from workflows.rules.dossier.dossier_acts import DossierAct
from workflows.rules.views import current_details, notice_rules
from workflows.support import activity_options, visibility
from workflows.support.continue_as_new import SHORTEST_WAIT, undeterred
from workflows.support.guards import Start, any_payload, clean, refusal_error, single_payload
from workflows.support.recorder import StreamHooks

with workflow.unsafe.imports_passed_through():
    from schemas import labels
    from schemas.dossier import Dossier, DossierView
    from schemas.facts import DossierFact
    from schemas.messages import Hear, Opening, Repeated, SubmitDossier, Supplement, Withdraw
    from schemas.names import QueryName, UpdateName, WorkflowName, dossier_stream
    from schemas.ports import FindingInquiry, Intake, Ledger
    from schemas.receipts import Answered, Receipt
    from schemas.stages import Stage
    from schemas.workflow_state import DossierState


@workflow.defn(name=WorkflowName.DOSSIER.value)
class DossierWorkflow(OfficeHandlers):
    """One dossier, as `dossier-<dossier_id>`. It is the only writer of its own facts."""

    @workflow.init
    @any_payload
    def __init__(self, sent: RawValue) -> None:
        """Read the submission; an act may arrive before `run` begins."""
        start = Start(sent, SubmitDossier, lambda call: dossier_stream(call.dossier.dossier_id))
        hooks = StreamHooks[DossierState, DossierFact](
            lambda loaded: loaded.dossier,
            dossier_state.apply,
            dossier_view.row,
            notice_rules.about_dossier,
            self._display,
        )
        super().__init__(start, hooks)

    @workflow.run
    @any_payload
    async def run(self, sent: RawValue) -> Stage:
        """Carry the dossier from its submission to its end."""
        await undeterred(self._live())
        await workflow.wait_condition(workflow.all_handlers_finished)
        if not self._state.stage.is_final:
            self._renewal.begin(sent)
        return self._state.stage

    def _opening(self) -> DossierAct:
        return dossier_acts.submit(self._call, self._start.said)

    async def _live(self) -> None:
        await self._recorder.open(self._learn_the_rules, self._opening, "Ghi nhận hồ sơ")
        while not self._state.stage.is_final and not self._renewal.is_due:
            await self._wait_for_word_or_time()

    async def _learn_the_rules(self) -> DossierState:
        submitted = clean(self._call).dossier
        known = await workflow.execute_local_activity_method(
            Ledger.inquire,
            Intake(dossier=submitted, on=workflow.now()),
            **activity_options.ledger("Tra cứu quy định"),
        )
        refusal = known.refusal or dossier_checks.may_open(self._call, known.rules, now=workflow.now())
        if refusal is not None or known.rules is None or known.law is None:
            raise refusal_error(refusal or dossier_checks.NO_RULES)
        return DossierState(
            dossier=Dossier.of(submitted, known.bodies),
            law=known.law,
            rules=known.rules,
            calendar=known.calendar,
            earlier=known.earlier,
        )

    async def _wait_for_word_or_time(self) -> None:
        seen = self._state.sequence
        try:
            await workflow.wait_condition(
                lambda: self._state.sequence != seen or self._renewal.is_due,
                timeout=self._time_left(),
                timeout_summary=f"Chờ đến hạn: {labels.STAGES[self._state.stage].vi}",
            )
        except TimeoutError:
            await self._let_time_speak()

    def _time_left(self) -> timedelta | None:
        # None: no timeout. A stage without a term waits for people, and the law sets them no deadline.
        instant = self._state.clock.next
        return None if instant is None else max(instant - workflow.now(), SHORTEST_WAIT)

    async def _let_time_speak(self) -> None:
        # An act may have moved the dossier on while the timer waited for the write lock.
        with contextlib.suppress(NoLongerDue):
            await self._keep(dossier_acts.fall_due(self._state), "Ghi nhận thời hạn")

    @workflow.update(name=UpdateName.RECEIPT.value, description="Biên nhận của hồ sơ: gửi kèm lệnh khởi tạo")
    async def receipt(self, asked: Opening | None = None) -> Receipt:
        """Return the receipt of the submission once it is recorded, or raise its refusal."""
        receipt = await self._recorder.opening(asked)
        if (first := self._state.twin_of) is not None:
            raise refusal_error(dossier_checks.twin(first))
        return receipt

    @workflow.update(name=UpdateName.HEAR.value, description="Tiếp nhận kết luận của phiên họp hoặc quyết định")
    async def hear(self, act: Hear) -> Receipt:
        """Record the finding of a sitting or submission."""
        state = await self._recorder.opened()
        inquiry = FindingInquiry(source=act.source, sequence=act.sequence, dossier_id=state.dossier.dossier_id)
        found = await workflow.execute_local_activity_method(
            Ledger.load_finding, inquiry, **activity_options.ledger("Đọc kết luận trong sổ ghi")
        )
        return await self._keep(dossier_acts.hear(act, found), "Ghi nhận kết luận")

    @hear.validator
    @single_payload
    def _may_hear(self, act: Hear) -> None:
        self._recorder.check(dossier_acts.hear(act))

    @workflow.update(name=UpdateName.SUPPLEMENT.value, description="Đơn vị bổ sung hồ sơ")
    async def supplement(self, act: Supplement) -> Receipt:
        """Record the unit's supplement."""
        return await self._keep(dossier_acts.supplement(act), "Ghi nhận hồ sơ bổ sung")

    @supplement.validator
    @single_payload
    def _may_supplement(self, act: Supplement) -> None:
        self._recorder.check(dossier_acts.supplement(act))

    @workflow.update(name=UpdateName.WITHDRAW.value, description="Đơn vị rút hồ sơ")
    async def withdraw(self, act: Withdraw) -> Receipt:
        """Let the unit withdraw its dossier."""
        return await self._keep(dossier_acts.withdraw(act), "Ghi nhận việc rút hồ sơ")

    @withdraw.validator
    @single_payload
    def _may_withdraw(self, act: Withdraw) -> None:
        self._recorder.check(dossier_acts.withdraw(act))

    @workflow.query(name=QueryName.SHOW.value, description="Xem hồ sơ")
    def show(self) -> DossierView:
        """Return everything that a caller may see."""
        return dossier_view.view(self._recorder.shown)

    @workflow.query(name=QueryName.KEPT.value, description="Biên nhận của việc đã gửi")
    def kept(self, asked: Repeated) -> Answered:
        """Return the recorded answer to an accepted act; for a twin's submission, its refusal."""
        answered = self._recorder.kept(asked)
        if asked.act is UpdateName.RECEIPT and answered.receipt and (first := self._state.twin_of) is not None:
            return Answered(refusal=dossier_checks.twin(first))
        return answered

    def _display(self, state: DossierState) -> None:
        visibility.refresh(visibility.of_dossier(state), current_details.of_dossier(state))
