"""The envelope: what a message arrives in, and what it is sent back with.

Temporal passes on whatever was sent: no message or two, one under another name, one that says it was sent before.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from schemas import dirty_text
    from schemas.base import Model
    from schemas.refusals import Reason, Refusal
    from schemas.wire import malformed

ModelT = TypeVar("ModelT", bound=Model)
MethodT = TypeVar("MethodT", bound=Callable[..., object])

NOT_CONTINUED = Refusal(
    reason=Reason.NOT_CONTINUED,
    message="Chỉ lượt chạy nối tiếp mới được mang theo trạng thái; xin bỏ trường «carried».",
    details=("carried",),
)
"""A start from outside that brings a memory: nobody writes a dossier's history but its own facts."""

_CLEAN = "clean-text"
"""Marks a start that is refused for its text. Histories without the mark were begun when none was, and go on."""


def declined(refusal: Refusal) -> ApplicationError:
    """Return what a handler raises to refuse. Any other exception would hang the caller and stick the workflow."""
    return ApplicationError(refusal.message, refusal, type=refusal.reason.value, non_retryable=True)


def holding_one(method: MethodT) -> MethodT:
    """Refuse an envelope that does not hold exactly one message, in the words in which a malformed one is refused.

    Without this a start would be a TypeError of Python's, and its workflow task would fail and be tried again for ever.
    An act whose texts hold characters that nobody sees is refused too; a start is asked by `clean`.
    """

    @wraps(method)
    def opened(self: object, *messages: Any) -> object:
        if len(messages) != 1:
            raise malformed([f"(body): {len(messages)} were sent, one is read"])
        # In a validator, that is, which no replay runs.
        if workflow.unsafe.is_read_only() and (refusal := dirty_text.found_in(messages[0])):
            raise declined(refusal)
        return method(self, messages[0])

    return cast(MethodT, opened)


def clean(call: ModelT) -> ModelT:
    """Return what opens a workflow.

    Raises:
        ApplicationError: Its texts hold characters that nobody sees, and no earlier release has opened it.
    """
    if (refusal := dirty_text.found_in(call)) and workflow.patched(_CLEAN):
        raise declined(refusal)
    return call


def misfit(carried: Model | None, name: str) -> ApplicationError | None:
    """Return why a run may not begin: it was started under another name than its own, or with a memory of its own."""
    if carried is not None and not is_continued():
        return declined(NOT_CONTINUED)
    sent_to = workflow.info().workflow_id
    if sent_to != name:
        # It would be a second writer of that stream, and no act would find it.
        return malformed([f"(body): is that of {name}, and was sent to {sent_to}"])
    return None


def is_continued() -> bool:
    """Return whether this run continues an earlier one, and may therefore carry its memory."""
    info = workflow.info()
    # A timetable or a retry begins run after run with what the first was started with: by anybody, that is.
    return info.continued_run_id is not None and info.cron_schedule is None and info.attempt == 1
