"""Facts of what offices do to a dossier beside voting and deciding."""

from typing import Annotated, Literal

from schemas.base import OMIT_IF_EMPTY, Count, Day, Line, Text
from schemas.bodies import Organisation
from schemas.documents import Document
from schemas.facts._fact_base import OfDossier
from schemas.ids import ActorId, BodyId
from schemas.proceedings import HoldGround, Resumed, Stopped
from schemas.stages import Stage


class OfficerAssigned(OfDossier):
    """An officer was charged with a dossier's appraisal."""

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
    """Somebody objected to a published dossier."""

    kind: Literal["objection_received"] = "objection_received"
    stage: Stage
    text: Text


class PublicationEnded(OfDossier):
    """The term of a publication ran out; without objections the dossier went on."""

    kind: Literal["publication_ended"] = "publication_ended"
    stage: Stage
    objections: Count
    due_on: Day | None = None
    """By when whoever it waits for next should act, where it went on."""


class TermRecounted(OfDossier):
    """A term was counted anew, since other days are worked than was thought when it began."""

    kind: Literal["term_recounted"] = "term_recounted"
    stage: Stage
    was: Day
    due_on: Day


class CalendarLearnt(OfDossier):
    """Other days are worked than was thought; no term that runs ends on another day, later ones are counted so."""

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
    """By when whoever it waits for next should act, where it went on."""


class OpinionsFellDue(OfDossier):
    """Agencies did not answer within their term, and their silence was given its meaning."""

    kind: Literal["opinions_fell_due"] = "opinions_fell_due"
    stage: Stage
    silent: tuple[BodyId, ...]
    due_on: Day | None = None
    """By when whoever it waits for next should act, where it went on."""


class DossierHeld(OfDossier):
    """A dossier was put on hold; its terms stand still."""

    kind: Literal["dossier_held"] = "dossier_held"
    stage: Stage
    ground: HoldGround
    reason: Text
    document: Document | None = None
    stopped: Annotated[tuple[Stopped, ...], OMIT_IF_EMPTY] = ()


class DossierReleased(OfDossier):
    """A dossier that was on hold goes on, and its terms run again."""

    kind: Literal["dossier_released"] = "dossier_released"
    stage: Stage
    answers: Count
    """The number of the fact that held it."""

    reason: Text
    terms: Annotated[tuple[Resumed, ...], OMIT_IF_EMPTY] = ()
    due_on: Day | None = None
    """By when whoever it waits for now should act."""
