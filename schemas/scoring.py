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
    """One group of criteria in the table, with its maximum of points."""

    id: GroupId
    name: Name
    most: Most


class ScoringTable(Cited):
    """A body's scoring table: groups, bonus and penalty points. Votes decide eligibility, points decide places."""

    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=20)]
    bonus: Most | None = None
    """The maximum of points added beyond the groups."""

    penalty: Most | None = None
    """The maximum of points deducted."""

    least: Share | None = None
    """The share of the groups' total points that a nominee needs to be supported."""

    @property
    def whole(self) -> int:
        """Return the groups' total of maximum points."""
        return sum(group.most for group in self.groups)

    @model_validator(mode="after")
    def _can_be_filled_in(self) -> Self:
        names = [group.id for group in self.groups]
        if len(set(names)) < len(names):
            raise ValueError("a group of the scoring table stands twice")
        # Minutes hold no more points: a sheet with more could never be counted.
        if self.whole + (self.bonus or 0) > _MOST:
            raise ValueError(f"the scoring table comes to more than {_MOST} points")
        if self.least is not None:
            part, whole = fraction(self.least)
            if part > whole:
                raise ValueError(f"a share of {self.least} of the groups' points can never be reached")
        return self


class Scored(Model):
    """The points of one group."""

    group: GroupId
    points: Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=2, allow_inf_nan=False)]


class Sheet(Model):
    """A scoring sheet, filled in."""

    groups: Annotated[tuple[Scored, ...], Field(min_length=1, max_length=20)]
    bonus: Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=2, allow_inf_nan=False)] = Decimal(0)
    penalty: Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=2, allow_inf_nan=False)] = Decimal(0)

    @property
    def total(self) -> Decimal:
        """Return the total: groups and bonus, less the penalty."""
        return sum((scored.points for scored in self.groups), Decimal(0)) + self.bonus - self.penalty


class ScoreStep(StrEnum):
    """The steps of scoring one dossier, and the actor of each."""

    SELF = "self"
    """The unit scores itself."""

    CHECKED = "checked"
    """Another member, the chair or the secretary checks its sheet."""

    CONTESTED = "contested"
    """The unit rejects the check, with a reason."""

    SETTLED = "settled"
    """The chair or secretary settles it."""


class Score(Model):
    """The state of one dossier's scoring."""

    turns: Count = 0
    """The number of scoring acts so far."""

    own: Sheet | None = None
    checked: Sheet | None = None
    contested: Line | None = None
    settled: Sheet | None = None

    @property
    def total(self) -> Decimal | None:
        """Return the points that count: as settled, or as checked and not contested; None before that."""
        if self.settled is not None:
            return self.settled.total
        return self.checked.total if self.checked is not None and self.contested is None else None
