"""Which rules are uncertain: all of them, each once, where they matter and in words that people read."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.legal_values import Counting
from schemas.policy import Rules
from schemas.routes import Submitter
from schemas.stages import Stage
from tests.builders.shipped_law import cited
from tests.builders.values import (
    a_decision_rule,
    a_document_rule,
    a_name,
    a_requirement,
    a_term,
    a_vote_rule,
    an_organisation,
    some_rules,
)
from workflows.rules import citations


def every_rule(**doubt: Any) -> Rules:
    """Return rules whose every part has this citation and certainty."""
    parts = {
        "quorum": a_requirement("2/3", **doubt),
        "threshold": a_requirement("80%", **doubt),
        "term": a_term(**doubt),
        **doubt,
    }
    rules = some_rules(
        name=a_name("Cờ thi đua"),
        route=(
            a_vote_rule(Stage.CLUSTER, **parts),
            a_vote_rule(Stage.COUNCIL, **parts),
            a_decision_rule(term=a_term(**doubt), submitted_by=Submitter(body=an_organisation(), **doubt), **doubt),
        ),
        documents=(a_document_rule("report", name=a_name("Báo cáo"), **doubt),),
        supplement=a_term(10, 3, **doubt),
        **doubt,
    )
    return rules.model_copy(update={"counting": Counting.model_validate({"first_day_counts": False, **doubt})})


DOUBTFUL = every_rule(citation="Điều 9", verified=False)

OF_THE_UNIT = ("Cách tính ngày làm việc: Điều 9", "Giấy tờ «Báo cáo»: Điều 9", "Thời hạn bổ sung hồ sơ: Điều 9")
OF_THE_CLUSTER = (
    "Bước Cụm, khối thi đua: Điều 9",
    "Số thành viên tối thiểu phải dự (Cụm, khối thi đua): Điều 9",
    "Tỷ lệ phiếu đồng ý (Cụm, khối thi đua): Điều 9",
    "Thời hạn (Cụm, khối thi đua): Điều 9",
)
OF_THE_COUNCIL = tuple(line.replace("Cụm, khối thi đua", "Hội đồng Thi đua - Khen thưởng") for line in OF_THE_CLUSTER)
OF_THE_DECISION = ("Bước Quyết định: Điều 9", "Cơ quan trình (Quyết định): Điều 9", "Thời hạn (Quyết định): Điều 9")


def test_every_uncertain_rule_on_the_way_is_named() -> None:
    """In the order in which a dossier meets them, the award itself first."""
    way = (*OF_THE_UNIT, *OF_THE_CLUSTER, *OF_THE_COUNCIL, *OF_THE_DECISION)

    assert citations.unverified_in(DOUBTFUL) == ("Cờ thi đua: Điều 9", *way)


def test_a_stage_names_its_own() -> None:
    """A letter about one step leaves out the others, and at the end there is nothing left to doubt."""
    named = {stage: citations.unverified_at(stage, DOUBTFUL) for stage in Stage}

    assert named == {stage: () for stage in Stage} | {
        Stage.UNIT: OF_THE_UNIT,
        Stage.CLUSTER: OF_THE_CLUSTER,
        Stage.COUNCIL: OF_THE_COUNCIL,
        Stage.DECISION: OF_THE_DECISION,
    }


def test_what_is_certain_is_not_named() -> None:
    """A warning that is always there is ignored."""
    assert citations.unverified_in(every_rule(citation="Điều 9", verified=True)) == ()


def test_a_rule_that_is_not_there_is_not_doubted() -> None:
    """Many stages have no term."""
    rules = every_rule(citation="Điều 9", verified=True)
    bare = rules.award.model_copy(update={"supplement": None, "route": (a_decision_rule(term=None, verified=False),)})

    assert citations.unverified_in(rules.model_copy(update={"award": bare})) == ("Bước Quyết định: Điều 1",)


def test_a_sitting_names_the_doubts_of_all_its_rules_once() -> None:
    """Dossiers of one agenda may be voted on by different rules, which share most of their sources."""
    unsure = a_vote_rule(quorum=a_requirement("2/3", verified=False))
    other = a_vote_rule(quorum=a_requirement("1/2", verified=False), term=a_term(verified=False))

    assert citations.unverified_votes((unsure, other, a_vote_rule())) == (
        "Số thành viên tối thiểu phải dự (Cụm, khối thi đua): Điều 1",
        "Thời hạn (Cụm, khối thi đua): Điều 1",
    )


@settings(deadline=None)
@given(
    st.text(st.characters(categories=["L", "N", "P", "Z", "Cc"], exclude_characters="\x00"), min_size=1, max_size=80)
)
def test_a_line_is_one_line(citation: str) -> None:
    """Files of policies fold long citations; a letter lists each doubt on its own line."""
    doubt = {"citation": citation, "verified": False}
    rules = some_rules(supplement=a_term(10, 3).model_copy(update=doubt))

    (line,) = citations.unverified_in(rules)

    assert line.splitlines() == [line]
    assert line.split() == f"Thời hạn bổ sung hồ sơ: {citation}".split()


def test_no_rule_is_overlooked() -> None:
    """Also those that are added to the models later: as many doubts as there are rules with a source."""
    assert len(citations.unverified_in(DOUBTFUL)) == len(list(cited(DOUBTFUL)))
