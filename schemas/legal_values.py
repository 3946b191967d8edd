"""What the law's files are made of: values with their source, shares, terms, and how days are counted.

A value whose source is not certain says `verified = false`, and whoever is shown a result that hangs on it is told so.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import OMIT_IF_EMPTY, Line, Model, Text
from schemas.bodies import Language

Share = Annotated[str, StringConstraints(pattern=r"^(?:(?:100|[1-9][0-9]?)%|[1-9][0-9]{0,2}/[1-9][0-9]{0,2})$")]
"""A part of a whole as the law writes it: `80%` or `2/3`."""


class Cited(Model):
    """A rule with its source and whether that source was seen to say it."""

    citation: Text
    """Where it is written."""

    verified: Annotated[bool, OMIT_IF_EMPTY] = False
    """A source that nobody says was seen was not."""

    note: Text | None = None
    """What was seen there and what was not. For those who read the file: it does not travel with dossiers."""


class Name(Model):
    """A name in both languages."""

    vi: Line
    en: Line

    def in_language(self, language: Language) -> str:
        """Return the name as that language writes it."""
        return self.vi if language is Language.VIETNAMESE else self.en


class Base(StrEnum):
    """Of what a share is taken."""

    ALL_SEATS = "all_seats"
    """Everyone entitled to vote, whether they came or not."""

    SEATS_LESS_RECUSED = "seats_less_recused"
    """Everyone entitled to vote on this dossier: whoever steps aside is left out."""

    SEATS_PRESENT = "seats_present"
    """Everyone who attended, whether they handed in a ballot, stepped aside or neither, and every written opinion that
    counts."""

    BALLOTS_CAST = "ballots_cast"
    """Every vote on this dossier, whatever it says: abstentions and invalid ones too, and written ones that count."""


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
    """A share that may be put forward at the most; what is left of it below one is lost."""

    of: Name
    """Of whom: `collectives rated leaders of their clusters`. How many they are, each sitting is told."""

    @model_validator(mode="after")
    def _no_more_than_the_whole(self) -> Self:
        part, whole = self.fraction
        if part > whole:
            raise ValueError(f"a share of {self.share} limits nothing")
        return self


class Term(Cited):
    """A length of time in working days."""

    working_days: Annotated[int, Field(ge=1, le=240)]
    """At most what the shortest year has: a calendar always covers the whole of the next one."""

    remind_before: Annotated[int, Field(ge=1, le=240)] | None = None
    """How many working days before its end whoever is awaited is reminded."""

    pauses: Annotated[bool, OMIT_IF_EMPTY] = False
    """Whether it stands still while the unit supplements, and goes on where it stopped; otherwise it begins anew."""

    @model_validator(mode="after")
    def _reminds_within_itself(self) -> Self:
        if self.remind_before is not None and self.remind_before >= self.working_days:
            raise ValueError("the reminder would come before the term begins")
        return self


class Counting(Cited):
    """How the working days of a term are counted."""

    first_day_counts: bool
