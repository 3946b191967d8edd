"""Minutes (biên bản): attendance, counts, findings, and the rule applied."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.attendance import SeatAttendance
from schemas.ballots import Marks, Reasons
from schemas.base import OMIT_IF_EMPTY, Count, Instant, Line, Model, Text
from schemas.ids import ActorId, AwardId, BasisId, BodyId, DossierId, SeatId, SittingId
from schemas.scoring import Points
from schemas.stages import Stage
from schemas.verdict import Outcome, Tally
from schemas.vote_counts import CountRecord, Sums


class Finding(StrEnum):
    """The finding of a sitting on one dossier."""

    CARRIED = "carried"
    """Enough approving votes, and a place."""

    DEFEATED = "defeated"
    """Too few approving votes."""

    NO_PLACE = "no_place"
    """Enough approving votes, but others had more for the places available."""

    TIED = "tied"
    """Tied for the last place, and no rule breaks the tie: undecided."""

    NO_QUORUM = "no_quorum"
    """Too few seats took part for the vote to count: undecided."""

    UNSCORED = "unscored"
    """Its points were not settled: undecided."""

    GONE = "gone"
    """It was withdrawn, put on hold or moved during the vote: left unchanged."""

    RETURNED = "returned"
    """Sent back to the unit instead of being voted on."""

    @property
    def outcome(self) -> Outcome | None:
        """The outcome for the dossier; None where it is undecided."""
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
    """The minutes of one dossier."""

    dossier_id: DossierId
    nominee: Line
    award: AwardId
    basis: BasisId
    finding: Finding
    tally: Tally
    second: Tally | None = None
    """Its count in the second round, among the dossiers tied for the last place."""

    sums: Annotated[Sums | None, OMIT_IF_EMPTY] = None
    """The tellers' sums, where votes were counted on paper or by a show of hands; written opinions are not in them."""

    second_sums: Annotated[Sums | None, OMIT_IF_EMPTY] = None
    """Those of the second round."""

    points: Points | None = None
    """Its points, where the body has a scoring table."""

    reasons: tuple[Text, ...] = ()
    objections: Annotated[tuple[Count, ...], OMIT_IF_EMPTY] = ()
    """The numbers of the dossier's facts that hold objections to its publication."""


class RollCall(Model):
    """One seat's votes in an open ballot, with its reasons."""

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
    """The dossiers from which a seat was recused: its own, its unit's, or those with a declared interest."""

    seat: SeatId
    dossiers: Annotated[tuple[DossierId, ...], OMIT_IF_EMPTY] = ()
    """The first of these dossiers."""

    count: Count
    reasons: Annotated[dict[DossierId, Line], OMIT_IF_EMPTY] = Field(default_factory=dict)
    """The reasons of declared recusals; the others follow from the rule."""


class Minutes(Model):
    """Biên bản: attendance, counts and findings."""

    sitting_id: SittingId
    body: BodyId
    body_name: Line
    stage: Stage
    meeting: Count
    """The number of the sitting's meeting, from 1: one without a quorum is adjourned and held again."""

    closed_at: Instant
    closed_by: ActorId
    present: tuple[SeatId, ...]
    absent: tuple[SeatId, ...]
    items: tuple[ItemMinutes, ...]
    roll_calls: tuple[RollCall, ...] = ()
    """Each seat's votes over the agenda; empty where the ballot is secret."""

    attendance: Annotated[tuple[SeatAttendance, ...], OMIT_IF_EMPTY] = ()
    """Who came late, left early or was represented in turns, where it was recorded."""

    second_attendance: Annotated[tuple[SeatAttendance, ...], OMIT_IF_EMPTY] = ()
    """The same in the second round."""

    count: Annotated[CountRecord | None, OMIT_IF_EMPTY] = None
    """The record of the tellers' count, where votes were counted on paper or by a show of hands."""

    second_count: Annotated[CountRecord | None, OMIT_IF_EMPTY] = None
    """The one of the second round."""

    second_round: Annotated[tuple[RollCall, ...], OMIT_IF_EMPTY] = ()
    """Each seat's votes on the dossiers tied for a last place, in the agenda's order."""

    substitutes: Annotated[tuple[StoodIn, ...], OMIT_IF_EMPTY] = ()
    """The substitutes who voted, and the seats they voted for."""

    written: Annotated[tuple[SeatId, ...], OMIT_IF_EMPTY] = ()
    """Absent seats that sent their opinion in writing."""

    recused: Annotated[tuple[SteppedAside, ...], OMIT_IF_EMPTY] = ()
    """The recused seats, and their dossiers."""
