"""Who sits where on a day, asked on the command line by somebody without the database."""

import json
from datetime import date

from schemas.bodies import BodyKind, Substitute, Tenure
from schemas.body_register import Ended, RegisteredKind
from schemas.ids import ActorId, BodyId
from tests.builders.values import a_body, a_number
from tests.journeys.office_driver import OfficeDriver
from tests.registered import a_registered, with_its_roll
from tests.vinhdanh.cli_results import Vinhdanh


async def test_a_council_is_shown_as_it_was_on_a_day(driver: OfficeDriver, vinhdanh: Vinhdanh) -> None:
    """Its seats until they left, with substitutes of the day; its end and its successor; and nobody's mailbox."""
    name, heir = BodyId(f"HD-{a_number()}"), BodyId(f"HD-{a_number()}")
    deputy = Substitute(id=ActorId("pho-1"), name="Phó 1", tenure=Tenure(first=date(2024, 2, 1), last=date(2024, 3, 1)))
    body = a_body(name, 3, BodyKind.COUNCIL)
    body = body.evolve(seats=(body.seats[0].evolve(substitutes=(deputy,)), *body.seats[1:]))
    (record,) = with_its_roll(body, Tenure(first=date(2023, 1, 1), last=date(2024, 12, 31)))
    ended = Ended(on=date(2025, 7, 1), into=(heir,), document="Nghị quyết 202/2025/QH15")
    await driver.register(record.evolve(ended=ended), a_registered(heir, RegisteredKind.COUNCIL))

    then = await vinhdanh("show", "--body", name, "--on", "2024-02-10")
    now = await vinhdanh("show", "--body", name, "--on", "2025-07-01")
    as_json = await vinhdanh("show", "--body", name, "--on", "2024-02-10", "--json")

    assert (then.code, then.err) == (0, "")
    said = " ".join(then.out.split())
    assert f"{body.name} ({name})" in said
    assert "Loại: hội đồng" in said
    assert "Chủ tọa: seat-1" in said
    assert "seat-1" in said
    assert "31/12/2024" in said
    assert "pho-1" in said
    assert f"01/07/2025 (Nghị quyết 202/2025/QH15): {heir}" in said
    assert "(không hoạt động vào ngày này)" in now.out
    assert "31/12/2024" not in now.out
    shown = json.loads(as_json.out)
    assert [seat["id"] for seat in shown["seats"]] == ["seat-1", "seat-2", "seat-3"]
    assert "@" not in as_json.out


async def test_an_unknown_body_is_refused_by_name(vinhdanh: Vinhdanh) -> None:
    """As a mistyped dossier is; and what cannot be an identifier is malformed."""
    unknown, malformed = await vinhdanh("show", "--body", "HD-KHONG-CO"), await vinhdanh("show", "--body", "a b")
    twice = await vinhdanh("show", "--body", "--sitting", "HD-KHONG-CO")
    alone = await vinhdanh("show", "HS-1", "--on", "2024-02-10")

    assert (unknown.code, "NotFound" in unknown.err, "HD-KHONG-CO" in unknown.err) == (1, True, True)
    assert malformed.code == 2
    assert twice.code == alone.code == 2
