"""Bodies are merged and split while dossiers and sittings are on their way, and the register tells them."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from policies.catalogue import PolicyCatalogue
from schemas.bodies import Body, BodyKind
from schemas.body_register import Ended
from schemas.calendars import day_of
from schemas.dossier import Dossier
from schemas.facts import BodySplit, BodySucceeded, SittingAdjourned
from schemas.ids import ActorId, BodyId
from schemas.messages import Hear, Reconvene, Succeed, Supplement
from schemas.names import UpdateName, dossier_stream, sitting_stream
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.succession import BodyRole
from schemas.verdict import Outcome
from tests.builders.values import a_body, a_document, a_dossier, a_number, an_organisation
from tests.journeys import cli_driver
from tests.journeys.office_driver import OfficeDriver, back
from tests.registered import a_registered, with_its_roll
from tests.registered_rolls import an_ended
from tests.waiting import eventually
from tests.worker.register.wave import written
from tests.worker.worker_commands import ended
from vinhdanh import Declined, VinhDanh
from worker.build import build_worker
from worker.demo import LAW
from worker.register.telling import Telling, tell

if TYPE_CHECKING:
    from pathlib import Path

    import asyncpg
    from temporalio.client import Client

    from tests.vinhdanh.cli_results import CommandResult, Vinhdanh
    from worker.settings import Settings

TODAY = day_of(datetime.now(UTC))


@dataclass
class Province(OfficeDriver):
    """Dossiers and sittings of one queue, and the operator who tells them of the register."""

    offices: VinhDanh
    _pool: asyncpg.Pool
    client: Client
    task_queue: str

    async def are_listed(self, running: int) -> None:
        """Wait until Temporal's index has so many of them."""
        query = f"ExecutionStatus = 'Running' AND TaskQueue = '{self.task_queue}'"

        async def are_there() -> bool:
            return (await self.client.count_workflows(query)).count >= running

        await eventually(are_there)

    async def tell(self, running: int) -> Telling:
        """Tell them, once Temporal's index has so many of them."""
        await self.are_listed(running)
        async with self._pool.acquire() as conn:
            return await tell(self.client, conn, self.task_queue, TODAY)

    async def end(self, body: BodyId, *into: BodyId) -> None:
        """Have a unit end today, and its successors in the register."""
        await self.register(*map(a_registered, into), an_ended(body, *into, on=TODAY))

    async def name(self, dossier: Dossier, by: BodyId, was: BodyId, now: BodyId) -> Receipt:
        """Name the successor of a body that was split."""
        return await self.offices.dossiers.succeed(dossier.dossier_id, Succeed(by=ActorId(by), was=was, now=now))

    async def hear(self, dossier: Dossier, verdict: Hear) -> Receipt:
        """Have a dossier hear a finding."""
        handle = self.client.get_workflow_handle(dossier_stream(dossier.dossier_id))
        receipt: Receipt = await handle.execute_update(UpdateName.HEAR, verdict, result_type=Receipt)
        return receipt


@pytest.fixture
async def province(client: Client, pool: asyncpg.Pool, settings: Settings) -> AsyncIterator[Province]:
    """A province with a worker and a queue of its own."""
    own = settings.model_copy(update={"task_queue": f"succession-{uuid.uuid4().hex}"})
    async with build_worker(client, pool, own, PolicyCatalogue.load(LAW)):
        yield Province(VinhDanh(client, task_queue=own.task_queue), pool, client, own.task_queue)


@pytest.fixture
def vinhdanh_there(province: Province) -> Vinhdanh:
    """Runs a command that reaches the province's worker."""

    async def there(*arguments: object) -> CommandResult:
        where = province.client.service_client.config.target_host
        return await cli_driver.run("--task-queue", province.task_queue, *arguments, TEMPORAL_ADDRESS=where)

    return there


def some(count: int) -> list[BodyId]:
    """Return identifiers of bodies that no other test uses."""
    return [BodyId(f"dv-{a_number()}") for _ in range(count)]


async def refused(act: Awaitable[object]) -> Reason:
    """Return why an act is refused."""
    with pytest.raises(Declined) as declined:
        await act
    return declined.value.reason


def a_council(id: BodyId) -> Body:
    """Return a council of five seats."""
    return a_body(id, 5, BodyKind.COUNCIL)


async def supplemented(province: Province, dossier: Dossier, by: BodyId) -> Receipt:
    """Answer the request for the missing paper."""
    awaiting = (await province.show(dossier)).awaiting
    assert awaiting is not None
    act = Supplement(by=ActorId(by), answers=awaiting.answers, documents=(a_document("achievement_report"),))
    return await province.offices.dossiers.supplement(dossier.dossier_id, act)


async def test_two_units_become_one(province: Province) -> None:
    """C supplements the dossier that was returned to A, and A may not; B's goes on where it is. Told twice: nothing."""
    a, b, c = some(3)
    await province.register(*map(a_registered, (a, b)))
    papers = (a_document("proposal_letter"),)
    returned = await province.carry(Stage.UNIT, a_dossier(unit=an_organisation(a), documents=papers))
    voted = await province.carry(Stage.CLUSTER, a_dossier(unit=an_organisation(b)))
    other = await province.carry(Stage.CLUSTER)
    await province.end(a, c)
    await province.end(b, c)

    first, again = await province.tell(3), await province.tell(3)

    assert (len(first.answers), first.changed, first.silent) == (2, 2, ())
    assert (len(again.answers), again.changed, again.silent) == (2, 0, ())
    assert [await province.story(each) for each in (returned, voted, other)] == [
        ["dossier_submitted", "body_succeeded"],
        ["dossier_submitted", "body_succeeded"],
        ["dossier_submitted"],
    ]
    fact = (await province.facts(dossier_stream(returned.dossier_id)))[-1]
    assert isinstance(fact, BodySucceeded)
    assert (fact.roles, fact.was, fact.now.id, fact.on) == ((BodyRole.UNIT,), an_organisation(a), c, TODAY)
    letter = (await province.letters(fact.stream))[-1]
    assert (letter.template, letter.email) == ("succeeded", f"{c}@vinhdanh.example")
    assert await refused(supplemented(province, returned, a)) is Reason.NOT_YOURS
    await supplemented(province, returned, c)
    assert (await province.show(returned)).stage is Stage.CLUSTER
    assert (await province.show(voted)).unit.id == c


async def test_a_chain_of_successors_is_followed_to_its_end(province: Province) -> None:
    """A into B, and B into C, before anybody is told: C acts."""
    a, b, c = some(3)
    await province.register(a_registered(a))
    dossier = await province.carry(Stage.CLUSTER, a_dossier(unit=an_organisation(a)))
    await province.end(a, b)
    await province.end(b, c)

    await province.tell(1)

    assert (await province.show(dossier)).unit.id == c
    assert await province.story(dossier) == ["dossier_submitted", "body_succeeded"]


async def test_a_dossier_before_the_authority_returns_to_the_successor(province: Province) -> None:
    """A list that was put forward before is answered as before; what it sends back, the successor supplements."""
    a, c = some(2)
    await province.register(a_registered(a))
    dossier = await province.carry(Stage.DECISION, a_dossier(unit=an_organisation(a)))
    letter = await province.put_forward(dossier)
    await province.end(a, c)
    await province.tell(1)

    await province.decide(letter, returned=(back(dossier, "Giải trình số liệu."),))
    await supplemented(province, dossier, c)

    assert (await province.show(dossier)).stage is Stage.DECISION


async def test_an_open_sitting_is_adjourned_and_the_successor_convenes_anew(province: Province) -> None:
    """The ended council cannot reconvene; its dossiers wait for its successor, whose sitting they pass."""
    old, new = some(2)
    council = a_council(old)
    (record,) = with_its_roll(council)
    await province.register(record)
    dossier = await province.carry(Stage.COUNCIL, a_dossier(council=an_organisation(old)))
    sitting = await province.convene(Stage.COUNCIL, dossier, body=council)
    await province.cast(sitting, 1, "A")
    await province.register(*with_its_roll(a_council(new)))
    await province.register(record.evolve(ended=Ended(on=TODAY, into=(new,), document="Nghị quyết 202/2025/QH15")))

    first, again = await province.tell(2), await province.tell(2)

    assert (first.changed, again.changed) == (2, 0)
    view = await province.offices.sittings.show(sitting.sitting_id)
    adjourned = (await province.facts(sitting_stream(sitting.sitting_id)))[-1]
    assert view.status is SittingStatus.ADJOURNED
    assert isinstance(adjourned, SittingAdjourned)
    assert adjourned.reason == (
        f"{council.name} đã kết thúc hoạt động từ ngày {TODAY:%d/%m/%Y} theo Nghị quyết 202/2025/QH15;"
        f" {a_council(new).name} triệu tập phiên họp mới."
    )
    again_called = province.offices.sittings.reconvene(sitting.sitting_id, Reconvene(by=sitting.by, meeting=2))
    assert await refused(again_called) is Reason.UNKNOWN_BODY
    anew = await province.convene(Stage.COUNCIL, dossier, body=a_council(new))
    for seat in range(1, 6):
        await province.cast(anew, seat, "A")
    await province.close(anew)
    assert (await province.show(dossier)).stage is Stage.DECISION


async def test_a_verdict_of_before_stands(province: Province) -> None:
    """The council found on one dossier before its end: that one goes on by it, under the name of then."""
    old, new = some(2)
    (record,) = with_its_roll(a_council(old))
    await province.register(record, *with_its_roll(a_council(new)))
    passed = await province.carry(Stage.COUNCIL, a_dossier(council=an_organisation(old)))
    sitting = await province.convene(Stage.COUNCIL, passed, body=a_council(old))
    for seat in range(1, 6):
        await province.cast(sitting, seat, "A")
    await province.close(sitting)
    found = await province.carry(Stage.COUNCIL, a_dossier(council=an_organisation(old)))
    yesterday, now = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC)
    verdict = await province.finding(Stage.COUNCIL, found, old, Outcome.FORWARD, at=yesterday)
    late = await province.finding(Stage.COUNCIL, found, old, Outcome.FORWARD, at=now)
    await province.register(record.evolve(ended=Ended(on=TODAY, into=(new,))))

    await province.tell(2)
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await province.hear(found, late)
    await province.hear(found, verdict)

    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == Reason.NOT_AT_THIS_STAGE
    for dossier in (passed, found):
        view = await province.show(dossier)
        assert view.stage is Stage.DECISION
        assert (view.passages[-1].stage, view.passages[-1].body.id) == (Stage.COUNCIL, old)


async def test_after_a_split_the_dossier_waits_until_its_agency_names_one(
    province: Province, vinhdanh_there: Vinhdanh
) -> None:
    """Until then nobody supplements; then the one that was named does."""
    a, c, d, agency, stranger = some(5)
    await province.register(*map(a_registered, (a, agency, stranger)))
    papers = (a_document("proposal_letter"),)
    unit, office = an_organisation(a), an_organisation(agency)
    dossier = await province.carry(Stage.UNIT, a_dossier(unit=unit, agency=office, documents=papers))
    await province.end(a, c, d)

    first, again = await province.tell(1), await province.tell(1)

    assert [each.told and each.told.undecided for each in (*first.answers, *again.answers)] == [(a,), (a,)]
    assert (first.changed, again.changed) == (1, 0)
    split = (await province.facts(dossier_stream(dossier.dossier_id)))[-1]
    assert isinstance(split, BodySplit)
    assert [body.id for body in split.into] == [c, d]
    letter = (await province.letters(split.stream))[-1]
    assert (letter.template, letter.email) == ("split", f"{agency}@vinhdanh.example")
    assert await refused(supplemented(province, dossier, a)) is Reason.SUCCESSOR_NOT_NAMED
    assert await refused(supplemented(province, dossier, c)) is Reason.NOT_YOURS
    assert await refused(province.name(dossier, c, a, c)) is Reason.NOT_YOURS
    assert await refused(province.name(dossier, agency, a, stranger)) is Reason.NOT_A_SUCCESSOR
    assert await refused(province.name(dossier, agency, stranger, c)) is Reason.NOT_A_SUCCESSOR

    named = await vinhdanh_there("succeed", dossier.dossier_id, "--by", agency, "--was", a, "--now", c)
    shown = await vinhdanh_there("show", dossier.dossier_id)

    assert named.code == 0, named.err
    assert f"({c}) thay Đơn vị {a} ({a})" in " ".join(shown.out.split())
    assert (await province.tell(1)).changed == 0
    await supplemented(province, dossier, c)
    assert await refused(province.name(dossier, agency, a, d)) is Reason.NOT_A_SUCCESSOR
    assert await province.story(dossier) == [
        *("dossier_submitted", "body_split", "body_succeeded", "dossier_supplemented")
    ]


async def test_the_whole_wave_is_loaded_and_told(province: Province, database_url: str, tmp_path: Path) -> None:
    """Several units of one register are merged at once, one is dissolved; an operator types two commands."""
    a, b, c, gone = some(4)
    rows = [{"id": id, "kind": "unit", "name_vi": f"Tỉnh {id}", "email": f"{id}@vinhdanh.example"} for id in (a, b, c)]
    rows.append({"id": gone, "kind": "unit", "name_vi": "Sở Ngoại vụ", "email": "sngv@vinhdanh.example"})
    on = f"{TODAY:%d/%m/%Y}"
    merger = [
        {**row, "ended": on, "into": "" if row["id"] == gone else c, "document": "Nghị quyết 202/2025/QH15"}
        for row in rows
        if row["id"] != c
    ]
    where = {
        "VINHDANH_DATABASE_URL": database_url,
        "VINHDANH_TASK_QUEUE": province.task_queue,
        "TEMPORAL_ADDRESS": province.client.service_client.config.target_host,
    }
    loaded = await ended("register", "load", str(written(tmp_path / "before", {"bodies": rows})), **where)
    assert loaded.code == 0, loaded.complained
    dossiers = [await province.carry(Stage.CLUSTER, a_dossier(unit=an_organisation(id))) for id in (a, a, b, c, gone)]
    await province.are_listed(5)

    merged = await ended("register", "load", str(written(tmp_path / "merger", {"bodies": merger})), **where)
    told, again = [await ended("register", "tell", **where) for _ in range(2)]

    assert f"     3 ended: {', '.join(sorted((a, b, gone)))}" in merged.said
    assert (told.code, again.code) == (0, 0), told.complained
    dissolved = f"dossier-{dossiers[-1].dossier_id}: {gone} was dissolved without a successor; nothing changed"
    for said, changed in ((told.said, 3), (again.said, 0)):
        assert said.splitlines()[1:] == [
            "     4 dossiers and sittings that name or named one were asked",
            f"     {changed} changed",
            "     0 did not answer",
            dissolved,
        ]
    assert [(await province.show(dossier)).unit.id for dossier in dossiers] == [c, c, c, c, gone]
