"""Budgets and results of a run, as a table."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from rich.bar import Bar
from rich.console import Group
from rich.table import Table

_FINDINGS = 3 * 600
"""Bytes of the three findings that a dossier on this way reads from the ledger, each with the rule it was found by."""


class Budget(NamedTuple):
    """A figure, and its bound."""

    name: str
    spent: float
    bound: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figure is within its bound."""
        return self.spent >= self.bound if self.at_least else self.spent <= self.bound


def budgets(found: dict[str, Any]) -> Iterator[Budget]:
    """Yield the budgets of the design with the figures of a run."""
    told, sat = found["history"], found["sitting"]
    yield Budget("a dossier's history: events", told["events"], 45)
    yield Budget("a dossier's history: state transitions", told["transitions"], 8)
    yield Budget("a dossier's history: bytes", told["bytes"], 12 * 1024 + _FINDINGS)
    yield Budget("one more ballot: events", sat["events_per_ballot"], 6)
    yield Budget(
        "a sitting over 500 against one over 10: events, %",
        100 * sat["events_agenda_500"] / sat["events_agenda_10"],
        105,
    )
    yield Budget("dossiers per second against the floor", found["throughput"]["ratio"], 0.6, at_least=True)
    register = found["register"]
    yield Budget("a register of 60,000 bodies: load, s", register["load_s"], 120)
    yield Budget("a register of 60,000 bodies: look-up, ms", register["lookup_ms"], 5)


def table(found: dict[str, Any]) -> Table:
    """Return the budgets as a table."""
    shown = Table(title="Budgets", title_justify="left")
    for heading in ("measured", "figure", "budget", ""):
        shown.add_column(heading)
    for budget in budgets(found):
        bound = f"{'≥' if budget.at_least else '≤'} {budget.bound:g}"
        shown.add_row(budget.name, f"{budget.spent:.4g}", bound, "held" if budget.holds else "NOT HELD")
    return shown


def chart(bars: dict[str, float], *, unit: str) -> Group:
    """Return figures as bars beside each other."""
    longest = max(bars.values())
    shown = Table.grid(padding=(0, 1))
    for name, value in bars.items():
        shown.add_row(name, Bar(longest, 0, value, width=50), f"{value:.1f} {unit}")
    return Group(shown)
