"""What an operator may set, and the answer to a wrong setting."""

import pytest

from activities.smtp import Tls
from schemas.names import TASK_QUEUE
from worker.settings import Settings, WrongSetting

URL = "postgresql://vinhdanh:mat-khau@db.example.vn:5432/vinhdanh"


def settings(**changes: str) -> Settings:
    """Return settings from an environment that has a database and what is given here."""
    variables = {"DATABASE_URL": URL} | changes
    return Settings.from_env({f"VINHDANH_{name}": value for name, value in variables.items()})


def test_a_database_is_all_that_must_be_given() -> None:
    """Every other setting has a default that is safe on a machine of one's own."""
    given = settings()

    assert given.database_url.get_secret_value() == URL
    assert given.task_queue == TASK_QUEUE
    assert given.health_host == "127.0.0.1"
    assert given.deployment is None


def test_a_misspelt_variable_is_an_error() -> None:
    """Without an error an operator would think that a setting had taken effect."""
    with pytest.raises(WrongSetting, match="VINHDANH_POOL_SISE is no setting; is VINHDANH_POOL_SIZE meant"):
        settings(POOL_SISE="20")


def test_a_variable_like_no_other_is_answered_with_all_that_there_are() -> None:
    """A wild guess at what was meant would send an operator the wrong way."""
    with pytest.raises(WrongSetting, match=r"VINHDANH_MOON is no setting; the settings are VINHDANH_DATABASE_URL, "):
        settings(MOON="full")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        pytest.param("POOL_SIZE", "many", "a number of database connections, 4 to 500", id="not a number"),
        pytest.param("POOL_SIZE", "3", "a number of database connections, 4 to 500", id="one below the least"),
        pytest.param("GRACE", "3601", "a number of seconds in which running work may end", id="one above the most"),
        pytest.param("SMTP_TLS", "ssl", "none, starttls or implicit", id="not one of the words"),
        pytest.param("LOG_FORMAT", "xml", "json or console", id="no such format"),
        pytest.param("POLICIES", "/no/such/folder", "a folder of regimes", id="a folder that is not there"),
        pytest.param("DATABASE_URL", "mysql://u:mat-khau@h/d", "a URL such as postgresql://", id="another database"),
        pytest.param("DATABASE_URL", "postgresql://u:mat-khau@h", "a URL such as postgresql://", id="no database"),
        pytest.param("DATABASE_URL", "postgresql://u:mat-khau/x@db/vinhdanh", "a URL such as", id="a slash in it"),
        pytest.param(
            "DATABASE_URL", "postgresql://u:12/mat-khau@db/vinhdanh", "a URL such as", id="a number before it"
        ),
        pytest.param("DATABASE_URL", "postgresql://u:mat-khau?x@db/vinhdanh", "a URL such as", id="a question mark"),
        pytest.param("DATABASE_URL", "postgresql://u:mat-khau#x@db/vinhdanh", "a URL such as", id="a hash"),
        pytest.param("DATABASE_URL", "postgresql://u:mat-[khau@db/vinhdanh", "a URL such as", id="a bracket"),
        pytest.param("DATABASE_URL", "postgresql://u:mat-khau@db:99999/vinhdanh", "a URL such as", id="no port"),
        pytest.param("DATABASE_URL", "postgresql://u:mat-khau@a,,b/vinhdanh", "a URL such as", id="no host"),
        pytest.param("DATABASE_URL", "postgresql://u:mat-khau@a..b/vinhdanh", "a URL such as", id="no host's name"),
        pytest.param("SMTP_HOST", "mat-khau\x1b]0;", "a host name", id="a command to the terminal"),
        pytest.param("SMTP_FROM", "Vinh Danh", "a mailbox", id="not a mailbox"),
        pytest.param("TASK_QUEUE", "hàng đợi", "a name of letters", id="not a name"),
        pytest.param("REGISTER_SEARCH_ATTRIBUTES", "perhaps", "true or false", id="neither yes nor no"),
    ],
)
def test_a_malformed_value_is_answered_in_one_line_with_what_is_allowed(name: str, value: str, allowed: str) -> None:
    """The line names the variable and never repeats the value: it may hold a password."""
    with pytest.raises(WrongSetting) as refused:
        settings(**{name: value})

    said = str(refused.value)
    assert said.startswith(f"VINHDANH_{name} must be {allowed}")
    assert value not in said
    assert "mat-khau" not in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///vinhdanh?host=/run/postgresql",
        "postgresql://vinhdanh@/vinhdanh?host=/run/postgresql",
        "postgres://u:mat%2Fkhau%40@db/vinhdanh",
        "postgresql://u:mat-khau@a.example.vn:5432,b.example.vn:5433/vinhdanh?target_session_attrs=primary",
        "postgresql://u:mat-khau@[::1]:5432/vinhdanh",
        "postgresql://u@%2Frun%2Fpostgresql/vinhdanh",
    ],
)
def test_a_database_may_be_named_in_every_way_that_the_driver_knows(url: str) -> None:
    """A socket, several hosts, an address of version 6, and a password with its signs written as numbers."""
    assert settings(DATABASE_URL=url).database_url.get_secret_value() == url


def test_a_missing_database_is_asked_for() -> None:
    """The one setting without a default; an empty one, as compose files leave behind, is a missing one."""
    with pytest.raises(WrongSetting, match="VINHDANH_DATABASE_URL is missing: it must be a URL such as"):
        settings(DATABASE_URL="")


def test_every_wrong_variable_is_named_at_once() -> None:
    """An operator should not have to start a worker once for each mistake."""
    with pytest.raises(WrongSetting, match=r"VINHDANH_POOL_SIZE must be .*; VINHDANH_GRACE must be "):
        settings(POOL_SIZE="0", GRACE="-1")


@pytest.mark.parametrize("alone", ["SMTP_USER", "SMTP_PASSWORD", "DEPLOYMENT", "BUILD_ID"])
def test_half_of_a_pair_is_refused(alone: str) -> None:
    """Half of it would be ignored without an error."""
    with pytest.raises(WrongSetting, match=f"VINHDANH_{alone}.* given together"):
        settings(**{alone: "one"})


def test_a_password_is_not_sent_in_the_clear() -> None:
    """An operator who gives the mail server's password means it to stay a secret."""
    with pytest.raises(WrongSetting, match="VINHDANH_SMTP_TLS must be starttls or implicit"):
        settings(SMTP_USER="vinhdanh", SMTP_PASSWORD="mat-khau")  # noqa: S106 - no door opens to it

    assert settings(SMTP_USER="vinhdanh", SMTP_PASSWORD="mat-khau", SMTP_TLS="starttls").mail.tls is Tls.STARTTLS  # noqa: S106


def test_postmen_leave_connections_for_acts() -> None:
    """Each keeps one for as long as it is on its round; acts that wait for the last one run out of time."""
    with pytest.raises(WrongSetting, match="VINHDANH_POOL_SIZE must be at least 3 above VINHDANH_POSTMEN"):
        settings(POOL_SIZE="10", POSTMEN="8")

    assert settings(POOL_SIZE="10", POSTMEN="7").connections_for_acts == 2


def test_secrets_do_not_print() -> None:
    """Settings end up in logs and in the tracebacks of tests."""
    given = settings(SMTP_USER="vinhdanh", SMTP_PASSWORD="mat-khau", SMTP_TLS="implicit")  # noqa: S106

    assert "mat-khau" not in repr(given)
    assert "mat-khau" not in str(given.mail)


def test_other_programs_variables_are_none_of_ours() -> None:
    """Temporal's are read by Temporal's SDK."""
    assert Settings.from_env({"VINHDANH_DATABASE_URL": URL, "TEMPORAL_ADDRESS": "x", "PATH": "y"}) == settings()
