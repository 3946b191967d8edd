"""Facts about a sitting: convened, opened, amended, voted in, adjourned, closed."""

from typing import Annotated, Literal

from schemas.attendance import Stays
from schemas.ballots import Marks, Reasons
from schemas.base import OMIT_IF_EMPTY, Count, Instant, Line, Text
from schemas.bodies import Body, NewRoll
from schemas.facts._fact_base import FactBase, Opened
from schemas.ids import ActorId, DossierId, SeatId
from schemas.minutes import Minutes
from schemas.routes import VoteRule
from schemas.scoring import ScoreStep, Sheet
from schemas.sitting import AgendaItem, Contested, Places, Shared
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.vote_counts import RecordedCount


class SittingConvened(Opened):
    """A body was convened over an agenda."""

    kind: Literal["sitting_convened"] = "sitting_convened"
    body: Body
    """With its roll of that day."""

    stage: Stage
    agenda: tuple[AgendaItem, ...]
    rules: tuple[VoteRule, ...]
    """The distinct rules by which the agenda is voted on; each item's `rule` is an index into them."""

    shared: Shared = Shared()
    """The values shared by all dossiers of the agenda."""

    places: tuple[Places, ...] = ()
    opens_at: Instant | None = None
    """When the ballot opens; at once without it."""

    closes_at: Instant | None = None


class SittingOpened(FactBase):
    """The ballot was opened at its time."""

    kind: Literal["sitting_opened"] = "sitting_opened"
    roll: Annotated[NewRoll | None, OMIT_IF_EMPTY] = None


class AgendaAmended(FactBase):
    """Dossiers were struck from the agenda, or added to it, before the ballot opened."""

    kind: Literal["agenda_amended"] = "agenda_amended"
    struck: tuple[Reasoned, ...] = ()
    added: tuple[AgendaItem, ...] = ()
    """Their `rule` is an index into the sitting's rules followed by those below."""

    rules: Annotated[tuple[VoteRule, ...], OMIT_IF_EMPTY] = ()
    """Rules that are new to the sitting."""

    shared: Shared = Shared()
    """The values now shared by all dossiers of the agenda."""


class SeatRecused(FactBase):
    """A seat was recused from dossiers in which it has an interest."""

    kind: Literal["seat_recused"] = "seat_recused"
    seat: SeatId
    dossiers: tuple[DossierId, ...]
    reason: Line


class DossierScored(FactBase):
    """A dossier was given points, or its points were contested."""

    kind: Literal["dossier_scored"] = "dossier_scored"
    dossier_id: DossierId
    step: ScoreStep
    turn: Count
    sheet: Sheet | None = None
    reason: Line | None = None


class BallotCast(FactBase):
    """A seat cast its ballot, or changed it."""

    kind: Literal["ballot_cast"] = "ballot_cast"
    seat: SeatId
    revision: Count
    substitute: ActorId | None = None
    """The substitute who voted in the seat's place."""

    written: Annotated[bool, OMIT_IF_EMPTY] = False
    marks: Marks
    reasons: Reasons = ()


class BallotWithdrawn(FactBase):
    """A seat withdrew its ballot while the sitting was open."""

    kind: Literal["ballot_withdrawn"] = "ballot_withdrawn"
    seat: SeatId
    revision: Count


class VotesCounted(FactBase):
    """The tellers' count of this meeting was entered, or corrected."""

    kind: Literal["votes_counted"] = "votes_counted"
    count: RecordedCount


class AttendanceRecorded(FactBase):
    """It was recorded for which dossiers a seat was represented, and by whom."""

    kind: Literal["attendance_recorded"] = "attendance_recorded"
    seat: SeatId
    revision: Count
    stays: Annotated[Stays, OMIT_IF_EMPTY] = ()
    """Without any, the seat was absent."""

    sets_count_aside: Annotated[bool, OMIT_IF_EMPTY] = False
    """A count was entered before: it must be entered again."""


class SittingAdjourned(FactBase):
    """There was no quorum, or the chair adjourned it: nothing was decided, and no ballot counts in the next meeting."""

    kind: Literal["sitting_adjourned"] = "sitting_adjourned"
    minutes: Minutes | None = None
    """The attendance, where there was no quorum."""

    reason: Text | None = None
    """The reason, where the chair adjourned it, or where nobody could preside when its ballot was to open."""


class SittingReconvened(FactBase):
    """An adjourned sitting was reconvened."""

    kind: Literal["sitting_reconvened"] = "sitting_reconvened"
    meeting: Count
    opens_at: Instant | None = None
    closes_at: Instant | None = None
    roll: Annotated[NewRoll | None, OMIT_IF_EMPTY] = None


class SecondRoundCalled(FactBase):
    """The ballots were counted, and the dossiers tied for a last place are voted on again, by themselves.

    The second round counts as the sitting's next meeting.
    """

    kind: Literal["second_round_called"] = "second_round_called"
    minutes: Minutes
    """The result of the first round."""

    contested: tuple[Contested, ...]

    meeting: Count


class SittingClosed(FactBase):
    """The ballots were counted and the minutes written."""

    kind: Literal["sitting_closed"] = "sitting_closed"
    minutes: Minutes
