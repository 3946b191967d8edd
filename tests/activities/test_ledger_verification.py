"""Whether a changed past is noticed."""

import pytest
from asyncpg.pool import PoolConnectionProxy

from activities.ledger_verification import BrokenLink, Flaw, broken_links
from schemas.ids import StreamId
from tests.builders.entries import a_ballot
from tests.ledger_rows import append


@pytest.fixture
async def stream(conn: PoolConnectionProxy) -> StreamId:
    """Four linked facts, in a ledger whose guard against changes has been switched off."""
    first = a_ballot()
    for entry in (first, *(a_ballot(first.fact.stream, sequence) for sequence in (2, 3, 4))):
        await append(conn, entry)
    await conn.execute("ALTER TABLE fact DISABLE TRIGGER fact_is_never_changed")
    return first.fact.stream


async def test_an_untouched_ledger_holds(conn: PoolConnectionProxy, stream: StreamId) -> None:
    """Every chain of this session's tests, and this one: an alarm that always rings is no alarm."""
    assert stream
    assert await broken_links(conn) == []


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        pytest.param(
            "UPDATE fact SET body = replace(body, '\"A\"', '\"D\"') WHERE stream = $1 AND sequence = 2",
            [(2, Flaw.BODY)],
            id="a vote turned round",
        ),
        pytest.param(
            'UPDATE fact SET body = \'{"at": "no day at all"}\' WHERE stream = $1 AND sequence = 4',
            [(4, Flaw.BODY)],
            id="a body that cannot be read",
        ),
        pytest.param(
            "UPDATE fact SET body = '{}', hash = sha256(previous || convert_to('{}', 'UTF8'))"
            " WHERE stream = $1 AND sequence = 2",
            [(2, Flaw.COLUMNS), (3, Flaw.PREVIOUS)],
            id="a body and its digest",
        ),
        pytest.param(
            "DELETE FROM fact WHERE stream = $1 AND sequence = 2", [(3, Flaw.GAP), (4, Flaw.GAP)], id="one fact"
        ),
        pytest.param(
            "UPDATE fact SET by = 'somebody-else' WHERE stream = $1 AND sequence = 3",
            [(3, Flaw.COLUMNS)],
            id="who it was",
        ),
    ],
)
async def test_a_changed_past_is_found(
    conn: PoolConnectionProxy, stream: StreamId, change: str, broken: list[tuple[int, Flaw]]
) -> None:
    """A writer that switches triggers off cannot make the digests agree."""
    await conn.execute(change, stream)

    assert await broken_links(conn) == [BrokenLink(stream, sequence, flaw) for sequence, flaw in broken]
