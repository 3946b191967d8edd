"""A mail server inside a test: it takes letters, refuses them as it is told, and can be away."""

import asyncio
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

from aiosmtpd.smtp import SMTP, Envelope, Session

from worker.embedded.readiness import LOOPBACK, port_near

Answer = Callable[[], Awaitable[str]]


class PostOffice:
    """Keeps accepted mails in `letters`; `rcpt_answers` and `data_answers` hold its answers by mailbox, else yes."""

    def __init__(self) -> None:
        self.port = port_near(None)
        self.letters: list[EmailMessage] = []
        self.connections = 0
        self.rcpt_answers: dict[str, list[str]] = {}
        """The answers to a mailbox, one for each time it is named; the last one stays."""

        self.data_answers: dict[str, Answer] = {}
        """Called before a letter to a mailbox is answered; returns the answer."""

        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen; on the same port after having been away."""
        loop = asyncio.get_running_loop()
        make = partial(SMTP, self, hostname="localhost", loop=loop)
        self._server = await loop.create_server(make, LOOPBACK, self.port, reuse_address=True)

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def numbers(self) -> list[str]:
        """Return the Message-IDs of the letters, in the order in which they came."""
        return [str(letter["Message-ID"]) for letter in self.letters]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count who comes in."""
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer for a mailbox."""
        answers = self.rcpt_answers.get(address, ["250 OK"])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        """Take a letter, or run the action set instead."""
        assert isinstance(envelope.content, bytes)
        say = self.data_answers.get(envelope.rcpt_tos[0])
        answer = await say() if say else "250 Taken"
        if answer.startswith("2"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer
