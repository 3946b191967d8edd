"""Logs: one line for each event, with its workflow and activity, and without confidential data."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from temporalio import activity, workflow

from vinhdanh.cli import terminal
from worker.settings import LogFormat, LogLevel

WITHHELD = "[withheld]"

FORBIDDEN = frozenset(
    {
        *("nominee", "nominee_name", "name", "email", "mailbox", "address", "recipient", "contact"),
        *("vote", "votes", "choice", "choices", "marks", "ballot", "ballots", "roll_call", "roll_calls"),
        *("dossier", "documents", "reasons", "note", "subject", "text", "payload", "input", "args"),
        *("password", "secret", "token", "api_key", "authorization", "database_url", "dsn"),
    }
)
"""Fields that must not be logged: the subject of a dossier, a seat's votes, a letter's content, passwords."""

_VALUES = re.compile(
    r"""
    [^\s<>"'=(,;]+@[^\s<>"'),;]+        # a mailbox, or a URL with its password
    | (?<=input_value=).*?(?=,\ input_type=)  # what pydantic was given
    | (?<=DETAIL:).*                    # what PostgreSQL found in the way
    | (?<=CONTEXT:).*
    """,
    re.VERBOSE,
)


def configure(level: LogLevel, form: LogFormat, *, stream: TextIO | None = None) -> None:
    """Send everything that this process logs to one stream (stderr), whatever its logger."""
    stream = stream or sys.stderr
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *_before(), *_rendering(form)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), structlog.stdlib.add_logger_name, *_before()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(form)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    # Temporal would repeat the same identifiers inside the message.
    activity.logger.activity_info_on_message = activity.logger.activity_info_on_extra = False
    workflow.logger.workflow_info_on_message = workflow.logger.workflow_info_on_extra = False


def _before() -> list[Processor]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        add_place,
        structlog.processors.format_exc_info,
        withhold,
    ]


def _rendering(form: LogFormat) -> list[Processor]:
    if form is LogFormat.CONSOLE:
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain), _through(terminal.harmless)]
    return [structlog.processors.JSONRenderer(ensure_ascii=False), _through(terminal.escaped)]


def _through(cleaned: Callable[[str], str]) -> Processor:
    # The last processor gets the whole line: it contains server messages, and is read on a terminal.
    return lambda _, __, line: cleaned(str(line))


def add_place(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Add the workflow and activity of the event, if there is one."""
    if workflow.in_workflow():
        here = workflow.info()
        event.update(workflow_id=here.workflow_id, workflow_type=here.workflow_type, attempt=here.attempt)
    elif activity.in_activity():
        at = activity.info()
        event.update(activity=at.activity_type, attempt=at.attempt)
        event.update(workflow_id=at.workflow_id, workflow_type=at.workflow_type)
    return event


def withhold(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Remove what must not be logged: fields by their names, at any depth, and values quoted in texts."""
    # The SDK's marks for its own filters are of no use to a reader.
    return {key: _clean(key, value) for key, value in event.items() if not key.startswith("__temporal")}


def _clean(key: object, value: Any) -> Any:
    if key in FORBIDDEN:
        return WITHHELD
    if isinstance(value, str):
        return _VALUES.sub(WITHHELD, value)
    if isinstance(value, Mapping):
        return {inner: _clean(inner, its) for inner, its in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(None, each) for each in value]
    return value
