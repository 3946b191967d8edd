"""The fields common to all facts."""

from typing import Annotated

from pydantic import Field

from schemas.base import OMIT_IF_EMPTY, Instant, Model
from schemas.calendars import WorkCalendar
from schemas.documents import Sha256
from schemas.ids import ActorId, StreamId


class FactBase(Model):
    """A fact: its number in its stream, its time and its actor."""

    stream: StreamId
    sequence: Annotated[int, Field(ge=1)]
    """The number of the fact in its stream, from 1."""

    at: Instant
    by: ActorId


class Opened(FactBase):
    """The first fact of a stream."""

    said: Sha256
    """The digest of the body that opened it (`schemas.digests.body_digest`)."""


class OfDossier(FactBase):
    """A fact of a dossier."""

    calendar: Annotated[WorkCalendar | None, OMIT_IF_EMPTY] = None
    """The working days by which terms are counted from now on, where they changed."""
