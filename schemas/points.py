"""Points (điểm): a cluster's scoring table, and the sheets by which its members are scored."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Count, Line, Model
from schemas.legal_values import Cited, Name, Share, fraction

_MOST = 20_000

Points = Annotated[Decimal, Field(ge=-10_000, le=_MOST, decimal_places=2, allow_inf_nan=False)]
"""Points to the hundredth, exactly."""

Most = Annotated[int, Field(ge=1, le=10_000)]

GroupId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]


class Group(Model):
    """One group of the table: what it is for, and how many points it has at the most."""

    id: GroupId
    name: Name
    most: Most


class ScoringTable(Cited):
    """A body's scoring table: groups, bonus and penalty points. Places go by points, votes decide who is eligible."""

    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=20)]
    bonus: Most | None = None
    """How many points may be added at the most, beyond the groups."""

    penalty: Most | None = None
    """How many may be taken off at the most."""

    least: Share | None = None
    """Of the groups' points together: how many a nominee needs to be supported at all."""

    @property
    def whole(self) -> int:
        """Return what the groups come to together."""
        return sum(group.most for group in self.groups)

    @model_validator(mode="after")
    def _can_be_filled_in(self) -> Self:
        names = [group.id for group in self.groups]
        if len(set(names)) < len(names):
            raise ValueError("a group of the scoring table stands twice")
        # Minutes take no more points than that: a sheet that had them could never be counted.
        if self.whole + (self.bonus or 0) > _MOST:
            raise ValueError(f"the scoring table comes to more than {_MOST} points")
        if self.least is not None:
            part, whole = fraction(self.least)
            if part > whole:
                raise ValueError(f"a share of {self.least} of the groups' points can never be reached")
        return self


class Scored(Model):
    """How many points one group has."""

    group: GroupId
    points: Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=2, allow_inf_nan=False)]


class Sheet(Model):
    """A scoring sheet, filled in."""

    groups: Annotated[tuple[Scored, ...], Field(min_length=1, max_length=20)]
    bonus: Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=2, allow_inf_nan=False)] = Decimal(0)
    penalty: Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=2, allow_inf_nan=False)] = Decimal(0)

    @property
    def total(self) -> Decimal:
        """Return what all of it comes to."""
        return sum((scored.points for scored in self.groups), Decimal(0)) + self.bonus - self.penalty


class ScoreStep(StrEnum):
    """How far the scoring of one dossier has come, and who does what in it."""

    SELF = "self"
    """The unit scores itself."""

    CHECKED = "checked"
    """Another member, the chair or the secretary goes through its sheet."""

    CONTESTED = "contested"
    """The unit does not accept the check, and says why."""

    SETTLED = "settled"
    """The chair or secretary settles it."""


class Score(Model):
    """What is known of one dossier's points."""

    turns: Count = 0
    """How many acts it took so far."""

    own: Sheet | None = None
    checked: Sheet | None = None
    contested: Line | None = None
    settled: Sheet | None = None

    @property
    def total(self) -> Decimal | None:
        """Return the points that count: as settled, or as checked and not contested; nothing before that."""
        if self.settled is not None:
            return self.settled.total
        return self.checked.total if self.checked is not None and self.contested is None else None
