"""Facts about a dossier from its submission to its end: acts of its unit and of bodies, and expired terms."""

from typing import Annotated, Literal

from schemas.base import OMIT_IF_EMPTY, Count, Day, Text
from schemas.calendars import WorkCalendar
from schemas.documents import Document, Sha256
from schemas.dossier import Defect, Dossier, Earlier
from schemas.facts._fact_base import OfDossier, Opened
from schemas.ids import BodyId, DossierId, RegimeId, StreamId
from schemas.stages import Stage
from schemas.verdict import DecisionRef, Tally


class _Received(Opened, OfDossier):
    calendar: WorkCalendar
    """The working days as known on that day."""

    dossier: Dossier
    regime: RegimeId
    law: Sha256
    """The digest of its rules, whose text the ledger keeps: they hold for the dossier for good."""

    earlier: Annotated[tuple[Earlier, ...], OMIT_IF_EMPTY] = ()
    """The awards granted to its nominee before."""


class DossierSubmitted(_Received):
    """A unit submitted a dossier; it is complete where there are no defects."""

    kind: Literal["dossier_submitted"] = "dossier_submitted"
    defects: tuple[Defect, ...] = ()
    due_on: Day | None = None
    """The deadline of the body it now waits for."""


class RefusedAsTwin(_Received):
    """A dossier was refused because another for the same nominee, award and overlapping period is on its way."""

    kind: Literal["refused_as_twin"] = "refused_as_twin"
    first: DossierId


class DossierSupplemented(OfDossier):
    """A unit added to its dossier; it is complete where there are no defects."""

    kind: Literal["dossier_supplemented"] = "dossier_supplemented"
    documents: tuple[Document, ...]
    note: Text | None = None
    defects: tuple[Defect, ...] = ()
    due_on: Day | None = None


class _Found(OfDossier):
    stage: Stage
    body: BodyId
    source: StreamId
    """The source of the finding: a sitting, a submission, or this dossier itself where an office concluded."""

    source_sequence: Annotated[Count, OMIT_IF_EMPTY] = 0
    """The number of the source's fact with the finding; 0 where an office concluded."""


class DossierForwarded(_Found):
    """A body or office supported a dossier, and it went on."""

    kind: Literal["dossier_forwarded"] = "dossier_forwarded"
    vote: Tally | None = None
    decision: DecisionRef | None = None
    """The submission that was signed, where the stage is a signature."""

    report: Document | None = None
    """The office's document: its appraisal, its report on objections, or its opinion."""

    due_on: Day | None = None


class DossierReturned(_Found):
    """A body or authority sent a dossier back to its unit."""

    kind: Literal["dossier_returned"] = "dossier_returned"
    reasons: tuple[Text, ...]
    due_on: Day | None = None
    left: Count | None = None
    """The working days left of a term that is paused until the dossier comes back."""


class DossierRefused(_Found):
    """A body did not support a dossier, or the authority did not grant it."""

    kind: Literal["dossier_refused"] = "dossier_refused"
    reasons: tuple[Text, ...] = ()
    vote: Tally | None = None
    decision: DecisionRef | None = None


class AwardGranted(_Found):
    """The authority granted the award."""

    kind: Literal["award_granted"] = "award_granted"
    decision: DecisionRef


class DossierWithdrawn(OfDossier):
    """A unit withdrew its dossier."""

    kind: Literal["dossier_withdrawn"] = "dossier_withdrawn"
    reason: Text


class Reminded(OfDossier):
    """The body that a dossier waits for was reminded that its term ends soon."""

    kind: Literal["reminded"] = "reminded"
    stage: Stage
    due_on: Day


class FellOverdue(OfDossier):
    """The term of a body or authority passed; the dossier goes on waiting."""

    kind: Literal["fell_overdue"] = "fell_overdue"
    stage: Stage
    due_on: Day


class DossierLapsed(OfDossier):
    """The unit's term to supplement passed, and the dossier lapsed."""

    kind: Literal["dossier_lapsed"] = "dossier_lapsed"
    due_on: Day
