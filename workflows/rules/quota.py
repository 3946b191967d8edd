"""How many may be put forward where the law allows only a share of those who came first."""

from collections.abc import Sequence

from schemas.cited import Quota
from schemas.ports import Agenda
from schemas.refusals import Reason, Refusal
from schemas.sitting import AgendaItem, Places


def most(quota: Quota, out_of: int) -> int:
    """Return the greatest number that is no more than a share of a base.

    It is rounded down: one more would be more than the share. The caller says what the base is: the same twelve
    proposals are too many of 54 leaders and not too many of 66.

    Raises:
        ValueError: The base is less than nothing.
    """
    if out_of < 0:
        raise ValueError(f"a share of {out_of}")
    part, whole = quota.fraction
    return part * out_of // whole


def exceeded(known: Agenda, places: Sequence[Places]) -> Refusal | None:
    """Refuse a sitting that could support more of an award than the law's share of it, or that does not say how many.

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
    allowed = most(quota, place.out_of)
    if place.count <= allowed:
        return None
    return Refusal(
        reason=Reason.OVER_QUOTA,
        message=f"{ground}: {limit}; {quota.share} của {place.out_of} là {allowed}, không phải {place.count}.",
        details=(item.award, item.basis, str(allowed)),
    )
