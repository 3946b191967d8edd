"""What hostile tests borrow: a way past our client, somebody who keeps to it, and targets that stay alive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.hostile.raw import Wire
from tests.hostile.targets import Target
from tests.journeys.clerk import Clerk
from worker.demo.story import Offices

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client
    from temporalio.worker import Worker

    from worker.settings import Settings


@pytest.fixture(scope="session")
def wire(client: Client, worker: Worker, settings: Settings) -> Wire:
    """A way to Temporal that checks nothing, with a worker behind it."""
    assert worker.is_running
    return Wire(client, settings.task_queue)


@pytest.fixture(scope="session")
def clerk(client: Client, worker: Worker, settings: Settings, pool: asyncpg.Pool) -> Clerk:
    """Somebody who acts for every office, by our client."""
    from client import Dossiers, Sittings, Submissions  # noqa: PLC0415 - shadows the fixture of that name elsewhere

    assert worker.is_running
    queue = settings.task_queue
    doors = (
        Dossiers(client, task_queue=queue),
        Sittings(client, task_queue=queue),
        Submissions(client, task_queue=queue),
    )
    return Clerk(Offices(*doors), pool)


@pytest.fixture(scope="session")
def aim(clerk: Clerk, wire: Wire, pool: asyncpg.Pool) -> Callable[[type[Target]], Target]:
    """Returns the one target of a kind that is aimed at, in test after test."""
    made: dict[type[Target], Target] = {}

    def aim_at(kind: type[Target]) -> Target:
        return made.setdefault(kind, kind(clerk, wire, pool))

    return aim_at
