"""The page of `vinhdanh law`: every kind of stage in words, and a margin that marks what differs and nothing else."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from rich.console import Console, RenderableType

from policies.catalogue import PolicyCatalogue
from schemas.legal_values import Base, Cited, Quota
from schemas.nominee import Trait
from schemas.policy import AwardRule, Regime, Simplified, SimplifiedGround
from schemas.routes import (
    BallotKind,
    OfficeRule,
    OpinionsRule,
    PublicationRule,
    SignatureRule,
    Silence,
    StageRule,
    Submitter,
)
from schemas.scoring import Group, ScoringTable
from schemas.stages import Stage
from schemas.vote_clauses import (
    BlankPapers,
    ChairRule,
    ChairVote,
    EarlyClose,
    EarlyWhen,
    LastWord,
    Recusal,
    Ties,
    WrittenOpinions,
)
from tests.builders.values import (
    a_decision_rule,
    a_document_rule,
    a_name,
    a_regime,
    a_requirement,
    a_term,
    a_vote_rule,
    an_award_rule,
    an_organisation,
)
from vinhdanh.cli.law import law_phrases, page
from vinhdanh.cli.law.columns import LawColumn

CITED: dict[str, Any] = {"citation": "Điều 1", "verified": True}

GROUPS = (
    Group(id="tasks", name=a_name("Nhiệm vụ", "Tasks"), most=600),
    Group(id="party", name=a_name("Xây dựng Đảng", "Party"), most=400),
)


def printed(*regimes: Regime) -> list[str]:
    """Return the page of the first regime's award, on a wide terminal: each line with one space for many."""
    return [" ".join(line.split()) for line in shown(page.award([LawColumn(regime=each) for each in regimes]))]


def shown(page: RenderableType, width: int = 250) -> list[str]:
    """Return the lines of a page."""
    console = Console(file=io.StringIO(), width=width, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(page)
    return captured.get().splitlines()


def the_margin(*regimes: Regime) -> list[str]:
    """Return the rows that are marked."""
    return [line for line in printed(*regimes) if line.startswith("≠ ") and "các cột" not in line]


def by_way_of(*stages: StageRule, **changes: Any) -> AwardRule:
    """Return the flag's rule with these stages before the decision."""
    return an_award_rule(route=(*stages, a_decision_rule()), **changes)


@pytest.mark.parametrize(
    ("stage", "lines"),
    [
        pytest.param(
            a_vote_rule(
                Stage.CLUSTER,
                ballot=BallotKind.OPEN,
                threshold=a_requirement("1/2", of=Base.BALLOTS_CAST, exceed=True),
                leaves_room=("ballot", "quorum"),
            ),
            (
                "Cụm, khối thi đua cụm, khối ghi trong hồ sơ: biểu quyết công khai [1]",
                "Đạt khi có quá 1/2 số phiếu thu về đồng ý [1]",
                "Thời hạn 20 ngày làm việc; nhắc trước 5 ngày [1]",
                "Bộ, tỉnh, cụm tự định cách bỏ phiếu, số thành viên phải dự [1]",
            ),
            id="a vote",
        ),
        pytest.param(
            a_vote_rule(
                Stage.COUNCIL,
                quorum=a_requirement("2/3", of=Base.SEATS_LESS_RECUSED),
                quota=Quota(share="20%", of=a_name("tập thể dẫn đầu", "leaders"), **CITED),
                substitutes=Cited(**CITED),
                recusal=Recusal(own_unit=True, own_dossier=True, **CITED),
                written=WrittenOpinions(counted=True, **CITED),
                blanks=BlankPapers(abstain=True, **CITED),
                chair=ChairRule(vote=ChairVote.BREAKS_TIES, **CITED),
                ties=Ties(second_round=True, last_words=(LastWord.WOMAN, LastWord.CHAIR), **CITED),
                points=ScoringTable(groups=GROUPS, bonus=50, penalty=100, least="50%", **CITED),
                early_close=EarlyClose(when=EarlyWhen.OUTCOME_FIXED, **CITED),
                leaves_room=("recusal", "ties"),
            ),
            (
                "Họp khi có ít nhất 2/3 số thành viên được biểu quyết hồ sơ đó [1]",
                "Số được đề nghị nhiều nhất 20% tập thể dẫn đầu [1]",
                "Biểu quyết thay người được ủy quyền có trong danh sách [1]",
                "Không tham gia biểu quyết khi có liên quan hồ sơ của mình, của đơn vị mình [1]",
                "Ý kiến bằng văn bản của thành viên vắng mặt được tính như phiếu [1]",
                "Phiếu trắng tính là không có ý kiến [1]",
                "Phiếu của chủ tọa số phiếu ngang nhau thì theo chủ tọa [1]",
                "Bằng nhau ở chỉ tiêu cuối biểu quyết lại, rồi ưu tiên nữ, tập thể có từ 70% là nữ, rồi ưu tiên"
                " hồ sơ được chủ tọa đồng ý [1]",
                "Bảng điểm 1.000 điểm: Nhiệm vụ 600, Xây dựng Đảng 400; điểm thưởng nhiều nhất 50; điểm trừ nhiều nhất"
                " 100; đạt khi có ít nhất 50% số điểm [1]",
                "Đóng phiếu sớm khi các phiếu còn lại không thể làm kết quả thay đổi [1]",
                "Bộ, tỉnh tự định không tham gia biểu quyết khi có liên quan, bằng nhau ở chỉ tiêu cuối [1]",
            ),
            id="a vote by more than a share",
        ),
        pytest.param(
            a_vote_rule(
                Stage.COUNCIL,
                recusal=Recusal(own_dossier=True, **CITED),
                written=WrittenOpinions(counted=False, citation="Điều 2"),
                blanks=BlankPapers(abstain=False, **CITED),
                chair=ChairRule(vote=ChairVote.MUST_APPROVE, **CITED),
                ties=Ties(second_round=False, last_words=(LastWord.WOMAN,), **CITED),
                points=ScoringTable(groups=GROUPS[:1], **CITED),
                early_close=EarlyClose(when=EarlyWhen.ALL_VOTED, **CITED),
            ),
            (
                "Không tham gia biểu quyết khi có liên quan hồ sơ của mình [1]",
                "Ý kiến bằng văn bản của thành viên vắng mặt chỉ ghi vào biên bản [2?]",
                "Phiếu trắng tính là không hợp lệ [1]",
                "Phiếu của chủ tọa chủ tọa phải đồng ý [1]",
                "Bằng nhau ở chỉ tiêu cuối ưu tiên nữ, tập thể có từ 70% là nữ [1]",
                "Bảng điểm 600 điểm: Nhiệm vụ 600 [1]",
                "Đóng phiếu sớm khi mọi thành viên đã bỏ phiếu [1]",
            ),
            id="a vote otherwise, not all of it certain",
        ),
        pytest.param(
            PublicationRule(stage=Stage.PUBLICATION, term=a_term(10, None), **CITED),
            (
                "Đăng công khai cơ quan thường trực ghi trong hồ sơ: công khai; hết hạn không ai có ý kiến thì"
                " đi tiếp [1]",
                "Thời hạn 10 ngày làm việc [1]",
            ),
            id="a publication",
        ),
        pytest.param(
            OfficeRule(stage=Stage.APPRAISAL, officer=True, term=a_term(25, None, pauses=True), **CITED),
            (
                "Thẩm định cơ quan thường trực ghi trong hồ sơ: kết luận, sau khi phân công người thẩm định [1]",
                "Thời hạn 25 ngày làm việc; tạm dừng trong khi đơn vị bổ sung [1]",
            ),
            id="an office",
        ),
        pytest.param(
            OfficeRule(stage=Stage.CENTRAL_APPRAISAL, body=an_organisation("VN-BNV", name="Bộ Nội vụ"), **CITED),
            ("Bộ Nội vụ thẩm định Bộ Nội vụ: kết luận [1]", "Thời hạn không ấn định"),
            id="an office that the law names",
        ),
        pytest.param(
            OpinionsRule(stage=Stage.OPINIONS, silence=Silence.AGREES, term=a_term(10, None), **CITED),
            (
                "Lấy ý kiến hiệp y cơ quan thường trực ghi trong hồ sơ: hỏi các cơ quan cùng một lúc [1]",
                "Im lặng quá hạn không trả lời là đồng ý [1]",
            ),
            id="opinions",
        ),
        pytest.param(
            SignatureRule(stage=Stage.HEAD, **CITED),
            ("Ký tờ trình người đứng đầu ghi trong hồ sơ: ký tờ trình [1]",),
            id="a signature",
        ),
        pytest.param(
            SignatureRule(
                stage=Stage.ENDORSEMENT,
                body=an_organisation("VN-PM", name="Thủ tướng"),
                submitted_by=Submitter(
                    body=an_organisation("VN-BNV", name="Bộ Nội vụ"), citation="Điều 2", verified=False
                ),
                **CITED,
            ),
            ("Thủ tướng trình Chủ tịch nước Thủ tướng: ký tờ trình [1]", "Ai trình Bộ Nội vụ [2?]"),
            id="a signature, asked for by whom the law names",
        ),
    ],
)
def test_every_kind_of_stage_is_told_in_words(stage: StageRule, lines: tuple[str, ...]) -> None:
    """Who considers it, how, by how many votes, in what time, and what silence means."""
    page = printed(a_regime("nd-1", by_way_of(stage)))

    assert [line for line in lines if line not in page] == []


def test_a_stage_that_one_side_lacks_is_marked_and_the_others_stay_in_line() -> None:
    """A stage put in between must not make everything after it look new."""
    vote, signature = a_vote_rule(Stage.COUNCIL), SignatureRule(stage=Stage.HEAD, **CITED)
    appraisal = OfficeRule(stage=Stage.APPRAISAL, **CITED)

    margin = the_margin(
        a_regime("nd-1", by_way_of(vote, signature)), a_regime("nd-2", by_way_of(appraisal, vote, signature))
    )

    assert margin == [
        "≠ Các bước 1. Hội đồng Thi đua - Khen thưởng 1. Thẩm định",
        "≠ Thẩm định — cơ quan thường trực ghi trong hồ sơ: kết luận [1]",
        "≠ Thời hạn — không ấn định",
    ]


def test_what_only_one_side_says_of_a_vote_is_marked_by_its_name() -> None:
    """A part that was put in must not be compared with another one; a part that stayed is not marked."""
    shared: dict[str, Any] = {"recusal": Recusal(own_unit=True, **CITED)}
    before = a_vote_rule(Stage.COUNCIL, ties=Ties(second_round=True, **CITED), **shared)
    after = a_vote_rule(Stage.COUNCIL, written=WrittenOpinions(counted=True, **CITED), **shared)

    assert the_margin(a_regime("nd-1", by_way_of(before)), a_regime("nd-2", by_way_of(after))) == [
        "≠ Ý kiến bằng văn bản của thành viên vắng mặt — được tính như phiếu [1]",
        "≠ Bằng nhau ở chỉ tiêu cuối biểu quyết lại [1] —",
    ]


def test_two_papers_of_one_kind_are_compared_each_with_its_own() -> None:
    """The second would otherwise hide the first, and with it what is asked of an enterprise."""
    papers = [a_document_rule("opinion", name=a_name(name, name)) for name in ("Ý kiến tỉnh", "Ý kiến cấp ủy")]
    less = a_regime("nd-1", an_award_rule(documents=(papers[0],)))

    assert the_margin(less, a_regime("nd-2", an_award_rule(documents=tuple(papers)))) == [
        "≠ Giấy tờ 2 — Ý kiến cấp ủy [1]"
    ]


def test_a_paper_says_where_it_comes_in_and_of_whom_it_is_asked() -> None:
    """A unit brings what it can bring; the rest comes of the proceedings."""
    minutes = a_document_rule("minutes", Stage.COUNCIL, form="Mẫu 05", name=a_name("Biên bản", "Minutes"))
    opinion = a_document_rule("opinion", name=a_name("Ý kiến", "Opinion"), when=("household", Trait.FOREIGNER))

    page = printed(a_regime("nd-1", an_award_rule(documents=(minutes, opinion))))

    assert "Giấy tờ 1 Biên bản; Mẫu 05; lập ở bước Hội đồng Thi đua - Khen thưởng [1]" in page
    assert "Giấy tờ 2 Ý kiến; chỉ với hộ gia đình, người, tổ chức nước ngoài [1]" in page


def test_the_simplified_procedure_repeats_no_stage_that_is_kept_as_usual() -> None:
    """Its page would be twice as long for nothing; its differences are listed."""
    quick = a_decision_rule(body=an_organisation("VN-PM", name="Thủ tướng"))
    signature = SignatureRule(stage=Stage.HEAD, **CITED)
    simplified = Simplified(grounds=tuple(SimplifiedGround), route=(signature, quick), documents=(), **CITED)

    page = printed(a_regime("nd-1", by_way_of(signature, simplified=simplified)))
    after = page[next(at for at, line in enumerate(page) if line.startswith("Thủ tục đơn giản")) :]

    assert after[1:5] == [
        "Các bước 1. Ký tờ trình",
        "2. Quyết định",
        "Quyết định Thủ tướng: quyết định [1]",
        "Ai trình Đơn vị bo-noi-vu [1]",
    ]


def test_brackets_in_the_law_are_printed_as_they_stand() -> None:
    """A terminal's markup obeys them."""
    assert "Hình thức [red]Cờ[/] [1]" in printed(a_regime("nd-1", an_award_rule(name=a_name("[red]Cờ[/]", "x"))))


def _cited(value: object) -> Iterator[Cited]:
    if isinstance(value, Cited):
        yield value
    if isinstance(value, BaseModel):
        value = [each for _, each in value]
    if isinstance(value, list | tuple):
        for each in value:
            yield from _cited(each)


def test_every_source_of_the_shipped_law_is_printed_with_its_doubt() -> None:
    """A value whose doubt gets lost on the way to the page is trusted."""
    for regime in PolicyCatalogue.load().regimes:
        for rule in regime.awards:
            side = LawColumn(regime=regime.model_copy(update={"awards": (rule,)}))
            text = " ".join(shown(page.award([side]), 2_000))
            doubts = [each for each in _cited(rule) if not each.verified]

            assert [each.citation for each in _cited(rule) if " ".join(each.citation.split()) not in text] == []
            assert [each.note for each in doubts if each.note and " ".join(each.note.split()) not in text] == []


def test_every_stage_has_its_body_or_somebody_of_the_dossier() -> None:
    """A stage of a new kind without an office would end the command with a traceback."""
    unnamed = {stage for stage in Stage if not stage.is_final and stage not in law_phrases.NAMED_BY_THE_DOSSIER}

    assert unnamed == {
        Stage.UNIT,
        Stage.CENTRAL_APPRAISAL,
        Stage.CENTRAL_PUBLICATION,
        Stage.CENTRAL_COUNCIL,
        Stage.ENDORSEMENT,
    }
