"""Tables as offices keep them: TOML, CSV, workbooks; every row keeps its place."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from tests.worker.register.wave import BEFORE, Tables, written
from worker.register import tables
from worker.register.tables import TABLES

TOML = """
[[bodies]]
id = "VN-HP"
kind = "unit"
name_vi = "Thành phố Hải Phòng"

[[members]]
cluster = "C5TP"
season = "2024"
unit = "VN-HP"
"""


def a_workbook(file: Path, given: Tables) -> Path:
    """Write each table as a sheet."""
    with xlsxwriter.Workbook(str(file)) as book:
        for table, rows in given.items():
            sheet = book.add_worksheet(table)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            sheet.write_row(0, 0, columns)
            for at, row in enumerate(rows, start=1):
                sheet.write_row(at, 0, [row.get(column, "") for column in columns])
    return file


def test_csv_files_and_a_workbook_hold_the_same_rows(tmp_path: Path) -> None:
    """An office that keeps its lists in a spreadsheet need not export them."""
    from_csv, wrong = tables.read([written(tmp_path / "csv", BEFORE)])
    from_sheets, wrong_too = tables.read([a_workbook(tmp_path / "register.xlsx", BEFORE)])

    assert wrong == wrong_too == []
    for table in TABLES:
        assert [row.cells for row in from_csv[table]] == [row.cells for row in from_sheets[table]]
    assert from_csv["seats"][1].where == "seats.csv, row 3"
    assert from_sheets["seats"][1].where == "register.xlsx, sheet seats, row 3"


def test_a_toml_file_has_arrays_of_tables(tmp_path: Path) -> None:
    """A file for a repository: readable, and with comments."""
    (tmp_path / "bodies.toml").write_text(TOML, encoding="utf-8")

    found, wrong = tables.read([tmp_path])

    assert wrong == []
    assert found["members"][0].where == "bodies.toml, [[members]] 1"
    assert found["bodies"][0].cells == {"id": "VN-HP", "kind": "unit", "name_vi": "Thành phố Hải Phòng"}


def test_dates_of_a_workbook_stay_dates(tmp_path: Path) -> None:
    """A spreadsheet shows a day as the reader's country writes it, and stores a number."""
    file = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(file), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("bodies")
        sheet.write_row(0, 0, ["id", "first"])
        sheet.write(1, 0, "VN-HP")
        sheet.write_datetime(1, 1, date(2025, 7, 1))

    found, wrong = tables.read([file])

    assert wrong == []
    assert found["bodies"][0].cells["first"] == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("name", "text", "mistake"),
    [
        pytest.param("cities.csv", "id\nVN-HP\n", "cities.csv: no table is called 'cities'", id="no such table"),
        pytest.param("bodies.csv", "id,id\nx,y\n", "bodies.csv: cannot be read: column id stands twice", id="twice"),
        pytest.param(
            "bodies.csv", "id\nx,y\n", "bodies.csv: cannot be read: row 2 has 1 cells more", id="too many cells"
        ),
        pytest.param("a.toml", "[bodies]\nid='x'\n", "a.toml: cannot be read: bodies is no array", id="one table"),
        pytest.param("a.toml", "[[bodies\n", "a.toml: cannot be read: ", id="no TOML"),
        pytest.param("a.xlsx", "no workbook", "a.xlsx: cannot be read: ", id="no workbook"),
        pytest.param("bodies.txt", "id\n", "bodies.txt: cannot be read: .txt is none of", id="another ending"),
    ],
)
def test_a_file_of_the_wrong_form_is_named(tmp_path: Path, name: str, text: str, mistake: str) -> None:
    """The operator finds the file among twenty."""
    (tmp_path / name).write_text(text, encoding="utf-8")

    _, (wrong,) = tables.read([tmp_path / name])

    assert wrong.startswith(mistake)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    """Old exports are in TCVN3 or Windows-1258; read as UTF-8 they would be garbled for ever."""
    (tmp_path / "bodies.csv").write_bytes("id,name_vi\nVN-HP,Hải".encode("utf-16"))

    _, (wrong,) = tables.read([tmp_path])

    assert wrong.startswith("bodies.csv: cannot be read: ")


def test_empty_rows_and_files_are_nothing(tmp_path: Path) -> None:
    """Spreadsheets end in rows that someone once clicked."""
    (tmp_path / "bodies.csv").write_text("id,kind\n,\nVN-HP,unit\n  ,\n", encoding="utf-8")
    (tmp_path / "seats.csv").write_text("", encoding="utf-8")

    found, wrong = tables.read([tmp_path])

    assert wrong == []
    assert [row.where for row in found["bodies"]] == ["bodies.csv, row 3"]
    assert found["seats"] == []
