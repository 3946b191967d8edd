"""On hold: stopped before a council, an authority or its unit, and released; considered again, or taken back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import asyncpg
import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from policies.catalogue import PolicyCatalogue
from schemas.body_register import RegisteredKind
from schemas.calendars import day_of
from schemas.dossier import Dossier, DossierView
from schemas.facts import DossierHeld, DossierReleased
from schemas.ids import ActorId, BodyId
from schemas.messages import Hold, Release
from schemas.names import UpdateName, dossier_stream
from schemas.proceedings import HoldGround
from schemas.refusals import Reason
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.values import CLUSTER, COUNCIL, UNIT, a_document, an_organisation
from tests.journeys.clock_driver import DAY, ClockDriver
from tests.journeys.office_driver import OfficeDriver
from tests.registered import a_registered
from tests.waiting import eventually
from vinhdanh import Declined
from worker.demo import LAW

if TYPE_CHECKING:
    from temporalio.client import Client


STAFF = BodyId("so-noi-vu-tdkt")


async def why(act: object) -> Reason:
    """Return why an act is refused."""
    with pytest.raises(Declined) as declined:
        await act  # type: ignore[misc]
    return declined.value.reason


async def row_of(pool: asyncpg.Pool, dossier: Dossier) -> tuple[object, ...]:
    """Return the holds in the ledger's row: held, and whether it is due."""
    row = await pool.fetchrow("SELECT held, due_at IS NOT NULL FROM dossier WHERE dossier_id = $1", dossier.dossier_id)
    assert row is not None
    return tuple(row)


async def test_held_before_its_council_then_released_and_granted(driver: OfficeDriver, pool: asyncpg.Pool) -> None:
    """The sitting that was called before it was stopped has no finding on it; the one after the release does."""
    dossier = await driver.carry(Stage.COUNCIL)
    called_before = await driver.convene(Stage.COUNCIL, dossier)
    assert await row_of(pool, dossier) == (False, True)
    held = await driver.put_on_hold(dossier)
    assert await row_of(pool, dossier) == (True, False)

    whereabouts = rf"{dossier.dossier_id}: Hội đồng Thi đua - Khen thưởng xét \(đang tạm dừng xét\)"
    with pytest.raises(Declined, match=whereabouts) as declined:
        await driver.convene(Stage.COUNCIL, dossier)
    assert declined.value.reason is Reason.NOT_WAITING_HERE
    for seat in range(1, 6):
        await driver.cast(called_before, seat, "A")
    minutes = (await driver.close(called_before)).minutes
    assert minutes is not None
    assert [item.finding.outcome for item in minutes.items] == [None]
    assert await driver.stands(dossier) is Stage.COUNCIL

    await driver.release(dossier)
    assert await row_of(pool, dossier) == (False, True)
    await driver.hold(Stage.COUNCIL, dossier)
    await driver.decide(await driver.put_forward(dossier), granted=(dossier.dossier_id,))

    assert await driver.stands(dossier) is Stage.GRANTED
    kinds = await driver.story(dossier)
    assert kinds[2:] == ["dossier_held", "dossier_released", "dossier_forwarded", "award_granted"]
    letters = [each for each in await driver.letters(held.stream) if each.template in {"held", "released"}]
    readers = [f"{reader}@vinhdanh.example" for reader in (UNIT, COUNCIL)]
    assert [each.email for each in letters] == readers * 2


@pytest.mark.parametrize("outcome", [Outcome.FORWARD, Outcome.RETURN, Outcome.REFUSE])
async def test_a_verdict_that_comes_on_hold_is_refused(driver: OfficeDriver, client: Client, outcome: Outcome) -> None:
    """A sitting that ended in the very moment of the hold cannot deliver its finding: its report shows it."""
    dossier = await driver.carry(Stage.COUNCIL)
    await driver.put_on_hold(dossier)
    reasons = () if outcome is Outcome.FORWARD else ("Chưa đủ thành tích.",)
    hear = await driver.finding(Stage.COUNCIL, dossier, COUNCIL, outcome, reasons=reasons)
    handle = client.get_workflow_handle(dossier_stream(dossier.dossier_id))

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update(UpdateName.HEAR, hear)

    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == Reason.ON_HOLD
    assert (await driver.story(dossier))[-1] == "dossier_held"


async def test_held_before_its_authority_no_list_takes_it_up(driver: OfficeDriver) -> None:
    """Nor does the decision that answers a list on which it stood already."""
    listed, late = [await driver.carry(Stage.DECISION) for _ in range(2)]
    letter = await driver.put_forward(listed)
    for dossier in (listed, late):
        await driver.put_on_hold(dossier)

    assert await why(driver.put_forward(late)) is Reason.NOT_WAITING_HERE
    answered = await driver.decide(letter, granted=(listed.dossier_id,))

    assert answered.report is not None
    assert [one.reason for one in answered.report.unheard] == [Reason.ON_HOLD]
    assert await driver.stands(listed) is Stage.DECISION


async def test_a_dossier_on_hold_is_taken_back(driver: OfficeDriver, pool: asyncpg.Pool) -> None:
    """Its unit need not wait for the investigation; no release follows."""
    dossier = await driver.carry(Stage.COUNCIL)
    held = await driver.put_on_hold(dossier)

    await driver.withdraw(dossier)

    assert (await driver.story(dossier))[-2:] == ["dossier_held", "dossier_withdrawn"]
    assert await row_of(pool, dossier) == (False, False)
    view = await driver.show(dossier)
    assert (view.stage, view.held) == (Stage.WITHDRAWN, None)
    release = Release(by=ActorId(COUNCIL), answers=held.sequence, reason="Không còn cần thiết.")
    assert await why(driver.offices.dossiers.release(dossier.dossier_id, release)) is Reason.DOSSIER_CLOSED


async def test_completed_on_hold_it_waits_for_its_next_body_on_hold(driver: OfficeDriver, pool: asyncpg.Pool) -> None:
    """The agency stopped it while its unit had it; the unit need not wait, no other office may go on."""
    papers = (a_document("proposal_letter"),)
    await driver.register(a_registered(STAFF))
    dossier = await driver.submit(agency=an_organisation(STAFF), documents=papers)
    hold = Hold(by=ActorId(STAFF), ground=HoldGround.DISCIPLINE, reason="Đang xem xét kỷ luật.")
    held = await driver.offices.dossiers.hold(dossier.dossier_id, hold)

    await driver.supplement(dossier, "achievement_report")
    assert (await driver.show(dossier)).stage is Stage.CLUSTER
    assert await row_of(pool, dossier) == (True, False)
    assert await why(driver.convene(Stage.CLUSTER, dossier)) is Reason.NOT_WAITING_HERE
    release = Release(by=ActorId(STAFF), answers=held.sequence, reason="Không kỷ luật.")
    await driver.offices.dossiers.release(dossier.dossier_id, release)
    await driver.hold(Stage.CLUSTER, dossier)

    assert await driver.stands(dossier) is Stage.COUNCIL


async def test_the_same_hold_again_gets_the_same_receipt_and_another_none(driver: OfficeDriver) -> None:
    """Before the release and after it: a copy that comes late stops nothing."""
    dossier = await driver.carry(Stage.CLUSTER)
    dossiers, name = driver.offices.dossiers, dossier.dossier_id
    hold = Hold(by=ActorId(CLUSTER), ground=HoldGround.COMPLAINT, reason="Đang xác minh đơn tố cáo.")
    first = await dossiers.hold(name, hold)

    assert await dossiers.hold(name, hold) == first
    other = hold.model_copy(update={"reason": "Có đơn thứ hai."})
    assert await why(dossiers.hold(name, other)) is Reason.ALREADY_ON_HOLD
    assert await why(dossiers.hold(name, other.model_copy(update={"by": ActorId("nguoi-la")}))) is Reason.NOT_YOURS
    released = await driver.release(dossier)
    assert await dossiers.hold(name, hold) == first
    assert await why(dossiers.hold(name, other)) is Reason.ALREADY_ON_HOLD
    view = await driver.show(dossier)
    assert (view.held, view.released) == (None, released.sequence)
    assert (await dossiers.hold(name, hold.model_copy(update={"after": released.sequence}))).sequence == 4


async def test_a_list_of_what_waits_says_what_is_on_hold(driver: OfficeDriver) -> None:
    """A secretary who convenes by it leaves it out."""
    body = f"cum-{uuid.uuid4().hex[:8]}"
    await driver.register(a_registered(body, RegisteredKind.CLUSTER))
    dossiers = [await driver.submit(cluster=an_organisation(body)) for _ in range(2)]
    await driver.put_on_hold(dossiers[0])

    async def both_known() -> bool:
        return sum(each.held for each in await driver.offices.dossiers.waiting_for(BodyId(body))) == 1

    await eventually(both_known)
    found = {each.dossier_id: each.held for each in await driver.offices.dossiers.waiting_for(BodyId(body))}
    assert found == {dossiers[0].dossier_id: True, dossiers[1].dossier_id: False}


def due_of(view: DossierView) -> object:
    """Return the last day of the term that runs."""
    assert view.awaiting is not None
    return view.awaiting.due_on


async def test_a_year_on_hold_reminds_nobody_and_takes_no_day_of_the_term(hourglass: ClockDriver) -> None:
    """No office is late meanwhile; after the release the council has the days that it had, and is late after them."""
    driver = hourglass.driver
    dossier = await driver.carry(Stage.CLUSTER)
    await hourglass.hear(dossier, Stage.CLUSTER, CLUSTER, Outcome.FORWARD)
    await driver.put_on_hold(dossier)
    await hourglass.turn(400 * DAY)
    assert (await driver.story(dossier))[2:] == ["dossier_held"]
    assert due_of(await driver.show(dossier)) is None

    await driver.release(dossier)

    held, released = (await driver.facts(dossier_stream(dossier.dossier_id)))[2:]
    assert isinstance(held, DossierHeld)
    assert isinstance(released, DossierReleased)
    assert released.due_on is not None
    assert released.due_on == due_of(await driver.show(dossier))
    calendar = PolicyCatalogue.load(LAW).working_days(released.at)
    since = day_of(released.at)
    span = [since + DAY * each for each in range(1, (released.due_on - since).days + 1)]
    weekdays = [day for day in span if day.weekday() < 5 and day not in calendar.days_off]
    worked = len(weekdays) + sum(day in calendar.days_worked for day in span)
    assert [each.working_days for each in held.stopped] == [worked]
    await hourglass.turn(60 * DAY)
    assert (await driver.story(dossier))[-2:] == ["reminded", "fell_overdue"]


async def test_a_dossier_on_hold_does_not_lapse(hourglass: ClockDriver) -> None:
    """Its unit waits as all do; released, it has its days, and then no more."""
    driver = hourglass.driver
    dossier = await driver.carry(Stage.UNIT)
    hold = Hold(by=ActorId(CLUSTER), ground=HoldGround.INVESTIGATION, reason="Đang thanh tra.")
    held = await driver.offices.dossiers.hold(dossier.dossier_id, hold)
    await hourglass.turn(200 * DAY)
    assert (await driver.show(dossier)).stage is Stage.UNIT

    release = Release(by=ActorId(CLUSTER), answers=held.sequence, reason="Không có vi phạm.")
    await driver.offices.dossiers.release(dossier.dossier_id, release)
    await hourglass.turn(60 * DAY)

    assert await driver.story(dossier) == [
        *("dossier_submitted", "dossier_held", "dossier_released"),
        *("reminded", "dossier_lapsed"),
    ]
