"""A mail sink: an SMTP server that delivers nothing and keeps each message as a file that people and tests can read."""

import sys
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

from typing_extensions import override

from worker.embedded.process import ManagedProcess
from worker.embedded.readiness import LOOPBACK, listening, port_near


class MailSink(ManagedProcess):
    """The sink as a process; `address` is its host and port, `messages` the folder of received messages."""

    name = "mail"

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        """Keep the messages under `folder`; the port is taken if it is free."""
        super().__init__(folder)
        self.port = port_near(port)

    @property
    @override
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def messages(self) -> Path:
        """The folder in which each message is an `.eml` file, named by its time of arrival."""
        return self.folder / "mail"

    @override
    async def prepare(self) -> None:
        await super().prepare()
        self.messages.mkdir(mode=0o700, exist_ok=True)

    @override
    def command(self) -> Sequence[str]:
        return [
            sys.executable,
            "-m",
            "worker.embedded.mail_sink",
            "--port",
            str(self.port),
            "--folder",
            str(self.messages),
        ]

    @override
    async def answers(self) -> bool:
        return await listening(self.port)

    def received(self, address: str | None = None) -> list[EmailMessage]:
        """Return the messages received for this mailbox, or for all, oldest first."""
        return [message for message in map(_read, sorted(self.messages.glob("*.eml"))) if _is_for(address, message)]


@lru_cache(maxsize=4096)
def _read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=policy.default)


def _is_for(address: str | None, message: EmailMessage) -> bool:
    return address is None or address in str(message["X-RcptTo"]).split(", ")
