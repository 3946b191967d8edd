"""One process of the embedded stack: started, found ready, stopped, killed, and started again on the data it kept."""

import asyncio
import fcntl
import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, ClassVar, Self

from worker.embedded import folders
from worker.embedded.readiness import until

_ROOT = Path(__file__).parents[2]

_NEEDED = (
    *("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"),
    *("LANG", "LC_ALL", "LC_CTYPE", "TZ"),
    *("PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"),
)
"""The variables that a process of the stack inherits: where programs are, and how text and time are written. Others
hold keys and passwords of other programs, or would lead it to another Temporal or database."""

_TRIES = 3

_PORT_TAKEN = "address already in use"


class NotStarted(Exception):
    """A part of the stack did not come up; the message ends with the last lines of its log."""


async def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def inherited() -> dict[str, str]:
    """Return the variables that every process of the stack inherits."""
    return {name: os.environ[name] for name in _NEEDED if name in os.environ}


class ManagedProcess(ABC):
    """One process, in a group of its own: a Ctrl-C at the terminal reaches its owner only, which stops it in order."""

    name: str
    """The name of its log, its PID file and its errors."""

    stops_on: ClassVar[signal.Signals] = signal.SIGTERM
    ready_within: ClassVar[float] = 60.0
    stopped_within: ClassVar[float] = 20.0

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._process: asyncio.subprocess.Process | None = None

    @property
    @abstractmethod
    def address(self) -> str:
        """The address at which the other parts reach it."""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """Return the program and its arguments."""

    @abstractmethod
    async def answers(self) -> bool:
        """Return whether it is ready."""

    async def prepare(self) -> None:
        """Make the folder of its log, and whatever else a part needs."""
        folders.make(self.folder)

    def environment(self) -> dict[str, str]:
        """Return its variables: those it inherits, and the path of this project."""
        needed = inherited()
        paths = (str(_ROOT), needed.get("PYTHONPATH"))
        return needed | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}

    def runs_as(self) -> tuple[int | None, int | None]:
        """Return the user and group it runs as, where they are not its owner's."""
        return None, None

    @property
    def log(self) -> Path:
        """Where its output is kept."""
        return self.folder / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        """Where its process id stands for as long as it runs."""
        return self.folder / f"{self.name}.pid"

    @property
    def pid(self) -> int | None:
        """Its process id, while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Start it on its existing data, and return once it is ready.

        Raises:
            NotStarted: It ended, or did not answer in time.
        """
        if self.pid is not None:
            return
        await self.prepare()
        for others in reversed(range(_TRIES)):
            before = len(self._logged())
            try:
                await self._come_up()
            except NotStarted:
                # A port that was free when a server looked for one may be taken before the server listens there.
                if not others or _PORT_TAKEN not in self._logged()[before:]:
                    raise
            else:
                return

    async def _come_up(self) -> None:
        try:
            await self._spawn()
            await until(self._ended_or_answers, within=self.ready_within)
            await self._must_answer()
        except BaseException:
            await self.kill()
            raise

    async def _spawn(self) -> None:
        with folders.private(self.pid_file, "a") as claim:
            # The process inherits the lock: any remains of an earlier owner hold it until they have really ended.
            if not await until(partial(_locked, claim), within=self.stopped_within):
                raise NotStarted(f"{self.name} still runs from an earlier time; {self.pid_file} has its process id")
            self._process = await self.launch(self.command(), holding=[claim.fileno()])
            claim.truncate(0)
            claim.write(str(self._process.pid))

    async def _must_answer(self) -> None:
        if self.pid is None or not await self.answers():
            raise NotStarted(f"{self.name} did not start:\n{self.last_words()}")

    async def launch(self, command: Sequence[str], *, holding: Sequence[int] = ()) -> asyncio.subprocess.Process:
        """Start a program as this part's user, in a process group of its own, writing to this part's log.

        Args:
            command: The program and its arguments.
            holding: File descriptors that it keeps open.
        """
        user, group = self.runs_as()
        with folders.private(self.log, "ab") as log:
            return await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment(),
                cwd=self.folder,
                start_new_session=True,
                umask=folders.ALONE,
                user=user,
                group=group,
                extra_groups=None if user is None else [],
                pass_fds=holding,
            )

    async def _ended_or_answers(self) -> bool:
        return self.pid is None or await self.answers()

    def last_words(self, lines: int = 12) -> str:
        """Return the end of its log."""
        return "\n".join(self._logged().splitlines()[-lines:]) or "(it wrote nothing)"

    def _logged(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    async def stop(self) -> None:
        """Stop it, and kill it if it does not end in time; nothing if it does not run."""
        await self._end(self.stops_on)

    async def kill(self) -> None:
        """Kill it, as a power cut would; nothing if it does not run."""
        await self._end(signal.SIGKILL)

    async def exit_code(self, *, within: float) -> int:
        """Wait so many seconds for its end, and return its exit code: a signal's number is given as negative.

        Raises:
            TimeoutError: It still runs.
        """
        if self._process is None:
            raise NotStarted(f"{self.name} was never started")
        return await asyncio.wait_for(self._process.wait(), within)

    async def ended(self) -> None:
        """Wait for its end, however long."""
        if self._process:
            await self._process.wait()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; nothing if it does not run."""
        if self._process and self.pid:
            self._process.send_signal(number)

    async def _end(self, first: signal.Signals) -> None:
        if self._process is None:
            return
        self.send(first)
        with suppress(TimeoutError):
            await self.exit_code(within=self.stopped_within)
        # The remaining processes of its group would hold its ports and files.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._is_really_gone()
        self.pid_file.unlink(missing_ok=True)

    async def _is_really_gone(self) -> None:
        # A database's own children outlive its first process by a moment, in groups of their own, and would keep the
        # next one down; the file must not go before they do, for its lock is how they are seen.
        with folders.private(self.pid_file, "a") as claim:
            await until(partial(_locked, claim), within=self.stopped_within)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
