"""The state of a workflow: the fold of its facts, and nothing else. Its next run loads it from the ledger."""

from collections.abc import Mapping
from typing import Annotated, Self, TypedDict

from pydantic import Field
from typing_extensions import Unpack, override

from schemas.attendance import RecordedAttendance
from schemas.ballots import RecordedBallot
from schemas.base import OMIT_IF_EMPTY, Count, Instant, Line, Model, Text
from schemas.bodies import Body
from schemas.calendars import WorkCalendar
from schemas.documents import Sha256
from schemas.dossier import Awaiting, Dossier, Earlier, Passage
from schemas.ids import ActKey, DossierId, SeatId
from schemas.minutes import Minutes
from schemas.policy import Rules
from schemas.proceedings import Assigned, Held, Objection, Opinion, Paused, Publication
from schemas.receipts import Receipt
from schemas.routes import VoteRule
from schemas.scoring import Score
from schemas.sitting import AgendaItem, AnnouncementReport, Contested, Shared, SittingStatus
from schemas.stages import Stage
from schemas.submission import Reasoned, SubmissionStatus
from schemas.succession import Split, Succeeded
from schemas.verdict import DecisionRef
from schemas.vote_counts import RecordedCount


class StreamState(Model):
    """The state common to all workflows that write facts."""

    sequence: Count = 0
    """The number of its facts."""

    receipts: dict[ActKey, Receipt] = Field(default_factory=dict)
    """The receipt of each act: the same act, sent again in this run or a later one, gets the same receipt."""


class StreamChanges(TypedDict, total=False):
    """The fields of `StreamState`, as `evolve` takes them."""

    sequence: Count
    receipts: Mapping[ActKey, Receipt]


class Clock(Model):
    """The reminder and the deadline of a stage; days end at midnight in Hanoi."""

    remind_at: Instant | None = None
    due_at: Instant | None = None

    @property
    def next(self) -> Instant | None:
        """Return the next of the two instants."""
        return self.remind_at or self.due_at


class DossierChanges(StreamChanges, total=False):
    """The fields of `DossierState`, as `evolve` takes them."""

    dossier: Dossier
    law: Sha256
    rules: Rules
    calendar: WorkCalendar
    earlier: tuple[Earlier, ...]
    stage: Stage
    returned_from: Stage | None
    awaiting: Awaiting | None
    clock: Clock
    passages: tuple[Passage, ...]
    officer: Assigned | None
    publication: Publication | None
    objections: tuple[Objection, ...]
    opinions: tuple[Opinion, ...]
    paused: Paused | None
    held: Held | None
    succeeded: tuple[Succeeded, ...]
    split: tuple[Split, ...]
    twin_of: DossierId | None


class DossierState(StreamState):
    """The state of a dossier."""

    dossier: Dossier
    law: Sha256
    """The digest of its rules, under which the ledger keeps their text."""

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
    held: Held | None = None
    succeeded: Annotated[tuple[Succeeded, ...], OMIT_IF_EMPTY] = ()
    split: Annotated[tuple[Split, ...], OMIT_IF_EMPTY] = ()
    """The bodies whose successors are not named yet."""

    twin_of: DossierId | None = None

    @override
    def evolve(self, **changes: Unpack[DossierChanges]) -> Self:  # type: ignore[override]  # so names and types are checked
        return super().evolve(**changes)


class FirstRound(Model):
    """The result of a first round, while the dossiers tied for a last place are voted on again."""

    minutes: Minutes
    contested: tuple[Contested, ...]

    @property
    def tied(self) -> tuple[DossierId, ...]:
        """Return the dossiers that are voted on again."""
        return tuple(dossier_id for each in self.contested for dossier_id in each.dossiers)


class SittingChanges(StreamChanges, total=False):
    """The fields of `SittingState`, as `evolve` takes them."""

    agenda: tuple[AgendaItem, ...]
    rules: tuple[VoteRule, ...]
    body: Body
    shared: Shared
    status: SittingStatus
    meeting: Count
    opens_at: Instant | None
    closes_at: Instant | None
    put_off: Text | None
    amended: Count
    ballots: dict[SeatId, RecordedBallot]
    count: RecordedCount | None
    attendance: dict[SeatId, RecordedAttendance]
    set_aside: bool
    recused: dict[SeatId, dict[DossierId, Line]]
    scores: dict[DossierId, Score]
    first: FirstRound | None
    minutes: Minutes | None
    report: AnnouncementReport | None


class SittingState(StreamState):
    """The state of a sitting. Its stage and places are in the message that convened it."""

    body: Body
    """With the roll of the day on which the ballot opened, and until then of the day on which it was convened."""

    agenda: tuple[AgendaItem, ...]
    rules: tuple[VoteRule, ...]

    shared: Shared = Shared()
    status: SittingStatus = SittingStatus.OPEN
    meeting: Count = 1
    opens_at: Instant | None = None
    closes_at: Instant | None = None
    put_off: Text | None = None
    """The presidium's reason for adjourning it, while it is adjourned."""

    amended: Count = 0
    """The number of amendments to the agenda."""

    ballots: dict[SeatId, RecordedBallot] = Field(default_factory=dict)
    count: Annotated[RecordedCount | None, OMIT_IF_EMPTY] = None
    """The tellers' last count of this meeting."""

    attendance: Annotated[dict[SeatId, RecordedAttendance], OMIT_IF_EMPTY] = Field(default_factory=dict)
    """The attendance of this meeting, of the seats for which it was recorded."""

    set_aside: Annotated[bool, OMIT_IF_EMPTY] = False
    """The count was made before an attendance was recorded: it must be entered again before the sitting is closed."""

    recused: Annotated[dict[SeatId, dict[DossierId, Line]], OMIT_IF_EMPTY] = Field(default_factory=dict)
    """The declared recusals of each seat, with reasons; those that follow from the rule are not included."""

    scores: Annotated[dict[DossierId, Score], OMIT_IF_EMPTY] = Field(default_factory=dict)
    first: FirstRound | None = None
    minutes: Minutes | None = None
    report: AnnouncementReport | None = None

    @property
    def roll(self) -> tuple[SeatId, ...]:
        """The seats that vote."""
        return tuple(seat.id for seat in self.body.seats)

    @override
    def evolve(self, **changes: Unpack[SittingChanges]) -> Self:  # type: ignore[override]  # so names and types are checked
        return super().evolve(**changes)


class SubmissionChanges(StreamChanges, total=False):
    """The fields of `SubmissionState`, as `evolve` takes them."""

    agenda: tuple[AgendaItem, ...]
    shared: Shared
    status: SubmissionStatus
    decision: DecisionRef | None
    granted: tuple[DossierId, ...]
    refused: tuple[Reasoned, ...]
    returned: tuple[Reasoned, ...]
    report: AnnouncementReport | None


class SubmissionState(StreamState):
    """The state of a submission. Its letter is in the message that put it forward."""

    agenda: tuple[AgendaItem, ...]
    shared: Shared = Shared()
    status: SubmissionStatus = SubmissionStatus.SUBMITTED
    decision: DecisionRef | None = None
    granted: tuple[DossierId, ...] = ()
    refused: tuple[Reasoned, ...] = ()
    returned: tuple[Reasoned, ...] = ()
    report: AnnouncementReport | None = None

    @override
    def evolve(self, **changes: Unpack[SubmissionChanges]) -> Self:  # type: ignore[override]  # so names and types are checked
        return super().evolve(**changes)


class PostmanState(Model):
    """How many notices a postman has sent, deferred and parked in this run."""

    sent: int = 0
    deferred: int = 0
    parked: int = 0
