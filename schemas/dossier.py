"""The dossier (hồ sơ khen thưởng): one nominee put forward for one award, and the view of it for callers."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.base import OMIT_IF_EMPTY, Count, Day, Instant, Model, Text
from schemas.bodies import Organisation
from schemas.documents import Document, Documents
from schemas.ids import ActorId, AwardId, BasisId, BodyId, DocumentKind, DossierId, NamedBody, RegimeId, StreamId
from schemas.legal_values import Name
from schemas.nominee import Nominee
from schemas.policy import SimplifiedGround
from schemas.proceedings import Held, Objection, Opinion, Publication
from schemas.stages import Stage
from schemas.succession import Split, Succeeded
from schemas.verdict import DecisionRef, Outcome, Tally

NAMED_AT: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.UNIT: "unit",
        Stage.CLUSTER: "cluster",
        Stage.COUNCIL: "council",
        Stage.PARTY: "party",
        **dict.fromkeys((Stage.PUBLICATION, Stage.APPRAISAL, Stage.OPINIONS), "agency"),
        **dict.fromkeys((Stage.HEAD, Stage.DECISION), "head"),
    }
)
"""The dossier's field that names the body considering it at a stage; at other stages the law names the body."""


ROLES = ("unit", "cluster", "council", "agency", "party", "head")
"""The dossier's fields that name bodies."""


class Period(Model):
    """The days over which the achievement was made, both included."""

    first: Day
    last: Day

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError("a period ends after it begins")
        return self


class ChosenRegime(Model):
    """The choice of a later regime as the more favourable: recorded with its reason, and final."""

    regime: RegimeId
    reason: Text
    by: ActorId


class AskedSimplified(Model):
    """A request for the simplified procedure: the ground in the law, and why it applies."""

    ground: SimplifiedGround
    reason: Text


class _Proposal(Model):
    dossier_id: DossierId
    nominee: Nominee
    award: AwardId
    basis: BasisId
    period: Period
    received_on: Day
    """The day on which the appraising body received it; it determines the law that applies."""

    chosen: ChosenRegime | None = None
    """A later regime, chosen as the more favourable."""

    simplified: AskedSimplified | None = None
    """The request for the simplified procedure."""

    documents: Documents = ()


class SubmittedDossier(_Proposal):
    """A dossier as its unit submits it: it names bodies by their identifiers in the register."""

    unit: NamedBody
    """The proposing unit: it supplements, may withdraw, and is notified."""

    cluster: NamedBody | None = None
    """Needed where the award's route passes a cluster."""

    council: NamedBody | None = None
    """Needed where the award's route passes a council."""

    agency: NamedBody | None = None
    """The standing agency (cơ quan thường trực) of the ministry or province: it publishes, appraises, asks opinions."""

    party: NamedBody | None = None
    """The Party committee that manages the nominee."""

    head: NamedBody | None = None
    """The minister, chair or other head who signs the submission, or decides where the law empowers them."""

    @property
    def bodies(self) -> tuple[BodyId, ...]:
        """The bodies that it names, each once."""
        named = (getattr(self, role) for role in ROLES)
        return tuple(dict.fromkeys(body for body in named if body is not None))


class Dossier(_Proposal):
    """A dossier, with the names that its bodies had when it was submitted."""

    unit: Organisation
    cluster: Organisation | None = None
    council: Organisation | None = None
    agency: Organisation | None = None
    party: Organisation | None = None
    head: Organisation | None = None

    @classmethod
    def of(cls, submitted: SubmittedDossier, bodies: Iterable[Organisation]) -> "Dossier":
        """Return the dossier of a submission; `bodies` are those that it names."""
        by_id = {body.id: body for body in bodies}
        roles = {role: by_id.get(getattr(submitted, role)) for role in ROLES}
        proposal = {field: getattr(submitted, field) for field in _Proposal.model_fields}
        return cls.model_validate({**proposal, **roles})

    def body_at(self, stage: Stage) -> Organisation | None:
        """Return the body that the dossier names for a stage; None where the law names it."""
        found: Organisation | None = getattr(self, NAMED_AT[stage]) if stage in NAMED_AT else None
        return found


class Defect(Model):
    """A paper that the rules require and the dossier lacks."""

    kind: DocumentKind
    name: Name
    citation: Text
    verified: bool


class Earlier(Model):
    """An award that the register already holds for the same nominee."""

    dossier_id: DossierId
    award: AwardId
    basis: BasisId
    period: Period
    decision: DecisionRef


class Passage(Model):
    """The finding of one body or authority on a dossier."""

    stage: Stage
    body: Organisation
    source: StreamId
    outcome: Outcome
    at: Instant
    reasons: tuple[Text, ...] = ()
    vote: Tally | None = None
    decision: DecisionRef | None = None
    report: Document | None = None


class Awaiting(Model):
    """The body a dossier waits for, since when and until when, and what is missing."""

    body: Organisation
    since: Instant
    due_on: Day | None = None
    resumed_at: Instant | None = None
    """When its term resumed after a hold: the working days left are counted from the next day."""

    overdue: bool = False
    answers: Count
    """The number of the fact that brought it here; a supplement, a publication or a conclusion must name it."""

    missing: tuple[Defect, ...] = ()
    reasons: tuple[Text, ...] = ()


class DossierView(Model):
    """Everything that a caller may see of a dossier."""

    dossier_id: DossierId
    nominee: Nominee
    award: AwardId
    basis: BasisId
    award_name: Name
    regime: RegimeId
    local: RegimeId | None = None
    """The ministry's or province's own regulation that is applied with it."""

    charter: RegimeId | None = None
    """The charter by which its cluster votes, where there is one."""

    unit: Organisation
    stage: Stage
    awaiting: Awaiting | None = None
    held: Held | None = None
    """The current hold, if any; during a hold, the term has no last day."""

    released: Count | None = None
    """The number of the fact of its last release; the next hold must name it."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    officer: ActorId | None = None
    publication: Publication | None = None
    objections: tuple[Objection, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    succeeded: Annotated[tuple[Succeeded, ...], OMIT_IF_EMPTY] = ()
    split: Annotated[tuple[Split, ...], OMIT_IF_EMPTY] = ()
    """The bodies whose successors are not named yet."""

    earlier: tuple[Earlier, ...]
    unverified: tuple[Text, ...]
    """The rules on this dossier's route whose source is unverified."""

    facts: Annotated[int, Field(ge=0)]
    """The number of its facts in the ledger."""
