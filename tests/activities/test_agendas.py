"""What the ledger returns for an agenda: who waits there, in the order asked, and the rules for each vote."""

from datetime import UTC, datetime

import asyncpg
import pytest
from asyncpg.pool import PoolConnectionProxy

from activities.agendas import on_an_agenda
from activities.errors import LedgerConflict
from activities.law_store import keep_law
from activities.ledger import keep
from schemas.dossier import Dossier
from schemas.ids import BodyId, NomineeId
from schemas.nominee import Individual, Trait
from schemas.policy import Rules
from schemas.ports import AgendaInquiry, DossierRow, Unavailable
from schemas.sitting import AgendaItem, Shared
from schemas.stages import Stage
from tests.builders.entries import a_ballot, forwarded, granted, submitted
from tests.builders.values import (
    AUTHORITY,
    AWARD,
    CLUSTER,
    COUNCIL,
    REGIME,
    UNIT,
    a_decision_rule,
    a_dossier,
    a_law,
    a_number,
    a_requirement,
    a_standing,
    a_vote_rule,
    an_organisation,
    some_rules,
)
from tests.ledger_rows import append


async def _standing_at(
    conn: PoolConnectionProxy, stage: Stage, rules: Rules | None = None, **changes: object
) -> Dossier:
    dossier = a_dossier()
    await _submitted(conn, dossier, a_standing(dossier, stage, **changes), rules)
    return dossier


async def _submitted(
    conn: PoolConnectionProxy, dossier: Dossier, standing: DossierRow, rules: Rules | None = None
) -> None:
    entry = submitted(dossier, standing=standing)
    law = await keep_law(conn, rules or some_rules())
    await keep(conn, entry.model_copy(update={"fact": entry.fact.model_copy(update={"law": law})}))


def _asked(stage: Stage, body: str, *agenda: Dossier) -> AgendaInquiry:
    return AgendaInquiry(body=BodyId(body), stage=stage, agenda=tuple(dossier.dossier_id for dossier in agenda))


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
    """The secretary is told which dossiers to strike from the list, and why."""
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
        Unavailable(dossier_id=further_back.dossier_id, stage=Stage.CLUSTER),
        Unavailable(dossier_id=before_another.dossier_id, stage=Stage.COUNCIL),
        Unavailable(dossier_id=ended.dossier_id, stage=Stage.WITHDRAWN),
        Unavailable(dossier_id=unknown.dossier_id, stage=None),
    )


async def test_a_dossier_on_hold_is_not_heard_where_it_waits(conn: PoolConnectionProxy) -> None:
    """Nor put before an authority; once it is released it is found like any other."""
    held, free = [await _standing_at(conn, Stage.COUNCIL, held=held) for held in (True, False)]

    before = await on_an_agenda(conn, _asked(Stage.COUNCIL, COUNCIL, held, free))
    await append(conn, forwarded(held, standing=a_standing(held, Stage.COUNCIL)))
    after = await on_an_agenda(conn, _asked(Stage.COUNCIL, COUNCIL, held, free))

    assert [item.dossier_id for item in before.items] == [free.dossier_id]
    assert before.elsewhere == (Unavailable(dossier_id=held.dossier_id, stage=Stage.COUNCIL, held=True),)
    assert [item.dossier_id for item in after.items] == [held.dossier_id, free.dossier_id]


async def test_nobody_is_awarded_on_hold(conn: PoolConnectionProxy) -> None:
    """A dossier that has ended is no longer on hold; the database must not still list it."""
    dossier = await _standing_at(conn, Stage.DECISION, held=True)

    with pytest.raises(LedgerConflict, match="dossier_on_hold_is_on_its_way"):
        await append(conn, granted(dossier, standing=a_standing(dossier, Stage.GRANTED, held=True)))


async def test_an_item_says_what_the_law_asks_of_its_nominee(conn: PoolConnectionProxy) -> None:
    """Where votes are equal, some traits count; whose they are is the nominee's identifier, not the name."""
    traits = (Trait.WOMAN, Trait.FOREIGNER)
    dossier = a_dossier(nominee=Individual(id=NomineeId(f"cn-{a_number()}"), name="Giám đốc", traits=traits))
    await _submitted(conn, dossier, a_standing(dossier, Stage.CLUSTER))

    (item,) = (await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, dossier))).items

    assert (item.nominee_id, item.unit, item.traits) == (dossier.nominee.id, UNIT, traits)


async def test_each_item_points_at_its_own_rule(conn: PoolConnectionProxy) -> None:
    """One sitting may consider dossiers under two laws: each is counted by the one that it was received under."""
    usual, strict = a_vote_rule(), a_vote_rule(threshold=a_requirement("90%"))
    laws = [some_rules(route=(rule, *some_rules().award.route[1:])) for rule in (usual, strict, usual)]
    dossiers = [await _standing_at(conn, Stage.CLUSTER, law) for law in laws]

    agenda = await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, *dossiers))

    assert agenda.rules == (usual, strict)
    assert [item.rule for item in agenda.items] == [0, 1, 0]


async def test_an_agenda_says_what_its_dossiers_share(conn: PoolConnectionProxy) -> None:
    """Operators find a sitting by it; where two differ it stays empty, and of their days the first counts."""
    early, late = datetime(2024, 4, 1, 17, tzinfo=UTC), datetime(2024, 5, 1, 17, tzinfo=UTC)
    ours, others = a_dossier(), a_dossier(unit=an_organisation("so-y-te"))
    for dossier, due_at in ((ours, late), (others, early)):
        await _submitted(conn, dossier, a_standing(dossier, Stage.CLUSTER, due_at=due_at))

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


EDITED = """
UPDATE dossier SET award = 'another', basis = 'another', award_name = 'Another', regime = 'nd1-1970', sequence = 9
WHERE dossier_id = $1
"""
"""All columns of a row about the law."""


async def test_a_row_that_somebody_edits_changes_no_rule(conn: PoolConnectionProxy) -> None:
    """A sitting counts by the law that the dossier's first fact names, and that fact is linked and never changed."""
    strict = a_vote_rule(threshold=a_requirement("90%"))
    dossier = await _standing_at(conn, Stage.CLUSTER, some_rules(route=(strict, *some_rules().award.route[1:])))
    await keep_law(conn, some_rules())

    await conn.execute(EDITED, dossier.dossier_id)

    assert (await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, dossier))).rules == (strict,)


async def test_the_row_holds_no_rule_to_be_edited(conn: PoolConnectionProxy) -> None:
    """An unknown dossier must not pass for a known one."""
    with pytest.raises(asyncpg.UndefinedColumnError, match='"rule"'):
        await conn.execute("UPDATE dossier SET rule = '{}'")


async def test_a_dossier_whose_law_nobody_keeps_is_not_voted_on(conn: PoolConnectionProxy) -> None:
    """Neither one without any fact, put there by hand, nor one whose first fact names a law that is not kept."""
    stranger = a_dossier()
    await keep(conn, a_ballot(standing=a_standing(stranger)))
    lawless = a_dossier()
    await keep(conn, submitted(lawless))

    for dossier, law in ((stranger, None), (lawless, a_law())):
        with pytest.raises(LedgerConflict, match=f"does not hold the law {law}"):
            await on_an_agenda(conn, _asked(Stage.CLUSTER, CLUSTER, dossier))


async def test_a_dossier_that_its_law_has_nobody_vote_on_is_not_voted_on(conn: PoolConnectionProxy) -> None:
    """Its row was inserted by hand, not by its facts: a person must look."""
    here = await _standing_at(conn, Stage.COUNCIL)
    astray = await _standing_at(conn, Stage.COUNCIL, some_rules(route=(a_vote_rule(), a_decision_rule())))

    with pytest.raises(LedgerConflict, match=astray.dossier_id):
        await on_an_agenda(conn, _asked(Stage.COUNCIL, COUNCIL, here, astray))
