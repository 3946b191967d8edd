"""Records the histories that `test_replay.py` replays: `python -m tests.workflows.record_histories`, from the root.

When to record: a workflow can take a new shape (a new act, a new wait, an order of commands that no story has). Write
its story in `dossier_stories.py` or `sitting_stories.py`, run this, and commit the new files with the change.

Files of a release are never rewritten, and never removed while a workflow that a worker of that release has touched may
still run: they are the promise that newer code goes on from where that release left off. So a story that has its files
is not acted out again. A test that refuses an old file is right: gate the change with `workflow.patched`, and record
what is new under a new name.

It starts servers of its own and takes less than a minute. One file for each run, in the form in which `temporal
workflow show --output json` writes it. Nothing of the machine stands there: every client is called `recorder`, and
stack traces, which hold paths, are left out; replay reads neither. No history of production belongs here: it names
people.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from temporalio.client import WorkflowHistory

from tests.workflows.dossier_stories import DOSSIER_STORIES
from tests.workflows.recording_stack import Scene, Told, on_a_stack_of_its_own
from tests.workflows.sitting_stories import BODY_STORIES
from tests.workflows.succession_stories import SUCCESSION_STORIES
from vinhdanh.connection import run
from worker import logs
from worker.settings import LogFormat, LogLevel

HISTORIES = Path(__file__).parent / "histories"

Story = Callable[[Scene], Awaitable[Told]]

STORIES: Mapping[str, Story] = MappingProxyType(
    {story.__name__.replace("_", "-"): story for story in (*DOSSIER_STORIES, *BODY_STORIES, *SUCCESSION_STORIES)}
)


def files_of(story: str) -> list[Path]:
    """Return the files of a story: one, or one for each run with its number."""
    return sorted(path for path in HISTORIES.glob("*.json") if path.stem.rstrip("0123456789").rstrip("-") == story)


async def record(stories: Sequence[str]) -> None:
    """Act the stories out, and write a file for each run."""
    async with on_a_stack_of_its_own() as scene:
        for story in stories:
            told = await STORIES[story](scene)
            histories = await (scene.on_the_clock() if told.on_the_clock else scene).runs(told)
            for number, history in enumerate(histories, start=1):
                run_number = f"-{number}" if len(histories) > 1 else ""
                _write(HISTORIES / f"{story}{run_number}.json", history)


def _write(path: Path, history: WorkflowHistory) -> None:
    written = _without_traces(history.to_json_dict())
    # The server that skips time leaves it out.
    written["events"][0]["workflowExecutionStartedEventAttributes"].setdefault("workflowId", history.workflow_id)
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{path.name}: {len(history.events)} events, {path.stat().st_size} bytes")


def _without_traces(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_traces(each) for name, each in value.items() if name != "stackTrace"}
    return [_without_traces(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.workflows.record_histories", description="Ghi lịch sử để phát lại."
    )
    parser.add_argument("stories", nargs="*", metavar="story", help=", ".join(STORIES))
    asked = parser.parse_args()
    if unknown := [story for story in asked.stories if story not in STORIES]:
        parser.error(f"no such story: {', '.join(unknown)}")
    logs.configure(LogLevel.ERROR, LogFormat.CONSOLE)
    run(record([story for story in asked.stories or STORIES if not files_of(story)]))
