"""The law by which dossiers were received: its text stands in the ledger, once, under its own digest."""

from datetime import UTC, datetime
from hashlib import sha256

import asyncpg
import pytest
from asyncpg.pool import PoolConnectionProxy

from activities.errors import LedgerConflict
from activities.law_store import keep_law, laws
from activities.ledger import PostgresLedger
from schemas.ids import StreamId
from schemas.ports import Intake
from tests.builders import values
from tests.builders.values import a_dossier, a_law, a_number, some_rules
from tests.ledger_rows import as_workflow

NOW = datetime(2024, 3, 4, 5, tzinfo=UTC)


async def test_a_law_comes_back_as_it_was_kept(conn: PoolConnectionProxy) -> None:
    """Kept again it is no second one, and its digest is that of its text."""
    rules = some_rules()

    first, again = [await keep_law(conn, rules) for _ in range(2)]

    text = await conn.fetchval("SELECT body FROM law WHERE digest = $1", first)
    assert first == again == a_law() == sha256(text.encode()).hexdigest()
    assert await laws(conn, [first, first]) == {first: rules}


async def test_a_law_that_is_not_kept_is_named(conn: PoolConnectionProxy) -> None:
    """To go on by another would be to judge by it."""
    kept, lost = await keep_law(conn, some_rules()), sha256(a_number().encode()).hexdigest()

    with pytest.raises(LedgerConflict, match=f"the law {lost}$"):
        await laws(conn, [kept, lost])


async def test_a_law_is_not_kept_under_another_digest(conn: PoolConnectionProxy) -> None:
    """Not even by hand: the digest determines the text."""
    with pytest.raises(asyncpg.CheckViolationError, match="law_digest_is_of_its_body"):
        await conn.execute("INSERT INTO law (digest, body) VALUES ($1, '{}')", a_law())


async def test_the_law_that_an_inquiry_names_is_kept(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """Before the fact that names it: a dossier whose law was lost could never be read again."""
    inquiring = as_workflow(StreamId("dossier-hs-1"))

    known = await inquiring.run(ledger.inquire, Intake(dossier=values.submitted(a_dossier()), on=NOW))

    assert known.law is not None
    async with pool.acquire() as conn:
        assert await laws(conn, [known.law]) == {known.law: known.rules}
