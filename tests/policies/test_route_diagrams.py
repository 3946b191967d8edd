"""`docs/routes.md` draws the law that is shipped: each way once, with every award that takes it."""

import re
from datetime import date
from typing import Any

from policies import route_diagrams
from policies.catalogue import PolicyCatalogue
from schemas.ids import BodyId, RegimeId
from schemas.legal_values import Base, Quota
from schemas.policy import LocalRegime, Simplified, SimplifiedGround
from schemas.routes import OfficeRule, OpinionsRule, SignatureRule, Silence
from schemas.scoring import Group, ScoringTable
from schemas.stages import Stage
from schemas.vote_clauses import ChairRule, ChairVote, EarlyClose, EarlyWhen, Recusal, Ties, WrittenOpinions
from tests.builders.values import (
    a_decision_rule,
    a_name,
    a_regime,
    a_requirement,
    a_term,
    a_vote_rule,
    an_award_rule,
    an_organisation,
)

CITED: dict[str, Any] = {"citation": "Điều 1", "verified": True}

DOUBTED: dict[str, Any] = {"citation": "Điều 1", "verified": False}


def pictures(page: str) -> list[str]:
    """Return the diagrams of a page."""
    return re.findall(r"```mermaid\n(.*?)```", page, re.DOTALL)


def test_the_file_is_current() -> None:
    """A signed picture must show the rules that are run."""
    assert route_diagrams.FILE.read_text(encoding="utf-8") == route_diagrams.current(), f"run: {route_diagrams.COMMAND}"


def test_every_award_of_every_regime_stands_on_the_page() -> None:
    """Its simplified procedure too; unless the page states that the whole regime goes as another does."""
    sections = route_diagrams.current().split("\n## ")
    for regime in PolicyCatalogue.load().regimes:
        section = next(each for each in sections if f"\n`{regime.id}`, áp dụng từ" in each)
        if "Các đường như của" in section:
            continue
        for rule in regime.awards:
            lines = [line for line in section.splitlines() if f"(`{rule.award}` · `{rule.basis}`)" in line]
            assert len(lines) == (1 if rule.simplified is None else 2)


def test_a_picture_is_whole() -> None:
    """The stages in their order, the unit's return once, refusal and lapse once, whatever the route's length."""
    (picture,) = pictures(route_diagrams.text([a_regime("nd-1", an_award_rule())]))

    assert [line.strip() for line in picture.splitlines() if "->" in line] == [
        'unit(["Đơn vị trình"]) -->|"đủ hồ sơ"| cluster',
        "cluster --> council --> decision",
        'decision -->|"tặng"| granted(["Đã khen thưởng"])',
        'route -.->|"trả lại để bổ sung"| unit',
        'route -.->|"không đề nghị, không tặng"| refused(["Không được khen thưởng"])',
        'unit -.->|"quá 10 ngày làm việc không bổ sung"| lapsed(["Hết hạn bổ sung"])',
    ]


def test_a_unit_without_a_term_never_lapses() -> None:
    """An arrow to an end that cannot be reached would mislead the reader."""
    page = route_diagrams.text([a_regime("nd-1", an_award_rule(supplement=None))])

    assert "lapsed" not in page


def test_a_box_says_how_it_is_decided_there_and_what_is_doubtful() -> None:
    """A lawyer checks numbers, not boxes."""
    vote = a_vote_rule(
        Stage.COUNCIL, threshold=a_requirement("1/2", of=Base.SEATS_PRESENT, exceed=True, **DOUBTED), **DOUBTED
    )
    opinions = OpinionsRule(stage=Stage.OPINIONS, silence=Silence.DISAGREES, term=a_term(10, None), **CITED)
    office = OfficeRule(stage=Stage.APPRAISAL, officer=True, **CITED)

    (picture,) = pictures(
        route_diagrams.text([a_regime("nd-1", an_award_rule(route=(office, vote, opinions, a_decision_rule())))])
    )

    assert 'appraisal["Thẩm định<br/>phân công người thẩm định"]' in picture
    assert (
        'council{{"Hội đồng Thi đua - Khen thưởng (?)<br/>bỏ phiếu kín<br/>họp khi có ít nhất 2/3 tổng số thành viên'
        '<br/>đạt khi quá 1/2 số thành viên có mặt đồng ý (?)<br/>20 ngày làm việc"}}'
    ) in picture
    assert '<br/>10 ngày làm việc<br/>quá hạn không trả lời là không đồng ý"]' in picture


def test_a_box_says_what_decides_beside_the_share() -> None:
    """A share of approvals alone is not enough there; who steps aside and who goes first is told elsewhere."""
    vote = a_vote_rule(
        Stage.COUNCIL,
        quota=Quota(share="20%", of=a_name("tập thể dẫn đầu", "leaders"), **DOUBTED),
        written=WrittenOpinions(counted=True, **DOUBTED),
        chair=ChairRule(vote=ChairVote.MUST_APPROVE, **CITED),
        points=ScoringTable(groups=(Group(id="work", name=a_name("Nhiệm vụ", "Tasks"), most=1000),), **CITED),
        recusal=Recusal(own_unit=True, **DOUBTED),
        ties=Ties(second_round=True, **DOUBTED),
        early_close=EarlyClose(when=EarlyWhen.ALL_VOTED, **DOUBTED),
        term=None,
    )

    (picture,) = pictures(route_diagrams.text([a_regime("nd-1", an_award_rule(route=(vote, a_decision_rule())))]))

    assert (
        "đồng ý<br/>đề nghị nhiều nhất 20% tập thể dẫn đầu (?)<br/>ý kiến bằng văn bản được tính như phiếu (?)"
        '<br/>chủ tọa phải đồng ý<br/>chỉ tiêu xếp theo điểm"}}'
    ) in picture


def test_awards_that_go_alike_share_a_picture() -> None:
    """Forty pictures of the same way would not be read."""
    page = route_diagrams.text([a_regime("nd-1", an_award_rule(), an_award_rule(basis="a_movement"))])

    assert len(pictures(page)) == 1
    assert page.count("- Cờ thi đua của Chính phủ (`gov_emulation_flag`") == 2


def test_a_picture_is_as_doubtful_as_the_least_certain_of_its_awards() -> None:
    """One way that was seen written must not vouch for another; nor is it drawn twice for that."""
    doubtful = an_award_rule(basis="a_movement", route=(a_decision_rule(**DOUBTED),), supplement=a_term(**DOUBTED))
    seen = an_award_rule(route=(a_decision_rule(),), supplement=a_term())

    for awards in ((seen, doubtful), (doubtful, seen)):
        (picture,) = pictures(route_diagrams.text([a_regime("nd-1", *awards)]))
        assert 'decision["Quyết định (?)<br/>' in picture
        assert '"quá 20 ngày làm việc không bổ sung (?)"' in picture


def test_the_simplified_procedure_has_a_picture_of_its_own() -> None:
    """It leaves stages out, and a lawyer must see which."""
    simplified = Simplified(
        grounds=(SimplifiedGround.SERVICE,),
        route=(SignatureRule(stage=Stage.HEAD, **CITED), a_decision_rule()),
        documents=(),
        **DOUBTED,
    )

    page = route_diagrams.text([a_regime("nd-1", an_award_rule(simplified=simplified))])

    assert len(pictures(page)) == 2
    assert "(`gov_emulation_flag` · `central_cluster`), theo thủ tục đơn giản (?)\n" in page


def test_a_regime_that_only_inherits_is_not_drawn_again() -> None:
    """What it has of another is as it was, only less certain."""
    heir = an_award_rule(route=(a_vote_rule(Stage.CLUSTER, **DOUBTED), a_vote_rule(Stage.COUNCIL), a_decision_rule()))

    page = route_diagrams.text([a_regime("a-later-one", heir, since=2026), a_regime("nd-1", an_award_rule())])

    assert len(pictures(page)) == 1
    assert page.endswith("Các đường như của `nd-1`; giá trị kế thừa từ đó đều chưa kiểm chứng.\n")


def test_a_name_cannot_end_its_box() -> None:
    """A quotation mark in an office's name would leave the page without that picture."""
    office = an_organisation("VN-X", name='Ban "Một" <b>#1</b>')

    page = route_diagrams.text([a_regime("nd-1", an_award_rule(route=(a_decision_rule(body=office),)))])

    assert 'decision["Quyết định<br/>Ban #quot;Một#quot; #lt;b#gt;#35;1#lt;/b#gt;"]' in page


def test_local_regulations_and_charters_are_drawn_as_whose_they_are() -> None:
    """A charter is a cluster's, and is marked so."""
    own = {"over": RegimeId("nd-1"), "in_force_from": date(2024, 1, 1), "awards": (an_award_rule(),), **CITED}
    regulation = LocalRegime(id=RegimeId("qd"), title=a_name("Quyết định"), body=BodyId("VN-BO"), **own)
    charter = LocalRegime(id=RegimeId("qc"), title=a_name("Quy chế"), body=BodyId("CUM-1"), is_charter=True, **own)

    page = route_diagrams.text([regulation, charter])

    assert "`qd`, áp dụng từ 01/01/2024; quy định riêng của VN-BO, áp dụng cùng `nd-1`.\n" in page
    assert "`qc`, áp dụng từ 01/01/2024; quy chế của CUM-1, áp dụng cùng `nd-1`.\n" in page
