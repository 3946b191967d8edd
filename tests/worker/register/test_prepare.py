"""Records are prepared from tables, one line each, and loaded as they stand."""

import json
from pathlib import Path

import pytest
from asyncpg.pool import PoolConnectionProxy

from activities import body_register
from schemas.base import as_sent
from schemas.ids import ActorId, BodyId
from tests.worker.register.test_command import database
from tests.worker.register.wave import BEFORE, MERGER, Tables, written
from tests.worker.worker_commands import ended
from worker.embedded.postgres import Postgres
from worker.register.loading import LoadRefused, load, prepare

BY = ActorId("so-noi-vu")

BODIES = tuple(map(BodyId, ("VN-HP", "VN-HD", "VN-DN", "C5TP", "HD-HP")))


async def in_lines(conn: PoolConnectionProxy, tables: Path, file: Path) -> Path:
    """Prepare tables into a file."""
    lines = [as_sent(record).decode() for record in await prepare(conn, [tables])]
    return in_file(file, *lines)


def in_file(file: Path, *lines: str) -> Path:
    """Write lines into a file."""
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


async def test_what_was_prepared_is_what_the_tables_say(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """First the bodies, then the merger that changes them: prepared and loaded, the register is the same."""
    first, then = written(tmp_path / "first", BEFORE), written(tmp_path / "then", MERGER)
    by_tables = conn.transaction()
    await by_tables.start()
    for folder in (first, then):
        await load(conn, [folder], by=BY, dry_run=False)
    wanted = await body_register.records(conn, BODIES)
    await by_tables.rollback()

    for number, folder in enumerate((first, then)):
        file = await in_lines(conn, folder, tmp_path / f"{number}.jsonl")
        await load(conn, [file], by=BY, dry_run=False)
    again = await load(conn, [file], by=BY, dry_run=False)

    found = await body_register.records(conn, BODIES)
    assert {body: each.record for body, each in found.items()} == {body: each.record for body, each in wanted.items()}
    assert (again.new, again.changed, again.ended) == ((), (), ())
    assert await prepare(conn, [then]) == ()


async def test_wrong_lines_are_named_and_nothing_is_loaded(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """A broken line, a body twice, a body in tables too: each with its file and line."""
    tables = written(tmp_path / "tables", BEFORE)
    file = await in_lines(conn, tables, tmp_path / "all.jsonl")
    lines = file.read_text(encoding="utf-8").splitlines()
    in_file(file, *lines, "{}", lines[0])

    with pytest.raises(LoadRefused) as refused:
        await load(conn, [file, tables], by=BY, dry_run=False)

    said = refused.value.mistakes
    assert "all.jsonl, line 6: id: Field required" in said
    assert "all.jsonl, line 7: VN-HP is in all.jsonl, line 1 too" in said
    assert any(line.endswith("VN-HP is in all.jsonl, line 1 too") and "line 7" not in line for line in said)
    assert not await body_register.records(conn, BODIES)


async def test_a_prepared_record_that_loses_a_seat_is_a_mistake(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """As with tables: rows go only where that was said."""
    await load(conn, [written(tmp_path / "tables", BEFORE)], by=BY, dry_run=False)
    council = (await body_register.records(conn, BODIES))[BodyId("HD-HP")].record
    file = in_file(tmp_path / "less.jsonl", as_sent(council.evolve(seats=council.seats[:-1])).decode())

    with pytest.raises(LoadRefused, match=r"less\.jsonl, line 1: HD-HP: .*give its last day"):
        await load(conn, [file], by=BY, dry_run=False)
    removed = await load(conn, [file], by=BY, dry_run=False, removes=True)

    assert removed.changed == (BodyId("HD-HP"),)


UNSEEN = "Thành phố\u00a0Hải Phòng"
"""A name that no terminal is given as it stands."""


@pytest.mark.server
async def test_nothing_is_lost_on_the_way_through_a_terminal(postgres: Postgres, tmp_path: Path) -> None:
    """Prepared by itself, without a database, and loaded elsewhere: a name is kept to the last character."""
    url = await database(postgres, "prepared_alone")
    bodies: Tables = {"bodies": [{**BEFORE["bodies"][0], "name_vi": UNSEEN}]}
    folder = written(tmp_path / "tables", bodies)

    prepared = await ended("register", "prepare", "--alone", str(folder))
    in_file(tmp_path / "said.jsonl", prepared.said)
    in_file(tmp_path / "raw.jsonl", "\ufeff" + json.dumps(json.loads(prepared.said), ensure_ascii=False))
    loaded = await ended("register", "load", str(tmp_path / "said.jsonl"), VINHDANH_DATABASE_URL=url)
    raw = await ended("register", "load", str(tmp_path / "raw.jsonl"), VINHDANH_DATABASE_URL=url)
    shown = await ended("register", "show", "VN-HP", "--json", VINHDANH_DATABASE_URL=url)

    assert (prepared.code, prepared.complained) == (0, "")
    assert "     1 new: VN-HP" in loaded.said
    assert raw.said.splitlines()[-2:] == ["     1 unchanged", "Loaded."]
    assert json.loads(shown.said)["names"][0]["name"]["vi"] == UNSEEN


async def test_a_part_of_a_register_is_not_prepared_alone(tmp_path: Path) -> None:
    """A list of members says nothing of the cluster itself: its record is in the register, which was not asked."""
    folder = written(tmp_path, {"members": BEFORE["members"]})

    with pytest.raises(LoadRefused, match=r"members\.csv, row 2: the register has no body C5TP"):
        await prepare(None, [folder])
