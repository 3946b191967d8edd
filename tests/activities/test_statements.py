"""Every statement in every file of `activities/sql`: it is found, it fits the tables, it is used."""

from importlib.resources import files

import pytest
from asyncpg.pool import PoolConnectionProxy

from activities import sql

FOLDER = files("activities.sql")
NAMES = sorted(file.name.removesuffix(".sql") for file in FOLDER.iterdir() if file.name.endswith(".sql"))
STATEMENTS = [pytest.param(name, text, id=f"{file}.{name}") for file in NAMES for name, text in sql.load(file).items()]


@pytest.mark.parametrize(("name", "text"), STATEMENTS)
async def test_a_statement_fits_the_tables(conn: PoolConnectionProxy, name: str, text: str) -> None:
    """PostgreSQL can plan it: no column is misspelt and no table forgotten."""
    prepared = await conn.prepare(text)

    assert prepared.get_query().startswith(f"-- name: {name}\n")


@pytest.mark.parametrize(("name", "text"), STATEMENTS)
def test_a_statement_is_asked_for(name: str, text: str) -> None:
    """One that is never run would never be repaired."""
    modules = [file.read_text("utf-8") for file in files("activities").iterdir() if file.name.endswith(".py")]

    assert text
    assert any(f'SQL["{name}"]' in module for module in modules)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("-- name: one\nSELECT 1;\n-- name: one\nSELECT 2;", "stands twice", id="a name given twice"),
        pytest.param("-- name: one\n-- It is to come.\n", "is empty", id="a promise"),
        pytest.param("-- name: Not one\nSELECT 1;", "cannot name", id="a title"),
    ],
)
def test_a_file_that_could_be_misread_is_refused(text: str, complaint: str) -> None:
    """A statement that hides another would run in its place."""
    with pytest.raises(ValueError, match=complaint):
        sql.parse(text)


def test_what_stands_above_the_first_name_is_for_readers() -> None:
    """A file may have a comment on its purpose."""
    assert dict(sql.parse("All of it.\n\n-- name: one\n-- The first.\nSELECT 1;\n\n")) == {
        "one": "-- name: one\n-- The first.\nSELECT 1;"
    }
