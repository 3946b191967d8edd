"""Workflows live for months, and newer code must go on from what older code has done: each kept history tests it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.workflow import NondeterminismError

from schemas import dirty_text
from schemas.data_converter import DATA_CONVERTER
from schemas.refusals import Reason, Refusal
from tests.workflows.record_histories import HISTORIES, STORIES, files_of
from tests.workflows.recording_stack import RECORDER
from tests.workflows.ungated_changes import AsksOnceMore, ForgetsTheTime, ShowsNothing
from vinhdanh.connection import quiet_runtime
from worker.build import WORKFLOWS, sandbox

FILES = sorted(HISTORIES.glob("*.json"))

LOCAL_ACTIVITY = "core_local_activity"


def events_of(path: Path) -> list[dict[str, Any]]:
    """Return the events of a kept history."""
    events: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["events"]
    return events


async def replay(
    events: list[dict[str, Any]], *workflows: type, runner: WorkflowRunner | None = None
) -> Exception | None:
    """Run a history, in the sandbox unless another runner is given; return why it cannot be replayed."""
    replayer = Replayer(
        workflows=workflows or WORKFLOWS,
        workflow_runner=runner or sandbox(),
        data_converter=DATA_CONVERTER,
        runtime=quiet_runtime(),
        # On a busy machine, an activation may take longer than the two seconds after which it counts as a deadlock.
        debug_mode=True,
    )
    # A workflow refuses to run under another name than its own.
    name = events[0]["workflowExecutionStartedEventAttributes"]["workflowId"]
    history = WorkflowHistory.from_json(name, {"events": events})
    return (await replayer.replay_workflow(history, raise_on_replay_failure=False)).replay_failure


@pytest.mark.parametrize("runner", [sandbox(), UnsandboxedWorkflowRunner()], ids=["watched", "as in production"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_the_code_of_today_goes_on_from_there(path: Path, runner: WorkflowRunner) -> None:
    """Where it would not, every running workflow of that shape would stand still on the day of the release."""
    assert await replay(events_of(path), runner=runner) is None


@pytest.mark.parametrize("story", ["dossier-granted", "sitting-carried", "submission-granted-in-part"])
async def test_a_text_that_was_taken_once_stays_taken(story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier release opened is history: to refuse its text by a stricter rule now would stop it."""
    stricter = Refusal(reason=Reason.DIRTY_TEXT, message="Có ký tự không nhìn thấy.")
    monkeypatch.setattr(dirty_text, "found_in", lambda _: stricter)

    # Patches do not reach the sandbox's copies of modules.
    assert await replay(events_of(HISTORIES / f"{story}.json"), runner=UnsandboxedWorkflowRunner()) is None


@pytest.mark.parametrize("story", STORIES)
def test_every_story_is_kept(story: str) -> None:
    """A shape that was told and not recorded protects nothing: `python -m tests.workflows.record_histories`."""
    assert files_of(story)


def kinds() -> Iterator[str]:
    """Yield what stands in the kept histories: events, and the activities behind markers."""
    for event in (event for path in FILES for event in events_of(path)):
        yield event["eventType"].removeprefix("EVENT_TYPE_")
        yield event.get("activityTaskScheduledEventAttributes", {}).get("activityType", {}).get("name", "")
        marker = WorkflowHistory.from_json("read", {"events": [event]}).events[0].marker_recorded_event_attributes
        if marker.marker_name == LOCAL_ACTIVITY:
            yield json.loads(marker.details["data"].payloads[0].data)["activity_type"]


def test_every_kind_of_command_stands_in_some_history() -> None:
    """What no history holds may be changed unnoticed."""
    assert set(kinds()) >= {
        *("inquire", "agenda", "working_days", "load_state", "load_finding", "record", "announce", "deliver"),
        *("TIMER_STARTED", "TIMER_FIRED", "TIMER_CANCELED", "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES"),
        *("WORKFLOW_EXECUTION_COMPLETED", "WORKFLOW_EXECUTION_FAILED", "WORKFLOW_EXECUTION_CONTINUED_AS_NEW"),
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_of_a_machine_is_kept(path: Path) -> None:
    """A history is read by every reader of the code."""
    text = path.read_text("utf-8")

    named = {line.strip().rstrip(",") for line in text.splitlines() if '"identity":' in line}
    assert named <= {f'"identity": "{RECORDER}"'}
    assert "stackTrace" not in text
    assert str(Path(__file__).parents[2]) not in text


@pytest.mark.parametrize("changed", [AsksOnceMore, ForgetsTheTime, ShowsNothing])
async def test_a_change_that_nobody_gated_is_refused(changed: type) -> None:
    """This check can fail: one local activity more, a timer or a search attribute less."""
    assert isinstance(await replay(events_of(HISTORIES / "dossier-granted.json"), changed), NondeterminismError)


@pytest.mark.parametrize(
    ("story", "kind", "complaint"),
    [
        ("dossier-granted", "MARKER_RECORDED", "LocalActivity"),
        ("sitting-carried", "MARKER_RECORDED", "LocalActivity"),
        ("submission-granted-in-part", "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES", "UpsertWorkflowSearchAttributes"),
    ],
)
async def test_a_history_that_lacks_a_command_is_refused(story: str, kind: str, complaint: str) -> None:
    """The code makes it, and when this was recorded none was made: so it would act otherwise."""
    events = events_of(HISTORIES / f"{story}.json")
    lost = next(event for event in events if event["eventType"] == f"EVENT_TYPE_{kind}")
    left = [event for event in events if event is not lost]
    renumbered = [event | {"eventId": str(number)} for number, event in enumerate(left, start=1)]

    failure = await replay(renumbered)

    assert isinstance(failure, NondeterminismError)
    assert complaint in str(failure)
