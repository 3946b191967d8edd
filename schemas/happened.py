"""What every fact begins with."""

from typing import Annotated

from pydantic import Field

from schemas.base import Instant, Model
from schemas.ids import ActorId, StreamId


class Happened(Model):
    """A fact: which of its stream, when it happened, and by whom."""

    stream: StreamId
    sequence: Annotated[int, Field(ge=1)]
    """Which fact of its stream this is, from 1."""

    at: Instant
    by: ActorId
