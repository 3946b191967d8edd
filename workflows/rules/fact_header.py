"""The header of a fact: its stream and place in it, when it happened, and who acted."""

from datetime import datetime
from typing import TypedDict

from schemas.ids import ActorId, BodyId, StreamId
from schemas.names import dossier_stream
from schemas.stages import Stage
from schemas.workflow_state import DossierState, StreamState


class FactHeader(TypedDict):
    """The header of every fact."""

    stream: StreamId
    sequence: int
    at: datetime
    by: ActorId


class FindingHeader(FactHeader):
    """The header of every finding of a body."""

    stage: Stage
    body: BodyId
    source: StreamId
    source_sequence: int


def next_header(memory: StreamState, stream: StreamId, *, by: ActorId, now: datetime) -> FactHeader:
    """Return the header of the fact that follows those in memory."""
    return FactHeader(stream=stream, sequence=memory.sequence + 1, at=now, by=by)


def dossier_header(state: DossierState, by: ActorId, now: datetime) -> FactHeader:
    """Return the header of the next fact about a dossier."""
    return next_header(state, dossier_stream(state.dossier.dossier_id), by=by, now=now)
