"""The clock driver: turns the clock forward, on a server that skips time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from schemas.names import UpdateName, dossier_stream
from schemas.receipts import Receipt
from schemas.verdict import Outcome

if TYPE_CHECKING:
    from temporalio.client import WorkflowHandle
    from temporalio.testing import WorkflowEnvironment

    from schemas.dossier import Dossier
    from schemas.stages import Stage
    from tests.journeys.office_driver import OfficeDriver

DAY = timedelta(days=1)


class ClockDriver:
    """Turns the clock of a server forward, and gives dossiers findings without holding sittings."""

    def __init__(self, environment: WorkflowEnvironment, driver: OfficeDriver) -> None:
        self._environment = environment
        self.driver = driver

    def handle(self, dossier: Dossier) -> WorkflowHandle[Any, Any]:
        """Return the dossier's workflow."""
        return self._environment.client.get_workflow_handle(dossier_stream(dossier.dossier_id))

    async def now(self) -> datetime:
        """Return the time of the server's clock."""
        return await self._environment.get_current_time()

    async def turn(self, by: timedelta) -> None:
        """Let so much time pass; what falls due meanwhile is done, each at its own instant."""
        await self._environment.sleep(by)

    async def turn_to(self, day: date) -> None:
        """Let time pass until nine in the morning of a day in Hanoi."""
        morning = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        await self.turn(morning - await self.now())

    async def hear(self, dossier: Dossier, stage: Stage, body: str, outcome: Outcome, **found: Any) -> Receipt:
        """Give the dossier a body's finding."""
        act = await self.driver.finding(stage, dossier, body, outcome, **found)
        receipt: Receipt = await self.handle(dossier).execute_update(UpdateName.HEAR, act, result_type=Receipt)
        return receipt
