"""The verdict of a body or authority on one dossier, with its tally and decision."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.base import OMIT_IF_EMPTY, Count, Day, Line, Model, Text
from schemas.documents import Document
from schemas.ids import BodyId, DossierId, StreamId
from schemas.legal_values import Base
from schemas.stages import Stage


class Outcome(StrEnum):
    """The outcome of a verdict for a dossier."""

    FORWARD = "forward"
    RETURN = "return"
    REFUSE = "refuse"
    GRANT = "grant"


class Tally(Model):
    """One dossier's count in one sitting."""

    seats: Count
    """All seats on the roll."""

    present: Count
    recused: Annotated[Count, OMIT_IF_EMPTY] = 0
    """The seats on the roll that are recused from this dossier."""

    written: Annotated[Count, OMIT_IF_EMPTY] = 0
    """Written opinions that count; they are among those cast, and not among those present."""

    cast: Count
    """Votes on this dossier; the four below add up to it."""

    approve: Count
    disapprove: Count
    abstain: Count
    invalid: Count
    base: Count
    """The number of which the threshold is a share."""

    of: Base
    needed: Count
    """The approving votes that the threshold requires."""


class DecisionRef(Model):
    """The document of a decision: its number, day and signatory (an office, not a person)."""

    number: Line
    decided_on: Day
    signatory: Line
    document: Document | None = None


class Verdict(Model):
    """The finding of one sitting or submission on one dossier."""

    dossier_id: DossierId
    stage: Stage
    body: BodyId
    source: StreamId
    """The sitting or submission; it gives one verdict on each dossier."""

    outcome: Outcome
    reasons: Annotated[tuple[Text, ...], Field(max_length=20), OMIT_IF_EMPTY] = ()
    vote: Tally | None = None
    decision: DecisionRef | None = None

    @property
    def granting_decision(self) -> DecisionRef:
        """Return the decision that grants.

        Raises:
            ValueError: the verdict has none, so it does not grant.
        """
        if self.decision is None:
            raise ValueError("a verdict without a decision does not grant")
        return self.decision

    @model_validator(mode="after")
    def _has_what_its_outcome_needs(self) -> Self:
        if self.outcome is Outcome.GRANT and self.decision is None:
            raise ValueError("an award is granted by a numbered decision")
        if self.outcome is Outcome.RETURN and not self.reasons:
            raise ValueError("a dossier is returned with reasons")
        return self
