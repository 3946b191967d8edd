"""A worker as a process of the embedded stack, configured with the addresses of the others."""

import asyncio
import sys
from collections.abc import Mapping, Sequence

from typing_extensions import override

from worker.embedded.process import ManagedProcess
from worker.embedded.readiness import LOOPBACK, port_near
from worker.embedded.stack import Stack
from worker.embedded.temporal import NAMESPACE


class WorkerProcess(ManagedProcess):
    """One worker; `address` is where `/live` and `/ready` are answered."""

    stopped_within = 30.0

    def __init__(
        self,
        stack: Stack,
        *,
        name: str = "worker",
        health_port: int | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Work for the servers of `stack`; `settings` are further variables, before ours."""
        super().__init__(stack.postgres.folder)
        self.name = name
        self._stack = stack
        self._settings = settings or {}
        self.health_port = port_near(health_port)

    @property
    @override
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.health_port}"

    @override
    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "worker", "run"]

    @override
    def environment(self) -> dict[str, str]:
        return super().environment() | self.variables()

    def variables(self) -> dict[str, str]:
        """Return its settings."""
        return {
            "TEMPORAL_ADDRESS": self._stack.temporal.address,
            "TEMPORAL_NAMESPACE": NAMESPACE,
            "VINHDANH_DATABASE_URL": self._stack.postgres.address,
            "VINHDANH_SMTP_HOST": LOOPBACK,
            "VINHDANH_SMTP_PORT": str(self._stack.mail.port),
            "VINHDANH_SMTP_FROM": "vinhdanh@example.vn",
            "VINHDANH_HEALTH_PORT": str(self.health_port),
            # The SDK does not notify a worker's very first activity of the shutdown: the wait for it is in vain.
            "VINHDANH_GRACE": "5",
            **self._settings,
        }

    @override
    async def answers(self) -> bool:
        return await self.asked("/ready") == 200

    async def asked(self, path: str) -> int:
        """Return the status of its answer to a path; 0 without an answer."""
        try:
            reader, writer = await asyncio.open_connection(LOOPBACK, self.health_port)
        except OSError:
            return 0
        try:
            writer.write(f"GET {path} HTTP/1.1\r\n\r\n".encode())
            words = (await reader.readline()).split()
        except OSError:
            return 0
        finally:
            writer.close()
        return int(words[1]) if len(words) > 1 else 0
