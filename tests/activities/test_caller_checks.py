"""The gate: which callers the ledger answers, and what a workflow may write; a refused call leaves no trace."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from temporalio.testing import ActivityEnvironment

from activities.errors import LedgerConflict
from activities.ledger import PostgresLedger
from schemas.base import Model
from schemas.digests import NO_PREVIOUS, link
from schemas.ids import DossierId, SittingId, StreamId
from schemas.names import dossier_stream, sitting_stream
from schemas.ports import (
    AgendaInquiry,
    BodyInquiry,
    CalendarInquiry,
    Entry,
    FindingInquiry,
    Intake,
    Ledger,
    StateInquiry,
    SuccessionInquiry,
)
from schemas.stages import Stage
from tests.builders import values
from tests.builders.announced_facts import a_decision
from tests.builders.entries import a_ballot, forwarded, granted, submitted
from tests.builders.values import CLUSTER, SAID, a_dossier, a_notice, a_number, a_standing, an_entry
from tests.ledger_rows import as_workflow, following, recorded

NOW = datetime(2024, 3, 4, 5, tzinfo=UTC)

_EVERYTHING = """
SELECT (SELECT count(*) FROM fact), (SELECT count(*) FROM dossier), (SELECT count(*) FROM register),
    (SELECT count(*) FROM notice), (SELECT count(*) FROM law)
"""

CALLS: dict[str, Callable[[DossierId], Model]] = {
    "inquire": lambda id: Intake(dossier=values.submitted(a_dossier(id)), on=NOW),
    "working_days": lambda _: CalendarInquiry(on=NOW),
    "agenda": lambda id: AgendaInquiry(body=CLUSTER, stage=Stage.CLUSTER, agenda=(id,)),
    "bodies": lambda _: BodyInquiry(bodies=(CLUSTER,), on=NOW),
    "successions": lambda _: SuccessionInquiry(bodies=(CLUSTER,), on=NOW),
    "load_state": lambda id: StateInquiry(stream=dossier_stream(id), said=SAID),
    "load_finding": lambda id: FindingInquiry(source=StreamId("sitting-1"), sequence=1, dossier_id=id),
    "record": lambda id: submitted(a_dossier(id), notices=(a_notice(),)),
}
"""A call of each activity that its own dossier may make."""


async def refused(ledger: PostgresLedger, pool: asyncpg.Pool, caller: ActivityEnvironment, *call: Any) -> str:
    """Call an activity, see that it is refused for good and nothing is written, and return why."""
    name, asked = call
    before = await pool.fetchrow(_EVERYTHING)
    with pytest.raises(LedgerConflict) as conflict:
        await caller.run(getattr(ledger, name), asked)
    assert await pool.fetchrow(_EVERYTHING) == before
    assert conflict.value.non_retryable
    return conflict.value.message


def as_asked_for(**info: Any) -> ActivityEnvironment:
    """Return what an activity runs in that was not asked for by a workflow that this worker runs."""
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, is_local=False, **info)
    return environment


def test_every_activity_of_the_ledger_is_called_here() -> None:
    """One that is added is not forgotten."""
    assert set(CALLS) == set(Ledger.__abstractmethods__)


@pytest.mark.parametrize("call", CALLS)
async def test_the_ledger_answers_only_workflows_of_its_worker(
    ledger: PostgresLedger, pool: asyncpg.Pool, call: str
) -> None:
    """A task of a queue may bear any identifier and type, and one that no workflow asked for bears none."""
    id = DossierId(f"hs-{a_number()}")
    pretending = as_asked_for(workflow_id=dossier_stream(id), workflow_type="DossierWorkflow")
    by_itself = as_asked_for(workflow_id=None, workflow_type=None)

    for caller in (pretending, by_itself):
        assert "workflows of this worker only" in await refused(ledger, pool, caller, call, CALLS[call](id))

    assert await as_workflow(dossier_stream(id)).run(getattr(ledger, call), CALLS[call](id)) is not None


OTHERS = {
    "another dossier": as_workflow(StreamId("dossier-another")),
    "a sitting": as_workflow(sitting_stream(SittingId("hs-1"))),
    "a workflow of another type": as_workflow(StreamId("dossier-hs-1"), "SittingWorkflow"),
    "a postman": as_workflow(StreamId("dossier-hs-1"), "PostmanWorkflow"),
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("call", ["record", "load_state"])
async def test_a_stream_is_its_own_workflow_s(
    ledger: PostgresLedger, pool: asyncpg.Pool, other: str, call: str
) -> None:
    """No other one of ours writes it or reads what it adds up to."""
    why = await refused(ledger, pool, OTHERS[other], call, CALLS[call](DossierId("hs-1")))

    assert why.startswith("dossier-hs-1 is not the stream of")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(a_ballot(StreamId("dossier-hs-1")), id="a dossier's, of a sitting"),
        pytest.param(a_ballot(StreamId("submission-tt-1")), id="a submission's, of a sitting"),
        pytest.param(
            submitted(a_dossier()).model_copy(
                update={"fact": a_decision().model_copy(update={"stream": StreamId("dossier-hs-1")})}
            ),
            id="a dossier's, of a submission",
        ),
        pytest.param(
            a_ballot().model_copy(
                update={"fact": submitted(a_dossier()).fact.model_copy(update={"stream": StreamId("sitting-ph-1")})}
            ),
            id="a sitting's, of a dossier",
        ),
    ],
)
async def test_a_stream_holds_facts_of_its_own_kind(ledger: PostgresLedger, pool: asyncpg.Pool, entry: Entry) -> None:
    """Its fold handles no others, and a kept fact cannot be removed."""
    why = await refused(ledger, pool, as_workflow(entry.fact.stream), "record", entry)

    assert why == f"{entry.fact.stream} holds no {entry.fact.kind}"


async def test_a_fact_is_kept_with_the_row_of_its_own_dossier(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """With another's, that dossier would be moved or registered; without one, its own could not be found."""
    ours = a_dossier()
    theirs = a_standing(a_dossier(), Stage.GRANTED)
    await recorded(ledger, pool, submitted(ours))
    entries = (
        await following(pool, granted(ours, standing=theirs)),
        await following(pool, forwarded(ours, standing=None)),
        a_ballot(standing=theirs),
        an_entry(a_decision(), standing=theirs),
    )

    for entry in entries:
        why = await refused(ledger, pool, as_workflow(entry.fact.stream), "record", entry)
        assert why == f"{entry.fact.stream} brings a row that is not its own"


async def test_a_fact_follows_the_last_one_or_nothing_is_kept(ledger: PostgresLedger, pool: asyncpg.Pool) -> None:
    """Neither the standing nor a letter of a fact whose writer remembers another history."""
    dossier = a_dossier()
    first = submitted(dossier)
    await recorded(ledger, pool, first)
    other_story = link(NO_PREVIOUS, submitted(a_dossier()).fact)

    for follows in (NO_PREVIOUS, other_story):
        astray = forwarded(dossier, follows=follows, notices=(a_notice(),))
        why = await refused(ledger, pool, as_workflow(first.fact.stream), "record", astray)
        assert why.endswith("fact_follows_the_one_before_it")

    assert (await recorded(ledger, pool, forwarded(dossier, notices=(a_notice(),)))).hash
