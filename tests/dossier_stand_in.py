"""A dossier that only hears, and answers as it is told to: all that an announcement meets of one."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from datetime import UTC, datetime

    from schemas.base import Model
    from schemas.messages import Hear
    from schemas.names import UpdateName, WorkflowName, dossier_stream
    from schemas.verdict import Receipt, Verdict


class Temper(Model):
    """How a dossier answers."""

    refuses_with: str | None = None
    """The type of the failure."""

    is_slow: bool = False
    """Whether it answers only once it is told to."""

    closes: bool = False
    """Whether it comes to its end once it has heard."""


@workflow.defn(name=WorkflowName.DOSSIER.value)
class DossierStandIn:
    """A dossier with a temper."""

    @workflow.init
    def __init__(self, temper: Temper) -> None:
        """Have heard nothing yet."""
        self._temper = temper
        self._heard: list[Verdict] = []
        self._is_over = False

    @workflow.run
    async def run(self, temper: Temper) -> None:
        """Wait for the end."""
        await workflow.wait_condition(lambda: self._is_over and workflow.all_handlers_finished())

    @workflow.update(name=UpdateName.HEAR.value)
    async def hear(self, act: Hear) -> Receipt:
        """Hear, late if slow."""
        await workflow.wait_condition(lambda: not self._temper.is_slow)
        self._heard.append(act.verdict)
        self._is_over = self._temper.closes
        return Receipt(
            stream=dossier_stream(act.verdict.dossier_id),
            sequence=len(self._heard),
            kind="heard",
            at=datetime(2026, 3, 2, tzinfo=UTC),
            hash="0" * 64,
        )

    @hear.validator
    def _may_hear(self, act: Hear) -> None:
        if self._temper.refuses_with:
            raise ApplicationError(f"Không nhận: {act.verdict.stage}", type=self._temper.refuses_with)

    @workflow.signal
    def change(self, temper: Temper) -> None:
        """Take another temper."""
        self._temper = temper
        self._is_over = temper.closes

    @workflow.query
    def heard(self) -> list[Verdict]:
        """Return what it heard."""
        return self._heard
