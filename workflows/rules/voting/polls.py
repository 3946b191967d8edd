"""A poll: the items put to the vote at once, the seats that could vote on them, and the results."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from schemas.ballots import NO_VOTE, RecordedBallot
from schemas.ids import DossierId, SeatId
from schemas.minutes import Finding, ItemMinutes
from schemas.routes import VoteRule
from schemas.scoring import Score
from schemas.sitting import AgendaItem, Places
from schemas.verdict import Tally
from schemas.vote_counts import ItemSums, RecordedCount
from workflows.rules import citations
from workflows.rules.voting import counted_papers, sentences, tally
from workflows.rules.voting.tally import Votes


@dataclass(frozen=True)
class Poll:
    """The items put to the vote, the seats that may vote, and the ballots."""

    items: Sequence[AgendaItem]
    rules: Sequence[VoteRule]
    """The rules to which the items' `rule` points."""

    roll: Sequence[SeatId]
    chair: SeatId | None
    ballots: Mapping[SeatId, RecordedBallot]
    """The current ballots, each over the items in their order."""

    count: RecordedCount | None = None
    """The tellers' count, where the meeting voted on paper or by a show of hands; its ballots are all written."""

    attended: Collection[SeatId] = ()
    """Seats that were present without handing in a ballot."""

    aside: Mapping[SeatId, Collection[DossierId]] = field(default_factory=dict)
    """The dossiers from which each seat steps aside."""

    away: Mapping[SeatId, Collection[DossierId]] = field(default_factory=dict)
    """The dossiers for which seats that came late or left early were not represented; no vote on them is theirs."""

    places: Sequence[Places] = ()
    scores: Mapping[DossierId, Score] = field(default_factory=dict)
    returned: Mapping[DossierId, tuple[str, ...]] = field(default_factory=dict)
    """Dossiers sent back to their units instead of being voted on, with the reasons."""

    gone: Collection[DossierId] = ()
    """Dossiers that no longer wait for the body."""

    def __post_init__(self) -> None:
        """Refuse an inconsistent poll.

        Raises:
            ValueError: A ballot or a count does not cover the items, a seat is not on the roll, a returned dossier is
                not an item, or a seat voted beside a count.
        """
        if any(len(ballot.marks) != len(self.items) for ballot in self.ballots.values()):
            raise ValueError("a ballot does not cover the agenda")
        if self.count is not None:
            if [each.dossier_id for each in self.count.items] != [item.dossier_id for item in self.items]:
                raise ValueError("a count does not cover the agenda")
            if not all(ballot.written for ballot in self.ballots.values()):
                raise ValueError("a ballot beside a count")
        if strangers := {*self.ballots, *self.present} - set(self.roll):
            raise ValueError(f"not on the roll: {', '.join(sorted(strangers))}")
        if strange := self.returned.keys() - {item.dossier_id for item in self.items}:
            raise ValueError(f"not on the agenda: {', '.join(sorted(strange))}")

    @property
    def present(self) -> frozenset[SeatId]:
        """Return the seats present: those counted there, that handed in a ballot there, and those without one."""
        handed = (seat for seat, ballot in self.ballots.items() if not ballot.written)
        return frozenset((*self.attended, *(self.count.present if self.count else ()), *handed))

    def rule_of(self, item: AgendaItem) -> VoteRule:
        """Return the rule by which an item is voted on."""
        return self.rules[item.rule]

    @property
    def sums(self) -> Sequence[ItemSums | None]:
        """Return the tellers' sums for each item, in their order; None where no tellers counted."""
        return self.count.items if self.count else (None,) * len(self.items)

    def votes(self) -> Iterator[Votes]:
        """Yield the votes on each item, in their order."""
        seats, handed = list(self.ballots), list(self.ballots.values())
        columns = zip(*(ballot.marks for ballot in handed), strict=True) if handed else ((),) * len(self.items)
        present, aside, away = self.present, _by_dossier(self.aside), _by_dossier(self.away)
        for item, marks, sums in zip(self.items, columns, self.sums, strict=True):
            rule = self.rule_of(item)
            uncounted = not rule.written or not rule.written.counted
            counted = [
                (seat, mark, ballot.written)
                for seat, mark, ballot in zip(seats, marks, handed, strict=True)
                if mark != NO_VOTE and not (ballot.written and uncounted)
            ]
            here = present.difference(away[item.dossier_id])
            yield Votes(
                marks=(counted_papers.marks(sums, rule) if sums else "") + "".join(mark for _, mark, _ in counted),
                seats=len(self.roll),
                present=len(here),
                recused=len(aside[item.dossier_id]),
                recused_present=len(here.intersection(aside[item.dossier_id])),
                written=sum(is_written for _, _, is_written in counted),
                chair=next((mark for seat, mark, _ in counted if seat == self.chair), _chair_of(sums)),
                chair_recused=self.chair is not None and item.dossier_id in self.aside.get(self.chair, ()),
            )


def _by_dossier(of_seats: Mapping[SeatId, Collection[DossierId]]) -> defaultdict[DossierId, set[SeatId]]:
    found = defaultdict[DossierId, set[SeatId]](set)
    for seat, dossiers in of_seats.items():
        for dossier_id in dossiers:
            found[dossier_id].add(seat)
    return found


def _chair_of(sums: ItemSums | None) -> str | None:
    return sums.chair.mark if sums is not None and sums.chair is not None else None


def item_minutes(poll: Poll) -> tuple[ItemMinutes, ...]:
    """Return the results of the votes on each item, in their order, before places are considered."""
    counted = zip(poll.items, poll.votes(), poll.sums, strict=True)
    return tuple(_item_minutes(poll, item, votes, sums) for item, votes, sums in counted)


def tallies(poll: Poll) -> dict[DossierId, Tally]:
    """Return the bare count of each item."""
    counted = zip(poll.items, poll.votes(), strict=True)
    return {item.dossier_id: tally.count(votes, poll.rule_of(item)) for item, votes in counted}


def lacks_quorum(items: Sequence[ItemMinutes]) -> bool:
    """Return whether the sitting must be adjourned: something was put to the vote, and no vote had a quorum."""
    voted = [item.finding for item in items if item.finding not in {Finding.RETURNED, Finding.GONE}]
    return bool(voted) and all(found is Finding.NO_QUORUM for found in voted)


def _item_minutes(poll: Poll, item: AgendaItem, votes: Votes, sums: ItemSums | None) -> ItemMinutes:
    rule, score = poll.rule_of(item), poll.scores.get(item.dossier_id)
    points = score.total if score and rule.points else None
    found, said = _found(poll, item, votes)
    return ItemMinutes(
        dossier_id=item.dossier_id,
        nominee=item.nominee,
        award=item.award,
        basis=item.basis,
        finding=found,
        tally=tally.count(votes, rule),
        sums=counted_papers.without_the_chair(sums) if sums else None,
        points=points,
        reasons=said,
        objections=item.objections,
    )


def _found(poll: Poll, item: AgendaItem, votes: Votes) -> tuple[Finding, tuple[str, ...]]:
    rule, score = poll.rule_of(item), poll.scores.get(item.dossier_id)
    if item.dossier_id in poll.gone:
        return Finding.GONE, (sentences.GONE.vi,)
    if item.dossier_id in poll.returned:
        return Finding.RETURNED, poll.returned[item.dossier_id]
    found = tally.finding(votes, rule)
    if found is Finding.NO_QUORUM or rule.points is None:
        return found, sentences.of_votes(found, votes, rule)
    if score is None or score.total is None:
        return Finding.UNSCORED, (sentences.UNSCORED.vi,)
    if short := sentences.too_few_points(score.total, rule.points):
        return Finding.DEFEATED, (short.vi, citations.citation_of(rule.points))
    return found, sentences.of_votes(found, votes, rule)
