"""The sitting's workflow: ballots over an agenda, until they are counted and every dossier has its outcome."""

import contextlib
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RawValue

from workflows.presidium_handlers import PresidiumHandlers
from workflows.rules.act import NoLongerDue
from workflows.rules.sitting import early_close, presidium_checks, rolls, sitting_acts, sitting_state, sitting_view
from workflows.rules.sitting.sitting_acts import SittingAct
from workflows.rules.views import current_details, sitting_notices
from workflows.support import activity_options, visibility
from workflows.support.continue_as_new import SHORTEST_WAIT, undeterred
from workflows.support.guards import Start, any_payload, clean, refusal_error, single_payload
from workflows.support.recorder import StreamHooks

with workflow.unsafe.imports_passed_through():
    from schemas.facts import SittingFact
    from schemas.ids import DossierId
    from schemas.messages import Amend, Close, Convene, Opening, Repeated
    from schemas.names import QueryName, UpdateName, WorkflowName, sitting_stream
    from schemas.notices import Notice
    from schemas.ports import Announcement, Announcer
    from schemas.receipts import Answered, Receipt
    from schemas.sitting import Explain, SittingStatus, SittingView
    from schemas.workflow_state import SittingState


@workflow.defn(name=WorkflowName.SITTING.value)
class SittingWorkflow(PresidiumHandlers):
    """One sitting, as `sitting-<sitting_id>`."""

    @workflow.init
    @any_payload
    def __init__(self, sent: RawValue) -> None:
        """Read the convening; an act may arrive before `run` begins."""
        start = Start(sent, Convene, lambda call: sitting_stream(call.sitting_id))
        self._asked_at, self._is_decided = 0, False
        hooks = StreamHooks[SittingState, SittingFact](
            lambda loaded: loaded.sitting, sitting_state.apply, lambda _: None, self._letters, self._display
        )
        super().__init__(start, hooks)

    @workflow.run
    @any_payload
    async def run(self, sent: RawValue) -> SittingStatus:
        """Run the sitting from its convening until every dossier has received its outcome."""
        await undeterred(self._live())
        await workflow.wait_condition(workflow.all_handlers_finished)
        if self._state.status is not SittingStatus.ANNOUNCED:
            self._renewal.begin(sent)
        return self._state.status

    def _opening(self) -> SittingAct:
        return sitting_acts.convene(self._call, self._start.said)

    async def _live(self) -> None:
        await self._recorder.open(self._learn_the_agenda, self._opening, "Ghi nhận triệu tập phiên họp")
        while self._state.status is not SittingStatus.ANNOUNCED and not self._renewal.is_due:
            await self._go_on()

    async def _learn_the_agenda(self) -> SittingState:
        call = clean(self._call)
        known = await self._look_up(call.agenda, with_roll=True)
        if refusal := presidium_checks.may_convene(call, known, now=workflow.now()):
            raise refusal_error(refusal)
        if known.body is None:
            raise refusal_error(presidium_checks.NO_ROLL)
        return SittingState(body=known.body, agenda=known.items, rules=known.rules, shared=known.shared)

    async def _go_on(self) -> None:
        status, meeting = self._state.status, self._state.meeting
        if status is SittingStatus.CLOSED:
            await self._announce()
            return
        try:
            await workflow.wait_condition(
                lambda: (
                    (self._state.status, self._state.meeting) != (status, meeting)
                    or self._closes_early()
                    or self._renewal.is_due
                ),
                timeout=self._time_left(),
                timeout_summary="Chờ đến giờ mở phiếu" if status is SittingStatus.CALLED else "Chờ đến giờ đóng phiếu",
            )
        except TimeoutError:
            await self._on_time(status)
        if self._closes_early():
            await self._close_by_itself("Đóng phiếu sớm theo quy chế")

    def _time_left(self) -> timedelta | None:
        # None: no timeout. Without a closing time, or while adjourned, only the presidium moves a sitting.
        state = self._state
        until = {SittingStatus.CALLED: state.opens_at, SittingStatus.OPEN: state.closes_at}.get(state.status)
        return None if until is None else max(until - workflow.now(), SHORTEST_WAIT)

    def _closes_early(self) -> bool:
        # Evaluated at every event, and counting 500 ballots is expensive: the result changes only with a new fact.
        state = self._state
        if self._asked_at != state.sequence:
            self._asked_at, self._is_decided = state.sequence, early_close.is_due(self._call, state)
        return self._is_decided

    async def _on_time(self, status: SittingStatus) -> None:
        if status is SittingStatus.CALLED:
            state, known = self._state, await self._look_up(with_roll=True)
            with contextlib.suppress(NoLongerDue):
                await self._recorder.keep(sitting_acts.open_ballot(self._call, state, known), "Mở bỏ phiếu đúng giờ")
        else:
            await self._close_by_itself("Đóng phiếu đúng giờ")

    async def _close_by_itself(self, summary: str) -> None:
        gone = await self._gone()
        with contextlib.suppress(NoLongerDue):
            await self._recorder.keep(sitting_acts.close_by_the_clock(self._call, self._state, gone), summary)

    async def _gone(self) -> tuple[DossierId, ...]:
        table = tuple(item.dossier_id for item in rolls.on_the_table(self._state))
        return tuple(found.dossier_id for found in (await self._look_up(table)).elsewhere)

    async def _announce(self) -> None:
        # No fact comes between the count and its announcement: the last fact is the one that closed the sitting.
        report = await workflow.execute_activity_method(
            Announcer.announce,
            Announcement(source=sitting_stream(self._call.sitting_id), sequence=self._state.sequence),
            **activity_options.announcement(f"Thông báo kết quả tới {len(self._state.agenda)} hồ sơ"),
        )
        await self._recorder.keep(sitting_acts.announce(self._call, report), "Ghi nhận đã thông báo")

    @workflow.update(name=UpdateName.RECEIPT.value, description="Biên nhận của phiên họp: gửi kèm lệnh khởi tạo")
    async def receipt(self, asked: Opening | None = None) -> Receipt:
        """Return the receipt of the convening once it is recorded, or raise its refusal."""
        return await self._recorder.opening(asked)

    @workflow.update(name=UpdateName.AMEND.value, description="Sửa chương trình trước khi mở bỏ phiếu")
    async def amend(self, act: Amend) -> Receipt:
        """Strike dossiers from the agenda, or add some, before the ballot opens."""
        await self._recorder.opened()
        struck = {each.dossier_id for each in act.strike}
        left = (item.dossier_id for item in self._state.agenda if item.dossier_id not in struck)
        known = await self._look_up((*left, *(each for each in act.add if each not in struck)))
        return await self._recorder.keep(sitting_acts.amend(self._call, act, known), "Ghi nhận sửa chương trình")

    @amend.validator
    @single_payload
    def _may_amend(self, act: Amend) -> None:
        self._recorder.check(sitting_acts.amend(self._call, act))

    @workflow.update(name=UpdateName.CLOSE.value, description="Đóng phiếu và kiểm phiếu")
    async def close(self, act: Close) -> Receipt:
        """Close the ballot and count it; there is no finding on dossiers that have left meanwhile."""
        await self._recorder.opened()
        closing = sitting_acts.close(self._call, act, await self._gone())
        return await self._recorder.keep(closing, "Ghi nhận kết quả kiểm phiếu")

    @close.validator
    @single_payload
    def _may_close(self, act: Close) -> None:
        self._recorder.check(sitting_acts.close(self._call, act))

    @workflow.query(name=QueryName.SHOW.value, description="Xem phiên họp")
    def show(self) -> SittingView:
        """Return everything that a caller may see."""
        state = self._recorder.shown
        return sitting_view.view(self._call, state)

    @workflow.query(name=QueryName.KEPT.value, description="Biên nhận của việc đã gửi")
    def kept(self, asked: Repeated) -> Answered:
        """Return the recorded answer to an accepted act."""
        return self._recorder.kept(asked)

    @workflow.query(name=QueryName.EXPLAIN.value, description="Giải thích kết quả của một hồ sơ")
    def explain(self, asked: Explain) -> tuple[str, ...]:
        """Return the explanation of a dossier's outcome, a sentence for each step of the count."""
        state = self._recorder.shown
        return sitting_view.explained(self._call, state, asked)

    def _display(self, state: SittingState) -> None:
        visibility.refresh(visibility.of_sitting(self._call, state), current_details.of_sitting(self._call, state))

    def _letters(self, state: SittingState, fact: SittingFact) -> tuple[Notice, ...]:
        return sitting_notices.about_sitting(self._call, state, fact)
