"""Starts: of each message that opens a workflow, whole, spoilt, huge, or not there at all."""

import gc
import random
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload

from schemas.base import Model
from schemas.dossier import Dossier
from schemas.ids import StreamId
from schemas.messages import Convene, Deliver, PutForward, SubmitDossier
from schemas.names import UpdateName, WorkflowName, dossier_stream, postman_id
from schemas.refusals import Reason
from schemas.stages import Stage
from tests.builders.values import AGENCY, CLUSTER, COUNCIL, SEASON, UNIT, a_dossier, a_number, submitted
from tests.hostile.malformed_values import HUGE, POISON, body, odd_payloads
from tests.hostile.no_harm import EXAMPLES, at_most_eight, bounded, is_well_refused
from tests.hostile.raw_client import Answer, RawClient
from tests.hostile.schema_fuzzing import bodies, spoilt
from tests.hostile.targets import Known, before_the_authority
from tests.journeys.office_driver import AUTHORITY, OfficeDriver
from tests.waiting import eventually

OPENED_BY: Mapping[WorkflowName, type[Model]] = {
    WorkflowName.DOSSIER: SubmitDossier,
    WorkflowName.SITTING: Convene,
    WorkflowName.SUBMISSION: PutForward,
    WorkflowName.POSTMAN: Deliver,
}
KINDS = list(OPENED_BY)

pytestmark = [
    # The SDK never awaits what it prepared for a run whose `__init__` refuses it, and warns of it.
    pytest.mark.filterwarnings("ignore:coroutine .*run_workflow.* was never awaited:RuntimeWarning"),
    pytest.mark.usefixtures("_tidy"),
]


@pytest.fixture(scope="module")
def _tidy() -> Iterator[None]:
    """Have what it prepared gone before another module's tests could be blamed for it."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
async def waiting(driver: OfficeDriver, wire: RawClient) -> Mapping[WorkflowName, str]:
    """A dossier that a sitting may be held over, and one that may be put before the authority."""
    return {
        WorkflowName.SITTING: (await driver.carry(Stage.CLUSTER)).dossier_id,
        WorkflowName.SUBMISSION: (await before_the_authority(driver, wire)).dossier_id,
    }


def known(kind: WorkflowName, name: str, waiting: Mapping[WorkflowName, str]) -> Known:
    """Return known values with which a body of a kind gets far: its identifier, offices and dossiers that exist."""
    match kind:
        case WorkflowName.POSTMAN:
            return {"number": (int(name),)}
        case WorkflowName.DOSSIER:
            awards = {"award": ("gov_emulation_flag",), "basis": ("central_cluster",), "kind": ("collective",)}
            bodies = {"unit": (UNIT,), "cluster": (CLUSTER, UNIT), "council": (COUNCIL, None), "agency": (AGENCY,)}
            start = {"dossier_id": (name,), "by": (UNIT,), "id": (name,), "received_on": ("2024-03-01",)}
            return {**awards, **bodies, **start}
        case WorkflowName.SITTING:
            call = {"body": (CLUSTER, CLUSTER, COUNCIL), "season": (SEASON, SEASON, None, "1999"), "by": ("seat-1",)}
            terms = {"stage": ("cluster",), "places": ([],), "agenda": ([waiting[kind]],)}
            return {**call, **terms, "sitting_id": (name,)}
        case WorkflowName.SUBMISSION:
            agenda = {"authority": (AUTHORITY,), "by": ("VN-BNV", UNIT), "agenda": ([waiting[kind]],)}
            return {"submission_id": (name,), **agenda}


def named(kind: WorkflowName) -> tuple[str, str]:
    """Return an unused identifier, and the workflow that it is for."""
    if kind is WorkflowName.POSTMAN:
        number = random.randint(2, 16)  # noqa: S311 - any will do
        return str(number), postman_id(number)
    name = f"la-{a_number()}"
    return name, f"{kind.removesuffix('Workflow').lower()}-{name}"


async def see_that_it_ended_or_lives(wire: RawClient, pool: asyncpg.Pool, stream: str, answer: Answer) -> None:
    """A start is either kept, with one fact and a receipt, or over, with none and a reason; it was tried once."""
    facts = await pool.fetchval("SELECT count(*) FROM fact WHERE stream = $1", stream)
    assert answer.mishaps == ()
    if answer.taken:
        assert (await wire.status(stream), facts) == ("RUNNING", 1)
        await wire.terminate(stream)
    elif answer.kind == Reason.TWIN_DOSSIER:
        assert (await wire.status(stream), facts) == ("COMPLETED", 1)
    else:
        assert is_well_refused(answer), answer
        assert (await wire.status(stream), facts) == ("FAILED", 0)


@pytest.mark.parametrize("kind", KINDS)
@bounded(short=3)
@given(st.data())
async def test_a_start_that_its_schema_allows_is_answered(
    wire: RawClient, pool: asyncpg.Pool, waiting: Mapping[WorkflowName, str], kind: WorkflowName, data: st.DataObject
) -> None:
    """Kept, or refused by a rule: never begun without an end."""
    name, stream = named(kind)
    drawn = data.draw(bodies(OPENED_BY[kind], known(kind, name, waiting)))

    await see_that_it_ended_or_lives(wire, pool, stream, await wire.start(kind, [body(drawn)], stream))


@pytest.mark.parametrize("kind", KINDS)
@bounded(short=4)
@given(st.data())
async def test_a_spoilt_start_fails_at_once(
    wire: RawClient, pool: asyncpg.Pool, waiting: Mapping[WorkflowName, str], kind: WorkflowName, data: st.DataObject
) -> None:
    """A workflow that cannot read its input would otherwise try for ever."""
    name, stream = named(kind)
    drawn = data.draw(spoilt(bodies(OPENED_BY[kind], known(kind, name, waiting)), POISON))

    await see_that_it_ended_or_lives(wire, pool, stream, await wire.start(kind, [body(drawn)], stream))


async def test_a_start_without_a_message_fails_at_once(wire: RawClient, pool: asyncpg.Pool) -> None:
    """No message, two, or something that is none, in every encoding: reported as the sender's mistake."""
    odd = list(zip(cycle(KINDS), odd_payloads().items()))
    starts = [(kind, payloads, f"{named(kind)[1]}-{what}") for kind, (what, payloads) in odd]
    starts += [(kind, [], f"{named(kind)[1]}-none") for kind in KINDS]

    answers = await at_most_eight([wire.start(*start) for start in starts])

    assert {answer.kind for answer in answers} == {Reason.MALFORMED}
    for (_, _, stream), answer in zip(starts, answers, strict=True):
        await see_that_it_ended_or_lives(wire, pool, stream, answer)


# The others are sent as acts: they are read by the same converter.
SLOW = ("one long tag", "half a million objects", "a memory of nothing", "a memory of no times", "marks upon marks")


@pytest.mark.parametrize("size", HUGE if EXAMPLES else SLOW)
async def test_a_huge_start_fails_like_any_other(wire: RawClient, pool: asyncpg.Pool, size: str) -> None:
    """Reading it, or naming all that is wrong with it, must not take longer than a workflow task may last."""
    stream = dossier_stream(a_dossier().dossier_id)

    answer = await wire.start(WorkflowName.DOSSIER, [body(HUGE[size])], stream)

    assert answer.kind == Reason.MALFORMED
    await see_that_it_ended_or_lives(wire, pool, stream, answer)


@pytest.mark.parametrize("act", [UpdateName.HEAR, UpdateName.SUPPLEMENT, UpdateName.WITHDRAW])
async def test_an_act_that_comes_with_its_start_must_be_a_message_too(
    wire: RawClient, pool: asyncpg.Pool, act: UpdateName
) -> None:
    """Before a workflow is open no rule looks at the act; were nothing taken for one, it would fail once it is open."""
    for what in ("none", "two", "nothing", "bytes"):
        start, stream = a_submission()
        answer = await wire.start_with(WorkflowName.DOSSIER, [start], stream, act, odd_payloads()[what])

        assert answer.kind == Reason.MALFORMED
        receipt = await wire.update(stream, UpdateName.RECEIPT, [])
        assert receipt.taken
        assert await wire.mishaps(stream) == []
        await see_that_it_ended_or_lives(wire, pool, stream, receipt)


@pytest.mark.parametrize("what", ["none", "two", "nothing", "a claim to lie elsewhere"])
async def test_a_start_that_is_none_comes_with_its_act_and_both_are_answered(wire: RawClient, what: str) -> None:
    """A caller that sends the two together waits for the second, and must not wait for ever."""
    _, stream = named(WorkflowName.DOSSIER)

    answer = await wire.start_with(WorkflowName.DOSSIER, odd_payloads()[what], stream, UpdateName.RECEIPT, [])

    assert not answer.taken
    assert (await wire.status(stream), await wire.mishaps(stream)) == ("FAILED", [])


async def test_a_dossier_started_under_another_name_is_refused(wire: RawClient, pool: asyncpg.Pool) -> None:
    """It would be a second writer of the first one's facts, and no verdict would ever find it."""
    start, stream = a_submission()
    for name in (stream.upper(), stream.removeprefix("dossier-"), stream.replace("dossier", "sitting"), f"../{stream}"):
        answer = await wire.start(WorkflowName.DOSSIER, [start], name)

        assert (answer.kind, await wire.status(name)) == (Reason.MALFORMED, "FAILED")
        assert stream in answer.said
    assert await pool.fetchval("SELECT count(*) FROM fact WHERE stream = $1", stream) == 0


async def test_a_memory_is_not_smuggled_in_by_a_timetable(wire: RawClient, pool: asyncpg.Pool) -> None:
    """The second run of a timetable follows a first; what a stranger wrote is no field of a start all the same."""
    carried = {"stage": "decision", "sequence": 7, "receipts": {}}
    start, stream = a_submission(carried=carried)
    answer = await wire.start(WorkflowName.DOSSIER, [start], stream, cron_schedule="@every 1s")

    async def two_runs() -> list[str]:
        failures = await wire.failures(stream)
        return failures if len(failures) > 1 else []

    assert not answer.taken
    assert set(await eventually(two_runs)) == {Reason.MALFORMED}
    await wire.terminate(stream)
    assert await pool.fetchval("SELECT count(*) FROM fact WHERE stream = $1", stream) == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_carried(wire: RawClient, kind: WorkflowName) -> None:
    """What a run remembers stands in the ledger: no start carries it."""
    _, stream = named(kind)

    answer = await wire.start(kind, [body({"carried": {"sequence": 7}})], stream)

    assert answer.kind == Reason.MALFORMED
    assert "carried: Extra inputs are not permitted" in answer.said


def a_submission(dossier: Dossier | None = None, **more: Any) -> tuple[Payload, StreamId]:
    """Return what starts a dossier, and its name."""
    dossier = dossier or a_dossier()
    written = {"dossier": submitted(dossier).model_dump(mode="json", exclude_none=True), "by": dossier.unit.id}
    return body(written | more), dossier_stream(dossier.dossier_id)
