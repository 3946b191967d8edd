"""The sitting's workflow: ballots over an agenda, until they are counted and every dossier knows its outcome."""

from datetime import timedelta

from temporalio import workflow

from workflows import board, options
from workflows.envelope import declined, holding_one
from workflows.renewal import SHORTEST_WAIT, Renewal
from workflows.rules import keys, letters, pages, sitting_acts, sitting_facts, sitting_story
from workflows.scribe import Act, Rites, Scribe

with workflow.unsafe.imports_passed_through():
    from schemas.carried import SittingState
    from schemas.facts import SittingFact
    from schemas.messages import Cast, Close, Convene, Reconvene
    from schemas.names import QueryName, SignalName, UpdateName, WorkflowName, sitting_stream
    from schemas.notices import Notice
    from schemas.ports import AgendaInquiry, Announcement, Announcer, Ledger
    from schemas.sitting import SittingStatus, SittingView
    from schemas.verdict import Receipt

SittingAct = Act[SittingState, SittingFact]


@workflow.defn(name=WorkflowName.SITTING.value)
class SittingWorkflow:
    """One sitting, as `sitting-<sitting_id>`."""

    @workflow.init
    @holding_one
    def __init__(self, call: Convene) -> None:
        """Restore what an earlier run remembered; an act may arrive before `run` begins."""
        self._call = call
        self._renewal = Renewal()
        rites = Rites[SittingState, SittingFact](sitting_story.after, lambda _: None, self._letters, self._put_up)
        self._scribe = Scribe(rites, call.carried, sitting_stream(call.sitting_id))

    @workflow.run
    async def run(self, call: Convene) -> SittingStatus:
        """Carry the sitting from its convening to the moment when every dossier knows its outcome."""
        await self._scribe.open(self._learn_the_agenda, self._opening(), "Ghi nhận triệu tập phiên họp")
        while self._state.status is not SittingStatus.ANNOUNCED and not self._renewal.is_due:
            await self._go_on()

        await workflow.wait_condition(workflow.all_handlers_finished)
        if self._state.status is not SittingStatus.ANNOUNCED:
            self._renewal.begin(call.model_copy(update={"carried": self._state}))
        return self._state.status

    @property
    def _state(self) -> SittingState:
        return self._scribe.memory

    async def _learn_the_agenda(self) -> SittingState:
        call = self._call
        known = await workflow.execute_local_activity_method(
            Ledger.agenda,
            AgendaInquiry(body=call.body.id, stage=call.stage, agenda=call.agenda),
            **options.ledger("Tra cứu chương trình phiên họp"),
        )
        if refusal := sitting_acts.may_convene(call, known, now=workflow.now()):
            raise declined(refusal)
        return SittingState(agenda=known.items, rules=known.rules, shared=known.shared, closes_at=call.closes_at)

    async def _go_on(self) -> None:
        if self._state.status is SittingStatus.CLOSED:
            await self._announce()
            return
        status, meeting = self._state.status, self._state.meeting
        try:
            await workflow.wait_condition(
                lambda: (self._state.status, self._state.meeting) != (status, meeting) or self._renewal.is_due,
                timeout=self._time_left(),
                timeout_summary="Chờ đến giờ đóng phiếu",
            )
        except TimeoutError:
            await self._scribe.keep(self._closing_on_time(), "Đóng phiếu đúng giờ")

    def _time_left(self) -> timedelta | None:
        # None waits for ever: without a closing time, and while adjourned, only the chair moves a sitting.
        if self._state.status is not SittingStatus.OPEN or self._state.closes_at is None:
            return None
        return max(self._state.closes_at - workflow.now(), SHORTEST_WAIT)

    async def _announce(self) -> None:
        # Nothing is kept between the count and its announcement: the last fact is the one that closed the sitting.
        report = await workflow.execute_activity_method(
            Announcer.announce,
            Announcement(source=sitting_stream(self._call.sitting_id), sequence=self._state.sequence),
            **options.announcement(f"Thông báo kết quả tới {len(self._state.agenda)} hồ sơ"),
        )
        act = SittingAct.once(
            keys.ANNOUNCE,
            lambda _: None,
            lambda state: sitting_facts.announced(self._call, state, report, workflow.now()),
        )
        await self._scribe.keep(act, "Ghi nhận đã thông báo")

    @workflow.update(name=UpdateName.RECEIPT.value, description="Biên nhận của phiên họp: gửi kèm lệnh khởi tạo")
    async def receipt(self) -> Receipt:
        """Answer with the receipt of the convening once it is kept, or with why it was refused."""
        return (await self._scribe.opened()).receipts[keys.OPEN]

    @workflow.update(name=UpdateName.CAST.value, description="Bỏ phiếu, hoặc đổi phiếu khi chưa bế mạc")
    async def cast(self, act: Cast) -> Receipt:
        """Take a seat's ballot; a later one replaces it while the sitting is open."""
        return await self._scribe.keep(self._casting(act), "Ghi nhận phiếu")

    @cast.validator
    @holding_one
    def _may_cast(self, act: Cast) -> None:
        self._scribe.judge(self._casting(act))

    @workflow.update(name=UpdateName.CLOSE.value, description="Đóng phiếu và kiểm phiếu")
    async def close(self, act: Close) -> Receipt:
        """Close the ballot and count it."""
        return await self._scribe.keep(self._closing(act), "Ghi nhận kết quả kiểm phiếu")

    @close.validator
    @holding_one
    def _may_close(self, act: Close) -> None:
        self._scribe.judge(self._closing(act))

    @workflow.update(name=UpdateName.RECONVENE.value, description="Triệu tập lại phiên họp đã hoãn")
    async def reconvene(self, act: Reconvene) -> Receipt:
        """Hold an adjourned sitting again."""
        return await self._scribe.keep(self._reconvening(act), "Ghi nhận triệu tập lại")

    @reconvene.validator
    @holding_one
    def _may_reconvene(self, act: Reconvene) -> None:
        self._scribe.judge(self._reconvening(act))

    @workflow.signal(name=SignalName.RENEW.value, description="Chuyển sang lượt chạy mới")
    def renew(self) -> None:
        """Continue as new at the next quiet moment."""
        self._renewal.ask()

    @workflow.query(name=QueryName.SHOW.value, description="Xem phiên họp")
    def show(self) -> SittingView:
        """Return everything that a caller may see."""
        return sitting_story.view(self._call, self._state)

    def _put_up(self, state: SittingState) -> None:
        board.show(board.of_sitting(self._call, state), pages.of_sitting(self._call, state))

    def _letters(self, state: SittingState, fact: SittingFact) -> tuple[Notice, ...]:
        return letters.about_sitting(self._call, state, fact)

    def _opening(self) -> SittingAct:
        return SittingAct.once(
            keys.OPEN, lambda _: None, lambda state: sitting_facts.convened(self._call, state, workflow.now())
        )

    def _casting(self, act: Cast) -> SittingAct:
        return SittingAct(
            keys.cast(act),
            lambda state: sitting_acts.may_cast(self._call, state, act),
            lambda state: sitting_facts.cast(self._call, state, act, workflow.now()),
        )

    def _closing(self, act: Close) -> SittingAct:
        return SittingAct.once(
            keys.close(act),
            lambda state: sitting_acts.may_close(self._call, state, act),
            lambda state: sitting_facts.closed(self._call, state, act, workflow.now()),
        )

    def _closing_on_time(self) -> SittingAct:
        act = sitting_facts.by_the_clock(self._state)
        return SittingAct.once(
            keys.close(act),
            lambda _: None,
            lambda state: sitting_facts.closed(self._call, state, act, workflow.now()),
        )

    def _reconvening(self, act: Reconvene) -> SittingAct:
        return SittingAct.once(
            keys.reconvene(act),
            lambda state: sitting_acts.may_reconvene(self._call, state, act, now=workflow.now()),
            lambda state: sitting_facts.reconvened(self._call, state, act, workflow.now()),
        )
