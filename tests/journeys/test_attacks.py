"""Votes that must not count: each is refused by name, and the minutes are those of the honest ballots."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from schemas import calendars
from schemas.bodies import Body, Tenure
from schemas.ids import ActorId, SittingId
from schemas.messages import Convene
from schemas.minutes import Finding
from schemas.names import SignalName, sitting_stream
from schemas.refusals import Reason
from schemas.stages import Stage
from tests.journeys import charter
from tests.journeys.charter import a_cluster, a_substitute, voted
from tests.journeys.office_driver import OfficeDriver, a_convening
from tests.registered import with_its_roll
from tests.waiting import eventually
from vinhdanh import Declined

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client

    from worker.settings import Settings

TODAY = calendars.day_of(datetime.now(UTC))
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
async def driver(
    client: Client, pool: asyncpg.Pool, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[OfficeDriver]:
    """A driver that acts under a charter with substitutes."""
    directory: Path = tmp_path_factory.mktemp("charter")
    async with charter.governed(client, pool, settings, directory, charter.SUBSTITUTES) as driver:
        yield driver


async def convened(driver: OfficeDriver, body: Body) -> Convene:
    """Call a cluster to sit over one dossier."""
    dossier = await driver.carry(Stage.CLUSTER)
    return await driver.convene(Stage.CLUSTER, dossier, body=body)


async def refused(driver: OfficeDriver, call: Convene, unit: str, marks: str = "A", **changes: object) -> Reason:
    """Return why a ballot was refused."""
    with pytest.raises(Declined) as declined:
        await voted(driver, call, unit, marks, **changes)
    return Reason(declined.value.reason)


def a_trio(*substitutes: str, first: date = TODAY, last: date | None = None) -> Body:
    """Return three units, the first of which has these substitutes, and so has the second."""
    named = tuple(a_substitute(name, first, last) for name in substitutes)
    return a_cluster("DV-A", "DV-B", "DV-C", substitutes={"DV-A": named, "DV-B": named})


async def test_a_substitute_after_the_principal_and_the_principal_after_a_substitute(driver: OfficeDriver) -> None:
    """The first to come has voted; the other may only once that ballot was taken back by its own voter."""
    call = await convened(driver, a_trio("pho-1", "pho-2"))
    await voted(driver, call, "DV-A", "A")
    assert await refused(driver, call, "DV-A", "D", by=ActorId("pho-1"), revision=2) is Reason.SEAT_HAS_VOTED

    await voted(driver, call, "DV-B", "A", by=ActorId("pho-1"))
    assert await refused(driver, call, "DV-B", "D", revision=2) is Reason.SEAT_HAS_VOTED
    assert await refused(driver, call, "DV-B", "D", by=ActorId("pho-2"), revision=2) is Reason.SEAT_HAS_VOTED

    view = await driver.close(call)
    assert view.minutes is not None
    assert (view.minutes.items[0].tally.cast, view.minutes.items[0].tally.approve) == (2, 2)


async def test_nobody_votes_for_two(driver: OfficeDriver) -> None:
    """Neither a substitute of two units, nor a member that is another's substitute."""
    call = await convened(driver, a_trio("pho-1", "DV-C"))
    await voted(driver, call, "DV-A", "A", by=ActorId("pho-1"))
    assert await refused(driver, call, "DV-B", by=ActorId("pho-1")) is Reason.VOTED_ELSEWHERE

    await voted(driver, call, "DV-B", "A", by=ActorId("DV-C"))
    assert await refused(driver, call, "DV-C") is Reason.VOTED_ELSEWHERE


@pytest.mark.parametrize(
    ("first", "last"),
    [pytest.param(TOMORROW, None, id="not yet"), pytest.param(date(2024, 1, 1), YESTERDAY, id="no longer")],
)
async def test_a_substitute_of_another_day(driver: OfficeDriver, first: date, last: date | None) -> None:
    """The authorisation is dated, and by the day on which the ballot comes."""
    call = await convened(driver, a_trio("pho-1", first=first, last=last))

    assert await refused(driver, call, "DV-A", by=ActorId("pho-1")) is Reason.NOT_A_SUBSTITUTE


async def test_a_delayed_message_after_the_close(driver: OfficeDriver) -> None:
    """It was sent in time and came too late; a copy of a ballot that counts is answered by its receipt, or so too."""
    call = await convened(driver, a_trio())
    for unit in "AB":
        await voted(driver, call, f"DV-{unit}", "A")
    view = await driver.close(call)

    assert await refused(driver, call, "DV-C", "D") is Reason.SITTING_CLOSED
    assert await refused(driver, call, "DV-A", "D", revision=2) is Reason.SITTING_CLOSED
    assert (await driver.offices.sittings.show(call.sitting_id)).minutes == view.minutes


async def test_a_ballot_for_another_sitting(driver: OfficeDriver) -> None:
    """Even over the same agenda by the same body: it names the sitting that it is for."""
    call = await convened(driver, a_trio())

    assert await refused(driver, call, "DV-A", sitting_id=SittingId("ph-khac")) is Reason.NOT_THIS_SITTING
    strange = call.model_copy(update={"agenda": ("hs-cua-phien-khac",)})
    assert await refused(driver, strange, "DV-A") is Reason.NOT_ON_THE_AGENDA


async def test_a_double_vote_through_a_new_run(driver: OfficeDriver, client: Client) -> None:
    """The ballot is known in every later run of the workflow: by its receipt, its revision and its voter."""
    call = await convened(driver, a_trio("pho-1"))
    first = await voted(driver, call, "DV-A", "A")
    for _ in range(2):
        handle = client.get_workflow_handle(sitting_stream(call.sitting_id))
        before = (await handle.describe()).run_id
        await handle.signal(SignalName.RENEW)

        async def is_another(run: str | None = before) -> bool:
            return (await client.get_workflow_handle(sitting_stream(call.sitting_id)).describe()).run_id != run

        await eventually(is_another)
        assert await voted(driver, call, "DV-A", "A") == first
        assert await refused(driver, call, "DV-A", "D") is Reason.BALLOT_ALREADY_CAST
        assert await refused(driver, call, "DV-A", by=ActorId("pho-1"), revision=2) is Reason.SEAT_HAS_VOTED

    await voted(driver, call, "DV-B", "A")
    view = await driver.close(call)
    assert view.minutes is not None
    assert (view.minutes.items[0].finding, view.minutes.items[0].tally.cast) == (Finding.CARRIED, 2)


async def test_a_roll_changed_during_the_vote(driver: OfficeDriver) -> None:
    """The roll is that of the day on which the ballot opened: a later member has no vote, and one who left has."""
    call = await convened(driver, a_trio())
    await driver.register(*with_its_roll(a_cluster("DV-A", "DV-B", "DV-D", "DV-E")))

    with pytest.raises(Declined) as declined:
        await driver.offices.sittings.convene(call.model_copy(update={"season": "2024"}))

    assert declined.value.reason is Reason.ALREADY_STARTED
    assert await refused(driver, call, "DV-D") is Reason.NOT_ON_THE_ROLL
    await voted(driver, call, "DV-A", "A")
    await voted(driver, call, "DV-C", "A")
    view = await driver.close(call)
    assert view.minutes is not None
    assert (view.minutes.items[0].tally.seats, view.minutes.present) == (3, ("DV-A", "DV-C"))


async def test_a_member_of_another_year_has_no_vote(driver: OfficeDriver) -> None:
    """The seats of a cluster are its members of the year that is judged, whoever was a member before or is one now."""
    dossier = await driver.carry(Stage.CLUSTER)
    cluster, *units = with_its_roll(a_trio())
    members = tuple(each for each in cluster.members if each.unit != "DV-C" or each.season != "2023")
    await driver.register(*units, cluster.evolve(members=members))
    call = a_convening(Stage.CLUSTER, dossier, body=a_trio())
    await driver.offices.sittings.convene(call)

    assert await refused(driver, call, "DV-C") is Reason.NOT_ON_THE_ROLL
    for unit in "AB":
        await voted(driver, call, f"DV-{unit}", "A")
    view = await driver.close(call)
    assert view.minutes is not None
    assert view.minutes.items[0].tally.seats == 2


async def test_a_body_whose_chair_is_out_of_office_does_not_sit(driver: OfficeDriver) -> None:
    """Its convening is refused, and names the day."""
    dossier = await driver.carry(Stage.CLUSTER)
    cluster, *units = with_its_roll(a_trio())
    chair, *others = cluster.offices
    tomorrow = chair.evolve(tenure=Tenure(first=TOMORROW))
    await driver.register(*units, cluster.evolve(offices=(tomorrow, *others)))

    with pytest.raises(Declined, match=f"{TODAY:%d/%m/%Y}") as declined:
        await driver.offices.sittings.convene(a_convening(Stage.CLUSTER, dossier, body=a_trio()))

    assert declined.value.reason is Reason.NOBODY_IN_OFFICE
