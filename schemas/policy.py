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
"""A property of a nominee that may require a paper."""


class DocumentRule(Cited):
    """A paper that a dossier needs, and the stage at which it is added."""

    kind: DocumentKind
    name: Name
    form: Line | None = None
    """The form that it is written on, as the regime numbers it: `Mẫu 01`."""

    when: Annotated[tuple[Condition, ...], OMIT_IF_EMPTY] = ()
    """The nominees that need it: those to whom any of these applies; if empty, all."""

    brought_by: Stage = Stage.UNIT
    """`unit`: required at submission; otherwise the stage whose proceedings produce it."""


class SimplifiedGround(StrEnum):
    """The grounds for the simplified procedure (Luật Thi đua, khen thưởng 2022, Điều 85)."""

    POLITICAL_TASK = "political_task"
    """It serves a political task, or timely encouragement is needed."""

    AD_HOC_FEAT = "ad_hoc_feat"
    """Excellent ad-hoc feats: in combat, labour, study; saving people and property; international prizes."""

    FOUND_BY_HEAD = "found_by_head"
    """The head of an agency found the case."""

    SERVICE = "service"
    """Long service, years in office, foreign relations."""

    STATE_SECRET = "state_secret"  # noqa: S105 - a ground
    """The achievements are a state secret."""


class Simplified(Cited):
    """The simplified procedure for an award: grounds, route and papers. It is not sent with dossiers."""

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
    """One award on one ground: its nominees, authority, route, papers and terms."""

    award: AwardId
    basis: BasisId
    name: Name
    nominees: Annotated[tuple[NomineeKind, ...], Field(min_length=1)]
    decided_by: Name | None = None
    """The authority that decides by law. Every file names it; it is not sent with dossiers."""

    signed_by: Name | None = None
    """The signatory, who may differ from the authority. Every file names one; it is not sent with dossiers."""

    route: Annotated[tuple[StageRule, ...], Field(min_length=1)]
    documents: tuple[DocumentRule, ...]
    supplement: Term | None = None
    """The unit's term to complete a returned dossier; without it, there is no deadline."""

    simplified: Simplified | None = None
    """The simplified procedure, where the law allows one."""

    @property
    def ground(self) -> tuple[AwardId, BasisId]:
        """The key of an award within its regime."""
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
    """The transition rule by which a dossier received earlier may choose this regime as the more favourable."""

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
    """The regime that it completes where that leaves room."""

    body: BodyId
    """The ministry or province: it applies to dossiers with this head. For a charter, the cluster."""

    is_charter: bool = False
    """Whether it is a cluster's charter (quy chế của cụm, khối): it sets how the cluster votes, under any head."""

    title: Name
    in_force_from: Day
    in_force_to: Day | None = None
    awards: tuple[AwardRule, ...]
    """The awards that it changes, in their changed form, and those that it adds: local honours."""


class Rules(Model):
    """The rules that one dossier keeps for good, as they stood on the day it was received."""

    regime: RegimeId
    local: RegimeId | None = None
    """The ministry's or province's own regulation that was applied with it."""

    charter: RegimeId | None = None
    """The charter by which its cluster votes, where there is one."""

    counting: Counting
    award: AwardRule
