"""Facts (sự việc): what happened, in the past tense, kept in the ledger for ever.

A stream of facts is the whole memory of a workflow: its state is their fold.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from schemas.base import UNSAID_IF_EMPTY, Count, Day, Text
from schemas.calendars import WorkCalendar
from schemas.documents import Document, Sha256
from schemas.dossier import Defect, Dossier, Earlier
from schemas.happened import Happened, OfDossier, Opened
from schemas.ids import BodyId, DossierId, RegimeId, StreamId
from schemas.office_facts import (
    CalendarLearnt,
    DossierHeld,
    DossierPublished,
    DossierReleased,
    ObjectionReceived,
    OfficerAssigned,
    OpinionGiven,
    OpinionsAsked,
    OpinionsFellDue,
    PublicationEnded,
    TermRecounted,
)
from schemas.sitting import AgendaItem, AnnouncementReport, Shared
from schemas.sitting_facts import (
    AgendaAmended,
    BallotCast,
    BallotWithdrawn,
    DossierScored,
    SeatRecused,
    SecondRoundCalled,
    SittingAdjourned,
    SittingClosed,
    SittingConvened,
    SittingOpened,
    SittingReconvened,
)
from schemas.stages import Stage
from schemas.submission import Letter, Reasoned
from schemas.verdict import DecisionRef, Tally


class _Received(Opened, OfDossier):
    calendar: WorkCalendar
    """The working days as they were known on that day."""

    dossier: Dossier
    regime: RegimeId
    law: Sha256
    """The digest of its rules, whose text the ledger keeps: they hold for the dossier for good."""

    earlier: Annotated[tuple[Earlier, ...], UNSAID_IF_EMPTY] = ()
    """What its nominee had been granted before."""


class DossierSubmitted(_Received):
    """A unit submitted a dossier; it is complete where there are no defects."""

    kind: Literal["dossier_submitted"] = "dossier_submitted"
    defects: tuple[Defect, ...] = ()
    due_on: Day | None = None
    """By when whoever it waits for now should act."""


class RefusedAsTwin(_Received):
    """A dossier was refused because another for the same nominee, award and overlapping period is on its way."""

    kind: Literal["refused_as_twin"] = "refused_as_twin"
    first: DossierId


class DossierSupplemented(OfDossier):
    """A unit added to its dossier; it is complete where there are no defects."""

    kind: Literal["dossier_supplemented"] = "dossier_supplemented"
    documents: tuple[Document, ...]
    note: Text | None = None
    defects: tuple[Defect, ...] = ()
    due_on: Day | None = None


class _Found(OfDossier):
    stage: Stage
    body: BodyId
    source: StreamId
    """Who found it: a sitting, a submission, or this dossier itself where an office concluded."""

    source_sequence: Annotated[Count, UNSAID_IF_EMPTY] = 0
    """Which fact of the source says so; none where an office concluded."""


class DossierForwarded(_Found):
    """A body or office supported a dossier, and it went on."""

    kind: Literal["dossier_forwarded"] = "dossier_forwarded"
    vote: Tally | None = None
    decision: DecisionRef | None = None
    """The submission that was signed, where the stage is a signature."""

    report: Document | None = None
    """What the office wrote: its appraisal, its report of what was objected, its opinion."""

    due_on: Day | None = None


class DossierReturned(_Found):
    """A body or authority sent a dossier back to its unit."""

    kind: Literal["dossier_returned"] = "dossier_returned"
    reasons: tuple[Text, ...]
    due_on: Day | None = None
    left: Count | None = None
    """How many working days were left of a term that stands still until the dossier comes back."""


class DossierRefused(_Found):
    """A body did not support a dossier, or the authority did not grant it."""

    kind: Literal["dossier_refused"] = "dossier_refused"
    reasons: tuple[Text, ...] = ()
    vote: Tally | None = None
    decision: DecisionRef | None = None


class AwardGranted(_Found):
    """The authority granted the award."""

    kind: Literal["award_granted"] = "award_granted"
    decision: DecisionRef


class DossierWithdrawn(OfDossier):
    """A unit took its dossier back."""

    kind: Literal["dossier_withdrawn"] = "dossier_withdrawn"
    reason: Text


class Reminded(OfDossier):
    """Whoever a dossier waits for was reminded that its term is about to end."""

    kind: Literal["reminded"] = "reminded"
    stage: Stage
    due_on: Day


class FellOverdue(OfDossier):
    """The term of a body or authority passed; the dossier goes on waiting."""

    kind: Literal["fell_overdue"] = "fell_overdue"
    stage: Stage
    due_on: Day


class DossierLapsed(OfDossier):
    """The unit's term to supplement passed, and the dossier with it."""

    kind: Literal["dossier_lapsed"] = "dossier_lapsed"
    due_on: Day


class ListPutForward(Opened):
    """A list of dossiers was put before an authority."""

    kind: Literal["list_put_forward"] = "list_put_forward"
    authority: BodyId
    stage: Stage = Stage.DECISION
    letter: Letter
    agenda: tuple[AgendaItem, ...]
    shared: Shared = Shared()
    """What all its dossiers have in common."""


class SubmissionDecided(Happened):
    """The authority answered a submission."""

    kind: Literal["submission_decided"] = "submission_decided"
    authority: BodyId
    stage: Stage = Stage.DECISION
    decision: DecisionRef
    granted: tuple[DossierId, ...]
    refused: tuple[Reasoned, ...]
    returned: tuple[Reasoned, ...]


class FindingsAnnounced(Happened):
    """The dossiers were told what a sitting or submission found of them."""

    kind: Literal["findings_announced"] = "findings_announced"
    report: AnnouncementReport


DossierFact = (
    DossierSubmitted
    | RefusedAsTwin
    | DossierSupplemented
    | DossierForwarded
    | DossierReturned
    | DossierRefused
    | AwardGranted
    | DossierWithdrawn
    | Reminded
    | FellOverdue
    | DossierLapsed
    | OfficerAssigned
    | DossierPublished
    | ObjectionReceived
    | PublicationEnded
    | TermRecounted
    | CalendarLearnt
    | OpinionsAsked
    | OpinionGiven
    | OpinionsFellDue
    | DossierHeld
    | DossierReleased
)
SittingFact = (
    SittingConvened
    | SittingOpened
    | AgendaAmended
    | SeatRecused
    | DossierScored
    | BallotCast
    | BallotWithdrawn
    | SittingAdjourned
    | SittingReconvened
    | SecondRoundCalled
    | SittingClosed
    | FindingsAnnounced
)
SubmissionFact = ListPutForward | SubmissionDecided | FindingsAnnounced

Fact = Annotated[DossierFact | SittingFact | SubmissionFact, Field(discriminator="kind")]

FACT: TypeAdapter[DossierFact | SittingFact | SubmissionFact] = TypeAdapter(Fact, config={"defer_build": True})
"""Reads a fact of any kind from its JSON."""
