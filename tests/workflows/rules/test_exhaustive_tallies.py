"""Every tally that a body of up to seven seats can come to, counted as we do and as the reference does."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain, product

import pytest

from schemas.legal_values import Base
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.vote_clauses import ChairVote
from tests.builders.values import a_requirement
from tests.workflows.rules import reference_count
from tests.workflows.rules.exhaustive_tallies import a_rule, every_tally, whoever_chairs
from tests.workflows.rules.reference_count import Counts
from workflows.rules.voting import tally
from workflows.rules.voting.tally import Votes

SHARES = (("1/2", True), ("2/3", False), ("80%", False), ("90%", False), ("100%", False))


@pytest.mark.parametrize(
    ("seats", "times"),
    [(1, 10), (2, 94), (3, 484), (4, 1_812), (5, 5_520), (6, 14_520), (7, 34_188)],
)
def test_a_poll_sees_what_each_seat_did(seats: int, times: int) -> None:
    """Who came, wrote, stepped aside or voted is read off the ballots rightly, for every way to split a body."""
    assert len(every_tally(seats)) == times


def compared(rule: VoteRule, tallies: Iterable[tuple[Counts, Votes]]) -> Counter[Finding]:
    """Return how often each finding was found, by us and by the reference alike."""
    found: Counter[Finding] = Counter()
    for counts, votes in tallies:
        ours = tally.finding(votes, rule)
        assert ours is reference_count.by_votes(counts, rule), (counts, rule)
        found[ours] += 1
    return found


def test_every_tally_reaches_its_threshold_or_does_not() -> None:
    """Each of the four bases, each share; of fewer than ten, nine in ten are all, so the largest bodies skip one."""
    found: Counter[Finding] = Counter()
    for base, (share, exceed), seats in product(Base, SHARES, range(1, 8)):
        if share != "100%" or seats <= 5:
            found += compared(a_rule(base, share, exceed=exceed), whoever_chairs(seats))

    assert found == {Finding.CARRIED: 19_372, Finding.DEFEATED: 248_832, Finding.NO_QUORUM: 5_764}


def test_every_tally_says_what_was_counted() -> None:
    """The minutes give each number: of what the share was taken, how many it asked for, how many there were."""
    times = 0
    for base, seats in product(Base, range(1, 8)):
        rule = a_rule(base, "80%")
        for counts, votes in whoever_chairs(seats):
            count = tally.count(votes, rule)
            taken_of = reference_count.base(counts, base)
            asked_for = reference_count.needed("80%", False, taken_of)
            assert (count.base, count.needed, count.of) == (taken_of, asked_for, base)
            assert (count.seats, count.present, count.recused) == (counts.seats, counts.present, counts.aside)
            assert (count.written, count.cast) == (counts.written, counts.cast)
            assert (count.approve, count.disapprove) == (counts.approve, counts.disapprove)
            assert (count.abstain, count.invalid) == (counts.abstain, counts.invalid)
            times += 1

    assert times == 65_776


def test_every_attendance_makes_a_quorum_or_does_not() -> None:
    """Both bases of a quorum, each share: those who stepped aside count on both sides, or on neither."""
    quorate: Counter[bool] = Counter()
    for of, (share, exceed) in product((Base.ALL_SEATS, Base.SEATS_LESS_RECUSED), SHARES):
        rule = a_rule(quorum=a_requirement(share, of, exceed=exceed))
        for counts, votes in chain.from_iterable(map(whoever_chairs, range(1, 8))):
            ours = tally.has_quorum(votes, rule)
            assert ours == reference_count.is_quorate(counts, rule.quorum), (counts, rule)
            quorate[ours] += 1

    assert quorate == {True: 58_331, False: 106_109}


@pytest.mark.parametrize(
    ("vote", "base", "most", "times"),
    [
        (ChairVote.MUST_APPROVE, Base.ALL_SEATS, 6, (542, 21_394, 504)),
        (ChairVote.MUST_APPROVE, Base.SEATS_LESS_RECUSED, 7, (3_186, 52_602, 840)),
        (ChairVote.MUST_APPROVE, Base.SEATS_PRESENT, 6, (1_194, 20_742, 504)),
        (ChairVote.MUST_APPROVE, Base.BALLOTS_CAST, 6, (2_393, 19_543, 504)),
        (ChairVote.BREAKS_TIES, Base.ALL_SEATS, 6, (1_002, 20_934, 504)),
        (ChairVote.BREAKS_TIES, Base.SEATS_LESS_RECUSED, 6, (2_422, 19_514, 504)),
        (ChairVote.BREAKS_TIES, Base.SEATS_PRESENT, 6, (2_360, 19_576, 504)),
        (ChairVote.BREAKS_TIES, Base.BALLOTS_CAST, 7, (11_893, 43_895, 840)),
    ],
)
def test_every_chair_makes_its_difference(vote: ChairVote, base: Base, most: int, times: tuple[int, int, int]) -> None:
    """More than half, with a chair that must approve or breaks ties: whatever it did, in a room or in writing."""
    rule = a_rule(base, "1/2", exceed=True, chair=vote)

    found = compared(rule, chain.from_iterable(every_tally(seats).items() for seats in range(1, most + 1)))

    assert (found[Finding.CARRIED], found[Finding.DEFEATED], found[Finding.NO_QUORUM]) == times


def test_every_rule_together() -> None:
    """Quorum, threshold and chair at once, in bodies of up to three: none of them hides another."""
    found: Counter[Finding] = Counter()
    quorums = [a_requirement("2/3"), a_requirement("2/3", Base.SEATS_LESS_RECUSED)]
    for base, (share, exceed), quorum, chair in product(Base, SHARES, quorums, (None, *ChairVote)):
        rule = a_rule(base, share, exceed=exceed, quorum=quorum, chair=chair)
        found += compared(rule, chain.from_iterable(every_tally(seats).items() for seats in range(1, 4)))

    assert found == {Finding.CARRIED: 3_068, Finding.DEFEATED: 37_912, Finding.NO_QUORUM: 29_580}
