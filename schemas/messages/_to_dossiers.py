"""The bodies of what is sent to dossiers: by their units, and by sittings and submissions."""

from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from schemas.base import Count, Model, Text
from schemas.documents import Document, Sha256
from schemas.dossier import Dossier
from schemas.ids import ActorId, StreamId
from schemas.names import UpdateName


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
