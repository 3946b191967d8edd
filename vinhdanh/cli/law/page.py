"""The page that `vinhdanh law` prints: a column for each side, and below it where everything is written."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from schemas.legal_values import Cited
from vinhdanh.cli.law import rows
from vinhdanh.cli.law.columns import Ground, LawColumn
from vinhdanh.cli.law.law_phrases import CitedPhrase
from vinhdanh.cli.render import formats

_DIFFERS = "≠"

_ABSENT = "—"

_NEW_LINE = "\n"

_QUIET = "dim"


class _Sources:
    """Where everything on a page is written, numbered in the order in which it is mentioned."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, bool, str | None], int] = {}

    def mark(self, source: Cited) -> str:
        """Return how a source is referred to: `[3]`, or `[3?]` where it is not verified."""
        key = (source.citation, source.verified, None if source.verified else source.note)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return f"[{number}]" if source.verified else f"[{number}?]"

    def counted(self) -> str:
        """Return how many there are, and how many of them nobody has verified."""
        doubtful = sum(not verified for _, verified, _ in self._numbers)
        return f"Căn cứ ({len(self._numbers)}, trong đó {doubtful} chưa kiểm chứng, ghi dấu ?):"

    def listed(self) -> Table:
        """Return them all, in full."""
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True, justify="right")
        grid.add_column(overflow="fold")
        for (citation, verified, note), number in self._numbers.items():
            grid.add_row(f"[{number}]" if verified else f"[{number}?]", _source(citation, note, verified=verified))
        return grid


def award(sides: Sequence[LawColumn]) -> RenderableType:
    """Return what the sides say of one award: a page for each ground that any of them has it on."""
    grounds = dict.fromkeys(ground for side in sides for ground in side.grounds)
    return Group(*(_page(sides, ground) for ground in grounds))


def catalogue(sides: Sequence[LawColumn]) -> RenderableType:
    """Return every award of the sides: its name, how commands call it, and who decides."""
    grounds = dict.fromkeys(ground for side in sides for ground in side.grounds)
    table = _table("Hình thức\n  mã · căn cứ", ["Ai quyết định"] if len(sides) == 1 else map(_header, sides))
    # Identifiers are copied into the next command: none is broken over two lines, however narrow the terminal.
    table.columns[-1 - len(sides)].min_width = 2 + max((len(each) for ground in grounds for each in ground), default=0)
    for ground in grounds:
        rules = [side.grounds.get(ground) for side in sides]
        name = next(rule.name.vi for rule in rules if rule is not None)
        named = Group(name, Padding(Text(" · ".join(ground), _QUIET), (0, 0, 0, 2)))
        deciders = [rule.decided_by.vi if rule and rule.decided_by else None for rule in rules]
        _add(table, named, [Text(decider or _ABSENT) for decider in deciders], differs=len(set(deciders)) > 1)
    return Group(*map(_standing, sides), table, *_legend(sides))


def _page(sides: Sequence[LawColumn], ground: Ground) -> RenderableType:
    sources = _Sources()
    name = next(side.grounds[ground].name.vi for side in sides if ground in side.grounds)
    table = _table("", map(_header, sides))
    for row in rows.of_award(sides, ground):
        if row.opens:
            table.add_section()
        label = Padding(row.name, (0, 0, 0, 2)) if row.within else Text(row.name, "bold" if row.opens else "")
        _add(table, label, [_cell(saying, sources) for saying in row.sayings], differs=row.differs)
    title = Text.assemble((name, "bold"), f" ({' · '.join(ground)})")
    return Group(title, table, *_legend(sides), sources.counted(), sources.listed(), "")


def _table(first: str, others: Iterable[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    columns = [first, *others]
    if len(columns) > 2:
        table.add_column("", no_wrap=True, width=1)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _header(side: LawColumn) -> str:
    named = side.regime.id if side.local is None else f"{side.regime.id} + {side.local.id}"
    return named if side.on is None else f"Ngày {side.on:%d/%m/%Y}\n{named}"


def _add(table: Table, label: RenderableType, cells: Sequence[Text], *, differs: bool) -> None:
    margin = [_DIFFERS if differs else ""] if len(cells) > 1 else []
    table.add_row(*margin, label, *cells)


def _cell(saying: CitedPhrase | None, sources: _Sources) -> Text:
    if saying is None:
        return Text(_ABSENT, _QUIET)
    return Text.assemble(saying.said, *((f" {sources.mark(source)}", _QUIET) for source in saying.sources))


def _source(citation: str, note: str | None, *, verified: bool) -> Text:
    text = Text(" ".join(citation.split()))
    if not verified:
        text.append(" Chưa kiểm chứng", "bold")
        text.append(f": {' '.join(note.split())}" if note else ".")
    return text


def _standing(side: LawColumn) -> str:
    doubt = "" if side.regime.verified else " (chưa kiểm chứng)"
    return f"{_header(side).replace(_NEW_LINE, ', ')}: {side.regime.title.vi}{doubt}"


def _legend(sides: Sequence[LawColumn]) -> Iterable[str]:
    if len(sides) > 1:
        yield f"{_DIFFERS} các cột khác nhau · {_ABSENT} không có"
    if years := sorted({year for side in sides for year in side.projected}):
        yield formats.projected(years)
