"""The way to the mail server: its settings, a connection, and what can become of a letter that is handed over.

Undelivered
├── Refused   never again: the server will not have this letter, a person must look
├── NotNow    again later: the server will not have this letter yet
└── Away      again later, and nothing else over this connection: nobody answers, or nobody lets us in
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from email.message import EmailMessage
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPStatus
from pydantic import Field, SecretStr, model_validator

from schemas.base import Line, Model
from schemas.bodies import Email


class Tls(StrEnum):
    """How the connection is encrypted."""

    NONE = "none"
    """Not at all: for a server on the same machine or in a closed network."""

    STARTTLS = "starttls"
    """From the server's greeting on; a server that cannot is not used. Usually port 587."""

    IMPLICIT = "implicit"
    """From the first byte on. Usually port 465."""


class MailSettings(Model):
    """The mail server, and how patient we are with it."""

    host: Line
    port: Annotated[int, Field(ge=1, le=65535)]
    sender: Email
    """Whose address the letters bear; its domain ends their Message-IDs."""

    sender_name: Line = "Hệ thống Vinh Danh"
    tls: Tls = Tls.STARTTLS
    user: Line | None = None
    password: SecretStr | None = None
    seconds: Annotated[float, Field(gt=0, le=300)] = 30.0
    """How long to wait for a connection, and for one letter to be taken."""

    batch: Annotated[int, Field(ge=1, le=500)] = 20
    """How many letters are taken up at once and sent over one connection."""

    tries: Annotated[int, Field(ge=1, le=1000)] = 120
    """After how many a letter is parked. With the waits below, 120 take over four days: an outage of a long weekend."""

    first_wait: timedelta = timedelta(seconds=5)
    """Before the second try; each wait after it is twice as long."""

    longest_wait: timedelta = timedelta(hours=1)

    @model_validator(mode="after")
    def _keeps_its_password(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("a user has a password, and a password a user")
        if self.password is not None and self.tls is Tls.NONE:
            raise ValueError("the password would travel in the clear")
        return self


class DeliveryError(Exception):
    """A letter was not delivered."""

    hopeless: ClassVar[bool] = False
    """Whether another try would end the same way."""


class PermanentFailure(DeliveryError):
    """The server will not have this letter: its mailbox is unknown, or its content unwelcome."""

    hopeless = True


class TemporaryFailure(DeliveryError):
    """The server will not have this letter yet."""


class ServerUnavailable(DeliveryError):
    """No server answers, or it does not let us in."""


@asynccontextmanager
async def connection(settings: MailSettings) -> AsyncIterator[SMTP]:
    """Connect, encrypt and log in as the settings say; take leave at the end.

    Raises:
        Away: Any of that failed.
    """
    smtp = _unconnected(settings)
    try:
        async with asyncio.timeout(settings.seconds):
            await smtp.connect()
    except (SMTPException, OSError) as error:
        raise ServerUnavailable(_named(error)) from error
    try:
        yield smtp
    finally:
        if smtp.is_connected:
            with suppress(SMTPException, OSError):
                await smtp.quit(timeout=min(settings.seconds, 5))
        smtp.close()


def _unconnected(settings: MailSettings) -> SMTP:
    return SMTP(
        hostname=settings.host,
        port=settings.port,
        username=settings.user,
        password=settings.password.get_secret_value() if settings.password else None,
        # Without a name of our own the resolver is asked for one at every connection, and may take its time.
        local_hostname=settings.sender.rpartition("@")[2],
        timeout=settings.seconds,
        use_tls=settings.tls is Tls.IMPLICIT,
        start_tls=settings.tls is Tls.STARTTLS,
    )


async def hand_over(smtp: SMTP, letter: EmailMessage, *, sender: str, to: str, seconds: float) -> None:
    """Give the server one letter; when this returns, the server answers for it.

    Raises:
        Refused: A permanent refusal of the mailbox or of the content.
        NotNow: A temporary one.
        Away: Anything else; the connection is closed and of no more use.
    """
    try:
        async with asyncio.timeout(seconds):
            await smtp.sendmail(sender, [to], letter.as_bytes())
    except SMTPRecipientsRefused as refusal:
        raise _answered(smtp, refusal.recipients[0]) from refusal
    except SMTPDataError as refusal:
        raise _answered(smtp, refusal) from refusal
    except (SMTPException, OSError) as error:
        # A sender refused, a greeting refused, a connection lost: true of the next letter as well.
        smtp.close()
        raise ServerUnavailable(_named(error)) from error


def _answered(smtp: SMTP, answer: SMTPResponseException) -> DeliveryError:
    said = f"{answer.code} {answer.message}"
    if answer.code == SMTPStatus.domain_unavailable:
        # 421: it is about to hang up, whatever it was asked.
        smtp.close()
        return ServerUnavailable(said)
    return PermanentFailure(said) if answer.code >= 500 else TemporaryFailure(said)


def _named(error: Exception) -> str:
    # Some say nothing but their name.
    return f"{type(error).__name__}: {error}".removesuffix(": ")
