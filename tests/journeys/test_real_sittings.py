"""Two real conferences beside the cities': their members, chairs and days are known, and every ballot is invented.

The charter by which they vote is invented too: theirs was not seen.
"""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from schemas.dossier import Dossier
from schemas.ids import ActorId, BodyId, NomineeId
from schemas.messages import Convene
from schemas.minutes import Finding, ItemMinutes
from schemas.nominee import Collective
from schemas.sitting import Places
from schemas.stages import Stage
from schemas.verdict import DecisionRef
from tests.builders.values import AWARD, BASIS, a_number, an_organisation
from tests.journeys import charter
from tests.journeys.charter import voted
from tests.journeys.office_driver import OfficeDriver, a_convening
from worker.register.loading import OPERATOR, load

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client

    from worker.settings import Settings

CASES = Path(__file__).parent / "cases"

NAMES = ("socio-political-2023", "north-central-2023")


def a_case(name: str) -> Mapping[str, Any]:
    """Return what is publicly known of a conference, and the rows with which its bodies are registered."""
    case, register = (tomllib.loads(file.read_text(encoding="utf-8")) for file in (CASES / f"{name}.toml", _roll(name)))
    return {**case, "names": {body["id"]: body["name_vi"] for body in register["bodies"]}}


def _roll(name: str) -> Path:
    return CASES / f"{name}.register.toml"


@pytest.fixture(scope="module")
async def driver(
    client: Client, pool: asyncpg.Pool, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[OfficeDriver]:
    """A driver under an invented charter: no unit votes on its own dossier, equals are voted on again."""
    rules = (charter.RECUSAL, charter.SUBSTITUTES, charter.TIES)
    directory, clusters = tmp_path_factory.mktemp("charter"), [a_case(name)["conference"]["cluster"] for name in NAMES]
    async with pool.acquire() as conn:
        await load(conn, list(map(_roll, NAMES)), by=OPERATOR, dry_run=False, removes=True)
    async with charter.governed(client, pool, settings, directory, *rules, clusters=clusters) as driver:
        yield driver


async def put_up(driver: OfficeDriver, case: Mapping[str, Any], unit: str) -> Dossier:
    """Submit the dossier of a member for the Government's flag, received on the day of the conference."""
    return await driver.submit(
        nominee=Collective(id=NomineeId(f"{unit}-{a_number()}"), name=case["names"][unit]),
        unit=an_organisation(unit),
        cluster=an_organisation(case["conference"]["cluster"]),
        received_on=case["conference"]["held_on"],
    )


async def conference(
    driver: OfficeDriver, case: Mapping[str, Any], by: str, *dossiers: Dossier, places: int
) -> tuple[Convene, list[str]]:
    """Call the conference over the dossiers that its members put forward; return the call, and who has a seat."""
    cluster, limit = BodyId(case["conference"]["cluster"]), (Places(award=AWARD, basis=BASIS, count=places),)
    call = a_convening(Stage.CLUSTER, *dossiers, by=ActorId(by), places=limit).evolve(body=cluster)
    await driver.offices.sittings.convene(call)
    view = await driver.offices.sittings.show(call.sitting_id)
    return call, [seat.id for seat in view.body.seats]


async def items(driver: OfficeDriver, call: Convene, meeting: int = 1) -> tuple[ItemMinutes, ...]:
    """Close the conference, and return its findings."""
    view = await driver.close(call, meeting=meeting)
    assert view.minutes is not None
    return view.minutes.items


async def test_the_bloc_of_socio_political_organisations(driver: OfficeDriver) -> None:
    """Nine members; three put themselves forward for one flag, and it goes to the one that received it."""
    case = a_case("socio-political-2023")
    youth, farmers, women = [await put_up(driver, case, unit) for unit in ("TWDTN", "HND", "HLHPN")]
    call, members = await conference(driver, case, "TT-KHOI-CTXH", youth, farmers, women, places=1)
    assert len(members) == 9
    invented = {"TWDTN": "-AA", "HND": "A-A", "HLHPN": "AA-", "LHHN": "ADA", "LHVHNT": "ADD", "LHKHKT": "AAD"}
    for unit in members:
        await voted(driver, call, unit, invented.get(unit, "AAA"))

    first, second, third = await items(driver, call)

    assert [item.finding for item in (first, second, third)] == [Finding.CARRIED, Finding.NO_PLACE, Finding.NO_PLACE]
    assert [item.tally.approve for item in (first, second, third)] == [8, 6, 6]
    assert all((item.tally.seats, item.tally.recused, item.tally.needed) == (9, 1, 5) for item in (first, second))
    await driver.hold(Stage.COUNCIL, youth)
    (known,) = case["result"]
    letter = await driver.put_forward(youth)
    decision = DecisionRef(
        number="01/QĐ-TTg (giả định)", decided_on=known["decided_on"], signatory="Thủ tướng Chính phủ"
    )
    await driver.decide(letter, granted=(youth.dossier_id,), decision=decision)
    granted = await driver.show(youth)
    assert (granted.stage, granted.award, granted.nominee.id.split("-")[0]) == (
        Stage.GRANTED,
        known["award"],
        known["nominee"],
    )


async def test_the_cluster_of_the_north_central_provinces(driver: OfficeDriver) -> None:
    """Six members, called by the deputy; its head steps aside from its own dossier, and a tie is voted on again."""
    case = a_case("north-central-2023")
    head, deputy = "VN-QT", "VN-TTH"
    own, other = [await put_up(driver, case, unit) for unit in (head, "VN-NA")]
    call, members = await conference(driver, case, deputy, own, other, places=1)
    assert members == ["VN-TH", "VN-NA", "VN-HT", "VN-QB", "VN-QT", "VN-TTH"]
    for unit, marks in {"VN-NA": "A-", head: "-A"}.items():
        await voted(driver, call, unit, marks)
    for unit in ("VN-TH", "VN-HT", "VN-QB", deputy):
        await voted(driver, call, unit, "AA")

    tied = await driver.close(call)

    assert tied.contested[0].dossiers == (own.dossier_id, other.dossier_id)
    for unit, marks in {"VN-NA": "D-", head: "-A"}.items():
        await voted(driver, call, unit, marks, meeting=2)
    for unit, marks in {"VN-TH": "AD", "VN-HT": "AD", "VN-QB": "DA", deputy: "AD"}.items():
        await voted(driver, call, unit, marks, meeting=2)
    first, second = await items(driver, call, meeting=2)
    assert [(each.finding, each.second and each.second.approve) for each in (first, second)] == [
        (Finding.CARRIED, 3),
        (Finding.NO_PLACE, 2),
    ]
