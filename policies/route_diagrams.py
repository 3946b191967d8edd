"""Diagrams of the law's routes: `docs/routes.md`, a page for those who sign the law's files.

`python -m policies.route_diagrams` rewrites it.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policies import vote_phrases
from policies.catalogue import PolicyCatalogue
from schemas import labels
from schemas.legal_values import Cited, Requirement, Term
from schemas.policy import AwardRule, LocalRegime, Regime
from schemas.routes import OfficeRule, OpinionsRule, StageRule, VoteClause, VoteRule
from schemas.stages import Stage

FILE = Path(__file__).parents[1] / "docs" / "routes.md"

COMMAND = "python -m policies.route_diagrams"

_DOUBT = " (?)"

_SAME = "Các đường như của `{law}`; giá trị kế thừa từ đó đều chưa kiểm chứng.\n"

_HEAD = """\
# Quy trình xét hồ sơ

Vẽ từ các tệp của `policies/` bằng lệnh `{command}`; không sửa tay.
Drawn from the files of `policies/`: every distinct route of every regime, and the awards that take it.

- Hộp sáu cạnh là nơi bỏ phiếu. Dấu (?) là giá trị chưa kiểm chứng; `vinhdanh law` cho biết căn cứ của từng giá trị.
- Ở mọi bước, hồ sơ có thể bị trả lại để bổ sung, hoặc không được đề nghị. Bổ sung xong, hồ sơ về đúng bước đã trả lại.
- Đơn vị được rút hồ sơ ở mọi bước trước khi có quyết định; hình không vẽ việc này.
- Hình cũng không vẽ việc biểu quyết thay, tránh việc có liên quan, phân định khi bằng nhau và đóng phiếu sớm.
"""

_PICTURED: Mapping[VoteClause, str] = {
    "quota": "đề nghị nhiều nhất {}",
    "written": "ý kiến bằng văn bản {}",
    "chair": "{}",
    "points": "chỉ tiêu xếp theo điểm",
}
"""The clauses of a vote for which a picture has room."""


@dataclass(frozen=True)
class _Line:
    """A line of a diagram: two with the same text are equal, even if one of them is unverified."""

    said: str
    doubtful: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return _escaped(self.said) + (_DOUBT if self.doubtful else "")

    def or_more_doubtful(self, other: "_Line") -> "_Line":
        return other if other.doubtful else self


@dataclass(frozen=True)
class _Way:
    """A route as drawn: two routes with the same drawing are equal."""

    boxes: tuple[tuple[Stage, tuple[_Line, ...]], ...]
    """The lines of the box of each stage."""

    lapses: _Line | None
    """The line for the end of the unit's term to supplement."""

    def or_more_doubtful(self, other: "_Way") -> "_Way":
        """Return this route, marked unverified wherever it or the equal `other` is."""
        pairs = zip(self.boxes, other.boxes, strict=True)
        boxes = tuple((stage, tuple(map(_Line.or_more_doubtful, mine, theirs))) for (stage, mine), (_, theirs) in pairs)
        both = self.lapses and other.lapses and self.lapses.or_more_doubtful(other.lapses)
        return _Way(boxes, both)


def text(laws: Iterable[Regime | LocalRegime]) -> str:
    """Return the page for regimes and for regulations over them; of the latter, only the awards that they change."""
    parts, drawn = [_HEAD.format(command=COMMAND)], dict[str, str]()
    for law in sorted(laws, key=lambda law: (isinstance(law, LocalRegime), law.in_force_from, law.id)):
        body = "\n".join(_routes(law))
        # An inherited route has the same drawing, except for the marks of unverified values.
        same = drawn.setdefault(body.replace(_DOUBT, ""), law.id)
        parts.append(f"{_heading(law)}\n{body if same == law.id else _SAME.format(law=same)}")
    return "\n".join(parts)


def current() -> str:
    """Return the page for the files of this project.

    Raises:
        PolicyMistake: Some file cannot be used.
    """
    books = PolicyCatalogue.load()
    return text((*books.regimes, *books.locals))


def requirement(rule: Requirement) -> str:
    """Return a requirement as text: `ít nhất 80% tổng số thành viên`."""
    part, whole = rule.fraction
    least = "đủ" if part == whole else "ít nhất"
    return f"{'quá' if rule.exceed else least} {rule.share} {labels.BASES[rule.of].vi}"


def term(rule: Term) -> str:
    """Return a term as text: `25 ngày làm việc`."""
    return f"{rule.working_days} ngày làm việc"


def _heading(law: Regime | LocalRegime) -> str:
    until = f" đến hết {_day(law.in_force_to)}" if law.in_force_to else ""
    own = "quy chế" if isinstance(law, LocalRegime) and law.is_charter else "quy định riêng"
    over = f"; {own} của {law.body}, áp dụng cùng `{law.over}`" if isinstance(law, LocalRegime) else ""
    return f"## {law.title.vi}\n\n`{law.id}`, áp dụng từ {_day(law.in_force_from)}{until}{over}.\n"


def _day(on: object) -> str:
    return f"{on:%d/%m/%Y}"


def _routes(law: Regime | LocalRegime) -> Iterator[str]:
    ways: dict[_Way, tuple[_Way, list[str]]] = {}
    for rule in law.awards:
        for way, remark in _ways(rule):
            drawn, awards = ways.get(way, (way, []))
            award = f"- {rule.name.vi} (`{rule.award}` · `{rule.basis}`){remark}"
            ways[way] = (drawn.or_more_doubtful(way), [*awards, award])
    for number, (way, awards) in enumerate(ways.values(), start=1):
        yield f"### Quy trình {number}\n"
        yield "\n".join((*awards, "", "```mermaid", *_diagram(way), "```", ""))


def _ways(rule: AwardRule) -> Iterator[tuple[_Way, str]]:
    yield _way(rule.route, rule.supplement), ""
    if rule.simplified is not None:
        doubt = "" if rule.simplified.verified else _DOUBT
        yield _way(rule.simplified.route, rule.supplement), f", theo thủ tục đơn giản{doubt}"


def _way(route: Sequence[StageRule], supplement: Term | None) -> _Way:
    boxes = tuple((rule.stage, tuple(_lines(rule))) for rule in route)
    return _Way(boxes, None if supplement is None else _line(f"quá {term(supplement)} không bổ sung", supplement))


def _lines(rule: StageRule) -> Iterator[_Line]:
    yield _line(labels.SHORT_STAGES[rule.stage].vi, rule)
    if rule.body is not None:
        yield _Line(rule.body.name)
    if isinstance(rule, VoteRule):
        yield _Line(labels.BALLOT_KINDS[rule.ballot].vi)
        yield _line(f"họp khi có {requirement(rule.quorum)}", rule.quorum)
        yield _line(f"đạt khi {requirement(rule.threshold)} đồng ý", rule.threshold)
        pictured = ((_PICTURED[name], clause) for name, clause in rule.clauses() if name in _PICTURED)
        yield from (_line(text.format(vote_phrases.clause(clause)), clause) for text, clause in pictured)
    if isinstance(rule, OfficeRule) and rule.officer:
        yield _Line("phân công người thẩm định")
    if rule.term is not None:
        yield _line(term(rule.term), rule.term)
    if isinstance(rule, OpinionsRule):
        yield _Line(labels.SILENCES[rule.silence].vi)


def _line(said: str, source: Cited) -> _Line:
    return _Line(said, not source.verified)


def _diagram(way: _Way) -> Iterator[str]:
    stages = [stage for stage, _ in way.boxes]
    yield "flowchart TD"
    yield f'    {Stage.UNIT}{_end(Stage.UNIT)} -->|"đủ hồ sơ"| {stages[0]}'
    yield '    subgraph route["Các bước xét"]'
    yield from (f"        {stage}{_box(stage, lines)}" for stage, lines in way.boxes)
    if len(stages) > 1:
        yield f"        {' --> '.join(stages)}"
    yield "    end"
    yield f'    {stages[-1]} -->|"tặng"| {Stage.GRANTED}{_end(Stage.GRANTED)}'
    yield f'    route -.->|"trả lại để bổ sung"| {Stage.UNIT}'
    yield f'    route -.->|"không đề nghị, không tặng"| {Stage.REFUSED}{_end(Stage.REFUSED)}'
    if way.lapses is not None:
        yield f'    {Stage.UNIT} -.->|"{way.lapses}"| {Stage.LAPSED}{_end(Stage.LAPSED)}'


def _box(stage: Stage, lines: Iterable[_Line]) -> str:
    label = f'"{"<br/>".join(map(str, lines))}"'
    return f"{{{{{label}}}}}" if stage in VoteRule.stages else f"[{label}]"


def _end(stage: Stage) -> str:
    return f'(["{labels.SHORT_STAGES[stage].vi}"])'


def _escaped(line: str) -> str:
    # A quotation mark in a body's name would end the label there, and the diagram would not be drawn.
    for letter, code in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        line = line.replace(letter, code)
    return line


if __name__ == "__main__":
    ArgumentParser(prog=COMMAND, description="Vẽ lại docs/routes.md từ các tệp của policies/.").parse_args()
    FILE.write_text(current(), encoding="utf-8")
