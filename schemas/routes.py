"""The stages of a route, each a rule: who considers a dossier there, how, and within what term."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import OMIT_IF_EMPTY
from schemas.bodies import Organisation
from schemas.legal_values import Base, Cited, Quota, Requirement, Term
from schemas.scoring import ScoringTable
from schemas.stages import Stage
from schemas.vote_clauses import BlankPapers, ChairRule, EarlyClose, Recusal, Ties, WrittenOpinions

VoteClause = Literal["quota", "substitutes", "recusal", "written", "blanks", "chair", "ties", "points", "early_close"]
"""The clauses of a voting rule beside quorum and threshold."""

Room = Literal[
    "ballot",
    "quorum",
    "threshold",
    "substitutes",
    "recusal",
    "written",
    "blanks",
    "chair",
    "ties",
    "points",
    "early_close",
    "term",
    "silence",
]
"""The parts of a stage that a local regulation may set, where the decree allows it."""


class _StageRule(Cited):
    stages: ClassVar[frozenset[Stage]]

    stage: Stage
    body: Organisation | None = None
    """The body that considers it, where the law names one; otherwise the dossier names it."""

    term: Term | None = None
    leaves_room: Annotated[tuple[Room, ...], OMIT_IF_EMPTY] = ()
    """The parts that a local regulation may set. It is not sent with dossiers."""

    @model_validator(mode="after")
    def _stands_where_it_can(self) -> Self:
        if self.stage not in self.stages:
            raise ValueError(f"a stage of this kind is none of {self.stage}")
        if self.stage in CENTRAL and self.body is None:
            raise ValueError(f"the rule of {self.stage} says who considers it (body)")
        return self


class BallotKind(StrEnum):
    """How a body votes."""

    SECRET = "secret"  # noqa: S105 - a way of voting
    """Bỏ phiếu kín: the minutes give sums."""

    OPEN = "open"
    """Biểu quyết công khai: the minutes give each seat's choice."""


class VoteRule(_StageRule):
    """A stage at which a body votes: a sitting sends the dossier its finding."""

    stages = frozenset({Stage.CLUSTER, Stage.COUNCIL, Stage.CENTRAL_COUNCIL})

    kind: Literal["vote"] = "vote"
    ballot: BallotKind
    quorum: Requirement
    threshold: Requirement
    quota: Quota | None = None
    """The largest share of the award that may be supported, where the law sets one."""

    substitutes: Cited | None = None
    """The rule that a seat's dated substitute may vote in its place; without it, none may."""

    recusal: Recusal | None = None
    """The recusals that apply without a declaration; a declared recusal always holds."""

    written: WrittenOpinions | None = None
    """The effect of an absent member's written opinion; without it, none is accepted."""

    blanks: Annotated[BlankPapers | None, OMIT_IF_EMPTY] = None
    """Where votes are counted on paper: the meaning of a blank."""

    chair: ChairRule | None = None
    ties: Ties | None = None
    points: ScoringTable | None = None
    early_close: EarlyClose | None = None

    def clauses(self) -> Iterator[tuple[VoteClause, Cited]]:
        """Yield the clauses that it has, each with its name."""
        clauses: dict[VoteClause, Cited | None] = {
            "quota": self.quota,
            "substitutes": self.substitutes,
            "recusal": self.recusal,
            "written": self.written,
            "blanks": self.blanks,
            "chair": self.chair,
            "ties": self.ties,
            "points": self.points,
            "early_close": self.early_close,
        }
        yield from ((name, clause) for name, clause in clauses.items() if clause is not None)

    @model_validator(mode="after")
    def _counts_everybody_for_the_quorum(self) -> Self:
        if self.quorum.of not in {Base.ALL_SEATS, Base.SEATS_LESS_RECUSED}:
            raise ValueError("a quorum is a share of all seats, or of those that may vote (seats_less_recused)")
        return self


class PublicationRule(_StageRule):
    """A stage at which a dossier is named publicly; it goes on when the term ends without an objection."""

    stages = frozenset({Stage.PUBLICATION, Stage.CENTRAL_PUBLICATION})

    kind: Literal["publication"] = "publication"
    term: Term


class OfficeRule(_StageRule):
    """A stage at which an office considers a dossier and concludes: an appraisal, a Party committee's opinion."""

    stages = frozenset({Stage.APPRAISAL, Stage.PARTY, Stage.CENTRAL_APPRAISAL})

    kind: Literal["office"] = "office"
    officer: Annotated[bool, OMIT_IF_EMPTY] = False
    """Whether an officer must be assigned before it concludes."""


class Silence(StrEnum):
    """The meaning of an agency's silence at the end of its term."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    WAITS = "waits"
    """The dossier keeps waiting for the answer."""


class OpinionsRule(_StageRule):
    """A stage at which several agencies are asked at once (hiệp y), each with the term from the day it is asked."""

    stages = frozenset({Stage.OPINIONS})

    kind: Literal["opinions"] = "opinions"
    silence: Silence

    @model_validator(mode="after")
    def _silence_needs_an_end(self) -> Self:
        if self.term is None and self.silence is not Silence.WAITS:
            raise ValueError("without a term nobody is ever silent")
        return self


class Submitter(Cited):
    """The body that puts dossiers before an authority (trình), where the law names one."""

    body: Organisation


class SignatureRule(_StageRule):
    """A stage at which an authority signs the submission: a list is put before it and comes back signed."""

    stages = frozenset({Stage.HEAD, Stage.ENDORSEMENT})

    kind: Literal["signature"] = "signature"
    submitted_by: Annotated[Submitter | None, OMIT_IF_EMPTY] = None
    """Without it, the agency or the head of the dossier."""


class DecisionRule(_StageRule):
    """The stage at which an authority decides."""

    stages = frozenset({Stage.DECISION})

    kind: Literal["decision"] = "decision"
    submitted_by: Annotated[Submitter | None, OMIT_IF_EMPTY] = None
    """Without it, the agency or the head of the dossier, or a body that had to consider it before."""

    stage: Literal[Stage.DECISION] = Stage.DECISION


StageRule = Annotated[
    VoteRule | PublicationRule | OfficeRule | OpinionsRule | SignatureRule | DecisionRule, Field(discriminator="kind")
]

CENTRAL = frozenset({Stage.CENTRAL_APPRAISAL, Stage.CENTRAL_PUBLICATION, Stage.CENTRAL_COUNCIL, Stage.ENDORSEMENT})
"""Stages whose body is the same for all dossiers: the rule names it, no dossier does."""
