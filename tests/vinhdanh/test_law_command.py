"""The command `vinhdanh law`, on a law of our own: two decrees, a ministry's regulation, and a gap of days."""

import json
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

import pytest
from rich.text import Text

from policies.catalogue import PolicyCatalogue
from tests.builders.law_files import a_shelf
from tests.vinhdanh.cli_results import CommandResult, Vinhdanh

FIRST = """
id = "nd-1"
title = { vi = "Nghị định Một", en = "Decree One" }
in_force_from = 2024-01-01
in_force_to = 2024-12-31
citation = "Nghị định Một."
verified = true

[counting]
first_day_counts = false
citation = "Bộ luật Dân sự."

[terms.unit_supplement]
working_days = 5
citation = "Thông lệ."

[stages.council_vote]
kind = "vote"
stage = "council"
ballot = "secret"
leaves_room = ["threshold", "chair"]
citation = "Điều 30 Nghị định Một."
verified = true
quorum = { share = "2/3", of = "all_seats", citation = "Điều 30 Nghị định Một." }
threshold = { share = "80%", of = "all_seats", citation = "Điều 30 Nghị định Một.", note = "Tỷ lệ ghi theo trí nhớ." }

[stages.minister]
kind = "decision"
citation = "Điều 79 Luật."
verified = true

[papers.proposal_letter]
name = { vi = "Tờ trình", en = "Letter" }
form = "Mẫu 01"
citation = "Phụ lục I."
verified = true

[papers.tax_confirmation]
name = { vi = "Xác nhận thuế", en = "Tax confirmation" }
when = ["enterprise", "enterprise_head"]
citation = "Thông lệ."

[[awards]]
award = "a_flag"
basis = "a_year"
name = { vi = "Cờ thi đua", en = "Flag" }
nominees = ["collective", "enterprise"]
decided_by = { vi = "Bộ trưởng", en = "Minister" }
signed_by = { vi = "Thứ trưởng", en = "Deputy" }
route = ["council_vote", "minister"]
papers = ["proposal_letter", "tax_confirmation"]
supplement = "unit_supplement"
citation = "Điều 26 Luật."
verified = true

[awards.simplified]
grounds = ["ad_hoc_feat"]
route = ["minister"]
papers = ["proposal_letter"]
citation = "Điều 85 Luật."
verified = true

[[awards]]
award = "a_flag"
basis = "a_movement"
name = { vi = "Cờ chuyên đề", en = "Flag of a movement" }
nominees = ["collective"]
decided_by = { vi = "Bộ trưởng", en = "Minister" }
signed_by = { vi = "Bộ trưởng", en = "Minister" }
route = ["council_vote", "minister"]
papers = []
citation = "Điều 26 Luật."
"""

SECOND = """
id = "nd-2"
title = { vi = "Nghị định Hai", en = "Decree Two" }
in_force_from = 2025-07-01
inherits = "nd-1"
drops = [["a_flag", "a_movement"]]
citation = "Nghị định Hai."
verified = true
favours_earlier = { citation = "Điều 60 Nghị định Hai.", verified = true }

[stages.council_vote]
kind = "vote"
stage = "council"
ballot = "secret"
citation = "Điều 33 Nghị định Hai."
verified = true
quorum = { share = "2/3", of = "all_seats", citation = "Điều 33 Nghị định Hai." }
threshold = { share = "90%", of = "all_seats", citation = "Điều 33 Nghị định Hai." }
"""

MINISTRY = """
id = "qd-1"
over = "nd-1"
body = "VN-BO"
title = { vi = "Quy chế của Bộ", en = "The ministry's own" }
in_force_from = 2024-06-01
citation = "Quyết định 1."
verified = true

[stages.council_vote.threshold]
share = "70%"
of = "all_seats"
citation = "Điều 8 Quyết định 1."
verified = true

[stages.council_vote.chair]
vote = "must_approve"
citation = "Điều 9 Quyết định 1."
note = "Chủ tịch Hội đồng phải đồng ý: đọc qua báo."

[[awards]]
award = "a_citizen"
basis = "a_year"
name = { vi = "Công dân tiêu biểu", en = "Outstanding citizen" }
nominees = ["individual"]
decided_by = { vi = "Bộ trưởng", en = "Minister" }
signed_by = { vi = "Bộ trưởng", en = "Minister" }
route = ["minister"]
papers = []
citation = "Điều 2 Quyết định 1."
"""

CALENDAR = """
[published]
through = 2026
citation = "Công văn 1."
"""

PROJECTED = "Ở đây chưa có lịch nghỉ được công bố của năm 2027; các ngày nghỉ, kể cả Tết, là dự kiến"

Law = Callable[..., Awaitable[CommandResult]]


@pytest.fixture
def law(vinhdanh: Vinhdanh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Law:
    """Runs `vinhdanh law` on a terminal of 120 columns, with the two decrees and the ministry's regulation."""
    (tmp_path / "local").mkdir()
    laws = {"nd-1.toml": FIRST, "nd-2.toml": SECOND, "local/qd-1.toml": MINISTRY}
    a_shelf(tmp_path, {**laws, "calendar.toml": CALENDAR})
    monkeypatch.setenv("COLUMNS", "120")

    async def run(*arguments: object) -> CommandResult:
        return await vinhdanh("law", "--policies", tmp_path, *arguments)

    return run


def lines(said: CommandResult) -> list[str]:
    """Return what a command printed, each line with one space for many."""
    assert (said.code, said.err) == (0, "")
    return [" ".join(line.split()) for line in said.out.splitlines() if line.strip()]


async def test_an_award_is_shown_as_the_day_has_it(law: Law) -> None:
    """Who decides, how many votes it takes, in what time, with which papers: a clerk asks for nothing else."""
    shown = lines(await law("a_flag", "--basis", "a_year", "--on", "2024-03-01"))

    assert shown[0] == "Cờ thi đua (a_flag · a_year)"
    for expected in (
        "Hiệu lực từ 01/01/2024 đến hết 31/12/2024",
        "Tặng cho tập thể, doanh nghiệp, tổ chức kinh tế [3]",
        "Ai quyết định Bộ trưởng [3]",
        "Ai ký Thứ trưởng [3]",
        "Hạn bổ sung hồ sơ 5 ngày làm việc [4?]",
        "Hội đồng Thi đua - Khen thưởng hội đồng ghi trong hồ sơ: bỏ phiếu kín [5]",
        "Đạt khi có ít nhất 80% tổng số thành viên đồng ý [7?]",
        "Bộ, tỉnh tự định tỷ lệ đồng ý, phiếu của chủ tọa [5]",
        "Giấy tờ 1 Tờ trình; Mẫu 01 [9]",
        "Thủ tục đơn giản thành tích xuất sắc đột xuất [10]",
    ):
        assert expected in shown


async def test_what_is_not_verified_says_so_with_its_note(law: Law) -> None:
    """The user of a value must see that its text was not seen."""
    shown = lines(await law("a_flag", "--basis", "a_year", "--on", "2024-03-01"))

    assert "[7?] Điều 30 Nghị định Một. Chưa kiểm chứng: Tỷ lệ ghi theo trí nhớ." in shown
    assert "[4?] Thông lệ. Chưa kiểm chứng." in shown
    assert "[9] Phụ lục I." in shown


async def test_two_days_stand_side_by_side_and_what_differs_is_marked(law: Law) -> None:
    """A change of law is read off the margin; what stayed is not marked, though its source is another."""
    shown = lines(await law("a_flag", "--basis", "a_year", "--on", "01/03/2024", "--and", "2025-08-01"))

    assert shown[1:3] == ["Ngày 01/03/2024 Ngày 01/08/2025", "nd-1 nd-2"]
    marked = [line for line in shown if line.startswith("≠")]
    assert marked[0] == "≠ Hồ sơ nhận từ trước — được chọn văn bản này nếu có lợi hơn [5]"
    assert marked[1] == "≠ Đạt khi có ít nhất 80% tổng số thành viên đồng ý ít nhất 90% tổng số thành viên đồng ý"
    assert marked[2:] == [
        "≠ Bộ, tỉnh tự định tỷ lệ đồng ý, phiếu của chủ tọa [10] —",
        "≠ các cột khác nhau · — không có",
    ]
    assert any(line.startswith("Ai quyết định Bộ trưởng [6] Bộ trưởng [7?]") for line in shown)


async def test_regimes_are_set_side_by_side_without_a_day(law: Law) -> None:
    """A lawyer compares decrees, not days."""
    shown = lines(await law("a_flag", "--basis", "a_year", "--regime", "nd-2", "--regime", "nd-1"))

    assert shown[1] == "nd-2 nd-1"


async def test_a_ministry_sees_its_own_regulation_while_it_is_in_force(law: Law) -> None:
    """Its council votes by it; and the year before, by the decree."""
    ours = ("a_flag", "--basis", "a_year", "--body", "VN-BO")
    shown = lines(await law(*ours, "--on", "2024-03-01", "--and", "2024-07-01"))

    assert "≠ Quy định riêng VN-BO không có Quy chế của Bộ (qd-1) [2]" in shown
    assert any("ít nhất 80%" in line and "ít nhất 70%" in line for line in shown)
    assert any(line.startswith("≠ Phiếu của chủ tọa — chủ tọa phải đồng ý [") for line in shown)
    assert any("Điều 9 Quyết định 1. Chưa kiểm chứng: Chủ tịch Hội đồng phải đồng ý" in line for line in shown)


async def test_a_ministry_sees_the_honours_of_its_own(law: Law) -> None:
    """The decree does not have them; there may be no paper and no term for them."""
    shown = lines(await law("a_citizen", "--on", "2024-07-01", "--body", "VN-BO"))

    assert "Hình thức Công dân tiêu biểu [4?]" in shown
    assert "Hạn bổ sung hồ sơ không ấn định" in shown
    assert "Giấy tờ không ấn định" in shown


async def test_without_a_basis_every_ground_has_its_page(law: Law) -> None:
    """Clerks use the award's name, and seldom a file's name of its ground."""
    shown = lines(await law("a_flag", "--on", "2024-03-01"))

    assert [line for line in shown if "(a_flag · " in line] == [
        "Cờ thi đua (a_flag · a_year)",
        "Cờ chuyên đề (a_flag · a_movement)",
    ]


async def test_without_an_award_the_catalogue_is_listed(law: Law) -> None:
    """A user who does not know what to ask for finds it there, with who decides."""
    shown = lines(await law("--on", "2024-03-01"))

    assert shown[0] == "Ngày 01/03/2024, nd-1: Nghị định Một"
    assert shown[-4:] == ["Cờ thi đua Bộ trưởng", "a_flag · a_year", "Cờ chuyên đề Bộ trưởng", "a_flag · a_movement"]


async def test_catalogues_side_by_side_mark_what_only_one_has(law: Law) -> None:
    """An award that a decree dropped must stand first."""
    shown = lines(await law("--on", "2024-03-01", "--and", "2025-08-01"))

    assert "Cờ thi đua Bộ trưởng Bộ trưởng" in shown
    assert "≠ Cờ chuyên đề Bộ trưởng —" in shown


async def test_programs_are_given_the_resolved_rules(law: Law) -> None:
    """Another service need not distinguish what is inherited and what a ministry has set."""
    said = await law("a_flag", "--basis", "a_year", "--on", "2024-07-01", "--body", "VN-BO", "--json")
    (side,) = json.loads(said.out)

    assert (side["on"], side["regime"]["id"], side["local"]["id"]) == ("2024-07-01", "nd-1", "qd-1")
    (award,) = side["regime"]["awards"]
    assert award["route"][0]["threshold"]["share"] == "70%"
    assert award["documents"][1]["when"] == ["enterprise", "enterprise_head"]


async def test_the_day_is_today_unless_one_is_named(law: Law) -> None:
    """The law in force now is what most people ask for."""
    (side,) = json.loads((await law("--json")).out)

    assert side["regime"]["id"] == "nd-2"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        pytest.param(
            ("a_flak", "--on", "2024-03-01"),
            "vinhdanh: từ chối (UnknownAward): nd-1 không có hình thức a_flak. Có phải: a_flag? Bỏ tên hình thức",
            id="no such award",
        ),
        pytest.param(
            ("a_flag", "--basis", "merit", "--on", "2024-03-01"),
            "vinhdanh: từ chối (UnknownAward): a_flag không có theo căn cứ merit. Hãy chọn --basis là một trong: a_",
            id="no such ground",
        ),
        pytest.param(
            ("a_citizen", "--on", "2024-07-01"),
            "vinhdanh: từ chối (UnknownAward): a_citizen là hình thức riêng của VN-BO. Hãy nêu cơ quan ấy bằng --body.",
            id="an award of a ministry's own",
        ),
        pytest.param(
            ("a_flag", "--on", "2025-03-01"),
            "vinhdanh: từ chối (NoLawInForce): Chưa có văn bản áp dụng cho ngày 01/03/2025. Hãy chọn ngày khác;",
            id="a day without law",
        ),
        pytest.param(
            ("--regime", "nd-3"),
            "vinhdanh: từ chối (NotFound): Không có văn bản áp dụng nd-3. Hãy chọn một trong: nd-1, nd-2.",
            id="no such regime",
        ),
    ],
)
async def test_what_the_law_does_not_know_is_one_line_and_exit_1(
    law: Law, arguments: tuple[str, ...], line: str
) -> None:
    """It gives the next step instead."""
    said = await law(*arguments)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(line)
    assert said.err.count("\n") == 1


async def test_an_award_of_one_side_alone_is_shown(law: Law) -> None:
    """That the other does not have it is the answer, not a mistake."""
    shown = lines(await law("a_flag", "--basis", "a_movement", "--regime", "nd-1", "--regime", "nd-2"))

    assert [line for line in shown if line.startswith("≠")] == [
        "≠ Hồ sơ nhận từ trước — được chọn văn bản này nếu có lợi hơn [5]",
        "≠ Hình thức Cờ chuyên đề [6?] không có hình thức này",
        "≠ các cột khác nhau · — không có",
    ]
    assert "Tặng cho tập thể [6?]" in shown


async def test_mistaken_files_are_named(law: Law, tmp_path: Path) -> None:
    """The editor of the law's files is told the file, the place and the reason."""
    (tmp_path / "nd-2.toml").write_text(SECOND.replace('"nd-1"', '"nd-9"'), encoding="utf-8")

    said = await law()

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("vinhdanh: sai mẫu (PayloadValidationError): Các tệp quy định chưa dùng được.\n  nd-2")


async def test_a_day_is_written_as_letters_or_programs_write_it(law: Law) -> None:
    """Anything else is wrong use, not some other day."""
    assert (await law("--on", "01-03-2024")).code == 2


@pytest.mark.parametrize("columns", [60, 80, 120])
async def test_identifiers_are_whole_on_any_terminal(law: Law, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """They are copied into the next command; and no line is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", str(columns))
    grounds = {
        ground
        for regime in PolicyCatalogue.load().regimes
        for rule in regime.awards
        for ground in (rule.award, rule.basis)
    }

    said = await law("--policies", files("policies"), "--regime", "nd98-2023", "--regime", "nd152-2025")

    assert [each for each in grounds if each not in said.out.split()] == []
    assert max(Text(line).cell_len for line in said.out.splitlines()) <= columns


@pytest.mark.parametrize("arguments", [("a_flag", "--basis", "a_year"), ()], ids=["an award", "the catalogue"])
async def test_a_body_without_a_regulation_here_is_named(law: Law, arguments: tuple[str, ...]) -> None:
    """A slip of the pen must not pass for a ministry that goes by the decree alone."""
    said = await law(*arguments, "--on", "2024-07-01", "--body", "VN-B0")
    known = await law(*arguments, "--on", "2024-07-01", "--body", "VN-BO")

    assert (said.code, known.code, known.err) == (0, 0, "")
    assert said.err == (
        "vinhdanh: lưu ý: Ở đây không có quy định riêng của cơ quan nào mang mã VN-B0; chỉ nêu quy định chung. "
        "Có phải VN-BO? Các cơ quan có quy định riêng: VN-BO.\n"
    )


async def test_days_off_that_nobody_announced_are_said_to_be_projected(law: Law) -> None:
    """The longest term of the law, five working days, runs into a year whose Tết is only computed."""
    shown = lines(await law("a_flag", "--basis", "a_year", "--on", "2026-12-28"))
    (side,) = json.loads((await law("--on", "2026-12-28", "--json")).out)

    assert [line.startswith(PROJECTED) for line in shown].count(True) == 1
    assert side["projected"] == [2027]


async def test_days_off_that_were_announced_need_no_word(law: Law) -> None:
    """Nor does a decree that is asked for by its name: no day, no term."""
    of_a_day = lines(await law("a_flag", "--on", "2026-12-20"))
    of_a_decree = lines(await law("a_flag", "--regime", "nd-2"))

    assert [line for line in (*of_a_day, *of_a_decree) if "dự kiến" in line] == []
