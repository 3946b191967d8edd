"""The awards that the register already holds for a nominee."""

import asyncpg

from activities import sql
from schemas.documents import Document
from schemas.dossier import Dossier, Earlier, Period
from schemas.verdict import DecisionRef

SQL = sql.load("ledger")


async def granted_earlier(conn: sql.Connection, dossier: Dossier) -> tuple[Earlier, ...]:
    """Return the nominee's latest fifty awards, oldest decision first, without this dossier's own."""
    rows = await conn.fetch(SQL["granted_earlier"], dossier.nominee.id, dossier.dossier_id)
    return tuple(
        Earlier(
            dossier_id=row["dossier_id"],
            award=row["award"],
            basis=row["basis"],
            period=Period(first=row["first"], last=row["last"]),
            decision=_decision(row),
        )
        for row in rows
    )


def _decision(row: asyncpg.Record) -> DecisionRef:
    document = row["decision_document"]
    return DecisionRef(
        number=row["decision_number"],
        decided_on=row["decided_on"],
        signatory=row["signatory"],
        document=Document.model_validate_json(document) if document else None,
    )
