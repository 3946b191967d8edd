"""The converter that every process is given: what it reads, and how it refuses what it cannot read."""

import json
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.exceptions import ApplicationError

from schemas.data_converter import DATA_CONVERTER, malformed
from schemas.messages import Supplement, Withdraw
from schemas.refusals import Reason

GOOD = b'{"by":"so-noi-vu","reason":"x"}'


def read(data: bytes, kind: type | None = Withdraw, encoding: bytes | None = b"json/plain") -> Any:
    """Return what a payload is read as."""
    payload = Payload(metadata={} if encoding is None else {"encoding": encoding}, data=data)
    return DATA_CONVERTER.payload_converter.from_payloads([payload], None if kind is None else [kind])[0]


def refused(data: bytes, kind: type | None = Withdraw, encoding: bytes | None = b"json/plain") -> list[str]:
    """Return the lines in which a payload is refused."""
    with pytest.raises(ApplicationError) as error:
        read(data, kind, encoding)
    assert error.value.type == Reason.MALFORMED
    assert error.value.non_retryable
    assert error.value.__cause__ is None
    lines: list[str] = error.value.details[0]
    return lines


def test_a_body_is_read() -> None:
    """As JSON, in the type that is asked for."""
    assert read(GOOD) == Withdraw.model_validate_json(GOOD)


@pytest.mark.parametrize(
    "encoding", [None, b"binary/null", b"binary/plain", b"json/protobuf", b"x", b"\xff", b"e" * 10_000]
)
def test_a_message_comes_as_json_or_not_at_all(encoding: bytes | None) -> None:
    """Nothing, or bytes, would pass for a message until one of its fields is read."""
    assert refused(GOOD, encoding=encoding) == ["(body): Input should be json/plain"]


@pytest.mark.parametrize(
    "encoding", [None, b"x", b"\xff", b"binary/null", b"binary/protobuf", b"json/external-storage-reference"]
)
def test_what_nobody_can_decode_is_refused_too(encoding: bytes | None) -> None:
    """Also where no type is given: any other exception fails the workflow task, again and again."""
    assert refused(b"x", None, encoding) == ["(body): Input cannot be decoded"]


def test_whoever_reads_nothing_is_given_nothing() -> None:
    """A wake that brings what cannot be decoded wakes all the same."""
    assert DATA_CONVERTER.payload_converter.from_payloads([Payload(data=b"\xff")], []) == []


async def test_a_payload_that_claims_to_lie_elsewhere_is_refused_like_any_other() -> None:
    """The SDK itself would fail on it before any code of ours; this breaks should it do so under another name."""
    elsewhere = Payload(metadata={"encoding": b"json/external-storage-reference"}, data=b"{}")
    marked = Payload(metadata={"encoding": b"x", "__temporal_external_storage_reference": b"true"}, data=GOOD)

    for payload in (elsewhere, marked):
        with pytest.raises(ApplicationError, match="should be json/plain"):
            await DATA_CONVERTER.decode([payload], [Withdraw])


def test_a_body_may_hold_much_and_not_everything() -> None:
    """On both sides of the edge, and commas in a text are no values."""
    fields = {f"f{number}": 1 for number in range(99_998)}
    assert refused(json.dumps({"by": 1, "reason": 1, **fields}).encode()) == ["(body): 100000 fields are wrong"]
    assert refused(json.dumps({"by": 1, "reason": 1, "one": 1, **fields}).encode())[0].startswith("(body): holds more")
    objects = [b'{"documents":[' + b",".join([b"{}"] * count) + b"]}" for count in (9_999, 10_000)]
    assert refused(objects[0], Supplement) == ["(body): 49997 fields are wrong"]
    assert refused(objects[1], Supplement)[0].startswith("(body): holds more")
    assert read(json.dumps({"by": "a", "reason": ',{"' * 1_000}).encode()).reason == ',{"' * 1_000
    assert refused(json.dumps({"by": "a", "reason": ',{"\\' * 500_000}).encode())[0].startswith("reason: String should")


@pytest.mark.parametrize("text", ['"' + '\\"' * 1_000_000, '"\\' * 1_000_000, '"' * 2_000_000, "\\" * 2_000_000])
def test_quotes_are_read_once(text: str) -> None:
    """The count outside of texts must not begin anew at each quote: that would take days."""
    assert refused(text.encode(), None)[0].startswith("(body): Invalid JSON")


def test_what_is_said_of_a_body_has_an_end() -> None:
    """Twenty lines and the number of the others; and what is wrong with a field can be read behind its name."""
    extra = {f"f{number}": 1 for number in range(98)}

    lines = refused(json.dumps(extra).encode())
    long = refused(json.dumps({"x" * 100_000: 1}).encode())

    assert len(lines) == 21
    assert lines[-1] == "(body): 80 more"
    assert long[-1] == f"{'x' * 120}: Extra inputs are not permitted"


def test_a_refusal_says_its_lines_twice() -> None:
    """For programs in the details, for people in the message."""
    error = malformed(["by: Field required"])

    assert error.details == (["by: Field required"],)
    assert error.message == "Nội dung không đúng mẫu: by: Field required"
