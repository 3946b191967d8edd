"""The law as data: regimes, awards, the stages of their routes, thresholds, documents and terms, each with its source.

A value whose source is not certain says `verified = false`, and whoever is shown a result that hangs on it is told so.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import UNSAID_IF_EMPTY, Day, Line, Model, Text
from schemas.bodies import Language, Organisation
from schemas.ids import AwardId, BasisId, DocumentKind, RegimeId
from schemas.nominee import NomineeKind
from schemas.stages import Stage

Share = Annotated[str, StringConstraints(pattern=r"^(?:(?:100|[1-9][0-9]?)%|[1-9][0-9]{0,2}/[1-9][0-9]{0,2})$")]
"""A part of a whole as the law writes it: `80%` or `2/3`."""


class Cited(Model):
    """A rule with its source and whether that source was seen to say it."""

    citation: Text
    """Where it is written."""

    verified: Annotated[bool, UNSAID_IF_EMPTY] = False
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

    SEATS_PRESENT = "seats_present"
    """Everyone who attended, whether they handed in a ballot or not."""

    BALLOTS_CAST = "ballots_cast"
    """Every ballot handed in, whatever it says: abstentions and invalid ones too."""


class Requirement(Cited):
    """A share that must be reached."""

    share: Share
    of: Base
    exceed: Annotated[bool, UNSAID_IF_EMPTY] = False
    """Whether the share must be exceeded, as in "more than half", and not merely reached."""

    @property
    def fraction(self) -> tuple[int, int]:
        """Return the share as numerator and denominator."""
        if self.share.endswith("%"):
            return int(self.share[:-1]), 100
        part, whole = self.share.split("/")
        return int(part), int(whole)

    @model_validator(mode="after")
    def _no_more_than_the_whole(self) -> Self:
        part, whole = self.fraction
        if part > whole or (self.exceed and part == whole):
            raise ValueError(f"a share of {self.share}{' exceeded' if self.exceed else ''} can never be reached")
        return self


class Term(Cited):
    """A length of time in working days."""

    working_days: Annotated[int, Field(ge=1, le=240)]
    """At most what the shortest year has: a calendar always covers the whole of the next one."""

    remind_before: Annotated[int, Field(ge=1, le=240)] | None = None
    """How many working days before its end whoever is awaited is reminded."""

    @model_validator(mode="after")
    def _reminds_within_itself(self) -> Self:
        if self.remind_before is not None and self.remind_before >= self.working_days:
            raise ValueError("the reminder would come before the term begins")
        return self


class BallotKind(StrEnum):
    """How a body votes."""

    SECRET = "secret"  # noqa: S105 - a way of voting
    """Bỏ phiếu kín: the minutes give sums."""

    OPEN = "open"
    """Biểu quyết công khai: the minutes give each seat's choice."""


class VoteRule(Cited):
    """A stage at which a body votes."""

    kind: Literal["vote"] = "vote"
    stage: Stage
    ballot: BallotKind
    quorum: Requirement
    threshold: Requirement
    term: Term | None = None

    @model_validator(mode="after")
    def _is_a_voting_stage(self) -> Self:
        if self.stage not in {Stage.CLUSTER, Stage.COUNCIL}:
            raise ValueError(f"nobody votes at the stage {self.stage}")
        if self.quorum.of is not Base.ALL_SEATS:
            raise ValueError("a quorum is a share of all seats")
        return self


class DecisionRule(Cited):
    """The stage at which an authority decides."""

    kind: Literal["decision"] = "decision"
    stage: Literal[Stage.DECISION] = Stage.DECISION
    authority: Organisation
    term: Term | None = None


StageRule = Annotated[VoteRule | DecisionRule, Field(discriminator="kind")]


class DocumentRule(Cited):
    """A paper that a dossier needs, and at which stage it comes in."""

    kind: DocumentKind
    name: Name
    brought_by: Stage = Stage.UNIT
    """`unit`: asked for when the dossier is submitted; otherwise the stage whose proceedings produce it."""


class AwardRule(Cited):
    """One award on one ground: whom it is for, who decides, its route, papers and terms."""

    award: AwardId
    basis: BasisId
    name: Name
    nominees: Annotated[tuple[NomineeKind, ...], Field(min_length=1)]
    decided_by: Name | None = None
    """Who decides by law. Every file says so; it does not travel with dossiers."""

    signed_by: Name | None = None
    """Who signs, which may be somebody else. Every file says so; it does not travel with dossiers."""

    route: Annotated[tuple[StageRule, ...], Field(min_length=1)]
    documents: tuple[DocumentRule, ...]
    supplement: Term | None = None
    """How long a unit has to complete a dossier that came back to it; without one it may take as long as it likes."""

    @model_validator(mode="after")
    def _the_route_ends_in_its_only_decision(self) -> Self:
        stages = [rule.stage for rule in self.route]
        if len(set(stages)) < len(stages):
            raise ValueError("the route passes a stage twice")
        if Stage.DECISION not in stages:
            raise ValueError("the route has no decision")
        if stages[-1] is not Stage.DECISION:
            raise ValueError("the route goes on after the decision")
        return self


class Counting(Cited):
    """How the working days of a term are counted."""

    first_day_counts: bool


class Regime(Cited):
    """The law in force from one day to another: one file of `policies/`."""

    id: RegimeId
    title: Name
    in_force_from: Day
    in_force_to: Day | None = None
    counting: Counting
    awards: Annotated[tuple[AwardRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.in_force_to is not None and self.in_force_to < self.in_force_from:
            raise ValueError("in_force_to lies before in_force_from")
        grounds = [(rule.award, rule.basis) for rule in self.awards]
        for ground in grounds:
            if grounds.count(ground) > 1:
                raise ValueError(f"{ground[0]} on {ground[1]} stands twice")
        for rule in self.awards:
            if rule.decided_by is None or rule.signed_by is None:
                raise ValueError(
                    f"{rule.award} on {rule.basis} does not say who decides (decided_by) or signs (signed_by)"
                )
        return self


class Rules(Model):
    """The rules that one dossier keeps for good, as they stood on the day it was received."""

    regime: RegimeId
    counting: Counting
    award: AwardRule
