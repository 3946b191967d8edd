"""What the ledger answers when it is asked: the law, the days, the register, an agenda."""

from datetime import UTC, date, datetime

import asyncpg
import pytest
from asyncpg.pool import PoolConnectionProxy

from activities.errors import LedgerConflict
from activities.ledger import PostgresLedger, granted_earlier, keep, on_an_agenda
from policies.books import LawBooks
from schemas.dossier import Dossier, Earlier, Period
from schemas.ids import BodyId, DossierId, NomineeId
from schemas.nominee import Individual, Trait
from schemas.ports import AgendaInquiry, CalendarInquiry, Elsewhere, Intake
from schemas.refusals import Reason
from schemas.sitting import AgendaItem, Shared
from schemas.stages import Stage
from schemas.verdict import DecisionRef
from tests.builders import (
    AUTHORITY,
    AWARD,
    CLUSTER,
    COUNCIL,
    REGIME,
    UNIT,
    a_decision_ref,
    a_dossier,
    a_number,
    a_requirement,
    a_standing,
    a_vote_rule,
    an_organisation,
)
from tests.builders_facts import forwarded, granted, submitted
from worker.demo import LAW

NOW = datetime(2024, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def ledger(pool: asyncpg.Pool) -> PostgresLedger:
    """The ledger as a worker has it."""
    return PostgresLedger(pool, LawBooks.load(LAW))


async def _standing_at(conn: PoolConnectionProxy, stage: Stage, **changes: object) -> Dossier:
    dossier = a_dossier()
    await keep(conn, submitted(dossier, standing=a_standing(dossier, stage, **changes)))
    return dossier


def _asked(stage: Stage, body: str, *agenda: Dossier) -> AgendaInquiry:
    return AgendaInquiry(body=BodyId(body), stage=stage, agenda=tuple(dossier.dossier_id for dossier in agenda))


async def test_an_inquiry_brings_the_rules_and_the_days(ledger: PostgresLedger) -> None:
    """A dossier keeps the rules of the day on which it was received."""
    dossier = a_dossier()

    known = await ledger.inquire(Intake(dossier=dossier, on=NOW))

    assert known.refusal is None
    assert known.rules is not None
    assert (known.rules.award.award, known.rules.award.basis) == (dossier.award, dossier.basis)
    assert known.calendar == await ledger.working_days(CalendarInquiry(on=NOW))
    assert known.earlier == ()


async def test_an_award_unknown_to_the_law_is_refused(ledger: PostgresLedger) -> None:
    """The workflow is told why, and decides nothing itself."""
    known = await ledger.inquire(Intake(dossier=a_dossier(award="no_such_award"), on=NOW))

    assert known.rules is None
    assert known.refusal is not None
    assert known.refusal.reason is Reason.UNKNOWN_AWARD


async def test_the_working_days_begin_today_in_hanoi(ledger: PostgresLedger) -> None:
    """At half past midnight in Hanoi it is still yesterday in Greenwich; a term that begins there ends a day early."""
    calendar = await ledger.working_days(CalendarInquiry(on=datetime(2024, 3, 3, 17, 30, tzinfo=UTC)))

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
        await keep(conn, entry)
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
        await keep(conn, entry)

    assert await granted_earlier(conn, a_dossier(nominee=dossier.nominee)) == ()


async def test_a_grant_that_could_not_be_registered_is_a_conflict(conn: PoolConnectionProxy) -> None:
    """An award that the register does not show would be granted again next year."""
    dossier = a_dossier()
    await keep(conn, submitted(dossier))

    with pytest.raises(LedgerConflict, match="to whom"):
        await keep(conn, granted(dossier, standing=None))


async def test_an_agenda_comes_back_in_the_order_asked(conn: PoolConnectionProxy) -> None:
    """Ballots are kept by position: an agenda in another order would give one dossier another one's votes."""
    dossiers = [await _standing_at(conn, Stage.CLUSTER) for _ in range(5)][::-1]

    agenda = await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, *dossiers))

    assert agenda.items == tuple(
        AgendaItem(
            dossier_id=each.dossier_id,
            nominee=each.nominee.name,
            award=each.award,
            basis=each.basis,
            rule=0,
            nominee_id=each.nominee.id,
            unit=each.unit.id,
        )
        for each in dossiers
    )
    assert agenda.rules == (a_vote_rule(Stage.CLUSTER),)
    assert agenda.elsewhere == ()


async def test_what_does_not_wait_here_is_named_with_its_stage(conn: PoolConnectionProxy) -> None:
    """The secretary learns which dossiers to strike from the list, and why."""
    here = await _standing_at(conn, Stage.COUNCIL)
    further_back = await _standing_at(conn, Stage.CLUSTER)
    before_another = await _standing_at(conn, Stage.COUNCIL, awaited=an_organisation("hoi-dong-khac"))
    ended = await _standing_at(conn, Stage.WITHDRAWN)
    unknown = a_dossier()

    agenda = await on_an_agenda(
        conn, _asked(Stage.COUNCIL, COUNCIL, further_back, here, before_another, ended, unknown)
    )

    assert [item.dossier_id for item in agenda.items] == [here.dossier_id]
    assert agenda.elsewhere == (
        Elsewhere(dossier_id=further_back.dossier_id, stage=Stage.CLUSTER),
        Elsewhere(dossier_id=before_another.dossier_id, stage=Stage.COUNCIL),
        Elsewhere(dossier_id=ended.dossier_id, stage=Stage.WITHDRAWN),
        Elsewhere(dossier_id=unknown.dossier_id, stage=None),
    )


async def test_a_dossier_on_hold_is_not_heard_where_it_waits(conn: PoolConnectionProxy) -> None:
    """Nor put before an authority; once it is released it is found like any other."""
    held, free = [await _standing_at(conn, Stage.COUNCIL, held=held) for held in (True, False)]

    before = await on_an_agenda(conn, _asked(Stage.COUNCIL, COUNCIL, held, free))
    await keep(conn, forwarded(held, standing=a_standing(held, Stage.COUNCIL)))
    after = await on_an_agenda(conn, _asked(Stage.COUNCIL, COUNCIL, held, free))

    assert [item.dossier_id for item in before.items] == [free.dossier_id]
    assert before.elsewhere == (Elsewhere(dossier_id=held.dossier_id, stage=Stage.COUNCIL, held=True),)
    assert [item.dossier_id for item in after.items] == [held.dossier_id, free.dossier_id]


async def test_nobody_is_awarded_on_hold(conn: PoolConnectionProxy) -> None:
    """What has come to its end is on hold no more: the last reader who still believes us is the database."""
    dossier = await _standing_at(conn, Stage.DECISION, held=True)

    with pytest.raises(LedgerConflict, match="dossier_on_hold_is_on_its_way"):
        await keep(conn, granted(dossier, standing=a_standing(dossier, Stage.GRANTED, held=True)))


async def test_an_item_says_what_the_law_asks_of_its_nominee(conn: PoolConnectionProxy) -> None:
    """Where votes are equal, some traits count; whose they are is the nominee's identifier, not the name."""
    traits = (Trait.WOMAN, Trait.FOREIGNER)
    dossier = a_dossier(nominee=Individual(id=NomineeId(f"cn-{a_number()}"), name="Giám đốc", traits=traits))
    await keep(conn, submitted(dossier))

    (item,) = (await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, dossier))).items

    assert (item.nominee_id, item.unit, item.traits) == (dossier.nominee.id, UNIT, traits)


async def test_each_item_points_at_its_own_rule(conn: PoolConnectionProxy) -> None:
    """One sitting may hear dossiers under two laws: each is counted by the one that it was received under."""
    usual, strict = a_vote_rule(), a_vote_rule(threshold=a_requirement("90%"))
    dossiers = [await _standing_at(conn, Stage.CLUSTER, rule=rule) for rule in (usual, strict, usual)]

    agenda = await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, *dossiers))

    assert agenda.rules == (usual, strict)
    assert [item.rule for item in agenda.items] == [0, 1, 0]


async def test_an_agenda_says_what_its_dossiers_share(conn: PoolConnectionProxy) -> None:
    """Operators find a sitting by it; where two differ nothing is said, and of their days the first counts."""
    early, late = datetime(2024, 4, 1, 17, tzinfo=UTC), datetime(2024, 5, 1, 17, tzinfo=UTC)
    ours, others = a_dossier(), a_dossier(unit=an_organisation("so-y-te"))
    for dossier, due_at in ((ours, late), (others, early)):
        await keep(conn, submitted(dossier, standing=a_standing(dossier, Stage.CLUSTER, due_at=due_at)))

    alone = await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, ours))
    together = await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, ours, others))

    assert alone.shared == Shared(award=AWARD, unit=UNIT, cluster=CLUSTER, regime=REGIME, due_at=late)
    assert together.shared == Shared(award=AWARD, cluster=CLUSTER, regime=REGIME, due_at=early)


@pytest.mark.parametrize(("stage", "body"), [(Stage.DECISION, AUTHORITY), (Stage.UNIT, UNIT)])
async def test_where_nobody_votes_there_are_no_rules_of_a_vote(
    conn: PoolConnectionProxy, stage: Stage, body: str
) -> None:
    """A list that is decided is not counted."""
    dossier = await _standing_at(conn, stage)

    agenda = await on_an_agenda(conn, _asked(stage, body, dossier))

    assert [item.dossier_id for item in agenda.items] == [dossier.dossier_id]
    assert agenda.rules == ()


async def test_an_agenda_of_a_thousand_is_one_question(ledger: PostgresLedger) -> None:
    """The longest agenda that can be asked for, of dossiers that nobody knows."""
    unknown = tuple(DossierId(f"hs-{a_number()}") for _ in range(1000))

    agenda = await ledger.agenda(AgendaInquiry(body=CLUSTER, stage=Stage.CLUSTER, agenda=unknown))

    assert tuple(each.dossier_id for each in agenda.elsewhere) == unknown
