"""A real case, from its file: the cluster, its members, and their proposals. Nothing here is invented."""

import json
import tomllib
from importlib.resources import files
from typing import Self

from schemas.base import Day, Line, Model
from schemas.ids import AwardId, BasisId, BodyId


class Member(Model):
    """A unit of the cluster."""

    id: BodyId
    name: Line


class Cluster(Model):
    """The cluster in the year of the case."""

    id: BodyId
    name: Line
    kind: Line
    organised_by: Line
    year: int
    leader: BodyId
    next_leader: BodyId
    conference_on: Day
    conference_at: Line
    member: tuple[Member, ...]

    def named(self, member: BodyId) -> str:
        """Return the name of a member."""
        return next(known.name for known in self.member if known.id == member)


class Proposal(Model):
    """The cluster's proposal for one of its members."""

    nominee: BodyId
    award: AwardId
    basis: BasisId


class Case(Model):
    """One round of awards, as far as it is publicly known."""

    cluster: Cluster
    proposal: tuple[Proposal, ...]

    @classmethod
    def read(cls, name: str = "cities-2023") -> Self:
        """Return the case of this name."""
        told = tomllib.loads((files("worker.demo") / f"{name}.toml").read_text(encoding="utf-8"))
        return cls.model_validate_json(json.dumps(told, default=str))
