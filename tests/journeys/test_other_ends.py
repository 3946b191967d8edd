"""Where a dossier's way ends short of a grant: refused, withdrawn, a twin; or granted beside others that are not."""

import asyncio
from datetime import date

import pytest

from schemas.dossier import Period
from schemas.facts import AwardGranted, DossierRefused, DossierWithdrawn, RefusedAsTwin
from schemas.ids import NomineeId
from schemas.names import dossier_stream
from schemas.nominee import Collective
from schemas.refusals import Reason
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.values import a_dossier, a_number
from tests.journeys.office_driver import OfficeDriver, back
from vinhdanh import Declined


async def test_refused_by_the_cluster(driver: OfficeDriver) -> None:
    """Two of five approve where three are needed: the dossier ends there, and its unit reads why."""
    dossier = await driver.carry(Stage.CLUSTER)

    sitting = await driver.hold(Stage.CLUSTER, dossier, votes=["A", "A", "D", "D", "S"])

    view = await driver.show(dossier)
    assert view.stage is Stage.REFUSED
    assert await driver.stands(dossier) is Stage.REFUSED
    assert await driver.story(dossier) == ["dossier_submitted", "dossier_refused"]
    refused = (await driver.facts(dossier_stream(dossier.dossier_id)))[-1]
    assert isinstance(refused, DossierRefused)
    assert refused.vote is not None
    assert (refused.vote.approve, refused.vote.disapprove, refused.vote.abstain, refused.vote.needed) == (2, 2, 1, 3)
    assert refused.reasons
    assert sitting.minutes is not None
    assert refused.reasons == sitting.minutes.items[0].reasons
    assert [letter.template for letter in await driver.letters(refused.stream)] == ["received", "refused"]


async def test_refused_by_the_council(driver: OfficeDriver) -> None:
    """Seven of nine approve where eight are needed (80 % of all members)."""
    dossier = await driver.carry(Stage.COUNCIL)

    sitting = await driver.convene(Stage.COUNCIL, dossier, seats=9)
    for seat in range(1, 10):
        await driver.cast(sitting, seat, "A" if seat <= 7 else "D")
    await driver.close(sitting)

    view = await driver.show(dossier)
    assert view.stage is Stage.REFUSED
    assert await driver.story(dossier) == ["dossier_submitted", "dossier_forwarded", "dossier_refused"]
    assert view.passages[-1].vote is not None
    assert (view.passages[-1].vote.approve, view.passages[-1].vote.needed) == (7, 8)


@pytest.mark.parametrize("stage", [Stage.UNIT, Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION])
async def test_withdrawn_at_each_stage(driver: OfficeDriver, stage: Stage) -> None:
    """A unit may take its dossier back wherever it is; no act on it is possible after that."""
    dossier = await driver.carry(stage)

    receipt = await driver.withdraw(dossier, "Đơn vị xin rút để bổ sung thành tích.")

    fact = (await driver.facts(dossier_stream(dossier.dossier_id)))[-1]
    assert isinstance(fact, DossierWithdrawn)
    assert (fact.reason, fact.sequence) == ("Đơn vị xin rút để bổ sung thành tích.", receipt.sequence)
    assert (await driver.show(dossier)).stage is Stage.WITHDRAWN
    assert await driver.stands(dossier) is Stage.WITHDRAWN
    letters = await driver.letters(dossier_stream(dossier.dossier_id))
    assert letters[-1].template == "withdrawn"
    with pytest.raises(Declined) as declined:
        await driver.withdraw(dossier, "Rút lần nữa.")
    assert declined.value.reason is Reason.DOSSIER_CLOSED


async def test_a_withdrawn_dossier_may_be_submitted_anew_under_another_name(driver: OfficeDriver) -> None:
    """A withdrawn dossier blocks no other."""
    first = await driver.carry(Stage.CLUSTER)
    await driver.withdraw(first)

    second = await driver.submit(a_dossier(nominee=first.nominee))

    assert (await driver.show(second)).stage is Stage.CLUSTER


async def test_granted_in_part_by_a_decision_over_many(driver: OfficeDriver) -> None:
    """One document grants the first, refuses the second and sends the third back to its unit."""
    granted, refused, returned = [await driver.carry(Stage.DECISION) for _ in range(3)]
    letter = await driver.put_forward(granted, refused, returned)

    view = await driver.decide(
        letter,
        granted=(granted.dossier_id,),
        refused=(back(refused, "Chưa đủ tiêu chuẩn."),),
        returned=(back(returned, "Đề nghị làm rõ số liệu thu ngân sách."),),
    )

    assert view.report is not None
    assert (view.report.told, view.report.unheard) == (3, ())
    assert [await driver.stands(dossier) for dossier in (granted, refused, returned)] == [
        Stage.GRANTED,
        Stage.REFUSED,
        Stage.UNIT,
    ]
    fact = (await driver.facts(dossier_stream(granted.dossier_id)))[-1]
    assert isinstance(fact, AwardGranted)
    assert fact.decision.number == "931/QĐ-TTg"
    awaiting = (await driver.show(returned)).awaiting
    assert awaiting is not None
    assert awaiting.reasons == ("Đề nghị làm rõ số liệu thu ngân sách.",)
    assert (await driver.show(refused)).passages[-1].decision == view.decision


async def test_a_dossier_that_was_sent_back_by_the_decision_comes_before_it_again(driver: OfficeDriver) -> None:
    """A second submission carries it: the first has been answered."""
    dossier = await driver.carry(Stage.DECISION)
    first = await driver.put_forward(dossier)
    await driver.decide(first, returned=(back(dossier),))
    await driver.supplement(dossier)

    second = await driver.put_forward(dossier)
    await driver.decide(second, granted=(dossier.dossier_id,))

    assert [passage.outcome for passage in (await driver.show(dossier)).passages] == [
        Outcome.FORWARD,
        Outcome.FORWARD,
        Outcome.RETURN,
        Outcome.GRANT,
    ]


async def test_a_twin_is_refused_by_the_name_of_the_first(driver: OfficeDriver) -> None:
    """Same nominee, same award, overlapping period: the refusal is a fact, and the first dossier goes on."""
    first = await driver.carry(Stage.CLUSTER)
    twin = a_dossier(nominee=first.nominee)

    with pytest.raises(Declined) as declined:
        await driver.submit(twin)

    assert declined.value.reason is Reason.TWIN_DOSSIER
    assert first.dossier_id in declined.value.details
    facts = await driver.facts(dossier_stream(twin.dossier_id))
    assert [type(fact) for fact in facts] == [RefusedAsTwin]
    assert isinstance(facts[0], RefusedAsTwin)
    assert facts[0].first == first.dossier_id
    assert [letter.template for letter in await driver.letters(facts[0].stream)] == ["refused_as_twin"]
    assert (await driver.show(first)).stage is Stage.CLUSTER


async def test_of_two_twins_at_once_one_is_kept(driver: OfficeDriver) -> None:
    """Neither finds the other on its way in; the database lets one of them stand."""
    nominee = Collective(id=NomineeId(f"tt-{a_number()}"), name="Thành phố Bên Sông")
    twins = [a_dossier(nominee=nominee) for _ in range(2)]

    answers = await asyncio.gather(*(driver.submit(twin) for twin in twins), return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, Declined)]
    assert [answer.reason for answer in refused] == [Reason.TWIN_DOSSIER]
    assert len(answers) == 2


async def test_the_register_tells_of_earlier_awards(driver: OfficeDriver) -> None:
    """The view of a nominee's next dossier shows what it was granted before."""
    first = await driver.carry(Stage.DECISION)
    await driver.decide(await driver.put_forward(first), granted=(first.dossier_id,))

    later = a_dossier(
        nominee=first.nominee,
        period=Period(first=date(2024, 1, 1), last=date(2024, 12, 31)),
    )
    await driver.submit(later)

    earlier = (await driver.show(later)).earlier
    assert [award.dossier_id for award in earlier] == [first.dossier_id]
    assert earlier[0].decision.number == "931/QĐ-TTg"
