"""Why an act was not accepted, as one exception: no module above this one handles Temporal's own."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import pydantic
from temporalio.api.errordetails.v1 import NamespaceNotFoundFailure
from temporalio.client import WorkflowFailureError, WorkflowQueryFailedError, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError, TemporalError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from schemas import dirty_text
from schemas.base import Model
from schemas.data_converter import wrong_fields
from schemas.ids import StreamId
from schemas.opened_otherwise import NOUNS, opened_otherwise
from schemas.refusals import Reason, Refusal

M = TypeVar("M", bound=Model)

_SEND_AGAIN = "không rõ việc này đã được ghi nhận hay chưa. Xin gửi lại đúng nội dung ấy: gửi lại không bị ghi hai lần."

_ENDS = {
    "dossier": (Reason.DOSSIER_CLOSED, "đã kết thúc; không tiếp nhận thêm."),
    "sitting": (Reason.SITTING_CLOSED, "đã kết thúc; không nhận thêm."),
    "submission": (Reason.ALREADY_DECIDED, "đã có quyết định trả lời."),
}

_NAMED = re.compile(r"«(\w+)»: (.*)", re.DOTALL)

CUT_OFF = "AcceptedUpdateCompletedWorkflow"
"""The failure of an Update whose workflow ended before it answered."""

_STOPPED = {Reason.LEDGER_CONFLICT, Reason.ALREADY_STARTED, Reason.UNANSWERED, Reason.UNREADABLE}
"""The reasons of a failed workflow whose stream has begun, or may have."""

_NEVER_REACHED = {
    RPCStatusCode.INVALID_ARGUMENT,
    RPCStatusCode.PERMISSION_DENIED,
    RPCStatusCode.UNAUTHENTICATED,
    RPCStatusCode.FAILED_PRECONDITION,
    RPCStatusCode.UNIMPLEMENTED,
}
"""The RPC statuses of an act that Temporal did not pass on."""


class Declined(Exception):
    """An act was not accepted or, for the reason `UNANSWERED`, its result is unknown.

    Attributes:
        reason: The machine-readable reason.
        message: One sentence for people, in Vietnamese.
        details: The subject of the reason: identifiers, or a line for each wrong field.
    """

    def __init__(self, reason: Reason, message: str, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.details = tuple(details)


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn any Temporal error raised within into `Declined`. A cancelled task stays cancelled."""
    try:
        yield
    except (TemporalError, TimeoutError) as error:
        raise from_error(error) from error


def read(kind: type[M], body: str | bytes) -> M:
    """Return the message that a JSON body holds.

    Raises:
        Declined: `MALFORMED` or `DIRTY_TEXT`, in the words of the server's own refusal.
    """
    try:
        message = kind.model_validate_json(body)
    except pydantic.ValidationError as error:
        raise malformed(wrong_fields(error)) from error
    if refusal := dirty_text.found_in(message):
        raise Declined(refusal.reason, refusal.message, refusal.details)
    return message


def refused(refusal: Refusal) -> Declined:
    """Return a workflow's refusal, as the sender of the act receives it."""
    return Declined(refusal.reason, refusal.message, refusal.details)


def malformed(fields: Sequence[str]) -> Declined:
    """Return the refusal of a body, given a line for each wrong field."""
    return Declined(Reason.MALFORMED, "Nội dung không đúng mẫu.", fields)


def unknown(stream: StreamId) -> Declined:
    """Return the refusal of an act on a stream that does not exist."""
    noun, name = _named(stream)
    return Declined(Reason.NOT_FOUND, f"{noun} {name} không tồn tại.", (name,))


def ended(stream: StreamId) -> Declined:
    """Return the refusal of an act on a stream that has ended."""
    noun, name = _named(stream)
    reason, how = _ENDS[stream.split("-", 1)[0]]
    return Declined(reason, f"{noun} {name} {how}", (name,))


def never_opened(stream: StreamId, why: Declined) -> Declined:
    """Return the refusal of an act on a stream whose start was refused."""
    noun, name = _named(stream)
    message = f"Chưa có {noun.lower()} {name}; lần gửi gần nhất bị từ chối ({why.reason}): {why.message}"
    return Declined(Reason.NOT_FOUND, message, (name, why.reason, *why.details))


def interrupted(stream: StreamId) -> Declined:
    """Return the refusal of an act on a stream whose workflow was stopped from outside."""
    noun, name = _named(stream)
    return Declined(
        Reason.INTERRUPTED,
        f"{noun} {name} chưa kết thúc, nhưng quy trình xử lý đã bị dừng từ bên ngoài. Gửi lại đúng nội dung khởi tạo "
        "ban đầu để tiếp tục; không có gì bị ghi hai lần.",
        (name,),
    )


@contextmanager
def of_a_start(stream: StreamId) -> Iterator[None]:
    """Report for a failed workflow whether its start was refused, or something else stopped it."""
    try:
        yield
    except WorkflowFailureError as failed:
        why = from_error(failed)
        stopped = why.reason in _STOPPED
        raise (interrupted(stream) if stopped else never_opened(stream, why)) from failed


def unanswered(what: str = "Chưa có trả lời") -> Declined:
    """Return that the result of an act is unknown."""
    return Declined(Reason.UNANSWERED, f"{what}: {_SEND_AGAIN}")


def from_error(error: Exception) -> Declined:
    """Translate a Temporal error for the sender of an act."""
    match error:
        case WorkflowUpdateFailedError() | WorkflowFailureError():
            return _of_failure(error.cause)
        case WorkflowAlreadyStartedError():
            return refused(opened_otherwise(error.workflow_id))
        case WorkflowQueryFailedError():
            return _of_query(error.message)
        case RPCError():
            return _of_rpc(error)
        case ApplicationError():
            # Not inside one of the errors above: the act was accepted, but its answer cannot be read.
            return Declined(Reason.UNREADABLE, "Máy chủ trả lời bằng mẫu mới; phiên bản phần mềm này chưa đọc được.")
        case _:
            return unanswered()


def _of_query(message: str) -> Declined:
    # A query's failure arrives without its type: our workflows put it first in the message.
    if found := _NAMED.fullmatch(message):
        reason, sentence = found.groups()
        if reason in set(Reason):
            return Declined(Reason(reason), sentence)
    return Declined(Reason.UNANSWERED, f"Chưa xem được: {message}.")


def _named(stream: StreamId) -> tuple[str, str]:
    kind, name = stream.split("-", 1)
    return NOUNS[kind], name


def _of_failure(cause: BaseException | None) -> Declined:
    while cause is not None and not isinstance(cause, ApplicationError):
        cause = cause.__cause__
    if cause is None or cause.type in {None, CUT_OFF}:
        return unanswered("Bên xử lý gặp sự cố")
    if cause.type not in set(Reason):
        return Declined(Reason.UNREADABLE, f"Bên xử lý gặp sự cố ({cause.type}): {cause.message}.")
    if cause.type == Reason.MALFORMED:
        return malformed(tuple(_lines(cause.details)))
    refusal = _refusal(cause.details)
    if refusal is not None:
        return refused(refusal)
    return Declined(Reason(cause.type), cause.message, tuple(_lines(cause.details)))


def _refusal(details: Sequence[Any]) -> Refusal | None:
    try:
        # Details lose their types in transit: lists for tuples, texts for reasons.
        return Refusal.model_validate(details[0], strict=False) if details else None
    except pydantic.ValidationError:
        return None


def _lines(details: Sequence[Any]) -> Iterator[str]:
    for detail in details:
        if isinstance(detail, list):
            yield from (str(line) for line in detail)
        else:
            yield str(detail)


def means_absent(error: RPCError) -> bool:
    """Return whether Temporal has no such workflow, or none that still runs."""
    lacks_namespace = any(detail.Is(NamespaceNotFoundFailure.DESCRIPTOR) for detail in error.grpc_status.details)
    return error.status is RPCStatusCode.NOT_FOUND and not lacks_namespace


def means_cut_off(error: RPCError | WorkflowUpdateFailedError) -> bool:
    """Return whether a workflow failed before it could answer the Update that opened it."""
    if isinstance(error, RPCError):
        return means_absent(error)
    return isinstance(error.cause, ApplicationError) and error.cause.type == CUT_OFF


def _of_rpc(error: RPCError) -> Declined:
    if means_absent(error):
        return Declined(Reason.NOT_FOUND, "Không tồn tại.")
    if error.status is RPCStatusCode.RESOURCE_EXHAUSTED:
        return Declined(Reason.UNANSWERED, f"Temporal đang quá tải, chưa có gì được ghi; xin gửi lại: {error.message}")
    if error.status is RPCStatusCode.NOT_FOUND or error.status in _NEVER_REACHED:
        return Declined(Reason.NOT_SENT, f"Temporal không nhận, chưa có gì được ghi: {error.message}")
    return unanswered()
