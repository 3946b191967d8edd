"""Output for people: progress during a run, and a table at its end."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from activities.outbox import Delivered
from schemas import labels
from schemas.dossier import DossierView, Passage
from schemas.ids import DossierId
from schemas.stages import Stage
from vinhdanh.cli.terminal import HarmlessConsole, one_line
from worker.demo.case import Case
from worker.demo.sample_data import INVENTED
from worker.demo.scenario import ScenarioResult


class Display:
    """Prints a run on a console; without a terminal, each step is a line."""

    def __init__(self) -> None:
        # A pipe has no width of its own, and eighty columns would break the table.
        self._console = HarmlessConsole(width=None if sys.stdout.isatty() else 140)

    def say(self, text: str) -> None:
        """Print a line."""
        self._console.print(text)

    @contextmanager
    def progress(self, title: str, steps: int) -> Iterator["Steps"]:
        """Show how far a run of so many steps has come."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._console, transient=True) as bar:
            yield Steps(bar, one_line(title), steps)

    def table(self, ending: ScenarioResult, events: Mapping[DossierId, int]) -> None:
        """Print one row for each dossier."""
        table = Table(title="5 dossiers, from unit to decision", show_lines=False, title_justify="left")
        for heading in ("Nominee", "Award", "Cluster", "Council", "Decision"):
            table.add_column(heading, overflow="fold")
        table.add_column("Events", justify="right")
        for view in ending.dossiers:
            verdicts = [_verdict(view, stage) for stage in (Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION)]
            table.add_row(view.nominee.name, view.award_name.en, *verdicts, str(events[view.dossier_id]))
        self._console.print(table)

    def notices(self, kinds: Sequence[Delivered], folder: str) -> None:
        """Print how many letters of each kind went out, and where they can be read."""
        total = sum(kind.sent for kind in kinds)
        self.say(f"\nNotices sent: {total} letters, in {folder}")
        for kind in kinds:
            self.say(f"  {kind.sent:4}  {labels.NOTICES[kind.template].en}")

    def honesty(self, case: Case, doubts: Iterable[str]) -> None:
        """Print which parts of the run are real, which are invented, and which rules are not certain."""
        cluster = case.cluster
        source = f"press reports of {cluster.conference_on}"
        self.say(
            f"\nReal ({source}): {cluster.name}, year {cluster.year}; its five members; "
            f"{cluster.named(cluster.leader)} as its head; whom the cluster proposed, and for which award."
        )
        self.say(f"\nInvented for this run: {'; '.join(INVENTED)}.")
        self.say("\nUnverified rules on which these results rest, as the files of the law name them:")
        for doubt in doubts:
            self._console.print(Padding(Text(f"- {doubt}"), (0, 0, 0, 2)))


class Steps:
    """The steps of a run."""

    def __init__(self, bar: Progress, title: str, steps: int) -> None:
        self._bar = bar
        self._task = bar.add_task(title, total=steps)

    def taken(self, text: str) -> None:
        """Report that a step is done."""
        self._bar.console.print(f"  ✓ {text}")
        self._bar.advance(self._task)


def _verdict(view: DossierView, stage: Stage) -> str:
    passage = next((passage for passage in reversed(view.passages) if passage.stage is stage), None)
    return _found(passage) if passage else "-"


def _found(passage: Passage) -> str:
    outcome = labels.SHORT_OUTCOMES[passage.outcome].en
    if passage.decision is not None:
        return f"{outcome}, no. {passage.decision.number}"
    vote = passage.vote
    return f"{outcome} {vote.approve}/{vote.base} (needs {vote.needed})" if vote else outcome
