"""A server goes away in the middle of the work and comes back on what it kept: acts wait, and nothing is lost."""

import asyncio
import signal
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.ids import ActorId
from schemas.messages import SubmitDossier, Withdraw
from schemas.names import dossier_stream
from schemas.refusals import Reason
from tests.builders.values import UNIT, a_dossier, submitted
from tests.faults import cities_case
from tests.faults.installation import Installation
from tests.faults.invariants import prove_sound
from tests.faults.seeds import dice, seeded
from tests.silence import detour
from vinhdanh import Declined, VinhDanh
from worker.embedded.process import ManagedProcess


@seeded()
@pytest.mark.parametrize(
    ("name", "ends"),
    [
        pytest.param("postgres", ("killed", "killed"), id="postgresql"),
        pytest.param("temporal", ("stopped", "killed"), id="temporal"),
    ],
)
async def test_the_case_goes_on_after_a_server_was_away(
    installation: Installation, name: str, ends: tuple[str, str], seed: int
) -> None:
    """Acts wait wherever they are; each acknowledged act is there, and nothing is there twice."""
    server: ManagedProcess = getattr(installation.stack, name)
    places = sorted(dice(seed).sample(range(cities_case.FACTS), len(ends)))
    before = await installation.count()

    case = asyncio.create_task(cities_case.carry(installation))
    for place, end in zip(places, ends, strict=True):
        await installation.has_kept(before + place)
        await (server.kill() if end == "killed" else server.stop())
        await server.start()
    ending = await case

    await prove_sound(installation)
    await cities_case.prove_told(installation, ending)


async def test_a_caller_that_gave_up_gets_its_receipt_when_it_asks_again(installation: Installation) -> None:
    """Its act was let in while there was no database: it is kept once, and a repeated request gets its receipt."""
    dossier = await installation.driver.submit()
    act = Withdraw(by=ActorId(dossier.unit.id), reason="Đơn vị xem xét lại.")
    hurried = VinhDanh(installation.client, task_queue=installation.queue, patience=timedelta(seconds=3)).dossiers
    await installation.stack.postgres.kill()

    sending = (
        hurried.withdraw(dossier.dossier_id, act),
        hurried.submit(SubmitDossier(dossier=submitted(late := a_dossier()), by=ActorId(UNIT))),
    )
    answers = await asyncio.gather(*sending, return_exceptions=True)
    await installation.stack.postgres.start()
    await installation.has_kept(1, "dossier_withdrawn")

    assert [answer.reason for answer in answers if isinstance(answer, Declined)] == [Reason.UNANSWERED] * 2
    receipt = await installation.offices.dossiers.withdraw(dossier.dossier_id, act)
    await installation.driver.submit(late)
    assert receipt.kind == "dossier_withdrawn"
    assert await installation.driver.story(dossier) == ["dossier_submitted", "dossier_withdrawn"]
    assert await installation.driver.story(late) == ["dossier_submitted"]
    await prove_sound(installation)


async def test_connections_that_fall_silent_delay_acts_and_letters_and_no_end(installation: Installation) -> None:
    """An address moved: open connections are dead, new ones pass. So it is again when the worker goes."""
    (worker,) = installation.workers
    async with detour(installation.stack.postgres.sockets) as way:
        elsewhere = replace(installation, database_url=way.url(installation.database_url))
        worker = await elsewhere.relieve(worker)
        await installation.driver.submit()
        await prove_sound(installation)

        assert way.fall_silent() > 0
        dossiers = [await installation.driver.submit() for _ in range(3)]
        await prove_sound(installation)

        assert way.fall_silent() > 0
        worker.send(signal.SIGTERM)
        assert await worker.exit_code(within=120) == 0
    assert {dossier_stream(dossier.dossier_id) for dossier in dossiers} <= await installation.streams()


async def test_a_dead_mail_server_delays_mail_and_nothing_else(installation: Installation) -> None:
    """The whole case passes without it; when it is back, every letter arrives, each once."""
    sent = await installation.sent()
    await installation.stack.mail.kill()

    ending = await cities_case.carry(installation)
    assert await installation.sent() == sent
    await installation.stack.mail.start()

    await prove_sound(installation)
    await cities_case.prove_told(installation, ending)
    arrived = Counter(installation.letters())
    assert {arrived[letter] for letter in await installation.letters_asked_for()} == {1}
