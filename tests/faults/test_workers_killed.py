"""Workers are killed without warning, at every place where it could hurt; another goes on from there."""

import asyncio
import signal
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import pytest

from schemas.names import dossier_stream, sitting_stream
from schemas.stages import Stage
from tests.builders.values import a_dossier
from tests.faults import cities_case
from tests.faults.installation import Installation
from tests.faults.invariants import prove_sound
from tests.faults.random_kills import restarted, with_kills
from tests.faults.seeds import dice, seeded

KINDS = (
    "dossier_submitted",
    "dossier_supplemented",
    "sitting_convened",
    "ballot_cast",
    "sitting_closed",
    "dossier_forwarded",
    "findings_announced",
    "list_put_forward",
    "submission_decided",
    "award_granted",
)
"""Every kind of fact that the case has."""

DEATHS = 2
"""At how many of these kinds a worker dies in one case; seeds that follow each other take what follows."""

NAP = 4
"""How many facts the others keep at most while a worker is asleep."""

LONG = 24
"""Dossiers on an agenda whose announcement takes a while."""


@seeded()
async def test_the_case_survives_workers_killed_anywhere(installation: Installation, seed: int) -> None:
    """The unfinished work of a worker is done by its successor: once."""
    throw = dice(seed)
    if throw.random() < 0.5:
        await installation.hire()

    ending = await with_kills(cities_case.carry(installation), installation, throw, times=2, within=cities_case.FACTS)

    await prove_sound(installation)
    await cities_case.prove_told(installation, ending)


@seeded()
async def test_a_worker_dies_between_a_commit_and_its_acknowledgement(installation: Installation, seed: int) -> None:
    """The fact is kept, unacknowledged: the act is judged anew, found in the ledger, and answered by its receipt."""
    kinds = [KINDS[(seed * DEATHS + number) % len(KINDS)] for number in range(DEATHS)]
    await installation.hire()
    for kind in kinds:
        (installation.deaths / kind).touch()

    async with restarted(installation):
        ending = await cities_case.carry(installation)

        await prove_sound(installation)
        await cities_case.prove_told(installation, ending)
    assert not list(installation.deaths.iterdir())


@seeded()
async def test_a_worker_that_was_only_asleep_does_no_harm(installation: Installation, seed: int) -> None:
    """Its machine stood still: it wakes up with acts, letters and announcements that others have finished."""
    (sleeper,) = installation.workers
    throw = dice(seed)
    # Not for long: while its polls stand, Temporal goes on sending it work, that is lost until its time is out.
    falls_asleep = throw.randrange(cities_case.FACTS - NAP)
    wakes = falls_asleep + throw.randint(1, NAP)
    before = await installation.count()

    case = asyncio.create_task(cities_case.carry(installation))
    await installation.has_kept(before + falls_asleep)
    sleeper.send(signal.SIGSTOP)
    await installation.hire()
    await installation.has_kept(before + wakes)
    sleeper.send(signal.SIGCONT)
    ending = await case

    await prove_sound(installation)
    await cities_case.prove_told(installation, ending)


@seeded()
async def test_an_announcement_is_killed_in_the_middle(installation: Installation, seed: int) -> None:
    """Some dossiers have been told, some not, and one may be in progress: in the end each has been told once."""
    throw, driver = dice(seed), installation.driver
    dossiers = [a_dossier() for _ in range(LONG)]
    await asyncio.gather(*(driver.submit(dossier) for dossier in dossiers))
    sitting = await driver.convene(Stage.CLUSTER, *dossiers)
    for seat in range(1, 6):
        await driver.cast(sitting, seat, "A" * LONG)
    told = await installation.count("dossier_forwarded")

    closing = asyncio.create_task(driver.close(sitting))
    await installation.has_kept(told + throw.randrange(1, LONG - 10), "dossier_forwarded")
    await installation.relieve(installation.workers[0])
    view = await closing

    assert view.report is not None
    assert (view.report.told, view.report.unheard) == (LONG, ())
    for dossier in dossiers:
        assert await driver.story(dossier) == ["dossier_submitted", "dossier_forwarded"]
    assert [fact.kind for fact in await driver.facts(sitting_stream(sitting.sitting_id))][-2:] == [
        "sitting_closed",
        "findings_announced",
    ]
    await prove_sound(installation)


@seeded()
async def test_a_postman_is_killed_on_his_round(installation: Installation, seed: int) -> None:
    """Its letters are sent by the next one; only the one in progress may come twice, as a copy of itself."""
    throw = dice(seed)
    await installation.stack.mail.kill()
    dossiers = [a_dossier() for _ in range(LONG)]
    await asyncio.gather(*(installation.driver.submit(dossier) for dossier in dossiers))
    sent = await installation.sent()

    await installation.stack.mail.start()
    await installation.has_sent(sent + throw.randrange(1, LONG // 2))
    await installation.relieve(installation.workers[0])

    await prove_sound(installation)
    asked_for = await installation.letters_asked_for()
    arrived = Counter(installation.letters())
    assert len(asked_for) == LONG
    assert sum(arrived[letter] for letter in asked_for) <= LONG + 1
    assert {dossier_stream(dossier.dossier_id) for dossier in dossiers} == await installation.streams()


async def forgotten(act: Coroutine[Any, Any, object], kind: str, installation: Installation) -> None:
    """Have an act kept, then remove the worker, the caller and Temporal's memory of it before it is acknowledged."""
    (worker,) = installation.workers
    (installation.deaths / kind).touch()
    caller = asyncio.create_task(act)
    await worker.ended()
    caller.cancel()
    with suppress(asyncio.CancelledError):
        await caller
    # An Update that Temporal has let in it sends to the next worker, caller or not; its memory of these is no more.
    await installation.stack.temporal.kill()
    await installation.stack.temporal.start()
    await worker.start()


async def test_an_act_that_everybody_forgot_is_found_by_the_next(installation: Installation) -> None:
    """Only the ledger has it. The next act finds its place taken, loads it, and counts it."""
    driver = installation.driver
    sitting = await driver.convene(Stage.CLUSTER, await driver.submit())
    await forgotten(driver.cast(sitting, 1, "A"), "ballot_cast", installation)
    with pytest.raises(AssertionError, match="shows 1 facts, the ledger holds 2"):
        await prove_sound(installation)

    second = await driver.cast(sitting, 2, "A")
    first = await driver.cast(sitting, 1, "A")

    assert (first.sequence, second.sequence) == (2, 3)
    assert (await driver.offices.sittings.show(sitting.sitting_id)).voted == ("seat-1", "seat-2")
    await prove_sound(installation)
