"""A decision came while a dossier was on hold: an operator finds that by one command, and tells it by another."""

import json
from functools import partial
from typing import Any

import asyncpg

from schemas.ids import SubmissionId
from schemas.names import dossier_stream, submission_stream
from schemas.refusals import Reason
from schemas.stages import Stage
from tests.journeys.office_driver import SOON, OfficeDriver, a_decision
from tests.vinhdanh.cli_results import Vinhdanh
from tests.waiting import eventually


async def listed(vinhdanh: Vinhdanh, submission: SubmissionId, *options: str) -> list[dict[str, Any]]:
    """Return what the command lists of one submission: other tests' sittings share the server."""
    said = await vinhdanh("undelivered", "--json", *options)
    assert (said.code, said.err) == (0, "")
    return [one for one in json.loads(said.out) if one["source"] == submission_stream(submission)]


async def test_what_a_dossier_on_hold_was_not_told_is_told_once_it_is_released(
    driver: OfficeDriver, vinhdanh: Vinhdanh
) -> None:
    """It leaves the list by itself; the dossier that was withdrawn is listed only on demand."""
    told, held, withdrawn = [await driver.carry(Stage.DECISION) for _ in range(3)]
    names = tuple(each.dossier_id for each in (told, held, withdrawn))
    letter = await driver.put_forward(told, held, withdrawn)
    submission, source = letter.submission_id, submission_stream(letter.submission_id)
    await driver.put_on_hold(held)
    await driver.withdraw(withdrawn)
    await driver.decide(letter, granted=names)

    async def both() -> list[dict[str, Any]]:
        found = await listed(vinhdanh, submission, "--all")
        return found if len(found) == 2 else []

    found = {one["dossier_id"]: one for one in await eventually(both)}
    assert found[held.dossier_id]["reason"] == Reason.ON_HOLD
    assert (found[held.dossier_id]["stage"], found[held.dossier_id]["on_hold"]) == (Stage.DECISION, True)
    assert (found[withdrawn.dossier_id]["stage"], found[withdrawn.dossier_id]["on_hold"]) == (Stage.WITHDRAWN, False)
    assert [one["dossier_id"] for one in await listed(vinhdanh, submission)] == [held.dossier_id]
    table = await vinhdanh("undelivered")
    assert f"{source} {held.dossier_id}" in " ".join(table.out.split())
    assert "Tạm dừng xét" in table.out

    still_held = await vinhdanh("hear", held.dossier_id, "--source", source)
    assert (still_held.code, "OnHold" in still_held.err) == (1, True)
    await driver.release(held)
    first = await vinhdanh("hear", held.dossier_id, "--source", source, "--json")
    again = await vinhdanh("hear", held.dossier_id, "--source", source, "--json")

    assert (first.code, json.loads(first.out)["kind"]) == (0, "award_granted")
    assert again.out == first.out
    assert await driver.stands(held) is Stage.GRANTED
    assert await listed(vinhdanh, submission) == []


async def test_what_is_still_being_told_is_listed_as_such(
    driver: OfficeDriver, vinhdanh: Vinhdanh, pool: asyncpg.Pool
) -> None:
    """A dossier that does not answer keeps a whole announcement waiting: the list must show it."""
    dossier = await driver.carry(Stage.DECISION)
    letter, submissions = await driver.put_forward(dossier), driver.offices.submissions
    async with pool.acquire() as conn, conn.transaction():
        # As `link_fact` does: the holder of this lock keeps the dossier's next fact from being written.
        await conn.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", dossier_stream(dossier.dossier_id))
        await submissions.decide(letter.submission_id, a_decision(granted=(dossier.dossier_id,)))

        [found] = await eventually(partial(listed, vinhdanh, letter.submission_id))

    assert (found["dossier_id"], found["message"]) == (None, "Đang báo kết quả tới 1 hồ sơ.")
    await submissions.announced(letter.submission_id, SOON)
    assert await listed(vinhdanh, letter.submission_id) == []
