"""Where the next fact of a stream goes, when it happened, and by whom."""

from datetime import datetime
from typing import TypedDict

from schemas.carried import Memory
from schemas.ids import ActorId, BodyId, StreamId
from schemas.stages import Stage


class Place(TypedDict):
    """What every fact begins with."""

    stream: StreamId
    sequence: int
    at: datetime
    by: ActorId


class FoundPlace(Place):
    """What every finding of a body begins with."""

    stage: Stage
    body: BodyId
    source: StreamId
    source_sequence: int


def following(memory: Memory, stream: StreamId, *, by: ActorId, now: datetime) -> Place:
    """Return the place of the fact that follows those in memory."""
    return Place(stream=stream, sequence=memory.sequence + 1, at=now, by=by)
