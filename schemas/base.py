"""What every value here is made of: the frozen model, and the texts, days and instants that its fields hold."""

import operator
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import to_json

# Control characters break PostgreSQL (NUL) and terminals; the bidirectional overrides let one name look like another.
_UNSEEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069"

_MOST_MARKS = 30
"""How many marks one letter may bear, as Unicode's own stream-safe text has it; Vietnamese needs two."""


class Model(BaseModel):
    """A frozen value that refuses fields it does not know and numbers written as text."""

    # Built at first use: a short command reads few of them, and starts a sixth sooner.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True, defer_build=True)

    def evolve(self, **changes: Any) -> Self:
        """Return it with other values in some of its fields.

        Raises:
            TypeError: It has no such field.
        """
        if unknown := changes.keys() - type(self).model_fields.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        return self.model_copy(update=changes)


OMIT_IF_EMPTY = Field(exclude_if=operator.not_)
"""A field that goes without saying when it is false or holds nothing: histories keep every byte for years."""


def as_sent(value: Any) -> bytes:
    """Return the bytes of a value on its way through Temporal."""
    return to_json(value, exclude_none=True)


def encoded_size(value: Any) -> int:
    """Return how many they are."""
    return len(as_sent(value))


def _composed(text: str) -> str:
    # Marks are put in order by pairs: a few hundred texts of nothing else would take longer than a workflow task may.
    if _is_overloaded(text):
        raise ValueError(f"a letter bears at most {_MOST_MARKS} marks")
    # One Vietnamese word has two spellings in Unicode; comparing names needs one.
    return unicodedata.normalize("NFC", text)


def _is_overloaded(text: str) -> bool:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            return True
    return False


def _in_living_memory(instant: datetime) -> datetime:
    # Year 1 and year 9999 overflow as soon as they are moved to another time zone.
    if not datetime(1945, 9, 2, tzinfo=UTC) <= instant <= datetime(2199, 12, 31, tzinfo=UTC):
        raise ValueError("an instant lies between 1945-09-02 and 2199-12-31")
    return instant


Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=rf"^[^{_UNSEEN}\n\r\t\u2028\u2029]+$"
    ),
    AfterValidator(_composed),
    # Again: some letters have no composed form of their own, and come apart into three.
    Field(max_length=200),
]
"""One line of text, 1 to 200 characters, in Unicode's composed form."""

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=rf"^[^{_UNSEEN}]+$"),
    AfterValidator(_composed),
    Field(max_length=4000),
]
"""Prose of 1 to 4,000 characters; new lines are welcome."""

Day = Annotated[date, Field(ge=date(1945, 9, 2), le=date(2199, 12, 31))]
"""A day in Hanoi."""

Instant = Annotated[AwareDatetime, AfterValidator(_in_living_memory)]
"""A point in time that knows its offset from UTC."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]
"""How many, from none to a million."""
