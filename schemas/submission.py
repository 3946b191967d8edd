"""Submissions (tờ trình) and the decisions (quyết định) that answer them."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from schemas.base import Count, Day, Line, Model, Text, encoded_size
from schemas.documents import Document
from schemas.ids import BodyId, DossierId, SubmissionId
from schemas.sitting import AgendaItem, AnnouncementReport
from schemas.stages import Stage
from schemas.verdict import DecisionRef


class Letter(Model):
    """The letter that puts a list before an authority: its number, day and signatory (an office)."""

    number: Line
    signed_on: Day
    signatory: Line
    document: Document | None = None


class Reasoned(Model):
    """A dossier that is refused or sent back, and why."""

    dossier_id: DossierId
    reasons: Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)]


MOST_REASONED = 300_000
"""The most bytes of a list of dossiers with reasons: a short reason for each, or a page for a few."""


def _within_measure(dossiers: tuple[Reasoned, ...]) -> tuple[Reasoned, ...]:
    # A thousand times twenty times four thousand characters would fit no payload, be it minutes or a decision.
    if encoded_size(dossiers) > MOST_REASONED:
        raise ValueError(f"the dossiers and their reasons take more than {MOST_REASONED} bytes")
    return dossiers


ReasonedDossiers = Annotated[tuple[Reasoned, ...], Field(max_length=1000), AfterValidator(_within_measure)]
"""Dossiers that are refused or sent back, and why."""


class SubmissionStatus(StrEnum):
    """The status of a submission."""

    SUBMITTED = "submitted"
    DECIDED = "decided"
    """Answered; the findings are being sent to the dossiers."""

    ANNOUNCED = "announced"


class SubmissionView(Model):
    """Everything that a caller may see of a submission."""

    submission_id: SubmissionId
    authority: BodyId
    stage: Stage
    letter: Letter
    status: SubmissionStatus
    agenda: tuple[AgendaItem, ...]
    decision: DecisionRef | None = None
    granted: tuple[DossierId, ...]
    refused: tuple[Reasoned, ...]
    returned: tuple[Reasoned, ...]
    report: AnnouncementReport | None = None
    facts: Count
