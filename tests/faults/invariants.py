"""Whether everything is as it must be once the faults are over: nothing lost, nothing twice, nothing stuck."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowExecution, WorkflowExecutionStatus
from temporalio.common import SearchAttributeKey

from activities.ledger_verification import broken_links
from schemas.data_converter import DATA_CONVERTER
from schemas.dossier import DossierView
from schemas.names import QueryName
from schemas.receipts import Receipt
from schemas.sitting import SittingStatus, SittingView
from schemas.submission import SubmissionStatus, SubmissionView
from tests.faults.installation import Installation
from tests.waiting import eventually
from worker.embedded.readiness import until

REPORTED_PROBLEMS = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")

HARMLESS = {
    # The server did not take a workflow's end, since an act came in meanwhile: the task is done again with that act.
    WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
}

HEALTHY = {
    WorkflowExecutionStatus.RUNNING,
    WorkflowExecutionStatus.CONTINUED_AS_NEW,
    WorkflowExecutionStatus.COMPLETED,
}

AT_ONCE = 8

View = DossierView | SittingView | SubmissionView

VIEWS: Mapping[str, type[View]] = {"dossier": DossierView, "sitting": SittingView, "submission": SubmissionView}

Ledger = Mapping[str, Sequence[Receipt]]
"""For each stream the receipts of its facts, in order."""


async def prove_sound(installation: Installation) -> None:
    """Assert that ledger, Temporal, letters and receipts agree, and that all that can end ended.

    It covers every stream that began since the test did, which is given time to come to rest first.

    Raises:
        AssertionError: Something was lost, kept twice, told differently, or is stuck.
    """
    await _comes_to_rest(installation)
    ledger = await _ledger(installation)
    async with installation.pool.acquire() as conn:
        assert await broken_links(conn) == []
    for receipt in installation.receipt_log.receipts:
        assert ledger[receipt.stream][receipt.sequence - 1] == receipt
    await _rows_tell_the_same(installation)
    await _each(_prove_stream, installation, ledger)
    await _prove_runs(installation, ledger)
    await _letters_came(installation)


_UNSENT = """
SELECT format('letter %s of %s: %s, tried %s times, due %s, %s', id, stream, state, attempts, next_at, last_error)
FROM notice
WHERE state <> 'sent'
"""

# A workflow that closed or decided goes on to tell the dossiers, whatever was killed meanwhile.
_UNANNOUNCED = """
SELECT DISTINCT format('%s: its dossiers are not told', stream)
FROM fact AS closed
WHERE kind IN ('sitting_closed', 'submission_decided') AND NOT EXISTS (
    SELECT FROM fact AS told WHERE told.stream = closed.stream AND told.kind = 'findings_announced'
)
"""


async def _comes_to_rest(installation: Installation) -> None:
    async def is_at_rest() -> bool:
        return not await _unfinished(installation)

    await until(is_at_rest, within=installation.rest, every=0.2)
    assert await _unfinished(installation) == []


async def _unfinished(installation: Installation) -> list[str]:
    return [row[0] for row in await installation.pool.fetch(f"{_UNSENT} UNION ALL {_UNANNOUNCED}")]


async def _ledger(installation: Installation) -> Ledger:
    rows = await installation.pool.fetch(
        "SELECT stream, sequence, kind, at, encode(hash, 'hex') AS hash FROM fact WHERE kind <> 'body_registered'"
        " ORDER BY stream, sequence"
    )
    found: dict[str, list[Receipt]] = {}
    for row in rows:
        found.setdefault(row["stream"], []).append(Receipt(**row))
    return {stream: facts for stream, facts in found.items() if stream not in installation.earlier}


async def _each(prove: Any, installation: Installation, ledger: Ledger) -> None:
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(stream: str) -> None:
        async with turns:
            await prove(installation, stream, ledger[stream])

    await asyncio.gather(*map(in_turn, ledger))


async def _prove_stream(installation: Installation, stream: str, facts: Sequence[Receipt]) -> None:
    handle = installation.client.get_workflow_handle(stream)
    shown = await handle.query(QueryName.SHOW, result_type=VIEWS[stream.partition("-")[0]])
    assert shown.facts == len(facts), f"{stream} shows {shown.facts} facts, the ledger holds {len(facts)}"
    assert [fact.sequence for fact in facts] == list(range(1, len(facts) + 1))
    wanted = WorkflowExecutionStatus.COMPLETED if _is_over(shown) else WorkflowExecutionStatus.RUNNING

    async def stands() -> bool:
        described = await handle.describe()
        is_idle = not described.raw_description.HasField("pending_workflow_task")
        return described.status is wanted and is_idle

    await eventually(stands, within=installation.rest)
    if isinstance(shown, DossierView):
        row = await installation.pool.fetchrow(
            "SELECT stage, sequence FROM dossier WHERE dossier_id = $1", shown.dossier_id
        )
        assert row is not None
        assert (row["stage"], row["sequence"]) == (shown.stage, shown.facts)


def _is_over(shown: View) -> bool:
    match shown:
        case DossierView():
            return shown.stage.is_final
        case SittingView():
            return shown.status is SittingStatus.ANNOUNCED
        case SubmissionView():
            return shown.status is SubmissionStatus.ANNOUNCED


async def _rows_tell_the_same(installation: Installation) -> None:
    granted = await installation.pool.fetch("SELECT stream FROM fact WHERE kind = 'award_granted' ORDER BY stream")
    registered = await installation.pool.fetch("SELECT stream FROM register ORDER BY stream")
    assert granted == registered


async def _prove_runs(installation: Installation, ledger: Ledger) -> None:
    runs = [run async for run in installation.client.list_workflows(f"TaskQueue = '{installation.queue}'")]
    assert {run.id for run in runs} >= ledger.keys()
    for run in runs:
        assert run.typed_search_attributes.get(REPORTED_PROBLEMS) is None, run.id
        if run.id in installation.earlier:
            continue
        assert run.status in HEALTHY, (run.id, run.status)
        await _prove_history(installation, run, ledger.get(run.id, ()))


async def _prove_history(installation: Installation, run: WorkflowExecution, facts: Sequence[Receipt]) -> None:
    handle = installation.client.get_workflow_handle(run.id, run_id=run.run_id)
    for event in (await handle.fetch_history()).events:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
            failed = event.workflow_task_failed_event_attributes
            assert failed.cause in HARMLESS, f"{run.id}: {failed}"
        for receipt in await _receipts(event):
            assert facts[receipt.sequence - 1] == receipt


async def _receipts(event: HistoryEvent) -> Sequence[Receipt]:
    outcome = event.workflow_execution_update_completed_event_attributes.outcome
    return await DATA_CONVERTER.decode(outcome.success.payloads, [Receipt] * len(outcome.success.payloads))


async def _letters_came(installation: Installation) -> None:
    assert set(await installation.letters_asked_for()) <= set(installation.letters())
