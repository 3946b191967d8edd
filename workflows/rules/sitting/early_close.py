"""Early close of a ballot: all seats have voted, or no vote still to come changes an outcome."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from schemas.ballots import Vote
from schemas.ids import DossierId
from schemas.messages import Convene
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, Places, SittingStatus
from schemas.vote_clauses import ChairVote, EarlyWhen
from schemas.workflow_state import SittingState
from workflows.rules.sitting import rolls, sitting_facts, sitting_minutes
from workflows.rules.voting import tally
from workflows.rules.voting.polls import Poll
from workflows.rules.voting.tally import Votes


def is_due(call: Convene, state: SittingState) -> bool:
    """Return whether the open ballot closes now by the rules of all its items."""
    # A count, and who was there, may be corrected until the sitting is closed: by its presidium, or at its time.
    if state.status is not SittingStatus.OPEN or state.count is not None or state.attendance:
        return False
    rules = [state.rules[item.rule].early_close for item in rolls.on_the_table(state)]
    if any(rule is None for rule in rules):
        return False
    poll = sitting_minutes.current_poll(call, state, sitting_facts.by_the_clock(state), ())
    if _everybody_voted(poll):
        return _stands_whoever_came(poll)
    fixed = all(rule.when is EarlyWhen.OUTCOME_FIXED for rule in rules if rule)
    # A second round's votes decide only the order: while one is to come, the order is open.
    return fixed and state.first is None and is_fixed(poll)


def _everybody_voted(poll: Poll) -> bool:
    table = {item.dossier_id for item in poll.items}
    silent = (seat for seat in poll.roll if seat not in poll.ballots)
    return bool(poll.ballots) and all(table <= set(poll.aside.get(seat, ())) for seat in silent)


def _stands_whoever_came(poll: Poll) -> bool:
    # A seat that stepped aside from everything hands in no ballot, but may be present: only the presidium can confirm
    # it. A ballot that closed without a quorum for lack of such seats would do so at every meeting.
    alone = _findings(poll)
    others = [seat for seat in poll.roll if seat not in poll.ballots]
    same = not others or alone == _findings(replace(poll, attended=others))
    return same and Finding.NO_QUORUM not in alone


def _findings(poll: Poll) -> list[Finding]:
    return [tally.finding(votes, poll.rule_of(item)) for item, votes in zip(poll.items, poll.votes(), strict=True)]


@dataclass(frozen=True)
class Range:
    """The possible results of one dossier, whatever the remaining votes."""

    least: int
    """Approvals, if no further seat approves."""

    most: int
    carried: bool
    """It is carried whatever the remaining votes, before places are considered."""

    defeated: bool
    """It is defeated whatever the remaining votes."""


def is_fixed(poll: Poll) -> bool:
    """Return whether every outcome is fixed whatever the remaining votes; never wrongly true.

    Where points decide, or a tie is possible, it may return False for a fixed outcome.
    """
    if any(poll.rule_of(item).points for item in poll.items):
        return False
    known: dict[DossierId, Range] = {}
    for dossier_id, each in _ranges(poll):
        # Called after every ballot: mostly the first dossier is still open, and the others need not be counted.
        if each is None or not (each.carried or each.defeated):
            return False
        known[dossier_id] = each
    return all(_place_is_fixed(place, poll.items, known) for place in poll.places)


def _ranges(poll: Poll) -> Iterable[tuple[DossierId, Range | None]]:
    silent = [seat for seat in poll.roll if seat not in poll.ballots]
    away = len(poll.roll) - len(poll.present)
    for item, votes in zip(poll.items, poll.votes(), strict=True):
        able = sum(item.dossier_id not in poll.aside.get(seat, ()) for seat in silent)
        rule = poll.rule_of(item)
        yield item.dossier_id, _range(votes, rule, able, away) if tally.has_quorum(votes, rule) else None


def _range(votes: Votes, rule: VoteRule, able: int, away: int) -> Range:
    approve = votes.marks.count(Vote.APPROVE.mark)
    counted, came = partial(tally.base_of, rule.threshold.of), votes.present + votes.written
    seats, cast = {"seats": votes.seats, "recused": votes.recused}, len(votes.marks) + able
    # Of a share of those present, or voting, the requirement is highest if all are.
    base, fewest = counted(**seats, present=came + away, cast=cast), counted(**seats, present=came + able, cast=cast)
    casting = rule.chair is not None and rule.chair.vote is ChairVote.BREAKS_TIES
    must = rule.chair is not None and rule.chair.vote is ChairVote.MUST_APPROVE and not votes.chair_recused
    against = must and votes.chair not in {None, Vote.APPROVE.mark}
    return Range(
        least=approve,
        most=approve + able,
        carried=approve >= tally.votes_needed(rule.threshold, of=base)
        and (not must or votes.chair == Vote.APPROVE.mark),
        defeated=against or approve + able + casting < tally.votes_needed(rule.threshold, of=fewest),
    )


def _place_is_fixed(place: Places, items: Sequence[AgendaItem], ranges: dict[DossierId, Range]) -> bool:
    ground = (place.award, place.basis)
    rivals = [
        ranges[item.dossier_id]
        for item in items
        if (item.award, item.basis) == ground and ranges[item.dossier_id].carried
    ]
    return len(rivals) <= place.count or all(
        _is_in(each, rivals, place) or _is_out(each, rivals, place) for each in rivals
    )


def _is_in(own: Range, rivals: Sequence[Range], place: Places) -> bool:
    return sum(each.most >= own.least for each in rivals if each is not own) < place.count


def _is_out(own: Range, rivals: Sequence[Range], place: Places) -> bool:
    return sum(each.least > own.most for each in rivals if each is not own) >= place.count
