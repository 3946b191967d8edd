"""`make demo`: the whole system on this machine, a real case carried through it, and a report on the run."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from temporalio.client import Client

from activities.migrations import migrate
from activities.outbox import Delivered, by_template
from schemas.calendars import day_of
from schemas.ids import DossierId
from schemas.names import dossier_stream
from vinhdanh import VinhDanh, connect
from worker.demo import LAW
from worker.demo.case import Case
from worker.demo.display import Display
from worker.demo.folder import empty, must_be_ours
from worker.demo.sample_data import REGISTER, SampleData
from worker.demo.scenario import Scenario, ScenarioResult
from worker.embedded.readiness import until
from worker.embedded.shell import activation
from worker.embedded.stack import Stack, running, sole_owner
from worker.embedded.worker_process import WorkerProcess
from worker.register.loading import begin_with

STEPS = 21
"""Five submissions, two for the one that comes back, two for each of six sittings, two for the decision."""

DELIVERED_WITHIN = 60.0
"""Seconds in which every letter must have gone out."""


async def demo(folder: Path, screen: Display) -> int:
    """Run the case on a stack over `folder`, which is emptied first if it is a demonstration's; return the exit code.

    1 is returned where the cluster's proposals are not those of the case, or a letter did not go out.

    Raises:
        NotOurs: The folder holds what no demonstration made.
        NotStarted: A part of the stack did not come up.
    """
    case = Case.read()
    must_be_ours(folder)
    async with AsyncExitStack() as ending:
        ending.enter_context(sole_owner(folder))
        empty(folder)
        screen.say("Starting PostgreSQL, Temporal, a mail sink and a worker on this machine ...")
        stack = await ending.enter_async_context(running(Stack.over(folder, usual_ports=True)))
        await migrate(stack.postgres.address)
        await begin_with(stack.postgres.address, [REGISTER])
        await ending.enter_async_context(WorkerProcess(stack, settings={"VINHDANH_POLICIES": str(LAW)}))
        client = await ending.enter_async_context(connect(target_host=stack.temporal.address, namespace="default"))
        screen.say(f"Temporal UI: {stack.temporal.ui_address}")
        told = await _act_out(case, client, screen)
        letters = await _delivered(stack.postgres.address)
        await _account(case, told, client, screen)
        screen.notices(letters, str(stack.mail.messages))
    screen.say(f"To look at it again in the Temporal UI: make up DATA={folder}")
    if activate := activation():
        screen.say(f"To use vinhdanh, temporal and python in this window: {activate}")
    return _judge(case, told, screen)


async def _act_out(case: Case, client: Client, screen: Display) -> ScenarioResult:
    with screen.progress(case.cluster.name, STEPS) as steps:
        return await Scenario(SampleData(case), VinhDanh(client), steps.taken).run(day_of(datetime.now(UTC)))


async def _delivered(database: str) -> Sequence[Delivered]:
    """Wait until every letter has gone out, and return how many of each kind did."""
    conn = await asyncpg.connect(database)
    try:

        async def all_gone() -> bool:
            return not any(kind.unsent for kind in await by_template(conn))

        await until(all_gone, within=DELIVERED_WITHIN)
        return await by_template(conn)
    finally:
        await conn.close()


async def _account(case: Case, told: ScenarioResult, client: Client, screen: Display) -> None:
    events = {view.dossier_id: await _events(client, view.dossier_id) for view in told.dossiers}
    screen.table(told, events)
    screen.honesty(case, dict.fromkeys(doubt for view in told.dossiers for doubt in view.unverified))


async def _events(client: Client, dossier_id: DossierId) -> int:
    return (await client.get_workflow_handle(dossier_stream(dossier_id)).describe()).history_length


def _judge(case: Case, told: ScenarioResult, screen: Display) -> int:
    if sorted(told.proposed, key=str) != sorted(case.proposal, key=str):
        screen.say(f"The cluster's proposals differ from those of the real case: {told.proposed}")
        return 1
    screen.say("The cluster's proposals are those of the real case.")
    return 0
