"""What a workflow remembers, and carries into its next run: the fold of its facts, and nothing else."""

from pydantic import Field

from schemas.base import Count, Instant, Model
from schemas.calendars import WorkCalendar
from schemas.dossier import Awaiting, Dossier, Earlier, Passage
from schemas.ids import ActKey, DossierId, SeatId
from schemas.policy import Rules
from schemas.proceedings import Assigned, Objection, Opinion, Paused, Publication
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, AnnouncementReport, Marks, Minutes, Shared, SittingStatus
from schemas.stages import Stage
from schemas.submission import Reasoned, SubmissionStatus
from schemas.verdict import DecisionRef, Receipt


class Memory(Model):
    """What every workflow remembers of the facts it wrote."""

    sequence: Count = 0
    """How many there are."""

    receipts: dict[ActKey, Receipt] = Field(default_factory=dict)
    """The answer to each act, so that the same act sent again is answered the same way, in this run or a later one."""


class Clock(Model):
    """The instants at which a stage calls for something; days end at midnight in Hanoi."""

    remind_at: Instant | None = None
    due_at: Instant | None = None

    @property
    def next(self) -> Instant | None:
        """Return the earlier of the two that are still ahead."""
        return self.remind_at or self.due_at


class DossierState(Memory):
    """What a dossier remembers."""

    dossier: Dossier
    rules: Rules
    calendar: WorkCalendar
    earlier: tuple[Earlier, ...] = ()
    stage: Stage = Stage.UNIT
    returned_from: Stage | None = None
    """The stage to which it goes back once it is complete."""

    awaiting: Awaiting | None = None
    clock: Clock = Clock()
    passages: tuple[Passage, ...] = ()
    officer: Assigned | None = None
    publication: Publication | None = None
    objections: tuple[Objection, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    paused: Paused | None = None
    twin_of: DossierId | None = None


class CastBallot(Model):
    """The ballot that counts for one seat."""

    revision: Count
    marks: Marks


class SittingState(Memory):
    """What a sitting remembers. Its body, stage and places stand in the message that convened it."""

    agenda: tuple[AgendaItem, ...]
    rules: tuple[VoteRule, ...]
    shared: Shared = Shared()
    status: SittingStatus = SittingStatus.OPEN
    meeting: Count = 1
    closes_at: Instant | None = None
    ballots: dict[SeatId, CastBallot] = Field(default_factory=dict)
    minutes: Minutes | None = None
    report: AnnouncementReport | None = None


class SubmissionState(Memory):
    """What a submission remembers. Its letter stands in the message that put it forward."""

    agenda: tuple[AgendaItem, ...]
    shared: Shared = Shared()
    status: SubmissionStatus = SubmissionStatus.SUBMITTED
    decision: DecisionRef | None = None
    granted: tuple[DossierId, ...] = ()
    refused: tuple[Reasoned, ...] = ()
    returned: tuple[Reasoned, ...] = ()
    report: AnnouncementReport | None = None


class PostmanState(Model):
    """What a postman remembers: how many it has sent, deferred and parked."""

    sent: int = 0
    deferred: int = 0
    parked: int = 0
