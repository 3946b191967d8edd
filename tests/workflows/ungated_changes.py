"""The dossier's workflow with an ungated change: what replay must not let through."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RawValue
from typing_extensions import override

from workflows.dossier_workflow import DossierWorkflow
from workflows.support import activity_options

with workflow.unsafe.imports_passed_through():
    from schemas.names import WorkflowName
    from schemas.ports import CalendarInquiry, Ledger
    from schemas.stages import Stage
    from schemas.workflow_state import DossierState


@workflow.defn(name=WorkflowName.DOSSIER.value)
class AsksOnceMore(DossierWorkflow):
    """Makes one more local activity."""

    @workflow.run
    @override
    async def run(self, sent: RawValue) -> Stage:
        stage = await super().run(sent)
        inquiry = CalendarInquiry(on=workflow.now())
        await workflow.execute_local_activity_method(
            Ledger.working_days, inquiry, **activity_options.ledger("Tra thêm lịch")
        )
        return stage


@workflow.defn(name=WorkflowName.DOSSIER.value)
class ForgetsTheTime(DossierWorkflow):
    """Sets no timer."""

    @workflow.run
    @override
    async def run(self, sent: RawValue) -> Stage:
        return await super().run(sent)

    @override
    def _time_left(self) -> timedelta | None:
        return None


@workflow.defn(name=WorkflowName.DOSSIER.value)
class ShowsNothing(DossierWorkflow):
    """Shows no current details."""

    @workflow.run
    @override
    async def run(self, sent: RawValue) -> Stage:
        return await super().run(sent)

    @override
    def _display(self, state: DossierState) -> None:
        pass
