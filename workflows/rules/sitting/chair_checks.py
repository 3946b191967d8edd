"""The chair's own vote in a count: given where it can decide, and nowhere else in a secret ballot."""

from collections import Counter
from collections.abc import Collection, Hashable

from schemas.ballots import Vote
from schemas.ids import SYSTEM, DossierId
from schemas.messages import Close, Convene
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind, VoteRule
from schemas.sitting import AgendaItem
from schemas.vote_clauses import ChairVote, LastWord
from schemas.vote_counts import ItemSums
from schemas.workflow_state import SittingState
from workflows.rules.agenda import SHOWN
from workflows.rules.sitting import attendance, recusals, rolls, sitting_minutes
from workflows.rules.voting import counted_papers
from workflows.rules.voting.polls import Poll


def of_count(call: Convene, state: SittingState) -> Refusal | None:
    """Refuse a count, that of `state`, in which the chair's vote is missing, impossible or disclosed needlessly."""
    return missing(call, state) or _needless(call, state)


def missing(call: Convene, state: SittingState) -> Refusal | None:
    """Refuse to count where the chair's vote decides, its seat was present, and the count does not give the vote."""
    if state.count is None:
        return None
    deciding, able = _deciding(call, state), _able(call, state)
    unsaid = [sums.dossier_id for sums in state.count.items if sums.chair is None and sums.dossier_id in able]
    if named := tuple(dossier_id for dossier_id in unsaid if dossier_id in deciding):
        return Refusal(
            reason=Reason.CHAIR_VOTE_NEEDED,
            message=f"{', '.join(named[:SHOWN])}: theo quy chế, phiếu của chủ tọa quyết định kết quả;"
            " phải ghi phiếu ấy (chair) trong kết quả kiểm phiếu.",
            details=named[:SHOWN],
        )
    return None


def _needless(call: Convene, state: SittingState) -> Refusal | None:
    table = {item.dossier_id: item for item in rolls.on_the_table(state)}
    deciding, able = _deciding(call, state), _able(call, state)
    is_secret = any(state.rules[item.rule].ballot is BallotKind.SECRET for item in table.values())
    for sums in state.count.items if state.count else ():
        if sums.chair is None:
            continue
        if refusal := _impossible(sums, sums.chair, state.rules[table[sums.dossier_id].rule], able):
            return refusal
        if is_secret and sums.dossier_id not in deciding:
            return Refusal(
                reason=Reason.SECRET_BALLOT,
                message=f"{sums.dossier_id}: bỏ phiếu kín thì không ghi phiếu của chủ tọa (chair) khi phiếu ấy không"
                " quyết định kết quả.",
                details=(sums.dossier_id,),
            )
    return None


def _impossible(sums: ItemSums, vote: Vote, rule: VoteRule, able: Collection[DossierId]) -> Refusal | None:
    if sums.dossier_id in able and vote.mark in counted_papers.marks(sums, rule):
        return None
    return Refusal(
        reason=Reason.COUNT_DOES_NOT_ADD,
        message=f"{sums.dossier_id}: phiếu của chủ tọa (chair) không có trong các phiếu đã kiểm của hồ sơ này;"
        " đề nghị kiểm tra chủ tọa có mặt, có tham gia biểu quyết hay không và số phiếu từng loại.",
        details=(sums.dossier_id, vote.value),
    )


def _able(call: Convene, state: SittingState) -> Collection[DossierId]:
    chair = state.body.chair
    if state.count is None or chair is None or chair not in state.count.present:
        return ()
    out = {*recusals.aside(state).get(chair, ()), *attendance.away(state).get(chair, ())}
    return {item.dossier_id for item in rolls.on_the_table(state) if item.dossier_id not in out}


def _deciding(call: Convene, state: SittingState) -> Collection[DossierId]:
    """Return the dossiers on which the chair's vote can decide, by the sums and the written opinions."""
    poll = sitting_minutes.current_poll(call, state, Close(by=SYSTEM, meeting=state.meeting), ())
    marks = [each.marks for each in poll.votes()]
    standing = [_standing(state, poll, item, said) for item, said in zip(poll.items, marks, strict=True)]
    equal = Counter(standing)
    return {
        item.dossier_id
        for item, said, place in zip(poll.items, marks, standing, strict=True)
        if _by_rule(poll.rule_of(item), said) or (place is not None and equal[place] > 1)
    }


def _by_rule(rule: VoteRule, marks: str) -> bool:
    if rule.chair is None:
        return False
    approve, disapprove = (marks.count(vote.mark) for vote in (Vote.APPROVE, Vote.DISAPPROVE))
    return rule.chair.vote is ChairVote.MUST_APPROVE or approve == disapprove > 0


def _standing(state: SittingState, poll: Poll, item: AgendaItem, marks: str) -> Hashable:
    """Return that for which rivals are equal, where the chair's last word tells them apart; otherwise None."""
    rule, ground = poll.rule_of(item), (item.award, item.basis)
    if rule.ties is None or LastWord.CHAIR not in rule.ties.last_words:
        return None
    is_limited = any((place.award, place.basis) == ground for place in poll.places)
    if not is_limited or (rule.ties.second_round and state.first is None):
        return None
    # Where points decide, any rivals may be equal: they may still be settled.
    return ground, None if rule.points and state.first is None else marks.count(Vote.APPROVE.mark)
