"""The finding that the ledger returns for a dossier: by which rule, and nothing where there is none."""

from datetime import date

import asyncpg
import pytest
from asyncpg.pool import PoolConnectionProxy

from activities.ledger import PostgresLedger, findings_at
from activities.verdicts import verdicts_of
from benchmarks.findings import keep_finding, unanimous
from schemas import digests
from schemas.dossier import Dossier
from schemas.facts import AgendaAmended, SittingConvened
from schemas.ids import BodyId, DossierId, StreamId
from schemas.messages import Hear
from schemas.minutes import Finding
from schemas.ports import FindingAnswer, FindingInquiry
from schemas.routes import StageRule
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.announced_facts import a_decision, a_sitting_closed
from tests.builders.entries import a_ballot, forwarded, submitted
from tests.builders.values import (
    AUTHORITY,
    CLUSTER,
    NOON,
    SAID,
    a_body,
    a_decision_rule,
    a_dossier,
    a_number,
    a_requirement,
    a_vote_rule,
    an_entry,
)
from tests.ledger_rows import append, as_workflow, recorded

NOTHING = FindingAnswer()


async def asked(ledger: PostgresLedger, hear: Hear, of: DossierId) -> FindingAnswer:
    """Return what a dossier is answered that was pointed to a fact."""
    inquiry = FindingInquiry(source=hear.source, sequence=hear.sequence, dossier_id=of)
    return await as_workflow(StreamId(f"dossier-{of}")).run(ledger.load_finding, inquiry)


@pytest.mark.parametrize(
    ("rule", "outcome", "body"),
    [
        pytest.param(a_vote_rule(), Outcome.FORWARD, CLUSTER, id="carried"),
        pytest.param(a_vote_rule(), Outcome.REFUSE, CLUSTER, id="defeated"),
        pytest.param(a_decision_rule(), Outcome.GRANT, AUTHORITY, id="granted"),
    ],
)
async def test_a_dossier_reads_what_was_found_of_it(
    ledger: PostgresLedger, pool: asyncpg.Pool, rule: StageRule, outcome: Outcome, body: BodyId
) -> None:
    """Nothing is returned for others: neither their finding nor whether they were considered."""
    dossier, voted = a_dossier(), rule.stage is Stage.CLUSTER
    async with pool.acquire() as conn:
        hear = await keep_finding(conn, dossier, rule, outcome, body=body)

    found = await asked(ledger, hear, dossier.dossier_id)

    assert found.verdict is not None
    assert (found.verdict.outcome, found.verdict.body, found.verdict.source) == (outcome, body, hear.source)
    assert found.verdict.vote == (unanimous(a_vote_rule(), outcome) if voted else None)
    assert found.rule == (digests.rule_digest(a_vote_rule()) if voted else None)
    assert await asked(ledger, hear, DossierId("hs-khac")) == NOTHING


async def test_where_no_finding_stands_nothing_is_found(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """No such stream, no such fact, a fact that closed nothing, a dossier's own, and minutes that left it open."""
    dossier = a_dossier()
    own = submitted(dossier)
    ballot = a_ballot()
    tied = a_sitting_closed({dossier.dossier_id: Finding.TIED})
    async with pool.acquire() as conn:
        hear = await keep_finding(conn, dossier, a_vote_rule(), Outcome.FORWARD, body=CLUSTER)
    for entry in (own, forwarded(dossier), ballot, an_entry(tied)):
        await recorded(ledger, pool, entry)
    places = [
        (StreamId("sitting-nowhere"), 1),
        (hear.source, 1),
        (hear.source, hear.sequence + 1),
        (own.fact.stream, 1),
        (own.fact.stream, 2),
        (ballot.fact.stream, 1),
        (tied.stream, 1),
    ]

    answers = [await asked(ledger, Hear(source=s, sequence=n), dossier.dossier_id) for s, n in places]

    assert answers == [NOTHING] * len(places)


async def test_a_finding_asked_for_early_is_found_once_it_stands(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """Any caller may point a dossier to the fact that will close a sitting; the minutes are what counts."""
    dossier = a_dossier()
    minutes = a_sitting_closed({dossier.dossier_id: Finding.CARRIED})
    there = Hear(source=minutes.stream, sequence=1)

    early = await asked(ledger, there, dossier.dossier_id)
    await recorded(ledger, pool, an_entry(minutes))
    late = await asked(ledger, there, dossier.dossier_id)

    (verdict,) = verdicts_of(minutes)
    assert (early, late) == (NOTHING, FindingAnswer(verdict=verdict, on=date(2024, 3, 4)))


async def test_of_many_findings_each_dossier_reads_its_own(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """However many are kept at hand, and read again after others."""
    dossiers = [a_dossier() for _ in range(20)]
    async with pool.acquire() as conn:
        hears = [await keep_finding(conn, each, a_vote_rule(), Outcome.FORWARD, body=CLUSTER) for each in dossiers]

    for _ in range(2):
        for dossier, hear in zip(dossiers, hears, strict=True):
            found = await asked(ledger, hear, dossier.dossier_id)
            assert found.verdict is not None
            assert (found.verdict.source, found.verdict.dossier_id) == (hear.source, dossier.dossier_id)


def _item(dossier: Dossier, rule: int) -> dict[str, object]:
    named = {"dossier_id": dossier.dossier_id, "nominee": dossier.nominee.name, "rule": rule}
    return {**named, "award": dossier.award, "basis": dossier.basis}


async def test_a_dossier_taken_up_later_was_voted_on_by_its_own_rule(conn: PoolConnectionProxy) -> None:
    """An amended agenda has its rules after those that the sitting was called with."""
    usual, strict = a_vote_rule(), a_vote_rule(threshold=a_requirement("90%"))
    first, second, third = (a_dossier() for _ in range(3))
    stream = StreamId(f"sitting-{a_number()}")
    said = {"stream": stream, "at": NOON, "by": "seat-1"}
    convened = SittingConvened.model_validate(
        {**said, "sequence": 1, "said": SAID, "body": a_body(), "stage": Stage.CLUSTER, "agenda": (_item(first, 0),)}
        | {"rules": (usual,)}
    )
    amended = AgendaAmended.model_validate(
        {**said, "sequence": 2, "added": (_item(second, 1), _item(third, 0)), "rules": (strict,)}
    )
    found = dict.fromkeys((each.dossier_id for each in (first, second, third)), Finding.CARRIED)
    closed = a_sitting_closed(found).model_copy(update={"stream": stream, "sequence": 3})
    for fact in (convened, amended, closed):
        await append(conn, an_entry(fact))

    findings = await findings_at(conn, stream, 3)

    named = [findings[each.dossier_id].rule for each in (first, second, third)]
    assert named == [digests.rule_digest(rule) for rule in (usual, strict, usual)]


async def test_a_decision_has_no_rule_of_a_vote(conn: PoolConnectionProxy) -> None:
    """Without a count."""
    decided = a_decision(granted=("hs-1",), returned=("hs-2",))
    await append(conn, an_entry(decided))

    findings = await findings_at(conn, decided.stream, 1)

    assert findings == {
        each.dossier_id: FindingAnswer(verdict=each, on=date(2024, 3, 4)) for each in verdicts_of(decided)
    }
