"""The mail that offices got, as the mail sink kept it."""

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

    def by_message_id(self) -> dict[str, list[EmailMessage]]:
        """Return the letters of all mailboxes so far, under what stands before the @ of their Message-ID."""
        found: dict[str, list[EmailMessage]] = {}
        for letter in self._sink.received():
            found.setdefault(str(letter["Message-ID"]).strip("<>").partition("@")[0], []).append(letter)
        return found

    async def expect(self, address: str, *, letters: int = 1, within: float = 60.0) -> list[EmailMessage]:
        """Return the letters for an address once there are so many.

        Raises:
            AssertionError: There were fewer within so many seconds.
        """
        await eventually(lambda: len(self.of(address)) >= letters, within=within)
        return self.of(address)
