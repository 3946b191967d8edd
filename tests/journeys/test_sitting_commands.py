"""What is done in a sitting beside voting, by `vinhdanh` without numbers, and what `show` prints of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydantic_core
import pytest

from activities import body_register
from schemas.ballots import Choice
from schemas.body_register import RegisteredSeat, RegisteredSubstitute
from schemas.dossier import SubmittedDossier
from schemas.ids import ActorId, BodyId, DossierId, NomineeId, SeatId
from schemas.messages import Adjourn, Amend, Cast, Close, Convene, Reconvene, Recuse, ScoreDossier, SubmitDossier
from schemas.names import sitting_stream
from schemas.nominee import Collective
from schemas.sitting import Places
from tests.builders.law_files import a_shelf, the_regime_but
from tests.builders.values import a_number
from tests.journeys import charter, cli_driver, documented_commands
from tests.journeys.charter import a_substitute
from tests.journeys.cli_driver import CliDriver
from tests.journeys.isolated_environment import IsolatedEnvironment, isolated_environment
from tests.journeys.office_driver import VOTES
from tests.registered import register

if TYPE_CHECKING:
    from tests.vinhdanh.cli_results import CommandResult
    from worker.embedded.stack import Stack

CONVENE = documented_commands.example(Convene)
DOSSIER = documented_commands.example(SubmitDossier).dossier
STREAM = sitting_stream(CONVENE.sitting_id)

PremisesBy = Callable[..., AbstractAsyncContextManager[IsolatedEnvironment]]
Does = Callable[..., Awaitable[str]]

_AFTER = "[stages.council_80_secret]\n"


@pytest.fixture
def premises_by(stack: Stack, tmp_path: Path) -> PremisesBy:
    """Lends premises where a cluster goes by a charter with certain rules."""
    law = tmp_path / "law"
    law.mkdir()

    def lent(*rules: str) -> AbstractAsyncContextManager[IsolatedEnvironment]:
        text = the_regime_but(_AFTER, "\n".join((*rules, _AFTER)))
        return isolated_environment(stack, a_shelf(law, {"nd98-2023.toml": text}))

    return lent


def a_terminal(place: IsolatedEnvironment, folder: Path) -> tuple[Does, Does]:
    """Return what runs a command at the premises, and what runs it until its answer holds certain words."""

    async def vinhdanh(*arguments: object) -> CommandResult:
        where = {"TEMPORAL_ADDRESS": place.client.service_client.config.target_host}
        return await cli_driver.run(*arguments, TEMPORAL_NAMESPACE=place.client.namespace, **where)

    def written(body: object) -> Path:
        file = folder / f"{a_number()}.json"
        file.write_bytes(pydantic_core.to_json(body))
        return file

    lent = CliDriver(vinhdanh, written)
    return lent.does, lent.sees


def another_city_s(name: str) -> SubmittedDossier:
    """Return the dossier of another city of the cluster."""
    city = name.removesuffix("-2023-CTD")
    nominee = Collective(id=NomineeId(f"VN-{city}"), name=f"Nhân dân và cán bộ {city}")
    return DOSSIER.model_copy(update={"dossier_id": DossierId(name), "nominee": nominee, "unit": BodyId(f"VN-{city}")})


async def submitted(place: IsolatedEnvironment, *dossiers: SubmittedDossier) -> None:
    """Have the units submit dossiers."""
    for dossier in dossiers:
        await place.offices.dossiers.submit(SubmitDossier(dossier=dossier, by=ActorId(dossier.unit)))


async def test_the_sheet_of_the_examples_is_taken_where_there_is_a_table(premises_by: PremisesBy) -> None:
    """The shipped law has none, and refuses it: here its three groups, bonus and penalty are those of a charter."""
    sheet = (documented_commands.ROOT / "examples" / "refused" / "score_dossier.json").read_bytes()
    async with premises_by(charter.POINTS) as place:
        await submitted(place, DOSSIER)
        await place.offices.sittings.convene(CONVENE)
        kept = await place.offices.sittings.score(CONVENE.sitting_id, ScoreDossier.model_validate_json(sheet))

    assert (kept.stream, kept.sequence, kept.kind) == (STREAM, 2, "dossier_scored")


HP, DN = DOSSIER.dossier_id, DossierId("DN-2023-CTD")

BY_A_SUBSTITUTE: dict[str, Any] = {
    "seat": "VN-CT",
    "by": "VN-CT-PCT",
    "choices": [
        {"dossier_id": HP, "vote": "disapprove", "reason": "Số liệu chưa rõ."},
        {"dossier_id": DN, "vote": "approve"},
    ],
    "meeting": 2,
}
"""A ballot as its sender writes it."""


async def has_a_substitute(place: IsolatedEnvironment, seat: str) -> None:
    """Register a substitute of a member of the cluster."""
    substitute = RegisteredSubstitute(**dict(a_substitute("VN-CT-PCT", date(2024, 1, 1))))
    delegate = RegisteredSeat(id=SeatId(seat), name="Thành phố Cần Thơ", substitutes=(substitute,))
    async with place.pool.acquire() as conn:
        cluster = (await body_register.records(conn, [CONVENE.body]))[CONVENE.body].record
        await register(conn, cluster.evolve(seats=(delegate,)))


def for_tomorrow() -> Convene:
    """Return the call of the examples, which waits a day before its ballot opens."""
    place = Places(award=DOSSIER.award, basis=DOSSIER.basis, count=1)
    return CONVENE.evolve(opens_at=datetime.now(UTC) + timedelta(days=1), places=(place,))


async def vote(place: IsolatedEnvironment, meeting: int, **marks: str) -> None:
    """Hand in ballots of cities, a letter for each dossier; `-` where a city steps aside."""
    for city, letters in marks.items():
        chosen = [(dossier, mark) for dossier, mark in zip((HP, DN), letters, strict=True) if mark != "-"]
        choices = tuple(Choice(dossier_id=dossier, vote=VOTES[mark]) for dossier, mark in chosen)
        ballot = Cast(seat=SeatId(f"VN-{city}"), choices=choices, meeting=meeting)
        await place.offices.sittings.cast(CONVENE.sitting_id, ballot)


async def test_a_sitting_with_all_that_may_come_to_it_is_shown(premises_by: PremisesBy, tmp_path: Path) -> None:
    """Called for tomorrow, amended, put off, held, tied and voted on again: `show` prints all of it."""
    call, name = for_tomorrow(), CONVENE.sitting_id
    presidium = CONVENE.by
    async with premises_by(charter.SUBSTITUTES, charter.TIES) as place:
        sittings, (does, sees) = place.offices.sittings, a_terminal(place, tmp_path)
        await has_a_substitute(place, "VN-CT")
        await submitted(place, DOSSIER, another_city_s(DN))
        await sittings.convene(call)
        await sittings.amend(name, Amend(by=presidium, add=(DN,)))
        called = await does("show", "--sitting", name)
        await sittings.adjourn(name, Adjourn(by=presidium, reason="Chờ đủ thành viên."))
        await sittings.reconvene(name, Reconvene(by=presidium, meeting=2))
        own = Recuse(seat=SeatId("VN-DN"), by=ActorId("VN-DN"), dossiers=(DN,), reason="hồ sơ của mình")
        await sittings.recuse(name, own)
        await sittings.cast(name, Cast.model_validate_json(pydantic_core.to_json(BY_A_SUBSTITUTE)))
        await vote(place, 2, HN="AA", SG="AA", HP="AA", DN="A-")
        await sittings.close(name, Close(by=presidium, meeting=2))
        again = await does("show", "--sitting", name)
        await vote(place, 3, HN="AD", SG="AD", HP="AD", DN="A-")
        await sittings.close(name, Close(by=presidium, meeting=3))
        found = await sees("Đã thông báo kết quả", "show", "--sitting", name)
        explained = await does("explain", name, HP)

    assert "Đã triệu tập, chưa mở bỏ phiếu (lần 1) Mở bỏ phiếu:" in called
    assert "Đang bỏ phiếu vòng hai (lần 3)" in again
    assert f"còn 1 chỉ tiêu {DOSSIER.award} · {DOSSIER.basis}: {HP}, {DN}" in again
    assert "(VN-CT): do Phó VN-CT-PCT (VN-CT-PCT) biểu quyết thay" in found
    assert f"Không tham gia biểu quyết: VN-DN: {DN}" in found
    assert f"do VN-CT-PCT biểu quyết thay Đồng ý: {DN} Không đồng ý: {HP} (Số liệu chưa rõ.)" in found
    assert "Vòng hai, giữa các hồ sơ bằng nhau: được 4 phiếu đồng ý." in explained


async def test_no_number_need_be_typed(premises_by: PremisesBy, tmp_path: Path) -> None:
    """A second amendment, and a ballot after one that was taken back: each command finds its own."""
    call, name = for_tomorrow(), CONVENE.sitting_id
    ballot = {field: value for field, value in BY_A_SUBSTITUTE.items() if field != "meeting"}
    async with premises_by(charter.SUBSTITUTES) as place:
        sittings, (does, _) = place.offices.sittings, a_terminal(place, tmp_path)
        await has_a_substitute(place, "VN-CT")
        await submitted(place, DOSSIER, another_city_s(DN), another_city_s("SG-2023-CTD"))
        await sittings.convene(call)
        await sittings.amend(name, Amend(by=call.by, add=(DN, DossierId("SG-2023-CTD"))))
        back = {"dossier_id": "SG-2023-CTD", "reasons": ["Đơn vị xin rút khỏi chương trình."]}
        await does("amend", name, {"by": call.by, "strike": [back]})
        await sittings.adjourn(name, Adjourn(by=call.by, reason="Chờ đủ thành viên."))
        await sittings.reconvene(name, Reconvene(by=call.by, meeting=2))
        await does("cast", name, ballot)
        assert "Rút phiếu" in await does("withdraw-ballot", name, "--seat", "VN-CT", "--by", "VN-CT-PCT")
        await does("cast", name, ballot)
        kept = await place.receipts(STREAM)
        view = await sittings.show(name)

    assert [receipt.kind for receipt in kept[-3:]] == ["ballot_cast", "ballot_withdrawn", "ballot_cast"]
    assert (tuple(item.dossier_id for item in view.agenda), view.voted) == ((HP, DN), ("VN-CT",))
