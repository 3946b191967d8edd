"""Checks of the tellers' count: who enters it, who counted, and whether its numbers add up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.ids import ActorId, DossierId
from schemas.labels import BALLOT_KINDS, COUNT_KINDS
from schemas.messages import Convene, CountVotes
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind
from schemas.vote_counts import CountKind, ItemSums, RecordedCount
from schemas.workflow_state import SittingState
from workflows.rules import agenda, citations
from workflows.rules.agenda import SHOWN
from workflows.rules.common_refusals import not_yours, speaks_for
from workflows.rules.sitting import attendance, attendance_checks, chair_checks, meeting_checks, recusals, rolls
from workflows.rules.voting import counted_papers


def may_count(call: Convene, state: SittingState, act: CountVotes) -> Refusal | None:
    """Only the secretary enters the count of an open meeting, in which no single ballot stands."""
    if strangers := tuple(seat for seat in act.present if seat not in set(state.roll)):
        return meeting_checks.off_the_roll(strangers)
    allowed = (state.body.secretary,) if state.body.secretary else rolls.presidium(state.body)
    if not speaks_for(act.by, *allowed):
        return not_yours("nhập kết quả kiểm phiếu", *allowed)
    table = [item.dossier_id for item in rolls.on_the_table(state)]
    return (
        meeting_checks.not_open(state, act.meeting)
        or _not_newer(state, act)
        or _voted_singly(state)
        or _wrote(state, act)
        or attendance_checks.contradicted(state, act.present, is_whole=True)
        or _another_kind(state, act)
        or _interested_teller(state, act)
        or agenda.not_covered(table, [item.dossier_id for item in act.items])
        or _does_not_add(call, state, act)
        or chair_checks.of_count(call, state.evolve(count=recorded(state, act)))
        or _too_many_approved(call, state, act)
    )


def recorded(state: SittingState, act: CountVotes) -> RecordedCount:
    """Return a count as stored: seats in the order of the roll, sums in the order of the agenda."""
    sums, present = {item.dossier_id: item for item in act.items}, set(act.present)
    return RecordedCount(
        kind=act.kind,
        issued=act.issued,
        returned=act.returned,
        tellers=act.tellers,
        record=act.record,
        revision=act.revision,
        present=tuple(seat for seat in state.roll if seat in present),
        items=tuple(sums[item.dossier_id] for item in rolls.on_the_table(state) if item.dossier_id in sums),
    )


def _not_newer(state: SittingState, act: CountVotes) -> Refusal | None:
    last = state.count.revision if state.count else 0
    if act.revision > last:
        return None
    if act.revision < last:
        return Refusal(
            reason=Reason.BALLOT_SUPERSEDED,
            message=f"Đã có kết quả kiểm phiếu lần {last}; lần {act.revision} không còn giá trị.",
            details=(str(last),),
        )
    return Refusal(
        reason=Reason.BALLOT_ALREADY_CAST,
        message=f"Đã có kết quả kiểm phiếu lần {last} với nội dung khác; muốn sửa phải gửi lần {last + 1}.",
        details=(str(last),),
    )


def _voted_singly(state: SittingState) -> Refusal | None:
    voted = tuple(seat for seat, ballot in rolls.standing(state).items() if not ballot.written)
    if not voted:
        return None
    return Refusal(
        reason=Reason.VOTED_OTHERWISE,
        message=f"Lần họp này đã nhận phiếu của từng thành viên ({', '.join(voted[:SHOWN])});"
        " muốn nhập kết quả kiểm phiếu thì phải rút các phiếu ấy trước.",
        details=voted[:SHOWN],
    )


def _wrote(state: SittingState, act: CountVotes) -> Refusal | None:
    wrote = tuple(seat for seat in act.present if rolls.wrote(state, seat))
    if not wrote:
        return None
    return Refusal(
        reason=Reason.ATTENDED_AND_WROTE,
        message=f"{', '.join(wrote[:SHOWN])} đã gửi ý kiến bằng văn bản; có mặt thì phải rút ý kiến ấy trước.",
        details=wrote[:SHOWN],
    )


def _another_kind(state: SittingState, act: CountVotes) -> Refusal | None:
    # One secret item makes the whole ballot secret, as for single ballots.
    table = rolls.on_the_table(state)
    secret = (item for item in table if state.rules[item.rule].ballot is BallotKind.SECRET)
    item = next(secret, table[0])
    rule = state.rules[item.rule]
    asked = CountKind.PAPER if rule.ballot is BallotKind.SECRET else CountKind.HANDS
    if act.kind is asked:
        return None
    return Refusal(
        reason=Reason.OTHER_BALLOT_KIND,
        message=f"{item.dossier_id}: quy chế là {BALLOT_KINDS[rule.ballot].vi}, phải kiểm bằng"
        f" {COUNT_KINDS[asked].vi}, không phải {COUNT_KINDS[act.kind].vi}. {citations.citation_of(rule)}",
        details=(item.dossier_id, asked.value),
    )


def _interested_teller(state: SittingState, act: CountVotes) -> Refusal | None:
    proposed = {str(name) for item in state.agenda for name in (item.unit, item.nominee_id) if name is not None}
    interested = tuple(each for each in act.tellers if proposed.intersection(_interests(state, each)))
    if not interested:
        return None
    return Refusal(
        reason=Reason.TELLER_ON_AGENDA,
        message=f"{', '.join(interested)} là đơn vị, đối tượng hoặc thuộc đơn vị có hồ sơ trong chương trình;"
        " phải cử người khác vào ban kiểm phiếu.",
        details=interested,
    )


def _interests(state: SittingState, teller: ActorId) -> Iterator[str]:
    yield str(teller)
    for seat in state.body.seats:
        if str(seat.id) == str(teller):
            yield from (str(name) for name in (rolls.unit_of(state.body, seat), seat.nominee) if name is not None)
        for each in seat.substitutes:
            if each.id == teller:
                yield from (str(name) for name in (each.unit, each.nominee) if name is not None)


@dataclass(frozen=True)
class _Room:
    """The papers of those present: of each seat, or of each of those who represent it in turns."""

    here: int
    """Those present, of whom each may be given one paper."""

    voters: int
    """Those of them that vote on something: those that step aside from everything are given no paper."""

    idle: int
    """The papers issued beyond those of the voters, to seats that step aside from everything."""

    aside: Mapping[DossierId, int]
    """How many of the voters step aside from each dossier, or are not there for it."""

    def papers(self, dossier_id: DossierId, returned: int) -> tuple[int, int]:
        """Return the least and the most papers that count for a dossier.

        They differ where papers were not returned: these may be of seats that step aside from it.
        """
        aside = self.aside.get(dossier_id, 0)
        return max(0, returned - aside - self.idle), min(returned, self.voters - aside)


def _room(call: Convene, state: SittingState, act: CountVotes) -> _Room:
    table, present = {item.dossier_id for item in rolls.on_the_table(state)}, set(act.present)
    recused = recusals.aside(state)
    aside = [
        table.difference(heard) | table.intersection(recused.get(seat, ()))
        for seat in present
        for heard in attendance.turns(state, seat)
    ]
    voters = sum(each != table for each in aside)
    return _Room(
        here=len(aside),
        voters=voters,
        idle=max(0, act.issued - voters),
        aside=Counter(dossier_id for each in aside if each != table for dossier_id in each),
    )


def _does_not_add(call: Convene, state: SittingState, act: CountVotes) -> Refusal | None:
    room = _room(call, state, act)
    if refusal := _wrong_papers(act, room):
        return refusal
    for item in act.items:
        least, most = room.papers(item.dossier_id, act.returned)
        if not least <= item.total <= most:
            needed = str(most) if least == most else f"từ {least} đến {most}"
            return Refusal(
                reason=Reason.COUNT_DOES_NOT_ADD,
                message=f"{item.dossier_id}: {_added(item)}, trong khi phải là {needed} (thu về {act.returned} phiếu,"
                f" {room.aside.get(item.dossier_id, 0) + room.idle} người có mặt không tham gia biểu quyết hồ sơ này);"
                " đề nghị đối chiếu lại biên bản kiểm phiếu.",
                details=(item.dossier_id, str(item.total), needed),
            )
    return None


def _added(sums: ItemSums) -> str:
    return (
        f"đồng ý {sums.approve}, không đồng ý {sums.disapprove}, không có ý kiến {sums.abstain},"
        f" phiếu trắng {sums.blank}, không hợp lệ {sums.invalid}, cộng là {sums.total}"
    )


def _wrong_papers(act: CountVotes, room: _Room) -> Refusal | None:
    said = _papers_say(act, room)
    numbers = (str(act.issued), str(act.returned), str(len(act.present)))
    return Refusal(reason=Reason.COUNT_DOES_NOT_ADD, message=said, details=numbers) if said else None


def _papers_say(act: CountVotes, room: _Room) -> str | None:
    issued, returned, here = act.issued, act.returned, room.here
    if act.kind is CountKind.HANDS and not returned == issued >= room.voters:
        return (
            f"Giơ tay thì số phát ra ({issued}) và thu về ({returned}) đều phải bằng số người biểu quyết có mặt"
            f" ({room.voters}); đề nghị kiểm tra lại ba số này."
        )
    if returned > issued:
        return f"Thu về {returned} phiếu, phát ra {issued} phiếu; đề nghị kiểm tra lại số phiếu phát ra, thu về."
    if issued > here:
        return (
            f"Phát ra {issued} phiếu, có mặt {here} thành viên; đề nghị kiểm tra lại số phiếu phát ra và danh sách"
            " có mặt (present)."
        )
    return None


def _too_many_approved(call: Convene, state: SittingState, act: CountVotes) -> Refusal | None:
    """Refuse more approvals of rivals in a second round than its valid papers can bear."""
    room, items = _room(call, state, act), {item.dossier_id: item for item in act.items}
    for each in state.first.contested if state.first else ():
        rivals: Sequence[ItemSums] = [items[dossier_id] for dossier_id in each.dossiers if dossier_id in items]
        approved = sum(item.approve for item in rivals)
        valid = min(act.returned, room.voters) - min((_invalid(state, item) for item in rivals), default=0)
        if approved > each.places * valid:
            return Refusal(
                reason=Reason.TOO_MANY_APPROVED,
                message=f"Vòng hai chỉ còn {each.places} chỉ tiêu {each.award} · {each.basis}: {valid} phiếu hợp lệ"
                f" không thể có {approved} lượt đồng ý; phiếu đồng ý quá số ấy là phiếu không hợp lệ.",
                details=(each.award, each.basis, str(each.places)),
            )
    return None


def _invalid(state: SittingState, item: ItemSums) -> int:
    rule = next(state.rules[each.rule] for each in state.agenda if each.dossier_id == item.dossier_id)
    return counted_papers.invalid(item, rule)
