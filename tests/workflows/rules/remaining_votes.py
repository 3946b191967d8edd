"""Everything that could still happen in a ballot: how the seats may act that have not, and what it would come to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement, product

from schemas.ballots import RecordedBallot
from schemas.legal_values import Base
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.sitting import Places
from schemas.vote_clauses import ChairRule, ChairVote, WrittenOpinions
from tests.builders.values import a_requirement, a_vote_rule
from tests.builders.vote_polls import CENTRAL, FLAG, an_agenda
from tests.workflows.rules import reference_count
from tests.workflows.rules.exhaustive_tallies import CITED, SEATS, Fate, Split, counted
from tests.workflows.rules.reference_count import ASIDE, Counts
from workflows.rules.voting.polls import Poll

Room = tuple[Counts, ...]
"""What happened so far to each dossier that is voted on."""

VOTES = ("approve", "disapprove", "abstain")
"""A spoilt paper counts like an abstention."""


@cache
def ways(dossiers: int, writes: str) -> tuple[tuple[str, ...], ...]:
    """Return how a seat may act that has not: where it is, then what it does about each dossier.

    `writes` is `no`, where no opinions are taken in writing, `named`, where they do not count, or `counted`.
    """
    voted = [("there", *said) for said in product((*VOTES, ASIDE), repeat=dossiers)]
    silent = [("there", *said) for said in product(("nothing", ASIDE), repeat=dossiers)]
    away = [("away", *said) for said in product(("nothing", ASIDE), repeat=dossiers)]
    wrote = [("wrote", *said) for said in product((*VOTES, ASIDE), repeat=dossiers)] if writes == "counted" else []
    return tuple(dict.fromkeys([*voted, *silent, *away, *wrote]))


@cache
def after(counts: Counts, came: str, did: str, is_chair: bool, was_aside: bool) -> Counts:
    """Return what one dossier's count becomes once a seat has acted."""
    there, steps_aside = came == "there", did == ASIDE or was_aside
    votes = {word: getattr(counts, word) + (did == word) for word in VOTES} if not steps_aside else {}
    return replace(
        counts,
        present=counts.present + there,
        aside=counts.aside + (steps_aside and not was_aside),
        aside_present=counts.aside_present + (there and steps_aside),
        written=counts.written + (came == "wrote" and bool(votes) and did in VOTES),
        chair=_chair(counts, did, steps_aside=steps_aside) if is_chair else counts.chair,
        **votes,
    )


def _chair(counts: Counts, did: str, *, steps_aside: bool) -> str | None:
    if steps_aside:
        return ASIDE
    return did if did in VOTES else counts.chair


def rooms(now: Room, silent: Iterable[tuple[bool, tuple[bool, ...]]], writes: str) -> set[Room]:
    """Return every room there could be in the end: however those who are silent still act, if they do.

    Each of `silent` holds whether it is the chair, and from which dossiers it steps aside already.
    """
    found = {now}
    for is_chair, was_aside in silent:
        found = {
            tuple(
                after(counts, way[0], did, is_chair, aside)
                for counts, did, aside in zip(room, way[1:], was_aside, strict=True)
            )
            for room in found
            for way in ways(len(now), writes)
        }
    return found


def outcomes(reached: Iterable[Room], rules: Sequence[VoteRule], places: int | None) -> Iterator[tuple[Finding, ...]]:
    """Yield the possible findings on each dossier; all of them vie for the same places, if there is a limit."""
    for room in reached:
        found = [reference_count.by_votes(counts, rule) for counts, rule in zip(room, rules, strict=True)]
        if places is not None:
            ranks = {
                str(number): (counts.approve,)
                for number, (counts, finding) in enumerate(zip(room, found, strict=True))
                if finding is Finding.CARRIED
            }
            for name, finding in reference_count.by_rank(ranks, places).items():
                found[int(name)] = finding
        yield tuple(found)


FATES = (
    *(Fate("voted", letter) for letter in "ADSR"),
    Fate("wrote", "A"),
    Fate("wrote", "D"),
    Fate("silent", "-"),
    Fate("silent", "R"),
)
"""What a seat did before; `silent` has done nothing yet, and may have stepped aside."""


def a_rule(
    base: Base,
    share: str,
    *,
    quorum_of: Base = Base.ALL_SEATS,
    chair: ChairVote | None = None,
    written: bool | None = True,
) -> VoteRule:
    """Return a rule with a quorum of half."""
    return a_vote_rule(
        threshold=a_requirement(share, base, exceed=share == "1/2"),
        quorum=a_requirement("1/2", quorum_of),
        chair=ChairRule(vote=chair, **CITED) if chair else None,
        written=None if written is None else WrittenOpinions(counted=written, **CITED),
    )


@cache
def every_rule() -> tuple[VoteRule, ...]:
    """Return every rule that is tried on every split."""
    made = product(
        Base, ("1/2", "2/3", "100%"), (Base.ALL_SEATS, Base.SEATS_LESS_RECUSED), (None, *ChairVote), (True, False)
    )
    return tuple(
        a_rule(base, share, quorum_of=quorum_of, chair=chair, written=written)
        for base, share, quorum_of, chair, written in made
    )


def writes(rule: VoteRule) -> str:
    """Return what becomes of written opinions."""
    return "no" if rule.written is None else "counted" if rule.written.counted else "named"


def a_poll(splits: Sequence[Split], rules: Sequence[VoteRule], places: int | None = None) -> Poll:
    """Return a poll as it stands, over a dossier for each split; each seat came alike to all of them."""
    roll, items = SEATS[: len(splits[0])], an_agenda(len(splits))
    letters = {seat: "".join(split[number].letter for split in splits) for number, seat in enumerate(roll)}
    came = dict(zip(roll, (fate.came for fate in splits[0]), strict=True))
    return Poll(
        items=[item.model_copy(update={"rule": number}) for number, item in enumerate(items)],
        rules=rules,
        roll=roll,
        chair=roll[0],
        ballots={
            seat: RecordedBallot(revision=1, marks=letters[seat], written=came[seat] == "wrote")
            for seat in roll
            if came[seat] != "silent"
        },
        aside={
            seat: [item.dossier_id for item, letter in zip(items, letters[seat], strict=True) if letter == "R"]
            for seat in roll
        },
        places=[] if places is None else [Places(award=FLAG, basis=CENTRAL, count=places)],
    )


def as_it_stands(splits: Sequence[Split], rules: Sequence[VoteRule]) -> Room:
    """Return the reference's count of what happened so far: who is silent has not come."""
    away = [tuple(Fate("away", fate.letter) if fate.came == "silent" else fate for fate in split) for split in splits]
    return tuple(counted(split, written=writes(rule) == "counted") for split, rule in zip(away, rules, strict=True))


@cache
def endings(now: Room, silent: tuple[tuple[bool, tuple[bool, ...]], ...], how: str) -> frozenset[Room]:
    """Return every room there could be in the end."""
    return frozenset(rooms(now, silent, how))


def all_outcomes(
    splits: Sequence[Split], rules: Sequence[VoteRule], places: int | None = None
) -> set[tuple[Finding, ...]]:
    """Return everything that could still be found."""
    seats = list(zip(*splits, strict=True))
    silent = tuple(
        (number == 0, tuple(fate.letter == "R" for fate in fates))
        for number, fates in enumerate(seats)
        if fates[0].came == "silent"
    )
    reached = endings(as_it_stands(splits, rules), tuple(sorted(silent)), writes(rules[0]))
    return set(outcomes(reached, rules, places))


def every_split(seats: int) -> Iterator[Split]:
    """Yield every way in which a ballot over one dossier can stand."""
    for chair in FATES:
        for others in combinations_with_replacement(FATES, seats - 1):
            yield (chair, *others)
