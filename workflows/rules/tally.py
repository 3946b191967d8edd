"""Counting votes: what a sitting found of each dossier on its agenda, and why.

Shares are compared as whole numbers only: 0.9 * 10 would decide an award by rounding error.
"""

from collections.abc import Mapping, Sequence

from schemas.cited import Base, Requirement
from schemas.ids import DossierId
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, Finding, ItemMinutes, Places, Vote
from schemas.verdict import Tally

# Minutes over five hundred dossiers repeat the citation five hundred times, in one payload.
_CITATION_LENGTH = 160


def count(marks: Sequence[str], *, seats: int, present: int, rule: VoteRule) -> Tally:
    """Return the count of one dossier's votes.

    Args:
        marks: One letter of `Vote.mark` for each ballot handed in.
        seats: How many are entitled to vote.
        present: How many attended, whether they handed in a ballot or not.
        rule: What the share is taken of, and how large it must be.

    Raises:
        ValueError: More ballots than attended, more attended than are entitled, or a letter that is no vote.
    """
    cast = len(marks)
    if not cast <= present <= seats:
        raise ValueError(f"{cast} ballots from {present} present of {seats} seats")
    votes = {vote: marks.count(vote.mark) for vote in Vote}
    if sum(votes.values()) != cast:
        raise ValueError(f"a mark that is none of {', '.join(vote.mark for vote in Vote)}")

    base = {Base.ALL_SEATS: seats, Base.SEATS_PRESENT: present, Base.BALLOTS_CAST: cast}[rule.threshold.of]
    return Tally(
        seats=seats,
        present=present,
        cast=cast,
        approve=votes[Vote.APPROVE],
        disapprove=votes[Vote.DISAPPROVE],
        abstain=votes[Vote.ABSTAIN],
        invalid=votes[Vote.INVALID],
        base=base,
        of=rule.threshold.of,
        needed=_least(rule.threshold, of=base),
    )


def has_quorum(tally: Tally, rule: VoteRule) -> bool:
    """Return whether enough attended for the vote to count."""
    return tally.present >= _least(rule.quorum, of=tally.seats)


def finding(tally: Tally, rule: VoteRule) -> Finding:
    """Return what a count says on its own, before the places there are: carried, defeated, or no quorum."""
    if not has_quorum(tally, rule):
        return Finding.NO_QUORUM
    return Finding.CARRIED if tally.approve >= tally.needed else Finding.DEFEATED


def of_sitting(
    *,
    agenda: Sequence[AgendaItem],
    rules: Sequence[VoteRule],
    ballots: Sequence[str],
    seats: int,
    present: int,
    places: Sequence[Places],
    returned: Mapping[DossierId, tuple[str, ...]],
) -> tuple[ItemMinutes, ...]:
    """Return what the minutes say of each dossier, in the agenda's order.

    Args:
        agenda: The dossiers that were heard.
        rules: What the items' `rule` points into.
        ballots: One seat's marks over the whole agenda each, in its order.
        seats: How many are entitled to vote.
        present: How many attended, whether they handed in a ballot or not.
        places: Awards of which only so many may be carried.
        returned: Dossiers sent back to their units instead of being voted on, with the reasons.

    Raises:
        ValueError: A ballot does not cover the agenda, a returned dossier is not on it, or a count is impossible.
    """
    if any(len(marks) != len(agenda) for marks in ballots):
        raise ValueError("a ballot does not cover the agenda")
    if strangers := returned.keys() - {item.dossier_id for item in agenda}:
        raise ValueError(f"not on the agenda: {', '.join(sorted(strangers))}")

    columns = zip(*ballots, strict=True) if ballots else ((),) * len(agenda)
    found = tuple(
        _minuted(item, count(marks, seats=seats, present=present, rule=rules[item.rule]), rules[item.rule], returned)
        for item, marks in zip(agenda, columns, strict=True)
    )
    return within_places(found, places)


def within_places(items: Sequence[ItemMinutes], places: Sequence[Places]) -> tuple[ItemMinutes, ...]:
    """Return the items with no more carried than there are places, by approving votes; a tie at the line stays open."""
    kept = tuple(items)
    for place in places:
        kept = _within(kept, place)
    return kept


def lacks_quorum(items: Sequence[ItemMinutes]) -> bool:
    """Return whether the sitting must be adjourned: something was put to the vote, and no vote had a quorum."""
    voted = [item.finding for item in items if item.finding is not Finding.RETURNED]
    return bool(voted) and all(found is Finding.NO_QUORUM for found in voted)


def _least(requirement: Requirement, *, of: int) -> int:
    part, whole = requirement.fraction
    if requirement.exceed or of == 0:
        return part * of // whole + 1
    return -(-part * of // whole)


def _minuted(
    item: AgendaItem, tally: Tally, rule: VoteRule, returned: Mapping[DossierId, tuple[str, ...]]
) -> ItemMinutes:
    sent_back = item.dossier_id in returned
    found = Finding.RETURNED if sent_back else finding(tally, rule)
    return ItemMinutes(
        dossier_id=item.dossier_id,
        nominee=item.nominee,
        award=item.award,
        basis=item.basis,
        finding=found,
        tally=tally,
        reasons=returned[item.dossier_id] if sent_back else _reasons(found, tally, rule),
        objections=item.objections,
    )


def _within(items: tuple[ItemMinutes, ...], place: Places) -> tuple[ItemMinutes, ...]:
    ground = (place.award, place.basis)
    rivals = [item for item in items if (item.award, item.basis) == ground and item.finding is Finding.CARRIED]
    if len(rivals) <= place.count:
        return items

    votes = sorted((item.tally.approve for item in rivals), reverse=True)
    placed = {item.dossier_id: _placed(item, votes, place.count) for item in rivals}
    return tuple(placed.get(item.dossier_id, item) for item in items)


def _placed(item: ItemMinutes, votes: Sequence[int], places: int) -> ItemMinutes:
    own, first_out = item.tally.approve, votes[places]
    if own > first_out:
        return item
    if places and own == votes[places - 1]:
        return _left(item, Finding.TIED, _tie(own, votes, places))
    return _left(item, Finding.NO_PLACE, _no_place(item.tally, votes, places))


def _left(item: ItemMinutes, found: Finding, reason: str) -> ItemMinutes:
    return item.model_copy(update={"finding": found, "reasons": (reason, _attendance(item.tally))})


def _reasons(found: Finding, tally: Tally, rule: VoteRule) -> tuple[str, ...]:
    if found is Finding.NO_QUORUM:
        return (_absence(tally, rule.quorum), source(rule.quorum))
    if found is Finding.DEFEATED:
        return (_shortfall(tally, rule.threshold), _attendance(tally), source(rule.threshold))
    return ()


def _absence(tally: Tally, quorum: Requirement) -> str:
    needed = _least(quorum, of=tally.seats)
    return (
        f"Không đủ số thành viên để biểu quyết: có mặt {tally.present} trên tổng số {tally.seats} thành viên,"
        f" cần ít nhất {needed} ({_share(quorum)} tổng số thành viên)."
    )


def _shortfall(tally: Tally, threshold: Requirement) -> str:
    base = {
        Base.ALL_SEATS: f"tổng số {tally.base} thành viên",
        Base.SEATS_PRESENT: f"{tally.base} thành viên có mặt",
        Base.BALLOTS_CAST: f"{tally.base} phiếu thu về",
    }[tally.of]
    return (
        f"Không đạt tỷ lệ: được {tally.approve} phiếu đồng ý, cần ít nhất {tally.needed} phiếu"
        f" ({_share(threshold)} tính trên {base})."
    )


def _no_place(tally: Tally, votes: Sequence[int], places: int) -> str:
    reached = f"Đủ tỷ lệ với {tally.approve} phiếu đồng ý (cần {tally.needed})"
    if not places:
        return f"{reached} nhưng phiên họp không có chỉ tiêu cho hình thức này."
    return (
        f"{reached} nhưng không còn chỉ tiêu: {len(votes)} hồ sơ đủ tỷ lệ, {places} chỉ tiêu,"
        f" vị trí cuối trong chỉ tiêu được {votes[places - 1]} phiếu."
    )


def _tie(own: int, votes: Sequence[int], places: int) -> str:
    left = places - sum(vote > own for vote in votes)
    return (
        f"{votes.count(own)} hồ sơ cùng được {own} phiếu đồng ý trong khi chỉ còn {left} trên {places} chỉ tiêu;"
        " phải biểu quyết lại giữa các hồ sơ này."
    )


def _attendance(tally: Tally) -> str:
    return f"Có mặt {tally.present} trên tổng số {tally.seats} thành viên, thu về {tally.cast} phiếu."


def _share(requirement: Requirement) -> str:
    return f"trên {requirement.share}" if requirement.exceed else f"từ {requirement.share} trở lên"


def source(requirement: Requirement) -> str:
    """Return where a share is written, in the words in which a finding names it."""
    text = requirement.citation
    cut = text if len(text) <= _CITATION_LENGTH else f"{text[:_CITATION_LENGTH].rstrip()}…"
    return f"Căn cứ{'' if requirement.verified else ' (chưa kiểm chứng)'}: {cut}"
