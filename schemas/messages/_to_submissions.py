"""Bodies of messages to submissions and to postmen."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model
from schemas.ids import ActorId, DossierId, NamedBody, PostmanNumber, SubmissionId
from schemas.sitting import Agenda
from schemas.stages import Stage
from schemas.submission import Letter, ReasonedDossiers
from schemas.verdict import DecisionRef


class PutForward(Model):
    """Start `SubmissionWorkflow`, as `submission-<submission_id>`, over dossiers that wait for this authority."""

    submission_id: SubmissionId
    authority: NamedBody
    stage: Literal[Stage.HEAD, Stage.ENDORSEMENT, Stage.DECISION] = Stage.DECISION
    """Whether the list is to be decided on, or signed for a higher authority."""

    letter: Letter
    agenda: Agenda
    by: ActorId
    """The agency or the head of all its dossiers, or a body by which the law had them considered before."""

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
    """Granted by a decision; with a signature, forwarded to the next authority."""

    refused: ReasonedDossiers = ()
    """At most 300,000 bytes, including the reasons."""

    returned: ReasonedDossiers = ()
    """At most 300,000 bytes, including the reasons."""


class Deliver(Model):
    """Start `PostmanWorkflow`, as `postman-<number>`. Workers do this themselves."""

    number: PostmanNumber = 1
