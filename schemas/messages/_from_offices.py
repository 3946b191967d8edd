"""Bodies of messages from offices to a dossier, beside votes and decisions."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Count, Day, Line, Model, Text
from schemas.documents import Document
from schemas.ids import ActorId, NamedBody
from schemas.proceedings import MOST_OPINIONS, HoldGround
from schemas.verdict import Outcome


class Assign(Model):
    """Assign an officer to a dossier's appraisal, or replace the one assigned."""

    by: ActorId
    """The office that appraises."""

    answers: Count
    """The number of the fact that brought the dossier here; `show` gives it."""

    officer: ActorId
    """A position, not a person's name."""

    revision: Annotated[int, Field(ge=1, le=50)] = 1
    """1 for the first, one more for each change."""


class Publish(Model):
    """Record that a dossier has been named publicly: the term of its publication runs from that day."""

    by: ActorId
    """The standing agency."""

    answers: Count
    """The number of the fact that brought the dossier here; `show` gives it."""

    where: Line
    """The portal, paper or notice board."""

    since: Day
    """Not before the dossier was received, and not in the future."""


class RaiseObjection(Model):
    """Object to a dossier that has been named publicly, while its term runs."""

    by: ActorId
    """The receiver or the author of the objection: an office or an identifier, never a person's name."""

    text: Annotated[Text, Field(max_length=2000)]


class AskOpinions(Model):
    """Ask other agencies for their opinions, all at once (hiệp y)."""

    by: ActorId
    """The standing agency."""

    answers: Count
    """The number of the fact that brought the dossier here; `show` gives it."""

    agencies: Annotated[tuple[NamedBody, ...], Field(min_length=1, max_length=MOST_OPINIONS)]
    question: Annotated[Text, Field(max_length=2000)] | None = None


class GiveOpinion(Model):
    """Answer a request for an opinion."""

    by: ActorId
    """The agency asked."""

    answers: Count
    """The number of the fact by which it was asked."""

    agrees: bool
    text: Annotated[Text, Field(max_length=2000)] | None = None


class Conclude(Model):
    """Conclude on a dossier as an office: after an appraisal, a publication or opinions, or as a Party committee."""

    by: ActorId
    """The office that considers it."""

    answers: Count
    """The number of the fact that brought the dossier here; `show` gives it."""

    outcome: Literal[Outcome.FORWARD, Outcome.RETURN, Outcome.REFUSE]
    reasons: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    report: Document | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.outcome is not Outcome.FORWARD and not self.reasons:
            raise ValueError("a dossier is returned or refused with reasons")
        return self


class Hold(Model):
    """Put a dossier on hold: until its release it is not considered, and none of its terms runs."""

    by: ActorId
    """The body considering it (next, while it is with its unit), its standing agency or its head."""

    ground: HoldGround
    reason: Annotated[Text, Field(max_length=2000)]
    document: Document | None = None
    after: Count = 0
    """The number of the fact of its last release; `show` gives it. 0 if it was never on hold."""


class Succeed(Model):
    """Name the successor, for this dossier, of a body that was split."""

    by: ActorId
    """The dossier's standing agency; where it was split itself or there is none, its head."""

    was: NamedBody
    now: NamedBody
    """One of its successors in the register."""


class Release(Model):
    """Release a dossier from hold: its term runs again, with the working days that were left."""

    by: ActorId
    """An actor entitled to hold it."""

    answers: Count
    """The number of the fact of the hold; `show` gives it."""

    reason: Annotated[Text, Field(max_length=2000)]
