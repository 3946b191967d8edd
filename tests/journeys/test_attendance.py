"""A council of six votes on two dossiers; two of its members leave after the first."""

import json

from schemas.minutes import Finding
from schemas.stages import Stage
from tests.journeys.cli_driver import CliDriver
from tests.journeys.office_driver import OfficeDriver
from tests.vinhdanh.cli_results import Vinhdanh, Written


async def test_members_leave_and_the_second_dossier_waits(
    driver: OfficeDriver, vinhdanh: Vinhdanh, written: Written
) -> None:
    """Five approve the first, which goes on; three are no quorum for the second, which waits for another sitting."""
    first, second = [await driver.carry(Stage.COUNCIL) for _ in range(2)]
    council = await driver.convene(Stage.COUNCIL, first, second, seats=6)
    clerk, name = CliDriver(vinhdanh, written), council.sitting_id
    for seat in range(1, 5):
        await driver.cast(council, seat, "AA")

    # Seat 4 has voted on both, and then leaves; seat 5 leaves before it votes.
    only_the_first = ("--first", first.dossier_id, "--last", first.dossier_id)
    for left in ("seat-4", "seat-5", "seat-5"):
        await clerk.does("attendance", name, "--by", council.by, "--seat", left, *only_the_first)
    approves = {"dossier_id": first.dossier_id, "vote": "approve"}
    late = {"seat": "seat-5", "choices": [approves, {"dossier_id": second.dossier_id, "vote": "approve"}]}
    refused = await vinhdanh("cast", name, written(late))
    await clerk.does("cast", name, {"seat": "seat-5", "choices": [approves]})
    shown = await clerk.does("show", "--sitting", name)
    minutes = (await driver.close(council)).minutes

    assert (refused.code, "NotPresent" in refused.err) == (1, True)
    assert f"seat-4: từ {first.dossier_id} đến {first.dossier_id}" in shown
    assert minutes is not None
    assert [(item.finding, item.tally.present, item.tally.approve) for item in minutes.items] == [
        (Finding.CARRIED, 5, 5),
        (Finding.NO_QUORUM, 3, 3),
    ]
    assert (await driver.show(first)).stage is not Stage.COUNCIL
    assert (await driver.show(second)).stage is Stage.COUNCIL
    counted = json.loads(await clerk.does("show", "--sitting", name, "--json"))
    assert [each["seat"] for each in counted["minutes"]["attendance"]] == ["seat-4", "seat-5"]
