"""Facts (sự việc): what happened, in the past tense, kept in the ledger for ever.

A stream of facts is the whole memory of a workflow: its state is their fold.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from schemas.facts._about_dossiers import (
    AwardGranted,
    DossierForwarded,
    DossierLapsed,
    DossierRefused,
    DossierReturned,
    DossierSubmitted,
    DossierSupplemented,
    DossierWithdrawn,
    FellOverdue,
    RefusedAsTwin,
    Reminded,
)
from schemas.facts._about_offices import (
    BodySplit,
    BodySucceeded,
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
from schemas.facts._about_sittings import (
    AgendaAmended,
    AttendanceRecorded,
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
    VotesCounted,
)
from schemas.facts._about_submissions import FindingsAnnounced, ListPutForward, SubmissionDecided
from schemas.facts._fact_base import FactBase, OfDossier, Opened

__all__ = [
    "FACT",
    "AgendaAmended",
    "AttendanceRecorded",
    "AwardGranted",
    "BallotCast",
    "BallotWithdrawn",
    "BodySplit",
    "BodySucceeded",
    "CalendarLearnt",
    "DossierFact",
    "DossierForwarded",
    "DossierHeld",
    "DossierLapsed",
    "DossierPublished",
    "DossierRefused",
    "DossierReleased",
    "DossierReturned",
    "DossierScored",
    "DossierSubmitted",
    "DossierSupplemented",
    "DossierWithdrawn",
    "Fact",
    "FactBase",
    "FellOverdue",
    "FindingsAnnounced",
    "ListPutForward",
    "ObjectionReceived",
    "OfDossier",
    "OfficeFact",
    "OfficerAssigned",
    "Opened",
    "OpinionGiven",
    "OpinionsAsked",
    "OpinionsFellDue",
    "PublicationEnded",
    "RefusedAsTwin",
    "Reminded",
    "SeatRecused",
    "SecondRoundCalled",
    "SittingAdjourned",
    "SittingClosed",
    "SittingConvened",
    "SittingFact",
    "SittingOpened",
    "SittingReconvened",
    "SubmissionDecided",
    "SubmissionFact",
    "TermRecounted",
    "VotesCounted",
]

OfficeFact = (
    OfficerAssigned
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
    | BodySucceeded
    | BodySplit
)
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
    | OfficeFact
)
SittingFact = (
    SittingConvened
    | SittingOpened
    | AgendaAmended
    | SeatRecused
    | DossierScored
    | BallotCast
    | BallotWithdrawn
    | VotesCounted
    | AttendanceRecorded
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
