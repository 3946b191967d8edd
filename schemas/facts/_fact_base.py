"""What every fact begins with."""

from typing import Annotated

from pydantic import Field

from schemas.base import OMIT_IF_EMPTY, Instant, Model
from schemas.calendars import WorkCalendar
from schemas.documents import Sha256
from schemas.ids import ActorId, StreamId


class FactBase(Model):
    """A fact: which of its stream, when it happened, and by whom."""

    stream: StreamId
    sequence: Annotated[int, Field(ge=1)]
    """Which fact of its stream this is, from 1."""

    at: Instant
    by: ActorId


class Opened(FactBase):
    """The first fact of a stream."""

    said: Sha256
    """The digest of the body that opened it (`schemas.digests.said`)."""


class OfDossier(FactBase):
    """A fact of a dossier."""

    calendar: Annotated[WorkCalendar | None, OMIT_IF_EMPTY] = None
    """The working days by which terms are counted from here on, where they are others than before."""
