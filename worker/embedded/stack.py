"""The whole stack: its parts started together, stopped in order, on one folder that belongs to one owner at a time."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from worker.embedded import folders
from worker.embedded.mail import MailSink
from worker.embedded.postgres import Postgres
from worker.embedded.process import ManagedProcess, NotStarted, inherited
from worker.embedded.temporal import TemporalServer

_WHEN_THE_OWNER_IS_GONE = """
cat > /dev/null
for signal in INT INT INT INT INT INT INT INT INT INT KILL; do
    left=no
    for file in "$1"/*.pid; do
        [ ! -f "$file" ] || ! kill -"$signal" "$(cat "$file")" 2> /dev/null || left=yes
    done
    [ "$left" = yes ] || break
    sleep 2
done
"""
"""Reads a pipe without a writer that ends with its owner; then signals the remaining processes to stop, repeatedly: a
program that is just starting may miss the first signal."""


LOCK = "owner.lock"
"""The file in a stack's folder that its owner holds locked."""


@dataclass(frozen=True)
class Stack:
    """The servers that a worker needs."""

    postgres: Postgres
    temporal: TemporalServer
    mail: MailSink

    @classmethod
    def over(cls, folder: Path, *, durable: bool = True, ui: bool = True, usual_ports: bool = False) -> "Stack":
        """Return the servers over one folder, not yet started.

        Args:
            folder: Where all of them keep their data.
            durable: Whether the database survives a power cut, and not only a killed process.
            ui: Whether the Temporal UI is served.
            usual_ports: Whether to take 7233, 8233 and 2525 where they are free.
        """
        temporal_port, ui_port, mail_port = (7233, 8233, 2525) if usual_ports else (None, None, None)
        return cls(
            Postgres(folder, durable=durable),
            TemporalServer(folder, port=temporal_port, ui_port=ui_port, ui=ui),
            MailSink(folder, port=mail_port),
        )

    @property
    def parts(self) -> Sequence[ManagedProcess]:
        """All of them, in the order in which they would be started one by one."""
        return (self.postgres, self.temporal, self.mail)


@asynccontextmanager
async def running(stack: Stack) -> AsyncIterator[Stack]:
    """Lend the servers, started side by side; they are stopped in reverse order whatever happens to this process.

    Raises:
        NotStarted: One of them did not come up.
    """
    async with AsyncExitStack() as ending:
        await ending.enter_async_context(watched(stack.postgres.folder))
        for part in stack.parts:
            ending.push_async_callback(part.stop)
        await start_together(stack.parts)
        yield stack


async def start_together(parts: Sequence[ManagedProcess]) -> None:
    """Start parts side by side.

    Raises:
        NotStarted: The first of them that did not come up.
    """
    try:
        async with asyncio.TaskGroup() as starting:
            for part in parts:
                starting.create_task(part.start())
    except ExceptionGroup as failed:
        refused, others = failed.split(NotStarted)
        if refused is None or others is not None:
            raise
        raise refused.exceptions[0] from None


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[None]:
    """Have the processes on a folder stopped even if this process is killed before it can do so itself."""
    heir = await asyncio.create_subprocess_exec(
        *("sh", "-c", _WHEN_THE_OWNER_IS_GONE, "watch", str(folder)),
        env=inherited(),
        stdin=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield
    finally:
        if heir.stdin:
            heir.stdin.close()
        await heir.wait()


@contextmanager
def sole_owner(folder: Path) -> Iterator[None]:
    """Hold a folder for this process alone.

    Raises:
        NotStarted: Another process holds it, or it cannot be made.
    """
    try:
        folders.make(folder)
    except OSError as error:
        raise NotStarted(f"{folder} cannot be used: {error.strerror}") from None
    with folders.private(folder / LOCK, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotStarted(f"another stack already runs on {folder}") from None
        yield
