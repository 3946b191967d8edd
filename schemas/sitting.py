"""Sittings (phiên họp): agenda, ballots, minutes, and what a caller may see."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import UNSAID_IF_EMPTY, Count, Instant, Line, Model, Text
from schemas.bodies import Body
from schemas.ids import ActorId, AwardId, BasisId, BodyId, DossierId, RegimeId, SeatId, SittingId
from schemas.stages import Stage
from schemas.verdict import Outcome, Tally


class Vote(StrEnum):
    """What a ballot says of one dossier."""

    APPROVE = "approve"
    DISAPPROVE = "disapprove"
    ABSTAIN = "abstain"
    INVALID = "invalid"
    """A paper ballot that the tellers could not read, entered as such."""

    @property
    def mark(self) -> str:
        """Return the one letter by which ballots are kept: a sitting may hold twenty thousand votes."""
        return {"approve": "A", "disapprove": "D", "abstain": "S", "invalid": "X"}[self.value]


Marks = Annotated[str, StringConstraints(pattern=r"^[ADSX]+$", max_length=1000)]
"""One seat's votes over the agenda, in its order, a letter each."""

Agenda = Annotated[tuple[DossierId, ...], Field(min_length=1, max_length=1000)]
"""The dossiers that are heard, in order."""


class Places(Model):
    """How many of one award a body may support in one sitting."""

    award: AwardId
    basis: BasisId
    count: Annotated[int, Field(ge=0, le=1000)]
    out_of: Count | None = None
    """How many there are of those of whom a quota is a share, where the law sets one."""


class Choice(Model):
    """One seat's vote on one dossier."""

    dossier_id: DossierId
    vote: Vote


class Finding(StrEnum):
    """What a sitting found of one dossier."""

    CARRIED = "carried"
    """Enough approved, and there was a place."""

    DEFEATED = "defeated"
    """Too few approved."""

    NO_PLACE = "no_place"
    """Enough approved, but others had more votes for the places there were."""

    TIED = "tied"
    """Equal votes for the last place: left open for a second round."""

    NO_QUORUM = "no_quorum"
    """Too few came for the vote to count: left open."""

    RETURNED = "returned"
    """Sent back to the unit instead of being voted on."""

    @property
    def outcome(self) -> Outcome | None:
        """What the dossier is told; nothing where it is left open."""
        match self:
            case Finding.CARRIED:
                return Outcome.FORWARD
            case Finding.DEFEATED | Finding.NO_PLACE:
                return Outcome.REFUSE
            case Finding.RETURNED:
                return Outcome.RETURN
            case Finding.TIED | Finding.NO_QUORUM:
                return None


class ItemMinutes(Model):
    """What the minutes say of one dossier."""

    dossier_id: DossierId
    nominee: Line
    award: AwardId
    basis: BasisId
    finding: Finding
    tally: Tally
    reasons: tuple[Text, ...] = ()
    objections: Annotated[tuple[Count, ...], UNSAID_IF_EMPTY] = ()
    """The numbers of the dossier's facts that hold what was objected when it was published."""


class RollCall(Model):
    """How one seat voted, in an open ballot."""

    seat: SeatId
    marks: Marks


class Minutes(Model):
    """Biên bản: who came, what was counted, what was found."""

    sitting_id: SittingId
    body: BodyId
    body_name: Line
    stage: Stage
    meeting: Count
    """Which meeting of the sitting this is, from 1: one without a quorum is adjourned and held again."""

    closed_at: Instant
    closed_by: ActorId
    present: tuple[SeatId, ...]
    absent: tuple[SeatId, ...]
    items: tuple[ItemMinutes, ...]
    roll_calls: tuple[RollCall, ...] = ()
    """Each seat's votes over the agenda; empty where the ballot is secret."""


class SittingStatus(StrEnum):
    """How far a sitting has come."""

    OPEN = "open"
    ADJOURNED = "adjourned"
    """Too few came; it waits to be convened again."""

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

    objections: Annotated[tuple[Count, ...], UNSAID_IF_EMPTY] = ()
    """The numbers of the dossier's facts that hold what was objected when it was published."""


class Shared(Model):
    """What all dossiers of an agenda have in common, for finding the agenda by it; nothing where they differ."""

    award: AwardId | None = None
    unit: BodyId | None = None
    cluster: BodyId | None = None
    regime: RegimeId | None = None
    due_at: Instant | None = None
    """When the first of them is called overdue."""


class SittingView(Model):
    """Everything that a caller may see of a sitting. No sums before it is closed: they would sway those yet to vote."""

    sitting_id: SittingId
    body: Body
    stage: Stage
    status: SittingStatus
    meeting: Count
    closes_at: Instant | None = None
    agenda: tuple[AgendaItem, ...]
    voted: tuple[SeatId, ...]
    awaited: tuple[SeatId, ...]
    minutes: Minutes | None = None
    report: AnnouncementReport | None = None
    unverified: tuple[Text, ...]
    facts: Count
