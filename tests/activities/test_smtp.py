"""The connection to the mail server: how long it is tried, and what is never sent over it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from activities import smtp
from activities.mail_retry import wait_after
from activities.smtp import ServerUnavailable, Tls
from tests.builders.mails import some_mail_settings
from tests.fake_smtp import PostOffice

LOGIN: dict[str, Any] = {"user": "vinhdanh", "password": SecretStr("s3cret")}


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """A mail server without encryption."""
    server = PostOffice()
    await server.open()
    yield server
    await server.close()


def test_each_wait_is_twice_the_last_up_to_an_hour() -> None:
    """A server that is away for a moment costs moments, one that is away for a day is not stormed."""
    settings = some_mail_settings()

    waits = [wait_after(attempts, settings).total_seconds() for attempts in (1, 2, 3, 9, 10, 11, 120)]

    assert waits == [5, 10, 20, 1280, 2560, 3600, 3600]


def test_all_tries_together_outlast_a_long_weekend() -> None:
    """A server that fails on the eve of Tết is mended before letters are given up."""
    settings = some_mail_settings()

    total = sum((wait_after(attempts, settings) for attempts in range(1, settings.tries)), timedelta())

    assert total > timedelta(days=4)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        pytest.param({"tls": Tls.NONE, **LOGIN}, "in the clear", id="a password without encryption"),
        pytest.param({"tls": Tls.STARTTLS, "user": "vinhdanh"}, "has a password", id="a user without a password"),
        pytest.param({"tls": Tls.STARTTLS, "password": SecretStr("s3cret")}, "has a password", id="the reverse"),
        pytest.param({"tries": 0}, "tries", id="no try at all"),
    ],
)
def test_settings_that_cannot_work_are_refused(changes: dict[str, Any], complaint: str) -> None:
    """Before a worker starts, and not at the first letter."""
    with pytest.raises(ValidationError, match=complaint):
        some_mail_settings(**changes)


def test_settings_do_not_show_the_password() -> None:
    """They may be printed or logged one day."""
    assert "s3cret" not in repr(some_mail_settings(tls=Tls.STARTTLS, **LOGIN))


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
async def test_a_server_that_cannot_encrypt_is_given_nothing(office: PostOffice, tls: Tls) -> None:
    """Going on in the clear would show names and the password to the whole way."""
    with pytest.raises(ServerUnavailable):
        async with smtp.connection(some_mail_settings(office.port, tls=tls, seconds=2.0, **LOGIN)):
            raise AssertionError("connected all the same")

    assert office.letters == []
