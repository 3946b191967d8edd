"""The tables of a load, from TOML, CSV, XLSX and ODS files: each row with its place, cells as they stand."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

Cell = str | int | float | bool | date | datetime | time | timedelta | None

TABLES = ("bodies", "seats", "offices", "substitutes", "members")

_SHEETS = {".xlsx", ".xls", ".ods"}


@dataclass(frozen=True)
class Row:
    """One row of a table: its place for messages, and its filled cells by column."""

    where: str
    cells: Mapping[str, Cell]


Tables = Mapping[str, Sequence[Row]]
"""The rows of each table, in the order of the files."""


def read(files: Iterable[Path]) -> tuple[Tables, list[str]]:
    """Return the tables of some files, and a line for each mistake in their form.

    A folder stands for the files in it. A CSV file is the table after which it is named, and a sheet of a workbook
    likewise; a TOML file has arrays of tables (`[[bodies]]`).
    """
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    mistakes: list[str] = []
    for file in _each(files):
        try:
            for table, rows in _tables_of(file):
                if table in tables:
                    tables[table].extend(rows)
                else:
                    mistakes.append(f"{file.name}: no table is called {table!r}; there are {', '.join(TABLES)}")
        except (OSError, UnicodeError, ValueError, csv.Error, python_calamine.CalamineError) as error:
            mistakes.append(f"{file.name}: cannot be read: {str(error) or type(error).__name__}")
    return tables, mistakes


def _each(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        if file.is_dir():
            yield from sorted(each for each in file.iterdir() if each.suffix.lower() in {".toml", ".csv", *_SHEETS})
        else:
            yield file


def _tables_of(file: Path) -> Iterator[tuple[str, Iterable[Row]]]:
    match file.suffix.lower():
        case ".toml":
            yield from _of_toml(file)
        case ".csv":
            with file.open(encoding="utf-8-sig", newline="") as opened:
                yield file.stem, _headed(file.name, list(csv.reader(opened)))
        case suffix if suffix in _SHEETS:
            with python_calamine.load_workbook(str(file)) as book:
                for sheet in book.sheet_names:
                    yield sheet, _headed(f"{file.name}, sheet {sheet}", book.get_sheet_by_name(sheet).to_python())
        case suffix:
            raise ValueError(f"{suffix or 'a file without an ending'} is none of .toml, .csv, .xlsx, .xls, .ods")


def _of_toml(file: Path) -> Iterator[tuple[str, Iterable[Row]]]:
    for table, rows in tomllib.loads(file.read_text("utf-8")).items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError(f"{table} is no array of tables: write [[{table}]] before each row")
        yield table, [Row(f"{file.name}, [[{table}]] {at}", _filled(row)) for at, row in enumerate(rows, start=1)]


def _headed(where: str, lines: Sequence[Sequence[Any]]) -> list[Row]:
    """Return the rows under a line of column names; empty rows are left out."""
    if not lines:
        return []
    head = [str(cell).strip() for cell in lines[0]]
    named = [name for name in head if name]
    if twice := sorted({name for name in named if named.count(name) > 1}):
        raise ValueError(f"column {', '.join(twice)} stands twice")
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = _filled(dict(zip(head, line, strict=False)))
        if over := [cell for cell in line[len(head) :] if not _is_empty(cell)]:
            raise ValueError(f"row {number} has {len(over)} cells more than there are columns")
        if cells:
            rows.append(Row(f"{where}, row {number}", cells))
    return rows


def _filled(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: cell for name, cell in cells.items() if not _is_empty(cell)}


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
