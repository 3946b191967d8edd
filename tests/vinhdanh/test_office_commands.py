"""The commands of offices with the fakes: by a file or by options, and what was left out is filled in."""

import json
from typing import Any

import pytest

from schemas.base import Model
from schemas.json_schemas import schema_name
from schemas.messages import AskOpinions, Assign, Conclude, GiveOpinion, Hold, Publish, RaiseObjection
from tests.builders.client_messages import a_submission
from tests.builders.values import UNIT
from tests.vinhdanh.cli_results import CommandResult, Vinhdanh, Written
from tests.vinhdanh.fake_dossier_workflow import ASKED

Bodies = dict[str, dict[str, Any]]

BODIES: Bodies = {
    "assign": {"by": "ban-tdkt", "officer": "nv-1"},
    "publish": {"by": "ban-tdkt", "where": "Cổng thông tin", "since": "2024-03-08"},
    "object": {"by": "ban-tiep-dan", "text": "Số liệu khác."},
    "ask": {"by": "ban-tdkt", "agencies": [ASKED]},
    "opine": {"by": ASKED, "agrees": False, "text": "Còn nợ thuế."},
    "conclude": {"by": "ban-tdkt", "outcome": "return", "reasons": ["Thiếu số liệu."]},
    "hold": {"by": "ban-tdkt", "ground": "complaint", "reason": "Đang xác minh đơn tố cáo."},
}
"""What each command's file holds, without the number of what it answers."""

FACTS = {
    "assign": "officer_assigned",
    "publish": "dossier_published",
    "object": "objection_received",
    "ask": "opinions_asked",
    "opine": "opinion_given",
    "conclude": "dossier_forwarded",
    "hold": "dossier_held",
}

OPTIONS = {
    "assign": ("--by", "ban-tdkt", "--officer", "nv-1"),
    "publish": ("--by", "ban-tdkt", "--where", "Cổng thông tin", "--since", "08/03/2024"),
    "object": ("--by", "ban-tiep-dan", "--text", "Số liệu khác."),
    "opine": ("--by", ASKED, "--disagrees", "--text", "Còn nợ thuế."),
    "conclude": ("--by", "ban-tdkt", "--outcome", "return", "--reason", "Thiếu số liệu."),
    "hold": ("--by", "ban-tdkt", "--ground", "discipline", "--reason", "Đang xem xét kỷ luật."),
}


@pytest.fixture
async def dossier(at_the_fakes: Vinhdanh, written: Written) -> str:
    """A dossier that was submitted."""
    message = a_submission()
    assert (await at_the_fakes("submit", written(message))).code == 0
    return message.dossier.dossier_id


def kept(said: CommandResult) -> str:
    """Return the fact of which a command printed the receipt."""
    assert (said.code, said.err) == (0, "")
    return str(json.loads(said.out)["kind"])


@pytest.mark.parametrize("command", BODIES)
async def test_a_file_need_not_say_what_it_answers(
    at_the_fakes: Vinhdanh, written: Written, dossier: str, command: str
) -> None:
    """A clerk who types the number of a fact types a wrong one some day; an opinion answers its request."""
    said = await at_the_fakes(command, dossier, written(BODIES[command]), "--json")

    assert kept(said) == FACTS[command]


@pytest.mark.parametrize("command", OPTIONS)
async def test_options_do_without_a_file(at_the_fakes: Vinhdanh, dossier: str, command: str) -> None:
    """A one-line text is not worth a file."""
    assert kept(await at_the_fakes(command, dossier, *OPTIONS[command], "--json")) == FACTS[command]


@pytest.mark.parametrize("command", sorted(set(BODIES) - {"object", "hold"}))
async def test_a_number_that_is_given_is_sent_as_it_is(
    at_the_fakes: Vinhdanh, written: Written, dossier: str, command: str
) -> None:
    """A caller that names the fact is told when the dossier has gone on since; in the file as by the option."""
    in_the_file = await at_the_fakes(command, dossier, written({**BODIES[command], "answers": 99}))
    by_option = await at_the_fakes(command, dossier, written(BODIES[command]), "--answers", 99)

    assert in_the_file == by_option
    assert (by_option.code, by_option.err.split(":")[1]) == (1, " từ chối (NotAtThisStage)")


@pytest.mark.parametrize("command", BODIES)
async def test_a_body_that_lacks_something_is_not_sent(vinhdanh: Vinhdanh, written: Written, command: str) -> None:
    """There is no server here: errors are found before one is looked for, and the number is not among them."""
    said = await vinhdanh("--address", "127.0.0.1:1", command, "hs-1", written({}))

    assert said.code == 2
    assert "by: chưa có" in said.err
    assert "answers" not in said.err


async def test_an_officer_without_a_revision_takes_the_place_of_the_last(at_the_fakes: Vinhdanh, dossier: str) -> None:
    """A clerk means this officer, regardless of earlier charges; the same again is no new one."""

    async def revision(officer: str, *options: object) -> CommandResult:
        return await at_the_fakes("assign", dossier, "--by", "ban-tdkt", "--officer", officer, *options, "--json")

    said = [json.loads((await revision(officer)).out)["sequence"] for officer in ("nv-1", "nv-1", "nv-2", "nv-2")]
    wrong = await revision("nv-3", "--revision", 1)

    assert said == [3, 3, 4, 4]
    assert json.loads(wrong.err)["reason"] == "AlreadySaid"


async def test_an_agency_names_the_successor_of_a_body_that_was_split(at_the_fakes: Vinhdanh, dossier: str) -> None:
    """By options alone; without the successor, it is told which field is missing."""
    words = ("--by", "ban-tdkt", "--was", "so-cu")
    half = await at_the_fakes("succeed", dossier, *words)

    assert kept(await at_the_fakes("succeed", dossier, *words, "--now", "so-moi", "--json")) == "body_succeeded"
    assert half.code == 2
    assert "now" in half.err


async def test_an_agency_that_was_not_asked_has_nothing_to_answer(at_the_fakes: Vinhdanh, dossier: str) -> None:
    """It is told so before anything is sent."""
    said = await at_the_fakes("opine", dossier, "--by", "cuc-khac", "--agrees")

    assert said == (1, "", "vinhdanh: từ chối (NotAsked): cuc-khac không được hỏi ý kiến về hồ sơ này.\n")


async def test_a_dossier_is_held_after_its_last_release_and_released_by_whoever_reads_on_by_what(
    at_the_fakes: Vinhdanh, dossier: str
) -> None:
    """Neither number need be typed; a caller that types a wrong one is told."""
    words = ("--by", "ban-tdkt", "--reason", "Không có cơ sở.")
    early = await at_the_fakes("release", dossier, *words)
    wrong = await at_the_fakes("hold", dossier, *OPTIONS["hold"], "--after", 0)
    assert kept(await at_the_fakes("hold", dossier, *OPTIONS["hold"], "--json")) == "dossier_held"
    other = await at_the_fakes("release", dossier, *words, "--answers", 5)

    assert kept(await at_the_fakes("release", dossier, *words, "--json")) == "dossier_released"
    assert early == (1, "", "vinhdanh: từ chối (NotOnHold): Hồ sơ không tạm dừng xét.\n")
    assert (wrong.code, wrong.err.split(":")[1]) == (1, " từ chối (AlreadyOnHold)")
    assert (other.code, other.err.split(":")[1]) == (1, " từ chối (NotOnHold)")


async def test_whoever_gets_no_answer_to_a_hold_is_told_after_which_release_to_send_it_again(
    at_the_fakes: Vinhdanh, dossier: str
) -> None:
    """Looked up anew after a release, the number would make it another hold."""
    words = ("--by", "ban-tdkt", "--ground", "investigation", "--reason", "Đang thanh tra.")

    said = await at_the_fakes("--patience", 2, "hold", dossier, *words)

    assert said.code == 3
    assert said.err.endswith("Khi gửi lại, thêm --after 4.\n")


async def test_nobody_concludes_on_a_dossier_that_has_ended(at_the_fakes: Vinhdanh, dossier: str) -> None:
    """It waits for no office, and nothing that was done to it can be answered."""
    await at_the_fakes("withdraw", dossier, "--by", UNIT, "--reason", "Rà soát lại")

    said = await at_the_fakes("conclude", dossier, *OPTIONS["conclude"])

    assert (said.code, said.err.split(":")[1]) == (1, " từ chối (DossierClosed)")


async def test_whoever_gets_no_answer_is_told_the_number_to_send_again(at_the_fakes: Vinhdanh, dossier: str) -> None:
    """Looked up anew it might be the next stage's, and the office would conclude twice where it meant to once."""
    conclude = ("conclude", dossier, "--by", "ban-tdkt", "--outcome", "refuse", "--reason", "Không đủ.")

    said = await at_the_fakes("--patience", 2, *conclude)
    machine = await at_the_fakes("--patience", 2, *conclude, "--json")

    assert said.code == machine.code == 3
    assert said.err.endswith("Khi gửi lại, thêm --answers 2.\n")
    assert json.loads(machine.err)["details"] == ["2"]


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        (Assign, "assign"),
        (Publish, "publish"),
        (RaiseObjection, "object"),
        (AskOpinions, "ask"),
        (GiveOpinion, "opine"),
        (Conclude, "conclude"),
        (Hold, "hold"),
    ],
)
async def test_a_body_is_checked_before_it_is_sent(
    vinhdanh: Vinhdanh, written: Written, kind: type[Model], command: str
) -> None:
    """Each by the name of its schema, and by that of no other."""
    number = {} if kind in {RaiseObjection, Hold} else {"answers": 2}

    good = await vinhdanh("check", written({**BODIES[command], **number}), "--as", schema_name(kind))
    bad = await vinhdanh("check", written({**BODIES[command], **number}), "--as", "withdraw")

    assert (good.code, good.out) == (0, "Đúng mẫu.\n")
    assert bad.code == 2
