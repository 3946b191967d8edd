"""The mail server: its settings, a connection, and the failures of a delivery.

DeliveryError
├── PermanentFailure    never retry: the server rejects this notice, a person must investigate
├── TemporaryFailure    retry later: the server does not accept this notice yet
└── ServerUnavailable   retry later, over another connection: no server answers, or it refuses access
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
    """From the server's greeting on; a server without STARTTLS is not used. Usually port 587."""

    IMPLICIT = "implicit"
    """From the first byte on. Usually port 465."""


class MailSettings(Model):
    """The mail server, with its timeouts and retries."""

    host: Line
    port: Annotated[int, Field(ge=1, le=65535)]
    sender: Email
    """The sender's address; its domain ends the Message-IDs."""

    sender_name: Line = "Hệ thống Vinh Danh"
    tls: Tls = Tls.STARTTLS
    user: Line | None = None
    password: SecretStr | None = None
    seconds: Annotated[float, Field(gt=0, le=300)] = 30.0
    """The timeout of a connection, and of the delivery of one notice."""

    batch: Annotated[int, Field(ge=1, le=500)] = 20
    """How many notices are leased at once and sent over one connection."""

    tries: Annotated[int, Field(ge=1, le=1000)] = 120
    """Tries before a notice is parked. With the waits below, 120 take over four days: an outage of a long weekend."""

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
    """A notice was not delivered."""

    hopeless: ClassVar[bool] = False
    """Whether a retry would fail the same way."""


class PermanentFailure(DeliveryError):
    """The server rejects this notice for good: its mailbox is unknown, or its content is refused."""

    hopeless = True


class TemporaryFailure(DeliveryError):
    """The server does not accept this notice yet."""


class ServerUnavailable(DeliveryError):
    """No server answers, or it refuses access."""


@asynccontextmanager
async def connection(settings: MailSettings) -> AsyncIterator[SMTP]:
    """Connect, encrypt and log in by the settings; quit at the end.

    Raises:
        ServerUnavailable: The connection failed.
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
        # Without this name, each connection queries the resolver for one, which may be slow.
        local_hostname=settings.sender.rpartition("@")[2],
        timeout=settings.seconds,
        use_tls=settings.tls is Tls.IMPLICIT,
        start_tls=settings.tls is Tls.STARTTLS,
    )


async def hand_over(smtp: SMTP, letter: EmailMessage, *, sender: str, to: str, seconds: float) -> None:
    """Hand one notice to the server; when this returns, the server has accepted it.

    Raises:
        PermanentFailure: A permanent refusal of the mailbox or of the content.
        TemporaryFailure: A temporary one.
        ServerUnavailable: Any other failure; the connection is closed.
    """
    try:
        async with asyncio.timeout(seconds):
            await smtp.sendmail(sender, [to], letter.as_bytes())
    except SMTPRecipientsRefused as refusal:
        raise _answered(smtp, refusal.recipients[0]) from refusal
    except SMTPDataError as refusal:
        raise _answered(smtp, refusal) from refusal
    except (SMTPException, OSError) as error:
        # A sender refused, a greeting refused, a connection lost: the next notice would fail as well.
        smtp.close()
        raise ServerUnavailable(_named(error)) from error


def _answered(smtp: SMTP, answer: SMTPResponseException) -> DeliveryError:
    said = f"{answer.code} {answer.message}"
    if answer.code == SMTPStatus.domain_unavailable:
        # 421: the server is about to close the connection, whatever the command was.
        smtp.close()
        return ServerUnavailable(said)
    return PermanentFailure(said) if answer.code >= 500 else TemporaryFailure(said)


def _named(error: Exception) -> str:
    # Some have no message, only their name.
    return f"{type(error).__name__}: {error}".removesuffix(": ")
