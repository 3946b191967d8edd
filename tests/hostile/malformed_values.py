"""Malformed values: wrong types, strange letters, times beyond the calendar, far too much of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload

NEARLY_ALL = 2_080_000
"""In bytes: Temporal takes 2 MiB in one payload."""


@dataclass(frozen=True)
class Raw:
    """A piece of JSON text, put in as it is; printed short however long it is."""

    text: str
    times: int = 1

    def __repr__(self) -> str:
        """Return how it begins, and how long it is."""
        return f"Raw({self.text[:40]!r}, {len(str(self))} characters)"

    def __str__(self) -> str:
        """Return the text in full."""
        return self.text * self.times


def written(value: Any) -> bytes:
    """Return a body as JSON text: with whatever pieces, numbers that are none, and halves of characters."""
    return _text(value).encode("utf-8", "surrogatepass")


def _text(value: Any) -> str:
    match value:
        case Raw():
            return str(value)
        case dict():
            return "{" + ",".join(f"{name_of(name)}:{_text(each)}" for name, each in value.items()) + "}"
        case list():
            return "[" + ",".join(_text(each) for each in value) + "]"
        case _:
            return json.dumps(value)


def name_of(name: Any) -> str:
    """Return the name of a field as it stands in JSON text."""
    return str(name) if isinstance(name, Raw) else json.dumps(name)


NUMBERS = st.one_of(
    st.sampled_from([-1, 0, 2**31, 2**63, -(2**63) - 1, 10**400, 1.5, 1.0, float("nan"), float("inf"), -0.0]),
    st.sampled_from([Raw("1e999"), Raw("1" * 4301), Raw("01"), Raw("+1"), Raw("0x10"), Raw("1_000")]),
    st.sampled_from(["1", "1.0", "", "٣", True, False]),
)

LETTERS = st.sampled_from(
    [
        "\x00",
        "a\x00b",
        "\ud800",
        "\udfff\ud800",
        "\u202egnôc gnàht\u202c",
        "\u2066a\u2069",
        Raw('"e' + "\u0301" * 4000 + '"'),
        "a" + "\u0300\u0323" * 15,
        Raw('"' + "\ufb2c" * 200 + '"'),
        Raw('"' + "👩‍👩‍👧‍👦" * 20 + '"'),
        "\ufffe\uffff\U0010ffff",
        "\u200b\u200b",
        "\ufeff",
        " \t\n ",
        "а",  # Cyrillic
        "../../etc/passwd",
        "..",
        "dossier-../x",
        "%s%n{0}${x}",
        "'; DROP TABLE fact; --",
        "<script>",
        "\r\nBcc: x@example.vn",
        "A" * 65,
        Raw('"\\ud800"'),
        Raw('"\\u0000"'),
        Raw('"\\uD83D"'),
        Raw('"\ud800"'),
    ]
)

TIMES = st.sampled_from(
    [
        *("0001-01-01", "9999-12-31", "1945-09-01", "2200-01-01", "2023-02-29", "2024-13-01", "8/3/2024"),
        *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59", "2024-03-08T10:00:00"),
        *("2199-12-31T23:59:59-23:59", "1945-09-02T00:00:00+23:59", "2024-03-08T10:00:00+99:99"),
        *("2024-03-08T24:00:00Z", "2024-03-08T23:59:60Z", "2024-03-08T10:00:00.1234567890123Z"),
        *("2024-W01-1", "-2024-03-08", "P1D", "now", 1709860000, 1e20, -62135596801),
    ]
)

MUCH = st.sampled_from(
    [
        Raw('"' + "x" * 5000 + '"'),
        Raw("[", 300),
        Raw('{"a":', 300),
        Raw("[" * 190 + "]" * 190),
        Raw("[" + ",".join(["{}"] * 9_000) + "]"),
        Raw("{" + ",".join(f'"{number}":1' for number in range(3_000)) + "}"),
    ]
)

POISON = st.one_of(
    st.none(),
    st.sampled_from([[], {}, [[]], [None], {"": {}}, "", True]),
    NUMBERS,
    LETTERS,
    TIMES,
    MUCH,
)

HUGE: Mapping[str, Raw] = {
    "one long text": Raw('{"by":"' + "x" * NEARLY_ALL + '"}'),
    "one long name": Raw('{"' + "x" * NEARLY_ALL + '":1}'),
    "one long tag": Raw('{"dossier":{"nominee":{"kind":"' + "x" * NEARLY_ALL + '"}},"verdict":{"outcome":"x"}}'),
    "a million numbers": Raw("[" + "1," * 1_000_000 + "1]"),
    "half a million objects": Raw('{"documents":[' + "{}," * 600_000 + "{}]}"),
    "a hundred thousand fields": Raw("{" + ",".join(f'"{number}":1' for number in range(99_000)) + "}"),
    "a memory of nothing": Raw('{"carried":{"passages":[' + "{}," * 9_000 + "{}]}}"),
    "a memory of no times": Raw('{"carried":{"calendar":{"days_off":[' + "1," * 99_000 + "1]}}}"),
    "a million brackets": Raw("[", 1_000_000),
    "a number of a million digits": Raw("9", 1_000_000),
    "quotes without end": Raw('"' + '\\"' * 1_000_000),
    "marks upon marks": Raw(
        '{"by":"x","reason":"x","verdict":{"reasons":['
        + ",".join(['"a' + "\u0300" * 2000 + "\u0323" * 1999 + '"'] * 240)
        + "]}}"
    ),
}
"""Bodies of up to nearly two megabytes."""


def body(text: object, **metadata: bytes) -> Payload:
    """Return a body as JSON in a payload, with more metadata than it needs."""
    return Payload(metadata={"encoding": b"json/plain", **metadata}, data=written(text))


_ELSEWHERE = b"temporal.api.sdk.v1.ExternalStorageReference"


def odd_payloads() -> dict[str, list[Payload]]:
    """Return what is no message at all: none, two, or one in an unexpected encoding."""
    empty = body({})
    return {
        "none": [],
        "two": [empty, empty],
        "three of which one cannot be read": [empty, Payload(data=b"x"), empty],
        "no metadata": [Payload(data=b"{}")],
        "nothing": [Payload(metadata={"encoding": b"binary/null"})],
        "nothing with something": [Payload(metadata={"encoding": b"binary/null"}, data=b"{}")],
        "bytes": [Payload(metadata={"encoding": b"binary/plain"}, data=b"{}")],
        "an encoding nobody knows": [Payload(metadata={"encoding": b"text/x-unknown"}, data=b"{}")],
        "an encoding that is no text": [Payload(metadata={"encoding": b"\xff\xfe"}, data=b"{}")],
        "an encoding of a megabyte": [Payload(metadata={"encoding": b"e" * 1_000_000}, data=b"{}")],
        "a protobuf message as JSON": [_proto("json/protobuf", b"{}")],
        "a protobuf message": [_proto("binary/protobuf", b"")],
        "a protobuf message that is none": [_proto("binary/protobuf", b"\xff\xff")],
        "a claim to lie elsewhere": [Payload(metadata={"encoding": b"json/external-storage-reference"}, data=b"{}")],
        "another claim to lie elsewhere": [
            _proto("json/protobuf", b"{}", b"temporal.api.sdk.v1.ExternalStorageReference")
        ],
        "a mark that it lies elsewhere": [body({}, __temporal_external_storage_reference=b"true")],
        "text that is no JSON": [Payload(metadata={"encoding": b"json/plain"}, data=b"\xff\xfe{")],
        "empty text": [Payload(metadata={"encoding": b"json/plain"})],
        "null": [body(None)],
        "a list": [body([{}])],
    }


def _proto(encoding: str, data: bytes, kind: bytes = b"temporal.api.common.v1.Payload") -> Payload:
    return Payload(metadata={"encoding": encoding.encode(), "messageType": kind}, data=data)
