"""How many may be put forward where the law allows only a share of those who came first."""

_WHOLE = 100


def most(percent: int, base: int) -> int:
    """Return the greatest number that is no more than a percentage of a base.

    At most 20 % of the collectives that were rated leaders of clusters and blocs may be proposed for the Government's
    emulation flag (Công văn 5007/BNV-TĐKT ngày 05/9/2023, under the law before 2024; whether decrees 98/2023 and
    152/2025 keep it was not seen). It is rounded down: one more would be more than the share. The caller says what the
    base is: the same twelve proposals are too many of 54 leaders and not too many of 66.

    Raises:
        ValueError: The percentage lies outside 0 to 100, or the base is less than nothing.
    """
    if not 0 <= percent <= _WHOLE:
        raise ValueError(f"a share of {percent} %")
    if base < 0:
        raise ValueError(f"a share of {base}")
    return percent * base // _WHOLE
