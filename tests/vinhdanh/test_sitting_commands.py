"""What is done in a sitting, by commands: numbers that need not be typed, and acts that need no file."""

import json
import re
from typing import Any

import pytest

from schemas.base import Model
from schemas.ids import SittingId
from tests.builders.client_messages import a_ballot, a_call, a_score, an_amendment
from tests.builders.vote_counts import a_count, seats, sums
from tests.vinhdanh.cli_results import CommandResult, Vinhdanh, Written
from tests.vinhdanh.fake_sitting_workflow import NEVER

BODIES: dict[str, dict[str, Any]] = {
    "amend": {"by": "seat-1", "add": ["hs-2"]},
    "recuse": {"seat": "seat-2", "by": "seat-2", "dossiers": ["hs-1"], "reason": "đồng tác giả"},
    "score": {
        "by": "so-noi-vu",
        "dossier_id": "hs-1",
        "step": "self",
        "sheet": {"groups": [{"group": "emulation", "points": "90.5"}]},
    },
    "cast": {"seat": "seat-2", "choices": [{"dossier_id": "hs-1", "vote": "approve"}]},
    "count": a_count(str(a_call().by), seats(5), sums("hs-1", 4, 1)).model_dump(
        mode="json", exclude={"revision", "meeting"}, exclude_none=True
    ),
    "attendance": {"by": "seat-1", "seat": "seat-2", "stays": []},
    "adjourn": {"by": "seat-1", "reason": "Chủ tọa đi công tác."},
}
"""What each command's file holds, without the numbers that it answers."""

FACTS = {
    "amend": "agenda_amended",
    "recuse": "seat_recused",
    "score": "dossier_scored",
    "cast": "ballot_cast",
    "count": "votes_counted",
    "attendance": "attendance_recorded",
    "adjourn": "sitting_adjourned",
}

OPTIONS = {
    "recuse": ("--by", "seat-2", "--seat", "seat-2", "--dossier", "hs-1", "--dossier", "hs-2", "--reason", "vợ"),
    "adjourn": ("--by", "seat-1", "--reason", "Chủ tọa đi công tác.", "--meeting", 1),
}


@pytest.fixture
async def sitting(at_the_fakes: Vinhdanh, written: Written) -> SittingId:
    """A sitting that is open."""
    call = a_call()
    assert (await at_the_fakes("convene", written(call))).code == 0
    return call.sitting_id


def kept(said: CommandResult) -> dict[str, Any]:
    """Return the receipt that a command printed."""
    assert (said.code, said.err) == (0, "")
    receipt: dict[str, Any] = json.loads(said.out)
    return receipt


def without(body: Model, name: str) -> dict[str, Any]:
    """Return a body as people write it: without one of its numbers."""
    return body.model_dump(mode="json", exclude={name}, exclude_none=True)


@pytest.mark.parametrize("command", BODIES)
async def test_a_file_need_not_say_what_can_be_looked_up(
    at_the_fakes: Vinhdanh, written: Written, sitting: SittingId, command: str
) -> None:
    """A clerk who types the number of an amendment, turn or ballot types a wrong one some day."""
    assert kept(await at_the_fakes(command, sitting, written(BODIES[command]), "--json"))["kind"] == FACTS[command]


@pytest.mark.parametrize("command", OPTIONS)
async def test_options_do_without_a_file(at_the_fakes: Vinhdanh, sitting: SittingId, command: str) -> None:
    """A one-line text is not worth a file."""
    assert kept(await at_the_fakes(command, sitting, *OPTIONS[command], "--json"))["kind"] == FACTS[command]


@pytest.mark.parametrize("command", [*BODIES, "withdraw-ballot"])
async def test_a_body_that_lacks_something_is_not_sent(vinhdanh: Vinhdanh, written: Written, command: str) -> None:
    """There is no server here; and numbers that are looked up are not among what is missed."""
    said = await vinhdanh("--address", "127.0.0.1:1", command, "ph-1", written({}))

    assert said.code == 2
    assert ": chưa có" in said.err
    assert not re.search(r"\b(revision|turn|meeting)\b", said.err)


async def test_an_amendment_without_a_revision_is_the_next(
    at_the_fakes: Vinhdanh, written: Written, sitting: SittingId
) -> None:
    """The same again is no new one, even where another followed it; a caller that counts is told of a wrong count."""

    async def revision(added: str) -> int:
        body = without(an_amendment(added), "revision")
        return int(kept(await at_the_fakes("amend", sitting, written(body), "--json"))["sequence"]) - 1

    amended = [await revision(added) for added in ("hs-2", "hs-2", "hs-3", "hs-2", "hs-4")]
    wrong = await at_the_fakes("amend", sitting, written(an_amendment("hs-5")), "--json")

    assert amended == [1, 1, 2, 1, 3]
    assert json.loads(wrong.err)["reason"] == "NotThisMeeting"


async def test_points_without_a_turn_are_the_next_act_on_them(
    at_the_fakes: Vinhdanh, written: Written, sitting: SittingId
) -> None:
    """The last one, sent again, is no new one."""

    async def turn(points: int) -> int:
        body = without(a_score(points=points), "turn")
        return int(kept(await at_the_fakes("score", sitting, written(body), "--json"))["sequence"]) - 1

    scored = [await turn(points) for points in (90, 90, 80, 80, 90)]
    by_option = await at_the_fakes("score", sitting, written(without(a_score(), "turn")), "--turn", 9, "--json")
    in_the_file = await at_the_fakes("score", sitting, written(a_score(turn=9)), "--json")

    assert scored == [1, 1, 2, 2, 3]
    assert by_option == in_the_file
    assert json.loads(by_option.err)["reason"] == "ScoredOutOfTurn"


async def test_an_act_that_was_not_answered_is_sent_again_with_its_turn(
    at_the_fakes: Vinhdanh, written: Written, sitting: SittingId
) -> None:
    """Looked up anew, it might be taken for the next one, after another caller's."""
    body = {"by": "so-noi-vu", "dossier_id": "hs-1", "step": "contested", "reason": NEVER}

    said = await at_the_fakes("--patience", 1, "score", sitting, written(body))

    assert said.code == 3
    assert said.err.endswith("Khi gửi lại, thêm --turn 1.\n")


async def test_a_ballot_after_one_that_was_taken_back_is_the_next(
    at_the_fakes: Vinhdanh, written: Written, sitting: SittingId
) -> None:
    """Without a number the ballot that stands is meant, whichever of the seat's it is."""
    approval = without(a_ballot(), "revision")
    refusal = approval | {"choices": [{"dossier_id": "hs-1", "vote": "disapprove"}]}
    commands = [("cast", approval), ("withdraw-ballot", None), ("cast", approval), ("cast", refusal)]
    commands += [("withdraw-ballot", None), ("cast", approval)]

    said = [
        await at_the_fakes(command, sitting, *([written(body)] if body else ["--seat", "seat-2"]), "--json")
        for command, body in commands
    ]

    assert [(kept(each)["kind"], kept(each)["sequence"] - 1) for each in said] == [
        ("ballot_cast", 1),
        ("ballot_withdrawn", 1),
        ("ballot_cast", 2),
        ("ballot_cast", 3),
        ("ballot_withdrawn", 3),
        ("ballot_cast", 4),
    ]


async def test_a_count_without_a_revision_replaces_the_last(
    at_the_fakes: Vinhdanh, written: Written, sitting: SittingId
) -> None:
    """The same again is no new one; a caller that counts is told of a wrong number."""

    async def revision(*numbers: int) -> int:
        body = {**BODIES["count"], "items": [sums("hs-1", *numbers).model_dump(mode="json", exclude_none=True)]}
        return int(kept(await at_the_fakes("count", sitting, written(body), "--json"))["sequence"]) - 1

    counted = [await revision(*numbers) for numbers in ((4, 1), (4, 1), (5, 0), (4, 1), (4, 1))]
    by_option = await at_the_fakes("count", sitting, written(BODIES["count"]), "--revision", 2, "--json")

    assert counted == [1, 1, 2, 3, 3]
    assert json.loads(by_option.err)["reason"] == "BallotSuperseded"


async def test_an_attendance_without_a_revision_replaces_the_seat_s_last(
    at_the_fakes: Vinhdanh, written: Written, sitting: SittingId
) -> None:
    """By options or by file; the same again is no new one, and another seat's is counted by itself."""

    async def sequence(*arguments: object) -> int:
        return int(kept(await at_the_fakes("attendance", sitting, *arguments, "--by", "thu-ky", "--json"))["sequence"])

    part, gone = ("--first", "hs-1", "--last", "hs-1"), {"by": "thu-ky", "seat": "seat-2", "stays": []}
    numbers = [
        await sequence("--seat", "seat-2", *part),
        await sequence("--seat", "seat-2", *part),
        await sequence("--seat", "seat-2", "--absent"),
        await sequence(written(gone)),
        await sequence("--seat", "seat-3", "--absent"),
    ]

    assert numbers == [2, 2, 3, 3, 2]


async def test_a_ballot_is_taken_back_by_its_number(at_the_fakes: Vinhdanh, written: Written) -> None:
    """A caller that names it is told when another stands; and where none does, so is every caller."""
    call = a_call()
    name = call.sitting_id
    await at_the_fakes("convene", written(call))
    none = await at_the_fakes("withdraw-ballot", name, "--seat", "seat-2")
    for revision in (1, 2):
        await at_the_fakes("cast", name, written(a_ballot(revision=revision)))
    in_the_file = await at_the_fakes("withdraw-ballot", name, written({"seat": "seat-2", "revision": 1}))
    by_option = await at_the_fakes("withdraw-ballot", name, "--seat", "seat-2", "--revision", 1)
    elsewhere = await at_the_fakes("withdraw-ballot", name, "--seat", "seat-2", "--meeting", 2)

    assert none == in_the_file == by_option == elsewhere
    assert none == (1, "", "vinhdanh: từ chối (NoBallot): Không có phiếu.\n")


async def test_a_sitting_is_put_off_and_called_again_for_a_time(at_the_fakes: Vinhdanh, sitting: SittingId) -> None:
    """Its ballot opens by itself, and closes by itself."""
    await at_the_fakes("adjourn", sitting, *OPTIONS["adjourn"])
    put_off = await at_the_fakes("show", "--sitting", sitting)
    when = ("--opens-at", "2024-03-15T08:00:00+07:00", "--closes-at", "2024-03-15T07:00:00+07:00")
    called = ("reconvene", sitting, "--by", "seat-1", "--meeting", 2)
    wrong = await at_the_fakes(*called, *when)
    again = await at_the_fakes(*called, *when[:2])

    assert "Hoãn, chờ triệu tập lại (lần 1)" in put_off.out
    assert (wrong.code, again.code) == (2, 0)
    assert "thời điểm đóng phiếu phải sau thời điểm mở bỏ phiếu" in wrong.err


async def test_a_result_is_explained_line_by_line(
    at_the_fakes: Vinhdanh, in_english: Vinhdanh, sitting: SittingId
) -> None:
    """In Vietnamese unless English is asked for; that there is none yet is said in words."""
    early = await at_the_fakes("explain", sitting, "hs-1")
    nothing = await at_the_fakes("explain", sitting, "hs-1", "--json")
    await at_the_fakes("close", sitting, "--by", "seat-1")
    await at_the_fakes("reconvene", sitting, "--by", "seat-1", "--meeting", 2)
    await at_the_fakes("close", sitting, "--by", "seat-1", "--meeting", 2)

    shown = await at_the_fakes("explain", sitting, "hs-1")
    english = await in_english("explain", sitting, "hs-1", "--json")

    assert (early.out, nothing.out) == ("Phiên họp chưa kiểm phiếu, hoặc không xét hồ sơ này.\n", "[]\n")
    assert shown.out == "Có quyền biểu quyết: 5 thành viên.\nKết luận: đạt.\n"
    assert json.loads(english.out) == ["Entitled to vote: 5 seats.", "Found: carried."]
