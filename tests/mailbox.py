"""What offices got by mail, as the mail sink kept it."""

from email.message import EmailMessage

from tests.waiting import eventually
from worker.embedded.mail import MailSink


class Mailbox:
    """Reads the letters of any mailbox, and waits for them."""

    def __init__(self, sink: MailSink) -> None:
        self._sink = sink

    def of(self, address: str) -> list[EmailMessage]:
        """Return the letters that came in for an address so far, oldest first."""
        return self._sink.received(address)

    def under(self, message_id: str) -> list[EmailMessage]:
        """Return the letters whose Message-ID begins with this."""
        return [letter for letter in self._sink.received() if str(letter["Message-ID"]).startswith(f"<{message_id}@")]

    async def expect(self, address: str, *, letters: int = 1, within: float = 20.0) -> list[EmailMessage]:
        """Return the letters for an address once there are so many.

        Raises:
            AssertionError: There were fewer within so many seconds.
        """
        await eventually(lambda: len(self.of(address)) >= letters, within=within)
        return self.of(address)
