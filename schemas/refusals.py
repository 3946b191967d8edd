"""Refusals of acts: a reason for programs to match, and a sentence for people."""

from enum import StrEnum

from schemas.base import Line, Model, Text


class Reason(StrEnum):
    """The reasons, each spelt as the failure type that a caller receives from Temporal."""

    MALFORMED = "PayloadValidationError"
    """The body does not have the shape of its message; the details name the fields."""

    DIRTY_TEXT = "DirtyText"
    """A text holds invisible characters, such as U+200B; each detail is a field's JSON pointer with its characters."""

    NOT_OPEN = "NotOpen"
    """The workflow has only just been started; send the act again."""

    NAMES_ONLY = "NamesOnly"
    """A message brings a body's name, mailbox or seats: these are in the register, and only its identifier is read."""

    UNKNOWN_BODY = "UnknownBody"
    """The register of bodies has no such body, or it does not exist on this day, or is of another kind."""

    SEASON_NEEDED = "SeasonNeeded"
    """A cluster is convened for a year of emulation: its members of that year vote."""

    NOT_OF_THIS_SEASON = "NotOfThisSeason"
    """A dossier's period ends after the year of emulation that is judged."""

    UNKNOWN_AWARD = "UnknownAward"
    """The law in force on the day of receipt has no such award on such a ground."""

    NO_LAW_IN_FORCE = "NoLawInForce"
    """No file of `policies/` covers the day of receipt."""

    NOT_FOR_THIS_NOMINEE = "NotForThisNominee"
    """The award is not for this kind of nominee."""

    NOT_MORE_FAVOURABLE = "NotMoreFavourable"
    """The chosen regime is unknown, no later than the day's own, or closed to dossiers received before it."""

    NOT_SIMPLIFIED = "NotSimplified"
    """The law has no simplified procedure for this award, or not on this ground."""

    ROUTE_NEEDS_BODY = "RouteNeedsBody"
    """The award's route passes a body that the dossier does not name; the details are the missing fields."""

    RECEIVED_IN_THE_FUTURE = "ReceivedInTheFuture"
    TWIN_DOSSIER = "TwinDossier"
    """Another dossier for the same nominee, award and overlapping period is on its way or was granted."""

    NOT_YOURS = "NotYours"
    """The actor has no right to this act."""

    NOT_AT_THIS_STAGE = "NotAtThisStage"
    """The dossier is not at the stage that the act assumes, or another body considers it."""

    NO_SUCH_FINDING = "NoSuchFinding"
    """The ledger holds no such fact of a sitting or submission, or that fact has no finding on this dossier."""

    OTHER_RULE = "OtherRule"
    """The dossier was voted on by another rule than its own, or the count does not meet its rule."""

    ALREADY_HEARD = "AlreadyHeard"
    """The dossier has already received a different finding of this sitting or submission."""

    NOT_WITH_ITS_UNIT = "NotWithItsUnit"
    """The dossier is not with its unit, or the supplement names another request than the current one."""

    TOO_MANY_DOCUMENTS = "TooManyDocuments"
    """With the supplement, the dossier would exceed its limit of papers."""

    TOO_LARGE = "TooLarge"
    """With this act, the state would exceed what Temporal carries from one run of a workflow to the next."""

    DOSSIER_CLOSED = "DossierClosed"
    """The dossier has reached its final stage."""

    TERM_STILL_RUNS = "TermStillRuns"
    """The term of a publication still runs, or the agencies asked still have time to answer."""

    NOT_PUBLISHED = "NotPublished"
    """There is no publication to object to, or its term has passed."""

    PUBLISHED_OUT_OF_TIME = "PublishedOutOfTime"
    """The day of a publication lies before the dossier was received, or in the future."""

    NO_OFFICER = "NoOfficer"
    """An appraisal is concluded only after an officer is assigned to it."""

    REPORT_MISSING = "ReportMissing"
    """Objections were received: forwarding needs a report on how they were handled."""

    NOT_ASKED = "NotAsked"
    """The agency was not asked for an opinion, or not by the request that the act names."""

    ALREADY_SAID = "AlreadySaid"
    """The agency has already given another answer to this request, or another officer has been assigned since."""

    ON_HOLD = "OnHold"
    """The dossier is on hold: until its release, no verdict, publication or conclusion is accepted."""

    ALREADY_ON_HOLD = "AlreadyOnHold"
    """The dossier is under a different hold; or it was released since, and the hold does not name that release."""

    NOT_ON_HOLD = "NotOnHold"
    """The dossier is not on hold, or the release names another fact than the hold's."""

    TOO_MANY_VOICES = "TooManyVoices"
    """The dossier has reached its limit of objections or opinions."""

    NOT_WAITING_HERE = "NotWaitingHere"
    """A dossier on an agenda does not wait for this body at this stage."""

    PLACES_NEEDED = "PlacesNeeded"
    """The law limits an award to a share, and the sitting does not give the number of places and `out_of`."""

    OVER_QUOTA = "OverQuota"
    """A sitting has more places for an award than the law's share allows."""

    RIVALS_UNDER_TWO_RULES = "RivalsUnderTwoRules"
    """Dossiers compete for the same places, and their rules do not rank them by the same points or tie-breakers."""

    SUCCESSOR_NOT_NAMED = "SuccessorNotNamed"
    """The body was split, and the dossier's agency has not named its successor for this dossier yet."""

    NOT_A_SUCCESSOR = "NotASuccessor"
    NOT_A_VOTING_STAGE = "NotAVotingStage"
    CLOSES_IN_THE_PAST = "ClosesInThePast"
    NOT_ON_THE_ROLL = "NotOnTheRoll"
    NOT_ON_THE_AGENDA = "NotOnTheAgenda"
    AGENDA_NOT_COVERED = "AgendaNotCovered"
    """A ballot or decision leaves a dossier of the agenda out, or names one twice."""

    NOT_THIS_SITTING = "NotThisSitting"
    """The ballot is meant for another sitting."""

    NOBODY_IN_OFFICE = "NobodyInOffice"
    """On this day the body has no seats, or neither its chair nor a deputy is in office."""

    NOT_YET_OPEN = "NotYetOpen"
    ALREADY_OPENED = "AlreadyOpened"
    """The ballot has opened: an agenda is amended only before that."""

    NOT_A_SUBSTITUTE = "NotASubstitute"
    """The voter is not the seat's substitute on this day, or the body's rule allows no substitutes."""

    SEAT_HAS_VOTED = "SeatHasVoted"
    """The seat already has a ballot, cast by another voter."""

    VOTED_ELSEWHERE = "VotedElsewhere"
    """The voter has cast a ballot for another seat, and may not vote twice."""

    STEPPED_ASIDE = "SteppedAside"
    """The seat, or its substitute, is recused from a dossier in which it has an interest."""

    TOO_LATE_TO_STEP_ASIDE = "TooLateToStepAside"
    """The seat has a ballot, which must be withdrawn before the recusal, or its paper is among those counted."""

    NO_BALLOT = "NoBallot"
    NO_WRITTEN_OPINIONS = "NoWrittenOpinions"
    ATTENDED_AND_WROTE = "AttendedAndWrote"
    """A seat with a written opinion is listed as present: members present vote at the sitting."""

    SECRET_BALLOT = "SecretBallot"  # noqa: S105 - a way of voting
    """Only open ballots name reasons, or a chair's vote that decides nothing."""

    TOO_MANY_APPROVED = "TooManyApproved"
    """In a second round a ballot approves no more than there are places left."""

    OTHER_BALLOT_KIND = "OtherBallotKind"
    """A secret ballot is counted on paper, an open vote by a show of hands; the count says otherwise."""

    VOTED_OTHERWISE = "VotedOtherwise"
    """A meeting votes by single ballots, or by papers or hands that are counted: never by both."""

    COUNT_DOES_NOT_ADD = "CountDoesNotAdd"
    """The numbers of a count contradict each other or the roll."""

    NOT_PRESENT = "NotPresent"
    """By the recorded attendance, the voter or seat was not there for the dossier, or at all."""

    STAYS_OUT_OF_ORDER = "StaysOutOfOrder"
    """The parts of an attendance are not in the order of the table, or share a dossier."""

    CHAIR_VOTE_NEEDED = "ChairVoteNeeded"
    """The chair's own vote decides, and the count does not give it."""

    TELLER_ON_AGENDA = "TellerOnTheAgenda"
    """A teller's own, its unit's or its nominee's dossier is on the agenda."""

    NOT_SCORED_HERE = "NotScoredHere"
    """The body's rule has no points for this dossier."""

    OFF_THE_SCORING_TABLE = "OffTheScoringTable"
    """A sheet leaves a group of the table out, names another, or gives more points than it has."""

    SCORED_OUT_OF_TURN = "ScoredOutOfTurn"
    """A sheet is checked after the unit scored itself, contested after the check, settled after it was contested."""

    BALLOT_SUPERSEDED = "BallotSuperseded"
    """The seat already has a later ballot, or the meeting a later count."""

    BALLOT_ALREADY_CAST = "BallotAlreadyCast"
    """Another ballot of this seat, or count, of this revision exists; a change needs the next revision."""

    SITTING_CLOSED = "SittingClosed"
    SITTING_ADJOURNED = "SittingAdjourned"
    """The ballot closed without a quorum; the sitting must be reconvened first."""

    NOT_ADJOURNED = "NotAdjourned"
    NOT_THIS_MEETING = "NotThisMeeting"
    ALREADY_DECIDED = "AlreadyDecided"
    LEDGER_CONFLICT = "LedgerConflict"
    """The ledger and the workflow disagree; a person must investigate."""

    ALREADY_STARTED = "AlreadyStarted"
    """The identifier belongs to a dossier, sitting or submission that was opened with another body."""

    NOT_FOUND = "NotFound"
    """There is no such dossier, sitting or submission."""

    INTERRUPTED = "Interrupted"
    """It has not ended, but its workflow was stopped from outside. The same start resumes it."""

    NOT_SENT = "NotSent"
    """Temporal rejected the act, and would reject a retry: a permission, a name or a setting is missing."""

    UNREADABLE = "Unreadable"
    """This version cannot read the answer; a retry would receive the same one."""

    UNANSWERED = "Unanswered"
    """There was no answer in time: it is unknown whether the act was kept. Send the same act again."""


class Refusal(Model):
    """Why an act was refused, with a sentence for its sender."""

    reason: Reason
    message: Text
    details: tuple[Line, ...] = ()
    """The identifiers or fields that the reason concerns."""
