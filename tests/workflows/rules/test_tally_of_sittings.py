"""A sitting considers many dossiers at once: places, ties, returns and quorums over a whole agenda."""

import sys
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import AwardId, DossierId
from schemas.minutes import Finding, ItemMinutes
from tests.builders.vote_polls import a_poll, a_rule, an_agenda, ballots_giving, findings, heard
from workflows.rules.voting import polls, ranking

BALLOTS = st.lists(st.text("ADSX", min_size=4, max_size=4), max_size=9)


@given(BALLOTS.flatmap(lambda ballots: st.tuples(st.just(ballots), st.permutations(ballots))))
def test_the_order_of_ballots_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    """Who votes first decides nothing."""
    handed_in, shuffled = both

    assert heard(shuffled, seats=9, agenda=an_agenda(4), places=1) == heard(
        handed_in, seats=9, agenda=an_agenda(4), places=1
    )


@given(BALLOTS, st.permutations(range(4)), st.integers(0, 4))
def test_permuting_the_agenda_permutes_the_findings(ballots: list[str], order: list[int], places: int) -> None:
    """Where a dossier stands on the agenda gains it nothing."""
    agenda = an_agenda(4)
    straight = heard(ballots, seats=9, agenda=agenda, places=places)

    permuted = heard(
        ["".join(marks[number] for number in order) for marks in ballots],
        seats=9,
        agenda=[agenda[number] for number in order],
        places=places,
    )

    assert permuted == tuple(straight[number] for number in order)


@given(BALLOTS, st.integers(0, 5))
def test_places_are_never_exceeded_and_left_empty_only_for_a_reason(ballots: list[str], places: int) -> None:
    """A place stays empty only where not enough passed, or where equals stand at the line."""
    agenda = an_agenda(4)
    passed = findings(heard(ballots, seats=9, agenda=agenda)).count(Finding.CARRIED)

    found = Counter(findings(heard(ballots, seats=9, agenda=agenda, places=places)))

    assert found[Finding.CARRIED] <= places
    assert found[Finding.CARRIED] + found[Finding.TIED] + found[Finding.NO_PLACE] == passed
    if found[Finding.CARRIED] < min(places, passed):
        assert found[Finding.TIED] > places - found[Finding.CARRIED]
    else:
        assert not found[Finding.TIED]


@given(BALLOTS, st.integers(0, 5))
def test_whoever_has_a_place_has_more_votes_than_whoever_has_none(ballots: list[str], places: int) -> None:
    """Places go by approving votes and by nothing else."""
    items = heard(ballots, seats=9, agenda=an_agenda(4), places=places)
    rank = {Finding.CARRIED: 2, Finding.TIED: 1, Finding.NO_PLACE: 0}
    rivals = sorted((item.tally.approve, rank[item.finding]) for item in items if item.finding in rank)

    assert [place for _, place in rivals] == sorted(place for _, place in rivals)
    assert len(set(rivals)) == len({votes for votes, _ in rivals})


@pytest.mark.parametrize(
    ("approvals", "places", "expected"),
    [
        pytest.param((7, 6, 5), 3, "CCC", id="as many places as passed"),
        pytest.param((7, 6, 5), 2, "CCN", id="one place short"),
        pytest.param((5, 7, 6), 1, "NCN", id="the agenda's order is not the ranking"),
        pytest.param((7, 7, 5), 2, "CCN", id="equals above the line both have a place"),
        pytest.param((7, 5, 5), 1, "CNN", id="equals below the line both have none"),
        pytest.param((7, 6, 6), 2, "CTT", id="equals on both sides of the line stay open"),
        pytest.param((6, 6, 6), 1, "TTT", id="all equal"),
        pytest.param((7, 6, 6, 6, 5), 3, "CTTTN", id="a group straddles the line"),
        pytest.param((7, 6, 5), 0, "NNN", id="no places at all"),
        pytest.param((6, 6), 0, "NN", id="no places, and no tie to settle"),
        pytest.param((7, 2, 2), 1, "CDD", id="the defeated do not compete"),
    ],
)
def test_places_are_given_by_approving_votes(approvals: tuple[int, ...], places: int, expected: str) -> None:
    """The line is drawn below the last place; only a tie that straddles it is left open."""
    letters = {"C": Finding.CARRIED, "N": Finding.NO_PLACE, "T": Finding.TIED, "D": Finding.DEFEATED}

    items = heard(
        ballots_giving(*approvals, seats=9), seats=9, agenda=an_agenda(len(approvals)), places=places, rules=[a_rule()]
    )

    assert findings(items) == [letters[letter] for letter in expected]


def test_places_of_one_award_do_not_limit_another() -> None:
    """Two certificates are not in the way of a flag."""
    agenda = (*an_agenda(1), *(item.model_copy(update={"dossier_id": DossierId("d-9")}) for item in an_agenda(1)))
    other = agenda[1].model_copy(update={"award": AwardId("pm_merit_certificate")})

    items = heard(ballots_giving(9, 8, seats=9), seats=9, agenda=(agenda[0], other), places=1)

    assert findings(items) == [Finding.CARRIED, Finding.CARRIED]


def test_a_returned_dossier_keeps_its_reasons_and_takes_no_place() -> None:
    """It was not voted on: however many approved it, the place is for those that were."""
    agenda = an_agenda(2)
    sent_back = {agenda[0].dossier_id: ("Thiếu biên bản của cụm.",)}

    items = heard(ballots_giving(9, 5, seats=9), seats=9, agenda=agenda, places=1, returned=sent_back)

    assert findings(items) == [Finding.RETURNED, Finding.CARRIED]
    assert items[0].reasons == ("Thiếu biên bản của cụm.",)


def test_each_dossier_is_counted_by_its_own_rule() -> None:
    """One sitting may consider dossiers that came in under two laws."""
    first, second = an_agenda(2)
    agenda = (first, second.model_copy(update={"rule": 1}))

    items = heard(ballots_giving(7, 7, seats=9), seats=9, agenda=agenda, rules=[a_rule("2/3"), a_rule("90%")])

    assert findings(items) == [Finding.CARRIED, Finding.DEFEATED]
    assert [item.tally.needed for item in items] == [6, 9]


def test_nobody_voted() -> None:
    """A sitting closed without one ballot still has minutes."""
    items = heard([], seats=9, agenda=an_agenda(3), rules=[a_rule(quorum="2/3")])

    assert findings(items) == [Finding.NO_QUORUM] * 3
    assert polls.lacks_quorum(items)


@pytest.mark.parametrize("ballots", [["AA", "A"], ["AAA", "AAA"], ["A", "A"]])
def test_a_ballot_that_does_not_cover_the_agenda_is_a_mistake_of_the_caller(ballots: list[str]) -> None:
    """Marks that slip by one place would give a vote to the wrong dossier."""
    with pytest.raises(ValueError, match="does not cover the agenda"):
        heard(ballots, seats=5, agenda=an_agenda(2))


def test_returning_what_was_not_heard_is_a_mistake_of_the_caller() -> None:
    """A misspelt identifier must not pass for a dossier that was voted on."""
    with pytest.raises(ValueError, match="not on the agenda: d-7"):
        heard(["A"], seats=5, agenda=an_agenda(1), returned={DossierId("d-7"): ("Thiếu giấy tờ.",)})


@pytest.mark.parametrize(
    ("came", "sent_back", "adjourned"),
    [
        pytest.param(3, 0, True, id="one short of the quorum"),
        pytest.param(4, 0, False, id="exactly the quorum"),
        pytest.param(3, 1, True, id="what was sent back does not hold the sitting together"),
        pytest.param(3, 2, False, id="nothing was put to the vote"),
    ],
)
def test_a_sitting_is_adjourned_when_no_vote_had_a_quorum(came: int, sent_back: int, adjourned: bool) -> None:
    """It is held again for what was put to the vote, and only if there was any."""
    agenda = an_agenda(2)
    returned = {item.dossier_id: ("Thiếu giấy tờ.",) for item in agenda[:sent_back]}

    items = heard(["AA"] * came, seats=5, agenda=agenda, rules=[a_rule(quorum="2/3")], returned=returned)

    assert polls.lacks_quorum(items) is adjourned


def test_one_vote_with_a_quorum_is_enough_to_close() -> None:
    """Two laws may ask for two quorums; what could be voted on stands."""
    first, second = an_agenda(2)
    agenda = (first, second.model_copy(update={"rule": 1}))

    items = heard(["AA"] * 3, seats=5, agenda=agenda, rules=[a_rule(quorum="1/2"), a_rule(quorum="2/3")])

    assert findings(items) == [Finding.CARRIED, Finding.NO_QUORUM]
    assert not polls.lacks_quorum(items)


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions some work calls, Python's own among them: the same number on every machine."""
    calls = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def test_a_large_sitting_is_counted_well_within_a_workflow_task() -> None:
    """Temporal takes two seconds without a yield for a deadlock; at four calls a vote, this takes half of one."""
    ballots = ["ADSXA" * 100] * 500
    poll = a_poll(ballots, seats=500, agenda=an_agenda(500), places=50)
    items: list[ItemMinutes] = []

    calls = calls_of(lambda: items.extend(ranking.within_places(polls.item_minutes(poll), poll)))

    assert calls < 4 * 500 * 500
    assert Counter(findings(items)) == {Finding.TIED: 200, Finding.DEFEATED: 300}
