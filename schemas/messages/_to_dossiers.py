"""Bodies of messages to dossiers: from their units, and from sittings and submissions."""

from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from schemas.base import Count, Model, Text
from schemas.documents import Document, Sha256
from schemas.dossier import SubmittedDossier
from schemas.ids import ActorId, StreamId
from schemas.names import UpdateName


class SubmitDossier(Model):
    """Start `DossierWorkflow`, as `dossier-<dossier_id>`."""

    dossier: SubmittedDossier
    by: ActorId
    """The unit that proposes."""


class Opening(Model):
    """Request the receipt of a start, in the Update `receipt` that is sent with it."""

    body: Sha256
    """The digest of the start's body (`schemas.digests.body_digest`)."""


class Repeated(Model):
    """Request the earlier answer to an act, in the query `kept`."""

    act: UpdateName
    body: dict[str, JsonValue]
    """The act's body as it was sent."""


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
    """Withdraw a dossier, at any stage of its route."""

    by: ActorId
    reason: Text


class Hear(Model):
    """Notify a dossier of a finding by a sitting or submission; the dossier loads the finding from the ledger."""

    source: StreamId
    """The sitting or submission."""

    sequence: Annotated[int, Field(ge=1)]
    """The number of its fact that closed or decided it."""
