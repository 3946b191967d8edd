"""Facts as they are kept: what is written with each, and what a stream adds up to."""

from typing import Annotated

from schemas.base import OMIT_IF_EMPTY, Count, Instant, Line, Model
from schemas.bodies import Organisation
from schemas.documents import Sha256
from schemas.dossier import Dossier
from schemas.facts import Fact
from schemas.ids import ActKey, DossierId, RegimeId, StreamId
from schemas.notices import Notice
from schemas.refusals import Refusal
from schemas.stages import Stage
from schemas.workflow_state import DossierState, SittingState, SubmissionState


class DossierRow(Model):
    """The state of a dossier after a fact: the row for lookups."""

    dossier: Dossier
    award_name: Line
    regime: RegimeId
    stage: Stage
    awaited: Organisation | None = None
    due_at: Instant | None = None
    overdue: bool
    objections: Annotated[tuple[Count, ...], OMIT_IF_EMPTY] = ()
    """The numbers of the facts that hold objections to its publication."""

    held: Annotated[bool, OMIT_IF_EMPTY] = False


class Entry(Model):
    """One fact to keep, with all that is written in the same transaction."""

    act: ActKey
    follows: Sha256
    """The hash of the fact before it, as computed by its workflow."""

    fact: Fact
    standing: DossierRow | None = None
    notices: tuple[Notice, ...] = ()


class StoredFact(Model):
    """A fact in the ledger."""

    act: ActKey
    fact: Fact
    hash: Sha256


class Recorded(Model):
    """The result of recording an entry. Exactly one of `hash`, `taken` and `twin_of` is given."""

    hash: Sha256 | None = None
    """The entry was kept: its link in the chain."""

    at: Instant | None = None
    """When it happened, as it was kept; given with the hash."""

    taken: Annotated[bool, OMIT_IF_EMPTY] = False
    """The entry was not kept, since its sequence number or its act key is taken.

    A workflow task repeated after a crash receives this for the fact that its first run wrote: it loads the stream's
    state and checks the act again.
    """

    twin_of: DossierId | None = None
    """The entry was not kept, since this dossier has the same nominee, award and an overlapping period."""


class StateInquiry(Model):
    """Request the state of a stream."""

    stream: StreamId
    said: Sha256
    """The digest of the body with which its workflow was started."""


class Loaded(Model):
    """The state of a stream, folded from its facts; empty where there are none yet."""

    dossier: DossierState | None = None
    sitting: SittingState | None = None
    submission: SubmissionState | None = None
    refusal: Refusal | None = None
    """Given where the stream was opened with another body."""
