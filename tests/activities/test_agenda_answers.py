"""What comes with an agenda where it is asked for: the body's roll, dossiers of a later year, and who may submit."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from asyncpg.pool import PoolConnectionProxy

from activities.agendas import on_an_agenda
from activities.law_store import keep_law
from activities.ledger import keep
from schemas.bodies import SeasonLabel
from schemas.dossier import Dossier, Period
from schemas.ids import BodyId
from schemas.policy import Rules
from schemas.ports import AgendaAnswer, AgendaInquiry, RollInquiry
from schemas.refusals import Reason
from schemas.routes import StageRule, Submitter
from schemas.stages import Stage
from tests.builders.entries import submitted
from tests.builders.values import (
    AGENCY,
    AUTHORITY,
    CLUSTER,
    COUNCIL,
    HEAD,
    MINISTRY,
    a_decision_rule,
    a_dossier,
    a_number,
    a_signature_rule,
    a_standing,
    a_vote_rule,
    an_office_rule,
    an_organisation,
    some_rules,
)
from tests.registered import a_registered, register
from tests.registered_rolls import a_cluster

NOW = datetime(2025, 3, 3, 5, tzinfo=UTC)

BY_NOBODY = a_decision_rule(submitted_by=None)

NAMED: dict[str, Any] = {"agency": an_organisation(AGENCY), "head": an_organisation(HEAD)}


async def _waits(conn: PoolConnectionProxy, dossier: Dossier, stage: Stage, rules: Rules | None = None) -> Dossier:
    awaited = an_organisation(HEAD) if stage is Stage.HEAD else a_standing(dossier, stage).awaited
    entry = submitted(dossier, standing=a_standing(dossier, stage, awaited=awaited))
    law = await keep_law(conn, rules or some_rules())
    await keep(conn, entry.evolve(fact=entry.fact.model_copy(update={"law": law})))
    return dossier


async def _of_years(conn: PoolConnectionProxy, *last: int, cluster: str = CLUSTER) -> list[Dossier]:
    periods = (Period(first=date(year - 1, 9, 1), last=date(year, 5, 31)) for year in last)
    dossiers = (a_dossier(period=period, cluster=an_organisation(cluster)) for period in periods)
    return [await _waits(conn, each, Stage.CLUSTER) for each in dossiers]


async def _called(
    conn: PoolConnectionProxy, season: str | None, *agenda: Dossier, body: str = CLUSTER, stage: Stage = Stage.CLUSTER
) -> AgendaAnswer:
    inquiry = RollInquiry(season=SeasonLabel(season) if season else None, on=NOW)
    ids = tuple(dossier.dossier_id for dossier in agenda)
    return await on_an_agenda(conn, AgendaInquiry(body=BodyId(body), stage=stage, agenda=ids, roll=inquiry))


async def _senders(conn: PoolConnectionProxy, stage: Stage, body: str, *agenda: Dossier) -> tuple[BodyId, ...]:
    ids = tuple(dossier.dossier_id for dossier in agenda)
    return (await on_an_agenda(conn, AgendaInquiry(body=BodyId(body), stage=stage, agenda=ids))).senders


async def test_an_agenda_brings_the_roll_where_it_is_asked_for(conn: PoolConnectionProxy) -> None:
    """A sitting is convened by one answer; at its close only its dossiers are asked for, and the body is not read."""
    (dossier,) = await _of_years(conn, 2023)

    with_roll = await _called(conn, "2023", dossier)
    without = await on_an_agenda(conn, AgendaInquiry(body=CLUSTER, stage=Stage.CLUSTER, agenda=(dossier.dossier_id,)))

    assert with_roll.body is not None
    assert (with_roll.body.season, len(with_roll.body.seats), with_roll.body.on) == ("2023", 5, NOW.date())
    assert (without.body, without.refusal) == (None, None)
    assert with_roll.items == without.items


async def test_dossiers_of_a_later_year_are_refused_by_name(conn: PoolConnectionProxy) -> None:
    """The members of 2023 do not judge 2024; a period that ended earlier is theirs to judge."""
    earlier, this_year, later = await _of_years(conn, 2021, 2023, 2024)

    late, all_in_time = await _called(conn, "2023", earlier, later), await _called(conn, "2023", earlier, this_year)

    assert late.refusal is not None
    assert (late.refusal.reason, late.refusal.details) == (Reason.NOT_OF_THIS_SEASON, (later.dossier_id,))
    assert f"năm thi đua 2023: {later.dossier_id}." in late.refusal.message
    assert all_in_time.refusal is None


async def test_a_school_year_ends_with_its_second_year(conn: PoolConnectionProxy) -> None:
    """Achievements of 2023-2024 are of May 2024; those of the next school year are not."""
    schools = f"cum-truong-{a_number()}"
    await register(conn, a_registered("truong-1"), a_cluster("2023-2024", "truong-1").evolve(id=BodyId(schools)))
    this_year, next_year = await _of_years(conn, 2024, 2025, cluster=schools)

    assert (await _called(conn, "2023-2024", this_year, body=schools)).refusal is None
    refusal = (await _called(conn, "2023-2024", next_year, body=schools)).refusal
    assert refusal is not None
    assert refusal.details == (next_year.dossier_id,)


async def test_a_council_judges_every_year(conn: PoolConnectionProxy) -> None:
    """It has no seasons, and none is compared with."""
    dossier = await _waits(conn, a_dossier(), Stage.COUNCIL)

    answer = await _called(conn, "2020", dossier, body=COUNCIL, stage=Stage.COUNCIL)

    assert answer.refusal is None
    assert answer.body is not None
    assert answer.body.season is None


async def test_a_refusal_names_twenty_dossiers_at_most(conn: PoolConnectionProxy) -> None:
    """A thousand would not fit into a failure."""
    late = await _of_years(conn, *[2024] * 21)

    refusal = (await _called(conn, "2023", *late)).refusal

    assert refusal is not None
    assert refusal.details == tuple(dossier.dossier_id for dossier in late[:20])


async def test_a_body_without_a_roll_is_refused_first(conn: PoolConnectionProxy) -> None:
    """Whatever the dossiers are."""
    (dossier,) = await _of_years(conn, 2023)

    for body, reason in ((CLUSTER, Reason.SEASON_NEEDED), ("khong-co", Reason.UNKNOWN_BODY)):
        answer = await _called(conn, None, dossier, body=body)
        assert answer.body is None
        assert answer.refusal is not None
        assert answer.refusal.reason is reason


@pytest.mark.parametrize(
    ("route", "senders"),
    [
        pytest.param((a_decision_rule(),), (MINISTRY,), id="whom the law names"),
        pytest.param((BY_NOBODY,), (AGENCY, HEAD), id="otherwise the dossier's agency or head"),
        pytest.param(
            (an_office_rule(Stage.CENTRAL_APPRAISAL), BY_NOBODY),
            (AGENCY, HEAD, MINISTRY),
            id="and a body that the law named before",
        ),
        pytest.param((a_vote_rule(Stage.CLUSTER), BY_NOBODY), (AGENCY, HEAD), id="but no cluster of the dossier"),
    ],
)
async def test_a_list_is_submitted_by_whom_the_law_or_the_dossier_names(
    conn: PoolConnectionProxy, route: tuple[StageRule, ...], senders: tuple[str, ...]
) -> None:
    """Anybody else who knows an identifier could put a dossier before the Prime Minister."""
    dossier = await _waits(conn, a_dossier(**NAMED), Stage.DECISION, some_rules(route=route))

    assert await _senders(conn, Stage.DECISION, AUTHORITY, dossier) == senders


async def test_a_stage_after_the_list_s_own_names_no_sender(conn: PoolConnectionProxy) -> None:
    """Who decides in the end does not put it before the head who signs first."""
    route = (a_signature_rule(), an_office_rule(Stage.CENTRAL_APPRAISAL), a_decision_rule())
    dossier = await _waits(conn, a_dossier(**NAMED), Stage.HEAD, some_rules(route=route))

    assert await _senders(conn, Stage.HEAD, HEAD, dossier) == (AGENCY, HEAD)


async def test_a_list_is_submitted_by_whoever_may_submit_all_of_it(conn: PoolConnectionProxy) -> None:
    """Two provinces' dossiers on one list: neither agency may speak for the other's."""
    by_law, other_law = some_rules(route=(BY_NOBODY,)), some_rules(route=(a_decision_rule(),))
    ours = await _waits(conn, a_dossier(**NAMED), Stage.DECISION, by_law)
    theirs = await _waits(
        conn, a_dossier(agency=an_organisation("ban-khac"), head=an_organisation(HEAD)), Stage.DECISION, by_law
    )
    national = await _waits(conn, a_dossier(**NAMED), Stage.DECISION, other_law)

    assert await _senders(conn, Stage.DECISION, AUTHORITY, ours, theirs) == (HEAD,)
    assert await _senders(conn, Stage.DECISION, AUTHORITY, ours, national) == ()


async def test_the_law_may_name_another_sender_for_each_stage(conn: PoolConnectionProxy) -> None:
    """The Prime Minister's endorsement and the decision may be asked for by two bodies."""
    asked_by = Submitter(body=an_organisation(AGENCY), citation="Điều 2", verified=True)
    endorsement = a_signature_rule(Stage.ENDORSEMENT, body=an_organisation(AUTHORITY), submitted_by=asked_by)
    dossier = a_dossier(**NAMED)
    entry = submitted(dossier, standing=a_standing(dossier, Stage.ENDORSEMENT, awaited=an_organisation(AUTHORITY)))
    law = await keep_law(conn, some_rules(route=(endorsement, a_decision_rule())))
    await keep(conn, entry.evolve(fact=entry.fact.model_copy(update={"law": law})))

    assert await _senders(conn, Stage.ENDORSEMENT, AUTHORITY, dossier) == (AGENCY,)


async def test_a_vote_needs_no_sender(conn: PoolConnectionProxy) -> None:
    """Its body is convened by its own presidium."""
    dossier = await _waits(conn, a_dossier(**NAMED), Stage.COUNCIL)

    assert await _senders(conn, Stage.COUNCIL, COUNCIL, dossier) == ()


async def test_of_no_dossiers_nobody_is_the_sender(conn: PoolConnectionProxy) -> None:
    """Where all of them wait elsewhere, that is what the caller is told."""
    assert await _senders(conn, Stage.DECISION, AUTHORITY, a_dossier()) == ()
