"""The values in the law's files: cited rules, shares, terms, and the counting of days.

A value whose source is not certain has `verified = false`, and every result that depends on it is marked so.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import OMIT_IF_EMPTY, Line, Model, Text
from schemas.bodies import Language

Share = Annotated[str, StringConstraints(pattern=r"^(?:(?:100|[1-9][0-9]?)%|[1-9][0-9]{0,2}/[1-9][0-9]{0,2})$")]
"""A part of a whole as the law writes it: `80%` or `2/3`."""


class Cited(Model):
    """A rule with its source, and whether the rule was verified there."""

    citation: Text
    """The source of the rule."""

    verified: Annotated[bool, OMIT_IF_EMPTY] = False
    """Whether the rule was read in that source; false unless stated."""

    note: Text | None = None
    """What was verified there and what was not. For readers of the file: it is not sent with dossiers."""


class Name(Model):
    """A name in both languages."""

    vi: Line
    en: Line

    def in_language(self, language: Language) -> str:
        """Return the name in a language."""
        return self.vi if language is Language.VIETNAMESE else self.en


class Base(StrEnum):
    """The base of a share."""

    ALL_SEATS = "all_seats"
    """All seats entitled to vote, present or not."""

    SEATS_LESS_RECUSED = "seats_less_recused"
    """All seats entitled to vote on this dossier, without the recused ones."""

    SEATS_PRESENT = "seats_present"
    """All seats that attended, recused or not, with or without a ballot, and every written opinion that counts."""

    BALLOTS_CAST = "ballots_cast"
    """All votes on this dossier, including abstentions, invalid votes and written ones that count."""


def fraction(share: Share) -> tuple[int, int]:
    """Return a share as numerator and denominator."""
    if share.endswith("%"):
        return int(share[:-1]), 100
    part, whole = share.split("/")
    return int(part), int(whole)


class _Shared(Cited):
    share: Share

    @property
    def fraction(self) -> tuple[int, int]:
        """Return the share as numerator and denominator."""
        return fraction(self.share)


class Requirement(_Shared):
    """A share that must be reached."""

    of: Base
    exceed: Annotated[bool, OMIT_IF_EMPTY] = False
    """Whether the share must be exceeded, as in "more than half", and not merely reached."""

    @model_validator(mode="after")
    def _no_more_than_the_whole(self) -> Self:
        part, whole = self.fraction
        if part > whole or (self.exceed and part == whole):
            raise ValueError(f"a share of {self.share}{' exceeded' if self.exceed else ''} can never be reached")
        return self


class Quota(_Shared):
    """The largest share that may be put forward; the number is rounded down."""

    of: Name
    """The base: `collectives rated leaders of their clusters`. Each sitting gives its size (`Places.out_of`)."""

    @model_validator(mode="after")
    def _no_more_than_the_whole(self) -> Self:
        part, whole = self.fraction
        if part > whole:
            raise ValueError(f"a share of {self.share} limits nothing")
        return self


class Term(Cited):
    """A length of time in working days."""

    working_days: Annotated[int, Field(ge=1, le=240)]
    """At most the working days of the shortest year: a calendar always covers the whole of the next year."""

    remind_before: Annotated[int, Field(ge=1, le=240)] | None = None
    """How many working days before its end the reminder is sent."""

    pauses: Annotated[bool, OMIT_IF_EMPTY] = False
    """Whether it is paused while the unit supplements, and then resumed; otherwise it begins anew."""

    @model_validator(mode="after")
    def _reminds_within_itself(self) -> Self:
        if self.remind_before is not None and self.remind_before >= self.working_days:
            raise ValueError("the reminder would come before the term begins")
        return self


class Counting(Cited):
    """How the working days of a term are counted."""

    first_day_counts: bool
