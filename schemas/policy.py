"""The law as data: regimes and their awards, each with its route, papers and terms, each value with its source."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.base import OMIT_IF_EMPTY, Day, Line, Model
from schemas.ids import AwardId, BasisId, BodyId, DocumentKind, RegimeId
from schemas.legal_values import Cited, Counting, Name, Term
from schemas.nominee import NomineeKind, Trait
from schemas.routes import StageRule
from schemas.stages import Stage

Condition = NomineeKind | Trait
"""What of a nominee may call for a paper."""


class DocumentRule(Cited):
    """A paper that a dossier needs, and at which stage it comes in."""

    kind: DocumentKind
    name: Name
    form: Line | None = None
    """The form that it is written on, as the regime numbers it: `Mẫu 01`."""

    when: Annotated[tuple[Condition, ...], OMIT_IF_EMPTY] = ()
    """Of whom it is asked: of nominees to whom any of these applies; without one, of everybody."""

    brought_by: Stage = Stage.UNIT
    """`unit`: asked for when the dossier is submitted; otherwise the stage whose proceedings produce it."""


class SimplifiedGround(StrEnum):
    """On what an award may be considered by the simplified procedure (Luật Thi đua, khen thưởng 2022, Điều 85)."""

    POLITICAL_TASK = "political_task"
    """It serves a political task, or must encourage in time."""

    AD_HOC_FEAT = "ad_hoc_feat"
    """Excellent ad-hoc feats: in combat, labour, study; saving people and property; international prizes."""

    FOUND_BY_HEAD = "found_by_head"
    """The head of an agency found the case."""

    SERVICE = "service"
    """Long service, years in office, foreign relations."""

    STATE_SECRET = "state_secret"  # noqa: S105 - a ground
    """The achievements are a state secret."""


class Simplified(Cited):
    """The simplified procedure for an award: on which grounds, by which route. It does not travel with dossiers."""

    grounds: Annotated[tuple[SimplifiedGround, ...], Field(min_length=1)]
    route: Annotated[tuple[StageRule, ...], Field(min_length=1)]
    documents: tuple[DocumentRule, ...]

    @model_validator(mode="after")
    def _decides_too(self) -> Self:
        _ends_in_its_only_decision(self.route)
        return self


def _ends_in_its_only_decision(route: tuple[StageRule, ...]) -> None:
    stages = [rule.stage for rule in route]
    if len(set(stages)) < len(stages):
        raise ValueError("the route passes a stage twice")
    if Stage.DECISION not in stages:
        raise ValueError("the route has no decision")
    if stages[-1] is not Stage.DECISION:
        raise ValueError("the route goes on after the decision")


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

    simplified: Simplified | None = None
    """The simplified procedure, where the law allows one."""

    @property
    def ground(self) -> tuple[AwardId, BasisId]:
        """What tells the awards of a regime apart."""
        return self.award, self.basis

    @model_validator(mode="after")
    def _the_route_ends_in_its_only_decision(self) -> Self:
        _ends_in_its_only_decision(self.route)
        return self


class Regime(Cited):
    """The law in force from one day to another: one file of `policies/`."""

    id: RegimeId
    title: Name
    in_force_from: Day
    in_force_to: Day | None = None
    counting: Counting
    favours_earlier: Cited | None = None
    """Which transition rule lets a dossier that was received earlier choose this regime as the more favourable."""

    awards: Annotated[tuple[AwardRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.in_force_to is not None and self.in_force_to < self.in_force_from:
            raise ValueError("in_force_to lies before in_force_from")
        grounds = [rule.ground for rule in self.awards]
        for ground in grounds:
            if grounds.count(ground) > 1:
                raise ValueError(f"{ground[0]} on {ground[1]} stands twice")
        for rule in self.awards:
            if rule.decided_by is None or rule.signed_by is None:
                raise ValueError(
                    f"{rule.award} on {rule.basis} does not say who decides (decided_by) or signs (signed_by)"
                )
        return self


class LocalRegime(Cited):
    """A ministry's, province's or cluster's own regulation over a regime: one file of `policies/local/`."""

    id: RegimeId
    over: RegimeId
    """The regime in which it fills what that leaves open."""

    body: BodyId
    """The ministry or province: it holds for dossiers whose head this is. Of a charter, the cluster."""

    is_charter: bool = False
    """Whether it is a cluster's (quy chế của cụm, khối): it says how that cluster votes, whoever heads its members."""

    title: Name
    in_force_from: Day
    in_force_to: Day | None = None
    awards: tuple[AwardRule, ...]
    """Those that it changes, as they stand with it, and those that it adds: local honours."""


class Rules(Model):
    """The rules that one dossier keeps for good, as they stood on the day it was received."""

    regime: RegimeId
    local: RegimeId | None = None
    """The ministry's or province's own regulation that was applied with it."""

    charter: RegimeId | None = None
    """The charter by which its cluster votes, where there is one."""

    counting: Counting
    award: AwardRule
