"""What workflows look up: the law and its calendar, bodies and their rolls, dossiers and findings."""

from typing import Annotated

from pydantic import Field

from schemas.base import OMIT_IF_EMPTY, Day, Instant, Model
from schemas.bodies import Body, Organisation, SeasonLabel
from schemas.calendars import WorkCalendar
from schemas.documents import Sha256
from schemas.dossier import Earlier, SubmittedDossier
from schemas.ids import BodyId, DossierId, StreamId
from schemas.policy import Rules
from schemas.refusals import Refusal
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, Shared
from schemas.stages import Stage
from schemas.succession import Succession
from schemas.verdict import Verdict


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

    on: Annotated[Day | None, OMIT_IF_EMPTY] = None
    """The day on which it was found."""


class Intake(Model):
    """A dossier to look up in the law and in the registers of bodies and of awards."""

    dossier: SubmittedDossier
    on: Instant
    """Now: its bodies exist on that day, and the returned calendar begins here."""


class IntakeAnswer(Model):
    """The entries of the law and the registers for a dossier."""

    bodies: Annotated[tuple[Organisation, ...], OMIT_IF_EMPTY] = ()
    """The bodies that it names."""

    rules: Rules | None = None
    law: Sha256 | None = None
    """The digest under which the ledger keeps the text of these rules."""

    refusal: Refusal | None = None
    """Given where there are no rules: a body is unknown to the register, or the award, its ground or day to the law."""

    calendar: WorkCalendar
    earlier: Annotated[tuple[Earlier, ...], OMIT_IF_EMPTY] = ()


class CalendarInquiry(Model):
    """Request the working days around an instant."""

    on: Instant


class BodyInquiry(Model):
    """Request the names of some bodies."""

    bodies: tuple[BodyId, ...]
    on: Instant


class BodyAnswer(Model):
    """The bodies with their names of a day."""

    bodies: Annotated[tuple[Organisation, ...], OMIT_IF_EMPTY] = ()
    refusal: Refusal | None = None
    """Given where one of them is unknown to the register, or does not exist on that day."""


class RollInquiry(Model):
    """Request the roll of a body on the day of an instant."""

    season: SeasonLabel | None = None
    """Of a cluster, the year of emulation that is judged."""

    on: Instant


class SuccessionInquiry(Model):
    """Ask which of some bodies have ended by the day of an instant."""

    bodies: tuple[BodyId, ...]
    on: Instant


class SuccessionAnswer(Model):
    """Those that have ended, in the order in which they were asked for."""

    ended: Annotated[tuple[Succession, ...], OMIT_IF_EMPTY] = ()


class AgendaInquiry(Model):
    """Dossiers to be considered by one body at one stage."""

    body: BodyId
    stage: Stage
    agenda: tuple[DossierId, ...]
    roll: RollInquiry | None = None
    """Given where the body's roll is needed too."""


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
    body: Body | None = None
    """The body with its roll, where it was asked for."""

    senders: Annotated[tuple[BodyId, ...], OMIT_IF_EMPTY] = ()
    """The bodies that may put all these dossiers before an authority."""

    refusal: Refusal | None = None
    """Given where the body is unknown to the register, or this is not its turn."""
