"""Bodies of messages to sittings: from chairs and secretaries, members, substitutes and units."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.ballots import Choice
from schemas.base import Instant, Line, Model, Text
from schemas.bodies import SeasonLabel
from schemas.ids import ActorId, DossierId, NamedBody, SeatId, SittingId
from schemas.scoring import ScoreStep, Sheet
from schemas.sitting import Agenda, Places
from schemas.stages import Stage
from schemas.submission import ReasonedDossiers

MOST_MEETINGS = 20

Meeting = Annotated[int, Field(ge=1, le=MOST_MEETINGS)]
"""The number of the sitting's meeting, from 1: each reconvening and each second round is one more."""

Revision = Annotated[int, Field(ge=1, le=50)]


class Convene(Model):
    """Start `SittingWorkflow`, as `sitting-<sitting_id>`, over dossiers that wait for this body at this stage."""

    sitting_id: SittingId
    body: NamedBody
    """The cluster or council: its seats and its presidium are those of the register on the day."""

    season: SeasonLabel | None = None
    """Of a cluster, the year of emulation that is judged: the members of that year have the seats."""

    stage: Stage
    agenda: Agenda
    by: ActorId
    """The body's chair, one of its deputies, or its secretary."""

    opens_at: Instant | None = None
    """When the ballot opens by itself; until then the agenda may be amended. Without it, the ballot opens at once."""

    closes_at: Instant | None = None
    """When the ballot closes by itself; without it, the chair or secretary closes it."""

    places: Annotated[tuple[Places, ...], Field(max_length=50)] = ()
    """The limits on how many of an award the body may support; an award without one has no limit."""

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        _in_this_order(self.opens_at, self.closes_at)
        return self

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> Self:
        if len(set(self.agenda)) < len(self.agenda):
            raise ValueError("a dossier stands twice on the agenda")
        limited = [(place.award, place.basis) for place in self.places]
        if len(set(limited)) < len(limited):
            raise ValueError("the places of an award are given twice")
        return self


def _in_this_order(opens_at: Instant | None, closes_at: Instant | None) -> None:
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise ValueError("the ballot would close before it opens")


class Amend(Model):
    """Strike dossiers from the agenda of a sitting or add some, before its ballot opens."""

    by: ActorId
    """The body's chair, one of its deputies, or its secretary."""

    revision: Revision = 1
    """1 for the first amendment, one more for each that follows."""

    strike: ReasonedDossiers = ()
    """They keep waiting for the body: at most 300,000 bytes of them."""

    add: Annotated[tuple[DossierId, ...], Field(max_length=1000)] = ()

    @model_validator(mode="after")
    def _amends_something(self) -> Self:
        named = [*(each.dossier_id for each in self.strike), *self.add]
        if not named:
            raise ValueError("an amendment strikes or adds something")
        if len(set(named)) < len(named):
            raise ValueError("a dossier stands twice in the amendment")
        return self


class Recuse(Model):
    """Recuse a seat from dossiers in which it has an interest: it does not vote on them."""

    seat: SeatId
    by: ActorId
    """The seat itself, its substitute, or the body's chair or secretary."""

    dossiers: Annotated[tuple[DossierId, ...], Field(min_length=1, max_length=100)]
    reason: Line
    """The interest: `vợ của cá nhân được đề nghị`."""


class ScoreDossier(Model):
    """Give a dossier points by the body's scoring table, or contest those it was given."""

    by: ActorId
    """The dossier's unit; to check and settle, another member, the chair or the secretary."""

    dossier_id: DossierId
    step: ScoreStep
    turn: Annotated[int, Field(ge=1, le=1000)] = 1
    """1 for the first act on a dossier's points, by any actor, and one more for each that follows."""

    sheet: Sheet | None = None
    reason: Line | None = None

    @model_validator(mode="after")
    def _has_what_its_step_needs(self) -> Self:
        if self.step is ScoreStep.CONTESTED:
            if self.sheet is not None or self.reason is None:
                raise ValueError("points are contested with a reason, and without a sheet")
        elif self.sheet is None:
            raise ValueError("points are given on a sheet")
        return self


class Cast(Model):
    """Cast a seat's ballot, or change it while the sitting is open.

    It covers the whole agenda, except the dossiers from which the seat is recused; in a second round, those tied for a
    last place.
    """

    seat: SeatId
    by: ActorId | None = None
    """The substitute who votes in the seat's place; absent if the seat itself votes."""

    sitting_id: SittingId | None = None
    """The sitting it is meant for: a misdirected ballot is not counted in another."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=1000)]
    written: bool = False
    """Whether an absent member sent it in writing, where the body's rule allows it."""

    revision: Revision = 1
    """1 for the first ballot, one more for each change: a delayed copy of an older ballot changes nothing."""

    meeting: Meeting = 1
    """The meeting it is meant for: a ballot of an adjourned meeting or a first round does not count in the next."""


class WithdrawBallot(Model):
    """Withdraw a seat's ballot while the sitting is open: another may follow, by the seat or its substitute."""

    seat: SeatId
    by: ActorId | None = None
    """The substitute who cast it; absent if the seat itself did."""

    revision: Revision
    """The revision of the current ballot."""

    meeting: Meeting = 1


class Close(Model):
    """Close the ballot of a sitting and count it."""

    by: ActorId
    """The body's chair, one of its deputies, or its secretary."""

    meeting: Meeting = 1
    attended: Annotated[tuple[SeatId, ...], Field(max_length=500)] = ()
    """Seats that were present without handing in a ballot."""

    returned: ReasonedDossiers = ()
    """Dossiers that the sitting sends back to their units instead of voting on them: at most 300,000 bytes of them."""


class Adjourn(Model):
    """Adjourn a sitting, before its ballot opens or during it: no ballot counts, until it is reconvened."""

    by: ActorId
    """The body's chair, one of its deputies, or its secretary."""

    meeting: Meeting = 1
    reason: Text


class Reconvene(Model):
    """Reconvene a sitting that was adjourned for want of a quorum, or by its chair."""

    by: ActorId
    meeting: Annotated[int, Field(ge=2, le=MOST_MEETINGS)]
    """The number of the new meeting: one more than the last."""

    opens_at: Instant | None = None
    closes_at: Instant | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        _in_this_order(self.opens_at, self.closes_at)
        return self
