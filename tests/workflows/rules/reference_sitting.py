"""A sitting told plainly: the acts that were taken, in order, and what follows from them for those who vote.

Written from the docstrings of `schemas`. It shares nothing with the rules that are held against it, and is slow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from schemas.bodies import Body, BodyKind, Seat, Substitute, Tenure
from schemas.messages import Adjourn, Amend, Cast, Reconvene, Recuse, ScoreDossier, WithdrawBallot
from schemas.routes import VoteRule
from schemas.scoring import ScoreStep, Sheet
from schemas.sitting import AgendaItem


class ReferenceMeeting(Enum):
    """The result of a closing or of time passing, and no caller's act."""

    OPENED = "opened"
    UNPRESIDED = "nobody could open it"
    NO_QUORUM = "no quorum"
    SECOND_ROUND = "second round"
    CLOSED = "closed"


Told = ReferenceMeeting | Amend | Recuse | ScoreDossier | Cast | WithdrawBallot | Adjourn | Reconvene
Ground = tuple[str, str]
Register = Mapping[str, tuple[AgendaItem, VoteRule]]


@dataclass(frozen=True)
class Tied:
    """Dossiers that are voted on once more, and how many places are left for them."""

    dossiers: tuple[str, ...]
    places: int


@dataclass
class ReferenceSitting:
    """A sitting: how it was convened, and what was taken since."""

    sitting: str
    body: Body
    """With the roll of the day on which it was convened or last called again, or on which its ballot opened."""

    agenda: tuple[str, ...]
    register: Register
    """Every dossier that was ever on the agenda, with the rule by which it is voted on."""

    places: Mapping[Ground, int]
    waits: bool = False
    """Whether its ballot opened later than it was convened."""

    told: list[Told] = field(default_factory=list)
    tied: tuple[Tied, ...] = ()
    """What the second round is about, once it is called."""

    def rule(self, dossier: str) -> VoteRule:
        """Return by what a dossier is voted on."""
        return self.register[dossier][1]

    def item(self, dossier: str) -> AgendaItem:
        """Return the agenda's entry on a dossier."""
        return self.register[dossier][0]


def status(story: ReferenceSitting) -> str:
    """Return how far it has come: called, open, adjourned or closed."""
    now = "called" if story.waits else "open"
    for each in story.told:
        if each is ReferenceMeeting.OPENED:
            now = "open"
        elif each in {ReferenceMeeting.NO_QUORUM, ReferenceMeeting.UNPRESIDED} or isinstance(each, Adjourn):
            now = "adjourned"
        elif each is ReferenceMeeting.CLOSED:
            now = "closed"
        elif isinstance(each, Reconvene):
            now = "called" if each.opens_at else "open"
    return now


def meeting(story: ReferenceSitting) -> int:
    """Return which meeting this is: each reconvening and each second round is one more."""
    return 1 + sum(isinstance(each, Reconvene) or each is ReferenceMeeting.SECOND_ROUND for each in story.told)


def amended(story: ReferenceSitting) -> int:
    """Return how many times the agenda was."""
    return sum(isinstance(each, Amend) for each in story.told)


def in_second_round(story: ReferenceSitting) -> bool:
    """Return whether those that were equal are voted on again, and not yet counted."""
    return ReferenceMeeting.SECOND_ROUND in story.told and ReferenceMeeting.CLOSED not in story.told


def covers(tenure: Tenure, day: date) -> bool:
    """Return whether an office is held on a day."""
    began = tenure.first <= day
    ended = tenure.last is not None and tenure.last < day
    return began and not ended


def roll(story: ReferenceSitting) -> list[Seat]:
    """Return the seats that vote."""
    return list(story.body.seats)


def seat_named(story: ReferenceSitting, name: str) -> Seat | None:
    """Return a seat of the roll."""
    for seat in roll(story):
        if seat.id == name:
            return seat
    return None


def heard(story: ReferenceSitting) -> list[str]:
    """Return the agenda as it stands now."""
    names = list(story.agenda)
    for each in story.told:
        if isinstance(each, Amend):
            struck = [reasoned.dossier_id for reasoned in each.strike]
            names = [name for name in names if name not in struck] + list(each.add)
    return names


def table(story: ReferenceSitting) -> list[str]:
    """Return what is put to the vote now."""
    if not in_second_round(story):
        return heard(story)
    again = [name for tied in story.tied for name in tied.dossiers]
    return [name for name in heard(story) if name in again]


def handed_in(story: ReferenceSitting) -> dict[str, Cast]:
    """Return each seat's ballot that stands: its last of this meeting, unless it was taken back."""
    standing: dict[str, Cast] = {}
    for each in story.told:
        if isinstance(each, Amend | Reconvene) or each is ReferenceMeeting.SECOND_ROUND:
            standing = {}
        elif isinstance(each, Cast):
            standing[each.seat] = each
        elif isinstance(each, WithdrawBallot):
            del standing[each.seat]
    return standing


def last_revision(story: ReferenceSitting, seat: str) -> int:
    """Return the number of a seat's last ballot of this meeting, taken back or not; 0 without one."""
    last = 0
    for each in story.told:
        if isinstance(each, Amend | Reconvene) or each is ReferenceMeeting.SECOND_ROUND:
            last = 0
        elif isinstance(each, Cast) and each.seat == seat:
            last = each.revision
    return last


def voter(ballot: Cast) -> str:
    """Return who voted: a substitute, or the seat itself."""
    return str(ballot.by or ballot.seat)


def substitute_of(seat: Seat, name: str | None) -> Substitute | None:
    """Return a seat's substitute of a name, whatever the day."""
    for substitute in seat.substitutes:
        if substitute.id == name and name != seat.id:
            return substitute
    return None


def aside(story: ReferenceSitting, seat: Seat, by: str | None) -> set[str]:
    """Return from what a seat steps aside: what it declared, and what the rule finds of it or of who votes for it."""
    own_unit = seat.unit or (seat.id if story.body.kind is BodyKind.CLUSTER else None)
    voters: list[tuple[str | None, str | None]] = [(own_unit, seat.nominee)]
    substitute = substitute_of(seat, by)
    if substitute is not None:
        voters.append((substitute.unit, substitute.nominee))
    found = set()
    for name in heard(story):
        item, rule = story.register[name]
        for unit, nominee in voters:
            if rule.recusal is None:
                continue
            if rule.recusal.own_unit and unit is not None and unit == item.unit:
                found.add(name)
            if rule.recusal.own_dossier and nominee is not None and nominee == item.nominee_id:
                found.add(name)
    for each in story.told:
        if isinstance(each, Recuse) and each.seat == seat.id:
            found.update(name for name in each.dossiers if name in heard(story))
    return found


def declared(story: ReferenceSitting) -> dict[str, dict[str, str]]:
    """Return for each seat why it stepped aside from what it declared, in its last words."""
    said: dict[str, dict[str, str]] = {}
    for each in story.told:
        if isinstance(each, Recuse):
            for name in each.dossiers:
                said.setdefault(each.seat, {})[name] = each.reason
    return said


def points(story: ReferenceSitting, dossier: str) -> Decimal | None:
    """Return the points that count: as settled, or as checked and not contested; nothing before that."""
    checked: Sheet | None = None
    settled: Sheet | None = None
    contested = False
    for each in story.told:
        if isinstance(each, ScoreDossier) and each.dossier_id == dossier:
            contested = contested or each.step is ScoreStep.CONTESTED
            checked = each.sheet if each.step is ScoreStep.CHECKED else checked
            settled = each.sheet if each.step is ScoreStep.SETTLED else settled
    counts = settled or (None if contested else checked)
    if counts is None:
        return None
    total = counts.bonus - counts.penalty
    for scored in counts.groups:
        total += scored.points
    return total
