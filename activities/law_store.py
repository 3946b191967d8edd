"""The law of received dossiers, kept as text under its digest: newer files do not change it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256

from activities import sql
from activities.errors import LedgerConflict
from schemas.documents import Sha256
from schemas.policy import Rules

SQL = sql.load("ledger")


async def keep_law(conn: sql.Connection, rules: Rules) -> Sha256:
    """Keep the text of a dossier's rules, if it is not kept yet, and return its digest."""
    body = rules.model_dump_json(exclude_none=True)
    digest = sha256(body.encode()).hexdigest()
    await conn.execute(SQL["keep_law"], digest, body)
    return digest


async def laws(conn: sql.Connection, digests: Iterable[Sha256]) -> Mapping[Sha256, Rules]:
    """Return the rules that are kept under each digest.

    Raises:
        LedgerConflict: Some are not kept.
    """
    wanted = list(dict.fromkeys(digests))
    rows = await conn.fetch(SQL["law"], wanted)
    found = {row["digest"]: _read(row["body"]) for row in rows}
    if lost := [str(digest) for digest in wanted if digest not in found]:
        raise LedgerConflict(f"The ledger does not hold the law {', '.join(lost)}")
    return found


@lru_cache(maxsize=256)
def _read(body: str) -> Rules:
    return Rules.model_validate_json(body)
