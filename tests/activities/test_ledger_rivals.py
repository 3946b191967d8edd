"""Two writers with the same claim: twins, writers of one place, and a server that goes away."""

import asyncio
from datetime import date
from typing import Any

import asyncpg
import pytest

from activities.errors import LedgerConflict
from activities.ledger import PostgresLedger, fact_at, keep
from policies.catalogue import PolicyCatalogue
from schemas.digests import NO_PREVIOUS, link
from schemas.dossier import Dossier, Period
from schemas.ports import Entry, Recorded
from schemas.stages import Stage
from tests.builders.entries import a_ballot, forwarded, granted, submitted, withdrawn
from tests.builders.values import AWARD, a_dossier, a_notice, a_number, a_standing
from tests.ledger_rows import Rows, as_workflow, following, recorded, rows_of
from tests.waiting import eventually
from workflows.rules.restoration import restore

YEAR = Period(first=date(2023, 1, 1), last=date(2023, 12, 31))


def _another(first: Dossier, period: Period = YEAR, award: str = AWARD) -> Dossier:
    return a_dossier(nominee=first.nominee, period=period, award=award)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(date(2023, 1, 1), date(2023, 12, 31), id="the same period"),
        pytest.param(date(2022, 1, 1), date(2023, 1, 1), id="one day in common at its beginning"),
        pytest.param(date(2023, 12, 31), date(2024, 12, 31), id="one day in common at its end"),
    ],
)
async def test_an_overlapping_dossier_is_a_twin(
    ledger: PostgresLedger, pool: asyncpg.Pool, first: date, last: date
) -> None:
    """One achievement is honoured once: the second dossier is told of the first, and nothing of it is kept."""
    stands = a_dossier()
    await recorded(ledger, pool, submitted(stands))
    twin = submitted(_another(stands, Period(first=first, last=last)), notices=(a_notice(),))

    answer = await recorded(ledger, pool, twin)

    assert answer == Recorded(twin_of=stands.dossier_id)
    assert await rows_of(pool, twin.fact.stream) == Rows()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"period": Period(first=date(2022, 1, 1), last=date(2022, 12, 31))}, id="the year before"),
        pytest.param({"period": Period(first=date(2024, 1, 1), last=date(2024, 12, 31))}, id="the year after"),
        pytest.param({"award": "pm_merit_certificate"}, id="another award"),
    ],
)
async def test_a_dossier_beside_it_is_no_twin(
    ledger: PostgresLedger, pool: asyncpg.Pool, change: dict[str, Any]
) -> None:
    """The same nominee may be honoured again for another year, or otherwise for the same."""
    stands = a_dossier()
    await recorded(ledger, pool, submitted(stands))

    answer = await recorded(ledger, pool, submitted(a_dossier(nominee=stands.nominee, **change)))

    assert answer.hash


@pytest.mark.parametrize("end", [Stage.REFUSED, Stage.WITHDRAWN, Stage.LAPSED])
async def test_a_dossier_that_came_to_nothing_makes_way(ledger: PostgresLedger, pool: asyncpg.Pool, end: Stage) -> None:
    """Its unit may try again."""
    stands = a_dossier()
    await recorded(ledger, pool, submitted(stands))
    await recorded(ledger, pool, withdrawn(stands, standing=a_standing(stands, end)))

    answer = await recorded(ledger, pool, submitted(_another(stands)))

    assert answer.hash


async def test_an_award_granted_stands_in_the_way_for_good(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """The same nominee is not given the same flag for the same year twice."""
    stands = a_dossier()
    await recorded(ledger, pool, submitted(stands))
    await recorded(ledger, pool, granted(stands))

    answer = await recorded(ledger, pool, submitted(_another(stands)))

    assert answer.twin_of == stands.dossier_id


async def test_a_dossier_cannot_come_back_beside_its_twin(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """Only the opening of a dossier is answered with its twin; later on it means that the caller is wrong."""
    gone = a_dossier()
    await recorded(ledger, pool, submitted(gone))
    await recorded(ledger, pool, withdrawn(gone))
    await recorded(ledger, pool, submitted(_another(gone)))

    with pytest.raises(LedgerConflict, match="twin"):
        await recorded(ledger, pool, forwarded(gone, 3))


@pytest.mark.parametrize("round_", range(25))
async def test_of_twins_submitted_at_once_one_is_kept(ledger: PostgresLedger, pool: asyncpg.Pool, round_: int) -> None:
    """Without turns each waits for the other, in one round of four, until PostgreSQL ends one of them with an error."""
    stands = a_dossier()
    rivals = [stands, *(_another(stands) for _ in range(7))]

    answers = await asyncio.gather(*(recorded(ledger, pool, submitted(dossier)) for dossier in rivals))

    (kept,) = [dossier for dossier, answer in zip(rivals, answers, strict=True) if answer.hash]
    assert {answer.twin_of for answer in answers if not answer.hash} == {kept.dossier_id}


async def test_of_writers_of_one_place_one_is_kept(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """Two workers may hold the same task: the second is told that it came second."""
    opened = a_ballot()
    await recorded(ledger, pool, opened)
    rivals = [a_ballot(opened.fact.stream, 2, act=f"act {number}") for number in range(8)]

    answers = await asyncio.gather(*(recorded(ledger, pool, rival) for rival in rivals))

    (kept,) = [rival for rival, answer in zip(rivals, answers, strict=True) if answer.hash]
    assert [answer for answer in answers if not answer.hash] == [Recorded(taken=True)] * 7
    async with pool.acquire() as conn:
        assert (await fact_at(conn, opened.fact.stream, 2)).act == kept.act


async def test_a_fact_waits_for_the_one_before_it_to_be_committed(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """A gap that closes a moment later is none: reporting it would stop the workflow's retries for good."""
    first = a_ballot()
    stream = first.fact.stream
    second = a_ballot(stream, 2, follows=link(NO_PREVIOUS, first.fact))
    async with pool.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        await keep(conn, first)
        waiting = asyncio.ensure_future(as_workflow(stream).run(ledger.record, second))
        await eventually(lambda: pool.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        await transaction.commit()

    assert (await waiting).hash


async def test_nothing_is_kept_of_what_is_rolled_back(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """Fact, standing, register entry and letters come and go together; the place is free again."""
    dossier = a_dossier()
    await recorded(ledger, pool, submitted(dossier))
    entry = await following(pool, granted(dossier, notices=(a_notice(),)))
    async with pool.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        await keep(conn, entry)
        await transaction.rollback()

    assert await rows_of(pool, entry.fact.stream) == Rows(facts=1)
    stage = await pool.fetchval("SELECT stage FROM dossier WHERE dossier_id = $1", dossier.dossier_id)
    assert stage == Stage.CLUSTER
    assert (await recorded(ledger, pool, entry)).hash


async def test_trying_again_helps_when_the_server_has_dropped_its_connections(
    database_url: str, law: PolicyCatalogue, pool: asyncpg.Pool
) -> None:
    """After a restart of PostgreSQL the workers need no restart."""
    name = f"restart-{a_number()}"
    async with asyncpg.create_pool(database_url, min_size=2, server_settings={"application_name": name}) as own:
        ledger = PostgresLedger(own, law, restore)
        opened = a_ballot()
        await recorded(ledger, pool, opened)
        await pool.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", name)

        second = await following(pool, a_ballot(opened.fact.stream, 2))

        assert await eventually(lambda: _tried(ledger, second))


async def _tried(ledger: PostgresLedger, entry: Entry) -> str | None:
    try:
        return (await as_workflow(entry.fact.stream).run(ledger.record, entry)).hash
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        return None
