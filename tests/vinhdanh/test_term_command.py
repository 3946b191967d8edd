"""A deadline as a clerk explains it to a unit: each day, why it counts or not, and how the command ends."""

import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from schemas import names
from schemas.dossier import Awaiting, DossierView
from schemas.ids import ActorId, DossierId, RegimeId
from schemas.names import WorkflowName
from schemas.proceedings import Held, HoldGround, Publication
from schemas.stages import Stage
from tests.builders.values import a_dossier, a_name, a_number, an_organisation
from tests.vinhdanh.cli_results import Vinhdanh

NOWHERE = ("--address", "127.0.0.1:1", "--patience", 2)

SINCE = datetime(2025, 12, 30, 17, 30, tzinfo=UTC)
"""Half past midnight in Hanoi, of 31 December."""

LAW = """\
id = "nd-thu"
title = { vi = "Nghị định thử nghiệm", en = "A decree for tests" }
in_force_from = 2024-01-01
citation = "Nghị định thử nghiệm."

[counting]
first_day_counts = false
citation = "Khoản 2 Điều 147 Bộ luật Dân sự 2015."

[stages.decided]
kind = "decision"
citation = "Điều 1."

[[awards]]
award = "gov_emulation_flag"
basis = "central_cluster"
name = { vi = "Cờ thi đua", en = "Flag" }
nominees = ["collective"]
decided_by = { vi = "Chính phủ", en = "The Government" }
signed_by = { vi = "Thủ tướng", en = "The Prime Minister" }
citation = "Điều 2."
route = ["decided"]
"""

CALENDAR = """\
[published]
through = 2026
citation = "Công văn 12/CV."

[[days]]
day = 2026-01-02
worked = false
citation = "Công văn 12/CV: nghỉ thứ Sáu, làm bù thứ Bảy sau."
verified = true

[[days]]
day = 2026-01-10
worked = true
citation = "Công văn 12/CV."
verified = true
"""

HELD = Held(number=4, by=ActorId("hoi-dong"), ground=HoldGround.COMPLAINT, since=datetime(2026, 1, 6, 2, tzinfo=UTC))

ShowDossier = Callable[..., Awaitable[DossierId]]
"""Puts up a dossier whose view has these changes, and returns its identifier."""


@workflow.defn(name=WorkflowName.DOSSIER.value)
class ShownDossier:
    """A dossier that does nothing but show what it was given."""

    @workflow.init
    def __init__(self, view: DossierView) -> None:
        self._view = view

    @workflow.run
    async def run(self, view: DossierView) -> None:
        await workflow.wait_condition(lambda: False)

    @workflow.query(name="show")
    def show(self) -> DossierView:
        """Return it."""
        return self._view


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A law that counts from the day after, and a calendar with one swap."""
    (tmp_path / "law.toml").write_text(LAW, "utf-8")
    (tmp_path / "calendar.toml").write_text(CALENDAR, "utf-8")
    return tmp_path


@pytest.fixture
async def put_up(client: Client) -> AsyncIterator[ShowDossier]:
    """Puts up dossiers, and takes them down when the test ends."""
    queue = f"shown-{uuid.uuid4().hex}"
    async with AsyncExitStack() as resources:
        runner = UnsandboxedWorkflowRunner()
        await resources.enter_async_context(
            Worker(client, task_queue=queue, workflows=[ShownDossier], workflow_runner=runner)
        )

        async def put_up(**changes: Any) -> DossierId:
            view = a_view(**changes)
            stream = names.dossier_stream(view.dossier_id)
            handle = await client.start_workflow(WorkflowName.DOSSIER.value, view, id=stream, task_queue=queue)
            resources.push_async_callback(handle.terminate)
            return view.dossier_id

        yield put_up


def a_view(due_on: date | None = date(2026, 1, 12), **changes: Any) -> DossierView:
    """Return a dossier that has waited since the last day of 2025."""
    dossier = a_dossier(f"hs-{a_number()}")
    shown: dict[str, Any] = {
        **{name: getattr(dossier, name) for name in ("dossier_id", "nominee", "award", "basis", "unit", "documents")},
        "award_name": a_name(),
        "regime": RegimeId("nd-thu"),
        "stage": Stage.COUNCIL,
        "awaiting": Awaiting(body=an_organisation("hoi-dong"), since=SINCE, due_on=due_on, answers=3),
        **dict.fromkeys(("passages", "earlier", "unverified"), ()),
        "facts": 1,
    }
    return DossierView(**(shown | changes))


@pytest.fixture
def at_hand(vinhdanh: Vinhdanh, client: Client, directory: Path) -> Vinhdanh:
    """Runs `term` with the law above and the server of the tests."""
    return lambda *arguments: vinhdanh(
        *("--address", client.service_client.config.target_host, "term", "--policies", directory), *arguments
    )


@pytest.fixture
def alone(vinhdanh: Vinhdanh, directory: Path) -> Vinhdanh:
    """Runs `term` with the law above and no server at all."""
    return lambda *arguments: vinhdanh(*NOWHERE, "term", "--policies", directory, *arguments)


async def test_a_term_is_explained_day_by_day(alone: Vinhdanh) -> None:
    """A day that does not count shows why and by which document; one that counts has its number."""
    said = await alone("--from", "2025-12-31", "--days", 6)

    rows = [" ".join(line.split()) for line in said.out.splitlines()]
    assert (said.code, said.err) == (0, "")
    assert "T4 31/12/2025 - ngày đầu không tính" in rows
    assert "T5 01/01/2026 - Tết Dương lịch" in rows
    assert "T6 02/01/2026 - nghỉ bù hoặc hoán đổi" in rows
    assert "Căn cứ: Công văn 12/CV: nghỉ thứ Sáu, làm bù thứ Bảy sau." in " ".join(rows)
    assert "T7 03/01/2026 - thứ Bảy" in rows
    assert "T2 05/01/2026 1" in rows
    assert "T7 10/01/2026 6 thứ Bảy làm bù" in rows
    assert rows[-1] == "Ngày cuối: T7 10/01/2026 (6 ngày làm việc)."
    assert "Căn cứ (chưa kiểm chứng): Khoản 2 Điều 147 Bộ luật Dân sự 2015." in " ".join(rows)


async def test_a_first_day_may_be_counted(alone: Vinhdanh) -> None:
    """Notices do so, whatever the law: the last day is then a working day earlier."""
    said = await alone("--from", "31/12/2025", "--days", 6, "--first-day-counts")

    assert "ngày đầu không tính" not in said.out
    assert said.out.splitlines()[-1] == "Ngày cuối: T6 09/01/2026 (6 ngày làm việc)."


async def test_programs_are_told_the_same(alone: Vinhdanh) -> None:
    """Each day with its number or its reason, and what it rests on."""
    said = await alone("--json", "--from", "2025-12-31", "--days", 2, "--no-first-day-counts")

    told = json.loads(said.out)
    first, _, swapped, *_, last = told["days"]
    assert (told["since"], told["last_day"], told["first_day_counts"]) == ("2025-12-31", "2026-01-06", False)
    assert first["source"]["citation"] == "Khoản 2 Điều 147 Bộ luật Dân sự 2015."
    assert (swapped["day"], swapped["number"], swapped["reason"]) == ("2026-01-02", None, "nghỉ bù hoặc hoán đổi")
    assert swapped["source"]["verified"]
    assert (last["day"], last["number"], last["reason"], last["source"]) == ("2026-01-06", 2, None, None)


async def test_the_law_that_comes_along_is_taken_unless_another_is_named(vinhdanh: Vinhdanh) -> None:
    """Its counting, its calendar: ten working days, the first not among them."""
    said = await vinhdanh(*NOWHERE, "term", "--from", "2024-11-26", "--days", 10)

    assert said.out.splitlines()[-1] == "Ngày cuối: T3 10/12/2024 (10 ngày làm việc)."


async def test_days_off_that_nobody_announced_are_said_to_be_projected(alone: Vinhdanh) -> None:
    """A term that runs into a year whose Tết is only computed may still move; one that ends before it may not."""
    over, before = await alone("--from", "2026-12-25", "--days", 6), await alone("--from", "2026-12-21", "--days", 6)
    told = json.loads((await alone("--json", "--from", "2026-12-25", "--days", 6)).out)

    assert " ".join(over.out.split()).endswith(
        "Ngày cuối: T3 05/01/2027 (6 ngày làm việc). Ở đây chưa có lịch nghỉ được công bố của năm 2027; "
        "các ngày nghỉ, kể cả Tết, là dự kiến nên hạn có thể thay đổi."
    )
    assert before.out.splitlines()[-1] == "Ngày cuối: T3 29/12/2026 (6 ngày làm việc)."
    assert told["projected"] == [2027]


async def test_a_dossier_s_days_off_are_said_to_be_projected(at_hand: Vinhdanh, put_up: ShowDossier) -> None:
    """Its unit was told of a day that may change."""
    since = datetime(2026, 12, 24, 2, tzinfo=UTC)
    awaiting = Awaiting(body=an_organisation("hoi-dong"), since=since, due_on=date(2027, 1, 4), answers=3)
    name = await put_up(awaiting=awaiting)

    assert "Ở đây chưa có lịch nghỉ được công bố của năm 2027;" in (await at_hand("--dossier", name)).out


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param(["--from", "2026-01-05"], id="no length"),
        pytest.param(["--days", "3"], id="no beginning"),
        pytest.param(["--from", "mai", "--days", "3"], id="no day"),
        pytest.param(["--from", "2026-02-30", "--days", "3"], id="a day that there is not"),
        pytest.param(["--from", "2026-01-05", "--days", "0"], id="no length at all"),
        pytest.param(["--from", "2026-01-05", "--days", "241"], id="longer than any term"),
        pytest.param(["--dossier", "hs-1", "--days", "3"], id="a dossier and a length"),
        pytest.param(["--dossier", "hs-1", "--first-day-counts"], id="a dossier and a way of counting"),
    ],
)
async def test_wrong_use_is_exit_2(alone: Vinhdanh, arguments: list[str]) -> None:
    """One line, before any query is sent."""
    said = await alone(*arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("vinhdanh: sai cách dùng: ")
    assert said.err.count("\n") == 1


async def test_a_law_that_cannot_be_used_is_exit_2(alone: Vinhdanh, directory: Path) -> None:
    """Its mistakes are named, as the worker names them."""
    (directory / "calendar.toml").write_text("[[days]]\nday = 2026-01-02\n", "utf-8")

    said = await alone("--from", "2026-01-05", "--days", 3)

    assert (said.code, said.out) == (2, "")
    assert "calendar.toml: days[0].worked" in said.err


async def test_without_a_law_that_day_one_must_say_how_to_count(alone: Vinhdanh) -> None:
    """An older law had one of two ways: it is not guessed."""
    unsaid = await alone("--from", "2023-12-25", "--days", 2)
    told = await alone("--from", "2023-12-25", "--days", 2, "--no-first-day-counts")

    assert (unsaid.code, unsaid.out) == (1, "")
    assert unsaid.err.startswith("vinhdanh: từ chối (NoLawInForce): ")
    assert "không theo văn bản" in " ".join(told.out.split())
    assert told.out.splitlines()[-1] == "Ngày cuối: T4 27/12/2023 (2 ngày làm việc)."


@pytest.mark.parametrize("since", ["1945-09-03", "2199-12-30"])
async def test_a_term_beyond_the_calendar_is_refused(alone: Vinhdanh, since: str) -> None:
    """Unknown days are no working days."""
    said = await alone("--from", since, "--days", 5, "--first-day-counts")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("vinhdanh: từ chối (NoLawInForce): Lịch ở đây")


async def test_a_dossier_s_wait_is_explained_up_to_its_last_day(at_hand: Vinhdanh, put_up: ShowDossier) -> None:
    """It began half an hour after midnight in Hanoi: the day there is the first, and by its law does not count."""
    name = await put_up()

    said = await at_hand("--dossier", name)

    rows = [" ".join(line.split()) for line in said.out.splitlines()]
    assert (said.code, rows[0]) == (0, f"Hồ sơ {name}")
    assert "T4 31/12/2025 - ngày đầu không tính" in rows
    assert rows[-1] == "Ngày cuối: T2 12/01/2026 (7 ngày làm việc)."


async def test_programs_are_told_of_which_dossier(at_hand: Vinhdanh, put_up: ShowDossier) -> None:
    """With the last day as it was told to people."""
    name = await put_up()

    told = json.loads((await at_hand("--json", "--dossier", name)).out)

    assert (told["dossier_id"], told["since"], told["last_day"]) == (name, "2025-12-31", "2026-01-12")
    assert [day["day"] for day in told["days"]][:: len(told["days"]) - 1] == ["2025-12-31", "2026-01-12"]


async def test_a_last_day_that_was_swapped_since_is_said_to_be(at_hand: Vinhdanh, put_up: ShowDossier) -> None:
    """People were told of it, and it stands; the table does not pretend that it is worked."""
    name = await put_up(due_on=date(2026, 1, 2))

    said = await at_hand("--dossier", name)

    assert "Ngày cuối: T6 02/01/2026 (0 ngày làm việc)." in said.out
    assert "lịch đã thay đổi" in said.out


@pytest.mark.parametrize(
    ("number", "begun"),
    [
        pytest.param(4, "2026-01-05", id="published in this stay"),
        pytest.param(2, "2025-12-31", id="published before it was sent back"),
    ],
)
async def test_a_publication_runs_from_the_day_it_was_published(
    at_hand: Vinhdanh, put_up: ShowDossier, number: int, begun: str
) -> None:
    """The dossier came there earlier; on those days no objection was possible."""
    since, until = date(2026, 1, 5), date(2026, 1, 12)
    publication = Publication(number=number, stage=Stage.PUBLICATION, where="Cổng thông tin", since=since, until=until)

    said = await at_hand("--json", "--dossier", await put_up(stage=Stage.PUBLICATION, publication=publication))

    assert json.loads(said.out)["since"] == begun


async def test_after_a_hold_what_was_left_is_counted_from_the_release(at_hand: Vinhdanh, put_up: ShowDossier) -> None:
    """The days on hold, and those before it, are none of these; half past midnight in Hanoi again."""
    resumed = Awaiting(
        body=an_organisation("hoi-dong"),
        since=SINCE,
        due_on=date(2026, 1, 12),
        resumed_at=datetime(2026, 1, 6, 17, 30, tzinfo=UTC),
        answers=3,
    )

    said = await at_hand("--dossier", await put_up(awaiting=resumed))

    assert "T4 07/01/2026 - ngày đầu không tính" in [" ".join(line.split()) for line in said.out.splitlines()]
    assert said.out.splitlines()[-1] == "Ngày cuối: T2 12/01/2026 (4 ngày làm việc)."


async def test_a_wait_for_opinions_says_what_its_table_cannot(at_hand: Vinhdanh, put_up: ShowDossier) -> None:
    """On which day the agencies were asked is not among what a dossier shows."""
    said = await at_hand("--dossier", await put_up(stage=Stage.OPINIONS))

    assert "tính từ ngày gửi hỏi" in said.out


async def test_a_dossier_without_a_term_says_so(at_hand: Vinhdanh, put_up: ShowDossier) -> None:
    """No term is an answer, and none is made up."""
    name = await put_up(due_on=None)

    plain, machine = await at_hand("--dossier", name), await at_hand("--dossier", name, "--json")

    assert (plain.code, plain.out) == (0, f"Hồ sơ {name}\nChờ từ ngày T4 31/12/2025, không có thời hạn.\n")
    assert (json.loads(machine.out)["last_day"], json.loads(machine.out)["days"]) == (None, [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"awaiting": None, "stage": Stage.GRANTED}, "DossierClosed", id="it waits for nobody"),
        pytest.param({"held": HELD}, "OnHold", id="nothing runs"),
        pytest.param({"regime": RegimeId("nd-khac")}, "NoLawInForce", id="a law that is not here"),
        pytest.param({"due_on": date(2199, 1, 4)}, "NoLawInForce", id="a last day beyond the calendar"),
    ],
)
async def test_what_cannot_be_explained_is_exit_1(
    at_hand: Vinhdanh, put_up: ShowDossier, changes: dict[str, Any], reason: str
) -> None:
    """Scripts distinguish it from wrong use."""
    said = await at_hand("--dossier", await put_up(**changes))

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"vinhdanh: từ chối ({reason}): ")


async def test_a_dossier_that_is_not_there_is_not_found(at_hand: Vinhdanh) -> None:
    """As everywhere else."""
    said = await at_hand("--dossier", f"hs-{a_number()}")

    assert (said.code, said.out) == (1, "")
    assert "(NotFound)" in said.err


async def test_without_a_server_a_dossier_is_exit_3(alone: Vinhdanh) -> None:
    """A day and a length need none; a dossier does."""
    said = await alone("--dossier", "hs-1")

    assert (said.code, said.out) == (3, "")
    assert "(Unanswered)" in said.err
