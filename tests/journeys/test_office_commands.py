"""What offices do, by commands of `vinhdanh` that name no number: each finds in the dossier what it answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydantic_core
import pytest

from schemas.ids import ActorId, DossierId
from schemas.messages import AskOpinions, SubmitDossier
from schemas.names import dossier_stream
from schemas.stages import Stage
from tests.builders.office_law import AGENCY, HEAD, PRESIDENT, a_dossier_for_offices, a_law_of_offices
from tests.builders.values import a_number, submitted
from tests.journeys import cli_driver, documented_commands
from tests.journeys.cli_driver import CliDriver
from tests.journeys.isolated_environment import IsolatedEnvironment, isolated_environment
from tests.journeys.office_driver import a_decision, a_list

if TYPE_CHECKING:
    from tests.vinhdanh.cli_results import CommandResult
    from worker.embedded.stack import Stack

DOSSIER = DossierId("HP-2023-HCLD")
STREAM = dossier_stream(DOSSIER)

HANOI = timezone(timedelta(hours=7))


@pytest.fixture
async def place(stack: Stack, tmp_path: Path) -> AsyncIterator[IsolatedEnvironment]:
    """Premises where the law asks for what offices do."""
    law = tmp_path / "law"
    law.mkdir()
    async with isolated_environment(stack, a_law_of_offices(law)) as lent:
        yield lent


@pytest.fixture
def cli(place: IsolatedEnvironment, tmp_path: Path) -> CliDriver:
    """A cli with a terminal that reaches the premises."""

    async def vinhdanh(*arguments: object) -> CommandResult:
        where = {"TEMPORAL_ADDRESS": place.client.service_client.config.target_host}
        return await cli_driver.run(*arguments, TEMPORAL_NAMESPACE=place.client.namespace, **where)

    def written(body: object) -> Path:
        file = tmp_path / f"{a_number()}.json"
        file.write_bytes(pydantic_core.to_json(body))
        return file

    return CliDriver(vinhdanh, written)


def submission() -> SubmitDossier:
    """Return the dossier of the examples as its unit submits it."""
    dossier = a_dossier_for_offices(DOSSIER)
    return SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id))


async def test_a_dossier_s_way_through_its_offices_by_commands_only(place: IsolatedEnvironment, cli: CliDriver) -> None:
    """No number is written anywhere: each command finds in the dossier what it answers."""
    await place.offices.dossiers.submit(submission())
    does, sees = cli.does, cli.sees
    portal = ("--where", "Cổng thông tin điện tử thành phố", "--since", "11/03/2024")

    assert "Đăng công khai" in await does("publish", DOSSIER, "--by", AGENCY, *portal)
    assert "Theo mục nhật ký số: 3" in await sees("Bước: Cơ quan thường trực thẩm định", "show", DOSSIER)
    for officer in ("nv-1", "nv-2", "nv-2"):
        assert "Phân công thẩm định" in await does("assign", DOSSIER, "--by", AGENCY, "--officer", officer)
    assert "Thẩm định: nv-2" in await does("show", DOSSIER)
    assert "Đồng ý, chuyển bước sau" in await does("conclude", DOSSIER, "--by", AGENCY, "--outcome", "forward")
    assert "Lấy ý kiến hiệp y" in await does("ask", DOSSIER, asking())
    await does("opine", DOSSIER, "--by", "VN-HP-THUE", "--agrees")
    asked = await does("show", DOSSIER)
    assert "(VN-HP-THUE), yêu cầu số 7: đồng ý" in asked
    assert "(VN-HP-BHXH), yêu cầu số 7: chờ trả lời" in asked
    assert "Nhận ý kiến hiệp y" in await does("opine", DOSSIER, "--by", "VN-HP-BHXH", "--agrees", "--text", "Đủ.")
    await is_signed_and_granted(cli)

    kinds = [receipt.kind for receipt in await place.receipts(STREAM)]
    assert kinds == [
        *("dossier_submitted", "dossier_published", "publication_ended"),
        *("officer_assigned", "officer_assigned", "dossier_forwarded"),
        *("opinions_asked", "opinion_given", "opinion_given", "dossier_forwarded", "award_granted"),
    ]


def asking() -> dict[str, Any]:
    """Return the example of a request as people write it: without the number that it answers."""
    return documented_commands.example(AskOpinions).model_dump(mode="json", exclude={"answers"})


async def is_signed_and_granted(driver: CliDriver) -> None:
    """Put a dossier before the head, who signs, and then before the President, who grants."""
    ends = {Stage.HEAD: "Bước: Cấp có thẩm quyền quyết định", Stage.DECISION: "Bước: Đã khen thưởng"}
    for stage, authority in ((Stage.HEAD, HEAD), (Stage.DECISION, PRESIDENT)):
        here = {"stage": stage, "authority": authority, "by": AGENCY}
        letter = a_list(a_dossier_for_offices(DOSSIER)).model_copy(update=here)
        await driver.does("put-forward", letter)
        answer = a_decision(granted=(DOSSIER,)).model_copy(update={"by": ActorId(authority)})
        await driver.does("decide", letter.submission_id, answer)
        await driver.sees(ends[stage], "show", DOSSIER)


async def test_a_dossier_is_held_and_released_by_commands_only(place: IsolatedEnvironment, cli: CliDriver) -> None:
    """`show` names the office that stopped it; it goes on, and is held again for another reason."""
    await place.offices.dossiers.submit(submission())
    does = cli.does
    hold = ("hold", DOSSIER, "--by", HEAD, "--ground", "investigation", "--reason")
    release = ("release", DOSSIER, "--by", AGENCY, "--reason", "Không có vi phạm.")

    for reason in ("Thanh tra.", "Thanh tra.", "Kiểm toán."):
        if reason == "Kiểm toán.":
            assert "Tiếp tục xét" in await does(*release)
        assert "Tạm dừng xét" in await does(*hold, reason)
    held = await does("show", DOSSIER)

    assert f"Tạm dừng xét: {HEAD}, từ" in held
    assert "(mục số 4): điều tra, thanh tra" in held
    assert "tạm dừng xét" in await cli.sees("tạm dừng xét", "waiting", AGENCY)
    kinds = [receipt.kind for receipt in await place.receipts(STREAM)]
    assert kinds == ["dossier_submitted", "dossier_held", "dossier_released", "dossier_held"]


async def test_a_dossier_is_sent_back_with_reasons(place: IsolatedEnvironment, cli: CliDriver) -> None:
    """An objection counts: the agency sends the dossier back, and `show` gives the number of objections."""
    await place.offices.dossiers.submit(submission())
    does, today = cli.does, datetime.now(HANOI).date().isoformat()
    await does("publish", DOSSIER, "--by", AGENCY, "--where", "Cổng thông tin", "--since", today)
    assert "Nhận phản ánh" in await does("object", DOSSIER, "--by", "VN-HP-BTCD", "--text", "Số liệu khác.")

    back = ("--outcome", "return", "--reason", "Số liệu chưa rõ.", "--reason", "Thiếu xác nhận.")
    assert "Trả lại để bổ sung" in await does("conclude", DOSSIER, "--by", AGENCY, *back)

    shown_now = await does("show", DOSSIER)
    assert "Phản ánh: 1" in shown_now
    assert "Lý do: Số liệu chưa rõ." in shown_now
