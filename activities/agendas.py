"""Agendas: the dossiers that wait for a body at a stage, and the voting rules of their own law."""

from collections.abc import Iterator, Sequence

import asyncpg

from activities import body_refusals, rolls, sql
from activities.errors import LedgerConflict
from activities.law_store import laws
from schemas.bodies import Body, SeasonLabel
from schemas.ids import BodyId
from schemas.nominee import Trait
from schemas.policy import Rules
from schemas.ports import AgendaAnswer, AgendaInquiry, Unavailable
from schemas.refusals import Refusal
from schemas.routes import DecisionRule, SignatureRule, VoteRule
from schemas.sitting import AgendaItem, Shared
from schemas.stages import Stage

SQL = sql.load("ledger")

_SHOWN = 20
"""The most dossiers that a refusal names."""


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
    body = await rolls.roll(conn, inquiry.body, inquiry.roll) if inquiry.roll else None
    return AgendaAnswer(
        items=tuple(_item(row, rules.index(by_law[row["law"]]) if rules else 0) for row in here),
        rules=tuple(rules),
        shared=_shared(here),
        elsewhere=tuple(map(_elsewhere, elsewhere)),
        body=body if isinstance(body, Body) else None,
        senders=() if rules else await _senders(conn, here, inquiry.stage),
        refusal=body if isinstance(body, Refusal) else _after(body.season if body else None, here),
    )


async def _senders(conn: sql.Connection, rows: Sequence[asyncpg.Record], stage: Stage) -> tuple[BodyId, ...]:
    """Return the bodies that may put all these dossiers before an authority, in the order of the first's route."""
    found = await laws(conn, [row["law"] for row in rows])
    each = [dict.fromkeys(_senders_of(row, found[row["law"]], stage)) for row in rows]
    return tuple(body for body in each[0] if all(body in others for others in each)) if each else ()


def _senders_of(row: asyncpg.Record, rules: Rules, stage: Stage) -> Iterator[BodyId]:
    before: list[BodyId] = []
    for rule in rules.award.route:
        if rule.stage is stage:
            by_law = rule.submitted_by if isinstance(rule, SignatureRule | DecisionRule) else None
            if by_law:
                yield by_law.body.id
                return
            break
        before += [rule.body.id] if rule.body else []
    yield from (BodyId(row[role]) for role in ("agency", "head") if row[role])
    yield from before


def _after(season: SeasonLabel | None, rows: Sequence[asyncpg.Record]) -> Refusal | None:
    """Refuse dossiers whose period ends after the year of emulation; a school year ends with its second year."""
    if season is None:
        return None
    year = int(season[-4:])
    late = tuple(row["dossier_id"] for row in rows if row["last"].year > year)
    return body_refusals.not_of_this_season(season, late[:_SHOWN]) if late else None


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
