"""A Temporal server whose clock stands until it is turned."""

import sysconfig
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from temporalio.testing import WorkflowEnvironment

from schemas.data_converter import DATA_CONVERTER
from vinhdanh.connection import quiet_runtime
from worker import search_attributes


@asynccontextmanager
async def a_server_that_skips(**how: Any) -> AsyncIterator[WorkflowEnvironment]:
    """Lend such a server; one clock serves all its workflows, so that each test is lent one of its own."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(Path(sysconfig.get_path("scripts")) / "temporal-test-server"),
        data_converter=DATA_CONVERTER,
        runtime=quiet_runtime(),
        **how,
    ) as environment:
        await search_attributes.make(environment.client, search_attributes.TYPES)
        yield environment
