"""The ledger in PostgreSQL: facts kept for ever, the current row of each dossier, and the register of awards."""

from collections.abc import Callable, Mapping, Sequence

import asyncpg
import structlog
from pydantic_core import to_json
from temporalio import activity
from typing_extensions import override

from activities import body_names, caller_checks, mailboxes, sql, successions
from activities.agendas import on_an_agenda
from activities.earlier_awards import granted_earlier
from activities.errors import FactMissing, LedgerConflict, TwinGone
from activities.law_store import keep_law, laws
from activities.verdicts import findings_of
from policies.catalogue import PolicyCatalogue
from policies.workdays import ahead
from schemas.calendars import WorkCalendar, day_of
from schemas.dossier import Dossier
from schemas.facts import FACT, DossierSubmitted, Opened, RefusedAsTwin
from schemas.ids import DossierId, StreamId
from schemas.opened_otherwise import opened_otherwise
from schemas.policy import Rules
from schemas.ports import (
    AgendaAnswer,
    AgendaInquiry,
    BodyAnswer,
    BodyInquiry,
    CalendarInquiry,
    Entry,
    FindingAnswer,
    FindingInquiry,
    Intake,
    IntakeAnswer,
    Ledger,
    Loaded,
    Recorded,
    StateInquiry,
    StoredFact,
    SuccessionAnswer,
    SuccessionInquiry,
)
from schemas.refusals import Refusal

log = structlog.get_logger(__name__)

SQL = sql.load("ledger")

Restore = Callable[[Sequence[StoredFact], Rules | None], Loaded]
"""The fold of a stream's facts into its state: `workflows.rules.restoration.restore`."""

_FINDINGS_AT_HAND = 16
"""The number of sittings and submissions whose findings are cached, so as not to be read for each dossier."""


class PostgresLedger(Ledger):
    """Keeps facts in PostgreSQL, and looks up the law in the policy catalogue.

    A lost server or connection raises an exception of asyncpg or of the system, and a retry helps.
    """

    def __init__(self, pool: asyncpg.Pool, law: PolicyCatalogue, restore: Restore) -> None:
        self._pool = pool
        self._law = law
        self._restore = restore
        self._findings: dict[tuple[StreamId, int], Mapping[DossierId, FindingAnswer]] = {}

    @override
    @activity.defn
    async def inquire(self, intake: Intake) -> IntakeAnswer:
        caller_checks.only_from_a_workflow()
        async with self._pool.acquire() as conn:
            calendar = ahead(self._law.working_days(intake.on), intake.on)
            bodies = await body_names.of_dossier(conn, intake.dossier, day_of(intake.on))
            if isinstance(bodies, Refusal):
                return IntakeAnswer(refusal=bodies, calendar=calendar)
            dossier = Dossier.of(intake.dossier, bodies)
            found = self._law.rules_for(dossier)
            rules = found if isinstance(found, Rules) else None
            return IntakeAnswer(
                bodies=bodies,
                rules=rules,
                law=None if rules is None else await keep_law(conn, rules),
                refusal=found if isinstance(found, Refusal) else None,
                calendar=calendar,
                earlier=await granted_earlier(conn, dossier),
            )

    @override
    @activity.defn
    async def working_days(self, inquiry: CalendarInquiry) -> WorkCalendar:
        caller_checks.only_from_a_workflow()
        return ahead(self._law.working_days(inquiry.on), inquiry.on)

    @override
    @activity.defn
    async def agenda(self, inquiry: AgendaInquiry) -> AgendaAnswer:
        caller_checks.only_from_a_workflow()
        async with self._pool.acquire() as conn:
            return await on_an_agenda(conn, inquiry)

    @override
    @activity.defn
    async def bodies(self, inquiry: BodyInquiry) -> BodyAnswer:
        caller_checks.only_from_a_workflow()
        async with self._pool.acquire() as conn:
            found = await body_names.names(conn, inquiry.bodies, day_of(inquiry.on))
        return BodyAnswer(refusal=found) if isinstance(found, Refusal) else BodyAnswer(bodies=found)

    @override
    @activity.defn
    async def successions(self, inquiry: SuccessionInquiry) -> SuccessionAnswer:
        caller_checks.only_from_a_workflow()
        async with self._pool.acquire() as conn:
            ended = await successions.successions(conn, inquiry.bodies, day_of(inquiry.on))
        return SuccessionAnswer(ended=ended)

    @override
    @activity.defn
    async def load_state(self, inquiry: StateInquiry) -> Loaded:
        caller_checks.only_of(inquiry.stream)
        async with self._pool.acquire() as conn:
            facts = _kept(await conn.fetch(SQL["facts_of"], inquiry.stream))
            if facts and not (isinstance(facts[0].fact, Opened) and facts[0].fact.said == inquiry.said):
                return Loaded(refusal=opened_otherwise(inquiry.stream))
            return self._restore(facts, await _law_of(conn, facts))

    @override
    @activity.defn
    async def load_finding(self, inquiry: FindingInquiry) -> FindingAnswer:
        caller_checks.only_from_a_workflow()
        place = (inquiry.source, inquiry.sequence)
        if (found := self._findings.get(place)) is None:
            async with self._pool.acquire() as conn:
                found = await findings_at(conn, *place)
            self._have_at_hand(place, found)
        return found.get(inquiry.dossier_id, FindingAnswer())

    def _have_at_hand(self, place: tuple[StreamId, int], found: Mapping[DossierId, FindingAnswer]) -> None:
        # A missing finding is not cached: one may be written later, and would be refused.
        if found:
            self._findings[place] = found
        if len(self._findings) > _FINDINGS_AT_HAND:
            del self._findings[next(iter(self._findings))]

    @override
    @activity.defn
    async def record(self, entry: Entry) -> Recorded:
        caller_checks.only_its_own(entry)
        async with self._pool.acquire() as conn:
            recorded = await keep(conn, entry)
        fact = entry.fact
        if recorded.hash:
            log.info("fact_recorded", stream=fact.stream, sequence=fact.sequence, kind=fact.kind)
        elif recorded.taken:
            log.warning("fact_found_its_place_taken", stream=fact.stream, sequence=fact.sequence, kind=fact.kind)
        else:
            log.info("twin_found", stream=fact.stream, twin_of=recorded.twin_of)
        return recorded


async def keep(conn: sql.Connection, entry: Entry) -> Recorded:
    """Keep `entry` whole or not at all, and return the result.

    Raises:
        LedgerConflict: It does not follow the fact before it, a constraint of the ledger's tables refuses it, or it
            grants an award that could not be registered.
        TwinGone: Its twin closed just now.
    """
    if entry.fact.kind == "award_granted" and entry.standing is None:
        raise LedgerConflict(f"{entry.fact.stream} grants an award without saying to whom")
    try:
        # The workflow computes these bytes again, to check that its own fact was kept (schemas.digests.link).
        letters = await mailboxes.addressed(conn, entry.notices, day_of(entry.fact.at))
        kept = await conn.fetchval(SQL["keep_entry"], entry.model_dump_json(), to_json(letters).decode())
    except asyncpg.ExclusionViolationError:
        return Recorded(twin_of=await _twin_of(conn, entry))
    except asyncpg.IntegrityConstraintViolationError as error:
        fact = entry.fact
        message = f"The ledger cannot hold fact {fact.sequence} of {fact.stream}: {error.constraint_name}"
        raise LedgerConflict(message, error.constraint_name) from error
    return Recorded(hash=kept, at=entry.fact.at) if kept else Recorded(taken=True)


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
        # It closed a moment ago. The next attempt finds no twin.
        raise TwinGone(f"The twin of {dossier.dossier_id} stood in its way and no longer does")
    return twin


async def _law_of(conn: sql.Connection, facts: Sequence[StoredFact]) -> Rules | None:
    first = facts[0].fact if facts else None
    if not isinstance(first, DossierSubmitted | RefusedAsTwin):
        return None
    return (await laws(conn, [first.law]))[first.law]


async def findings_at(conn: sql.Connection, source: StreamId, sequence: int) -> Mapping[DossierId, FindingAnswer]:
    """Return the findings on each dossier in the fact at a place; empty if there is no fact, or no finding in it."""
    row = await conn.fetchrow(SQL["fact_at"], source, sequence)
    if row is None:
        return {}
    agendas = _kept(await conn.fetch(SQL["agendas_of"], source))
    return findings_of(FACT.validate_json(row["body"]), agendas)


async def fact_at(conn: sql.Connection, stream: StreamId, sequence: int) -> StoredFact:
    """Return the fact at a place.

    Raises:
        FactMissing: There is none.
    """
    rows = await conn.fetch(SQL["fact_at"], stream, sequence)
    if not rows:
        raise FactMissing(f"{stream} has no fact {sequence}")
    return _kept(rows)[0]


def _kept(rows: Sequence[asyncpg.Record]) -> tuple[StoredFact, ...]:
    return tuple(StoredFact(act=row["act"], fact=FACT.validate_json(row["body"]), hash=row["hash"]) for row in rows)
