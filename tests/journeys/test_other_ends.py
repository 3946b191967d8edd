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


async def test_refused_by_the_cluster(clerk: OfficeDriver) -> None:
    """Two of five approve where three are needed: the dossier ends there, and its unit reads why."""
    dossier = await clerk.carry(Stage.CLUSTER)

    sitting = await clerk.hold(Stage.CLUSTER, dossier, votes=["A", "A", "D", "D", "S"])

    view = await clerk.show(dossier)
    assert view.stage is Stage.REFUSED
    assert await clerk.stands(dossier) is Stage.REFUSED
    assert await clerk.story(dossier) == ["dossier_submitted", "dossier_refused"]
    refused = (await clerk.facts(dossier_stream(dossier.dossier_id)))[-1]
    assert isinstance(refused, DossierRefused)
    assert refused.vote is not None
    assert (refused.vote.approve, refused.vote.disapprove, refused.vote.abstain, refused.vote.needed) == (2, 2, 1, 3)
    assert refused.reasons
    assert sitting.minutes is not None
    assert refused.reasons == sitting.minutes.items[0].reasons
    assert [letter.template for letter in await clerk.letters(refused.stream)] == ["received", "refused"]


async def test_refused_by_the_council(clerk: OfficeDriver) -> None:
    """Seven of nine approve where eight are needed (80 % of all members)."""
    dossier = await clerk.carry(Stage.COUNCIL)

    sitting = await clerk.convene(Stage.COUNCIL, dossier, seats=9)
    for seat in range(1, 10):
        await clerk.cast(sitting, seat, "A" if seat <= 7 else "D")
    await clerk.close(sitting)

    view = await clerk.show(dossier)
    assert view.stage is Stage.REFUSED
    assert await clerk.story(dossier) == ["dossier_submitted", "dossier_forwarded", "dossier_refused"]
    assert view.passages[-1].vote is not None
    assert (view.passages[-1].vote.approve, view.passages[-1].vote.needed) == (7, 8)


@pytest.mark.parametrize("stage", [Stage.UNIT, Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION])
async def test_withdrawn_at_each_stage(clerk: OfficeDriver, stage: Stage) -> None:
    """A unit may take its dossier back wherever it is; nobody can act on it after that."""
    dossier = await clerk.carry(stage)

    receipt = await clerk.withdraw(dossier, "Đơn vị xin rút để bổ sung thành tích.")

    fact = (await clerk.facts(dossier_stream(dossier.dossier_id)))[-1]
    assert isinstance(fact, DossierWithdrawn)
    assert (fact.reason, fact.sequence) == ("Đơn vị xin rút để bổ sung thành tích.", receipt.sequence)
    assert (await clerk.show(dossier)).stage is Stage.WITHDRAWN
    assert await clerk.stands(dossier) is Stage.WITHDRAWN
    letters = await clerk.letters(dossier_stream(dossier.dossier_id))
    assert letters[-1].template == "withdrawn"
    with pytest.raises(Declined) as declined:
        await clerk.withdraw(dossier, "Rút lần nữa.")
    assert declined.value.reason is Reason.DOSSIER_CLOSED


async def test_a_withdrawn_dossier_may_be_submitted_anew_under_another_name(clerk: OfficeDriver) -> None:
    """What was taken back stands in nobody's way."""
    first = await clerk.carry(Stage.CLUSTER)
    await clerk.withdraw(first)

    second = await clerk.submit(a_dossier(nominee=first.nominee))

    assert (await clerk.show(second)).stage is Stage.CLUSTER


async def test_granted_in_part_by_a_decision_over_many(clerk: OfficeDriver) -> None:
    """One document grants the first, refuses the second and sends the third back to its unit."""
    granted, refused, returned = [await clerk.carry(Stage.DECISION) for _ in range(3)]
    letter = await clerk.put_forward(granted, refused, returned)

    view = await clerk.decide(
        letter,
        granted=(granted.dossier_id,),
        refused=(back(refused, "Chưa đủ tiêu chuẩn."),),
        returned=(back(returned, "Đề nghị làm rõ số liệu thu ngân sách."),),
    )

    assert view.report is not None
    assert (view.report.told, view.report.unheard) == (3, ())
    assert [await clerk.stands(dossier) for dossier in (granted, refused, returned)] == [
        Stage.GRANTED,
        Stage.REFUSED,
        Stage.UNIT,
    ]
    fact = (await clerk.facts(dossier_stream(granted.dossier_id)))[-1]
    assert isinstance(fact, AwardGranted)
    assert fact.decision.number == "931/QĐ-TTg"
    awaiting = (await clerk.show(returned)).awaiting
    assert awaiting is not None
    assert awaiting.reasons == ("Đề nghị làm rõ số liệu thu ngân sách.",)
    assert (await clerk.show(refused)).passages[-1].decision == view.decision


async def test_a_dossier_that_was_sent_back_by_the_decision_comes_before_it_again(clerk: OfficeDriver) -> None:
    """A second submission carries it: the first has been answered."""
    dossier = await clerk.carry(Stage.DECISION)
    first = await clerk.put_forward(dossier)
    await clerk.decide(first, returned=(back(dossier),))
    await clerk.supplement(dossier)

    second = await clerk.put_forward(dossier)
    await clerk.decide(second, granted=(dossier.dossier_id,))

    assert [passage.outcome for passage in (await clerk.show(dossier)).passages] == [
        Outcome.FORWARD,
        Outcome.FORWARD,
        Outcome.RETURN,
        Outcome.GRANT,
    ]


async def test_a_twin_is_refused_by_the_name_of_the_first(clerk: OfficeDriver) -> None:
    """Same nominee, same award, overlapping period: the refusal is a fact, and the first dossier goes on."""
    first = await clerk.carry(Stage.CLUSTER)
    twin = a_dossier(nominee=first.nominee)

    with pytest.raises(Declined) as declined:
        await clerk.submit(twin)

    assert declined.value.reason is Reason.TWIN_DOSSIER
    assert first.dossier_id in declined.value.details
    facts = await clerk.facts(dossier_stream(twin.dossier_id))
    assert [type(fact) for fact in facts] == [RefusedAsTwin]
    assert isinstance(facts[0], RefusedAsTwin)
    assert facts[0].first == first.dossier_id
    assert [letter.template for letter in await clerk.letters(facts[0].stream)] == ["refused_as_twin"]
    assert (await clerk.show(first)).stage is Stage.CLUSTER


async def test_of_two_twins_at_once_one_is_kept(clerk: OfficeDriver) -> None:
    """Neither finds the other on its way in; the database lets one of them stand."""
    nominee = Collective(id=NomineeId(f"tt-{a_number()}"), name="Thành phố Bên Sông")
    twins = [a_dossier(nominee=nominee) for _ in range(2)]

    answers = await asyncio.gather(*(clerk.submit(twin) for twin in twins), return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, Declined)]
    assert [answer.reason for answer in refused] == [Reason.TWIN_DOSSIER]
    assert len(answers) == 2


async def test_the_register_tells_of_earlier_awards(clerk: OfficeDriver) -> None:
    """Whoever looks at a nominee's next dossier sees what it was granted before."""
    first = await clerk.carry(Stage.DECISION)
    await clerk.decide(await clerk.put_forward(first), granted=(first.dossier_id,))

    later = a_dossier(
        nominee=first.nominee,
        period=Period(first=date(2024, 1, 1), last=date(2024, 12, 31)),
    )
    await clerk.submit(later)

    earlier = (await clerk.show(later)).earlier
    assert [award.dossier_id for award in earlier] == [first.dossier_id]
    assert earlier[0].decision.number == "931/QĐ-TTg"
