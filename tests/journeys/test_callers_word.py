"""Whom the engine believes about bodies: the register, and no caller.

Each test is named for the attack: `invented-roll`, `caller's word`, `roll-of-the-call`, `paper-ballot`.
"""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from temporalio.client import Client, WorkflowFailureError
from temporalio.exceptions import ApplicationError

from schemas.base import as_sent
from schemas.bodies import BodyKind
from schemas.ids import ActorId, BodyId, SeatId
from schemas.messages import Adjourn, SubmitDossier
from schemas.names import WorkflowName, dossier_stream, sitting_stream
from schemas.refusals import Reason
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from tests.builders.values import a_body, a_dossier, a_number, an_organisation, submitted
from tests.builders.vote_counts import a_count, seats, sums
from tests.journeys.office_driver import SOON, OfficeDriver, a_convening
from tests.registered import a_registered, with_its_roll
from tests.waiting import eventually
from vinhdanh import Declined

if TYPE_CHECKING:
    from schemas.bodies import Body
    from schemas.messages import Convene
    from worker.settings import Settings


async def refused(client: Client, settings: Settings, workflow: WorkflowName, body: dict[str, Any], id: str) -> str:
    """Start a workflow with a body past the client's own checks, and return the type of its refusal."""
    handle = await client.start_workflow(workflow, body, id=id, task_queue=settings.task_queue)
    # One that was accepted would not end.
    with pytest.raises(WorkflowFailureError) as failed:
        async with asyncio.timeout(SOON.total_seconds()):
            await handle.result()
    assert isinstance(failed.value.cause, ApplicationError)
    return failed.value.cause.type or ""


async def test_invented_roll(driver: OfficeDriver, client: Client, settings: Settings) -> None:
    """A caller brings a body with seats of its own choice: only its identifier is read, and the sitting is refused."""
    call = a_convening(Stage.CLUSTER, await driver.carry(Stage.CLUSTER))
    body = json.loads(as_sent(call))
    body["body"] = json.loads(as_sent(a_body(call.body, 3)))

    assert await refused(client, settings, WorkflowName.SITTING, body, sitting_stream(call.sitting_id)) == "NamesOnly"
    with pytest.raises(Declined) as declined:
        await driver.offices.sittings.show(call.sitting_id)
    assert declined.value.reason is Reason.NOT_FOUND


async def test_callers_word(driver: OfficeDriver, client: Client, settings: Settings) -> None:
    """A caller names a mailbox for a unit: refused; by its identifier, letters go to the mailbox of the register."""
    unit = BodyId(f"DV-{a_number()}")
    await driver.register(a_registered(unit))
    dossier = submitted(a_dossier(unit=an_organisation(unit)))
    body = json.loads(as_sent(SubmitDossier(dossier=dossier, by=ActorId(unit))))
    mine = {"id": unit, "name": "Đơn vị", "contact": {"name": "Tôi", "email": "toi@ngoai.example"}}
    told = {**body, "dossier": {**body["dossier"], "unit": mine}}
    stream = dossier_stream(dossier.dossier_id)

    assert await refused(client, settings, WorkflowName.DOSSIER, told, stream) == "NamesOnly"
    await client.start_workflow(WorkflowName.DOSSIER, body, id=stream, task_queue=settings.task_queue)
    letters = await eventually(lambda: driver.letters(stream))

    assert {letter.email for letter in letters} == {f"{unit}@vinhdanh.example"}


async def _opened(driver: OfficeDriver, call: Convene) -> None:
    async def is_open() -> bool:
        return (await driver.offices.sittings.show(call.sitting_id)).status is SittingStatus.OPEN

    await eventually(is_open)


async def _reason(driver: OfficeDriver, call: Convene, seat: int, **changes: object) -> Reason:
    with pytest.raises(Declined) as declined:
        await driver.cast(call, seat, "A" * len(call.agenda), **changes)
    return Reason(declined.value.reason)


def _without(body: Body, seat: str) -> Body:
    return body.evolve(seats=tuple(each for each in body.seats if each.id != seat))


async def test_roll_of_the_call(driver: OfficeDriver) -> None:
    """Who leaves between call and vote has no vote, and its successor has; and again for the second meeting."""
    name = BodyId(f"HD-{a_number()}")
    called = a_body(name, 5, BodyKind.COUNCIL)
    await driver.register(*with_its_roll(called))
    dossier = await driver.submit(council=an_organisation(name))
    await driver.hold(Stage.CLUSTER, dossier)
    soon = datetime.now(UTC) + timedelta(seconds=3)
    call = await driver.convene(Stage.COUNCIL, dossier, body=called, opens_at=soon)
    opened = _without(a_body(name, 6, BodyKind.COUNCIL), "seat-5")
    await driver.register(*with_its_roll(opened))

    await _opened(driver, call)
    assert await _reason(driver, call, 5) is Reason.NOT_ON_THE_ROLL
    await driver.cast(call, 6, "A")
    await driver.offices.sittings.adjourn(call.sitting_id, Adjourn(by=call.by, reason="Mất điện."))
    await driver.register(*with_its_roll(_without(opened, "seat-6")))
    await driver.reconvene(call, meeting=2)

    assert await _reason(driver, call, 6, meeting=2) is Reason.NOT_ON_THE_ROLL
    for seat in range(1, 5):
        await driver.cast(call, seat, "A", meeting=2)
    minutes = (await driver.close(call, meeting=2)).minutes
    assert minutes is not None
    assert (minutes.items[0].tally.seats, minutes.items[0].tally.approve) == (4, 4)


async def test_paper_ballot(driver: OfficeDriver) -> None:
    """Nobody invents who voted what: a counted meeting takes no ballot of a seat, and no seat's choice is kept."""
    dossier = await driver.carry(Stage.COUNCIL)
    council = await driver.convene(Stage.COUNCIL, dossier)
    count = a_count(council.by, seats(5), sums(dossier.dossier_id, 4, 1))
    await driver.offices.sittings.count(council.sitting_id, count)

    assert await _reason(driver, council, 1) is Reason.VOTED_OTHERWISE
    minutes = (await driver.close(council)).minutes
    kinds = [fact.kind for fact in await driver.facts(sitting_stream(council.sitting_id))]

    assert minutes is not None
    assert (minutes.roll_calls, minutes.items[0].tally.approve) == ((), 4)
    assert "ballot_cast" not in kinds
    assert SeatId("seat-1") in minutes.present
