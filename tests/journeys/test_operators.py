"""What operators see in the Temporal UI: lists by what they look for, and pages that show what is waited for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.sdk.v1 import WorkflowMetadata

from schemas.dossier import Dossier
from schemas.messages import Convene
from schemas.names import SearchName, dossier_stream, postman_id, sitting_stream, submission_stream
from schemas.stages import Stage
from tests.builders.values import AWARD, CLUSTER, COUNCIL, REGIME, UNIT
from tests.journeys.office_driver import AUTHORITY, OfficeDriver, back
from tests.waiting import eventually

if TYPE_CHECKING:
    import asyncpg
    from temporalio.api.history.v1 import HistoryEvent
    from temporalio.client import Client, WorkflowExecutionDescription, WorkflowHandle

    from vinhdanh import VinhDanh

ROOT = Path(__file__).parents[2]
METADATA = "__temporal_workflow_metadata"
POSTMAN = postman_id(1)

EXPLAINED = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_MARKER_RECORDED,
    EventType.EVENT_TYPE_TIMER_STARTED,
}
"""What a workflow does, as an operator sees it: activities, local ones among them, and waits."""


@dataclass(frozen=True)
class Town:
    """One workflow in each state that an operator may find it in, by the name of that state."""

    handles: Mapping[str, WorkflowHandle[Any, Any]]
    granted: Dossier

    async def described(self, state: str) -> WorkflowExecutionDescription:
        """Return the server's description of a workflow."""
        return await self.handles[state].describe()

    async def attributes(self, state: str) -> dict[str, Any]:
        """Return the search attributes of a workflow."""
        known = (await self.described(state)).typed_search_attributes
        return {pair.key.name: pair.value for pair in known if pair.key.name in set(SearchName)}

    async def page(self, state: str) -> str:
        """Return the Current Details of a workflow, as the UI asks for them."""
        metadata: WorkflowMetadata = await self.handles[state].query(METADATA, result_type=WorkflowMetadata)
        return metadata.current_details

    async def events(self, state: str) -> list[HistoryEvent]:
        """Return the history of a workflow."""
        return [event async for event in self.handles[state].fetch_history_events()]


STATES = (
    *("dossier incomplete", "dossier before its cluster", "dossier sent back", "dossier granted", "dossier withdrawn"),
    "dossier on hold",
    *("sitting open", "sitting adjourned", "sitting announced"),
    *("submission waiting", "submission announced", "postman"),
)


@pytest.fixture(scope="module")
async def town(client: Client, offices: VinhDanh, pool: asyncpg.Pool) -> Town:
    """Workflows of every kind, as our own client and worker start them."""
    driver = OfficeDriver(offices, pool)
    incomplete, before_cluster, sent_back = [
        await driver.carry(stage) for stage in (Stage.UNIT, Stage.CLUSTER, Stage.CLUSTER)
    ]
    held = await driver.hold(Stage.CLUSTER, sent_back, returned=(back(sent_back, "Làm rõ | số liệu."),))
    granted, waiting, withdrawn = [await driver.carry(Stage.DECISION) for _ in range(3)]
    answered, asked = await driver.put_forward(granted), await driver.put_forward(waiting)
    await driver.decide(answered, granted=(granted.dossier_id,))
    await driver.withdraw(withdrawn)
    stopped = await driver.carry(Stage.COUNCIL)
    await driver.put_on_hold(stopped)
    workflows = {
        "dossier on hold": dossier_stream(stopped.dossier_id),
        "dossier incomplete": dossier_stream(incomplete.dossier_id),
        "dossier before its cluster": dossier_stream(before_cluster.dossier_id),
        "dossier sent back": dossier_stream(sent_back.dossier_id),
        "dossier granted": dossier_stream(granted.dossier_id),
        "dossier withdrawn": dossier_stream(withdrawn.dossier_id),
        "sitting open": sitting_stream((await an_open_sitting(driver, before_cluster)).sitting_id),
        "sitting adjourned": sitting_stream((await an_adjourned_sitting(driver)).sitting_id),
        "sitting announced": sitting_stream(held.sitting_id),
        "submission waiting": submission_stream(asked.submission_id),
        "submission announced": submission_stream(answered.submission_id),
        "postman": POSTMAN,
    }
    return Town({state: client.get_workflow_handle(workflow) for state, workflow in workflows.items()}, granted)


async def an_open_sitting(driver: OfficeDriver, dossier: Dossier) -> Convene:
    """Return a sitting in which two of five have voted."""
    sitting = await driver.convene(Stage.CLUSTER, dossier)
    for seat in (1, 3):
        await driver.cast(sitting, seat, "D")
    return sitting


async def an_adjourned_sitting(driver: OfficeDriver) -> Convene:
    """Return a sitting without a quorum."""
    sitting = await driver.convene(Stage.COUNCIL, await driver.carry(Stage.COUNCIL))
    await driver.cast(sitting, 1, "A")
    await driver.close(sitting)
    return sitting


@pytest.mark.parametrize("state", STATES)
async def test_every_workflow_has_a_summary_that_names_nobody(town: Town, state: str) -> None:
    """A list of identifiers tells a reader nothing; summaries are never encrypted, so no nominee is in them."""
    summary = await (await town.described(state)).static_summary()

    assert summary is not None
    assert re.match(r"(Hồ sơ của|Phiên họp của|Tờ trình lên|Tiến trình gửi thông báo số) \S+", summary)
    assert len(summary.encode()) <= 400
    assert town.granted.nominee.name not in summary


@pytest.mark.parametrize("state", STATES)
async def test_every_workflow_has_a_page(town: Town, state: str) -> None:
    """In Vietnamese, with a heading; no model's name and no empty value strays into it."""
    page = await town.page(state)

    assert page.startswith("### ")
    assert re.search(r"[ạảấầẩậắặẹẽềệỉịọỏốộớờợụủứừựỳ]", page)
    assert not re.search(r"\b(None|True|False|[a-z]+_[a-z_]+)\b", without_identifiers(page))


def without_identifiers(page: str) -> str:
    """Return a page without what stands in it as code: identifiers and commands."""
    return re.sub(r"`[^`]*`", "", page)


AGENDA: Mapping[str, object] = {"Award": AWARD, "Unit": UNIT, "Cluster": CLUSTER, "Regime": REGIME}
ON_TIME = {**AGENDA, "OnHold": False, "Overdue": False}
FOUND_BY: Mapping[str, Mapping[str, object]] = {
    "dossier incomplete": {**ON_TIME, "DossierStage": "unit", "AwaitedBody": UNIT, "OnHold": True},
    "dossier before its cluster": {**ON_TIME, "DossierStage": "cluster", "AwaitedBody": CLUSTER},
    "dossier sent back": {**ON_TIME, "DossierStage": "unit", "AwaitedBody": UNIT, "OnHold": True},
    "dossier on hold": {**ON_TIME, "DossierStage": "council", "AwaitedBody": COUNCIL, "OnHold": True},
    "dossier granted": {**ON_TIME, "DossierStage": "granted"},
    "dossier withdrawn": {**ON_TIME, "DossierStage": "withdrawn"},
    "sitting open": {**AGENDA, "DossierStage": "cluster", "AwaitedBody": CLUSTER, "OnHold": False},
    "sitting adjourned": {**AGENDA, "DossierStage": "council", "AwaitedBody": COUNCIL, "OnHold": True},
    "sitting announced": {**AGENDA, "DossierStage": "cluster", "OnHold": False},
    "submission waiting": {**AGENDA, "DossierStage": "decision", "AwaitedBody": AUTHORITY, "OnHold": False},
    "submission announced": {**AGENDA, "DossierStage": "decision", "OnHold": False},
    "postman": {"OnHold": False},
}
"""All but `DueAt`, which depends on today."""

DUE = {"dossier incomplete", "dossier sent back", "sitting adjourned", "submission waiting"}
"""What waits under a term; the law gives clusters none."""


@pytest.mark.parametrize("state", STATES)
async def test_every_workflow_is_found_by_what_is_true_of_it(town: Town, state: str) -> None:
    """No more and no less: an answered submission waits for no office and is not due."""
    found = await town.attributes(state)

    assert ("DueAt" in found) is (state in DUE)
    assert {name: value for name, value in found.items() if name != "DueAt"} == FOUND_BY[state]


async def test_dossier_pages_say_what_is_waited_for_from_whom_and_until_when(town: Town) -> None:
    """A text from outside stands there as text: it neither ends a row nor becomes markup."""
    incomplete, sent_back = await town.page("dossier incomplete"), await town.page("dossier sent back")
    before_cluster = await town.page("dossier before its cluster")

    for page in (incomplete, sent_back):
        assert f"Đang chờ **Đơn vị {UNIT}** (`{UNIT}`) từ " in page
        assert re.search(r"^Hạn: hết ngày \*\*\d\d/\d\d/\d{4}\*\*\.$", page, re.MULTILINE)
    assert "- Thiếu: Báo cáo thành tích" in incomplete
    assert r"- Lý do trả lại: Làm rõ \| số liệu." in sent_back
    assert f"Đang chờ **Cơ quan xét {CLUSTER}** (`{CLUSTER}`) từ " in before_cluster
    assert "Không có thời hạn." in before_cluster


async def test_the_page_of_a_dossier_on_hold_says_who_stopped_it_and_why(town: Town) -> None:
    """Since when, and how much of its term is left: no day is named that would not hold."""
    page = await town.page("dossier on hold")

    assert f"Đang chờ **Cơ quan xét {COUNCIL}** (`{COUNCIL}`) từ " in page
    assert re.search(rf"^\*\*Tạm dừng xét\*\* theo `{COUNCIL}` từ .*: khiếu nại, tố cáo", page, re.MULTILINE)
    assert re.search(r"^Thời hạn ngừng tính, còn \d+ ngày làm việc\.$", page, re.MULTILINE)


async def test_a_dossier_s_page_tells_its_whole_story(town: Town) -> None:
    """Each fact in order, with each finding, its body and its vote or decision; and which rules are not certain."""
    page = await town.page("dossier granted")
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in page.splitlines() if row.startswith("| ")]

    assert [(row[0], *row[2:]) for row in rows[2:]] == [
        ("1", "Đơn vị nộp hồ sơ", "", ""),
        ("2", "Đồng ý, chuyển bước sau", f"Cơ quan xét {CLUSTER}", "đồng ý 5 trên 5 (cần 3)"),
        ("3", "Đồng ý, chuyển bước sau", f"Cơ quan xét {COUNCIL}", "đồng ý 5 trên 5 (cần 4)"),
        ("4", "Quyết định khen thưởng", "Thủ tướng Chính phủ", "số 931/QĐ-TTg"),
    ]
    assert "Đang chờ" not in page
    assert f"Văn bản áp dụng: `{REGIME}`." in page
    assert "Quy định chưa kiểm chứng:\n\n- " in page


async def test_sitting_pages_say_who_has_yet_to_vote_and_no_sums(town: Town) -> None:
    """Sums would sway those yet to vote; once it is closed they stand there, and never how a seat voted."""
    is_open, adjourned = await town.page("sitting open"), await town.page("sitting adjourned")
    announced = await town.page("sitting announced")

    assert "2 trên 5 thành viên đã bỏ phiếu" in is_open
    assert "Đang chờ phiếu của `seat-2`, `seat-4`, `seat-5`." in is_open
    assert f"Người đóng phiếu: chủ tọa (`seat-1`) hoặc thư ký (`secretary-{CLUSTER}`)." in is_open
    assert "triệu tập lại" in adjourned
    for page in (is_open, adjourned):
        assert "Phiếu đồng ý" not in page
    assert "Trả lại để bổ sung" in announced


async def test_submission_pages_say_who_decides_and_what_was_decided(town: Town) -> None:
    """By number and day, for each dossier of the list."""
    waiting, announced = await town.page("submission waiting"), await town.page("submission announced")

    assert "Tờ trình số 15/TTr-BNV: 1 hồ sơ" in waiting
    assert f"Đang chờ **`{AUTHORITY}`** quyết định." in waiting
    assert "Hạn sớm nhất của các hồ sơ: hết ngày **" in waiting
    assert "Quyết định số 931/QĐ-TTg ngày 05/09/2024:" in announced
    assert f"- Tặng 1: `{town.granted.dossier_id}`" in announced


async def test_a_page_outlives_a_renewal(client: Client, offices: VinhDanh, pool: asyncpg.Pool) -> None:
    """Current details belong to one run: the next one must put them up before anything happens in it."""
    driver = OfficeDriver(offices, pool)
    dossier = await driver.carry(Stage.CLUSTER)
    handle = client.get_workflow_handle(dossier_stream(dossier.dossier_id))
    before: WorkflowMetadata = await handle.query(METADATA, result_type=WorkflowMetadata)
    run = (await handle.describe()).run_id
    await handle.signal("renew")

    async def renewed() -> bool:
        return (await handle.describe()).run_id != run

    await eventually(renewed)
    after: WorkflowMetadata = await handle.query(METADATA, result_type=WorkflowMetadata)

    assert after.current_details == before.current_details


@pytest.mark.parametrize("state", STATES)
async def test_every_step_says_what_it_is_for(town: Town, client: Client, state: str) -> None:
    """At night an operator reads the history's names: an activity's alone does not show which fact it keeps."""
    steps = [event for event in await town.events(state) if event.event_type in EXPLAINED]

    assert steps
    for step in steps:
        assert step.user_metadata.HasField("summary"), step
        assert len(await said(client, step.user_metadata.summary)) > len("Hạn:")


async def said(client: Client, summary: Payload) -> str:
    """Return the text of a summary."""
    (text,) = await client.data_converter.decode([summary], [str])
    assert isinstance(text, str)
    return text


async def test_the_board_costs_one_event_for_each_real_change(town: Town) -> None:
    """The straight path is budgeted; ballots change nothing that is searched by."""
    straight = Counter(event.event_type for event in await town.events("dossier granted"))
    voting = Counter(event.event_type for event in await town.events("sitting open"))

    # Three of them read the finding of a sitting or submission from the ledger.
    assert straight.total() == 38
    assert straight[EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES] == 4
    assert voting[EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES] == 1


def shown_queries() -> list[str]:
    """Return the list filters that the documents give to operators, what is added to one of them among these."""
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    first, *others = re.findall(r"`((?:AwaitedBody|Overdue|OnHold|AND DueAt) [^`\n]*)`", page)
    return [first, *(f"{first} {other}" if other.startswith("AND") else other for other in others)]


@pytest.mark.parametrize("query", shown_queries())
async def test_the_queries_that_operators_are_given_are_understood(client: Client, town: Town, query: str) -> None:
    """PostgreSQL's index supports less of the language than others: it sorts nothing, for one."""
    async for found in client.list_workflows(query):
        assert found.id


async def test_a_list_shows_what_waits_for_a_body(client: Client, town: Town) -> None:
    """Dossiers, sittings and submissions alike; what has been answered is not among them."""
    query = f"AwaitedBody = '{AUTHORITY}' AND ExecutionStatus = 'Running'"
    waiting, answered = town.handles["submission waiting"].id, town.handles["submission announced"].id

    async def listed() -> set[str]:
        found = {run.id async for run in client.list_workflows(query)}
        return found if waiting in found else set()

    assert answered not in await eventually(listed)
