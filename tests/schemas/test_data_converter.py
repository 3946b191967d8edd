"""The converter that every process is given: what it reads, and how it refuses what it cannot read."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.exceptions import ApplicationError

from schemas.base import Model
from schemas.data_converter import DATA_CONVERTER, malformed
from schemas.ids import ActorId
from schemas.messages import AskOpinions, Convene, SubmitDossier, Supplement, Withdraw
from schemas.refusals import Reason
from tests.builders.client_messages import a_call, a_submission
from tests.builders.values import AGENCY, HEAD, PARTY, a_dossier, submitted

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


BODY = {"id": "cum-thi-dua-1", "name": "Cụm thi đua số 1", "contact": {"name": "Văn phòng", "email": "x@x.example"}}
"""A body as an earlier contract had it in messages."""


def names_only(message: Model, changes: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return the sentence and the places with which a message is refused that brings more than identifiers."""
    body = {**message.model_dump(mode="json", exclude_none=True), **changes}
    with pytest.raises(ApplicationError) as error:
        read(json.dumps(body).encode(), type(message))
    assert error.value.type == Reason.NAMES_ONLY
    assert error.value.non_retryable
    assert error.value.__cause__ is None
    places: list[str] = error.value.details[0]
    return error.value.message, places


def test_a_body_in_place_of_its_identifier_is_refused_by_its_place() -> None:
    """Its sender takes its mailbox for the one that is written to; it is told where the register is read instead."""
    message, places = names_only(a_call(), {"body": BODY})

    assert places == ["body"]
    assert message == (
        "Chỉ ghi mã của cơ quan, đơn vị ở body; tên, hộp thư và thành viên lấy theo danh mục cơ quan, đơn vị."
    )


def test_each_body_that_is_brought_is_named() -> None:
    """A caller of the earlier contract mends its message once, not body by body."""
    dossier = submitted(a_dossier()).model_dump(mode="json", exclude_none=True)
    changes = {"dossier": {**dossier, "unit": BODY, "council": BODY}}

    message, places = names_only(a_submission(), changes)

    assert places == ["dossier.unit", "dossier.council"]
    assert "ở dossier.unit, dossier.council;" in message


def test_agencies_are_named_by_their_numbers() -> None:
    """The second of three is found at once."""
    ask = AskOpinions(by=ActorId(AGENCY), answers=2, agencies=(PARTY, HEAD), question="Đề nghị cho ý kiến.")

    assert names_only(ask, {"agencies": [PARTY, BODY, HEAD]})[1] == ["agencies.1"]


def test_a_message_with_another_mistake_is_malformed() -> None:
    """Its sender is told of all at once, the body among them; the register alone would not mend it."""
    call = a_call().model_dump(mode="json", exclude_none=True)

    lines = refused(json.dumps({**call, "body": BODY, "stage": "luncheon"}).encode(), Convene)

    assert lines[0] == "body: only a body's identifier is read: its name is in the register"
    assert lines[1].startswith("stage: Input should be")


@pytest.mark.parametrize("body", [[], 7, True, "", "cụm 1", ["cum-thi-dua-1"]])
def test_what_is_no_body_at_all_is_malformed(body: object) -> None:
    """A number or a list is a slip of a program, and nobody's name."""
    call = a_call().model_dump(mode="json", exclude_none=True)

    assert refused(json.dumps({**call, "body": body}).encode(), Convene)[0].startswith("body: ")


def test_no_value_of_a_body_is_repeated() -> None:
    """A failure is kept in histories: a mailbox does not belong there."""
    message, places = names_only(a_call(), {"body": BODY})

    assert "x@x.example" not in message + "".join(places)


def test_identifiers_are_read() -> None:
    """The refusals above are of nothing else."""
    sent = a_submission()

    assert read(sent.model_dump_json(exclude_none=True).encode(), SubmitDossier) == sent
