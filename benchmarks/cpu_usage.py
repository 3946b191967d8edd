"""CPU time of the processes of a run, with their children, living and dead."""

import os
from collections.abc import Mapping

import psutil


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process and all its children have used so far.

    This process alone is counted without its children: they are the stack that it started.
    """
    process = psutil.Process(pid)
    if pid == os.getpid():
        own = process.cpu_times()
        return float(own.user + own.system)
    return sum(_own(member) for member in [process, *process.children(recursive=True)])


def _own(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


class Meter:
    """Measures the CPU time of named groups of processes between two moments."""

    def __init__(self, groups: Mapping[str, list[int]]) -> None:
        self._groups = groups
        self._before = self._now()

    def _now(self) -> dict[str, float]:
        return {name: sum(map(cpu_seconds, pids)) for name, pids in self._groups.items()}

    def used(self) -> dict[str, float]:
        """Return the CPU seconds of each group since this meter was made."""
        return {name: now - self._before[name] for name, now in self._now().items()}
