"""Grids and tables, as the command line prints them for people."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table


def pairs(*rows: tuple[str, str]) -> Table:
    """Return values, each with its name before it."""
    return grid((f"{name}:", value) for name, value in rows)


def grid(rows: Iterable[tuple[str, str]]) -> Table:
    """Return rows of two, the first of which is never broken."""
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(no_wrap=True)
    found.add_column(overflow="fold")
    for row in rows:
        found.add_row(*row)
    return found


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return rows under the names of their columns."""
    first, *others = columns
    found = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    # An identifier broken over two lines could not be copied.
    found.add_column(first, no_wrap=True)
    for name in others:
        found.add_column(name, overflow="fold")
    for row in rows:
        found.add_row(*row)
    return found
