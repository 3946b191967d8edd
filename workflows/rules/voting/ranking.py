"""Places: their award where more dossiers are carried than there are places, and ties for the last one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schemas.ballots import Vote
from schemas.ids import DossierId
from schemas.minutes import Finding, ItemMinutes
from schemas.nominee import Trait
from schemas.routes import VoteRule
from schemas.sitting import Contested, Places
from schemas.verdict import Tally
from schemas.vote_clauses import LastWord
from schemas.workflow_state import FirstRound
from workflows.rules import citations
from workflows.rules.voting import polls, sentences
from workflows.rules.voting.polls import Poll
from workflows.rules.voting.sentences import Sentence

Key = Callable[[DossierId], Decimal | int]


@dataclass(frozen=True)
class Cut:
    """Rivals for places: those with a place, those tied for the places left, those without."""

    placed: tuple[DossierId, ...]
    tied: tuple[DossierId, ...]
    out: tuple[DossierId, ...]


def cut(rivals: Sequence[DossierId], key: Key, places: int) -> Cut:
    """Return the rivals with a place, highest first; those at the line are tied if there is not room for all."""
    if len(rivals) <= places:
        return Cut(tuple(rivals), (), ())
    if not places:
        return Cut((), (), tuple(rivals))
    ranked = sorted((key(rival) for rival in rivals), reverse=True)
    last_in, first_out = ranked[places - 1], ranked[places]
    return Cut(
        placed=tuple(rival for rival in rivals if key(rival) > first_out),
        tied=tuple(rival for rival in rivals if key(rival) == first_out == last_in),
        out=tuple(rival for rival in rivals if key(rival) < last_in),
    )


def within_places(items: Sequence[ItemMinutes], poll: Poll) -> tuple[ItemMinutes, ...]:
    """Return the items with no more carried than there are places, by points or by approving votes.

    A tie for the last place is broken by the rule's `last_words` where it has no second round; where it has one, or no
    last word helps, it stays open.
    """
    found = {item.dossier_id: item for item in items}
    for place in poll.places:
        found |= _first(place, [item for item in found.values() if _vies(item, place, Finding.CARRIED)], poll)
    return tuple(found[item.dossier_id] for item in items)


def for_a_second_round(items: Sequence[ItemMinutes], poll: Poll) -> tuple[Contested, ...]:
    """Return the ties that are voted on again, by award and ground, where the rule requires it."""
    return tuple(found for place in poll.places if (found := _contested(place, items, poll)))


def _contested(place: Places, items: Sequence[ItemMinutes], poll: Poll) -> Contested | None:
    tied = tuple(item.dossier_id for item in items if _vies(item, place, Finding.TIED))
    ties = _rule(poll, tied).ties if tied else None
    if ties is None or not ties.second_round:
        return None
    carried = sum(_vies(item, place, Finding.CARRIED) for item in items)
    return Contested(award=place.award, basis=place.basis, dossiers=tied, places=place.count - carried)


def after_a_second_round(first: FirstRound, poll: Poll) -> tuple[ItemMinutes, ...]:
    """Return a first round's items with the results of the second round; `poll` is the second round's.

    The votes decide the order, whatever their share; then the rule's `last_words`. Without a quorum all stay open.
    A place left by a rival that has gone falls to the next rival of the first round.
    """
    tallies, again = polls.tallies(poll), {item.dossier_id: item for item in polls.item_minutes(poll)}
    found = {each.dossier_id: _again(each, again.get(each.dossier_id), tallies) for each in first.minutes.items}
    for contested in first.contested:
        if any(again[each].finding is Finding.NO_QUORUM for each in contested.dossiers):
            continue
        rivals = [found[each] for each in contested.dossiers if found[each].finding is Finding.TIED]
        found |= _second(contested.places, rivals, tallies, poll)
        next_ = [item for item in first.minutes.items if _vies(item, contested, Finding.NO_PLACE)]
        found |= _move_up(next_, max(contested.places - len(rivals), 0))
    return tuple(found.values())


def _vies(item: ItemMinutes, place: Places | Contested, finding: Finding) -> bool:
    return (item.award, item.basis) == (place.award, place.basis) and item.finding is finding


def _again(first: ItemMinutes, second: ItemMinutes | None, tallies: Mapping[DossierId, Tally]) -> ItemMinutes:
    if second is None:
        return first
    kept = first.evolve(second=tallies[first.dossier_id], second_sums=second.sums)
    if second.finding in {Finding.RETURNED, Finding.GONE, Finding.NO_QUORUM}:
        found = Finding.TIED if second.finding is Finding.NO_QUORUM else second.finding
        return kept.evolve(finding=found, reasons=second.reasons)
    return kept


def _first(place: Places, rivals: Sequence[ItemMinutes], poll: Poll) -> dict[DossierId, ItemMinutes]:
    by_id = {item.dossier_id: item for item in rivals}

    def key(dossier_id: DossierId) -> Decimal | int:
        return _reached(by_id[dossier_id])

    found = cut(list(by_id), key, place.count)
    told = {each: _left(by_id[each], Finding.NO_PLACE, _no_place(by_id[each], rivals, place)) for each in found.out}
    if not found.tied:
        return told
    tie = _tie(key(found.tied[0]), len(found.tied), place.count - len(found.placed), place.count)
    rule = _rule(poll, found.tied)
    tied = [by_id[each] for each in found.tied]
    if rule.ties is None or rule.ties.second_round:
        again = f"{tie}; phải biểu quyết lại giữa các hồ sơ này."
        return told | {item.dossier_id: _left(item, Finding.TIED, again) for item in tied}
    return told | _by_last_words(tied, place.count - len(found.placed), poll, tie)


def _second(
    places: int, rivals: Sequence[ItemMinutes], tallies: Mapping[DossierId, Tally], poll: Poll
) -> dict[DossierId, ItemMinutes]:
    by_id = {item.dossier_id: item for item in rivals}
    found = cut(list(by_id), lambda each: tallies[each].approve, places)
    told = {each: _won(by_id[each], _by_votes(tallies[each], placed=True)) for each in found.placed}
    told |= {each: _left(by_id[each], Finding.NO_PLACE, _by_votes(tallies[each], placed=False)) for each in found.out}
    if not found.tied:
        return told
    left = places - len(found.placed)
    tie = _tie(tallies[found.tied[0]].approve, len(found.tied), left, places, "Ở vòng hai, ")
    return told | _by_last_words([by_id[each] for each in found.tied], left, poll, tie)


def _move_up(rivals: Sequence[ItemMinutes], places: int) -> dict[DossierId, ItemMinutes]:
    # Ballots are not kept beyond the first round: no last word can be applied to a second tie.
    by_id = {item.dossier_id: item for item in rivals}
    found = cut(list(by_id), lambda each: _reached(by_id[each]), places)
    before = "Hồ sơ xếp trên được rút, tạm dừng hoặc trả lại ở vòng hai;"
    why = f"{before} vào chỉ tiêu còn lại theo kết quả vòng một."
    equal = f"{before} nhiều hồ sơ kế tiếp bằng nhau theo kết quả vòng một, chờ phiên sau."
    moved = {each: _won(by_id[each], why) for each in found.placed}
    return moved | {each: _left(by_id[each], Finding.TIED, equal) for each in found.tied}


def _reached(item: ItemMinutes) -> Decimal | int:
    return item.tally.approve if item.points is None else item.points


def _by_last_words(rivals: Sequence[ItemMinutes], places: int, poll: Poll, tie: str) -> dict[DossierId, ItemMinutes]:
    by_id = {item.dossier_id: item for item in rivals}
    rule = _rule(poll, list(by_id))
    told: dict[DossierId, ItemMinutes] = {}
    tied = tuple(by_id)
    for word in rule.ties.last_words if rule.ties else ():
        found = cut(tied, _preferred(word, poll).__contains__, places - _placed(told))
        why = f"{tie}. {_LAST_WORDS[word].vi} {citations.citation_of(rule.ties)}" if rule.ties else tie
        told |= {each: _won(by_id[each], why) for each in found.placed}
        told |= {each: _left(by_id[each], Finding.NO_PLACE, why) for each in found.out}
        tied = found.tied
        if not tied:
            break
    unresolved = f"{tie}. Không còn cách nào phân định."
    return told | {each: _left(by_id[each], Finding.TIED, unresolved) for each in tied}


def _placed(told: Mapping[DossierId, ItemMinutes]) -> int:
    return sum(item.finding is Finding.CARRIED for item in told.values())


_LAST_WORDS = {
    LastWord.CHAIR: Sentence("Ưu tiên hồ sơ được chủ tọa đồng ý.", "Those that the chair approved go first."),
    LastWord.WOMAN: Sentence(
        "Ưu tiên cá nhân là nữ, tập thể có từ 70% là nữ.", "Women, and collectives of 70 % women, go first."
    ),
}


def _preferred(word: LastWord, poll: Poll) -> Collection[DossierId]:
    match word:
        case LastWord.CHAIR:
            counted = zip(poll.items, poll.votes(), strict=True)
            return {item.dossier_id for item, votes in counted if votes.chair == Vote.APPROVE.mark}
        case LastWord.WOMAN:
            return {item.dossier_id for item in poll.items if Trait.WOMAN in item.traits}


def _rule(poll: Poll, dossiers: Collection[DossierId]) -> VoteRule:
    return poll.rule_of(next(item for item in poll.items if item.dossier_id in dossiers))


def _won(item: ItemMinutes, why: str) -> ItemMinutes:
    return item.evolve(finding=Finding.CARRIED, reasons=(why,))


def _left(item: ItemMinutes, found: Finding, why: str) -> ItemMinutes:
    said = (why, sentences.attendance(item.second or item.tally).vi)
    return item.evolve(finding=found, reasons=said)


def _by_votes(again: Tally, *, placed: bool) -> str:
    return f"Vòng hai: được {again.approve} phiếu đồng ý, {'vào' if placed else 'không còn'} chỉ tiêu."


def _no_place(item: ItemMinutes, rivals: Sequence[ItemMinutes], place: Places) -> str:
    is_enough = item.tally.approve >= item.tally.needed
    how = "Đủ tỷ lệ" if is_enough else "Số phiếu ngang nhau và chủ tọa đồng ý,"
    reached = f"{how} với {item.tally.approve} phiếu đồng ý (cần {item.tally.needed})"
    if not place.count:
        return f"{reached} nhưng phiên họp không có chỉ tiêu cho hình thức này."
    last = sentences.written(Decimal(sorted(map(_reached, rivals), reverse=True)[place.count - 1])).vi
    return (
        f"{reached} nhưng không còn chỉ tiêu: {len(rivals)} hồ sơ đủ tỷ lệ, {place.count} chỉ tiêu,"
        f" vị trí cuối trong chỉ tiêu được {last} {'phiếu' if item.points is None else 'điểm'}."
    )


def _tie(own: Decimal | int, rivals: int, left: int, places: int, where: str = "") -> str:
    reached = sentences.written(Decimal(own)).vi
    what = "điểm" if isinstance(own, Decimal) else "phiếu đồng ý"
    return f"{where}{rivals} hồ sơ cùng được {reached} {what} trong khi chỉ còn {left} trên {places} chỉ tiêu"
