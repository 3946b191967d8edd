"""What the ledger returns: the law, the days, the register, an agenda of unknown dossiers."""

from datetime import UTC, date, datetime

import pytest
from asyncpg.pool import PoolConnectionProxy
from temporalio.testing import ActivityEnvironment

from activities.earlier_awards import granted_earlier
from activities.errors import LedgerConflict
from activities.ledger import PostgresLedger, keep
from schemas.dossier import Earlier, Period
from schemas.ids import BodyId, DossierId, StreamId
from schemas.ports import AgendaInquiry, BodyAnswer, BodyInquiry, CalendarInquiry, Intake
from schemas.refusals import Reason
from schemas.stages import Stage
from schemas.verdict import DecisionRef
from tests.builders import values
from tests.builders.entries import forwarded, granted, submitted
from tests.builders.values import (
    AGENCY,
    CLUSTER,
    COUNCIL,
    PARTY,
    UNIT,
    a_body,
    a_decision_ref,
    a_dossier,
    a_number,
    an_organisation,
)
from tests.ledger_rows import append, as_workflow

NOW = datetime(2024, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def asking() -> ActivityEnvironment:
    """Where a local activity runs that a workflow of this worker calls."""
    return as_workflow(StreamId("sitting-hoi"))


async def test_an_inquiry_brings_the_rules_and_the_days(ledger: PostgresLedger, asking: ActivityEnvironment) -> None:
    """A dossier keeps the rules of the day on which it was received."""
    dossier = a_dossier()

    known = await asking.run(ledger.inquire, Intake(dossier=values.submitted(dossier), on=NOW))

    assert known.refusal is None
    assert known.rules is not None
    assert (known.rules.award.award, known.rules.award.basis) == (dossier.award, dossier.basis)
    assert known.calendar == await asking.run(ledger.working_days, CalendarInquiry(on=NOW))
    assert known.earlier == ()


async def test_an_award_unknown_to_the_law_is_refused(ledger: PostgresLedger, asking: ActivityEnvironment) -> None:
    """The workflow gets the reason, and decides nothing itself."""
    known = await asking.run(ledger.inquire, Intake(dossier=values.submitted(a_dossier(award="no_such_award")), on=NOW))

    assert known.rules is None
    assert known.refusal is not None
    assert known.refusal.reason is Reason.UNKNOWN_AWARD


async def test_an_inquiry_brings_the_names_of_the_bodies(ledger: PostgresLedger, asking: ActivityEnvironment) -> None:
    """A message names identifiers only; the fact keeps the names of the day."""
    known = await asking.run(ledger.inquire, Intake(dossier=values.submitted(a_dossier()), on=NOW))

    assert known.bodies == (
        an_organisation(UNIT),
        an_organisation(CLUSTER, name=a_body(CLUSTER).name),
        an_organisation(COUNCIL, name=a_body(COUNCIL).name),
    )


async def test_a_body_unknown_to_the_register_is_refused(ledger: PostgresLedger, asking: ActivityEnvironment) -> None:
    """Before the law is looked up: there is no dossier yet by which it would be."""
    dossier = values.submitted(a_dossier()).evolve(unit=BodyId("khong-co"))

    known = await asking.run(ledger.inquire, Intake(dossier=dossier, on=NOW))

    assert known.refusal is not None
    assert (known.refusal.reason, known.refusal.details) == (Reason.UNKNOWN_BODY, ("khong-co",))
    assert (known.rules, known.law, known.bodies) == (None, None, ())
    assert known.calendar == await asking.run(ledger.working_days, CalendarInquiry(on=NOW))


async def test_bodies_are_named_or_the_first_is_refused(ledger: PostgresLedger, asking: ActivityEnvironment) -> None:
    """An agency that the register does not have cannot be asked for its opinion."""
    known = await asking.run(ledger.bodies, BodyInquiry(bodies=(AGENCY, PARTY), on=NOW))
    unknown = await asking.run(ledger.bodies, BodyInquiry(bodies=(AGENCY, BodyId("khong-co")), on=NOW))

    assert known == BodyAnswer(bodies=(an_organisation(AGENCY), an_organisation(PARTY)))
    assert unknown.bodies == ()
    assert unknown.refusal is not None
    assert unknown.refusal.reason is Reason.UNKNOWN_BODY


async def test_the_working_days_begin_today_in_hanoi(ledger: PostgresLedger, asking: ActivityEnvironment) -> None:
    """At half past midnight in Hanoi it is still yesterday in Greenwich; a term that begins there ends a day early."""
    calendar = await asking.run(ledger.working_days, CalendarInquiry(on=datetime(2024, 3, 3, 17, 30, tzinfo=UTC)))

    assert calendar.first == date(2024, 3, 4)
    assert date(2024, 4, 30) in calendar.days_off
    assert min(calendar.days_off + calendar.days_worked) >= calendar.first


@pytest.mark.parametrize("decision", [a_decision_ref(), a_decision_ref(document=None)], ids=["with its paper", "bare"])
async def test_a_grant_is_entered_in_the_register(conn: PoolConnectionProxy, decision: DecisionRef) -> None:
    """Next year's dossier of the same nominee is judged in the light of it."""
    first = a_dossier()
    grant = granted(first)
    grant = grant.model_copy(update={"fact": grant.fact.model_copy(update={"decision": decision})})
    for entry in (submitted(first), grant):
        await append(conn, entry)
    year = Period(first=date(2024, 1, 1), last=date(2024, 12, 31))

    earlier = await granted_earlier(conn, a_dossier(nominee=first.nominee, period=year))

    expected = Earlier(
        dossier_id=first.dossier_id, award=first.award, basis=first.basis, period=first.period, decision=decision
    )
    assert earlier == (expected,)
    assert await granted_earlier(conn, first) == ()
    assert await granted_earlier(conn, a_dossier()) == ()


async def test_only_a_grant_is_entered_in_the_register(conn: PoolConnectionProxy) -> None:
    """A dossier that was supported has been granted nothing yet."""
    dossier = a_dossier()
    for entry in (submitted(dossier), forwarded(dossier)):
        await append(conn, entry)

    assert await granted_earlier(conn, a_dossier(nominee=dossier.nominee)) == ()


async def test_a_grant_that_could_not_be_registered_is_a_conflict(conn: PoolConnectionProxy) -> None:
    """An award that the register does not show would be granted again next year."""
    dossier = a_dossier()
    await keep(conn, submitted(dossier))

    with pytest.raises(LedgerConflict, match="to whom"):
        await append(conn, granted(dossier, standing=None))


async def test_an_agenda_of_a_thousand_is_one_question(ledger: PostgresLedger, asking: ActivityEnvironment) -> None:
    """The longest agenda that can be asked for, of unknown dossiers."""
    unknown = tuple(DossierId(f"hs-{a_number()}") for _ in range(1000))

    agenda = await asking.run(ledger.agenda, AgendaInquiry(body=CLUSTER, stage=Stage.CLUSTER, agenda=unknown))

    assert tuple(each.dossier_id for each in agenda.elsewhere) == unknown
