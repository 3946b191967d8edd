"""One dossier counted a second time, from the docstrings of `schemas`: exact fractions, plain loops, nothing shared."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from schemas.ballots import Vote
from schemas.legal_values import Base, Requirement
from schemas.messages import Cast
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.scoring import ScoringTable
from schemas.vote_clauses import ChairVote
from tests.workflows.rules import reference_sitting as story_of
from tests.workflows.rules.reference_sitting import ReferenceSitting

ASIDE = "aside"
"""Stands for a chair that steps aside, instead of its vote."""


@dataclass(frozen=True)
class Counts:
    """What happened to one dossier in the room."""

    seats: int
    present: int
    aside: int
    """Seats of the roll that stepped aside from it, wherever they were."""

    aside_present: int
    written: int
    """Votes on it that came in writing and count."""

    approve: int
    disapprove: int
    abstain: int
    invalid: int
    chair: str | None
    """How the chair voted, `ASIDE`, or nothing where no vote of its counts."""

    @property
    def cast(self) -> int:
        """Return how many votes there are on it."""
        return self.approve + self.disapprove + self.abstain + self.invalid


@cache
def part_of(share: str) -> Fraction:
    """Return a share as the law writes it, as a number."""
    return Fraction(int(share[:-1]), 100) if share.endswith("%") else Fraction(share)


@cache
def is_met(share: str, exceed: bool, votes: int, of: int) -> bool:
    """Return whether so many of so many reach a share, or exceed it; of zero, none do."""
    line = part_of(share) * of
    return of > 0 and (votes > line if exceed else votes >= line)


@cache
def needed(share: str, exceed: bool, of: int) -> int:
    """Return how many it takes; of zero one, which cannot be reached."""
    for votes in range(1, of + 1):
        if is_met(share, exceed, votes, of):
            return votes
    return of + 1


def base(counts: Counts, of: Base) -> int:
    """Return how many a share is taken of."""
    if of is Base.ALL_SEATS:
        return counts.seats
    if of is Base.SEATS_LESS_RECUSED:
        return counts.seats - counts.aside
    if of is Base.SEATS_PRESENT:
        return counts.present + counts.written
    return counts.cast


def is_quorate(counts: Counts, quorum: Requirement) -> bool:
    """Return whether enough came."""
    if quorum.of is Base.ALL_SEATS:
        return is_met(quorum.share, quorum.exceed, counts.present, counts.seats)
    able, able_present = counts.seats - counts.aside, counts.present - counts.aside_present
    return is_met(quorum.share, quorum.exceed, able_present, able)


def by_votes(counts: Counts, rule: VoteRule) -> Finding:
    """Return the result of the votes alone."""
    if not is_quorate(counts, rule.quorum):
        return Finding.NO_QUORUM
    approve = counts.approve
    if rule.chair is not None and rule.chair.vote is ChairVote.BREAKS_TIES:
        if counts.approve == counts.disapprove and counts.chair == Vote.APPROVE:
            approve += 1
    elif rule.chair is not None and counts.chair not in {Vote.APPROVE, ASIDE}:
        return Finding.DEFEATED
    threshold = rule.threshold
    enough = is_met(threshold.share, threshold.exceed, approve, base(counts, threshold.of))
    return Finding.CARRIED if enough else Finding.DEFEATED


def by_points(found: Finding, points: Decimal | None, table: ScoringTable | None) -> Finding:
    """Return what becomes of a finding where the body scores: settled points, and enough of them."""
    if table is None or found is Finding.NO_QUORUM:
        return found
    if points is None:
        return Finding.UNSCORED
    whole = sum(group.most for group in table.groups)
    if table.least is not None and Fraction(points) < part_of(table.least) * whole:
        return Finding.DEFEATED
    return found


def by_rank(ranks: Mapping[str, tuple[Decimal | int, ...]], places: int) -> dict[str, Finding]:
    """Return who has a place: those neither better nor worse than another are equal to it."""
    found = {}
    for name, own in ranks.items():
        better = sum(other > own for other in ranks.values())
        equal = sum(other == own for other in ranks.values())
        if better + equal <= places:
            found[name] = Finding.CARRIED
        else:
            found[name] = Finding.NO_PLACE if better >= places else Finding.TIED
    return found


def counts(story: ReferenceSitting, dossier: str, attended: Collection[str]) -> Counts:
    """Count one dossier, seat by seat."""
    rule, handed = story.rule(dossier), story_of.handed_in(story)
    said = dict.fromkeys(Vote, 0)
    present = aside = aside_present = written = 0
    chair: str | None = None
    for seat in story_of.roll(story):
        ballot = handed.get(seat.id)
        there = seat.id in attended or (ballot is not None and not ballot.written)
        steps_aside = dossier in story_of.aside(story, seat, ballot.by if ballot else None)
        vote = vote_of(ballot, dossier, rule)
        present, aside = present + there, aside + steps_aside
        aside_present += there and steps_aside
        if vote is not None:
            assert not steps_aside
            said[vote] += 1
            written += ballot is not None and ballot.written
        if seat.id == story.body.chair:
            chair = ASIDE if steps_aside else vote
    return Counts(
        seats=len(story_of.roll(story)),
        present=present,
        aside=aside,
        aside_present=aside_present,
        written=written,
        approve=said[Vote.APPROVE],
        disapprove=said[Vote.DISAPPROVE],
        abstain=said[Vote.ABSTAIN],
        invalid=said[Vote.INVALID],
        chair=chair,
    )


def vote_of(ballot: Cast | None, dossier: str, rule: VoteRule) -> Vote | None:
    """Return a ballot's vote on a dossier, where it counts."""
    if ballot is None or (ballot.written and not (rule.written and rule.written.counted)):
        return None
    for choice in ballot.choices:
        if choice.dossier_id == dossier:
            return choice.vote
    return None
