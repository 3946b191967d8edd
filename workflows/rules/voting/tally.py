"""Counting votes: the count for one dossier, and its result by the body's rule.

Shares are compared as whole numbers only: 0.9 * 10 would decide an award by rounding error.
"""

from dataclasses import dataclass
from typing import assert_never

from schemas.ballots import Vote
from schemas.legal_values import Base, Requirement
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.verdict import Outcome, Tally
from schemas.vote_clauses import ChairVote


@dataclass(frozen=True)
class Votes:
    """The votes on one dossier, and all seats that could have cast one.

    Raises:
        ValueError: More votes than attended, more attended than are entitled, or a letter that is no vote.
    """

    marks: str
    """One letter of `Vote.mark` for each vote that counts: those of recused seats are not among them."""

    seats: int
    present: int
    """How many attended, whether they voted on this dossier or not."""

    recused: int = 0
    """How many seats stepped aside, present or not."""

    recused_present: int = 0
    written: int = 0
    """How many of the votes came in writing, from seats that were absent."""

    chair: str | None = None
    """The chair's own letter; None where its seat handed in no vote."""

    chair_recused: bool = False

    @property
    def cast(self) -> int:
        """Return how many votes count."""
        return len(self.marks)

    def __post_init__(self) -> None:
        """Refuse inconsistent numbers."""
        cast_here = self.cast - self.written
        able = self.present - self.recused_present
        if not (self.written >= 0 and 0 <= cast_here <= able and self.present + self.written <= self.seats):
            raise ValueError(f"{len(self.marks)} votes from {self.present} present of {self.seats} seats")
        if not 0 <= self.recused_present <= self.recused <= self.seats - len(self.marks):
            raise ValueError(f"{self.recused} of {self.seats} seats stepped aside, and {len(self.marks)} voted")
        if strangers := set(self.marks) - {vote.mark for vote in Vote}:
            raise ValueError(f"a mark that is none of a vote's: {', '.join(sorted(strangers))}")


def count(votes: Votes, rule: VoteRule) -> Tally:
    """Return the count of one dossier's votes: the base of the share, and the number of votes required."""
    base = _base(rule.threshold.of, votes)
    said = {vote: votes.marks.count(vote.mark) for vote in Vote}
    return Tally(
        seats=votes.seats,
        present=votes.present,
        recused=votes.recused,
        written=votes.written,
        cast=votes.cast,
        approve=said[Vote.APPROVE],
        disapprove=said[Vote.DISAPPROVE],
        abstain=said[Vote.ABSTAIN],
        invalid=said[Vote.INVALID],
        base=base,
        of=rule.threshold.of,
        needed=votes_needed(rule.threshold, of=base),
    )


def _base(of: Base, counted: Votes | Tally) -> int:
    present = counted.present + counted.written
    return base_of(of, seats=counted.seats, recused=counted.recused, present=present, cast=counted.cast)


def base_of(of: Base, *, seats: int, recused: int, present: int, cast: int) -> int:
    """Return the base of a share."""
    match of:
        case Base.ALL_SEATS:
            return seats
        case Base.SEATS_LESS_RECUSED:
            return seats - recused
        case Base.SEATS_PRESENT:
            return present
        case Base.BALLOTS_CAST:
            return cast
        case _:
            assert_never(of)


def quorum(votes: Votes, rule: VoteRule) -> tuple[int, int]:
    """Return how many seats attended among those counted for a quorum, and how many were required.

    Where it is counted among seats less the recused, these count on neither side. Written votes are not attendance.
    """
    if rule.quorum.of is Base.SEATS_LESS_RECUSED:
        return votes.present - votes.recused_present, votes_needed(rule.quorum, of=votes.seats - votes.recused)
    return votes.present, votes_needed(rule.quorum, of=votes.seats)


def has_quorum(votes: Votes, rule: VoteRule) -> bool:
    """Return whether enough attended for the vote to count."""
    came, needed = quorum(votes, rule)
    return came >= needed


def finding(votes: Votes, rule: VoteRule) -> Finding:
    """Return the result of the votes alone, before points and places: carried, defeated, or no quorum."""
    if not has_quorum(votes, rule):
        return Finding.NO_QUORUM
    carried = reaches(votes, rule) and not lacks_its_chair(votes, rule)
    return Finding.CARRIED if carried else Finding.DEFEATED


def reaches(votes: Votes, rule: VoteRule) -> bool:
    """Return whether enough approved, with the chair's casting vote where that decides."""
    tally = count(votes, rule)
    return tally.approve + breaks_the_tie(votes, rule) >= tally.needed


def breaks_the_tie(votes: Votes, rule: VoteRule) -> bool:
    """Return whether the chair's approval counts once more: approvals equal disapprovals, and the rule allows it."""
    decisive = rule.chair is not None and rule.chair.vote is ChairVote.BREAKS_TIES
    approve, disapprove = (votes.marks.count(vote.mark) for vote in (Vote.APPROVE, Vote.DISAPPROVE))
    return decisive and approve == disapprove and votes.chair == Vote.APPROVE.mark


def lacks_its_chair(votes: Votes, rule: VoteRule) -> bool:
    """Return whether the chair had to approve, could, and did not."""
    asked = rule.chair is not None and rule.chair.vote is ChairVote.MUST_APPROVE and not votes.chair_recused
    return asked and votes.chair != Vote.APPROVE.mark


def meets(tally: Tally, rule: VoteRule, outcome: Outcome) -> bool:
    """Return whether a count was made by this rule: with its base and its requirement, and meeting it.

    The chair's vote is unknown here: where it breaks ties, as many for as against may be enough.
    """
    may_break = rule.chair is not None and rule.chair.vote is ChairVote.BREAKS_TIES
    # A chair that breaks a tie has approved: without approvals there is no tie to break.
    decisive = may_break and tally.approve == tally.disapprove > 0
    base = _base(rule.threshold.of, tally)
    is_by_rule = (tally.of, tally.base, tally.needed) == (
        rule.threshold.of,
        base,
        votes_needed(rule.threshold, of=base),
    )
    return is_by_rule and (outcome is not Outcome.FORWARD or tally.approve + decisive >= tally.needed)


def votes_needed(requirement: Requirement, *, of: int) -> int:
    """Return the least whole number that meets a requirement; for an empty base, one, so that it is not met."""
    part, whole = requirement.fraction
    if requirement.exceed or of == 0:
        return part * of // whole + 1
    return -(-part * of // whole)
