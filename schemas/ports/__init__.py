"""Ports: the activities that workflows call. Workflows and activities meet nowhere else."""

from abc import ABC, abstractmethod
from typing import Annotated

from pydantic import Field
from temporalio import activity

from schemas.base import Model
from schemas.body_views import BodyQuestion, BodyShown
from schemas.calendars import WorkCalendar
from schemas.ids import PostmanNumber, StreamId
from schemas.notices import DeliveryReport
from schemas.ports._entries import DossierRow, Entry, Loaded, Recorded, StateInquiry, StoredFact
from schemas.ports._lookups import (
    AgendaAnswer,
    AgendaInquiry,
    BodyAnswer,
    BodyInquiry,
    CalendarInquiry,
    FindingAnswer,
    FindingInquiry,
    Intake,
    IntakeAnswer,
    RollInquiry,
    SuccessionAnswer,
    SuccessionInquiry,
    Unavailable,
)
from schemas.sitting import AnnouncementReport

__all__ = [
    "AgendaAnswer",
    "AgendaInquiry",
    "Announcement",
    "Announcer",
    "BodyAnswer",
    "BodyInquiry",
    "CalendarInquiry",
    "DeliveryRound",
    "Directory",
    "DossierRow",
    "Entry",
    "FindingAnswer",
    "FindingInquiry",
    "Intake",
    "IntakeAnswer",
    "Ledger",
    "Loaded",
    "Post",
    "Recorded",
    "RollInquiry",
    "StateInquiry",
    "StoredFact",
    "SuccessionAnswer",
    "SuccessionInquiry",
    "Unavailable",
]


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
        """Return a dossier's bodies and rules, the working days ahead, and earlier awards of its nominee."""

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
    async def bodies(self, inquiry: BodyInquiry) -> BodyAnswer:
        """Return the names of some bodies from the register."""

    @activity.defn
    @abstractmethod
    async def successions(self, inquiry: SuccessionInquiry) -> SuccessionAnswer:
        """Return which of some bodies have ended, and who succeeds them, from the register."""

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


class Directory(ABC):
    """Answers questions about registered bodies. It reads alone, so it answers whoever may reach the task queue."""

    @activity.defn
    @abstractmethod
    async def show_body(self, question: BodyQuestion) -> BodyShown:
        """Return a body on a day."""


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
