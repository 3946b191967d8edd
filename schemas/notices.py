"""Notices (thông báo): e-mails to offices about facts."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import OMIT_IF_EMPTY, Count, Day, Instant, Line, Model, Text
from schemas.bodies import Contact
from schemas.ids import ActorId, BodyId
from schemas.legal_values import Name
from schemas.proceedings import HoldGround
from schemas.stages import Stage
from schemas.verdict import DecisionRef, Tally


class Template(StrEnum):
    """The templates of notices: one file for each language in `activities/templates/`."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    REFUSED_AS_TWIN = "refused_as_twin"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    REFUSED = "refused"
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    PUBLISHED = "published"
    OBJECTED = "objected"
    OPINION_ASKED = "opinion_asked"
    RECOUNTED = "recounted"
    HELD = "held"
    RELEASED = "released"
    SUCCEEDED = "succeeded"
    SPLIT = "split"
    CONVENED = "convened"
    LEFT_THE_ROLL = "left_the_roll"
    AMENDED = "amended"
    SECOND_ROUND = "second_round"
    ADJOURNED = "adjourned"
    RECONVENED = "reconvened"
    MINUTES = "minutes"


class NoticeContext(Model):
    """The values that a notice may mention; each template uses those it needs."""

    reference: Line
    """The dossier's or sitting's identifier."""

    nominee: Line | None = None
    award: Name | None = None
    stage: Stage | None = None
    body: Line | None = None
    """The body that made the finding, or that is awaited."""

    next_body: Line | None = None
    successors: tuple[Text, ...] = ()
    """The successor of the body, or those of which one is to be named."""

    since: Day | None = None
    """The first day of the succession."""

    document: Line | None = None
    """The decision by which the body ended."""

    where: Line | None = None
    """Where it was published."""

    answers: Count | None = None
    """The number of the request, which the answer must name."""

    ground: HoldGround | None = None

    due_on: Day | None = None
    was: Day | None = None
    """The last day of a term before it was recounted."""

    opens_at: Instant | None = None
    closes_at: Instant | None = None
    reasons: tuple[Text, ...] = ()
    missing: tuple[Name, ...] = ()
    vote: Tally | None = None
    decision: DecisionRef | None = None
    first: Line | None = None
    """The dossier whose twin this one is."""

    items: Count | None = None
    """The number of dossiers on the agenda or in the minutes."""

    carried: Count | None = None
    """How many of them were supported."""

    issued: Count | None = None
    """How many ballot papers were given out, where votes were counted on paper."""

    returned: Count | None = None
    """How many of them were handed in."""

    meeting: Count | None = None
    unverified: tuple[Text, ...] = ()
    """The rules on which the matter depends and whose source is unverified."""


class Addressee(Model):
    """The office that a notice is for: a body, or a seat of its roll. Its mailbox is in the register of bodies."""

    body: BodyId
    seat: Annotated[ActorId | None, OMIT_IF_EMPTY] = None
    """The seat, or a substitute."""

    on: Annotated[Day | None, OMIT_IF_EMPTY] = None
    """The day on which it had the seat, where it has left it; otherwise the mailbox is that of the fact's own day."""


class Notice(Model):
    """One notice to one office."""

    template: Template
    to: Addressee
    about: NoticeContext


class AddressedNotice(Model):
    """A notice with the mailbox that the register has for its office."""

    template: Template
    to: Contact
    about: NoticeContext


class DeliveryReport(Model):
    """The result of one delivery round."""

    sent: Annotated[int, Field(ge=0)] = 0
    deferred: Annotated[int, Field(ge=0)] = 0
    """Not delivered yet, each to be retried at its own time."""

    parked: Annotated[int, Field(ge=0)] = 0
    """Given up after the last try; a person must look."""
