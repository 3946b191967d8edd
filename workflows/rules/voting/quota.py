"""Places: their number where the law allows only a share, and whether all rivals for them can be compared."""

from collections.abc import Iterator, Sequence

from schemas.legal_values import Quota
from schemas.ports import AgendaAnswer
from schemas.refusals import Reason, Refusal
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, Places


def quota_limit(quota: Quota, out_of: int) -> int:
    """Return the greatest number that is no more than a share of a base.

    It is rounded down: one more would be more than the share. The caller gives the base: the same twelve
    proposals are too many of 54 leaders and not too many of 66.

    Raises:
        ValueError: The base is negative.
    """
    if out_of < 0:
        raise ValueError(f"a share of {out_of}")
    part, whole = quota.fraction
    return part * out_of // whole


def exceeded(known: AgendaAnswer, places: Sequence[Places]) -> Refusal | None:
    """Refuse a sitting that could support more of an award than the law's share of it, or that gives no number.

    Its source for the Government's flag: Công văn 5007/BNV-TĐKT ngày 05/9/2023, under the law before 2024.
    """
    given = {(place.award, place.basis): place for place in places}
    for item in {(each.award, each.basis): each for each in known.items}.values():
        quota = known.rules[item.rule].quota if known.rules else None
        if quota is not None and (refusal := _beyond(quota, item, given.get((item.award, item.basis)))):
            return refusal
    return None


def _beyond(quota: Quota, item: AgendaItem, place: Places | None) -> Refusal | None:
    ground = f"{item.award} · {item.basis}"
    limit = f"không quá {quota.share} {quota.of.vi}"
    if place is None or place.out_of is None:
        return Refusal(
            reason=Reason.PLACES_NEEDED,
            message=f"{ground}: {limit}; phải ghi số chỉ tiêu (places.count) và số {quota.of.vi} (places.out_of).",
            details=(item.award, item.basis),
        )
    allowed = quota_limit(quota, place.out_of)
    if place.count <= allowed:
        return None
    return Refusal(
        reason=Reason.OVER_QUOTA,
        message=f"{ground}: {limit}; {quota.share} của {place.out_of} là {allowed}, không phải {place.count}.",
        details=(item.award, item.basis, str(allowed)),
    )


def incomparable(known: AgendaAnswer, places: Sequence[Places]) -> Refusal | None:
    """Refuse a sitting in which dossiers compete for one place by different rules: votes against points, say.

    An agenda may hold dossiers of several regimes or heads, each voted on by its own rule; but such rivals have no
    common order.
    """
    for place in places:
        orders: dict[object, AgendaItem] = {}
        for item, rule in _rivals(known, place):
            orders.setdefault(_order(rule), item)
        if len(orders) > 1:
            first, other, *_ = orders.values()
            return Refusal(
                reason=Reason.RIVALS_UNDER_TWO_RULES,
                message=f"{place.award} · {place.basis}: {first.dossier_id} và {other.dossier_id} cùng tranh chỉ tiêu"
                " nhưng quy định xếp thứ tự khác nhau (bảng điểm, vòng hai hoặc thứ tự ưu tiên);"
                " xin chia thành hai phiên.",
                details=(first.dossier_id, other.dossier_id),
            )
    return None


def _rivals(known: AgendaAnswer, place: Places) -> Iterator[tuple[AgendaItem, VoteRule]]:
    for item in known.items:
        if known.rules and (item.award, item.basis) == (place.award, place.basis):
            yield item, known.rules[item.rule]


def _order(rule: VoteRule) -> object:
    """Return the order of rivals, whatever clause sets it: points, a second round, `last_words`."""
    table, ties = rule.points, rule.ties
    points = table and (tuple((group.id, group.most) for group in table.groups), table.bonus, table.penalty)
    return points, ties and (ties.second_round, ties.last_words)
