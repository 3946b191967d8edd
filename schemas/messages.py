"""The bodies of every start and act, as other services send them. Their JSON Schemas stand in `schemas/json/`.

Every act carries its natural key within it, so that the same act sent again is answered with the same receipt.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from schemas.base import Count, Model, Text
from schemas.carried import DossierState, PostmanState, SubmissionState
from schemas.documents import Document
from schemas.dossier import Dossier
from schemas.ids import ActorId, BodyId, DossierId, SubmissionId
from schemas.office_messages import (
    AskOpinions,
    Assign,
    Conclude,
    GiveOpinion,
    Hold,
    Publish,
    RaiseObjection,
    Release,
)
from schemas.sitting import Agenda
from schemas.sitting_messages import (
    Adjourn,
    Amend,
    Cast,
    Close,
    Convene,
    Reconvene,
    Recuse,
    ScoreDossier,
    WithdrawBallot,
)
from schemas.stages import Stage
from schemas.submission import Letter, ReasonedDossiers
from schemas.verdict import DecisionRef, Verdict

# `carried` is set by a workflow itself when it continues as new; a start from outside that brings one is refused.


class SubmitDossier(Model):
    """Start `DossierWorkflow`, as `dossier-<dossier_id>`."""

    dossier: Dossier
    by: ActorId
    """The unit that proposes."""

    carried: SkipJsonSchema[DossierState | None] = None


class Supplement(Model):
    """Add papers to a dossier that is with its unit. A paper replaces an earlier one of its kind."""

    by: ActorId
    answers: Count
    """The number of the fact that sent the dossier back; `show` gives it."""

    documents: Annotated[tuple[Document, ...], Field(max_length=100)] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _brings_something(self) -> Self:
        if not self.documents and self.note is None:
            raise ValueError("a supplement brings papers or a note")
        return self


class Withdraw(Model):
    """Take a dossier back, wherever it is on its way."""

    by: ActorId
    reason: Text


class Hear(Model):
    """Tell a dossier what a sitting or submission found of it."""

    by: ActorId
    """The body or authority that found it."""

    verdict: Verdict


class PutForward(Model):
    """Start `SubmissionWorkflow`, as `submission-<submission_id>`, over dossiers that wait for this authority."""

    submission_id: SubmissionId
    authority: BodyId
    stage: Literal[Stage.HEAD, Stage.ENDORSEMENT, Stage.DECISION] = Stage.DECISION
    """Whether the list is to be decided on, or signed on its way up."""

    letter: Letter
    agenda: Agenda
    by: ActorId
    carried: SkipJsonSchema[SubmissionState | None] = None

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> Self:
        if len(set(self.agenda)) < len(self.agenda):
            raise ValueError("a dossier stands twice on the list")
        return self


class Decide(Model):
    """Answer a submission: each dossier of its list is granted, refused or sent back, once."""

    by: ActorId
    """The authority."""

    decision: DecisionRef
    granted: Annotated[tuple[DossierId, ...], Field(max_length=1000)] = ()
    """Granted by a decision; by a signature, put before the next authority."""

    refused: ReasonedDossiers = ()
    """At most 300,000 bytes, reasons and all."""

    returned: ReasonedDossiers = ()
    """At most 300,000 bytes, reasons and all."""


class Deliver(Model):
    """Start `PostmanWorkflow`, as `postman-<number>`. Workers do this themselves."""

    number: Annotated[int, Field(ge=1, le=16)] = 1
    carried: SkipJsonSchema[PostmanState | None] = None


MESSAGES: tuple[type[Model], ...] = (
    SubmitDossier,
    Supplement,
    Withdraw,
    Hear,
    Assign,
    Publish,
    RaiseObjection,
    AskOpinions,
    GiveOpinion,
    Conclude,
    Hold,
    Release,
    Convene,
    Amend,
    Recuse,
    ScoreDossier,
    Cast,
    WithdrawBallot,
    Close,
    Adjourn,
    Reconvene,
    PutForward,
    Decide,
    Deliver,
)
"""Every body that crosses Temporal from outside."""
