"""A ballot closes before its time only where nothing could come otherwise: tried with everything that still could."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from schemas.bodies import BodyKind, Seat
from schemas.ids import SYSTEM, SittingId
from schemas.legal_values import Base
from schemas.messages import Convene
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.sitting import Contested, SittingStatus
from schemas.stages import Stage
from schemas.vote_clauses import ChairVote, EarlyClose, EarlyWhen
from schemas.workflow_state import FirstRound, SittingState
from tests.builders.values import a_body
from tests.builders.vote_polls import CENTRAL, FLAG
from tests.workflows.rules.exhaustive_tallies import CITED, Fate, Split
from tests.workflows.rules.random_sittings import chance
from tests.workflows.rules.remaining_votes import a_poll, a_rule, all_outcomes, every_rule, every_split
from tests.workflows.rules.rival_dossiers import some_minutes
from workflows.rules.sitting import early_close


@pytest.mark.parametrize(
    ("seats", "every", "tried", "fixed"),
    [(1, 1, 1_152, 0), (2, 1, 9_216, 1_164), (3, 1, 41_472, 6_637), (4, 5, 27_648, 7_275), (5, 17, 22_365, 5_926)],
)
def test_a_fixed_outcome_of_one_dossier_never_changes(seats: int, every: int, tried: int, fixed: int) -> None:
    """However the others vote, stay away, come, write or step aside: the fixed result is the finding.

    `fixed` is how often it was before every seat had voted. Of the largest bodies each split meets only some rules.
    """
    times: Counter[bool] = Counter()
    for number, split in enumerate(every_split(seats)):
        poll = a_poll([split], every_rule()[:1])
        for rule in every_rule()[number % every :: every]:
            is_fixed = early_close.is_fixed(replace(poll, rules=[rule]))
            assert not is_fixed or len(all_outcomes([split], [rule])) == 1, (split, rule)
            times[is_fixed and any(fate.came == "silent" for fate in split)] += 1

    assert (times.total(), times[True]) == (tried, fixed)


def closing_early(rule: VoteRule, when: EarlyWhen) -> VoteRule:
    """Return a rule that closes a ballot early."""
    return rule.model_copy(update={"early_close": EarlyClose(when=when, **CITED)})


def a_sitting(splits: Sequence[Split], rules: Sequence[VoteRule]) -> tuple[Convene, SittingState]:
    """Return an open sitting as its ballot stands."""
    poll = a_poll(splits, rules)
    seats = tuple(Seat(id=seat, name=seat) for seat in poll.roll)
    body = a_body(kind=BodyKind.COUNCIL).evolve(seats=seats, chair=poll.chair)
    agenda = tuple(item.dossier_id for item in poll.items)
    call = Convene(sitting_id=SittingId("phien-1"), body=body.id, stage=Stage.CLUSTER, agenda=agenda, by=SYSTEM)
    state = SittingState(
        sequence=1,
        body=body,
        agenda=tuple(poll.items),
        rules=tuple(poll.rules),
        ballots=dict(poll.ballots),
        recused={seat: dict.fromkeys(dossiers, "Có liên quan.") for seat, dossiers in poll.aside.items() if dossiers},
    )
    return call, state


def a_heated_ballot(dice: Random, seats: int, dossiers: int) -> list[Split]:
    """Return how a ballot over a few dossiers stands: one or two seats have not voted, and few are undecided."""
    came = ["voted"] * seats
    for seat in dice.sample(range(seats), k=dice.choice([1, 1, 2])):
        came[seat] = "silent"
    if chance(dice, 0.2):
        came[dice.choice([seat for seat in range(seats) if came[seat] == "voted"])] = "wrote"
    keen = [dice.choice([0.05, 0.9, 1.0]) for _ in range(dossiers)]
    return [tuple(Fate(how, _letter(dice, how, keen=keen[number])) for how in came) for number in range(dossiers)]


def _letter(dice: Random, how: str, *, keen: float) -> str:
    if chance(dice, 0.07):
        return "R"
    if how == "silent":
        return "-"
    return "A" if chance(dice, keen) else dice.choice("DS")


def test_fixed_places_of_several_dossiers_never_change() -> None:
    """Two or three vie for one or two places: no seat that is still to vote could lift or sink any of them."""
    times = 0
    for seed in range(450):
        dice = Random(seed)  # noqa: S311 - need not be unpredictable
        splits = a_heated_ballot(dice, seats=dice.choice([3, 4, 5]), dossiers=dice.choice([2, 2, 3]))
        rule = a_rule(dice.choice(list(Base)), dice.choice(["1/2", "2/3"]), chair=dice.choice([None, None, *ChairVote]))
        rules, places = [rule] * len(splits), dice.choice([None, 0, 1, 1, 1, 2])
        if early_close.is_fixed(a_poll(splits, rules, places)):
            assert len(all_outcomes(splits, rules, places)) == 1, seed
            times += 1

    assert times == 144


@pytest.mark.parametrize(("when", "due"), [(EarlyWhen.ALL_VOTED, 4_759), (EarlyWhen.OUTCOME_FIXED, 5_290)])
def test_a_ballot_never_closes_while_something_could_still_change_what_is_found(when: EarlyWhen, due: int) -> None:
    """Seats that stepped aside from everything are not awaited; whether they are present may decide all the same."""
    times: Counter[bool] = Counter()
    for number, split in enumerate(split for seats in (1, 2, 3) for split in every_split(seats)):
        for rule in every_rule()[number % 5 :: 5]:
            is_due = early_close.is_due(*a_sitting([split], [closing_early(rule, when)]))
            possible = all_outcomes([split], [rule])
            assert not is_due or len(possible) == 1, (split, rule)
            # Once every seat voted only the want of a quorum keeps it open, until another comes or it is time.
            voted = all(fate.came != "silent" for fate in split)
            assert not voted or is_due == (possible != {(Finding.NO_QUORUM,)})
            times[is_due] += 1

    assert times == {True: due, False: 10_368 - due}


@pytest.mark.parametrize(
    ("came", "when", "expected"),
    [
        pytest.param("ADSA", EarlyWhen.ALL_VOTED, True, id="everybody voted"),
        pytest.param("ADSA", EarlyWhen.OUTCOME_FIXED, True, id="everybody voted, whatever was fixed"),
        pytest.param("AAA-", EarlyWhen.ALL_VOTED, False, id="one is awaited"),
        pytest.param("AAA-", EarlyWhen.OUTCOME_FIXED, True, id="one is awaited in vain"),
        pytest.param("AA--", EarlyWhen.OUTCOME_FIXED, False, id="two of four are not more than half"),
        pytest.param("ADD-", EarlyWhen.OUTCOME_FIXED, True, id="one cannot save it"),
        pytest.param("AAAr", EarlyWhen.ALL_VOTED, True, id="whoever stepped aside is not awaited"),
        pytest.param("Arrr", EarlyWhen.ALL_VOTED, False, id="but for the quorum"),
        pytest.param("aaaa", EarlyWhen.ALL_VOTED, False, id="nobody came, everybody wrote"),
        pytest.param("----", EarlyWhen.OUTCOME_FIXED, False, id="nobody voted"),
    ],
)
def test_when_a_ballot_closes_by_itself(came: str, when: EarlyWhen, expected: bool) -> None:
    """Four seats, more than half of all to carry, a quorum of half; `a` approved in writing, `r` stepped aside."""
    fates = {"a": Fate("wrote", "A"), "r": Fate("silent", "R"), "-": Fate("silent", "-")}
    split = tuple(fates.get(letter, Fate("voted", letter)) for letter in came)

    assert early_close.is_due(*a_sitting([split], [closing_early(a_rule(Base.ALL_SEATS, "1/2"), when)])) is expected


def test_a_ballot_closes_early_only_by_the_rules_of_all_that_is_voted_on() -> None:
    """Two dossiers may have come in under two laws: the stricter one decides, one without a rule forbids nothing."""
    rule, split = a_rule(Base.ALL_SEATS, "1/2"), (Fate("voted", "A"), Fate("voted", "A"), Fate("silent", "-"))
    fixed, all_voted = (closing_early(rule, when) for when in (EarlyWhen.OUTCOME_FIXED, EarlyWhen.ALL_VOTED))
    never = rule.model_copy(update={"early_close": None})
    everybody = split[:2] * 2

    assert early_close.is_due(*a_sitting([split, split], [fixed, fixed]))
    assert not early_close.is_due(*a_sitting([split, split], [fixed, all_voted]))
    assert early_close.is_due(*a_sitting([everybody, everybody], [fixed, all_voted]))
    assert not early_close.is_due(*a_sitting([everybody, everybody], [fixed, never]))


@pytest.mark.parametrize("status", [SittingStatus.CALLED, SittingStatus.ADJOURNED, SittingStatus.CLOSED])
def test_only_an_open_ballot_closes(status: SittingStatus) -> None:
    """Ballots of an adjourned meeting still lie there, and count for nothing."""
    split = (Fate("voted", "A"), Fate("voted", "A"))
    call, state = a_sitting([split], [closing_early(a_rule(Base.ALL_SEATS, "1/2"), EarlyWhen.ALL_VOTED)])

    assert early_close.is_due(call, state)
    assert not early_close.is_due(call, state.model_copy(update={"status": status}))


def test_a_second_round_closes_early_only_once_everybody_voted() -> None:
    """Three approved both: their shares are reached whatever the fourth votes, and who goes first is not."""
    rule = closing_early(a_rule(Base.ALL_SEATS, "1/2"), EarlyWhen.OUTCOME_FIXED)
    votes = (Fate("voted", "A"), Fate("voted", "A"), Fate("voted", "A"))
    awaited, all_voted = (a_sitting([(*votes, last)] * 2, [rule] * 2) for last in (Fate("silent", "-"), votes[0]))
    agenda = awaited[0].agenda
    first = FirstRound(
        minutes=some_minutes(()),
        contested=(Contested(award=FLAG, basis=CENTRAL, dossiers=agenda, places=1),),
    )

    assert early_close.is_due(*awaited)
    assert not early_close.is_due(awaited[0], awaited[1].model_copy(update={"first": first}))
    assert early_close.is_due(all_voted[0], all_voted[1].model_copy(update={"first": first}))
