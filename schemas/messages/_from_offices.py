"""The bodies of what offices do to a dossier beside voting and deciding."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Count, Day, Line, Model, Text
from schemas.bodies import Organisation
from schemas.documents import Document
from schemas.ids import ActorId
from schemas.proceedings import MOST_OPINIONS, HoldGround
from schemas.verdict import Outcome


class Assign(Model):
    """Charge an officer with a dossier's appraisal, or another one in their place."""

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
    """Whoever took the objection, or made it: an office or an identifier, never a person's name."""

    text: Annotated[Text, Field(max_length=2000)]


class AskOpinions(Model):
    """Ask other agencies for their opinions, all at once (hiệp y)."""

    by: ActorId
    """The standing agency."""

    answers: Count
    """The number of the fact that brought the dossier here; `show` gives it."""

    agencies: Annotated[tuple[Organisation, ...], Field(min_length=1, max_length=MOST_OPINIONS)]
    question: Annotated[Text, Field(max_length=2000)] | None = None


class GiveOpinion(Model):
    """Answer a request for an opinion."""

    by: ActorId
    """The agency that was asked."""

    answers: Count
    """The number of the fact by which it was asked."""

    agrees: bool
    text: Annotated[Text, Field(max_length=2000)] | None = None


class Conclude(Model):
    """Say what an office finds of a dossier: after an appraisal, a publication, opinions, or as a Party committee."""

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
    """Put a dossier on hold: nobody hears it and no term of it runs, until it is released."""

    by: ActorId
    """Whoever considers it, its standing agency or its head; while it is with its unit, whoever considers it next."""

    ground: HoldGround
    reason: Annotated[Text, Field(max_length=2000)]
    document: Document | None = None
    after: Count = 0
    """The number of the fact by which it was released last; `show` gives it. 0 where it was never on hold."""


class Release(Model):
    """Let a dossier that is on hold go on: its term runs again, with the working days that were left."""

    by: ActorId
    """Whoever may hold it."""

    answers: Count
    """The number of the fact that holds it; `show` gives it."""

    reason: Annotated[Text, Field(max_length=2000)]
