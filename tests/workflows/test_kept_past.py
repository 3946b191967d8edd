"""An edited rule must not rewrite what running workflows remember: replay compares each fact with the one kept."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.worker import UnsandboxedWorkflowRunner

from schemas.minutes import Finding
from tests.workflows.test_replay import FILES, events_of, replay
from workflows.rules import deadlines
from workflows.rules.voting import sentences, tally

NOT_KEPT = "is not the one that was kept"


async def refused(monkeypatch: pytest.MonkeyPatch, module: object, name: str, changed: Callable[..., Any]) -> set[str]:
    """Return the histories that a changed rule can no longer go on from, and see that replay gives the reason.

    Patches do not reach the sandbox's copies of modules: this is production's runner.
    """
    monkeypatch.setattr(module, name, changed)
    said = {path.stem: await complaint(path) for path in FILES}
    assert all(NOT_KEPT in text for text in said.values() if text)
    return {name for name, text in said.items() if text}


async def complaint(path: Path) -> str:
    """Return why a history cannot be gone on from; nothing where it can."""
    return str(await replay(events_of(path), runner=UnsandboxedWorkflowRunner()) or "")


async def test_terms_that_are_a_day_longer_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """By every dossier that was told a last day; no command changes, so nothing else would show it."""
    counted = deadlines.last_day

    def a_day_longer(begins: date, working_days: int, **how: Any) -> date:
        return counted(begins, working_days + 1, **how)

    found = await refused(monkeypatch, deadlines, "last_day", a_day_longer)

    assert found >= {"dossier-granted", "dossier-lapsed", "dossier-overdue", "dossier-returned-by-cluster"}


async def test_a_count_that_is_inverted_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The minutes would contradict what the members were sent."""
    opposite = {Finding.CARRIED: Finding.DEFEATED, Finding.DEFEATED: Finding.CARRIED}
    counted = tally.finding

    def inverted(*votes: Any) -> Finding:
        return opposite.get(counted(*votes), counted(*votes))

    found = await refused(monkeypatch, tally, "finding", inverted)

    assert found >= {"sitting-carried", "sitting-closed-by-the-clock", "sitting-ballots-changed"}


async def test_a_sentence_of_the_minutes_that_is_reworded_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in a fact: the holder of the receipt could no longer check it."""
    said = sentences.of_votes
    found = await refused(monkeypatch, sentences, "of_votes", lambda *votes: tuple(f"{each}!" for each in said(*votes)))

    assert "sitting-carried" in found


LATER = timedelta(seconds=1)


def later(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event as it is; of a workflow task's start, one with a later time."""
    if event["eventType"] != "EVENT_TYPE_WORKFLOW_TASK_STARTED":
        return event
    told = datetime.fromisoformat(event["eventTime"]) + LATER
    return event | {"eventTime": told.isoformat()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_a_time_that_a_replay_tells_otherwise_changes_nothing_that_was_kept(path: Path) -> None:
    """Where a task failed and the next ones waited for a local activity, SDK 1.31 gives the time of the last of them.

    Seen after a Temporal server was killed: 24.2 s at first, 30.7 s in each replay.
    """
    assert await replay([later(event) for event in events_of(path)]) is None
