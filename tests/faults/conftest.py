"""Fixtures of the fault tests: servers of their own, since they kill them, and an installation for each module."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.faults.installation import Installation, installed
from tests.faults.seeds import IN_HASTE
from worker.embedded import folders
from worker.embedded.stack import Stack, running


@pytest.fixture(scope="session")
async def mortal_stack() -> AsyncIterator[Stack]:
    """Servers that may be killed; a test that kills one starts it again."""
    with folders.temporary("vinhdanh-faults-") as folder:
        async with running(Stack.over(folder, durable=False, ui=False)) as stack:
            yield stack


@pytest.fixture(scope="module")
async def premises(mortal_stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    """A database, a queue and workers of this module's own."""
    async with installed(mortal_stack, tmp_path_factory.mktemp("deaths"), in_haste=IN_HASTE) as lent:
        yield lent


@pytest.fixture
async def installation(premises: Installation) -> Installation:
    """The module's installation in order, whatever an earlier test left."""
    return await premises.ready()
