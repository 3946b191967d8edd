"""How many may be proposed hangs on the base and on which way one rounds: both are tested at their edges."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules import quota


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
        pytest.param(0, 7, 0, id="none of them"),
        pytest.param(20, 0, 0, id="of nobody, nobody"),
    ],
)
def test_the_edge_of_a_quota(percent: int, base: int, allowed: int) -> None:
    """One more than allowed would be more than the share."""
    assert quota.most(percent, base) == allowed


@given(st.integers(0, 100), st.integers(0, 1_000_000))
def test_the_most_is_within_the_share_and_one_more_is_not(percent: int, base: int) -> None:
    """By exact fractions, for every share and base."""
    allowed, share = quota.most(percent, base), Fraction(percent, 100) * base

    assert isinstance(allowed, int)
    assert allowed <= share < allowed + 1


@pytest.mark.parametrize(("percent", "base"), [(-1, 10), (101, 10), (20, -1)])
def test_an_impossible_share_is_a_mistake_of_the_caller(percent: int, base: int) -> None:
    """A quota of it must not reach a list."""
    with pytest.raises(ValueError, match="a share of"):
        quota.most(percent, base)
