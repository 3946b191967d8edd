"""The program of the mail sink: it answers SMTP, delivers nothing and keeps each message as a file."""

import argparse
import asyncio
import os
import signal
import uuid
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from worker.embedded.readiness import LOOPBACK


class Keeper:
    """Keeps each message that an SMTP session hands over, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its protocol
        """Store one message and confirm it."""
        recipients = ", ".join(envelope.rcpt_tos)
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        kept = f"X-MailFrom: {envelope.mail_from}\r\nX-RcptTo: {recipients}\r\n".encode() + content
        await asyncio.to_thread(self._keep, kept)
        return "250 Kept"

    def _keep(self, message: bytes) -> None:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{uuid.uuid4().hex[:8]}"
        half = self._folder / f"{name}.part"
        half.write_bytes(message)
        half.rename(half.with_suffix(".eml"))


async def serve(folder: Path, port: int) -> None:
    """Store messages received at this port until a stop signal."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    protocol = partial(SMTP, Keeper(folder), enable_SMTPUTF8=True, hostname="localhost", loop=loop)
    server = await loop.create_server(protocol, LOOPBACK, port, reuse_address=os.name == "posix")
    await stop.wait()
    server.close()


def main() -> None:
    """Run the sink: `python -m worker.embedded.mail_sink --port 2525 --folder mail`."""
    parser = argparse.ArgumentParser(description="Keep each message that comes in as a file.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    asked = parser.parse_args()
    asyncio.run(serve(asked.folder, asked.port))


if __name__ == "__main__":
    main()
