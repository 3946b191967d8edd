"""A closing computed a second time: the finding on every dossier, who came, and what is voted on again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schemas.ballots import Vote
from schemas.bodies import Seat
from schemas.ids import DossierId
from schemas.messages import Cast, Close
from schemas.minutes import Finding
from schemas.nominee import Trait
from schemas.routes import BallotKind
from schemas.vote_clauses import LastWord
from tests.workflows.rules import reference_count
from tests.workflows.rules import reference_sitting as story_of
from tests.workflows.rules.reference_count import Counts
from tests.workflows.rules.reference_sitting import Ground, ReferenceMeeting, ReferenceSitting, Tied


@dataclass(frozen=True)
class Found:
    """The reference's finding on one dossier."""

    finding: Finding
    counts: Counts
    second: Counts | None = None
    points: Decimal | None = None


@dataclass(frozen=True)
class Result:
    """The reference's findings at a closing."""

    turn: ReferenceMeeting
    items: Mapping[str, Found]
    present: Sequence[str]
    absent: Sequence[str]
    written: Sequence[str]
    substitutes: Sequence[tuple[str, str]]
    recused: Mapping[str, Collection[str]]
    roll_calls: Sequence[tuple[str, str | None, bool, str]]
    """Each seat's votes in this round, where the ballot is open: who voted, whether in writing, a letter each."""

    tied: tuple[Tied, ...] = ()


def close(story: ReferenceSitting, act: Close, gone: Collection[str], first: Result | None) -> Result:
    """Return the findings of a closing; `first` are those of the first round, where this is a second one."""
    items = _first_round(story, act, gone) if first is None else _second_round(story, act, gone, first.items)
    tied = _equals(story, items) if first is None else ()
    turn = ReferenceMeeting.SECOND_ROUND if tied else ReferenceMeeting.CLOSED
    put_to_the_vote = [each.finding for each in items.values() if each.finding not in {Finding.GONE, Finding.RETURNED}]
    if first is None and put_to_the_vote and set(put_to_the_vote) == {Finding.NO_QUORUM}:
        turn = ReferenceMeeting.NO_QUORUM
    return _with_those_who_came(story, act, first, turn, items, tied)


def _first_round(story: ReferenceSitting, act: Close, gone: Collection[str]) -> dict[str, Found]:
    items: dict[str, Found] = {}
    for name in story_of.heard(story):
        rule, counted = story.rule(name), reference_count.counts(story, name, act.attended)
        points = story_of.points(story, name) if rule.points else None
        finding = reference_count.by_points(reference_count.by_votes(counted, rule), points, rule.points)
        items[name] = Found(_left_out(name, act, gone) or finding, counted, points=points)
    for ground, places in story.places.items():
        rivals = [name for name in items if _ground(story, name) == ground]
        rivals = [name for name in rivals if items[name].finding is Finding.CARRIED]
        ranks = {name: (_mark(items[name]), *_words(story, name, second=False)) for name in rivals}
        for name, finding in reference_count.by_rank(ranks, places).items():
            items[name] = Found(finding, items[name].counts, points=items[name].points)
    return items


def _left_out(name: str, act: Close, gone: Collection[str]) -> Finding | None:
    if name in gone:
        return Finding.GONE
    return Finding.RETURNED if name in [each.dossier_id for each in act.returned] else None


def _ground(story: ReferenceSitting, name: str) -> Ground:
    return story.item(name).award, story.item(name).basis


def _mark(found: Found) -> Decimal | int:
    return found.counts.approve if found.points is None else found.points


def _words(story: ReferenceSitting, name: str, *, second: bool) -> list[int]:
    ties = story.rule(name).ties
    if ties is None or (ties.second_round and not second):
        return []
    # They are asked one after the other, of those still equal: those whom the first one prefers go before all others.
    return [
        _chair_approved(story, name) if word is LastWord.CHAIR else int(Trait.WOMAN in story.item(name).traits)
        for word in ties.last_words
    ]


def _chair_approved(story: ReferenceSitting, name: str) -> int:
    ballot = story_of.handed_in(story).get(str(story.body.chair))
    return int(reference_count.vote_of(ballot, name, story.rule(name)) is Vote.APPROVE)


def _equals(story: ReferenceSitting, items: Mapping[str, Found]) -> tuple[Tied, ...]:
    found = []
    for ground, places in story.places.items():
        mine = [name for name in items if _ground(story, name) == ground]
        tied = tuple(name for name in mine if items[name].finding is Finding.TIED)
        ties = story.rule(tied[0]).ties if tied else None
        if ties is not None and ties.second_round:
            taken = sum(items[name].finding is Finding.CARRIED for name in mine)
            found.append(Tied(tied, places - taken))
    return tuple(found)


def _second_round(
    story: ReferenceSitting, act: Close, gone: Collection[str], first: Mapping[str, Found]
) -> dict[str, Found]:
    items = dict(first)
    for tied in story.tied:
        again = {name: reference_count.counts(story, name, act.attended) for name in tied.dossiers}
        left_out = {name: _left_out(name, act, gone) for name in tied.dossiers}
        rivals = [name for name in tied.dossiers if left_out[name] is None]
        # Without a quorum all of them stay open.
        quorate = all(reference_count.is_quorate(again[name], story.rule(name).quorum) for name in rivals)
        ranks = {name: (again[name].approve, *_words(story, name, second=True)) for name in rivals}
        placed = reference_count.by_rank(ranks, tied.places) if quorate else dict.fromkeys(rivals, Finding.TIED)
        for name in tied.dossiers:
            finding = left_out[name] or placed[name]
            items[name] = Found(finding, first[name].counts, second=again[name], points=first[name].points)
        if quorate:
            items |= _moved_up(story, first, _ground(story, tied.dossiers[0]), tied.places - len(rivals))
    return items


def _moved_up(story: ReferenceSitting, first: Mapping[str, Found], ground: Ground, places: int) -> dict[str, Found]:
    # Places that none contests any more go to the next in the order of the first round.
    out = [name for name in first if first[name].finding is Finding.NO_PLACE and _ground(story, name) == ground]
    ranked = reference_count.by_rank({name: (_mark(first[name]),) for name in out}, places)
    return {name: Found(found, first[name].counts, points=first[name].points) for name, found in ranked.items()}


def _with_those_who_came(
    story: ReferenceSitting,
    act: Close,
    first: Result | None,
    turn: ReferenceMeeting,
    items: Mapping[str, Found],
    tied: tuple[Tied, ...],
) -> Result:
    handed = story_of.handed_in(story)
    came = {*act.attended, *(seat for seat, ballot in handed.items() if not ballot.written)}
    wrote = {seat for seat, ballot in handed.items() if ballot.written}
    stood_in = [(str(seat.id), _by(seat, handed)) for seat in story_of.roll(story)]
    substitutes = [(seat, by) for seat, by in stood_in if by is not None]
    if first is not None:
        came, wrote = came | set(first.present), wrote | set(first.written)
        substitutes = [*first.substitutes, *(each for each in substitutes if each not in first.substitutes)]
    names = [seat.id for seat in story_of.roll(story)]
    return Result(
        turn=turn,
        items=items,
        present=[name for name in names if name in came],
        absent=[name for name in names if name not in came],
        written=[name for name in names if name in wrote],
        substitutes=substitutes,
        recused=_stepped_aside(story, handed, first),
        roll_calls=_roll_calls(story, handed),
        tied=tied,
    )


def _by(seat: Seat, handed: Mapping[str, Cast]) -> str | None:
    ballot = handed.get(seat.id)
    substitute = story_of.substitute_of(seat, ballot.by if ballot else None)
    return None if substitute is None else substitute.id


def _stepped_aside(
    story: ReferenceSitting, handed: Mapping[str, Cast], first: Result | None
) -> dict[str, Collection[str]]:
    found: dict[str, Collection[str]] = {}
    for seat in story_of.roll(story):
        ballot = handed.get(seat.id)
        aside = story_of.aside(story, seat, ballot.by if ballot else None)
        if first is not None:
            aside = (aside & set(story_of.table(story))) | set(first.recused.get(seat.id, ()))
        if aside:
            found[seat.id] = aside
    return found


def _roll_calls(story: ReferenceSitting, handed: Mapping[str, Cast]) -> list[tuple[str, str | None, bool, str]]:
    if any(story.rule(name).ballot is BallotKind.SECRET for name in story_of.table(story)):
        return []
    letters = {Vote.APPROVE: "A", Vote.DISAPPROVE: "D", Vote.ABSTAIN: "S", Vote.INVALID: "X"}
    found = []
    for seat in story_of.roll(story):
        if seat.id in handed:
            said = {choice.dossier_id: letters[choice.vote] for choice in handed[seat.id].choices}
            marks = "".join(said.get(DossierId(name), "R") for name in story_of.table(story))
            found.append((str(seat.id), _by(seat, handed), handed[seat.id].written, marks))
    return found
