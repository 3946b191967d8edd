"""Sittings (phiên họp): agenda, ballots, minutes, and what a caller may see."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import OMIT_IF_EMPTY, Count, Instant, Line, Model, Text
from schemas.bodies import Body, Language
from schemas.ids import AwardId, BasisId, BodyId, DossierId, NomineeId, RegimeId, SeatId, SittingId
from schemas.minutes import Minutes, SteppedAside
from schemas.nominee import Trait
from schemas.points import Score
from schemas.stages import Stage

Agenda = Annotated[tuple[DossierId, ...], Field(min_length=1, max_length=1000)]
"""The dossiers that are heard, in order."""


class Places(Model):
    """How many of one award a body may support in one sitting."""

    award: AwardId
    basis: BasisId
    count: Annotated[int, Field(ge=0, le=1000)]
    out_of: Count | None = None
    """How many there are of those of whom a quota is a share, where the law sets one."""


class Contested(Model):
    """Dossiers that are equal for the last places of one award, and how many of these there are."""

    award: AwardId
    basis: BasisId
    dossiers: tuple[DossierId, ...]
    places: Count


class SittingStatus(StrEnum):
    """How far a sitting has come."""

    CALLED = "called"
    """It waits for the time at which its ballot opens."""

    OPEN = "open"
    ADJOURNED = "adjourned"
    """Too few came, or it was put off; it waits to be convened again."""

    CLOSED = "closed"
    """Counted; the dossiers are being told."""

    ANNOUNCED = "announced"


class Unheard(Model):
    """A dossier that could not be told its verdict, and why."""

    dossier_id: DossierId
    reason: Line
    message: Text


class AnnouncementReport(Model):
    """How the telling went."""

    told: Count
    unheard: tuple[Unheard, ...] = ()


class AgendaItem(Model):
    """A dossier on an agenda, and which of the sitting's rules applies to it."""

    dossier_id: DossierId
    nominee: Line
    award: AwardId
    basis: BasisId
    rule: Count = 0
    """Index into the rules that the agenda came with."""

    objections: Annotated[tuple[Count, ...], OMIT_IF_EMPTY] = ()
    """The numbers of the dossier's facts that hold what was objected when it was published."""

    nominee_id: NomineeId | None = None
    unit: BodyId | None = None
    """Who proposes; a list convened before the ledger gave it says neither."""

    traits: Annotated[tuple[Trait, ...], OMIT_IF_EMPTY] = ()
    """The nominee's."""


class Shared(Model):
    """What all dossiers of an agenda have in common, for finding the agenda by it; nothing where they differ."""

    award: AwardId | None = None
    unit: BodyId | None = None
    cluster: BodyId | None = None
    regime: RegimeId | None = None
    due_at: Instant | None = None
    """When the first of them is called overdue."""


class Explain(Model):
    """Ask a sitting why it found what it found of one dossier."""

    dossier_id: DossierId
    language: Language = Language.VIETNAMESE


class SittingView(Model):
    """Everything that a caller may see of a sitting. No sums before it is closed: they would sway those yet to vote."""

    sitting_id: SittingId
    body: Body
    stage: Stage
    status: SittingStatus
    meeting: Count
    put_off: Text | None = None
    """Why the presidium put it off, while it is adjourned."""

    opens_at: Instant | None = None
    closes_at: Instant | None = None
    agenda: tuple[AgendaItem, ...]
    amended: Count = 0
    """How many times the agenda was, since it was convened."""

    contested: tuple[Contested, ...] = ()
    """What is voted on again, in a second round."""

    voted: tuple[SeatId, ...]
    awaited: tuple[SeatId, ...]
    recused: tuple[SteppedAside, ...] = ()
    scores: dict[DossierId, Score] = Field(default_factory=dict)
    minutes: Minutes | None = None
    report: AnnouncementReport | None = None
    unverified: tuple[Text, ...]
    facts: Count
