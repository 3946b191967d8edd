"""Invisible characters. An act that contains one is refused, and the refusal names the field.

`Line` and `Text` do not exclude them: earlier facts and histories must stay readable.
"""

import re
from collections.abc import Iterator
from typing import Any

from schemas.base import Model
from schemas.refusals import Reason, Refusal

UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for the tab and ends of lines; U+009B begins a command
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u3164\uffa0"  # soft hyphen, joiner, direction, separator, Hangul fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # no width, direction, invisible operators, byte order
    "\ufdd0-\ufdef\ufff9-\uffff"  # noncharacters, annotations, U+FFFD: traces of a wrong encoding
    "\ue000-\uf8ff\U000e0000-\U0010ffff"  # tags, private use: shown differently by each font
    "]"
)
"""One character that is invisible, controls a terminal, or looks different on each machine."""

_MOST_FIELDS, _MOST_CODES, _LONGEST_PLACE = 20, 5, 120
"""Limits of the report: each detail is a line, and a failure cannot hold a thousand of them."""


def found_in(message: Model) -> Refusal | None:
    """Return the refusal of an act whose texts contain invisible characters, with a detail for each such field.

    A detail is the JSON pointer of a field with its characters, such as `/dossier/nominee/name: U+200B, U+00AD`.
    """
    # JSON keeps these characters as they are, apart from C0 controls, which no text of a message may hold.
    if not UNSEEN.search(message.model_dump_json()):
        return None
    told = [f"{place[:_LONGEST_PLACE]}: {_codes(text)}" for place, text in _texts(message.model_dump(), "")]
    shown = ", ".join(told[:_MOST_FIELDS]) + (f" và {len(told) - _MOST_FIELDS} chỗ nữa" if told[_MOST_FIELDS:] else "")
    return Refusal(
        reason=Reason.DIRTY_TEXT,
        message=f"Có ký tự ẩn hoặc ký tự lỗi, xin xóa hoặc gõ lại phần chữ ở: {shown}.",
        details=tuple(told[:_MOST_FIELDS]),
    )


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    match value:
        case str() if UNSEEN.search(value):
            yield place, value
        case dict():
            for name, each in value.items():
                yield from _texts(each, f"{place}/{name}")
        case list() | tuple():
            for number, each in enumerate(value):
                yield from _texts(each, f"{place}/{number}")


def _codes(text: str) -> str:
    # In order of appearance, each once.
    codes = [f"U+{ord(each):04X}" for each in dict.fromkeys(UNSEEN.findall(text))]
    return ", ".join(codes[:_MOST_CODES]) + (", …" if codes[_MOST_CODES:] else "")
