"""The bodies of every start and act, as other services send them. Their JSON Schemas stand in `schemas/json/`.

Every act carries its natural key within it, so that the same act sent again is answered with the same receipt.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from schemas.base import Count, Model, Text
from schemas.documents import Document, Sha256
from schemas.dossier import Dossier
from schemas.ids import ActorId, BodyId, DossierId, PostmanNumber, StreamId, SubmissionId
from schemas.names import UpdateName
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
from schemas.verdict import DecisionRef


class SubmitDossier(Model):
    """Start `DossierWorkflow`, as `dossier-<dossier_id>`."""

    dossier: Dossier
    by: ActorId
    """The unit that proposes."""


class Opening(Model):
    """Ask for the receipt of what a body opened, in the Update `receipt` that travels with a start."""

    body: Sha256
    """The digest of that body (`schemas.digests.said`)."""


class Repeated(Model):
    """Ask by which receipt an act was answered that may have been taken already, in the query `kept`."""

    act: UpdateName
    body: dict[str, JsonValue]
    """As it was sent."""


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
    """Tell a dossier that a sitting or submission found something of it; what, it reads from the ledger itself."""

    source: StreamId
    """The sitting or submission."""

    sequence: Annotated[int, Field(ge=1)]
    """The number of its fact that closed or decided it."""


class PutForward(Model):
    """Start `SubmissionWorkflow`, as `submission-<submission_id>`, over dossiers that wait for this authority."""

    submission_id: SubmissionId
    authority: BodyId
    stage: Literal[Stage.HEAD, Stage.ENDORSEMENT, Stage.DECISION] = Stage.DECISION
    """Whether the list is to be decided on, or signed on its way up."""

    letter: Letter
    agenda: Agenda
    by: ActorId

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

    number: PostmanNumber = 1


MESSAGES: tuple[type[Model], ...] = (
    SubmitDossier,
    Opening,
    Repeated,
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
