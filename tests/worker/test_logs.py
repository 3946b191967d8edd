"""Log lines record events and places, and leave out the persons and dossiers concerned."""

import io
import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest
import structlog
from asyncpg.pool import PoolConnectionProxy
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.testing import ActivityEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from worker import logs
from worker.settings import LogFormat, LogLevel


@contextmanager
def logging_as(form: LogFormat) -> Iterator[io.StringIO]:
    """Log as a worker does for a while, and lend what is written."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    adapters = (activity.logger, workflow.logger)
    attributes = [dict(vars(adapter)) for adapter in adapters]
    written = io.StringIO()
    logs.configure(LogLevel.INFO, form, stream=written)
    try:
        yield written
    finally:
        structlog.configure(**before)
        root.handlers[:] = handlers
        root.setLevel(level)
        for adapter, its in zip(adapters, attributes, strict=True):
            vars(adapter).update(its)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where this process logs to, as JSON, while a test runs."""
    with logging_as(LogFormat.JSON) as written:
        yield written


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return what was logged so far."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_its_level_and_instant(stream: io.StringIO) -> None:
    """Machines read logs first; Vietnamese stays readable in them."""
    structlog.get_logger().info("fact_recorded", stream="dossier-1", kind="Đã ghi")

    (line,) = lines(stream)
    assert (line["event"], line["level"], line["kind"]) == ("fact_recorded", "info", "Đã ghi")
    assert line["at"].endswith("Z")
    assert "Đã ghi" in stream.getvalue()


def test_what_lies_below_the_level_is_not_written(stream: io.StringIO) -> None:
    """An operator who asks for less gets less, from us and from the libraries."""
    structlog.get_logger().debug("polled")
    logging.getLogger("temporalio").debug("polled")

    assert lines(stream) == []


def test_the_standard_library_speaks_through_the_same_mouth(stream: io.StringIO) -> None:
    """Temporal's SDK and the database driver log there; two formats in one stream cannot be read by machines."""
    logging.getLogger("temporalio.worker").warning("Completing activity as %s", "failed", extra={"seconds": 3})

    (line,) = lines(stream)
    assert line["event"] == "Completing activity as failed"
    assert (line["logger"], line["level"], line["seconds"]) == ("temporalio.worker", "warning", 3)


async def test_a_line_from_an_activity_says_which(stream: io.StringIO) -> None:
    """An operator goes from a log line to the workflow in the UI; call sites should not have to think of it."""

    @activity.defn(name="record")
    async def record() -> None:
        structlog.get_logger().info("fact_recorded")
        activity.logger.info("fact_recorded_too")

    await ActivityEnvironment().run(record)

    ours, temporals = lines(stream)
    assert ours["event"] == "fact_recorded"
    assert temporals["event"] == "fact_recorded_too"
    for line in (ours, temporals):
        assert line["activity"] == ActivityEnvironment.default_info().activity_type
        assert line["workflow_id"] == "test"
        assert line["attempt"] == 1


@workflow.defn
class Speaking:
    """A workflow that logs."""

    @workflow.run
    async def run(self) -> None:
        """Log a line."""
        workflow.logger.info("went_on", extra={"sequence": 3})


async def test_a_line_from_a_workflow_says_which(stream: io.StringIO, client: Client) -> None:
    """The same for workflows, whose logger is Temporal's since it is silent on replay."""
    queue = f"logs-{uuid.uuid4().hex}"
    async with Worker(client, task_queue=queue, workflows=[Speaking], workflow_runner=UnsandboxedWorkflowRunner()):
        await client.execute_workflow(Speaking.run, id=queue, task_queue=queue)

    (line,) = (line for line in lines(stream) if line["event"] == "went_on")
    assert (line["workflow_id"], line["workflow_type"], line["attempt"], line["sequence"]) == (queue, "Speaking", 1, 3)


@pytest.mark.parametrize("field", sorted(logs.FORBIDDEN))
def test_a_forbidden_field_is_withheld(stream: io.StringIO, field: str) -> None:
    """A log is kept for years by people who may see no dossier and no ballot."""
    structlog.get_logger().info("fact_recorded", **{field: "Đơn vị A"}, more={field: ["Đơn vị B"]})

    assert "Đơn vị" not in stream.getvalue()
    (line,) = lines(stream)
    assert line[field] == logs.WITHHELD


def test_a_forbidden_field_of_the_standard_library_is_withheld(stream: io.StringIO) -> None:
    """A line logged through another door passes the same guard."""
    logging.getLogger("elsewhere").warning("sent", extra={"recipient": "van-phong@example.vn"})

    assert "example.vn" not in stream.getvalue()
    assert lines(stream)[0]["recipient"] == logs.WITHHELD


@given(user=st.from_regex(r"[a-z0-9._-]{1,20}", fullmatch=True))
def test_a_mailbox_is_withheld_wherever_it_stands(user: str) -> None:
    """Mail servers repeat the mailbox in their refusals, and refusals are logged."""
    event = logs.withhold(
        None, "info", {"event": f"550 <{user}@example.vn> unknown", "said": [f"to {user}@example.vn"]}
    )

    assert "example.vn" not in str(event)


def test_a_password_in_a_url_is_withheld(stream: io.StringIO) -> None:
    """Drivers put the address that they could not reach into their errors."""
    structlog.get_logger().error("gone", said="no way to postgresql://vinhdanh:mat-khau@db.example.vn/x")

    assert "mat-khau" not in stream.getvalue()


async def test_an_exception_is_written_without_the_values_it_quotes(
    stream: io.StringIO, conn: PoolConnectionProxy
) -> None:
    """Pydantic quotes what it was given and PostgreSQL the row in the way: names, both times."""
    unit = "Đơn vị A"
    await conn.execute("CREATE TEMPORARY TABLE unit (name text PRIMARY KEY) ON COMMIT DROP")
    await conn.execute("INSERT INTO unit VALUES ($1)", unit)

    try:
        TypeAdapter(int).validate_python(unit)
    except ValidationError:
        structlog.get_logger().exception("body_refused")
    try:
        await conn.execute("INSERT INTO unit VALUES ($1)", unit)
    except asyncpg.UniqueViolationError:
        logging.getLogger("elsewhere").exception("row_refused")

    ours, theirs = lines(stream)
    assert "ValidationError" in ours["exception"]
    assert "unit_pkey" in theirs["exception"]
    assert unit not in stream.getvalue()


def test_people_may_read_it_too() -> None:
    """At a terminal a line of JSON for each act is no help."""
    with logging_as(LogFormat.CONSOLE) as written:
        structlog.get_logger().info("fact_recorded", sequence=3, nominee="Đơn vị A")

    assert "fact_recorded" in written.getvalue()
    assert "sequence=3" in written.getvalue()
    assert "Đơn vị" not in written.getvalue()


@pytest.mark.parametrize("form", LogFormat)
def test_what_a_server_says_is_logged_without_harm(form: LogFormat) -> None:
    """A log is watched on a terminal, which would obey it."""
    said = "550 \x1b]0;đổi tên\x07 \u009b31m \u202egnôc"
    with logging_as(form) as written:
        structlog.get_logger().warning("notice_deferred", why=said, last=said.replace(" ", ""))
        logging.getLogger("aiosmtplib").error(said)

    assert not set(written.getvalue()) & set("\x1b\x07\u009b\u202e")
    if form is LogFormat.JSON:
        assert lines(written)[0]["why"] == lines(written)[1]["event"] == said
