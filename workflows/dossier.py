"""The dossier's workflow: it waits, from its submission to its end, for what bodies, its unit and the clock say."""

import contextlib
from datetime import timedelta

from temporalio import workflow

from workflows import board, options
from workflows.envelope import clean, declined, holding_one
from workflows.offices import DossierAct, Offices
from workflows.renewal import SHORTEST_WAIT, Renewal
from workflows.rules import (
    dossier_acts,
    dossier_facts,
    dossier_story,
    keys,
    letters,
    pages,
    standing,
    words,
)
from workflows.scribe import Moot, Rites, Scribe

with workflow.unsafe.imports_passed_through():
    from schemas.carried import DossierState
    from schemas.dossier import DossierView
    from schemas.facts import DossierFact
    from schemas.messages import Hear, SubmitDossier, Supplement, Withdraw
    from schemas.names import QueryName, SignalName, UpdateName, WorkflowName, dossier_stream
    from schemas.ports import Intake, Ledger
    from schemas.stages import Stage
    from schemas.verdict import Receipt


@workflow.defn(name=WorkflowName.DOSSIER.value)
class DossierWorkflow(Offices):
    """One dossier, as `dossier-<dossier_id>`. It is the only writer of its own facts."""

    @workflow.init
    @holding_one
    def __init__(self, call: SubmitDossier) -> None:
        """Restore what an earlier run remembered; an act may arrive before `run` begins."""
        self._call = call
        self._renewal = Renewal()
        rites = Rites(dossier_story.after, standing.row, letters.about_dossier, self._put_up)
        stream = dossier_stream(call.dossier.dossier_id)
        self._scribe = Scribe[DossierState, DossierFact](rites, call.carried, stream)

    @workflow.run
    async def run(self, call: SubmitDossier) -> Stage:
        """Carry the dossier from its submission to its end."""
        await self._scribe.open(self._learn_the_rules, self._opening(), "Ghi nhận hồ sơ")
        while not self._state.stage.is_final and not self._renewal.is_due:
            await self._wait_for_word_or_time()

        await workflow.wait_condition(workflow.all_handlers_finished)
        if not self._state.stage.is_final:
            self._renewal.begin(call.model_copy(update={"carried": self._state}))
        return self._state.stage

    @property
    def _state(self) -> DossierState:
        return self._scribe.memory

    async def _learn_the_rules(self) -> DossierState:
        dossier = clean(self._call).dossier
        known = await workflow.execute_local_activity_method(
            Ledger.inquire,
            Intake(dossier=dossier, on=workflow.now()),
            **options.ledger("Tra cứu quy định"),
        )
        refusal = known.refusal or dossier_acts.may_open(self._call, known.rules, now=workflow.now())
        if refusal is not None or known.rules is None:
            raise declined(refusal or dossier_acts.NO_RULES)
        return DossierState(dossier=dossier, rules=known.rules, calendar=known.calendar, earlier=known.earlier)

    async def _wait_for_word_or_time(self) -> None:
        seen = self._state.sequence
        try:
            await workflow.wait_condition(
                lambda: self._state.sequence != seen or self._renewal.is_due,
                timeout=self._time_left(),
                timeout_summary=f"Chờ đến hạn: {words.STAGES[self._state.stage]}",
            )
        except TimeoutError:
            await self._let_time_speak()

    def _time_left(self) -> timedelta | None:
        # None waits for ever: a stage without a term waits for people, who have no deadline in law.
        instant = self._state.clock.next
        return None if instant is None else max(instant - workflow.now(), SHORTEST_WAIT)

    async def _let_time_speak(self) -> None:
        # An act may have moved the dossier on while the clock waited for its turn to write.
        with contextlib.suppress(Moot):
            await self._look_ahead()
            await self._scribe.keep(self._timely(), "Ghi nhận thời hạn")

    @workflow.update(name=UpdateName.RECEIPT.value, description="Biên nhận của hồ sơ: gửi kèm lệnh khởi tạo")
    async def receipt(self) -> Receipt:
        """Answer with the receipt of the submission once it is kept, or with why it was refused."""
        state = await self._scribe.opened()
        if state.twin_of is not None:
            raise declined(dossier_acts.twin(state.twin_of))
        return state.receipts[keys.OPEN]

    @workflow.update(name=UpdateName.HEAR.value, description="Tiếp nhận kết luận của phiên họp hoặc quyết định")
    async def hear(self, act: Hear) -> Receipt:
        """Take in what a sitting or submission found."""
        return await self._keep(self._hearing(act), "Ghi nhận kết luận")

    @hear.validator
    @holding_one
    def _may_hear(self, act: Hear) -> None:
        self._scribe.judge(self._hearing(act))

    @workflow.update(name=UpdateName.SUPPLEMENT.value, description="Đơn vị bổ sung hồ sơ")
    async def supplement(self, act: Supplement) -> Receipt:
        """Take in what the unit adds."""
        return await self._keep(self._supplementing(act), "Ghi nhận hồ sơ bổ sung")

    @supplement.validator
    @holding_one
    def _may_supplement(self, act: Supplement) -> None:
        self._scribe.judge(self._supplementing(act))

    @workflow.update(name=UpdateName.WITHDRAW.value, description="Đơn vị rút hồ sơ")
    async def withdraw(self, act: Withdraw) -> Receipt:
        """Let the unit take its dossier back."""
        return await self._keep(self._withdrawing(act), "Ghi nhận việc rút hồ sơ")

    @withdraw.validator
    @holding_one
    def _may_withdraw(self, act: Withdraw) -> None:
        self._scribe.judge(self._withdrawing(act))

    @workflow.signal(name=SignalName.RENEW.value, description="Chuyển sang lượt chạy mới")
    def renew(self) -> None:
        """Continue as new at the next quiet moment."""
        self._renewal.ask()

    @workflow.query(name=QueryName.SHOW.value, description="Xem hồ sơ")
    def show(self) -> DossierView:
        """Return everything that a caller may see."""
        return standing.view(self._state)

    def _put_up(self, state: DossierState) -> None:
        board.show(board.of_dossier(state), pages.of_dossier(state))

    def _opening(self) -> DossierAct:
        return DossierAct.once(
            keys.OPEN, lambda _: None, lambda state: dossier_facts.submitted(state, self._call, workflow.now())
        )

    def _hearing(self, act: Hear) -> DossierAct:
        return DossierAct.once(
            keys.hear(act),
            lambda state: dossier_acts.may_hear(state, act),
            lambda state: dossier_facts.heard(state, act, workflow.now()),
        )

    def _supplementing(self, act: Supplement) -> DossierAct:
        return DossierAct.once(
            keys.supplement(act),
            lambda state: dossier_acts.may_supplement(state, act),
            lambda state: dossier_facts.supplemented(state, act, workflow.now()),
        )

    def _withdrawing(self, act: Withdraw) -> DossierAct:
        return DossierAct.once(
            keys.withdraw(act),
            lambda state: dossier_acts.may_withdraw(state, act),
            lambda state: dossier_facts.withdrawn(state, act, workflow.now()),
        )

    def _timely(self) -> DossierAct:
        awaiting = self._state.awaiting

        def write(state: DossierState) -> DossierFact:
            fact = dossier_facts.on_time(state, workflow.now())
            if fact is None or state.awaiting != awaiting:
                raise Moot
            return fact

        return DossierAct(keys.of_time(self._state, workflow.now()), lambda _: None, write)
