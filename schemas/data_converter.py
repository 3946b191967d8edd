"""Conversion of values for Temporal: JSON by pydantic; a malformed body is rejected by the names of its fields."""

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

from schemas.ids import NAMES_ONLY
from schemas.refusals import Reason

_MOST_LINES, _LONGEST_LINE, _LONGEST_PLACE = 20, 200, 120
"""Limits of the report on a malformed body: a hundred thousand wrong fields would not fit into a failure."""

_MOST_VALUES, _MOST_OBJECTS = 100_000, 10_000
"""The most values in a body, and the most objects among them; our largest body has half of either. Naming the missing
fields of a million objects exceeds a workflow task's timeout, and a start is retried for ever."""

_MOST_NAMED = 10_000
"""The most errors for which fields are named: pydantic returns all errors or none, and is slow."""

_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)


def wrong_fields(error: pydantic.ValidationError) -> list[str]:
    """Return one line for each wrong field: its place and the error, without values."""
    return [
        f"{_place(found['loc'])}: {found['msg']}"
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _place(location: tuple[int | str, ...]) -> str:
    # An unknown field may have a name of any length; it is cut so that the error stays readable.
    return ".".join(str(part) for part in location)[:_LONGEST_PLACE] or "(body)"


def malformed(lines: Sequence[str]) -> ApplicationError:
    """Return the failure for a malformed body, given a line for each wrong field."""
    told = [line[:_LONGEST_LINE] for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        told.append(f"(body): {len(lines) - _MOST_LINES} more")
    # The fields are in the message too: Temporal's command line does not print details.
    message = f"Nội dung không đúng mẫu: {'; '.join(told)}"
    return ApplicationError(message, told, type=Reason.MALFORMED.value, non_retryable=True)


@lru_cache(maxsize=1024)
def _reader(kind: Any) -> pydantic.TypeAdapter[Any]:
    # Built anew for each payload, as the SDK does, these took five sixths of a workflow's cost.
    return pydantic.TypeAdapter(kind)


class _NamingConverter(PydanticJSONPlainPayloadConverter):
    @override
    def to_payload(self, value: Any) -> Payload | None:
        # Absent values are not written: histories are kept for years, and a tenth of them would be nulls.
        data = to_json(value, exclude_none=True)
        return Payload(metadata={"encoding": self.encoding.encode()}, data=data)

    @override
    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        if _is_endless(payload.data):
            raise malformed([f"(body): holds more than {_MOST_VALUES} values or {_MOST_OBJECTS} objects"])
        try:
            return _reader(Any if type_hint is None else type_hint).validate_json(payload.data)
        except pydantic.ValidationError as error:
            # Any other exception would hang the caller: a workflow task that cannot read its input is retried for ever.
            # Without its cause, which repeats the sent values in clear text, without limit.
            raise (_names_only(error) or malformed(_lines(error))) from None


def _names_only(error: pydantic.ValidationError) -> ApplicationError | None:
    # Nothing else is wrong: the caller follows an earlier contract, or makes up bodies of its own.
    if error.error_count() > _MOST_LINES:
        return None
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if any(each["type"] != NAMES_ONLY for each in found):
        return None
    places = [_place(each["loc"]) for each in found]
    return ApplicationError(
        f"Chỉ ghi mã của cơ quan, đơn vị ở {', '.join(places)}; tên, hộp thư và thành viên lấy theo danh mục cơ quan,"
        " đơn vị.",
        places,
        type=Reason.NAMES_ONLY.value,
        non_retryable=True,
    )


def _is_endless(body: bytes) -> bool:
    if len(body) <= 2 * _MOST_OBJECTS:
        return False
    bones = _STRINGS.sub(b"", body)
    return bones.count(b",") >= _MOST_VALUES or bones.count(b"{") > _MOST_OBJECTS


def _lines(error: pydantic.ValidationError) -> list[str]:
    if error.error_count() > _MOST_NAMED:
        return [f"(body): {error.error_count()} fields are wrong"]
    return wrong_fields(error)


# The SDK builds a converter for each workflow task; with new parts, each would lose its cache of types.
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
            # A handler without parameters gets none, whatever was sent: an undecodable signal still wakes its workflow.
            return []
        for payload, kind in zip_longest(payloads, type_hints or ()):
            # Bytes, a protobuf message or no payload would pass as the message until one of its fields is read.
            if _is_model(kind) and payload.metadata.get("encoding") != b"json/plain":
                raise malformed(["(body): Input should be json/plain"])
        try:
            return super().from_payloads(payloads, type_hints)
        except (LookupError, RuntimeError, ValueError):
            # An unknown encoding, or bytes that do not follow it.
            raise malformed(["(body): Input cannot be decoded"]) from None


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)


@dataclass(frozen=True)
class _DataConverter(DataConverter):
    """A converter without external storage.

    A payload that claims to be stored externally would fail its workflow task again and again, before any code of
    ours could reject it: one such act would stop a dossier. Here it is treated as an unknown encoding.
    """

    @override
    async def _external_retrieve_payload_sequence(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)


DATA_CONVERTER: DataConverter = _DataConverter(payload_converter_class=_PayloadConverter)
"""The data converter of every client, worker and replayer of this project."""
