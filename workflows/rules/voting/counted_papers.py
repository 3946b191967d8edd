"""The tellers' sums as votes: a letter for each paper, as if each had been entered, and no seat's name."""

from schemas.ballots import Vote
from schemas.routes import VoteRule
from schemas.vote_counts import ItemSums, Sums


def marks(sums: Sums, rule: VoteRule) -> str:
    """Return a letter of `Vote.mark` for each paper; a blank is invalid, unless the rule makes it an abstention."""
    numbers = {
        Vote.APPROVE: sums.approve,
        Vote.DISAPPROVE: sums.disapprove,
        Vote.ABSTAIN: sums.abstain,
        Vote.INVALID: sums.invalid,
    }
    numbers[meaning_of_a_blank(rule)] += sums.blank
    return "".join(vote.mark * number for vote, number in numbers.items())


def meaning_of_a_blank(rule: VoteRule) -> Vote:
    """Return the vote as which a blank counts."""
    return Vote.ABSTAIN if rule.blanks is not None and rule.blanks.abstain else Vote.INVALID


def without_the_chair(sums: ItemSums) -> Sums:
    """Return the bare sums, as minutes hold them."""
    return Sums(
        approve=sums.approve,
        disapprove=sums.disapprove,
        abstain=sums.abstain,
        blank=sums.blank,
        invalid=sums.invalid,
    )


def invalid(sums: Sums, rule: VoteRule) -> int:
    """Return how many papers are invalid for a dossier, with the blanks that are."""
    return marks(sums, rule).count(Vote.INVALID.mark)
