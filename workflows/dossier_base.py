"""The base of a dossier's handlers: the working days by which its terms are counted."""

from dataclasses import replace
from datetime import datetime

from temporalio import workflow

from workflows.rules import deadlines
from workflows.rules.dossier import dossier_facts, routing
from workflows.rules.dossier.dossier_acts import DossierAct
from workflows.support import activity_options
from workflows.support.stream_base import StreamBase

with workflow.unsafe.imports_passed_through():
    from schemas.calendars import WorkCalendar
    from schemas.facts import DossierFact
    from schemas.messages import SubmitDossier
    from schemas.ports import CalendarInquiry, Ledger
    from schemas.receipts import Receipt
    from schemas.stages import Stage
    from schemas.workflow_state import DossierState


class DossierBase(StreamBase[SubmitDossier, DossierState, DossierFact]):
    """Records acts on one dossier."""

    async def _keep(self, act: DossierAct, summary: str) -> Receipt:
        state = await self._recorder.opened()
        if not self._knows_the_days_ahead(state):
            newer = await self._working_days(workflow.now())
            act = replace(act, write=dossier_facts.counted_by(newer, act.write))
        return await self._recorder.keep(act, summary)

    def _knows_the_days_ahead(self, state: DossierState) -> bool:
        terms = (routing.term_of(state, stage) for stage in (Stage.UNIT, *routing.route(state)))
        return all(deadlines.reaches(state.calendar, workflow.now(), term) for term in terms)

    async def _working_days(self, around: datetime) -> WorkCalendar:
        return await workflow.execute_local_activity_method(
            Ledger.working_days, CalendarInquiry(on=around), **activity_options.ledger("Tra lịch ngày làm việc")
        )
