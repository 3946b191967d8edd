"""What a rule of the law says, in a clerk's words; each saying keeps the rules that it rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import assert_never

from policies import route_diagrams, vote_phrases
from schemas import labels
from schemas.legal_values import Cited, Counting, Term
from schemas.policy import Condition, DocumentRule, Simplified
from schemas.routes import DecisionRule, OfficeRule, OpinionsRule, PublicationRule, SignatureRule, StageRule, VoteRule
from schemas.stages import Stage

NAMED_BY_THE_DOSSIER: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.CLUSTER: "cụm, khối ghi trong hồ sơ",
        Stage.COUNCIL: "hội đồng ghi trong hồ sơ",
        Stage.PARTY: "cấp ủy ghi trong hồ sơ",
        **dict.fromkeys((Stage.PUBLICATION, Stage.APPRAISAL, Stage.OPINIONS), "cơ quan thường trực ghi trong hồ sơ"),
        **dict.fromkeys((Stage.HEAD, Stage.DECISION), "người đứng đầu ghi trong hồ sơ"),
    }
)


@dataclass(frozen=True)
class CitedPhrase:
    """What the law says in one respect."""

    said: str
    sources: tuple[Cited, ...] = ()
    """The rules that say so. Two sayings in the same words do not differ, wherever they were found."""


NOTHING = CitedPhrase("không ấn định")


def conditions(of: Iterable[Condition]) -> str:
    """Return to whom something applies."""
    return ", ".join(labels.CONDITIONS[each].vi for each in of)


def term(rule: Term | None) -> CitedPhrase:
    """Return a term, with its reminder and whether it pauses."""
    if rule is None:
        return NOTHING
    said = [route_diagrams.term(rule)]
    if rule.remind_before is not None:
        said.append(f"nhắc trước {rule.remind_before} ngày")
    if rule.pauses:
        said.append("tạm dừng trong khi đơn vị bổ sung")
    return CitedPhrase("; ".join(said), (rule,))


def counting(rule: Counting) -> CitedPhrase:
    """Return how working days are counted."""
    return CitedPhrase("tính cả ngày đầu" if rule.first_day_counts else "không tính ngày đầu", (rule,))


def steps(route: Sequence[StageRule]) -> CitedPhrase:
    """Return the stages of a route in their order, a line for each."""
    return CitedPhrase(
        "\n".join(f"{at}. {labels.SHORT_STAGES[rule.stage].vi}" for at, rule in enumerate(route, start=1))
    )


def stage(rule: StageRule) -> Mapping[str, CitedPhrase]:
    """Return what the law says of one stage, by what it is about; first, under no name, who does what there."""
    return dict(_stage(rule))


def _stage(rule: StageRule) -> Iterator[tuple[str, CitedPhrase]]:
    body = NAMED_BY_THE_DOSSIER[rule.stage] if rule.body is None else rule.body.name
    yield "", CitedPhrase(f"{body}: {_done(rule)}", (rule,))
    if isinstance(rule, SignatureRule | DecisionRule) and rule.submitted_by is not None:
        yield "Ai trình", CitedPhrase(rule.submitted_by.body.name, (rule.submitted_by,))
    if isinstance(rule, VoteRule):
        yield "Họp khi có", CitedPhrase(route_diagrams.requirement(rule.quorum), (rule.quorum,))
        yield "Đạt khi có", CitedPhrase(f"{route_diagrams.requirement(rule.threshold)} đồng ý", (rule.threshold,))
        for name, clause in rule.clauses():
            yield labels.CLAUSES[name].heading, CitedPhrase(vote_phrases.clause(clause), (clause,))
    yield "Thời hạn", term(rule.term)
    if isinstance(rule, OpinionsRule):
        yield "Im lặng", CitedPhrase(labels.SILENCES[rule.silence].vi, (rule,))
    if rule.leaves_room:
        who = "Bộ, tỉnh, cụm tự định" if rule.stage is Stage.CLUSTER else "Bộ, tỉnh tự định"
        yield who, CitedPhrase(", ".join(labels.ROOMS[each].vi for each in rule.leaves_room), (rule,))


def _done(rule: StageRule) -> str:
    match rule:
        case VoteRule():
            return labels.BALLOT_KINDS[rule.ballot].vi
        case PublicationRule():
            return "công khai; hết hạn không ai có ý kiến thì đi tiếp"
        case OfficeRule():
            return "kết luận, sau khi phân công người thẩm định" if rule.officer else "kết luận"
        case OpinionsRule():
            return "hỏi các cơ quan cùng một lúc"
        case SignatureRule():
            return "ký tờ trình"
        case DecisionRule():
            return "quyết định"
        case _:
            assert_never(rule)


def paper(rule: DocumentRule) -> CitedPhrase:
    """Return a paper: its name, its form, who brings it, and of whom it is asked."""
    said = [rule.name.vi]
    if rule.form is not None and rule.form not in rule.name.vi:
        said.append(rule.form)
    if rule.brought_by is not Stage.UNIT:
        said.append(f"lập ở bước {labels.SHORT_STAGES[rule.brought_by].vi}")
    if rule.when:
        said.append(f"chỉ với {conditions(rule.when)}")
    return CitedPhrase("; ".join(said), (rule,))


def grounds(rule: Simplified | None) -> CitedPhrase:
    """Return on which grounds the simplified procedure may be asked for."""
    if rule is None:
        return CitedPhrase("không áp dụng")
    return CitedPhrase("; ".join(labels.SIMPLIFIED_GROUNDS[each].vi for each in rule.grounds), (rule,))
