"""Why an act is refused: a reason that programs match on, and a sentence for people."""

from enum import StrEnum
from types import MappingProxyType

from schemas.base import Line, Model, Text


class Reason(StrEnum):
    """The reasons, each spelt as the failure type that a caller receives from Temporal."""

    MALFORMED = "PayloadValidationError"
    """The body does not have the shape of its message; the details name the fields."""

    DIRTY_TEXT = "DirtyText"
    """A text holds characters that nobody sees, such as U+200B; each detail is a field's JSON pointer with its own."""

    NOT_OPEN = "NotOpen"
    """The workflow has only just been started; ask again."""

    UNKNOWN_AWARD = "UnknownAward"
    """The law in force on the day of receipt knows no such award on such a ground."""

    NO_LAW_IN_FORCE = "NoLawInForce"
    """No file of `policies/` covers the day of receipt."""

    NOT_FOR_THIS_NOMINEE = "NotForThisNominee"
    """The award is not for this kind of nominee."""

    NOT_MORE_FAVOURABLE = "NotMoreFavourable"
    """The regime that was chosen is unknown, no later than the day's own, or not for dossiers received before it."""

    NOT_SIMPLIFIED = "NotSimplified"
    """The law knows no simplified procedure for this award, or not on this ground."""

    ROUTE_NEEDS_BODY = "RouteNeedsBody"
    """The award's route passes somebody whom the dossier does not name; the details are its fields that lack."""

    RECEIVED_IN_THE_FUTURE = "ReceivedInTheFuture"
    TWIN_DOSSIER = "TwinDossier"
    """Another dossier for the same nominee, award and overlapping period is on its way or was granted."""

    NOT_YOURS = "NotYours"
    """Whoever acts has no right to this act."""

    NOT_AT_THIS_STAGE = "NotAtThisStage"
    """The dossier is not where the act supposes it to be, or another body considers it."""

    NO_SUCH_FINDING = "NoSuchFinding"
    """The ledger holds no such fact of a sitting or submission, or it found nothing of this dossier."""

    OTHER_RULE = "OtherRule"
    """The dossier was voted on by another rule than its own, or the count does not meet it."""

    ALREADY_HEARD = "AlreadyHeard"
    """The sitting or submission has spoken of this dossier before, and in other words."""

    NOT_WITH_ITS_UNIT = "NotWithItsUnit"
    """A supplement for a dossier that its unit was not asked for."""

    TOO_MANY_DOCUMENTS = "TooManyDocuments"
    """With what a supplement adds, a dossier would hold more papers than it can."""

    TOO_LARGE = "TooLarge"
    """With this, a dossier or sitting would outgrow what Temporal carries from one run of its workflow to the next."""

    DOSSIER_CLOSED = "DossierClosed"
    """The dossier has come to its end."""

    TERM_STILL_RUNS = "TermStillRuns"
    """A publication has not run its term, or agencies that were asked still have time to answer."""

    NOT_PUBLISHED = "NotPublished"
    """There is no publication to object to, or its term has passed."""

    PUBLISHED_OUT_OF_TIME = "PublishedOutOfTime"
    """The day of a publication lies before the dossier was received, or in the future."""

    NO_OFFICER = "NoOfficer"
    """An appraisal is concluded after an officer was charged with it."""

    REPORT_MISSING = "ReportMissing"
    """Objections were received: going on needs a report of how they were handled."""

    NOT_ASKED = "NotAsked"
    """An opinion of an agency that was not asked, or to a request that does not stand."""

    ALREADY_SAID = "AlreadySaid"
    """The agency answered this request in other words, or this officer's turn has passed to another."""

    ON_HOLD = "OnHold"
    """The dossier is on hold: until it is released nobody hears it, publishes it or concludes."""

    ALREADY_ON_HOLD = "AlreadyOnHold"
    """The dossier is on hold on other words; or it was released since, and the hold does not name that release."""

    NOT_ON_HOLD = "NotOnHold"
    """The dossier is not on hold, or by another fact than the release answers."""

    TOO_MANY_VOICES = "TooManyVoices"
    """A dossier holds no more objections, or no more opinions, than it does."""

    NOT_WAITING_HERE = "NotWaitingHere"
    """A dossier on an agenda does not wait for this body at this stage."""

    PLACES_NEEDED = "PlacesNeeded"
    """The law limits an award to a share, and the sitting does not say how many places that is, and of how many."""

    OVER_QUOTA = "OverQuota"
    """A sitting has more places for an award than the law's share."""

    RIVALS_UNDER_TWO_RULES = "RivalsUnderTwoRules"
    """Dossiers vie for the same places, and their rules do not put them in order by the same points or last words."""

    NOT_A_VOTING_STAGE = "NotAVotingStage"
    CLOSES_IN_THE_PAST = "ClosesInThePast"
    NOT_ON_THE_ROLL = "NotOnTheRoll"
    NOT_ON_THE_AGENDA = "NotOnTheAgenda"
    AGENDA_NOT_COVERED = "AgendaNotCovered"
    """A ballot or decision leaves a dossier of the agenda out, or names one twice."""

    NOT_THIS_SITTING = "NotThisSitting"
    """A ballot that is meant for another sitting."""

    NOBODY_IN_OFFICE = "NobodyInOffice"
    """On this day the body's own term, or the chair's, does not run."""

    NOT_YET_OPEN = "NotYetOpen"
    """The ballot has not opened."""

    ALREADY_OPENED = "AlreadyOpened"
    """An agenda is amended before the ballot opens."""

    NOT_A_SUBSTITUTE = "NotASubstitute"
    """Whoever votes for a seat is not its substitute on this day, or the body's rule knows no substitutes."""

    SEAT_HAS_VOTED = "SeatHasVoted"
    """A ballot of this seat stands that somebody else handed in."""

    VOTED_ELSEWHERE = "VotedElsewhere"
    """Whoever votes has handed in a ballot for another seat, and nobody votes twice."""

    STEPPED_ASIDE = "SteppedAside"
    """The seat, or its substitute, does not vote on a dossier in which it has an interest."""

    TOO_LATE_TO_STEP_ASIDE = "TooLateToStepAside"
    """The seat's ballot stands: it is taken back first."""

    NO_BALLOT = "NoBallot"
    """There is no such ballot to take back."""

    NO_WRITTEN_OPINIONS = "NoWrittenOpinions"
    """The body's rule takes no opinions in writing."""

    ATTENDED_AND_WROTE = "AttendedAndWrote"
    """A seat whose written opinion stands is said to have attended: whoever is there votes there."""

    SECRET_BALLOT = "SecretBallot"  # noqa: S105 - a way of voting
    """Reasons are given in open ballots only."""

    TOO_MANY_APPROVED = "TooManyApproved"
    """In a second round a ballot approves no more than there are places left."""

    NOT_SCORED_HERE = "NotScoredHere"
    """The body's rule knows no points for this dossier."""

    OFF_THE_SCORING_TABLE = "OffTheScoringTable"
    """A sheet leaves a group of the table out, names another, or gives more points than it has."""

    SCORED_OUT_OF_TURN = "ScoredOutOfTurn"
    """A sheet is checked after the unit scored itself, contested after the check, settled after it was contested."""

    BALLOT_SUPERSEDED = "BallotSuperseded"
    """A later ballot of this seat already stands."""

    BALLOT_ALREADY_CAST = "BallotAlreadyCast"
    """Another ballot of this seat and revision stands; a change needs the next revision."""

    SITTING_CLOSED = "SittingClosed"
    SITTING_ADJOURNED = "SittingAdjourned"
    """The ballot closed without a quorum; the sitting must be reconvened first."""

    NOT_ADJOURNED = "NotAdjourned"
    NOT_THIS_MEETING = "NotThisMeeting"
    ALREADY_DECIDED = "AlreadyDecided"
    LEDGER_CONFLICT = "LedgerConflict"
    """The ledger and the workflow tell different stories; a person must look."""

    ALREADY_STARTED = "AlreadyStarted"
    """The identifier belongs to a dossier, sitting or submission that was opened with another body."""

    NOT_FOUND = "NotFound"
    """There is no such dossier, sitting or submission."""

    INTERRUPTED = "Interrupted"
    """It has begun and not ended, and its workflow was stopped from outside. The very same start resumes it."""

    NOT_SENT = "NotSent"
    """Temporal did not pass the act on, and would not the next time: a right, a name or a setting is missing."""

    UNREADABLE = "Unreadable"
    """It was answered in a way that this version cannot read; the same act again would be answered so again."""

    UNANSWERED = "Unanswered"
    """Nobody answered in time: it is not known whether the act was kept. Send the same act again."""


class Refusal(Model):
    """Why an act is not taken, in words for whoever sent it."""

    reason: Reason
    message: Text
    details: tuple[Line, ...] = ()
    """What the reason is about: identifiers, fields."""


NOUNS = MappingProxyType({"dossier": "Hồ sơ", "sitting": "Phiên họp", "submission": "Tờ trình"})
"""What people call the workflow of a stream, by the stream's prefix."""


def opened_otherwise(stream: str) -> Refusal:
    """Refuse a start whose identifier was used with another body."""
    kind, name = stream.split("-", 1)
    return Refusal(
        reason=Reason.ALREADY_STARTED,
        message=f"{NOUNS[kind]} {name} đã được mở với nội dung khác.",
        details=(name,),
    )
