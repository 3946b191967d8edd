"""The operator's settings: a pure function of a mapping, in which a misspelt name stops the process.

Temporal's own address, namespace, TLS and keys are `TEMPORAL_*` and are read by Temporal's SDK.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    DirectoryPath,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from activities.smtp import MailSettings, Tls
from schemas.base import Line
from schemas.bodies import Email
from schemas.names import TASK_QUEUE

PREFIX = "VINHDANH_"

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")]


class WrongSetting(ValueError):
    """The environment holds a setting that no worker can use; the message is one line and holds no value."""


class LogLevel(StrEnum):
    """The lowest level that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """The format of the log: for programs or for people."""

    JSON = "json"
    CONSOLE = "console"


class Settings(BaseModel):
    """A worker's settings. Each field's description gives the allowed values, and is the error for a wrong one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: SecretStr = Field(
        description="a URL such as postgresql://user:password@host:5432/database, a password's / ? # @ : as %2F %3F …"
    )
    task_queue: Name = Field(TASK_QUEUE, description="a name of letters, digits, dots and hyphens")
    pool_size: int = Field(20, ge=4, le=500, description="a number of database connections, 4 to 500")
    postmen: int = Field(1, ge=0, le=16, description="a number of postmen at work, 0 to 16")
    smtp_host: Line = Field("localhost", description="a host name")
    smtp_port: int = Field(25, ge=1, le=65535, description="a port, 1 to 65535")
    smtp_tls: Tls = Field(Tls.NONE, description="none, starttls or implicit")
    smtp_from: Email = Field(
        "vinhdanh@localhost", description="a mailbox that notices come from, such as vinhdanh@example.vn"
    )
    smtp_user: Line | None = Field(None, description="a user name, together with VINHDANH_SMTP_PASSWORD")
    smtp_password: SecretStr | None = Field(None, description="a password, together with VINHDANH_SMTP_USER")
    notice_tries: int = Field(120, ge=1, le=1000, description="a number of tries before a notice is parked, 1 to 1000")
    health_host: str = Field("127.0.0.1", min_length=1, description="an address at which /live and /ready are answered")
    health_port: int = Field(
        8090, ge=0, le=65535, description="a port at which /live and /ready are answered, or 0 for any that is free"
    )
    log_level: LogLevel = Field(LogLevel.INFO, description="debug, info, warning or error")
    log_format: LogFormat = Field(LogFormat.JSON, description="json or console")
    policies: DirectoryPath | None = Field(None, description="a folder of regimes, instead of those that come along")
    register_search_attributes: bool = Field(True, description="true or false: whether missing ones are registered")
    grace: int = Field(25, ge=0, le=3600, description="a number of seconds in which running work may end, 0 to 3600")
    deployment: Name | None = Field(None, description="a worker deployment's name, together with VINHDANH_BUILD_ID")
    build_id: Name | None = Field(None, description="a release's name, together with VINHDANH_DEPLOYMENT")

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Self:
        """Return the settings that an environment gives; an empty variable counts as not given.

        Raises:
            WrongSetting: A variable is unknown, malformed or missing. The message names it and the allowed values.
        """
        given = {name: value for name, value in environment.items() if name.startswith(PREFIX) and value}
        try:
            return cls.model_validate({name.removeprefix(PREFIX).lower(): value for name, value in given.items()})
        except ValidationError as error:
            raise WrongSetting("; ".join(_answers(error))) from None

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, url: SecretStr) -> SecretStr:
        # Not pydantic's own type of URL: it refuses those without a host, which name a socket.
        parts = urlsplit(url.get_secret_value())
        if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
            raise ValueError("not the URL of a PostgreSQL database")
        # A slash in a password ends the hosts: its halves would pass for a port and the name of a database, and the
        # driver would quote them in its errors.
        hosts = parts.netloc.rpartition("@")[2]
        if "@" in parts.path or (hosts and not all(map(_is_host, hosts.split(",")))):
            raise ValueError("its hosts and ports cannot be told from its password")
        return url

    @model_validator(mode="after")
    def _come_in_pairs(self) -> Self:
        if (self.smtp_user is None) is not (self.smtp_password is None):
            raise ValueError("VINHDANH_SMTP_USER and VINHDANH_SMTP_PASSWORD are given together, or not at all")
        if (self.deployment is None) is not (self.build_id is None):
            raise ValueError("VINHDANH_DEPLOYMENT and VINHDANH_BUILD_ID are given together, or not at all")
        if self.smtp_password is not None and self.smtp_tls is Tls.NONE:
            raise ValueError("VINHDANH_SMTP_TLS must be starttls or implicit where VINHDANH_SMTP_PASSWORD is given")
        if self.connections_for_acts < 2:
            raise ValueError("VINHDANH_POOL_SIZE must be at least 3 above VINHDANH_POSTMEN")
        return self

    @property
    def connections_for_acts(self) -> int:
        """How many acts may use the database at once: each postman keeps a connection, and so does a health check."""
        return self.pool_size - self.postmen - 1

    @property
    def mail(self) -> MailSettings:
        """The mail server, with its retries and timeouts."""
        return MailSettings(
            host=self.smtp_host,
            port=self.smtp_port,
            sender=self.smtp_from,
            tls=self.smtp_tls,
            user=self.smtp_user,
            password=self.smtp_password,
            tries=self.notice_tries,
        )


def _is_host(text: str) -> bool:
    # Any fault in its port or its name is raised as a ValueError.
    host = urlsplit(f"//{text}")
    return host.port != 0 and bool((host.hostname or "").encode("idna"))


def _answers(error: ValidationError) -> Iterator[str]:
    for found in error.errors(include_url=False, include_input=False):
        if not found["loc"]:
            yield found["msg"].removeprefix("Value error, ")
            continue
        field = str(found["loc"][0])
        variable = PREFIX + field.upper()
        if found["type"] == "extra_forbidden":
            yield _unknown(variable)
        else:
            verb = "is missing: it must be" if found["type"] == "missing" else "must be"
            yield f"{variable} {verb} {Settings.model_fields[field].description}"


def _unknown(variable: str) -> str:
    known = {field.upper(): PREFIX + field.upper() for field in Settings.model_fields}
    near = get_close_matches(variable.removeprefix(PREFIX), known, n=1)
    hint = f"is {known[near[0]]} meant?" if near else f"the settings are {', '.join(known.values())}"
    return f"{variable} is no setting; {hint}"
