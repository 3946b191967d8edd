"""Ports: the activities that workflows call. Workflows and activities meet nowhere else."""

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
    """The state of a dossier after a fact: the row for lookups."""

    dossier: Dossier
    award_name: Line
    regime: RegimeId
    stage: Stage
    awaited: Organisation | None = None
    due_at: Instant | None = None
    overdue: bool
    objections: Annotated[tuple[Count, ...], OMIT_IF_EMPTY] = ()
    """The numbers of the facts that hold objections to its publication."""

    held: Annotated[bool, OMIT_IF_EMPTY] = False


class Entry(Model):
    """One fact to keep, with all that is written in the same transaction."""

    act: ActKey
    follows: Sha256
    """The hash of the fact before it, as computed by its workflow."""

    fact: Fact
    standing: DossierRow | None = None
    notices: tuple[Notice, ...] = ()


class StoredFact(Model):
    """A fact in the ledger."""

    act: ActKey
    fact: Fact
    hash: Sha256


class Recorded(Model):
    """The result of recording an entry. Exactly one of `hash`, `taken` and `twin_of` is given."""

    hash: Sha256 | None = None
    """The entry was kept: its link in the chain."""

    at: Instant | None = None
    """When it happened, as it was kept; given with the hash."""

    taken: Annotated[bool, OMIT_IF_EMPTY] = False
    """The entry was not kept, since its sequence number or its act key is taken.

    A workflow task repeated after a crash receives this for the fact that its first run wrote: it loads the stream's
    state and checks the act again.
    """

    twin_of: DossierId | None = None
    """The entry was not kept, since this dossier has the same nominee, award and an overlapping period."""


class StateInquiry(Model):
    """Request the state of a stream."""

    stream: StreamId
    said: Sha256
    """The digest of the body with which its workflow was started."""


class Loaded(Model):
    """The state of a stream, folded from its facts; empty where there are none yet."""

    dossier: DossierState | None = None
    sitting: SittingState | None = None
    submission: SubmissionState | None = None
    refusal: Refusal | None = None
    """Given where the stream was opened with another body."""


class FindingInquiry(Model):
    """Request the finding on a dossier in a kept fact of a sitting or submission."""

    source: StreamId
    sequence: Annotated[int, Field(ge=1)]
    dossier_id: DossierId


class FindingAnswer(Model):
    """The finding of a sitting or submission on a dossier; empty where no such finding is kept."""

    verdict: Verdict | None = None
    rule: Sha256 | None = None
    """The digest of the rule by which it was voted on; none where it was decided or signed."""


class Intake(Model):
    """A dossier to look up in the law and the register."""

    dossier: Dossier
    on: Instant
    """Now: the returned calendar begins here."""


class IntakeAnswer(Model):
    """The entries of the law and the register for a dossier."""

    rules: Rules | None = None
    law: Sha256 | None = None
    """The digest under which the ledger keeps the text of these rules."""

    refusal: Refusal | None = None
    """Given where there are no rules: the award, its ground or the day is unknown to the law."""

    calendar: WorkCalendar
    earlier: Annotated[tuple[Earlier, ...], OMIT_IF_EMPTY] = ()


class CalendarInquiry(Model):
    """Request the working days around an instant."""

    on: Instant


class AgendaInquiry(Model):
    """Dossiers to be considered by one body at one stage."""

    body: BodyId
    stage: Stage
    agenda: tuple[DossierId, ...]


class Unavailable(Model):
    """A dossier that the requesting body may not consider, and its stage; an unknown dossier has no stage."""

    dossier_id: DossierId
    stage: Stage | None = None
    held: Annotated[bool, OMIT_IF_EMPTY] = False
    """It is on hold: no body may consider it, though it waits there."""


class AgendaAnswer(Model):
    """The ledger's data on an agenda."""

    items: tuple[AgendaItem, ...]
    rules: tuple[VoteRule, ...] = ()
    """The distinct rules by which the items are voted on; empty for a list that is decided, not voted on."""

    shared: Shared = Shared()
    elsewhere: tuple[Unavailable, ...] = ()


class Announcement(Model):
    """A kept fact whose findings are to be sent to the dossiers concerned."""

    source: StreamId
    sequence: Annotated[int, Field(ge=1)]


class DeliveryRound(Model):
    """One round of a postman: deliver due notices, wait for more, and end after `minutes`."""

    postman: PostmanNumber
    minutes: Annotated[int, Field(ge=1, le=10)] = 10


class Ledger(ABC):
    """Keeps facts and answers lookups. Calls are short, and refused unless they are made as local activities.

    A local activity is run by the worker that runs its workflow: any other caller gets nothing.
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
        """Return the ledger's data on the dossiers of an agenda, in its order."""

    @activity.defn
    @abstractmethod
    async def load_state(self, inquiry: StateInquiry) -> Loaded:
        """Return the state of the workflow's own stream, folded from its facts."""

    @activity.defn
    @abstractmethod
    async def load_finding(self, inquiry: FindingInquiry) -> FindingAnswer:
        """Return the finding on a dossier in a kept fact of a sitting or submission."""

    @activity.defn
    @abstractmethod
    async def record(self, entry: Entry) -> Recorded:
        """Keep a fact of the workflow's own stream with its standing and notices, all of it or nothing."""


class Announcer(ABC):
    """Sends dossiers the findings on them."""

    @activity.defn
    @abstractmethod
    async def announce(self, announcement: Announcement) -> AnnouncementReport:
        """Send each dossier its finding by the calling workflow; a repeated finding gets the same answer."""


class Post(ABC):
    """Delivers notices."""

    @activity.defn
    @abstractmethod
    async def deliver(self, delivery: DeliveryRound) -> DeliveryReport:
        """Send due notices, each on its own retry schedule, until the round ends."""
