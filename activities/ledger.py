"""The ledger in PostgreSQL: facts kept for ever, and beside them where each dossier stands and what was granted."""

from collections.abc import Sequence

import asyncpg
import structlog
from temporalio import activity
from typing_extensions import override

from activities import sql
from activities.errors import FactMissing, LedgerConflict, TwinGone
from policies.books import LawBooks
from policies.workdays import ahead
from schemas.calendars import WorkCalendar
from schemas.documents import Document
from schemas.dossier import Dossier, Earlier, Period
from schemas.facts import FACT
from schemas.ids import DossierId, StreamId
from schemas.nominee import Trait
from schemas.policy import Rules
from schemas.ports import (
    Agenda,
    AgendaInquiry,
    CalendarInquiry,
    Elsewhere,
    Entry,
    Intake,
    Kept,
    Known,
    Ledger,
    Recorded,
)
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, Shared
from schemas.stages import Stage
from schemas.verdict import DecisionRef

log = structlog.get_logger(__name__)

SQL = sql.load("ledger")


class PostgresLedger(Ledger):
    """Keeps facts in PostgreSQL and knows the law by its books.

    A lost server or connection is an exception of asyncpg's or the system's own, and trying again helps.
    """

    def __init__(self, pool: asyncpg.Pool, law: LawBooks) -> None:
        self._pool = pool
        self._law = law

    @override
    @activity.defn
    async def inquire(self, intake: Intake) -> Known:
        found = self._law.rules_for(intake.dossier)
        async with self._pool.acquire() as conn:
            earlier = await granted_earlier(conn, intake.dossier)
        return Known(
            rules=found if isinstance(found, Rules) else None,
            refusal=None if isinstance(found, Rules) else found,
            calendar=ahead(self._law.working_days(intake.on), intake.on),
            earlier=earlier,
        )

    @override
    @activity.defn
    async def working_days(self, inquiry: CalendarInquiry) -> WorkCalendar:
        return ahead(self._law.working_days(inquiry.on), inquiry.on)

    @override
    @activity.defn
    async def agenda(self, inquiry: AgendaInquiry) -> Agenda:
        async with self._pool.acquire() as conn:
            return await on_an_agenda(conn, inquiry)

    @override
    @activity.defn
    async def record(self, entry: Entry) -> Recorded:
        async with self._pool.acquire() as conn:
            recorded = await keep(conn, entry)
        fact = entry.fact
        if recorded.hash:
            log.info("fact_recorded", stream=fact.stream, sequence=fact.sequence, kind=fact.kind)
        elif recorded.unseen:
            log.warning("fact_found_its_place_taken", stream=fact.stream, sequence=fact.sequence, kind=fact.kind)
        else:
            log.info("twin_found", stream=fact.stream, twin_of=recorded.twin_of)
        return recorded


async def keep(conn: sql.Connection, entry: Entry) -> Recorded:
    """Keep `entry` whole or not at all, and return what became of it.

    The very entry that stands last in its stream is answered as when it was kept: nobody learns that it was sent again.

    Raises:
        LedgerConflict: The fact before it is missing, a constraint of the ledger's tables refuses it, or it grants an
            award that could not be registered.
        TwinGone: Its twin came to its end just now.
    """
    if entry.fact.kind == "award_granted" and entry.standing is None:
        raise LedgerConflict(f"{entry.fact.stream} grants an award without saying to whom")
    try:
        kept = await conn.fetchval(SQL["keep_entry"], entry.model_dump_json())
    except asyncpg.ExclusionViolationError:
        return Recorded(twin_of=await _twin_of(conn, entry))
    except asyncpg.IntegrityConstraintViolationError as error:
        fact = entry.fact
        message = f"The ledger cannot hold fact {fact.sequence} of {fact.stream}: {error.constraint_name}"
        raise LedgerConflict(message, error.constraint_name) from error
    return Recorded(hash=kept) if kept else await _what_stands(conn, entry)


async def _what_stands(conn: sql.Connection, entry: Entry) -> Recorded:
    fact = entry.fact
    rows = await conn.fetch(SQL["facts_in_the_way"], fact.stream, fact.sequence, entry.act)
    unseen = tuple(_kept(row) for row in rows)
    if [(kept.act, kept.fact) for kept in unseen] == [(entry.act, fact)]:
        return Recorded(hash=unseen[0].hash)
    return Recorded(unseen=unseen)


async def _twin_of(conn: sql.Connection, entry: Entry) -> DossierId:
    if entry.fact.kind != "dossier_submitted" or entry.standing is None:
        raise LedgerConflict(f"Fact {entry.fact.sequence} of {entry.fact.stream} would make its dossier a twin")
    dossier = entry.standing.dossier
    twin: DossierId | None = await conn.fetchval(
        SQL["twin_of"],
        dossier.nominee.id,
        dossier.award,
        dossier.period.first,
        dossier.period.last,
        dossier.dossier_id,
    )
    if twin is None:
        # It came to its end a moment ago. The next attempt finds the way free.
        raise TwinGone(f"The twin of {dossier.dossier_id} stood in its way and no longer does")
    return twin


async def fact_at(conn: sql.Connection, stream: StreamId, sequence: int) -> Kept:
    """Return the fact that stands at a place.

    Raises:
        FactMissing: None does.
    """
    row = await conn.fetchrow(SQL["fact_at"], stream, sequence)
    if row is None:
        raise FactMissing(f"{stream} has no fact {sequence}")
    return _kept(row)


def _kept(row: asyncpg.Record) -> Kept:
    return Kept(act=row["act"], fact=FACT.validate_json(row["body"]), hash=row["hash"])


async def granted_earlier(conn: sql.Connection, dossier: Dossier) -> tuple[Earlier, ...]:
    """Return the nominee's latest fifty awards, oldest decision first; what this dossier was granted is left out."""
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


async def on_an_agenda(conn: sql.Connection, inquiry: AgendaInquiry) -> Agenda:
    """Return the dossiers that wait for the body at the stage, in the order asked, and those that it may not hear."""
    rows = await conn.fetch(SQL["on_an_agenda"], inquiry.agenda)
    here: list[asyncpg.Record] = []
    elsewhere: list[asyncpg.Record] = []
    for row in rows:
        waits_here = (row["awaited"], row["stage"]) == (inquiry.body, inquiry.stage) and not row["held"]
        (here if waits_here else elsewhere).append(row)
    # jsonb has one spelling for each value: equal rules are equal texts.
    rules = list(dict.fromkeys(row["rule"] for row in here)) if inquiry.stage in VoteRule.stages else []
    return Agenda(
        items=tuple(_item(row, rules.index(row["rule"]) if rules else 0) for row in here),
        rules=tuple(VoteRule.model_validate_json(rule) for rule in rules),
        shared=_shared(here),
        elsewhere=tuple(map(_elsewhere, elsewhere)),
    )


def _elsewhere(row: asyncpg.Record) -> Elsewhere:
    # Nothing but its name is known of a dossier that is not there.
    stage = Stage(row["stage"]) if row["stage"] else None
    return Elsewhere(dossier_id=row["dossier_id"], stage=stage, held=bool(row["held"]))


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
