"""Seeds: randomness in a test comes from a number that its name shows and that can be given again.

`VINHDANH_SOAK` is how many times as much is tried as in `make test`; `VINHDANH_SEED` the number to begin at;
`VINHDANH_HASTE=no` keeps the timeouts of production.
"""

import os
from random import Random

import pytest

SOAK = int(os.environ.get("VINHDANH_SOAK", "1"))
FIRST_SEED = int(os.environ.get("VINHDANH_SEED", "1"))
IN_HASTE = os.environ.get("VINHDANH_HASTE", "yes") == "yes"


def seeded(times: int = 1) -> pytest.MarkDecorator:
    """Have a test run so many times, and more in a soak; its `seed` stands in its name."""
    seeds = range(FIRST_SEED, FIRST_SEED + times * SOAK)
    return pytest.mark.parametrize("seed", seeds, ids="VINHDANH_SEED={}".format)


def dice(seed: int) -> Random:
    """Return what throws a test's dice."""
    print(f"To throw the same dice again: VINHDANH_SEED={seed} VINHDANH_SOAK=1")
    return Random(seed)  # noqa: S311 - need not be unpredictable
