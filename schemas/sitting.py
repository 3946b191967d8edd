"""Sittings (phiên họp): agenda, places, status, and the view for callers."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.attendance import SeatAttendance
from schemas.base import OMIT_IF_EMPTY, Count, Instant, Line, Model, Text
from schemas.bodies import Body, Language
from schemas.ids import AwardId, BasisId, BodyId, DossierId, NomineeId, RegimeId, SeatId, SittingId
from schemas.minutes import Minutes, SteppedAside
from schemas.nominee import Trait
from schemas.scoring import Score
from schemas.stages import Stage
from schemas.vote_counts import CountRecord

Agenda = Annotated[tuple[DossierId, ...], Field(min_length=1, max_length=1000)]
"""The dossiers to be considered, in order."""


class Places(Model):
    """How many of one award a body may support in one sitting."""

    award: AwardId
    basis: BasisId
    count: Annotated[int, Field(ge=0, le=1000)]
    out_of: Count | None = None
    """The number of which the quota is a share, where the law sets a quota."""


class Contested(Model):
    """Dossiers tied for the last places of one award, and the number of these places."""

    award: AwardId
    basis: BasisId
    dossiers: tuple[DossierId, ...]
    places: Count


class SittingStatus(StrEnum):
    """The status of a sitting."""

    CALLED = "called"
    """It waits for the time at which its ballot opens."""

    OPEN = "open"
    ADJOURNED = "adjourned"
    """It had no quorum, or was adjourned by its presidium; it waits to be reconvened."""

    CLOSED = "closed"
    """Counted; the findings are being sent to the dossiers."""

    ANNOUNCED = "announced"


class Unheard(Model):
    """A dossier that could not receive its verdict, and why."""

    dossier_id: DossierId
    reason: Line
    message: Text


class AnnouncementReport(Model):
    """The result of an announcement."""

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
    """The numbers of the dossier's facts that hold objections to its publication."""

    nominee_id: NomineeId | None = None
    unit: BodyId | None = None
    """The proposing unit; lists from before the ledger gave it have neither this nor `nominee_id`."""

    traits: Annotated[tuple[Trait, ...], OMIT_IF_EMPTY] = ()
    """The nominee's traits."""


class Shared(Model):
    """The values shared by all dossiers of an agenda, for finding the agenda; absent where they differ."""

    award: AwardId | None = None
    unit: BodyId | None = None
    cluster: BodyId | None = None
    regime: RegimeId | None = None
    due_at: Instant | None = None
    """When the first of them becomes overdue."""


class Explain(Model):
    """Request the explanation of a sitting's finding on one dossier."""

    dossier_id: DossierId
    language: Language = Language.VIETNAMESE


class SittingView(Model):
    """Everything that a caller may see of a sitting. No sums before it is closed: they would influence later votes."""

    sitting_id: SittingId
    body: Body
    stage: Stage
    status: SittingStatus
    meeting: Count
    put_off: Text | None = None
    """The presidium's reason for adjourning it, while it is adjourned."""

    opens_at: Instant | None = None
    closes_at: Instant | None = None
    agenda: tuple[AgendaItem, ...]
    amended: Count = 0
    """The number of amendments to the agenda since it was convened."""

    contested: tuple[Contested, ...] = ()
    """The ties that are voted on again in a second round."""

    voted: tuple[SeatId, ...]
    awaited: tuple[SeatId, ...]
    count: Annotated[CountRecord | None, OMIT_IF_EMPTY] = None
    """The record of the tellers' count of this meeting, until the minutes hold it."""

    attendance: Annotated[tuple[SeatAttendance, ...], OMIT_IF_EMPTY] = ()
    """The attendance recorded in this meeting, until the minutes hold it."""

    set_aside: Annotated[bool, OMIT_IF_EMPTY] = False
    """The count was made before an attendance was recorded, and must be entered again."""

    recused: tuple[SteppedAside, ...] = ()
    scores: dict[DossierId, Score] = Field(default_factory=dict)
    minutes: Minutes | None = None
    report: AnnouncementReport | None = None
    unverified: tuple[Text, ...]
    facts: Count
