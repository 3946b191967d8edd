"""A load of the register: all or nothing, and each mistake with its table, row and column."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest
from asyncpg.pool import PoolConnectionProxy

from activities import body_register, rolls, sql
from activities.ledger_verification import broken_links
from activities.migrations import migrate
from schemas.bodies import Body, SeasonLabel
from schemas.body_register import OfficeRole, RegisteredBody
from schemas.ids import ActorId, BodyId
from schemas.messages import Convene
from schemas.ports import RollInquiry
from tests.worker.register.wave import BEFORE, MERGER, Tables, written
from worker.embedded.postgres import Postgres
from worker.register.loading import Changes, LoadRefused, begin_with, load

BY = ActorId("so-noi-vu")

EXAMPLES = Path(__file__).parents[3] / "examples"


async def loaded(conn: sql.Connection, folder: Path, given: Tables, **how: bool) -> Changes:
    """Load tables that are written into a folder."""
    return await load(conn, [written(folder, given)], by=BY, **{"dry_run": False, **how})


async def record(conn: sql.Connection, body: str) -> RegisteredBody:
    """Return the record of a body."""
    return (await body_register.records(conn, [BodyId(body)]))[BodyId(body)].record


async def mistakes(conn: PoolConnectionProxy, folder: Path, given: Tables) -> tuple[str, ...]:
    """Return the lines with which tables are refused."""
    with pytest.raises(LoadRefused) as refused:
        await loaded(conn, folder, given)
    return refused.value.mistakes


async def test_a_load_answers_who_sat_there_on_a_day(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """The question of every dispute: not who sits there now, but who sat there then."""
    changes = await loaded(conn, tmp_path, BEFORE)

    council, cluster = await record(conn, "HD-HP"), await record(conn, "C5TP")
    assert changes == Changes(
        new=tuple(map(BodyId, ("VN-HP", "VN-HD", "VN-DN", "C5TP", "HD-HP"))), changed=(), ended=(), same=0
    )
    assert [seat.name for seat in council.seats_on(date(2025, 4, 15))] == [
        "Chủ tịch Hội đồng",
        "Thành viên 1",
        "Thành viên 2",
    ]
    assert [seat.id for seat in council.seats_on(date(2025, 4, 17))] == ["ct", "tv-2"]
    assert [seat.name for seat in council.seats_on(date(2025, 4, 20))][1] == "Thành viên 1 (mới)"
    assert council.holders_on(OfficeRole.CHAIR, date(2025, 4, 17)) == ("ct",)
    assert [each.id for each in council.seats_on(date(2025, 5, 1))[2].substitutes] == ["tv-2-b"]
    assert cluster.members_in(SeasonLabel("2024")) == ("VN-HP", "VN-DN")
    assert cluster.members_in(SeasonLabel("2025")) == ()


async def test_the_same_files_again_change_nothing(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """A load that was interrupted is simply run again."""
    await loaded(conn, tmp_path, BEFORE)
    before = await conn.fetchval("SELECT count(*) FROM fact")

    again = await loaded(conn, tmp_path, BEFORE)

    assert again == Changes(new=(), changed=(), ended=(), same=5)
    assert await conn.fetchval("SELECT count(*) FROM fact") == before


async def test_a_dry_run_says_what_would_change_and_keeps_nothing(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """Looked at first, by the one who answers for it."""
    before = await body_register.kinds(conn)
    would = await loaded(conn, tmp_path, BEFORE, dry_run=True)

    assert len(would.new) == 5
    assert await body_register.kinds(conn) == before


async def test_each_record_follows_the_one_before_it(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """In the same hash chains as everything else; a record that comes back is a fact of its own."""
    renamed: Tables = {"bodies": [{**BEFORE["bodies"][0], "email": "moi@example.vn"}]}
    await loaded(conn, tmp_path / "a", BEFORE)
    await loaded(conn, tmp_path / "b", renamed)
    await loaded(conn, tmp_path / "c", {"bodies": BEFORE["bodies"][:1]})

    facts = await conn.fetch("SELECT sequence, by, kind FROM fact WHERE stream = 'body-VN-HP' ORDER BY sequence")
    assert [tuple(fact) for fact in facts] == [(at, BY, "body_registered") for at in (1, 2, 3)]
    assert await broken_links(conn) == []
    assert (await record(conn, "VN-HP")).mailbox_on(date(2025, 1, 1)).email == "hp@example.vn"  # type: ignore[union-attr]


async def test_the_wave_of_july_2025(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """A province that became part of another one existed until the day before, and names its successor."""
    await loaded(conn, tmp_path / "before", BEFORE)
    changes = await loaded(conn, tmp_path / "merger", MERGER)

    province = await record(conn, "VN-HD")
    assert changes == Changes(new=(), changed=(), ended=(BodyId("VN-HD"),), same=0)
    assert province.exists_on(date(2025, 6, 30))
    assert not province.exists_on(date(2025, 7, 1))
    assert province.ended is not None
    assert province.ended.into == ("VN-HP",)


async def test_a_part_that_the_files_leave_out_stays(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """A list of members for a new year says nothing about the head, and drops no earlier year."""
    await loaded(conn, tmp_path / "a", BEFORE)
    await loaded(conn, tmp_path / "b", {"members": [{"cluster": "C5TP", "season": "2025", "unit": "VN-DN"}]})

    cluster = await record(conn, "C5TP")
    assert cluster.members_in(SeasonLabel("2024")) == ("VN-HP", "VN-DN")
    assert cluster.members_in(SeasonLabel("2025")) == ("VN-DN",)
    assert len(cluster.names) == 1


async def test_rows_are_not_lost_by_leaving_them_out(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """A file with the present members only would make every past sitting unexplainable."""
    present: Tables = {"seats": [row for row in BEFORE["seats"] if "last" not in row]}
    await loaded(conn, tmp_path / "a", BEFORE)

    (mistake,) = await mistakes(conn, tmp_path / "b", present)

    assert mistake == (
        "seats.csv, row 2: HD-HP: seat tv-1 of 2021-05-01 is in the register and not in the files;"
        " give its last day, or load with --remove"
    )
    assert (await loaded(conn, tmp_path / "b", present, removes=True)).changed == ("HD-HP",)
    assert len((await record(conn, "HD-HP")).seats) == 3


def _changed(table: str, at: int, **cells: str) -> Tables:
    """Return the wave's tables with cells of one row changed."""
    rows = [dict(row) for row in BEFORE[table]]
    rows[at] |= cells
    return {**BEFORE, table: rows}


def _more(table: str, *added: Mapping[str, str]) -> Tables:
    """Return the wave's tables with more rows like the last of one."""
    rows = BEFORE[table]
    return {**BEFORE, table: [*rows, *({**rows[-1], **cells} for cells in added)]}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        pytest.param(_changed("bodies", 0, kind="city"), "bodies.csv, row 2, column kind: Input should be", id="kind"),
        pytest.param(_changed("bodies", 0, name_vi=""), "bodies.csv, row 2, column name_vi: is empty", id="no name"),
        pytest.param(_changed("bodies", 0, id="VN HP"), "bodies.csv, row 2, column id: String should", id="identifier"),
        pytest.param(_changed("bodies", 0, colour="x"), "bodies.csv, row 2, column colour: there is no", id="column"),
        pytest.param(_changed("bodies", 0, email="hp"), "bodies.csv, row 2, column email: String should", id="email"),
        pytest.param(
            _changed("seats", 1, first="31/02/2021"), "seats.csv, row 3, column first: day is out of range", id="day"
        ),
        pytest.param(_changed("seats", 1, last="2020-01-01"), "seats.csv, row 3, column last: last lies", id="order"),
        pytest.param(
            _changed("seats", 2, first="2025-04-01"),
            "bodies.csv, row 6: HD-HP: seat tv-1 has more than one holder on 2025-04-01",
            id="two holders on one day",
        ),
        pytest.param(_changed("seats", 3, seat="CT"), "bodies.csv, row 6: HD-HP: ct and CT differ in case", id="case"),
        pytest.param(_changed("offices", 0, who="tv-9"), "bodies.csv, row 6: HD-HP: tv-9 is chair", id="chair"),
        pytest.param(_changed("bodies", 4, parent="VN-XX"), "bodies.csv, row 6: HD-HP: parent VN-XX", id="parent"),
        pytest.param(_changed("bodies", 4, parent="HD-HP"), "bodies.csv, row 6: HD-HP: it lies under", id="circle"),
        pytest.param(_changed("members", 0, unit="HD-HP"), "bodies.csv, row 5: C5TP: member HD-HP is", id="member"),
        pytest.param(_changed("seats", 0, body="HD-XX"), "seats.csv, row 2: the register has no", id="no body"),
        pytest.param(
            _more("substitutes", {"first": "2025-06-01"}),
            "bodies.csv, row 6: HD-HP: tv-2-b is a substitute of seat tv-2 twice on 2025-06-01",
            id="a substitute twice",
        ),
        pytest.param(
            _changed("substitutes", 0, id="tv-2"),
            "bodies.csv, row 6: HD-HP: seat tv-2 is a substitute of itself",
            id="its own substitute",
        ),
        pytest.param(_changed("bodies", 1, id="vn-hp"), "bodies.csv, row 3: vn-hp: VN-HP and vn-hp", id="alike"),
    ],
)
async def test_a_mistake_is_named_and_nothing_is_kept(
    conn: PoolConnectionProxy, tmp_path: Path, given: Tables, line: str
) -> None:
    """Four hundred rows are right and one is wrong: none is loaded, so that nobody has to know which were."""
    before = await body_register.kinds(conn)
    found = await mistakes(conn, tmp_path, given)

    assert [mistake for mistake in found if mistake.startswith(line)], found
    assert await body_register.kinds(conn) == before


def _a_crowd(seats: int, deputies: int, members: int) -> Tables:
    units = [{"id": f"xa-{number}", "kind": "unit", "name_vi": f"Xã {number}"} for number in range(members)]
    bodies = [{"id": "HD", "kind": "council", "name_vi": "Hội đồng"}, {"id": "C", "kind": "cluster", "name_vi": "Cụm"}]
    since = ["" if number else "2025-01-01" for number in range(seats)]
    return {
        "bodies": [*bodies, *units],
        "seats": [{"body": "HD", "seat": f"tv-{n}", "name": "Ủy viên", "first": day} for n, day in enumerate(since)],
        "offices": [{"body": "HD", "role": "deputy", "who": f"tv-{number}"} for number in range(deputies)],
        "members": [{"cluster": "C", "season": "2024", "unit": unit["id"]} for unit in units],
    }


async def test_a_body_that_could_never_be_convened_is_a_mistake(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """Found on the day of its sitting, nobody would have the time to mend its roll."""
    assert await mistakes(conn, tmp_path / "more", _a_crowd(501, 21, 501)) == (
        "bodies.csv, row 2: HD: it has 501 seats on 2025-01-01, more than 500",
        "bodies.csv, row 2: HD: it has 21 deputies, more than 20",
        "bodies.csv, row 3: C: it has 501 members in 2024, more than 500",
    )
    assert (await loaded(conn, tmp_path / "most", _a_crowd(500, 20, 500), dry_run=True)).same == 0


async def test_all_mistakes_are_named_at_once(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """Mended one by one, a list of four hundred rows would take a day."""
    given = _changed("bodies", 0, kind="city", email="hp")
    given = {**given, "members": [{"cluster": "C5TP", "season": "năm 2024", "unit": "VN-DN"}]}

    found = await mistakes(conn, tmp_path, given)

    assert len([each for each in found if "row 2, column" in each]) == 3


async def test_the_register_of_the_examples_has_the_rolls_of_their_sittings(conn: PoolConnectionProxy) -> None:
    """One story: the bodies that its messages call have seats, and who calls them presides."""
    await load(conn, [EXAMPLES / "register"], by=BY, dry_run=False)
    at = datetime(2024, 5, 20, 2, tzinfo=UTC)

    for example in ("convene", "convene.council"):
        called = Convene.model_validate_json((EXAMPLES / f"{example}.json").read_bytes())
        found = await rolls.roll(conn, called.body, RollInquiry(season=called.season, on=at))
        assert isinstance(found, Body)
        assert called.by in {found.chair, found.secretary}


async def test_a_new_register_begins_with_files_and_keeps_what_came_since(postgres: Postgres, tmp_path: Path) -> None:
    """A stack that is raised again must not go back to the bodies of its first day."""
    url = await postgres.create_database("register_begun")
    await migrate(url)
    await begin_with(url, [])
    await begin_with(url, [written(tmp_path / "first", BEFORE)])
    conn = await asyncpg.connect(url)
    await loaded(conn, tmp_path / "merger", MERGER)

    await begin_with(url, [written(tmp_path / "again", BEFORE)])

    province = await record(conn, "VN-HD")
    await conn.close()
    assert province.ended is not None


async def test_of_two_loads_at_once_the_second_sees_the_first(postgres: Postgres, tmp_path: Path) -> None:
    """Two operators, one evening: neither judges by a register that the other is changing."""
    url = await postgres.create_database("register_twice")
    await migrate(url)
    folder = written(tmp_path, BEFORE)

    async def loads() -> Changes:
        conn = await asyncpg.connect(url)
        try:
            return await load(conn, [folder], by=BY, dry_run=False)
        finally:
            await conn.close()

    found = await asyncio.gather(*(loads() for _ in range(4)))

    assert sorted(len(each.new) for each in found) == [0, 0, 0, 5]
    assert sorted(each.same for each in found) == [0, 5, 5, 5]


async def test_a_kind_does_not_change(conn: PoolConnectionProxy, tmp_path: Path) -> None:
    """What was a unit when it proposed cannot have been a council."""
    await loaded(conn, tmp_path / "a", BEFORE)

    (mistake,) = await mistakes(conn, tmp_path / "b", {"bodies": [{**BEFORE["bodies"][1], "kind": "office"}]})

    assert mistake.startswith("bodies.csv, row 2: VN-HD: it is registered as a unit, not a office")
