"""What the register says of bodies that have ended: through chains, splits and circles, to those that exist."""

from itertools import pairwise

from asyncpg.pool import PoolConnectionProxy

from activities import body_register, successions
from activities.agendas import on_an_agenda
from activities.law_store import keep_law
from schemas.bodies import RecordRef
from schemas.facts import BodySucceeded
from schemas.ids import BodyId
from schemas.ports import AgendaInquiry
from schemas.stages import Stage
from schemas.succession import BodyRole, Succession
from tests.builders.entries import submitted
from tests.builders.values import (
    AUTHORITY,
    NOON,
    a_decision_rule,
    a_dossier,
    a_number,
    a_standing,
    a_vote_rule,
    an_entry,
    an_organisation,
    some_rules,
)
from tests.ledger_rows import append
from tests.registered import a_registered, register
from tests.registered_rolls import DAY, MERGED_ON, an_ended


async def found(conn: PoolConnectionProxy, *bodies: str) -> dict[str, list[str]]:
    """Return the successors of those of some bodies that have ended."""
    answer = await successions.successions(conn, map(BodyId, bodies), DAY)
    return {each.was: [body.id for body in each.into] for each in answer}


async def test_a_body_that_goes_on_or_is_unknown_has_no_succession(conn: PoolConnectionProxy) -> None:
    """Nor has one whose last day has not come."""
    await register(conn, a_registered("s-a"), a_registered("s-c"), an_ended("s-b", "s-c", on=DAY.replace(day=2)))

    assert await found(conn, "s-a", "s-b", "khong-co") == {}


async def test_the_record_of_the_end_is_pointed_to(conn: PoolConnectionProxy) -> None:
    """With its day, and the successor's name of today."""
    await register(conn, a_registered("s-c"), a_registered("s-a"))
    await register(conn, an_ended("s-a", "s-c"))

    (answer,) = await successions.successions(conn, [BodyId("s-a")], DAY)

    record = (await body_register.records(conn, [BodyId("s-a")]))[BodyId("s-a")]
    assert answer == Succession(
        was=BodyId("s-a"),
        on=MERGED_ON,
        into=(an_organisation("s-c"),),
        record=RecordRef(sequence=2, hash=record.hash.hex()),
    )


async def test_chains_splits_and_circles_are_followed_to_those_that_exist(conn: PoolConnectionProxy) -> None:
    """Each once; a circle has none, and a split that was merged again has one."""
    await register(
        conn,
        *map(a_registered, ("s-x", "s-y")),
        an_ended("s-a", "s-b"),
        an_ended("s-b", "s-x"),
        an_ended("s-split", "s-x", "s-then"),
        an_ended("s-then", "s-y"),
        an_ended("s-apart", "s-1", "s-2"),
        an_ended("s-1", "s-x"),
        an_ended("s-2", "s-x"),
        an_ended("s-round", "s-back"),
        an_ended("s-back", "s-round"),
        an_ended("s-gone"),
    )

    assert await found(conn, "s-a", "s-split", "s-apart", "s-round", "s-gone", "s-a") == {
        "s-a": ["s-x"],
        "s-split": ["s-x", "s-y"],
        "s-apart": ["s-x"],
        "s-round": [],
        "s-gone": [],
    }


async def test_a_succession_that_goes_on_for_too_long_says_nothing(conn: PoolConnectionProxy) -> None:
    """Twenty are followed; nothing is concluded from more, nor where one leads out of the register."""
    chain = [f"s-{number:02}" for number in range(24)]
    ended = (an_ended(body, heir) for body, heir in pairwise(chain))
    await register(conn, *ended, a_registered(chain[-1]), an_ended("s-out", "khong-co"))

    assert await found(conn, chain[4]) == {chain[4]: [chain[-1]]}
    assert await found(conn, chain[0]) == await found(conn, "s-out") == {}


async def test_those_that_name_a_body_are_found_and_no_others(conn: PoolConnectionProxy) -> None:
    """By the first fact, or as a successor since."""
    unit, heir = BodyId(f"s-{a_number()}"), BodyId(f"s-{a_number()}")
    named, other = a_dossier(unit=an_organisation(unit)), a_dossier()
    for dossier in (named, other):
        await append(conn, submitted(dossier))
    await append(conn, an_entry(_succeeded(f"dossier-{other.dossier_id}", heir), standing=a_standing(other)))
    streams = [f"dossier-{dossier.dossier_id}" for dossier in (named, other)]

    assert await successions.naming(conn, streams, [unit]) == (streams[0],)
    assert await successions.naming(conn, streams, [heir]) == (streams[1],)
    assert await successions.naming(conn, streams[:1], [heir, BodyId("khong-co")]) == ()


async def test_an_agenda_goes_by_the_successors(conn: PoolConnectionProxy) -> None:
    """The successor of its agency puts a dossier forward, and its row names the unit of now."""
    agency, heir = BodyId(f"s-{a_number()}"), BodyId(f"s-{a_number()}")
    dossier = a_dossier(agency=an_organisation(agency))
    law = await keep_law(conn, some_rules(route=(a_vote_rule(), a_decision_rule(submitted_by=None))))
    first = submitted(dossier)
    await append(conn, first.model_copy(update={"fact": first.fact.model_copy(update={"law": law})}))
    fact = _succeeded(f"dossier-{dossier.dossier_id}", heir)
    now = dossier.evolve(unit=an_organisation(heir), agency=an_organisation(heir))
    await append(conn, an_entry(fact, standing=a_standing(now, Stage.DECISION)))

    answer = await on_an_agenda(
        conn, AgendaInquiry(body=BodyId(AUTHORITY), stage=Stage.DECISION, agenda=(dossier.dossier_id,))
    )

    assert [item.unit for item in answer.items] == [heir]
    assert heir in answer.senders
    assert agency not in answer.senders


def _succeeded(stream: str, heir: BodyId) -> BodySucceeded:
    return BodySucceeded.model_validate(
        {
            "stream": stream,
            "sequence": 2,
            "at": NOON,
            "by": "vinhdanh",
            "roles": (BodyRole.UNIT, BodyRole.AGENCY),
            "was": an_organisation("cu"),
            "now": an_organisation(heir),
            "on": MERGED_ON,
            "record": {"sequence": 2, "hash": "ab" * 32},
        }
    )
