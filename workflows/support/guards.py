"""The envelope: the form in which a message arrives, and in which its refusal returns.

Temporal passes on any payload: no message or two, one of another shape, one meant for another workflow.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, TypeVar, cast

from pydantic_core import to_json
from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from schemas import digests, dirty_text
    from schemas.base import Model
    from schemas.data_converter import malformed
    from schemas.documents import Sha256
    from schemas.refusals import Refusal

ModelT = TypeVar("ModelT", bound=Model)
MethodT = TypeVar("MethodT", bound=Callable[..., object])


_CLEAN = "clean-text"
"""Marks a start that is refused for its text. Histories without the mark began before this check, and go on."""


def refusal_error(refusal: Refusal) -> ApplicationError:
    """Return the error by which a handler refuses. Any other exception would hang the caller and block the workflow."""
    return ApplicationError(refusal.message, refusal, type=refusal.reason.value, non_retryable=True)


def told(refused: ApplicationError) -> ApplicationError:
    """Return the error that a query raises: a query's failure arrives without its type, so its message names it."""
    return ApplicationError(f"«{refused.type}»: {refused.message}", type=refused.type)


def single_payload(method: MethodT) -> MethodT:
    """Have a validator refuse an envelope without exactly one message, and a text with invisible characters.

    Validators are not run on replay: an act accepted under earlier rules stays accepted.
    """

    @wraps(method)
    def opened(self: object, *messages: Any) -> object:
        if len(messages) != 1:
            raise malformed([f"(body): {len(messages)} were sent, one is read"])
        if refusal := dirty_text.found_in(messages[0]):
            raise refusal_error(refusal)
        return method(self, messages[0])

    return cast(MethodT, opened)


def any_payload(method: MethodT) -> MethodT:
    """Call a workflow's start with the one message sent, or with None where it was not exactly one.

    A start that raises fails its run before a caller is answered: `Start` reports a faulty start instead.
    """

    @wraps(method)
    def begun(self: object, *sent: Any) -> Any:
        return method(self, sent[0] if len(sent) == 1 else None)

    @wraps(method)
    async def running(self: object, *sent: Any) -> Any:
        return await begun(self, *sent)

    # Temporal requires a run method that is visibly a coroutine function.
    return cast(MethodT, running if inspect.iscoroutinefunction(method) else begun)


class Start(Generic[ModelT]):
    """The message that a workflow was started with, or the reason why it may not begin."""

    def __init__(self, sent: RawValue | None, kind: type[ModelT], name: Callable[[ModelT], str]) -> None:
        """Read the message; `name` gives the workflow that a message is meant for."""
        self._message: ModelT | None = None
        self.sent = sent
        self.fault: ApplicationError | None = None
        self.said: Sha256 = ""
        self._sent: Sha256 = ""
        try:
            self._message, self._sent = _read(sent, kind)
            # A body may omit defaults: written out or omitted, they mean the same.
            self.said = digests.body_digest(to_json(self._message, exclude_none=True))
            _must_be_meant_for(name(self._message))
        except ApplicationError as error:
            self.fault = error

    def is_by(self, body: Sha256) -> bool:
        """Return whether this is the digest of the body, as it was sent or with its defaults written out."""
        return body in {self.said, self._sent}

    @property
    def message(self) -> ModelT:
        """Return the message.

        Raises:
            ApplicationError: The start holds no valid message.
        """
        if self._message is None:
            raise self.fault or malformed(["(body): none was sent"])
        return self._message


def _read(sent: object, kind: type[ModelT]) -> tuple[ModelT, Sha256]:
    if not isinstance(sent, RawValue):
        raise malformed(["(body): one is read, and not one was sent"])
    (message,) = workflow.payload_converter().from_payloads([sent.payload], [kind])
    try:
        return message, digests.body_digest(sent.payload.data)
    except ValueError as error:
        raise malformed([f"(body): {error}"]) from None


def clean(call: ModelT) -> ModelT:
    """Return the message that opens a workflow.

    Raises:
        ApplicationError: Its texts hold invisible characters, and no earlier release has opened it.
    """
    if (refusal := dirty_text.found_in(call)) and workflow.patched(_CLEAN):
        raise refusal_error(refusal)
    return call


def _must_be_meant_for(name: str) -> None:
    sent_to = workflow.info().workflow_id
    if sent_to != name:
        # It would be a second writer of that stream, and no act would reach it.
        raise malformed([f"(body): is that of {name}, and was sent to {sent_to}"])


def is_continued() -> bool:
    """Return whether this run continues an earlier one, whose facts are in the ledger."""
    return workflow.info().continued_run_id is not None
