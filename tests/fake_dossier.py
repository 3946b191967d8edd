"""A dossier that only takes findings, and answers as configured: all of it that an announcement needs."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from datetime import UTC, datetime

    from schemas.base import Model
    from schemas.ids import StreamId
    from schemas.messages import Hear
    from schemas.names import UpdateName, WorkflowName
    from schemas.receipts import Receipt


class Behaviour(Model):
    """How a dossier answers."""

    refuses_with: str | None = None
    """The type of the failure."""

    is_slow: bool = False
    """Whether it answers only once it is released."""

    closes: bool = False
    """Whether it ends once it has taken a finding."""


@workflow.defn(name=WorkflowName.DOSSIER.value)
class FakeDossier:
    """A dossier with a configurable behaviour."""

    @workflow.init
    def __init__(self, temper: Behaviour) -> None:
        """Start with no findings."""
        self._temper = temper
        self._heard: list[Hear] = []
        self._is_over = False

    @workflow.run
    async def run(self, temper: Behaviour) -> None:
        """Wait for the end."""
        await workflow.wait_condition(lambda: self._is_over and workflow.all_handlers_finished())

    @workflow.update(name=UpdateName.HEAR.value)
    async def hear(self, act: Hear) -> Receipt:
        """Take a finding, late if slow."""
        await workflow.wait_condition(lambda: not self._temper.is_slow)
        self._heard.append(act)
        self._is_over = self._temper.closes
        return Receipt(
            stream=StreamId(workflow.info().workflow_id),
            sequence=len(self._heard),
            kind="heard",
            at=datetime(2026, 3, 2, tzinfo=UTC),
            hash="0" * 64,
        )

    @hear.validator
    def _may_hear(self, act: Hear) -> None:
        if self._temper.refuses_with:
            raise ApplicationError(f"Không nhận: {act.source}", type=self._temper.refuses_with)

    @workflow.signal
    def change(self, temper: Behaviour) -> None:
        """Change the behaviour."""
        self._temper = temper
        self._is_over = temper.closes

    @workflow.query
    def heard(self) -> list[Hear]:
        """Return the findings that it was pointed to."""
        return self._heard
