"""An award of the law in rows: one thing that the law says in each, with a saying for each side."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

from schemas import labels
from schemas.legal_values import Cited, Name
from schemas.policy import AwardRule, DocumentRule, LocalRegime, Regime, Simplified
from schemas.routes import StageRule
from schemas.stages import Stage
from vinhdanh.cli.law import law_phrases
from vinhdanh.cli.law.columns import Ground, LawColumn
from vinhdanh.cli.law.law_phrases import CitedPhrase
from vinhdanh.cli.render.formats import day

T = TypeVar("T")

KeyT = TypeVar("KeyT")

Sayings = tuple[CitedPhrase | None, ...]

NOT_HERE = CitedPhrase("")
"""What a side says of an award that it does not have: it is compared with nothing."""


@dataclass(frozen=True)
class Row:
    """One thing that the law says."""

    name: str
    sayings: Sayings
    """What it says on each side; nothing where a side does not have it."""

    within: bool = False
    """Whether it belongs to the row before it."""

    opens: bool = False
    """Whether a part of the page begins with it."""

    compared: bool = True

    @property
    def differs(self) -> bool:
        """Whether two sides say different things."""
        compared = [saying for saying in self.sayings if saying is not NOT_HERE] if self.compared else []
        return len({saying and saying.said for saying in compared}) > 1


def of_award(sides: Sequence[LawColumn], ground: Ground) -> Iterator[Row]:
    """Yield what each side says of an award on a ground."""
    rules = [side.grounds.get(ground) for side in sides]
    yield from _law(sides)
    named = _said(rules, lambda rule: CitedPhrase(rule.name.vi, (rule,)))
    yield Row("Hình thức", tuple(name or CitedPhrase("không có hình thức này") for name in named), opens=True)
    for row in (*_award(rules), *_route(rules), *_papers(rules), *_simplified(rules)):
        here = zip(row.sayings, rules, strict=True)
        yield replace(row, sayings=tuple(NOT_HERE if rule is None else saying for saying, rule in here))


def _law(sides: Sequence[LawColumn]) -> Iterator[Row]:
    regimes, locals_ = [side.regime for side in sides], [side.local for side in sides]
    yield Row("Văn bản áp dụng", _said(regimes, _titled), compared=False)
    yield Row("Hiệu lực", _said(regimes, _days), compared=False, within=True)
    if any(side.body for side in sides):
        yield Row("Quy định riêng", tuple(_own_regulation(side) for side in sides))
    if any(locals_):
        yield Row("Hiệu lực", _said(locals_, _days), within=True)
    yield Row("Tính ngày làm việc", _said([regime.counting for regime in regimes], law_phrases.counting))
    favours = [regime.favours_earlier for regime in regimes]
    if any(favours):
        yield Row("Hồ sơ nhận từ trước", _said(favours, _favour))


def _said(of: Iterable[T | None], saying: Callable[[T], CitedPhrase | None]) -> Sayings:
    return tuple(None if each is None else saying(each) for each in of)


def _titled(law: Regime | LocalRegime) -> CitedPhrase:
    return CitedPhrase(f"{law.title.vi} ({law.id})", (law,))


def _own_regulation(side: LawColumn) -> CitedPhrase:
    return CitedPhrase(f"{side.body} không có") if side.local is None else _titled(side.local)


def _days(law: Regime | LocalRegime) -> CitedPhrase:
    until = f" đến hết {day(law.in_force_to)}" if law.in_force_to else ""
    return CitedPhrase(f"từ {day(law.in_force_from)}{until}")


def _favour(rule: Cited) -> CitedPhrase:
    return CitedPhrase("được chọn văn bản này nếu có lợi hơn", (rule,))


def _award(rules: Sequence[AwardRule | None]) -> Iterator[Row]:
    yield Row("Tặng cho", _said(rules, lambda rule: CitedPhrase(law_phrases.conditions(rule.nominees), (rule,))))
    yield Row("Ai quyết định", _said(rules, lambda rule: _named(rule.decided_by, rule)))
    yield Row("Ai ký", _said(rules, lambda rule: _named(rule.signed_by, rule)))
    yield Row("Hạn bổ sung hồ sơ", _said(rules, lambda rule: law_phrases.term(rule.supplement)))


def _named(name: Name | None, rule: AwardRule) -> CitedPhrase | None:
    return None if name is None else CitedPhrase(name.vi, (rule,))


def _route(rules: Sequence[AwardRule | None]) -> Iterator[Row]:
    yield Row("Các bước", _said(rules, lambda rule: law_phrases.steps(rule.route)), opens=True)
    yield from _stages([rule.route if rule else () for rule in rules])


def _stages(routes: Sequence[Sequence[StageRule]]) -> Iterator[Row]:
    by_stage = [{rule.stage: rule for rule in route} for route in routes]
    for stage in _together([list(route) for route in by_stage]):
        told = [law_phrases.stage(route[stage]) if stage in route else {} for route in by_stage]
        for name in _together([list(each) for each in told]):
            sayings = tuple(each.get(name) for each in told)
            yield Row(name or labels.SHORT_STAGES[stage].vi, sayings, within=bool(name))


def _papers(of: Sequence[AwardRule | Simplified | None]) -> Iterator[Row]:
    told = [_counted(each.documents if each else ()) for each in of]
    if not any(told):
        yield Row("Giấy tờ", _said(of, lambda _: law_phrases.NOTHING), opens=True)
    for number, key in enumerate(_together([list(each) for each in told]), start=1):
        papers = [each.get(key) for each in told]
        yield Row(f"Giấy tờ {number}", _said(papers, law_phrases.paper), opens=number == 1)


def _counted(papers: Sequence[DocumentRule]) -> Mapping[tuple[str, int], DocumentRule]:
    # Two papers of one kind may stand there, each asked of somebody else.
    found: dict[tuple[str, int], DocumentRule] = {}
    for paper in papers:
        found[next((paper.kind, at) for at in count() if (paper.kind, at) not in found)] = paper
    return found


def _simplified(rules: Sequence[AwardRule | None]) -> Iterator[Row]:
    yield Row("Thủ tục đơn giản", _said(rules, lambda rule: law_phrases.grounds(rule.simplified)), opens=True)
    ways = [rule.simplified if rule else None for rule in rules]
    if any(ways):
        yield Row("Các bước", _said(ways, lambda way: law_phrases.steps(way.route)))
        theirs = {stage for rule in rules if rule for stage in _own(rule)}
        yield from _stages([[each for each in way.route if each.stage in theirs] if way else [] for way in ways])
        yield from (replace(row, opens=False) for row in _papers(ways))


def _own(rule: AwardRule) -> set[Stage]:
    """Return the stages that the simplified procedure keeps otherwise than the usual one."""
    simplified = rule.simplified.route if rule.simplified else ()
    return {each.stage for each in simplified if each not in rule.route}


def _together(orders: Sequence[Sequence[KeyT]]) -> list[KeyT]:
    """Return everything that stands in any of the orders: each after what it follows where it stands first."""
    merged: list[KeyT] = []
    for order in orders:
        at = 0
        for key in order:
            if key not in merged:
                merged.insert(at, key)
            at = merged.index(key) + 1
    return merged
