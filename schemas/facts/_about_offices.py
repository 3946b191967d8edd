"""Facts about a dossier from acts of offices beside votes and decisions."""

from typing import Annotated, Literal

from schemas.base import OMIT_IF_EMPTY, Count, Day, Line, Text
from schemas.bodies import Organisation, RecordRef
from schemas.documents import Document
from schemas.facts._fact_base import OfDossier
from schemas.ids import ActorId, BodyId
from schemas.proceedings import HoldGround, Resumed, Stopped
from schemas.stages import Stage
from schemas.succession import BodyRole


class OfficerAssigned(OfDossier):
    """An officer was assigned to a dossier's appraisal."""

    kind: Literal["officer_assigned"] = "officer_assigned"
    stage: Stage
    officer: ActorId
    revision: Count


class DossierPublished(OfDossier):
    """A dossier was named publicly, and its term runs."""

    kind: Literal["dossier_published"] = "dossier_published"
    stage: Stage
    where: Line
    since: Day
    due_on: Day


class ObjectionReceived(OfDossier):
    """An objection to a published dossier was received."""

    kind: Literal["objection_received"] = "objection_received"
    stage: Stage
    text: Text


class PublicationEnded(OfDossier):
    """The term of a publication ran out; without objections the dossier went on."""

    kind: Literal["publication_ended"] = "publication_ended"
    stage: Stage
    objections: Count
    due_on: Day | None = None
    """The deadline of the body it waits for next, where it went on."""


class TermRecounted(OfDossier):
    """A term was recounted, since the calendar of working days changed after it began."""

    kind: Literal["term_recounted"] = "term_recounted"
    stage: Stage
    was: Day
    due_on: Day


class CalendarLearnt(OfDossier):
    """The calendar of working days changed: no running term ends on another day, and later terms are counted by it."""

    kind: Literal["calendar_learnt"] = "calendar_learnt"


class OpinionsAsked(OfDossier):
    """Agencies were asked for their opinions, all at once."""

    kind: Literal["opinions_asked"] = "opinions_asked"
    stage: Stage
    agencies: tuple[Organisation, ...]
    question: Text | None = None
    due_on: Day | None = None


class OpinionGiven(OfDossier):
    """An agency answered; where the last answer was favourable the dossier went on. A late one is kept, not counted."""

    kind: Literal["opinion_given"] = "opinion_given"
    agency: BodyId
    answers: Count
    """The number of the fact by which it was asked."""

    agrees: bool
    text: Text | None = None
    late: bool
    due_on: Day | None = None
    """The deadline of the body it waits for next, where it went on."""


class OpinionsFellDue(OfDossier):
    """Agencies did not answer within their term, and the rule on silence was applied."""

    kind: Literal["opinions_fell_due"] = "opinions_fell_due"
    stage: Stage
    silent: tuple[BodyId, ...]
    due_on: Day | None = None
    """The deadline of the body it waits for next, where it went on."""


class DossierHeld(OfDossier):
    """A dossier was put on hold; its terms are paused."""

    kind: Literal["dossier_held"] = "dossier_held"
    stage: Stage
    ground: HoldGround
    reason: Text
    document: Document | None = None
    stopped: Annotated[tuple[Stopped, ...], OMIT_IF_EMPTY] = ()


class DossierReleased(OfDossier):
    """A dossier was released from hold, and its terms run again."""

    kind: Literal["dossier_released"] = "dossier_released"
    stage: Stage
    answers: Count
    """The number of the fact of the hold."""

    reason: Text
    terms: Annotated[tuple[Resumed, ...], OMIT_IF_EMPTY] = ()
    due_on: Day | None = None
    """The deadline of the body it now waits for."""


class BodySucceeded(OfDossier):
    """A body that a dossier names has ended, and its successor took its place. Findings of before stand."""

    kind: Literal["body_succeeded"] = "body_succeeded"
    roles: tuple[BodyRole, ...]
    was: Organisation
    now: Organisation
    on: Day
    """The first day on which the former body no longer existed."""

    document: Annotated[Line | None, OMIT_IF_EMPTY] = None
    """The decision that ended it."""

    record: RecordRef
    """The fact of the register that ended it, in the stream of the former body."""


class BodySplit(OfDossier):
    """A body that a dossier names has ended with several successors: the dossier waits until one is named."""

    kind: Literal["body_split"] = "body_split"
    roles: tuple[BodyRole, ...]
    was: Organisation
    into: tuple[Organisation, ...]
    on: Day
    """The first day on which the former body no longer existed."""

    document: Annotated[Line | None, OMIT_IF_EMPTY] = None
    """The decision that ended it."""

    record: RecordRef
    """The fact of the register that ended it, in the stream of the former body."""
