"""Histories written under many queries are read again: by a replayer, and by a worker with an empty memory.

Releases of Temporal's SDK have written histories that none could replay. It goes unnoticed while a workflow stays in
its worker's memory; after the next restart every act upon it fails, for ever. A new release is taken when this passes.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import date
from functools import partial
from random import Random

from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from schemas.data_converter import DATA_CONVERTER
from schemas.dossier import Dossier
from schemas.ids import ActorId
from schemas.messages import Close, Convene, Decide, Hold, PutForward, Release, Supplement
from schemas.names import dossier_stream, sitting_stream, submission_stream
from schemas.proceedings import HoldGround
from schemas.receipts import Receipt
from schemas.stages import Stage
from schemas.verdict import DecisionRef
from tests.builders.values import CLUSTER, a_body, a_document, a_dossier
from tests.faults.installation import Installation
from tests.faults.invariants import prove_sound
from tests.faults.onlookers import ALL, Onlookers
from tests.faults.seeds import dice, seeded
from tests.journeys.office_driver import SOON, a_convening, a_decision, a_list
from tests.registered import with_its_roll
from tests.waiting import eventually
from vinhdanh import Declined
from worker.build import WORKFLOWS

FOUR = 4
"""How many act at once: of acts that come one by one, no release has written a bad history."""

HOLDS = 2
SEATS, BALLOTS = 24, 3
RENEWED = 4
"""Workflows that continue as new in the midst of it: two dossiers, a sitting and a submission."""

MOST_SAID = 300
"""Characters of what a replayer complains of; its whole stack follows."""


class Day:
    """A day's work, every piece of it under three onlookers."""

    def __init__(self, installation: Installation, throw: Random) -> None:
        self.onlookers = Onlookers(installation)
        self._installation, self._throw = installation, throw
        self._driver, self._offices = installation.driver, installation.offices

    async def dispute(self) -> Dossier:
        """Let four complete a dossier at once, then four hold it and four release it; it waits for its cluster."""
        dossier = a_dossier(documents=(a_document("proposal_letter"),))
        renewed = self._throw.randrange(HOLDS)
        async with self.onlookers.at_dossier(dossier):
            await self._driver.submit(dossier)
            await first(self._supplement(dossier, each) for each in range(FOUR))
            released = 0
            for turn in range(HOLDS):
                held = await first(self._hold(dossier, each, released) for each in range(FOUR))
                if turn == renewed:
                    await self._installation.renew(dossier_stream(dossier.dossier_id))
                release = await first(self._release(dossier, each, held.sequence) for each in range(FOUR))
                released = release.sequence
        return dossier

    async def vote(self, *dossiers: Dossier) -> Convene:
        """Let every seat vote and change its vote, four at a time; the sitting waits for its chair to close it."""
        await self._driver.register(*with_its_roll(a_body(seats=SEATS)))
        sitting = a_convening(Stage.CLUSTER, *dossiers)
        renew = partial(self._installation.renew, sitting_stream(sitting.sitting_id))
        async with self.onlookers.at_sitting(sitting):
            await self._offices.sittings.convene(sitting)
            for revision in range(1, BALLOTS + 1):
                cast = partial(self._driver.cast, sitting, marks="A" * len(dossiers), revision=revision)
                acts: list[Callable[[], Awaitable[object]]] = [partial(cast, seat) for seat in range(1, SEATS + 1)]
                if revision == 2:
                    acts.append(renew)
                await four_at_a_time(self._throw.sample(acts, len(acts)))
            # On a busy machine, members may be done before every onlooker has had an answer.
            await eventually(lambda: {each for each in ALL if each[0] == "sitting"} <= self.onlookers.answered)
        return sitting

    async def decide(self, dossier: Dossier) -> None:
        """Put a dossier before the authority, and let four answer in its name at once."""
        letter = a_list(dossier)
        async with self.onlookers.at_submission(letter), self.onlookers.at_dossier(dossier):
            await self._offices.submissions.put_forward(letter)
            await first(self._decide(letter, each) for each in range(1, FOUR + 1))
            await self._offices.submissions.announced(letter.submission_id, SOON)

    async def put_forward(self, *dossiers: Dossier) -> PutForward:
        """Put a list before the authority; it waits for its answer."""
        letter = a_list(*dossiers)
        async with self.onlookers.at_submission(letter):
            await self._offices.submissions.put_forward(letter)
            await self._installation.renew(submission_stream(letter.submission_id))
        return letter

    async def _supplement(self, dossier: Dossier, office: int) -> Receipt:
        report, note = a_document("achievement_report"), f"Bản của phòng số {office}."
        act = Supplement(by=ActorId(dossier.unit.id), answers=1, documents=(report,), note=note)
        return await self._offices.dossiers.supplement(dossier.dossier_id, act)

    async def _hold(self, dossier: Dossier, office: int, after: int) -> Receipt:
        act = Hold(by=ActorId(CLUSTER), ground=HoldGround.COMPLAINT, reason=f"Đơn số {office}.", after=after)
        return await self._offices.dossiers.hold(dossier.dossier_id, act)

    async def _release(self, dossier: Dossier, office: int, held: int) -> Receipt:
        act = Release(by=ActorId(CLUSTER), answers=held, reason=f"Đơn số {office} không có cơ sở.")
        return await self._offices.dossiers.release(dossier.dossier_id, act)

    async def _decide(self, letter: PutForward, number: int) -> Receipt:
        return await self._offices.submissions.decide(letter.submission_id, granting(letter, number))


def granting(letter: PutForward, number: int) -> Decide:
    """Return the decision of this number, which grants a whole list."""
    signed = DecisionRef(number=f"{number}/QĐ-TTg", decided_on=date(2024, 9, 5), signatory="Thủ tướng Chính phủ")
    return a_decision(decision=signed, granted=letter.agenda)


async def first(acts: Iterable[Awaitable[Receipt]]) -> Receipt:
    """Have several act at once, each in words of their own; return the receipt of the first to be taken."""
    answers = await asyncio.gather(*acts, return_exceptions=True)
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    assert sum(isinstance(answer, Declined) for answer in answers) == len(answers) - 1, answers
    return receipts[0]


async def four_at_a_time(acts: Iterable[Callable[[], Awaitable[object]]]) -> None:
    """Take acts in their order; the next begins when one of four is answered."""
    turns = asyncio.Semaphore(FOUR)

    async def in_turn(act: Callable[[], Awaitable[object]]) -> None:
        async with turns:
            await act()

    await asyncio.gather(*map(in_turn, acts))


async def histories(installation: Installation) -> AsyncIterator[WorkflowHistory]:
    """Yield the history of every run of every workflow that took part."""
    for stream in await installation.streams():
        described = await installation.client.get_workflow_handle(stream).describe()
        run_id = described.raw_description.workflow_execution_info.first_run_id
        while run_id:
            history = await installation.client.get_workflow_handle(stream, run_id=run_id).fetch_history()
            yield history
            run_id = history.events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id


async def has_runs(installation: Installation, wanted: int) -> bool:
    """Return whether there have been so many."""
    return await installation.runs() == wanted


async def replayed(installation: Installation) -> list[str]:
    """Replay every history as production would, and return whose were replayed."""
    replayer = Replayer(
        workflows=WORKFLOWS,
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=DATA_CONVERTER,
        # A runtime of its own would wait for ever, now and then, for the thread that brings its last answer.
        runtime=installation.client.service_client.config.runtime,
        # On a busy machine, the first of them may take longer than a workflow task's two seconds.
        debug_mode=True,
    )
    async with replayer.workflow_replay_iterator(histories(installation)) as each:
        results = [result async for result in each]
    failed = [(it.history.workflow_id, str(it.replay_failure)[:MOST_SAID]) for it in results if it.replay_failure]
    print(f"{len(failed)} of {len(results)} histories cannot be replayed")
    assert failed == []
    return [result.history.workflow_id for result in results]


@seeded()
async def test_what_is_written_while_others_look_on_is_replayed_and_gone_on_from(
    installation: Installation, seed: int
) -> None:
    """Acts come four at once while each workflow is asked all it can be; then nothing that was in memory is left."""
    driver, offices = installation.driver, installation.offices
    day = Day(installation, dice(seed))
    withdrawn, heard = await asyncio.gather(day.dispute(), day.dispute())
    sitting = await day.vote(withdrawn, heard)
    granted, waiting = [await driver.submit() for _ in range(2)]
    await driver.hold(Stage.CLUSTER, granted, waiting)
    await driver.hold(Stage.COUNCIL, granted, waiting)
    await day.decide(granted)
    letter = await day.put_forward(waiting)
    assert day.onlookers.answered == ALL

    streams = await installation.streams()
    await eventually(partial(has_runs, installation, len(streams) + RENEWED))
    assert len(runs := await replayed(installation)) == len(streams) + RENEWED
    assert set(runs) == streams

    for worker in tuple(installation.workers):
        await installation.relieve(worker)
    receipts = await asyncio.gather(
        driver.withdraw(withdrawn),
        offices.sittings.close(sitting.sitting_id, Close(by=sitting.by)),
        offices.submissions.decide(letter.submission_id, granting(letter, FOUR)),
    )
    await offices.sittings.announced(sitting.sitting_id, SOON)
    await offices.submissions.announced(letter.submission_id, SOON)
    kinds = [receipt.kind for receipt in (*receipts, await driver.put_on_hold(heard))]
    assert kinds == ["dossier_withdrawn", "sitting_closed", "submission_decided", "dossier_held"]
    assert await driver.stands(heard) is Stage.COUNCIL
    assert await driver.stands(waiting) is Stage.GRANTED
    await prove_sound(installation)
