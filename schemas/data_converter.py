"""How values travel through Temporal: JSON by pydantic, and a body of the wrong shape named by its fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import pydantic
from pydantic_core import to_json
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import CompositePayloadConverter, DataConverter, DefaultPayloadConverter
from temporalio.exceptions import ApplicationError
from typing_extensions import override

from schemas.refusals import Reason

_MOST_LINES, _LONGEST_LINE, _LONGEST_PLACE = 20, 200, 120
"""How much is said of a malformed body: of one with a hundred thousand wrong fields, no failure could hold it all."""

_MOST_VALUES, _MOST_OBJECTS = 100_000, 10_000
"""How many values a body holds, and how many of them are objects; the largest of ours comes to half of either. Naming
what a million objects lack takes longer than a workflow task may last, and a start is tried again for ever."""

_MOST_NAMED = 10_000
"""Of how many mistakes the first are looked up by name: pydantic hands out all of them or none, and takes its time."""

_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)


def wrong_fields(error: pydantic.ValidationError) -> list[str]:
    """Return one line for each field that is wrong: where it stands, and what is wrong with it. No values."""
    return [
        f"{_place(found['loc'])}: {found['msg']}"
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _place(location: tuple[int | str, ...]) -> str:
    # A field that does not belong may have a name of any length, and what is wrong with it must be read too.
    return ".".join(str(part) for part in location)[:_LONGEST_PLACE] or "(body)"


def malformed(lines: Sequence[str]) -> ApplicationError:
    """Return what a body of the wrong shape is refused with, given a line for each field that is wrong."""
    told = [line[:_LONGEST_LINE] for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        told.append(f"(body): {len(lines) - _MOST_LINES} more")
    # The fields stand in the message too: Temporal's command line does not print details.
    message = f"Nội dung không đúng mẫu: {'; '.join(told)}"
    return ApplicationError(message, told, type=Reason.MALFORMED.value, non_retryable=True)


@lru_cache(maxsize=1024)
def _reader(kind: Any) -> pydantic.TypeAdapter[Any]:
    # Made anew for each payload, as the SDK makes them, these took five sixths of what a workflow costs.
    return pydantic.TypeAdapter(kind)


class _NamingConverter(PydanticJSONPlainPayloadConverter):
    @override
    def to_payload(self, value: Any) -> Payload | None:
        # What is not there is not written: histories are kept for years, and a tenth of them would be nulls.
        data = to_json(value, exclude_none=True)
        return Payload(metadata={"encoding": self.encoding.encode()}, data=data)

    @override
    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        if _is_endless(payload.data):
            raise malformed([f"(body): holds more than {_MOST_VALUES} values or {_MOST_OBJECTS} objects"])
        try:
            return _reader(Any if type_hint is None else type_hint).validate_json(payload.data)
        except pydantic.ValidationError as error:
            # Any other exception would hang the caller: a workflow task that cannot read its input is tried for ever.
            # Without its cause, which repeats the values that were sent, in clear, and has no bounds.
            raise malformed(_lines(error)) from None


def _is_endless(body: bytes) -> bool:
    if len(body) <= 2 * _MOST_OBJECTS:
        return False
    bones = _STRINGS.sub(b"", body)
    return bones.count(b",") >= _MOST_VALUES or bones.count(b"{") > _MOST_OBJECTS


def _lines(error: pydantic.ValidationError) -> list[str]:
    if error.error_count() > _MOST_NAMED:
        return [f"(body): {error.error_count()} fields are wrong"]
    return wrong_fields(error)


# The SDK makes a converter for each workflow task; made anew, each would forget the types that it has learnt to read.
_CONVERTERS = tuple(
    _NamingConverter() if converter.encoding == "json/plain" else converter
    for converter in DefaultPayloadConverter.default_encoding_payload_converters
)


class _PayloadConverter(CompositePayloadConverter):
    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)

    @override
    def from_payloads(self, payloads: Sequence[Payload], type_hints: list[type] | None = None) -> list[Any]:
        if type_hints == []:
            # Who reads nothing is given nothing, whatever was sent: a wake that cannot be decoded wakes all the same.
            return []
        for payload, kind in zip_longest(payloads, type_hints or ()):
            # Bytes, a protobuf message or nothing at all would pass for the message until somebody looks at a field.
            if _is_model(kind) and payload.metadata.get("encoding") != b"json/plain":
                raise malformed(["(body): Input should be json/plain"])
        try:
            return super().from_payloads(payloads, type_hints)
        except (LookupError, RuntimeError, ValueError):
            # An encoding that nobody knows, or that its bytes do not keep to.
            raise malformed(["(body): Input cannot be decoded"]) from None


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)


@dataclass(frozen=True)
class _DataConverter(DataConverter):
    """A converter that knows of no store beside Temporal.

    A payload that claims to lie in one would fail the workflow task that meets it, again and again, before any code of
    ours could refuse it: one such act would stop a dossier. Here it is read as what it is, an encoding nobody knows.
    """

    @override
    async def _external_retrieve_payload_sequence(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)


DATA_CONVERTER: DataConverter = _DataConverter(payload_converter_class=_PayloadConverter)
"""What every client, worker and replayer of this project is given."""
