"""How many may be proposed hangs on the base and on which way one rounds: both are tested at their edges."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import AwardId, BasisId, DossierId
from schemas.legal_values import Name, Quota
from schemas.ports import AgendaAnswer
from schemas.refusals import Reason
from schemas.scoring import Group, ScoringTable
from schemas.sitting import AgendaItem, Places
from schemas.vote_clauses import LastWord, Ties
from tests.builders.vote_polls import a_requirement, a_rule
from workflows.rules.voting import quota

FLAG, LED = AwardId("gov_emulation_flag"), BasisId("minprov_cluster")


def a_quota(share: str) -> Quota:
    """Return a limit of so much."""
    leaders = Name(vi="tập thể dẫn đầu", en="leading collectives")
    return Quota(share=share, of=leaders, citation="Công văn 5007/BNV-TĐKT", verified=False)


@pytest.mark.parametrize(
    ("percent", "base", "allowed"),
    [
        pytest.param(20, 54, 10, id="a fifth of 54 leaders: twelve are too many"),
        pytest.param(20, 66, 13, id="a fifth of 66 leaders: twelve are not"),
        pytest.param(20, 59, 11, id="one leader short of twelve"),
        pytest.param(20, 60, 12, id="twelve exactly"),
        pytest.param(20, 4, 0, id="of four leaders nobody"),
        pytest.param(20, 5, 1, id="of five leaders one"),
        pytest.param(29, 100, 29, id="29 %, which as a decimal fraction would be one fewer"),
        pytest.param(100, 7, 7, id="all of them"),
        pytest.param(20, 0, 0, id="of nobody, nobody"),
    ],
)
def test_the_edge_of_a_quota(percent: int, base: int, allowed: int) -> None:
    """One more than allowed would be more than the share."""
    assert quota.quota_limit(a_quota(f"{percent}%"), base) == allowed


@given(st.integers(1, 100), st.integers(0, 1_000_000))
def test_the_most_is_within_the_share_and_one_more_is_not(percent: int, base: int) -> None:
    """By exact fractions, for every share and base."""
    allowed, share = quota.quota_limit(a_quota(f"{percent}%"), base), Fraction(percent, 100) * base

    assert isinstance(allowed, int)
    assert allowed <= share < allowed + 1


def test_an_impossible_base_is_a_mistake_of_the_caller() -> None:
    """A quota of it must not reach a list."""
    with pytest.raises(ValueError, match="a share of -1"):
        quota.quota_limit(a_quota("20%"), -1)


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        pytest.param((), Reason.PLACES_NEEDED, id="nobody says how many"),
        pytest.param((Places(award=FLAG, basis=LED, count=1),), Reason.PLACES_NEEDED, id="nor of how many"),
        pytest.param((Places(award=FLAG, basis=LED, count=12, out_of=54),), Reason.OVER_QUOTA, id="12 of 54"),
        pytest.param((Places(award=FLAG, basis=LED, count=12, out_of=66),), None, id="12 of 66"),
        pytest.param((Places(award=FLAG, basis=LED, count=0, out_of=0),), None, id="none of none"),
    ],
)
def test_a_sitting_has_no_more_places_than_the_share(places: tuple[Places, ...], reason: Reason | None) -> None:
    """With the base of the share: the same number is too many of one base and not of another."""
    rule = a_rule().model_copy(update={"quota": a_quota("20%")})
    item = AgendaItem(dossier_id=DossierId("hs-1"), nominee="Sở A", award=FLAG, basis=LED)

    refusal = quota.exceeded(AgendaAnswer(items=(item,), rules=(rule,)), places)

    assert (refusal and refusal.reason) == reason


def test_an_award_without_a_quota_needs_no_places() -> None:
    """Nor does a list that is decided on, which has no votes."""
    item = AgendaItem(dossier_id=DossierId("hs-1"), nominee="Sở A", award=FLAG, basis=LED)

    assert quota.exceeded(AgendaAnswer(items=(item,), rules=(a_rule(),)), ()) is None
    assert quota.exceeded(AgendaAnswer(items=(item,)), ()) is None


TABLE = ScoringTable(groups=(Group(id="tasks", name=Name(vi="Nhiệm vụ", en="Tasks"), most=100),), citation="Quy chế")
OTHER_TABLE = TABLE.model_copy(update={"groups": (TABLE.groups[0].model_copy(update={"most": 80}),)})
ONE_PLACE = (Places(award=FLAG, basis=LED, count=1),)


def some_rivals(*changes: dict[str, Any], basis: BasisId = LED) -> AgendaAnswer:
    """Return a dossier for each rule, which is a usual one but for some changes."""
    items = tuple(
        AgendaItem(dossier_id=DossierId(f"hs-{number}"), nominee="Sở A", award=FLAG, basis=basis, rule=number)
        for number in range(len(changes))
    )
    return AgendaAnswer(items=items, rules=tuple(a_rule().model_copy(update=change) for change in changes))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"points": TABLE}, {}, id="points against votes"),
        pytest.param({"points": TABLE}, {"points": OTHER_TABLE}, id="points of another table"),
        pytest.param({"points": TABLE}, {"points": TABLE.model_copy(update={"bonus": 5})}, id="bonus points"),
        pytest.param({"ties": Ties(second_round=True, citation="Quy chế")}, {}, id="a second round for one of them"),
        pytest.param(
            {"ties": Ties(second_round=False, last_words=(LastWord.CHAIR,), citation="Quy chế")},
            {"ties": Ties(second_round=False, last_words=(LastWord.WOMAN,), citation="Quy chế")},
            id="another last word",
        ),
    ],
)
def test_rivals_for_a_place_are_put_in_order_by_one_rule(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Which of them goes first is undefined; where there is no limit of places, it need not be."""
    refusal = quota.incomparable(some_rivals(one, other), ONE_PLACE)

    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.RIVALS_UNDER_TWO_RULES, ("hs-0", "hs-1"))
    assert quota.incomparable(some_rivals(one, other), ()) is None
    assert quota.incomparable(some_rivals(one, other, basis=BasisId("other")), ONE_PLACE) is None


def test_another_share_or_clause_does_not_part_rivals() -> None:
    """Whether each was carried is its own rule's; only who goes first must be set by one."""
    ties = [Ties(second_round=True, citation=source) for source in ("Nghị định cũ", "Nghị định mới")]
    shares = [a_requirement(share) for share in ("1/2", "80%")]

    known = some_rivals(*({"ties": each, "threshold": share} for each, share in zip(ties, shares, strict=True)))

    assert quota.incomparable(known, ONE_PLACE) is None
