"""The command line with the fakes: what it sends, and what it answers people and programs."""

import json
from typing import Any

from temporalio.client import Client

from schemas.base import Model
from tests.builders.client_messages import a_ballot, a_call, a_decision, a_list, a_submission
from tests.builders.values import UNIT, a_number, an_organisation
from tests.vinhdanh.cli_results import Vinhdanh, Written
from tests.waiting import eventually


def without(body: Model, *names: str) -> dict[str, Any]:
    """Return a body as JSON holds it, less some of its fields."""
    return {name: value for name, value in body.model_dump(mode="json").items() if name not in names}


async def test_silence_is_exit_3(vinhdanh: Vinhdanh, client: Client, written: Written) -> None:
    """No worker answers at this queue; the sentence gives the next step."""
    where = ("--address", client.service_client.config.target_host, "--task-queue", f"nobody-{a_number()}")

    said = await vinhdanh(*where, "--patience", 0.5, "submit", written(a_submission()), "--json")

    assert said.code == 3
    assert json.loads(said.err)["reason"] == "Unanswered"
    assert "gửi lại" in json.loads(said.err)["message"]


async def test_a_refusal_is_exit_1_and_one_line(at_the_fakes: Vinhdanh) -> None:
    """The reason for programs, the sentence for people."""
    said = await at_the_fakes("show", "khong-co")

    assert said == (1, "", "vinhdanh: từ chối (NotFound): Hồ sơ khong-co không tồn tại.\n")


async def test_a_dossier_by_commands(at_the_fakes: Vinhdanh, written: Written) -> None:
    """Submitted, submitted again, found by the body it waits for, supplemented, taken back."""
    body = f"cum-{a_number()}"
    message = a_submission(cluster=an_organisation(body))
    name, file = message.dossier.dossier_id, written(message)
    first = json.loads((await at_the_fakes("submit", file, "--json")).out)

    async def is_listed() -> bool:
        return name in (await at_the_fakes("waiting", body, "--json")).out

    await eventually(is_listed)
    again, listed = await at_the_fakes("submit", file), await at_the_fakes("waiting", body)
    shown = await at_the_fakes("show", name)
    added = await at_the_fakes("supplement", name, written({"by": UNIT, "note": "Đã thêm"}), "--json")
    taken = await at_the_fakes("withdraw", name, "--by", UNIT, "--reason", "Rà soát lại")

    assert (first["already"], first["receipt"]["sequence"]) == (False, 1)
    assert f"Hồ sơ {name} đã nộp từ trước" in again.out
    assert name in listed.out
    assert "08/03/2024" in listed.out
    assert "[đơn vị]" in shown.out
    assert "-  Ngưỡng phiếu của cụm" in shown.out
    assert json.loads(added.out)["kind"] == "dossier_supplemented"
    assert (taken.code, "Đơn vị rút hồ sơ" in taken.out) == (0, True)


async def test_a_dossier_that_is_not_with_its_unit_takes_no_supplement(
    at_the_fakes: Vinhdanh, written: Written
) -> None:
    """Which request would it answer?"""
    message = a_submission()
    name = message.dossier.dossier_id
    await at_the_fakes("submit", written(message))
    await at_the_fakes("withdraw", name, "--by", UNIT, "--reason", "Rà soát lại")

    said = await at_the_fakes("supplement", name, written({"by": UNIT, "note": "Đã thêm"}))

    assert (said.code, said.err.split(":")[1]) == (1, " từ chối (NotWithItsUnit)")


async def test_nobody_waits_is_said_in_words(at_the_fakes: Vinhdanh, written: Written) -> None:
    """An empty table looks like a fault; for a body that dossiers name, nothing more is printed."""
    body = f"cum-{a_number()}"
    await at_the_fakes("submit", written(a_submission(unit=an_organisation(body))))

    async def known() -> bool:
        return (await at_the_fakes("waiting", body)).err == ""

    await eventually(known)
    assert (await at_the_fakes("waiting", body)).out == "Không có hồ sơ nào đang chờ.\n"
    assert (await at_the_fakes("waiting", body, "--json")).out == "[]\n"


async def test_a_body_that_nobody_names_is_said_to_be_unknown(at_the_fakes: Vinhdanh) -> None:
    """A slip of the pen must not read as a body without work; a program's list stays a list."""
    body = f"cum-{a_number()}"
    note = f"vinhdanh: lưu ý: Ở đây không tìm thấy đơn vị, cụm, khối hay cơ quan đang xét nào có mã {body};"

    plain, machine = await at_the_fakes("waiting", body), await at_the_fakes("waiting", body, "--json")

    assert (plain.code, plain.out, machine.out) == (0, "Không có hồ sơ nào đang chờ.\n", "[]\n")
    assert [said.err.startswith(note) for said in (plain, machine)] == [True, True]
    assert plain.err.count("\n") == 1


async def test_a_sitting_by_commands(at_the_fakes: Vinhdanh, written: Written) -> None:
    """Convened, closed without a quorum, called again, closed; by a file, by options, or by both."""
    call = a_call()
    name = call.sitting_id
    convened = await at_the_fakes("convene", written(call), "--json")
    closed = await at_the_fakes("close", name, "--by", "seat-1", "--attended", "seat-3", "--attended", "seat-4")
    shown = await at_the_fakes("show", "--sitting", name)
    called = await at_the_fakes("reconvene", name, written({"by": "seat-1"}), "--meeting", 2)
    wrong = await at_the_fakes("close", name, "--by", "seat-1", "--meeting", 0)
    ended = await at_the_fakes("close", name, written({"by": "seat-1", "meeting": 2}), "--json")

    assert [said.code for said in (convened, closed, shown, called, wrong, ended)] == [0, 0, 0, 0, 2, 0]
    assert "Hoãn, chờ triệu tập lại (lần 1)" in shown.out
    assert "meeting: ít nhất là 1" in wrong.err


async def test_a_ballot_without_a_revision_is_the_seats_next(at_the_fakes: Vinhdanh, written: Written) -> None:
    """A clerk at the desk means this ballot, whatever stood before; the same again is no new one."""
    call = a_call()
    await at_the_fakes("convene", written(call))

    async def revision(vote: str) -> int:
        ballot = without(a_ballot(), "revision") | {"choices": [{"dossier_id": "hs-1", "vote": vote}]}
        kept = json.loads((await at_the_fakes("cast", call.sitting_id, written(ballot), "--json")).out)
        return int(kept["sequence"]) - 1

    votes = ["approve", "approve", "disapprove", "disapprove", "abstain"]
    assert [await revision(vote) for vote in votes] == [1, 1, 2, 2, 3]


async def test_a_ballot_with_a_revision_is_sent_as_it_is(at_the_fakes: Vinhdanh, written: Written) -> None:
    """A caller that counts the revisions is told when a count is wrong."""
    call = a_call()
    await at_the_fakes("convene", written(call))
    await at_the_fakes("cast", call.sitting_id, written(a_ballot()))
    changed = a_ballot().model_dump(mode="json") | {"choices": [{"dossier_id": "hs-1", "vote": "abstain"}]}

    said = await at_the_fakes("cast", call.sitting_id, written(changed))

    assert said.err == "vinhdanh: từ chối (BallotAlreadyCast): Đã có phiếu.\n"


async def test_a_submission_by_commands(at_the_fakes: Vinhdanh, written: Written) -> None:
    """Put forward, shown, decided."""
    message = a_list()

    put = await at_the_fakes("put-forward", written(message))
    shown = await at_the_fakes("show", "--submission", message.submission_id)
    decided = await at_the_fakes("decide", message.submission_id, written(a_decision()))

    assert "Trình danh sách" in put.out
    assert "số 15/TTr ngày 20/05/2024" in shown.out
    assert "Ghi quyết định" in decided.out
