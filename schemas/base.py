"""Base types: the frozen model, and the texts, days and instants of its fields."""

import operator
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import to_json

# Control characters break PostgreSQL (NUL) and terminals; the bidirectional overrides let one name look like another.
_UNSEEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069"

_MOST_MARKS = 30
"""The most combining marks on one letter, as in Unicode's Stream-Safe Text Format; Vietnamese needs two."""


class Model(BaseModel):
    """A frozen value that rejects unknown fields and numbers written as text."""

    # Built at first use: a short command needs few models, and starts a sixth faster.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True, defer_build=True)

    def evolve(self, **changes: Any) -> Self:
        """Return a copy with some fields changed.

        Raises:
            TypeError: The model has no such field.
        """
        if unknown := changes.keys() - type(self).model_fields.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        return self.model_copy(update=changes)


OMIT_IF_EMPTY = Field(exclude_if=operator.not_)
"""A field omitted from JSON when it is false or empty: histories keep every byte for years."""


def as_sent(value: Any) -> bytes:
    """Return the JSON bytes of a value as sent through Temporal."""
    return to_json(value, exclude_none=True)


def encoded_size(value: Any) -> int:
    """Return the number of bytes of a value as sent through Temporal."""
    return len(as_sent(value))


def _composed(text: str) -> str:
    # Sorting marks takes quadratic time: a few hundred texts of marks alone would exceed a workflow task's timeout.
    if _is_overloaded(text):
        raise ValueError(f"a letter bears at most {_MOST_MARKS} marks")
    # One Vietnamese word has two spellings in Unicode; comparing names needs one.
    return unicodedata.normalize("NFC", text)


def _is_overloaded(text: str) -> bool:
    if len(text) <= _MOST_MARKS or text.isascii():
        return False
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            return True
    return False


def _in_living_memory(instant: datetime) -> datetime:
    # Year 1 and year 9999 overflow when converted to another time zone.
    if not datetime(1945, 9, 2, tzinfo=UTC) <= instant <= datetime(2199, 12, 31, tzinfo=UTC):
        raise ValueError("an instant lies between 1945-09-02 and 2199-12-31")
    return instant


Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=rf"^[^{_UNSEEN}\n\r\t\u2028\u2029]+$"
    ),
    AfterValidator(_composed),
    # Again: some letters have no composed form, and NFC splits them into three.
    Field(max_length=200),
]
"""One line of text, 1 to 200 characters, in Unicode's composed form."""

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=rf"^[^{_UNSEEN}]+$"),
    AfterValidator(_composed),
    Field(max_length=4000),
]
"""Prose of 1 to 4,000 characters; new lines are allowed."""

Day = Annotated[date, Field(ge=date(1945, 9, 2), le=date(2199, 12, 31))]
"""A day in Hanoi."""

Instant = Annotated[AwareDatetime, AfterValidator(_in_living_memory)]
"""A point in time with its offset from UTC."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]
"""A number from 0 to 1,000,000."""
