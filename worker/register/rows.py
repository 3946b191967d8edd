"""The rows of a load, read: each cell as the type of its column, each mistake by row and column."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any, Self, TypeVar

import pydantic
from pydantic import BeforeValidator, ConfigDict, model_validator

from schemas.base import Day, Line, Model
from schemas.bodies import Email, Language, SeasonLabel, Tenure
from schemas.body_register import OfficeRole, RegisteredKind
from schemas.ids import ActorId, BodyId, NomineeId, SeatId
from worker.register.tables import Cell, Row, Tables

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def _text(cell: Cell) -> Any:
    """Return a cell of text; a spreadsheet makes numbers of identifiers such as 12 and labels such as 2024."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _day(cell: Cell) -> Any:
    """Return a cell with a day: a date, `2024-03-15` or `15/03/2024`."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str):
        found = _DAY.fullmatch(cell.strip())
        day, month, year = map(int, found.groups()) if found else (0, 0, 0)
        return date(year, month, day) if found else date.fromisoformat(cell.strip())
    return cell


def _identifiers(cell: Cell) -> Any:
    found = _text(cell)
    return tuple(part for part in re.split(r"[\s,;]+", found) if part) if isinstance(found, str) else found


DayCell = Annotated[Day, BeforeValidator(_day)]
LineCell = Annotated[Line, BeforeValidator(_text)]
BodyCell = Annotated[BodyId, BeforeValidator(_text)]
ActorCell = Annotated[ActorId, BeforeValidator(_text)]
EmailCell = Annotated[Email, BeforeValidator(_text)]


class _TableRow(Model):
    # Not strict: enums come as text.
    model_config = ConfigDict(strict=False)

    body: BodyCell
    first: DayCell | None = None
    last: DayCell | None = None

    @property
    def tenure(self) -> Tenure | None:
        """The days on which the row holds; None where it always does."""
        return Tenure(first=self.first, last=self.last) if self.first else None

    @model_validator(mode="after")
    def _has_days_in_order(self) -> Self:
        if self.last is not None and (self.first is None or self.last < self.first):
            raise ValueError("last lies before first, or first is empty")
        return self


class BodyRow(_TableRow):
    """A body under one of its names, with its mailbox of that time."""

    kind: RegisteredKind
    name_vi: LineCell
    name_en: LineCell | None = None
    parent: BodyCell | None = None
    email: EmailCell | None = None
    office: LineCell | None = None
    language: Language = Language.VIETNAMESE
    ended: DayCell | None = None
    into: Annotated[tuple[BodyId, ...], BeforeValidator(_identifiers)] = ()
    document: LineCell | None = None


class VoterRow(_TableRow):
    """A voter at a seat."""

    seat: Annotated[SeatId, BeforeValidator(_text)]
    name: LineCell
    unit: BodyCell | None = None
    nominee: Annotated[NomineeId, BeforeValidator(_text)] | None = None
    email: EmailCell | None = None


class SeatRow(VoterRow):
    """A seat with one of its holders; of a cluster, a member unit with its delegate."""


class SubstituteRow(VoterRow):
    """A substitute of a seat, for some days."""

    first: DayCell
    id: ActorCell


class OfficeRow(_TableRow):
    """An office and its holder."""

    role: OfficeRole
    who: ActorCell


class MemberRow(_TableRow):
    """A unit's membership of a cluster in one year of emulation."""

    season: Annotated[SeasonLabel, BeforeValidator(_text)]
    unit: BodyCell


R = TypeVar("R", bound=_TableRow)

Placed = tuple[str, R]
"""A row, and its place for messages."""

_OWNER: Mapping[str, str] = MappingProxyType({"bodies": "id", "members": "cluster"})
"""The column that names the body, where it is not called `body`."""


_NAMED: Mapping[str, str] = MappingProxyType({"missing": "is empty", "extra_forbidden": "there is no such column"})
"""The mistakes of pydantic that have nothing to do with the cell's content."""


def read(kind: type[R], table: str, tables: Tables, mistakes: list[str]) -> Sequence[Placed[R]]:
    """Return the rows of a table; those with a mistake are left out, with a line for each."""
    return [placed for row in tables[table] for placed in _read(kind, _OWNER.get(table, "body"), row, mistakes)]


def _read(kind: type[R], owner: str, row: Row, mistakes: list[str]) -> Iterable[Placed[R]]:
    cells = {"body" if name == owner else name: cell for name, cell in row.cells.items()}
    try:
        yield row.where, kind.model_validate(cells)
    except pydantic.ValidationError as error:
        for wrong in error.errors(include_url=False, include_context=False):
            column = owner if wrong["loc"][:1] == ("body",) else ".".join(map(str, wrong["loc"]))
            given = f" ({wrong['input']!r:.60})" if column and wrong["type"] not in _NAMED else ""
            what = _NAMED.get(wrong["type"], wrong["msg"])
            mistakes.append(f"{row.where}, column {column or 'last'}: {what.removeprefix('Value error, ')}{given}")
