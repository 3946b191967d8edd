"""Agendas: the dossiers that wait for a body at a stage, and the voting rules of their own law."""

from collections.abc import Sequence

import asyncpg

from activities import sql
from activities.errors import LedgerConflict
from activities.law_store import laws
from schemas.nominee import Trait
from schemas.ports import AgendaAnswer, AgendaInquiry, Unavailable
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, Shared
from schemas.stages import Stage

SQL = sql.load("ledger")


async def on_an_agenda(conn: sql.Connection, inquiry: AgendaInquiry) -> AgendaAnswer:
    """Return the dossiers that wait for the body at the stage, in the given order, and those it may not consider."""
    rows = await conn.fetch(SQL["on_an_agenda"], inquiry.agenda)
    here: list[asyncpg.Record] = []
    elsewhere: list[asyncpg.Record] = []
    for row in rows:
        waits_here = (row["awaited"], row["stage"]) == (inquiry.body, inquiry.stage) and not row["held"]
        (here if waits_here else elsewhere).append(row)
    by_law = await _vote_rules(conn, here, inquiry.stage) if inquiry.stage in VoteRule.stages else {}
    rules: list[VoteRule] = []
    for rule in by_law.values():
        if rule not in rules:
            rules.append(rule)
    return AgendaAnswer(
        items=tuple(_item(row, rules.index(by_law[row["law"]]) if rules else 0) for row in here),
        rules=tuple(rules),
        shared=_shared(here),
        elsewhere=tuple(map(_elsewhere, elsewhere)),
    )


async def _vote_rules(conn: sql.Connection, rows: Sequence[asyncpg.Record], stage: Stage) -> dict[str, VoteRule]:
    digests = list(dict.fromkeys(row["law"] for row in rows))
    found = await laws(conn, digests)
    rules = ((digest, rule) for digest in digests for rule in found[digest].award.route)
    by_law = {digest: rule for digest, rule in rules if isinstance(rule, VoteRule) and rule.stage is stage}
    for row in rows:
        if row["law"] not in by_law:
            raise LedgerConflict(f"{row['dossier_id']} waits at {stage}, where its law has nobody vote")
    return by_law


def _elsewhere(row: asyncpg.Record) -> Unavailable:
    # Of an unknown dossier, only the identifier is available.
    stage = Stage(row["stage"]) if row["stage"] else None
    return Unavailable(dossier_id=row["dossier_id"], stage=stage, held=bool(row["held"]))


def _item(row: asyncpg.Record, rule: int) -> AgendaItem:
    return AgendaItem(
        dossier_id=row["dossier_id"],
        nominee=row["nominee_name"],
        award=row["award"],
        basis=row["basis"],
        rule=rule,
        objections=tuple(row["objections"]),
        nominee_id=row["nominee_id"],
        unit=row["unit"],
        traits=tuple(map(Trait, row["traits"])),
    )


def _shared(rows: Sequence[asyncpg.Record]) -> Shared:
    distinct = {name: {row[name] for row in rows} for name in ("award", "unit", "cluster", "regime")}
    return Shared(
        **{name: values.pop() for name, values in distinct.items() if len(values) == 1},
        due_at=min((row["due_at"] for row in rows if row["due_at"] is not None), default=None),
    )
