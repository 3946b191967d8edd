"""The rules of a matter whose source is not certain: one line in Vietnamese for each."""

from collections.abc import Iterable, Iterator

from schemas.labels import CLAUSES, SHORT_STAGES
from schemas.legal_values import Cited
from schemas.policy import Rules
from schemas.routes import DecisionRule, SignatureRule, StageRule, VoteRule
from schemas.stages import Stage

Named = tuple[str, Cited]


def unverified_in(rules: Rules) -> tuple[str, ...]:
    """Return the uncertain rules of a dossier's whole route."""
    stages = (Stage.UNIT, *(rule.stage for rule in rules.award.route))
    award: Iterable[Named] = [(rules.award.name.vi, rules.award)]
    return _lines((*award, *(named for stage in stages for named in _at(stage, rules))))


def unverified_at(stage: Stage, rules: Rules) -> tuple[str, ...]:
    """Return the uncertain rules of one stage."""
    return _lines(_at(stage, rules))


def unverified_votes(rules: Iterable[VoteRule]) -> tuple[str, ...]:
    """Return the uncertain rules of a vote."""
    return _lines(named for rule in rules for named in _of_stage(rule))


def _lines(named: Iterable[Named]) -> tuple[str, ...]:
    doubtful = (f"{name}: {cited.citation}" for name, cited in named if not cited.verified)
    return tuple(dict.fromkeys(" ".join(line.split()) for line in doubtful))


def _at(stage: Stage, rules: Rules) -> Iterator[Named]:
    if stage is Stage.UNIT:
        yield from _of_unit(rules)
    else:
        yield from (named for rule in rules.award.route if rule.stage is stage for named in _of_stage(rule))


def _of_unit(rules: Rules) -> Iterator[Named]:
    yield "Cách tính ngày làm việc", rules.counting
    for document in rules.award.documents:
        yield f"Giấy tờ «{document.name.vi}»", document
    if rules.award.supplement is not None:
        yield "Thời hạn bổ sung hồ sơ", rules.award.supplement


def _of_stage(rule: StageRule) -> Iterator[Named]:
    step = SHORT_STAGES[rule.stage].vi
    yield f"Bước {step}", rule
    if isinstance(rule, VoteRule):
        yield f"Số thành viên tối thiểu phải dự ({step})", rule.quorum
        yield f"Tỷ lệ phiếu đồng ý ({step})", rule.threshold
        yield from ((f"{CLAUSES[name].heading} ({step})", clause) for name, clause in rule.clauses())
    if isinstance(rule, SignatureRule | DecisionRule) and rule.submitted_by is not None:
        yield f"Cơ quan trình ({step})", rule.submitted_by
    if rule.term is not None:
        yield f"Thời hạn ({step})", rule.term


# Minutes over five hundred dossiers repeat the citation five hundred times, in one payload.
CITATION_LENGTH = 160


def citation_of(rule: Cited) -> str:
    """Return the citation of a rule, as a finding prints it."""
    text = rule.citation
    cut = text if len(text) <= CITATION_LENGTH else f"{text[:CITATION_LENGTH].rstrip()}…"
    return f"Căn cứ{'' if rule.verified else ' (chưa kiểm chứng)'}: {cut}"
