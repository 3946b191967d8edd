"""The format of a file of `policies/`, before names are resolved and values inherited; and how it is read."""

import json
import tomllib
from importlib.resources.abc import Traversable
from typing import Annotated, Self, TypeVar

from pydantic import Field, ValidationError, model_validator

from policies.loading.mistakes import WHOLE, PolicyDocument, PolicyMistake
from schemas.base import Day, Model
from schemas.ids import AwardId, BasisId, BodyId, RegimeId
from schemas.legal_values import Cited, Counting, Name, Term
from schemas.nominee import NomineeKind
from schemas.policy import DocumentRule, SimplifiedGround
from schemas.routes import StageRule

ModelT = TypeVar("ModelT", bound=Model)

Ground = tuple[AwardId, BasisId]
"""The key of an award within its regime."""

Names = Annotated[tuple[str, ...], Field(min_length=1)]


class SimplifiedText(Cited):
    """The simplified procedure for an award, its stages and papers by name."""

    grounds: Annotated[tuple[SimplifiedGround, ...], Field(min_length=1)]
    route: Names
    papers: tuple[str, ...] = ()


class AwardText(Cited):
    """An award on a ground, its stages, papers and term by name."""

    award: AwardId
    basis: BasisId
    name: Name
    nominees: Annotated[tuple[NomineeKind, ...], Field(min_length=1)]
    decided_by: Name
    signed_by: Name
    route: Names
    papers: tuple[str, ...] = ()
    supplement: str | None = None
    simplified: SimplifiedText | None = None

    @property
    def ground(self) -> Ground:
        """The key of the award within its regime."""
        return self.award, self.basis


class _LawFile(Cited):
    id: RegimeId
    title: Name
    in_force_from: Day
    in_force_to: Day | None = None
    terms: Annotated[dict[str, Term], Field(default_factory=dict)]
    stages: Annotated[dict[str, StageRule], Field(default_factory=dict)]
    papers: Annotated[dict[str, DocumentRule], Field(default_factory=dict)]
    awards: tuple[AwardText, ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.in_force_to is not None and self.in_force_to < self.in_force_from:
            raise ValueError("in_force_to lies before in_force_from")
        grounds = [text.ground for text in self.awards]
        for ground in grounds:
            if grounds.count(ground) > 1:
                raise ValueError(f"{ground[0]} on {ground[1]} stands twice")
        return self


class RegimeFile(_LawFile):
    """A file of `policies/`."""

    inherits: RegimeId | None = None
    """The regime whose values apply where this one states none."""

    drops: tuple[Ground, ...] = ()
    """The awards that are not inherited."""

    counting: Counting | None = None
    favours_earlier: Cited | None = None


class LocalFile(_LawFile):
    """A file of `policies/local/`, with the stages of the decree that it changes in their changed form."""

    over: RegimeId
    body: BodyId
    charter: bool = False
    """Whether `body` is a cluster, and this file is its charter."""


def listed(directory: Traversable) -> list[Traversable]:
    """Return the TOML files of a directory by their names.

    Raises:
        PolicyMistake: The directory cannot be read.
    """
    try:
        return sorted((file for file in directory.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    except OSError as error:
        raise PolicyMistake([f"{directory}: (directory): {error.strerror}"]) from error


def opened(file: Traversable, folder: str = "") -> PolicyDocument:
    """Return the contents of a file; a paper without a `kind` has its own name as its kind.

    Raises:
        PolicyMistake: The file is not TOML.
    """
    name = folder + file.name
    try:
        page = PolicyDocument(name, tomllib.loads(file.read_bytes().decode()))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyMistake([f"{name}: {WHOLE}: {error}"]) from error
    papers = {called: {"kind": called, **paper} for called, paper in page.tables("papers").items()}
    return page.rewritten("papers", papers)


def read(page: PolicyDocument, model: type[ModelT], mistakes: list[str]) -> ModelT | None:
    """Return a page as a model; or None, and add to the mistakes."""
    try:
        # Through JSON: only from JSON do strict models accept lists as tuples, and texts as enumerations and dates.
        return model.model_validate_json(json.dumps(page.says, default=str))
    except ValidationError as error:
        mistakes.extend(page.mistakes(error))
        return None
