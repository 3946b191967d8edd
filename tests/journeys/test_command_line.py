"""The `vinhdanh` command as its users run it: processes of their own, before the real workers."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from schemas.bodies import Body, BodyKind
from schemas.dossier import Dossier
from schemas.facts import BallotCast
from schemas.ids import ActorId, BodyId
from schemas.messages import Cast, SubmitDossier
from schemas.names import dossier_stream, sitting_stream
from schemas.stages import Stage
from tests.builders.values import COUNCIL, a_body, a_document, a_dossier, a_number, an_organisation, submitted
from tests.journeys.cli_driver import CliDriver, ballot
from tests.journeys.office_driver import OfficeDriver, a_convening, a_decision, a_list
from tests.registered import with_its_roll
from tests.vinhdanh.cli_results import Vinhdanh, Written

if TYPE_CHECKING:
    pass


@pytest.fixture
def cli(vinhdanh: Vinhdanh, written: Written) -> CliDriver:
    """A cli with a terminal on it."""
    return CliDriver(vinhdanh, written)


def before_its_own_cluster(**changes: Any) -> tuple[Dossier, Body]:
    """Return a dossier of a cluster in which no other dossier waits, and that cluster."""
    cluster = BodyId(f"cum-{a_number()}")
    return a_dossier(cluster=an_organisation(cluster), **changes), a_body(cluster)


def submission(dossier: Dossier) -> SubmitDossier:
    """Return what a unit sends."""
    return SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id))


async def test_a_dossier_s_whole_way_by_commands_only(cli: CliDriver, driver: OfficeDriver) -> None:
    """From an incomplete file to the award; each answer is what a clerk would tell the unit on the telephone."""
    dossier, cluster = before_its_own_cluster(documents=(a_document("proposal_letter"),))
    name = dossier.dossier_id
    council_of_one = a_body(COUNCIL, 1, BodyKind.COUNCIL)
    await driver.register(*with_its_roll(cluster), *with_its_roll(council_of_one))

    assert "Đơn vị nộp hồ sơ" in await cli.does("submit", submission(dossier))
    assert "Còn thiếu:" in await cli.does("show", name)
    report = {"by": dossier.unit.id, "documents": [a_document("achievement_report")]}
    assert "Đơn vị bổ sung hồ sơ" in await cli.does("supplement", name, report)
    assert name in await cli.sees(name, "waiting", cluster.id)
    sitting = a_convening(Stage.CLUSTER, dossier, body=cluster)
    await cli.holds(sitting, *(seat.id for seat in cluster.seats))
    minutes = await cli.sees("Đã thông báo kết quả", "show", "--sitting", sitting.sitting_id)
    assert "5/5, cần 3 Đạt" in minutes
    await cli.holds(a_convening(Stage.COUNCIL, dossier, body=council_of_one), "seat-1")
    await cli.sees("Đang chờ: Thủ tướng Chính phủ", "show", name)
    letter = a_list(dossier)
    assert "Trình danh sách" in await cli.does("put-forward", letter)
    decision = a_decision(granted=(name,))
    assert "Ghi quyết định" in await cli.does("decide", letter.submission_id, decision)

    shown = await cli.sees("Đã khen thưởng", "show", name)

    assert f"Khen thưởng · số {decision.decision.number} ngày 05/09/2024" in shown
    assert "Khen thưởng" in await cli.does("show", "--submission", letter.submission_id)


async def test_a_ballot_is_for_the_meeting_that_is_held(cli: CliDriver, driver: OfficeDriver) -> None:
    """A clerk writes neither meeting nor revision: a changed ballot is the next, and a new meeting counts anew."""
    sitting = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER))
    name = sitting.sitting_id
    await cli.does("cast", name, ballot(sitting, "seat-2"))
    await cli.does("cast", name, ballot(sitting, "seat-2", "abstain"))
    assert "Hoãn phiên họp" in await cli.does("close", name, "--by", sitting.by)
    await cli.does("reconvene", name, "--by", sitting.by, "--meeting", "2")

    await cli.does("cast", name, ballot(sitting, "seat-2"))
    await cli.does("cast", name, ballot(sitting, "seat-2", "disapprove"))

    facts = await driver.facts(sitting_stream(name))
    assert [(fact.revision, fact.marks) if isinstance(fact, BallotCast) else fact.kind for fact in facts] == [
        "sitting_convened",
        (1, "A"),
        (2, "S"),
        "sitting_adjourned",
        "sitting_reconvened",
        (1, "A"),
        (2, "D"),
    ]


async def test_a_dossier_is_withdrawn(cli: CliDriver, driver: OfficeDriver) -> None:
    """Programs get the receipt on one line, people a sentence."""
    dossier = await driver.carry(Stage.CLUSTER)
    unit = dossier.unit.id

    kept = json.loads(await cli.does("withdraw", dossier.dossier_id, "--by", unit, "--reason", "Rà soát", "--json"))

    assert (kept["stream"], kept["sequence"]) == (dossier_stream(dossier.dossier_id), 2)
    assert "Đơn vị đã rút" in await cli.does("show", dossier.dossier_id)
    shown = json.loads(await cli.does("show", dossier.dossier_id, "--json"))
    assert shown["stage"] == "withdrawn"


async def test_every_error_is_one_line_and_its_exit_code(
    vinhdanh: Vinhdanh, driver: OfficeDriver, written: Written
) -> None:
    """1: refused, and again would be; 2: badly written; 3: no answer, send it again. Never a traceback."""
    dossier = await driver.carry(Stage.CLUSTER)
    withdraw = ("withdraw", dossier.dossier_id, "--reason", "Rà soát", "--by")

    refused, unknown, misused, malformed, unreachable, unheard = await asyncio.gather(
        vinhdanh(*withdraw, "nguoi-la"),
        vinhdanh("show", "khong-co"),
        vinhdanh(*withdraw),
        vinhdanh("cast", "ph-1", written({"seat": 7})),
        vinhdanh("--address", "127.0.0.1:1", "--patience", 1, *withdraw, "nguoi-la"),
        vinhdanh("--task-queue", f"khong-ai-{a_number()}", "--patience", 1, "submit", written(submission(a_dossier()))),
    )

    assert refused == (1, "", "vinhdanh: từ chối (NotYours): Chỉ so-noi-vu được rút hồ sơ.\n")
    assert unknown == (1, "", "vinhdanh: từ chối (NotFound): Hồ sơ khong-co không tồn tại.\n")
    assert (misused.code, misused.err.count("\n")) == (2, 1)
    assert malformed.code == 2
    assert malformed.err.splitlines()[1:] == [
        "  seat: phải là chữ",
        "  choices: chưa có",
    ]
    for said in (unreachable, unheard):
        assert (said.code, said.out, said.err.count("\n")) == (3, "", 1)
        assert said.err.startswith("vinhdanh: chưa có trả lời (Unanswered): ")


async def test_a_program_reads_an_error_as_json(vinhdanh: Vinhdanh, written: Written) -> None:
    """On standard error, where standard output is read as the answer."""
    said = await vinhdanh("cast", "khong-co", written(ballot_of_nobody()), "--json")

    assert (said.code, said.out) == (1, "")
    assert json.loads(said.err) == {
        "reason": "NotFound",
        "message": "Phiên họp khong-co không tồn tại.",
        "details": ["khong-co"],
    }


def ballot_of_nobody() -> Cast:
    """Return a ballot whose sitting there is not."""
    return Cast.model_validate(
        {"seat": "seat-1", "choices": ({"dossier_id": "hs-1", "vote": "approve"},)}, strict=False
    )


async def test_no_command_ends_in_a_crash(vinhdanh: Vinhdanh, driver: OfficeDriver) -> None:
    """The SDK's native threads abort one interpreter in ten that ends while it still holds one of their objects."""
    dossier = await driver.carry(Stage.CLUSTER)

    there = await asyncio.gather(*(vinhdanh("show", dossier.dossier_id) for _ in range(20)))
    gone = await asyncio.gather(*(vinhdanh("show", "khong-co") for _ in range(6)))

    assert {said.code for said in there} == {0}
    assert len({said.out for said in there}) == 1
    assert {(said.code, said.out) for said in gone} == {(1, "")}
