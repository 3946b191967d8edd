"""Every error that Temporal raises becomes one exception with a reason and a sentence."""

import asyncio
from collections.abc import Sequence

import pytest
from temporalio.api.errordetails.v1 import NamespaceNotFoundFailure, NotFoundFailure
from temporalio.client import (
    WorkflowFailureError,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError, TerminatedError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from schemas import dirty_text
from schemas.ids import StreamId
from schemas.messages import Withdraw
from schemas.refusals import Reason
from tests.vinhdanh.fake_dossier_workflow import NOT_YOURS
from vinhdanh import declined
from vinhdanh._gateway import _retry_unavailable
from vinhdanh.declined import Declined

SEND_AGAIN = "gửi lại"


def an_rpc_error(status: RPCStatusCode, detail: NamespaceNotFoundFailure | NotFoundFailure | None = None) -> RPCError:
    """Return what the SDK raises for a call that failed with a status."""
    error = RPCError("said by the server", status, b"")
    if detail is not None:
        error.grpc_status.details.add().Pack(detail)
    return error


def refused_with(*details: object, type: str | None = Reason.NOT_YOURS.value) -> WorkflowUpdateFailedError:
    """Return what the SDK raises for an Update that was refused."""
    return WorkflowUpdateFailedError(ApplicationError("Không được.", *details, type=type))


def test_a_refusal_comes_through_whole() -> None:
    """Its reason, its sentence and its details, as the workflow wrote them."""
    told = declined.from_error(refused_with(NOT_YOURS.model_dump(mode="json") | {"details": ["so-noi-vu"]}))

    assert (told.reason, told.message, told.details) == (Reason.NOT_YOURS, NOT_YOURS.message, ("so-noi-vu",))


def test_a_refusal_without_its_body_keeps_its_type_and_message() -> None:
    """A worker of another version may send less."""
    told = declined.from_error(refused_with("a", ["b"]))

    assert (told.reason, told.message, told.details) == (Reason.NOT_YOURS, "Không được.", ("a", "b"))


def test_a_malformed_body_names_its_fields() -> None:
    """The same lines as the client itself writes before it sends."""
    told = declined.from_error(refused_with(["by: Field required"], type=Reason.MALFORMED.value))
    with pytest.raises(Declined) as refused:
        declined.read(Withdraw, '{"reason": "Rút"}')

    assert told.reason is refused.value.reason is Reason.MALFORMED
    assert told.details == refused.value.details == ("by: Field required",)
    assert told.message == refused.value.message


def test_a_dirty_text_is_refused_here_in_the_server_s_words() -> None:
    """A clerk who copied a name from elsewhere is told at once, before anything is sent."""
    body = '{"by": "so-noi-vu", "reason": "Rút\\u200b hồ sơ"}'
    refusal = dirty_text.found_in(Withdraw.model_validate_json(body))
    assert refusal is not None

    told = declined.from_error(refused_with(refusal.model_dump(mode="json"), type=Reason.DIRTY_TEXT.value))
    with pytest.raises(Declined) as refused:
        declined.read(Withdraw, body)

    assert told.reason is refused.value.reason is Reason.DIRTY_TEXT
    assert told.message == refused.value.message
    assert told.details == refused.value.details == ("/reason: U+200B",)


def test_the_reason_of_a_failed_start_is_found_under_what_wraps_it() -> None:
    """A workflow fails with its own error around that of what it called."""
    inner = ApplicationError("Hai chuyện khác nhau.", type=Reason.LEDGER_CONFLICT.value)
    outer = TerminatedError("around it")
    outer.__cause__ = inner

    assert declined.from_error(WorkflowFailureError(cause=outer)).reason is Reason.LEDGER_CONFLICT


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(WorkflowUpdateRPCTimeoutOrCancelledError(), id="the SDK gave up"),
        pytest.param(TimeoutError(), id="we gave up"),
        pytest.param(an_rpc_error(RPCStatusCode.DEADLINE_EXCEEDED), id="a call took too long"),
        pytest.param(an_rpc_error(RPCStatusCode.UNAVAILABLE), id="the server went away"),
        pytest.param(refused_with(type="AcceptedUpdateCompletedWorkflow"), id="the workflow ended first"),
        pytest.param(refused_with(type=None), id="a failure without a type"),
        pytest.param(WorkflowFailureError(cause=TerminatedError("by an operator")), id="terminated"),
    ],
)
def test_what_is_not_known_is_said_not_to_be_known(error: Exception) -> None:
    """An unanswered act may have been kept; its sender must be told that sending it again is safe."""
    told = declined.from_error(error)

    assert told.reason is Reason.UNANSWERED
    assert SEND_AGAIN in told.message


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(refused_with(type="RuntimeError"), id="a worker that is wrong"),
        pytest.param(ApplicationError("x", type=Reason.MALFORMED.value), id="an answer that cannot be read"),
    ],
)
def test_what_would_be_answered_so_again_is_said_to_be_unreadable(error: Exception) -> None:
    """No sender is asked to repeat what cannot help."""
    told = declined.from_error(error)

    assert told.reason is Reason.UNREADABLE
    assert SEND_AGAIN not in told.message


def test_too_many_in_flight_are_asked_to_come_again() -> None:
    """Temporal has room again a moment later."""
    told = declined.from_error(an_rpc_error(RPCStatusCode.RESOURCE_EXHAUSTED))

    assert told.reason is Reason.UNANSWERED
    assert "said by the server" in told.message


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(an_rpc_error(RPCStatusCode.PERMISSION_DENIED), id="no right to this namespace"),
        pytest.param(an_rpc_error(RPCStatusCode.NOT_FOUND, NamespaceNotFoundFailure()), id="no such namespace"),
    ],
)
def test_what_never_arrived_is_said_to_be_unwritten(error: Exception) -> None:
    """A wrong namespace is no missing dossier: the sentence is what an operator needs."""
    told = declined.from_error(error)

    assert told.reason is Reason.NOT_SENT
    assert "said by the server" in told.message


def test_what_is_absent_is_not_found() -> None:
    """As far as one call to Temporal can show."""
    assert declined.from_error(an_rpc_error(RPCStatusCode.NOT_FOUND, NotFoundFailure())).reason is Reason.NOT_FOUND


def test_an_identifier_in_use_is_told_by_its_kind() -> None:
    """A clerk works with a sitting and a submission, not a workflow."""
    error = WorkflowAlreadyStartedError("sitting-c5tp-2023", "SittingWorkflow")

    told = declined.from_error(error)

    assert told.reason is Reason.ALREADY_STARTED
    assert told.message.startswith("Phiên họp c5tp-2023")


def test_a_question_that_fails_is_unanswered() -> None:
    """A dossier that is not open yet has nothing to show."""
    told = declined.from_error(WorkflowQueryFailedError("the stream is not open"))

    assert told.reason is Reason.UNANSWERED


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        ("dossier-hs-1", Reason.DOSSIER_CLOSED),
        ("sitting-ph-1", Reason.SITTING_CLOSED),
        ("submission-tt-1", Reason.ALREADY_DECIDED),
    ],
)
def test_each_kind_has_its_own_end(stream: str, reason: Reason) -> None:
    """Programs match on the reason that the workflow itself would have given."""
    told = declined.ended(StreamId(stream))

    assert told.reason is reason


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"by": "x"', '{"by": "x", "reason": NaN}', "\x00"])
def test_what_is_no_body_is_malformed(body: str) -> None:
    """Whatever a file holds, the answer names the error in it."""
    with pytest.raises(Declined) as refused:
        declined.read(Withdraw, body)

    assert refused.value.reason is Reason.MALFORMED
    assert refused.value.details


def test_a_cancelled_task_is_not_declined() -> None:
    """Swallowed, a service could not be stopped."""
    with pytest.raises(asyncio.CancelledError), declined.translate_errors():
        raise asyncio.CancelledError


async def test_an_act_is_sent_again_while_temporal_is_away() -> None:
    """A server that restarts comes back within seconds; the caller need not notice."""
    answers: list[RPCError | str] = [
        an_rpc_error(RPCStatusCode.UNAVAILABLE),
        an_rpc_error(RPCStatusCode.UNAVAILABLE),
        "kept",
    ]

    assert await _retry_unavailable(lambda: _next(answers)) == "kept"


@pytest.mark.parametrize(
    "errors",
    [
        pytest.param([RPCStatusCode.UNAVAILABLE] * 4, id="away for long"),
        pytest.param([RPCStatusCode.INTERNAL, RPCStatusCode.UNAVAILABLE], id="not away but wrong"),
    ],
)
async def test_insisting_has_an_end(errors: Sequence[RPCStatusCode]) -> None:
    """A server that stays away, or answers otherwise, is reported."""
    answers: list[RPCError | str] = [*map(an_rpc_error, errors), "kept"]

    with pytest.raises(RPCError):
        await _retry_unavailable(lambda: _next(answers))

    assert answers[-1] == "kept"


async def _next(answers: list[RPCError | str]) -> str:
    answer = answers.pop(0)
    if isinstance(answer, RPCError):
        raise answer
    return answer
