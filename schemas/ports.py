"""What workflows ask of the world. Activities implement these; the two halves meet nowhere else."""

from abc import ABC, abstractmethod
from typing import Annotated

from pydantic import Field
from temporalio import activity

from schemas.base import UNSAID_IF_EMPTY, Count, Instant, Line, Model
from schemas.bodies import Organisation
from schemas.calendars import WorkCalendar
from schemas.documents import Sha256
from schemas.dossier import Dossier, Earlier
from schemas.facts import Fact
from schemas.ids import ActKey, BodyId, DossierId, RegimeId, StreamId
from schemas.notices import DeliveryReport, Notice
from schemas.policy import Rules
from schemas.refusals import Refusal
from schemas.routes import StageRule, VoteRule
from schemas.sitting import AgendaItem, AnnouncementReport, Shared
from schemas.stages import Stage


class Standing(Model):
    """Where a dossier stands after a fact: the row by which others find it."""

    dossier: Dossier
    award_name: Line
    regime: RegimeId
    stage: Stage
    awaited: Organisation | None = None
    rule: StageRule | None = None
    """The rule of the stage it waits in; none with its unit or at its end."""

    due_at: Instant | None = None
    overdue: bool
    objections: Annotated[tuple[Count, ...], UNSAID_IF_EMPTY] = ()
    """The numbers of the facts that hold what was objected when it was published."""

    held: Annotated[bool, UNSAID_IF_EMPTY] = False


class Entry(Model):
    """One fact to keep, with all that is written in the same transaction."""

    act: ActKey
    fact: Fact
    standing: Standing | None = None
    notices: tuple[Notice, ...] = ()


class Kept(Model):
    """A fact that stands in the ledger."""

    act: ActKey
    fact: Fact
    hash: Sha256


class Recorded(Model):
    """What became of an entry. Exactly one of the three is given."""

    hash: Sha256 | None = None
    """The entry was kept: its link in the chain."""

    unseen: Annotated[tuple[Kept, ...], UNSAID_IF_EMPTY] = ()
    """The entry was not kept, since its place or its act is taken: the stream's facts from that place on.

    A workflow task that is run again after a crash finds here what its first run wrote: it takes these in and decides
    anew.
    """

    twin_of: DossierId | None = None
    """The entry was not kept, since this dossier stands for the same nominee, award and an overlapping period."""


class Intake(Model):
    """A dossier about which the law and the register are asked."""

    dossier: Dossier
    on: Instant
    """Now: the calendar that is handed out begins here."""


class Known(Model):
    """What the law and the register say of a dossier."""

    rules: Rules | None = None
    refusal: Refusal | None = None
    """Given where there are no rules: the award, its ground or the day is unknown to the law."""

    calendar: WorkCalendar
    earlier: Annotated[tuple[Earlier, ...], UNSAID_IF_EMPTY] = ()


class CalendarInquiry(Model):
    """Ask for the working days around an instant."""

    on: Instant


class AgendaInquiry(Model):
    """Dossiers that are to be heard by one body at one stage."""

    body: BodyId
    stage: Stage
    agenda: tuple[DossierId, ...]


class Elsewhere(Model):
    """A dossier that the body that asks may not hear, and where it stands; unknown ones have no stage."""

    dossier_id: DossierId
    stage: Stage | None = None
    held: Annotated[bool, UNSAID_IF_EMPTY] = False
    """It is on hold: no body may hear it, though it waits there."""


class Agenda(Model):
    """What the ledger knows of an agenda."""

    items: tuple[AgendaItem, ...]
    rules: tuple[VoteRule, ...] = ()
    """The distinct rules by which the items are voted on; empty for a list that is decided, not voted on."""

    shared: Shared = Shared()
    elsewhere: tuple[Elsewhere, ...] = ()


class Announcement(Model):
    """A kept fact whose findings are to be told to the dossiers concerned."""

    source: StreamId
    sequence: Annotated[int, Field(ge=1)]


class DeliveryRound(Model):
    """One postman's round: deliver what is due, wait for more, and come home after a while."""

    postman: int
    minutes: Count = 10


class Ledger(ABC):
    """Keeps facts and answers what is known. Short calls, made as local activities."""

    @activity.defn
    @abstractmethod
    async def inquire(self, intake: Intake) -> Known:
        """Return the rules for a dossier, the working days ahead, and earlier awards of its nominee."""

    @activity.defn
    @abstractmethod
    async def working_days(self, inquiry: CalendarInquiry) -> WorkCalendar:
        """Return the working days around an instant."""

    @activity.defn
    @abstractmethod
    async def agenda(self, inquiry: AgendaInquiry) -> Agenda:
        """Return what is known of the dossiers on an agenda, in its order."""

    @activity.defn
    @abstractmethod
    async def record(self, entry: Entry) -> Recorded:
        """Keep a fact with its standing and notices, in one transaction; the same entry twice changes nothing."""


class Announcer(ABC):
    """Tells dossiers what was found of them."""

    @activity.defn
    @abstractmethod
    async def announce(self, announcement: Announcement) -> AnnouncementReport:
        """Tell every dossier of a kept finding; told again, a dossier answers with the same receipt."""


class Post(ABC):
    """Delivers notices."""

    @activity.defn
    @abstractmethod
    async def deliver(self, delivery: DeliveryRound) -> DeliveryReport:
        """Send what is due, each notice by its own clock, until the round is over."""
