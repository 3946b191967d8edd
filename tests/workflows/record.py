"""Records the histories that `test_replay.py` replays: `python -m tests.workflows.record`, from the project's root.

When to record: a workflow can take a new shape (a new act, a new wait, an order of commands that no story has). Write
its story in `stories.py`, run this, and commit the new files with the change. A story that has files already is not
acted out again; name stories after the command to record these alone.

Files of a release are never rewritten and never removed while a workflow that was started by that release may still
run: they are the promise that newer code goes on from where that release left off. A test that refuses one of them is
right; gate the change with `workflow.patched`. If a story has to change, give it another name.

It starts servers of its own and takes about two minutes. Nothing of the machine stands in a file: whoever acts is
called `recorder`, and stack traces, which hold paths, are left out; replay reads neither. One file for each run, in the
form in which `temporal workflow show --output json` writes it, so that a history of production may be added likewise.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

from client.connection import run
from tests.workflows.scene import Scene, on_a_stack_of_its_own
from tests.workflows.stories import STORIES
from worker import logs
from worker.settings import LogFormat, LogLevel

HISTORIES = Path(__file__).parent / "histories"


def files_of(story: str) -> list[Path]:
    """Return the files of a story: one, or one for each run with its number."""
    return sorted(path for path in HISTORIES.glob("*.json") if path.stem.rstrip("0123456789").rstrip("-") == story)


async def record(stories: Sequence[str]) -> None:
    """Act the stories out, and write a file for each run."""
    async with on_a_stack_of_its_own() as scene:
        for story in stories:
            histories = await _acted_out(scene, story)
            for number, history in enumerate(histories, start=1):
                run_number = f"-{number}" if len(histories) > 1 else ""
                _write(HISTORIES / f"{story}{run_number}.json", history)


async def _acted_out(scene: Scene, story: str) -> Sequence[WorkflowHistory]:
    told = await STORIES[story](scene)
    return await scene.runs(told.workflow_id, told.first_run)


def _write(path: Path, history: WorkflowHistory) -> None:
    written = _without_traces(history.to_json_dict())
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{path.name}: {len(history.events)} events, {path.stat().st_size} bytes")


def _without_traces(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_traces(each) for name, each in value.items() if name != "stackTrace"}
    return [_without_traces(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    logs.configure(LogLevel.ERROR, LogFormat.CONSOLE)
    wanted = sys.argv[1:] or [story for story in STORIES if not files_of(story)]
    run(record(wanted))
