"""The facade: everything that other services can do, over one connection to Temporal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Self

from temporalio.client import Client, ClientConnectConfig
from typing_extensions import Unpack

from schemas import names
from vinhdanh._gateway import PATIENCE, WorkflowGateway
from vinhdanh.announcements import Announcements
from vinhdanh.bodies import Bodies
from vinhdanh.connection import connect
from vinhdanh.dossiers import Dossiers
from vinhdanh.sittings import Sittings
from vinhdanh.submissions import Submissions


class VinhDanh:
    """Sends acts and shows their results. Every method raises `Declined` and nothing else of its own.

    Attributes:
        dossiers: Hồ sơ: submitted by units, carried on by offices.
        sittings: Phiên họp: convened, voted in, closed.
        submissions: Tờ trình: put before an authority, and decided.
        announcements: Findings that have not reached their dossiers.
        bodies: Cơ quan, đơn vị: who sits where on a day.
    """

    def __init__(self, client: Client, *, task_queue: str = names.TASK_QUEUE, patience: timedelta = PATIENCE) -> None:
        """Send through `client`, as `connection.connect` lends one, and wait up to `patience` for each answer."""
        self._send_through(WorkflowGateway(client, task_queue=task_queue, patience=patience))

    def _send_through(self, gateway: WorkflowGateway) -> None:
        self.dossiers = Dossiers(gateway)
        self.sittings = Sittings(gateway)
        self.submissions = Submissions(gateway)
        self.announcements = Announcements(gateway)
        self.bodies = Bodies(gateway)

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        *,
        task_queue: str = names.TASK_QUEUE,
        patience: timedelta = PATIENCE,
        **overrides: Unpack[ClientConnectConfig],
    ) -> AsyncIterator[Self]:
        """Lend a facade over a connection to the Temporal server that `TEMPORAL_*` names, or the one on this machine.

        Args:
            task_queue: The task queue of the workers.
            patience: How long to wait for each answer.
            overrides: Arguments of `temporalio.client.Client.connect`; they take precedence over the environment.

        Raises:
            RuntimeError: No server answers there.
        """
        async with connect(**overrides) as client:
            yield cls(client, task_queue=task_queue, patience=patience)
