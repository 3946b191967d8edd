"""The database's schema: complete, migrated by any worker at any time, and refused when it is another release's."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from activities import migrations
from activities.migrations import FOLDER, DatabaseIsNewer, migrate, pending
from schemas.bodies import Language
from schemas.stages import Stage
from tests.builders.values import a_number
from worker.embedded.postgres import Postgres

FILES = sorted(FOLDER.glob("*.sql"))
NAMES = [file.stem for file in FILES]


@pytest.fixture
async def empty_url(postgres: Postgres) -> str:
    """A database in which there is nothing."""
    return await postgres.create_database(f"empty_{a_number()}")


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the database in which there is nothing."""
    conn = await asyncpg.connect(empty_url)
    try:
        yield conn
    finally:
        await conn.close()


async def test_migrating_brings_all_and_then_nothing(empty_url: str, empty: asyncpg.Connection) -> None:
    """A worker may migrate whenever it starts."""
    assert await pending(empty) == NAMES

    assert await migrate(empty_url) == NAMES
    assert await migrate(empty_url) == []
    assert await pending(empty) == []


async def test_of_many_at_once_one_migrates(empty_url: str, empty: asyncpg.Connection) -> None:
    """All workers of a datacenter start in the same second."""
    done = await asyncio.gather(*(migrate(empty_url) for _ in range(4)))

    assert sorted(done, key=len) == [[], [], [], NAMES]
    assert await pending(empty) == []


async def test_a_later_release_is_recognised(empty_url: str, empty: asyncpg.Connection) -> None:
    """An old program would write into tables whose meaning has changed."""
    await migrate(empty_url)
    await empty.execute(
        "INSERT INTO _pogo_migration (migration_hash, migration_id, schema_name, applied)"
        " VALUES ('x', '9999_from_the_future', 'public', now())"
    )

    with pytest.raises(DatabaseIsNewer, match="9999_from_the_future"):
        await pending(empty)
    with pytest.raises(DatabaseIsNewer, match="9999_from_the_future"):
        await migrate(empty_url)


FIRST_FACT = """
INSERT INTO fact (stream, sequence, act, kind, at, by, body)
VALUES ('dossier-' || $1, 1, 'open', 'dossier_submitted', now(), 'so-noi-vu', $2)
"""

ROW = """
INSERT INTO dossier (
    dossier_id, nominee_id, nominee_name, award, basis, award_name, period, unit, regime, received_on, stage, awaited,
    overdue, sequence, changed_at
)
VALUES (
    $1, $1, 'Giám đốc', 'a', 'b', 'A', daterange('2023-01-01', '2024-01-01'), 'so-noi-vu', 'nd98-2023', '2024-03-01',
    'unit', 'so-noi-vu', false, 1, now()
)
"""


async def test_dossiers_on_their_way_learn_their_nominee_s_traits(
    empty_url: str, empty: asyncpg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand in the first fact of each: a sitting convened after the release must have them."""
    for file in FILES[: NAMES.index("0006_a_dossier_may_be_on_hold")]:
        shutil.copy(file, tmp_path)
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "FOLDER", tmp_path)
        await migrate(empty_url)
    for name, nominee in {"hs-1": '{"traits": ["foreigner", "party_managed"]}', "hs-2": "{}"}.items():
        await empty.execute(FIRST_FACT, name, f'{{"dossier": {{"nominee": {nominee}}}}}')
        await empty.execute(ROW, name)

    assert "0006_a_dossier_may_be_on_hold" in await migrate(empty_url)

    rows = await empty.fetch("SELECT dossier_id, traits, held FROM dossier ORDER BY dossier_id")
    assert [tuple(row) for row in rows] == [("hs-1", ["foreigner", "party_managed"], False), ("hs-2", [], False)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_migration_follows_the_one_before(file: Path) -> None:
    """Their order is declared, not guessed from how a file system lists them."""
    before = NAMES[: NAMES.index(file.stem)][-1:]
    headline, depends, *_ = file.read_text("utf-8").splitlines()

    assert headline.startswith("-- ")
    assert depends.removeprefix("-- depends:").split() == before


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_migration_is_plain_ascii(file: Path) -> None:
    """The tool reads them in the machine's own encoding, whatever that is."""
    assert file.read_bytes().isascii()


async def test_every_constraint_of_ours_is_a_sentence(conn: asyncpg.Connection) -> None:
    """Its name is what an operator sees when it fires."""
    names = [
        row["conname"]
        for row in await conn.fetch(
            "SELECT conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
            " WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE '\\_pogo%' AND contype <> 'n'"
        )
    ]

    assert names
    assert [name for name in names if name.count("_") < 2] == []


@pytest.mark.parametrize(
    ("constraint", "words"),
    [("dossier_stage_is_known", Stage), ("notice_language_is_known", Language)],
)
async def test_the_database_knows_our_words(
    conn: asyncpg.Connection, constraint: str, words: type[Stage] | type[Language]
) -> None:
    """A word added in the code alone would be refused at night, by the first dossier that uses it."""
    said: str = await conn.fetchval(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = $1", constraint
    )

    assert [word for word in words if f"'{word}'" not in said] == []
