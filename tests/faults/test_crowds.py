"""Many at once: the same act from ten callers, and acts that race with an end, a withdrawal or a new run."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from schemas.ballots import Choice, Vote
from schemas.ids import ActorId
from schemas.messages import Cast, Close, Convene, SubmitDossier, Supplement, Withdraw
from schemas.names import dossier_stream, sitting_stream, submission_stream
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.sitting import SittingView
from schemas.stages import Stage
from tests.builders.values import a_document, a_dossier, submitted
from tests.builders.vote_counts import seats
from tests.faults import cities_case
from tests.faults.installation import Installation
from tests.faults.invariants import prove_sound
from tests.faults.seeds import dice, seeded
from tests.journeys.office_driver import SOON, OfficeDriver, a_convening, a_decision, a_list
from vinhdanh import Declined

T = TypeVar("T")

TEN = 10
GUSTS = 4
SEATS, QUORUM = 18, 12
"""A quorum votes in peace, the others while the chair closes; Temporal lets ten acts into a workflow at once."""


async def by_ten(send: Callable[[], Awaitable[T]]) -> Sequence[T]:
    """Have ten callers send the same act at once, and return what each was answered."""
    return await asyncio.gather(*(send() for _ in range(TEN)))


async def by_ten_as_one(send: Callable[[], Awaitable[Receipt]]) -> Receipt:
    """Have ten callers send the same act at once, and return the one receipt that all of them got."""
    (receipt,) = set(await by_ten(send))
    return receipt


async def test_ten_callers_are_one_unit(installation: Installation) -> None:
    """Impatient people press a button twice, and services send again: ten equal receipts, and one of ten came first."""
    doors, driver = installation.offices.dossiers, installation.driver
    dossier = a_dossier(documents=(a_document("proposal_letter"),))
    unit = ActorId(dossier.unit.id)
    supplement = Supplement(by=unit, answers=1, documents=(a_document("achievement_report"),))
    withdrawal = Withdraw(by=unit, reason="Đơn vị xem xét lại.")

    answers = await by_ten(lambda: doors.submit(SubmitDossier(dossier=submitted(dossier), by=unit)))
    await by_ten_as_one(lambda: doors.supplement(dossier.dossier_id, supplement))
    await by_ten_as_one(lambda: doors.withdraw(dossier.dossier_id, withdrawal))

    assert sorted(each.already for each in answers) == [False] + [True] * (TEN - 1)
    assert len({each.receipt for each in answers}) == 1
    assert await driver.story(dossier) == ["dossier_submitted", "dossier_supplemented", "dossier_withdrawn"]
    await prove_sound(installation)


async def test_ten_callers_are_one_seat_one_chair_one_authority(installation: Installation) -> None:
    """The same of those who vote, close and decide."""
    offices, driver = installation.offices, installation.driver
    dossier = await driver.submit()
    sitting = a_convening(Stage.CLUSTER, dossier)
    ballot = partial(Cast, choices=(Choice(dossier_id=dossier.dossier_id, vote=Vote.APPROVE),))

    await by_ten_as_one(lambda: offices.sittings.convene(sitting))
    for seat in seats(5):
        await by_ten_as_one(partial(offices.sittings.cast, sitting.sitting_id, ballot(seat=seat)))
    await by_ten_as_one(lambda: offices.sittings.close(sitting.sitting_id, Close(by=sitting.by)))
    await offices.sittings.announced(sitting.sitting_id, SOON)
    await driver.hold(Stage.COUNCIL, dossier)
    letter, decision = a_list(dossier), a_decision(granted=(dossier.dossier_id,))
    await by_ten_as_one(lambda: offices.submissions.put_forward(letter))
    await by_ten_as_one(lambda: offices.submissions.decide(letter.submission_id, decision))
    await offices.submissions.announced(letter.submission_id, SOON)

    assert await driver.story(dossier) == cities_case.STRAIGHT
    told = [fact.kind for fact in await driver.facts(sitting_stream(sitting.sitting_id))]
    assert told == ["sitting_convened", *["ballot_cast"] * 5, "sitting_closed", "findings_announced"]
    told = [fact.kind for fact in await driver.facts(submission_stream(letter.submission_id))]
    assert told == ["list_put_forward", "submission_decided", "findings_announced"]
    await prove_sound(installation)


@seeded()
async def test_the_case_passes_through_a_storm_of_renewals(installation: Installation, seed: int) -> None:
    """Every workflow continues as new again and again during the acts: no act falls between two runs."""
    gusts = sorted(dice(seed).sample(range(cities_case.FACTS), GUSTS))
    before = await installation.count()

    case = asyncio.create_task(cities_case.carry(installation))
    for place in gusts:
        await installation.has_kept(before + place)
        await asyncio.gather(*(installation.renew(stream) for stream in await installation.streams()))
    ending = await case

    assert await installation.runs() > 2 * len(await installation.streams())
    await prove_sound(installation)
    await cities_case.prove_told(installation, ending)


async def close_amid_ballots(
    driver: OfficeDriver, sitting: Convene, order: Sequence[int]
) -> tuple[SittingView, list[Declined]]:
    """Cast the last ballots and close the sitting all at once; return its end, and the ballots that were refused.

    Args:
        driver: Acts for all of them.
        sitting: Where a quorum has voted.
        order: The seats in the order of sending; 0 is the chair.
    """
    close = partial(driver.offices.sittings.close, sitting.sitting_id, Close(by=sitting.by))
    acts = [driver.cast(sitting, seat, "A") if seat else close() for seat in order]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    refused = [answer for answer in answers if not isinstance(answer, Receipt)]
    assert all(isinstance(answer, Declined) and answer.reason is Reason.SITTING_CLOSED for answer in refused), refused
    view = await driver.offices.sittings.announced(sitting.sitting_id, SOON)
    return view, [answer for answer in refused if isinstance(answer, Declined)]


@seeded()
async def test_ballots_race_the_close(installation: Installation, seed: int) -> None:
    """A ballot that was acknowledged is in the minutes, and one that was refused is not."""
    driver, throw = installation.driver, dice(seed)
    some_refused = 0
    for _ in range(2):
        sitting = await driver.convene(Stage.CLUSTER, await driver.submit(), seats=SEATS)
        await asyncio.gather(*(driver.cast(sitting, seat, "A") for seat in range(1, QUORUM - 1)))
        await asyncio.gather(*(driver.cast(sitting, seat, "A") for seat in (QUORUM - 1, QUORUM)))

        view, refused = await close_amid_ballots(
            driver, sitting, throw.sample(order := [0, *range(QUORUM + 1, SEATS + 1)], len(order))
        )

        some_refused += len(refused)
        assert view.minutes is not None
        assert len(view.minutes.present) == SEATS - len(refused)
        assert view.minutes.items[0].tally.cast == SEATS - len(refused)
    print(f"{some_refused} of {2 * (SEATS - QUORUM)} late ballots were refused")
    await prove_sound(installation)


@seeded()
async def test_withdrawals_race_the_decision(installation: Installation, seed: int) -> None:
    """Each dossier is granted or withdrawn, never both; its unit and the submission's report agree."""
    driver, throw = installation.driver, dice(seed)
    dossiers = [await driver.submit() for _ in range(6)]
    await driver.hold(Stage.CLUSTER, *dossiers)
    await driver.hold(Stage.COUNCIL, *dossiers)
    letter = await driver.put_forward(*dossiers)

    decide = driver.decide(letter, granted=tuple(dossier.dossier_id for dossier in dossiers))
    deciding = asyncio.create_task(decide)
    withdrawals = asyncio.gather(
        *(driver.withdraw(dossier) for dossier in throw.sample(dossiers, len(dossiers))), return_exceptions=True
    )
    answers, view = await withdrawals, await deciding

    stages = {dossier.dossier_id: await driver.stands(dossier) for dossier in dossiers}
    withdrawn = {dossier_id for dossier_id, stage in stages.items() if stage is Stage.WITHDRAWN}
    refused = [answer for answer in answers if isinstance(answer, Declined)]
    assert {answer.reason for answer in refused} <= {Reason.DOSSIER_CLOSED}
    assert set(stages.values()) <= {Stage.GRANTED, Stage.WITHDRAWN}
    assert view.report is not None
    assert (view.report.told, len(refused)) == (len(dossiers) - len(withdrawn),) * 2
    assert {missed.dossier_id for missed in view.report.unheard} == withdrawn
    for dossier in dossiers:
        last = (await driver.facts(dossier_stream(dossier.dossier_id)))[-1]
        assert last.kind == ("dossier_withdrawn" if dossier.dossier_id in withdrawn else "award_granted")
    await prove_sound(installation)
