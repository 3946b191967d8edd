"""The production worker, which crashes on demand: `python -m tests.faults.crashing_worker` is `python -m worker run`.

`FAULTS_HASTE` is `yes` or `no`. `FAULTS_DEATHS` names a folder; its files are deaths to be died, each once, by
the first worker that reaches it: `ballot_cast` is the death right after the commit of a ballot, `7` the one after a
worker's seventh fact. The commit is then done, and not yet acknowledged.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from temporalio.plugin import SimplePlugin
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor
from typing_extensions import override

from schemas.ports import Entry, Recorded
from tests.faults.short_timeouts import BEAT, HastyPost, ShortTimeouts
from vinhdanh.connection import connect
from worker.__main__ import main

HASTE, DEATHS = "FAULTS_HASTE", "FAULTS_DEATHS"


class Mortality(Interceptor):
    """Kills this process between a commit and its acknowledgement."""

    def __init__(self, deaths: Path) -> None:
        self._deaths = deaths
        self._kept = 0

    @override
    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Recording(next, self)

    def kept(self, entry: Entry) -> None:
        """Exit, if this was a commit to crash after."""
        self._kept += 1
        for death in (entry.fact.kind, str(self._kept)):
            # Removing a file claims its crash: of two workers at the same place only one succeeds.
            if _took_away(self._deaths / death):
                os.kill(os.getpid(), signal.SIGKILL)


class _Recording(ActivityInboundInterceptor):
    def __init__(self, next: ActivityInboundInterceptor, mortality: Mortality) -> None:
        super().__init__(next)
        self._mortality = mortality

    @override
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        answer = await super().execute_activity(input)
        if isinstance(answer, Recorded) and answer.hash is not None:
            self._mortality.kept(input.args[0])
        return answer


def _took_away(file: Path) -> bool:
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    return True


@contextmanager
def in_haste() -> Iterator[None]:
    """Have everything in this process retry soon."""
    with patch("worker.build.MailPost", HastyPost), patch("activities.heartbeat.SECONDS", BEAT):
        yield


def run() -> int:
    """Run a worker until it is told to stop, or crashes."""
    mortality = SimplePlugin("mortality", interceptors=[Mortality(Path(os.environ[DEATHS]))])
    is_hasty = os.environ[HASTE] == "yes"
    plugins = [ShortTimeouts(), mortality] if is_hasty else [mortality]
    with patch("worker.run.connect", partial(connect, plugins=plugins)), in_haste() if is_hasty else nullcontext():
        return main(["run"])


if __name__ == "__main__":
    sys.exit(run())
