"""What workflows ask of the world. Activities implement these; the two halves meet nowhere else."""

from abc import ABC, abstractmethod
from typing import Annotated

from pydantic import Field
from temporalio import activity

from schemas.base import OMIT_IF_EMPTY, Count, Instant, Line, Model
from schemas.bodies import Organisation
from schemas.calendars import WorkCalendar
from schemas.documents import Sha256
from schemas.dossier import Dossier, Earlier
from schemas.facts import Fact
from schemas.ids import ActKey, BodyId, DossierId, PostmanNumber, RegimeId, StreamId
from schemas.notices import DeliveryReport, Notice
from schemas.policy import Rules
from schemas.refusals import Refusal
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, AnnouncementReport, Shared
from schemas.stages import Stage
from schemas.verdict import Verdict
from schemas.workflow_state import DossierState, SittingState, SubmissionState


class DossierRow(Model):
    """Where a dossier stands after a fact: the row by which others find it."""

    dossier: Dossier
    award_name: Line
    regime: RegimeId
    stage: Stage
    awaited: Organisation | None = None
    due_at: Instant | None = None
    overdue: bool
    objections: Annotated[tuple[Count, ...], OMIT_IF_EMPTY] = ()
    """The numbers of the facts that hold what was objected when it was published."""

    held: Annotated[bool, OMIT_IF_EMPTY] = False


class Entry(Model):
    """One fact to keep, with all that is written in the same transaction."""

    act: ActKey
    follows: Sha256
    """The hash of the fact before it, as its workflow knows it."""

    fact: Fact
    standing: DossierRow | None = None
    notices: tuple[Notice, ...] = ()


class StoredFact(Model):
    """A fact that stands in the ledger."""

    act: ActKey
    fact: Fact
    hash: Sha256


class Recorded(Model):
    """What became of an entry. Exactly one of the three is given."""

    hash: Sha256 | None = None
    """The entry was kept: its link in the chain."""

    at: Instant | None = None
    """When it happened, as it was kept; given with the hash."""

    taken: Annotated[bool, OMIT_IF_EMPTY] = False
    """The entry was not kept, since its place or its act is taken.

    A workflow task that is run again after a crash is told so of what its first run wrote: it loads the stream's state
    and judges the act anew.
    """

    twin_of: DossierId | None = None
    """The entry was not kept, since this dossier stands for the same nominee, award and an overlapping period."""


class StateInquiry(Model):
    """Ask for what the facts of a stream add up to."""

    stream: StreamId
    said: Sha256
    """The digest of the body with which its workflow was started."""


class Loaded(Model):
    """What the facts of a stream add up to: a state, or nothing where there are none yet."""

    dossier: DossierState | None = None
    sitting: SittingState | None = None
    submission: SubmissionState | None = None
    refusal: Refusal | None = None
    """Given where the stream was opened by another body."""


class FindingInquiry(Model):
    """Ask what a kept fact of a sitting or submission found of a dossier."""

    source: StreamId
    sequence: Annotated[int, Field(ge=1)]
    dossier_id: DossierId


class FindingAnswer(Model):
    """What a sitting or submission found of a dossier; nothing where no such finding is kept."""

    verdict: Verdict | None = None
    rule: Sha256 | None = None
    """The digest of the rule by which it was voted on; none where it was decided or signed."""


class Intake(Model):
    """A dossier about which the law and the register are asked."""

    dossier: Dossier
    on: Instant
    """Now: the calendar that is handed out begins here."""


class IntakeAnswer(Model):
    """What the law and the register say of a dossier."""

    rules: Rules | None = None
    law: Sha256 | None = None
    """The digest under which the ledger keeps the text of these rules."""

    refusal: Refusal | None = None
    """Given where there are no rules: the award, its ground or the day is unknown to the law."""

    calendar: WorkCalendar
    earlier: Annotated[tuple[Earlier, ...], OMIT_IF_EMPTY] = ()


class CalendarInquiry(Model):
    """Ask for the working days around an instant."""

    on: Instant


class AgendaInquiry(Model):
    """Dossiers that are to be heard by one body at one stage."""

    body: BodyId
    stage: Stage
    agenda: tuple[DossierId, ...]


class Unavailable(Model):
    """A dossier that the body that asks may not hear, and where it stands; unknown ones have no stage."""

    dossier_id: DossierId
    stage: Stage | None = None
    held: Annotated[bool, OMIT_IF_EMPTY] = False
    """It is on hold: no body may hear it, though it waits there."""


class AgendaAnswer(Model):
    """What the ledger knows of an agenda."""

    items: tuple[AgendaItem, ...]
    rules: tuple[VoteRule, ...] = ()
    """The distinct rules by which the items are voted on; empty for a list that is decided, not voted on."""

    shared: Shared = Shared()
    elsewhere: tuple[Unavailable, ...] = ()


class Announcement(Model):
    """A kept fact whose findings are to be told to the dossiers concerned."""

    source: StreamId
    sequence: Annotated[int, Field(ge=1)]


class DeliveryRound(Model):
    """One postman's round: deliver what is due, wait for more, and come home after a while."""

    postman: PostmanNumber
    minutes: Annotated[int, Field(ge=1, le=10)] = 10


class Ledger(ABC):
    """Keeps facts and answers what is known. Short calls, refused unless they are made as local activities.

    A local activity is run by the worker that runs its workflow: whoever calls one from elsewhere gets nothing.
    """

    @activity.defn
    @abstractmethod
    async def inquire(self, intake: Intake) -> IntakeAnswer:
        """Return the rules for a dossier, the working days ahead, and earlier awards of its nominee."""

    @activity.defn
    @abstractmethod
    async def working_days(self, inquiry: CalendarInquiry) -> WorkCalendar:
        """Return the working days around an instant."""

    @activity.defn
    @abstractmethod
    async def agenda(self, inquiry: AgendaInquiry) -> AgendaAnswer:
        """Return what is known of the dossiers on an agenda, in its order."""

    @activity.defn
    @abstractmethod
    async def load_state(self, inquiry: StateInquiry) -> Loaded:
        """Return what the facts of the workflow's own stream add up to."""

    @activity.defn
    @abstractmethod
    async def load_finding(self, inquiry: FindingInquiry) -> FindingAnswer:
        """Return what a kept fact of a sitting or submission found of a dossier."""

    @activity.defn
    @abstractmethod
    async def record(self, entry: Entry) -> Recorded:
        """Keep a fact of the workflow's own stream with its standing and notices, all of it or nothing."""


class Announcer(ABC):
    """Tells dossiers what was found of them."""

    @activity.defn
    @abstractmethod
    async def announce(self, announcement: Announcement) -> AnnouncementReport:
        """Tell every dossier of a finding of the calling workflow; told again, a dossier answers as before."""


class Post(ABC):
    """Delivers notices."""

    @activity.defn
    @abstractmethod
    async def deliver(self, delivery: DeliveryRound) -> DeliveryReport:
        """Send what is due, each notice by its own clock, until the round is over."""
