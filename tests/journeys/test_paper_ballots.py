"""A council of seventeen votes on paper: its secretary enters the tellers' count, and the dossiers go on by it."""

import json

import pytest

from schemas.dossier import Dossier
from schemas.ids import DossierId
from schemas.messages import Convene, CountVotes
from schemas.minutes import Finding
from schemas.names import sitting_stream
from schemas.refusals import Reason
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.vote_counts import ItemSums
from tests.builders.vote_counts import a_count, seats, sums
from tests.journeys.cli_driver import CliDriver
from tests.journeys.office_driver import OfficeDriver
from tests.vinhdanh.cli_results import Vinhdanh, Written
from vinhdanh import Declined

PRESENT = seats(15)


@pytest.fixture
async def dossiers(driver: OfficeDriver) -> tuple[Dossier, Dossier]:
    """Two dossiers that wait for the council."""
    return await driver.carry(Stage.COUNCIL), await driver.carry(Stage.COUNCIL)


@pytest.fixture
async def council(driver: OfficeDriver, dossiers: tuple[Dossier, Dossier]) -> Convene:
    """The council of seventeen, in session over both."""
    return await driver.convene(Stage.COUNCIL, *dossiers, seats=17)


def counted(council: Convene, *numbers: tuple[int, ...], **changes: object) -> CountVotes:
    """Return the count of its dossiers: fifteen papers were issued, and all came back."""
    items: tuple[ItemSums, ...] = tuple(
        sums(dossier_id, *each) for dossier_id, each in zip(council.agenda, numbers, strict=True)
    )
    return a_count(council.by, PRESENT, *items, **changes)


async def test_a_council_votes_on_paper(
    driver: OfficeDriver,
    council: Convene,
    dossiers: tuple[Dossier, Dossier],
    vinhdanh: Vinhdanh,
    written: Written,
) -> None:
    """Fourteen of seventeen are needed: one dossier has them, the other thirteen; no seat's choice is kept."""
    sittings, name = driver.offices.sittings, council.sitting_id
    with pytest.raises(Declined) as wrong:
        await sittings.count(name, counted(council, (14, 1, 1), (13, 1, 1)))
    first = await sittings.count(name, counted(council, (14, 0, 0, 0, 1), (14, 1)))
    assert await sittings.count(name, counted(council, (14, 0, 0, 0, 1), (14, 1))) == first
    corrected = await sittings.count(name, counted(council, (14, 0, 0, 0, 1), (13, 1, 1), revision=2))
    with pytest.raises(Declined) as beside:
        await driver.cast(council, 1, "AA")
    before = await sittings.show(name)

    view = await driver.close(council)

    assert (wrong.value.reason, beside.value.reason) == (Reason.COUNT_DOES_NOT_ADD, Reason.VOTED_OTHERWISE)
    assert (first.sequence, corrected.sequence) == (2, 3)
    assert (before.status, before.voted, before.awaited, before.minutes) == (SittingStatus.OPEN, (), (), None)
    assert view.minutes is not None
    assert [item.finding for item in view.minutes.items] == [Finding.CARRIED, Finding.DEFEATED]
    assert [(item.tally.approve, item.tally.needed) for item in view.minutes.items] == [(14, 14), (13, 14)]
    assert (view.minutes.present, len(view.minutes.absent), view.minutes.roll_calls) == (PRESENT, 2, ())
    assert [await driver.stands(dossier) for dossier in dossiers] == [Stage.DECISION, Stage.REFUSED]
    facts = await driver.facts(sitting_stream(name))
    assert [fact.kind for fact in facts] == [
        *("sitting_convened", "votes_counted", "votes_counted", "sitting_closed", "findings_announced")
    ]
    told = "".join(fact.model_dump_json() for fact in facts)
    assert not any(word in told for word in ('"marks":', '"choices":', '"chair":"approve"'))
    await _is_shown(CliDriver(vinhdanh, written), council)


async def _is_shown(clerk: CliDriver, council: Convene) -> None:
    name = council.sitting_id
    said = await clerk.does("show", "--sitting", name)
    assert "Kiểm phiếu: phiếu giấy: phát ra 15, thu về 15" in said
    assert "Ban kiểm phiếu: seat-2, van-phong" in said
    explained = await clerk.does("explain", name, council.agenda[0])
    assert "hợp lệ 14 (đồng ý 14, không đồng ý 0, không có ý kiến 0), phiếu trắng 0, không hợp lệ 1." in explained


async def test_a_clerk_types_no_number(
    driver: OfficeDriver, council: Convene, vinhdanh: Vinhdanh, written: Written
) -> None:
    """Meeting and revision are looked up: an adjourned meeting's count does not carry over to the next."""
    clerk, name = CliDriver(vinhdanh, written), council.sitting_id
    few = counted(council, (9,), (9,)).model_copy(update={"present": seats(9), "issued": 9, "returned": 9})
    bare = {"mode": "json", "exclude": {"meeting", "revision"}, "exclude_none": True}

    async def enters(act: CountVotes) -> int:
        body = act.model_dump(**bare)  # type: ignore[arg-type]  # pydantic names the values of `mode`
        return int(json.loads(await clerk.does("count", name, body, "--json"))["sequence"])

    assert [await enters(few), await enters(few)] == [2, 2]
    assert (await driver.close(council)).status is SittingStatus.ADJOURNED
    await driver.reconvene(council, meeting=2)
    assert (await driver.offices.sittings.show(name)).count is None
    every = [await enters(counted(council, numbers, (15,))) for numbers in ((14, 1), (14, 1), (15,))]
    view = await driver.close(council, meeting=2)

    assert every == [5, 5, 6]
    assert view.minutes is not None
    assert [item.tally.approve for item in view.minutes.items] == [15, 15]
    assert DossierId(view.minutes.items[0].dossier_id) == council.agenda[0]
