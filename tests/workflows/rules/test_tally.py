"""The count decides an award: every edge is tested on both sides."""

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.legal_values import Base
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.verdict import Outcome
from schemas.vote_clauses import ChairRule, ChairVote
from tests.builders.vote_polls import a_rule
from workflows.rules.voting import tally
from workflows.rules.voting.tally import Votes

SHARES = [("1/2", True), ("1/2", False), ("2/3", False), ("100%", False)]
A_SHARE = st.sampled_from(["1%", "50%", "80%", "90%", "99%", "1/2", "2/3", "3/4", "7/13", "998/999"])


@pytest.mark.parametrize(
    ("seats", "share", "exceed", "needed"),
    [
        pytest.param(19, "90%", False, 18, id="90 % of 19"),
        pytest.param(19, "80%", False, 16, id="80 % of 19"),
        pytest.param(9, "90%", False, 9, id="90 % of 9 is everybody"),
        pytest.param(10, "90%", False, 9, id="90 % of 10 without a remainder"),
        pytest.param(5, "80%", False, 4, id="80 % of 5 without a remainder"),
        pytest.param(5, "1/2", True, 3, id="more than half of 5"),
        pytest.param(4, "1/2", True, 3, id="more than half of 4"),
        pytest.param(4, "1/2", False, 2, id="half of 4"),
        pytest.param(5, "2/3", False, 4, id="two thirds of 5"),
        pytest.param(9, "2/3", False, 6, id="two thirds of 9 without a remainder"),
        pytest.param(9, "2/3", True, 7, id="more than two thirds of 9"),
        pytest.param(7, "100%", False, 7, id="all of 7"),
    ],
)
def test_the_edge_of_a_share(seats: int, share: str, exceed: bool, needed: int) -> None:
    """One vote decides: exactly so many carry, and one fewer do not."""
    rule = a_rule(share, exceed=exceed)

    reached = Votes("A" * needed + "D" * (seats - needed), seats=seats, present=seats)
    missed = Votes("A" * (needed - 1) + "D" * (seats - needed + 1), seats=seats, present=seats)

    assert tally.count(reached, rule).needed == needed
    assert tally.finding(reached, rule) is Finding.CARRIED
    assert tally.finding(missed, rule) is Finding.DEFEATED


@pytest.mark.parametrize(
    ("of", "base", "needed"),
    [(Base.ALL_SEATS, 10, 8), (Base.SEATS_PRESENT, 9, 8), (Base.BALLOTS_CAST, 6, 5)],
)
def test_a_share_is_taken_of_what_the_rule_says(of: Base, base: int, needed: int) -> None:
    """Ten are entitled, nine came, six handed in a ballot: three different denominators."""
    counted = tally.count(Votes("AAAASX", seats=10, present=9), a_rule("80%", of))

    assert (counted.of, counted.base, counted.needed) == (of, base, needed)


def test_each_mark_is_counted_for_what_it_says() -> None:
    """Abstentions and unreadable papers are neither for nor against, and none is lost."""
    counted = tally.count(Votes("AAADDSSSSX", seats=12, present=11), a_rule())

    assert (counted.seats, counted.present, counted.cast) == (12, 11, 10)
    assert (counted.approve, counted.disapprove, counted.abstain, counted.invalid) == (3, 2, 4, 1)


def test_no_ballots_carry_nothing() -> None:
    """A share of nothing is reached by nothing at all: the count asks for one vote that cannot be given."""
    rule = a_rule("1%", Base.BALLOTS_CAST)

    votes = Votes("", seats=5, present=5)

    assert (tally.count(votes, rule).base, tally.count(votes, rule).needed) == (0, 1)
    assert tally.finding(votes, rule) is Finding.DEFEATED


@pytest.mark.parametrize(
    ("quorum", "seats", "least"), [("2/3", 5, 4), ("2/3", 9, 6), ("100%", 3, 3), ("1/2", 4, 2), ("1%", 500, 5)]
)
def test_the_edge_of_a_quorum(quorum: str, seats: int, least: int) -> None:
    """Attendance is enough at exactly the share, and one fewer leaves the vote open, however keen."""
    rule = a_rule("1%", quorum=quorum)

    enough = Votes("A" * least, seats=seats, present=least)
    too_few = Votes("A" * (least - 1), seats=seats, present=least - 1)

    assert tally.has_quorum(enough, rule)
    assert not tally.has_quorum(too_few, rule)
    assert tally.finding(enough, rule) is Finding.CARRIED
    assert tally.finding(too_few, rule) is Finding.NO_QUORUM


def test_those_who_come_without_voting_make_a_quorum() -> None:
    """A quorum is of those who attend; silence counts against, but it is there."""
    rule = a_rule("80%", quorum="2/3")

    votes = Votes("AAA", seats=5, present=4)

    assert tally.has_quorum(votes, rule)
    assert tally.finding(votes, rule) is Finding.DEFEATED


@pytest.mark.parametrize(
    ("marks", "seats", "present"),
    [
        pytest.param("AAA", 5, 2, id="more ballots than attended"),
        pytest.param("AA", 5, 6, id="more attended than are entitled"),
        pytest.param("AZ", 5, 5, id="a letter that is no vote"),
        pytest.param("AR", 5, 5, id="the letter of a seat that stepped aside"),
    ],
)
def test_an_impossible_count_is_a_mistake_of_the_caller(marks: str, seats: int, present: int) -> None:
    """It must not become minutes."""
    with pytest.raises(ValueError, match=r"votes from|none of"):
        Votes(marks, seats=seats, present=present)


@pytest.mark.parametrize(
    ("recused", "recused_present", "written"),
    [
        pytest.param(1, 2, 0, id="more stepped aside there than anywhere"),
        pytest.param(3, 0, 0, id="more stepped aside than did not vote"),
        pytest.param(0, 0, 3, id="more wrote than voted"),
        pytest.param(0, 0, -1, id="fewer than none wrote"),
        pytest.param(2, 2, 0, id="who stepped aside voted"),
    ],
)
def test_an_impossible_abstention_is_one_too(recused: int, recused_present: int, written: int) -> None:
    """Two of four seats voted, three came."""
    with pytest.raises(ValueError, match=r"votes from|stepped aside"):
        Votes("AA", seats=4, present=3, recused=recused, recused_present=recused_present, written=written)


@given(
    st.text("ADSX", max_size=40), st.integers(0, 5), st.integers(0, 5), A_SHARE, st.sampled_from(Base), st.booleans()
)
def test_a_count_equals_a_slow_one_in_fractions(
    marks: str, silent: int, absent: int, share: str, of: Base, exceed: bool
) -> None:
    """The same answer by another road: a loop and exact fractions."""
    rule = a_rule(share, of, exceed=exceed, quorum=share)
    present = len(marks) + silent
    votes = Votes(marks, seats=present + absent, present=present)
    counted = tally.count(votes, rule)

    everybody = dict.fromkeys((Base.ALL_SEATS, Base.SEATS_LESS_RECUSED), present + absent)
    base = {**everybody, Base.SEATS_PRESENT: present, Base.BALLOTS_CAST: len(marks)}[of]
    part = Fraction(*rule.threshold.fraction)
    enough = [votes for votes in range(1, base + 1) if (votes > part * base if exceed else votes >= part * base)]
    assert Counter(marks) == +Counter(A=counted.approve, D=counted.disapprove, S=counted.abstain, X=counted.invalid)
    assert counted.approve + counted.disapprove + counted.abstain + counted.invalid == counted.cast
    assert counted.needed == (enough[0] if enough else floor(part * base) + 1)
    quorate = present > 0 and present >= part * (present + absent)
    voted = Finding.CARRIED if counted.approve in enough else Finding.DEFEATED
    assert tally.has_quorum(votes, rule) == quorate
    assert tally.finding(votes, rule) is (voted if quorate else Finding.NO_QUORUM)


RULES = [
    a_rule(share, of, exceed=exceed).model_copy(
        update={"chair": vote and ChairRule(vote=vote, citation="Điều 1", verified=True)}
    )
    for of, (share, exceed), vote in product(Base, SHARES, (None, *ChairVote))
]

SMALL = [
    (marks, len(marks) + silent, recused)
    for length, silent, recused in product(range(5), range(2), range(2))
    for marks in map("".join, combinations_with_replacement("ADSX", length))
]
"""Every way in which up to four vote; how many were present, and how many stepped aside."""


@pytest.mark.parametrize("rule", RULES)
def test_a_count_meets_its_rule_where_some_vote_of_the_chair_s_carries_it(rule: VoteRule) -> None:
    """A later reader of the count does not see how the chair voted."""
    for marks, present, recused in SMALL:
        chairs = [
            Votes(marks, seats=present + recused, present=present, recused=recused, chair=chair)
            for chair in (*set(marks), None)
        ]
        counted = tally.count(chairs[0], rule)

        assert tally.meets(counted, rule, Outcome.FORWARD) == any(tally.reaches(votes, rule) for votes in chairs)
        assert tally.meets(counted, rule, Outcome.REFUSE)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("outcome", [Outcome.FORWARD, Outcome.REFUSE])
def test_a_count_by_another_rule_meets_none(rule: VoteRule, outcome: Outcome) -> None:
    """One that asked for another number, or took its share of something else, whatever came of it."""
    of = next(base for base in Base if base is not rule.threshold.of)
    for marks, present, recused in SMALL:
        counted = tally.count(Votes(marks, seats=present + recused, present=present, recused=recused), rule)
        for changes in ({"needed": counted.needed + 1}, {"base": counted.base + 1}, {"of": of}):
            assert not tally.meets(counted.model_copy(update=changes), rule, outcome)


@given(st.text("DSX", min_size=1, max_size=30), st.data(), A_SHARE, st.sampled_from(Base), st.booleans())
def test_one_more_approving_vote_never_turns_carried_into_defeated(
    others: str, data: st.DataObject, share: str, of: Base, exceed: bool
) -> None:
    """Approving must help the approved."""
    rule = a_rule(share, of, exceed=exceed)
    approving = data.draw(st.integers(0, len(others) - 1))
    before = "A" * approving + others[approving:]
    after = "A" * (approving + 1) + others[approving + 1 :]

    first, second = (
        tally.finding(Votes(marks, seats=len(others), present=len(others)), rule) for marks in (before, after)
    )

    assert (first, second) != (Finding.CARRIED, Finding.DEFEATED)
