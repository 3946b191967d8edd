"""What the ledger keeps, what it refuses, and what it writes beside a fact."""

import hashlib

import asyncpg
import pytest
from asyncpg.pool import PoolConnectionProxy
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.errors import FactMissing, LedgerConflict
from activities.law_store import keep_law
from activities.ledger import PostgresLedger, fact_at, keep
from schemas.digests import NO_PREVIOUS, link
from schemas.nominee import Collective
from schemas.notices import Template
from schemas.ports import Recorded, StoredFact
from schemas.stages import Stage
from tests.builders.entries import a_ballot, forwarded, granted, submitted, withdrawn
from tests.builders.values import COUNCIL, UNIT, a_dossier, a_notice, a_standing, some_rules
from tests.ledger_rows import Rows, append, following, recorded, rows_of
from tests.waiting import eventually

NO_LINK = bytes(32)

STRANGE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\u202a\u202b\u202c\u202d\u202e"),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip()) and not any("\u2066" <= letter <= "\u2069" for letter in text))


async def test_a_kept_fact_is_answered_with_its_link(conn: PoolConnectionProxy) -> None:
    """The holder of a receipt can compute the same digest from the fact's own bytes."""
    entry = a_ballot()

    kept = await keep(conn, entry)

    body = await conn.fetchval("SELECT body FROM fact WHERE stream = $1", entry.fact.stream)
    assert body == entry.fact.model_dump_json()
    assert kept.hash == hashlib.sha256(NO_LINK + body.encode()).hexdigest()


async def test_each_fact_is_linked_to_the_one_before(conn: PoolConnectionProxy) -> None:
    """A changed past would not match any later link."""
    first = a_ballot()
    second = a_ballot(first.fact.stream, 2)
    before = await keep(conn, first)

    kept = await append(conn, second)

    linked = bytes.fromhex(before.hash or "") + second.fact.model_dump_json().encode()
    assert kept.hash == hashlib.sha256(linked).hexdigest() == link(before.hash or "", second.fact)


async def test_the_same_entry_again_is_kept_once(conn: PoolConnectionProxy) -> None:
    """A local activity is repeated even after it succeeded: the worker may die before it reports so."""
    entry = submitted(a_dossier(), notices=(a_notice(),))
    assert (await keep(conn, entry)).hash

    assert await keep(conn, entry) == Recorded(taken=True)
    assert await rows_of(conn, entry.fact.stream) == Rows(facts=1, notices=1)


@pytest.mark.parametrize("knows", ["the fact before it", "another story"])
async def test_where_a_place_is_taken_nothing_is_kept(conn: PoolConnectionProxy, knows: str) -> None:
    """A workflow task that is run again decides at another instant; it reads what its first run wrote, and no more."""
    stream = (first := a_ballot(notices=(a_notice(),))).fact.stream
    for entry in (first, *(a_ballot(stream, sequence) for sequence in (2, 3))):
        await append(conn, entry)

    rival = a_ballot(stream, 2, act="another act", notices=(a_notice(COUNCIL),))
    if knows == "the fact before it":
        rival = await following(conn, rival)

    assert await keep(conn, rival) == Recorded(taken=True)
    assert await rows_of(conn, stream) == Rows(facts=3, notices=1)


async def test_where_an_act_is_taken_nothing_is_kept(conn: PoolConnectionProxy) -> None:
    """The same act sent again is the same act, whatever position its sender expects."""
    opened = a_ballot(act="opened")
    for entry in (opened, a_ballot(opened.fact.stream, 2)):
        await append(conn, entry)

    assert await append(conn, a_ballot(opened.fact.stream, 3, act="opened")) == Recorded(taken=True)
    assert await rows_of(conn, opened.fact.stream) == Rows(facts=2)


async def test_a_fact_that_does_not_follow_the_last_one_is_a_conflict(conn: PoolConnectionProxy) -> None:
    """Its writer remembers another history than the ledger holds, however short: trying again cannot help."""
    first = a_ballot()
    second = a_ballot(first.fact.stream, 2, follows=link(NO_PREVIOUS, a_ballot().fact))
    await keep(conn, first)

    for astray in (second, second.model_copy(update={"follows": NO_PREVIOUS}), a_ballot(follows="f" * 64)):
        with pytest.raises(LedgerConflict, match="fact_follows_the_one_before_it"):
            async with conn.transaction():
                await keep(conn, astray)

    assert await rows_of(conn, first.fact.stream) == Rows(facts=1)


async def test_a_fact_with_nothing_before_it_is_a_conflict(conn: PoolConnectionProxy) -> None:
    """The workflow remembers facts that the ledger has lost: trying again cannot help."""
    first = a_ballot()
    await keep(conn, first)

    with pytest.raises(LedgerConflict, match="fact_follows_the_one_before_it") as raised:
        async with conn.transaction():
            await keep(conn, a_ballot(first.fact.stream, 3))

    assert raised.value.non_retryable
    assert raised.value.type == "LedgerConflict"
    assert await rows_of(conn, first.fact.stream) == Rows(facts=1)


async def test_an_impossible_standing_is_a_conflict_and_nothing_is_kept(conn: PoolConnectionProxy) -> None:
    """A fact without the row by which others find its dossier would be half a truth."""
    dossier = a_dossier()
    entry = submitted(dossier, standing=a_standing(dossier, Stage.CLUSTER, awaited=None), notices=(a_notice(),))

    with pytest.raises(LedgerConflict, match="dossier_waits_for_somebody_until_its_end"):
        async with conn.transaction():
            await keep(conn, entry)

    assert await rows_of(conn, entry.fact.stream) == Rows()


async def test_a_dossier_stands_where_its_last_fact_left_it(conn: PoolConnectionProxy) -> None:
    """Secretaries look dossiers up by this row; one of them must never be shown a stage that has passed."""
    dossier = a_dossier()
    for entry in (submitted(dossier), forwarded(dossier)):
        await append(conn, entry)

    # The same dossier in another stream: as if an early fact came late.
    await keep(conn, a_ballot(standing=a_standing(dossier, Stage.CLUSTER)))

    row = await conn.fetchrow("SELECT stage, awaited, sequence FROM dossier WHERE dossier_id = $1", dossier.dossier_id)
    assert row is not None
    assert tuple(row) == (Stage.COUNCIL, COUNCIL, 2)


@pytest.mark.parametrize(("table", "key"), [("fact", "stream"), ("register", "stream"), ("law", "digest")])
@pytest.mark.parametrize(
    "change",
    ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
    ids=lambda text: text[:6],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
async def test_the_past_is_never_changed(
    conn: PoolConnectionProxy, table: str, key: str, change: str, role: str
) -> None:
    """Not even by a superuser, nor by a session that poses as a replica to get round triggers."""
    dossier = a_dossier()
    await keep_law(conn, some_rules())
    for entry in (submitted(dossier), granted(dossier)):
        await append(conn, entry)
    await conn.execute(f"SET LOCAL session_replication_role = {role}")

    with pytest.raises(asyncpg.RestrictViolationError, match="only ever added"):
        async with conn.transaction():
            await conn.execute(change.format(table=table, key=key))


async def test_notices_are_queued_with_their_fact(conn: PoolConnectionProxy) -> None:
    """A letter for a fact that was not kept, or a fact without its letter, misinforms its reader."""
    notices = (a_notice(UNIT, nominee="Thành phố Ven Sông"), a_notice(COUNCIL), a_notice(COUNCIL))
    entry = submitted(a_dossier(), notices=notices)

    await keep(conn, entry)

    rows = await conn.fetch(
        "SELECT template, email, state, attempts, about ->> 'nominee' AS nominee, message_id FROM notice"
        " WHERE stream = $1 ORDER BY email DESC",
        entry.fact.stream,
    )
    assert [(row["template"], row["email"], row["state"], row["attempts"], row["nominee"]) for row in rows] == [
        (Template.RECEIVED, f"{UNIT}@vinhdanh.example", "queued", 0, "Thành phố Ven Sông"),
        (Template.RECEIVED, f"{COUNCIL}@vinhdanh.example", "queued", 0, None),
    ]
    assert len({row["message_id"] for row in rows}) == 2


async def test_the_postman_is_called_for_letters_only(
    ledger: PostgresLedger, pool: asyncpg.Pool, database_url: str
) -> None:
    """It would otherwise query an empty outbox for each of twenty thousand ballots."""
    calls: list[object] = []
    letter = a_ballot(notices=(a_notice(UNIT), a_notice(COUNCIL)))
    listener = await asyncpg.connect(database_url)
    await listener.add_listener("notice", lambda *call: calls.append(call[-1]))

    await recorded(ledger, pool, a_ballot())
    await recorded(ledger, pool, letter)
    await eventually(lambda: calls)

    assert calls == [""]
    await listener.close()


async def test_a_fact_costs_one_statement_and_its_letters_one_more(conn: PoolConnectionProxy) -> None:
    """Every act does this: another round trip would slow down all of them."""
    dossier = a_dossier()
    first = submitted(dossier, notices=(a_notice(),))
    second = granted(dossier, follows=link(NO_PREVIOUS, first.fact))
    asked: list[str] = []

    with conn.query_logger(lambda query: asked.append(query.query)):
        await keep(conn, first)
        await keep(conn, second)
        await eventually(lambda: len(asked) >= 3)

    kept = "-- name: keep_entry"
    assert [statement.splitlines()[0] for statement in asked] == ["-- name: bodies_at", kept, kept]


async def test_a_fact_is_found_at_its_place(conn: PoolConnectionProxy) -> None:
    """Announcers read findings from the ledger, not from a message."""
    entry = a_ballot()
    hash = (await keep(conn, entry)).hash

    kept = await fact_at(conn, entry.fact.stream, 1)

    assert kept == StoredFact(act=entry.act, fact=entry.fact, hash=hash or "")
    with pytest.raises(FactMissing, match=entry.fact.stream):
        await fact_at(conn, entry.fact.stream, 2)


@settings(deadline=None, max_examples=40)
@given(name=STRANGE)
async def test_names_come_back_to_the_letter(ledger: PostgresLedger, pool: asyncpg.Pool, name: str) -> None:
    """Names are printed on certificates: quotes, tones and rare letters must survive."""
    nominee = Collective(id=a_dossier().nominee.id, name=name)
    entry = withdrawn(a_dossier(nominee=nominee), 1)
    first = submitted(a_dossier(nominee=nominee))

    await recorded(ledger, pool, first)
    await recorded(ledger, pool, entry)

    async with pool.acquire() as conn:
        assert (await fact_at(conn, first.fact.stream, 1)).fact == first.fact
        stored = await conn.fetchval("SELECT nominee_name FROM dossier WHERE nominee_id = $1 LIMIT 1", nominee.id)
    assert stored == nominee.name
