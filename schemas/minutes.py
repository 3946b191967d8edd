"""Minutes (biên bản): who came, what was counted, what was found, and by which rule."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.ballots import Marks, Reasons
from schemas.base import OMIT_IF_EMPTY, Count, Instant, Line, Model, Text
from schemas.ids import ActorId, AwardId, BasisId, BodyId, DossierId, SeatId, SittingId
from schemas.points import Points
from schemas.stages import Stage
from schemas.verdict import Outcome, Tally


class Finding(StrEnum):
    """What a sitting found of one dossier."""

    CARRIED = "carried"
    """Enough approved, and there was a place."""

    DEFEATED = "defeated"
    """Too few approved."""

    NO_PLACE = "no_place"
    """Enough approved, but others had more votes for the places there were."""

    TIED = "tied"
    """Equal for the last place, and no rule to tell them apart: left open."""

    NO_QUORUM = "no_quorum"
    """Too few came for the vote to count: left open."""

    UNSCORED = "unscored"
    """Nobody settled how many points it has: left open."""

    GONE = "gone"
    """It was withdrawn, put on hold or moved during the vote: left as it is."""

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
            case Finding.TIED | Finding.NO_QUORUM | Finding.UNSCORED | Finding.GONE:
                return None


class ItemMinutes(Model):
    """What the minutes say of one dossier."""

    dossier_id: DossierId
    nominee: Line
    award: AwardId
    basis: BasisId
    finding: Finding
    tally: Tally
    second: Tally | None = None
    """Its count in the second round, among those that were equal for the last place."""

    points: Points | None = None
    """What it scored, where the body scores."""

    reasons: tuple[Text, ...] = ()
    objections: Annotated[tuple[Count, ...], OMIT_IF_EMPTY] = ()
    """The numbers of the dossier's facts that hold what was objected when it was published."""


class RollCall(Model):
    """How one seat voted, in an open ballot, and why."""

    seat: SeatId
    by: ActorId | None = None
    """The substitute who voted in its place."""

    written: Annotated[bool, OMIT_IF_EMPTY] = False
    marks: Marks
    reasons: Reasons = ()


class StoodIn(Model):
    """A substitute who voted in a seat's place."""

    seat: SeatId
    name: Line
    substitute: ActorId
    substitute_name: Line


class SteppedAside(Model):
    """On how many dossiers a seat did not vote: its own, its unit's, or those of which it declared a relation."""

    seat: SeatId
    dossiers: Annotated[tuple[DossierId, ...], OMIT_IF_EMPTY] = ()
    """Which: the first of them."""

    count: Count
    reasons: Annotated[dict[DossierId, Line], OMIT_IF_EMPTY] = Field(default_factory=dict)
    """Why, where it declared so; from the others the rule finds that it steps aside."""


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

    second_round: Annotated[tuple[RollCall, ...], OMIT_IF_EMPTY] = ()
    """Each seat's votes over those that were equal for a last place, in the agenda's order."""

    substitutes: Annotated[tuple[StoodIn, ...], OMIT_IF_EMPTY] = ()
    """Who voted in whose place."""

    written: Annotated[tuple[SeatId, ...], OMIT_IF_EMPTY] = ()
    """Absent seats that sent their opinion in writing."""

    recused: Annotated[tuple[SteppedAside, ...], OMIT_IF_EMPTY] = ()
    """Who did not vote on what."""
