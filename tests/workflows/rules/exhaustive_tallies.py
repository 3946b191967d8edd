"""Every way in which a body of up to seven seats can be split over a dossier, and the tally that it comes to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement
from typing import Any, NamedTuple

from schemas.ballots import RecordedBallot
from schemas.ids import SeatId
from schemas.legal_values import Base, Requirement
from schemas.routes import VoteRule
from schemas.vote_clauses import ChairRule, ChairVote, WrittenOpinions
from tests.builders.values import a_requirement, a_vote_rule
from tests.builders.vote_polls import an_agenda
from tests.workflows.rules.reference_count import ASIDE, Counts
from workflows.rules.voting.polls import Poll
from workflows.rules.voting.tally import Votes

SEATS = tuple(SeatId(f"seat-{number}") for number in range(1, 8))
ITEMS = an_agenda(1000)
CITED: dict[str, Any] = {"citation": "Quy chế thử nghiệm", "verified": True}


class Fate(NamedTuple):
    """What one seat did about one dossier: how it came, and the letter on its ballot."""

    came: str
    letter: str


FATES = (
    *(Fate("voted", letter) for letter in "ADSXR"),
    Fate("silent", "-"),
    Fate("away", "-"),
    Fate("away", "R"),
    Fate("wrote", "A"),
    Fate("wrote", "D"),
)
"""Approved, disapproved, abstained, spoilt; stepped aside, there or not; silent, away; approved or not in writing."""

SUBTLE = (*FATES, Fate("silent", "R"), Fate("wrote", "R"))
"""Besides: a seat that steps aside without a ballot on anything else, or with a written one."""

Split = tuple[Fate, ...]
"""One dossier's fate at the hands of each seat, the chair's first."""


def splits(seats: int, fates: Sequence[Fate]) -> Iterator[Split]:
    """Yield every way in which so many seats can be split; which of the others did what makes no difference."""
    for chair in fates:
        for others in combinations_with_replacement(fates, seats - 1):
            yield (chair, *others)


def agendas(seats: int, fates: Sequence[Fate]) -> Iterator[tuple[tuple[str, ...], list[Split]]]:
    """Yield every split, as many together as can stand on one agenda: those to which each seat came alike."""
    together: dict[tuple[str, ...], list[Split]] = {}
    for split in splits(seats, fates):
        in_order = (split[0], *sorted(split[1:]))
        together.setdefault(tuple(fate.came for fate in in_order), []).append(in_order)
    for came, heard in together.items():
        for first in range(0, len(heard), len(ITEMS)):
            yield came, heard[first : first + len(ITEMS)]


def a_poll(came: Sequence[str], heard: Sequence[Split], rule: VoteRule) -> Poll:
    """Return one poll over as many dossiers as there are splits."""
    roll, items = SEATS[: len(came)], ITEMS[: len(heard)]
    letters = {seat: "".join(split[number].letter for split in heard) for number, seat in enumerate(roll)}
    marks = {seat: letters[seat] for seat, how in zip(roll, came, strict=True) if how in {"voted", "wrote"}}
    return Poll(
        items=items,
        rules=[rule],
        roll=roll,
        chair=roll[0],
        ballots={
            seat: RecordedBallot(revision=1, marks=marks[seat], written=how == "wrote")
            for seat, how in zip(roll, came, strict=True)
            if seat in marks
        },
        attended=[seat for seat, how in zip(roll, came, strict=True) if how == "silent"],
        aside={
            seat: [item.dossier_id for item, letter in zip(items, letters[seat], strict=True) if letter == "R"]
            for seat in roll
        },
    )


def counted(split: Split, *, written: bool) -> Counts:
    """Return what a split comes to, by counting fates."""
    there = [fate for fate in split if fate.came in {"voted", "silent"}]
    votes = [fate for fate in split if fate.letter in "ADSX" and (fate.came != "wrote" or written)]
    said = [fate.letter for fate in votes]
    words = {"A": "approve", "D": "disapprove", "S": "abstain", "X": "invalid", "R": ASIDE}
    return Counts(
        seats=len(split),
        present=len(there),
        aside=sum(fate.letter == "R" for fate in split),
        aside_present=sum(fate.letter == "R" for fate in there),
        written=sum(fate.came == "wrote" for fate in votes),
        approve=said.count("A"),
        disapprove=said.count("D"),
        abstain=said.count("S"),
        invalid=said.count("X"),
        chair=words.get(split[0].letter) if split[0] in votes or split[0].letter == "R" else None,
    )


def seen_by_us(votes: Votes) -> Counts:
    """Return what our poll counted, in the reference's words."""
    letters = {"A": "approve", "D": "disapprove", "S": "abstain", "X": "invalid", None: None}
    return Counts(
        seats=votes.seats,
        present=votes.present,
        aside=votes.recused,
        aside_present=votes.recused_present,
        written=votes.written,
        approve=votes.marks.count("A"),
        disapprove=votes.marks.count("D"),
        abstain=votes.marks.count("S"),
        invalid=votes.marks.count("X"),
        chair=ASIDE if votes.chair_recused else letters[votes.chair],
    )


def a_rule(
    base: Base = Base.ALL_SEATS,
    share: str = "2/3",
    *,
    exceed: bool = False,
    quorum: Requirement | None = None,
    chair: ChairVote | None = None,
    written: bool = True,
) -> VoteRule:
    """Return a rule; without a quorum of its own, any attendance makes one."""
    return a_vote_rule(
        threshold=a_requirement(share, base, exceed=exceed),
        quorum=quorum or a_requirement("1%"),
        chair=ChairRule(vote=chair, **CITED) if chair else None,
        written=WrittenOpinions(counted=written, **CITED),
    )


@cache
def every_tally(seats: int) -> dict[Counts, Votes]:
    """Return every tally of a body, as the reference and as we see it; each split was compared on the way."""
    fates = SUBTLE if seats <= 4 else FATES
    found: dict[Counts, Votes] = {}
    for came, heard in agendas(seats, fates):
        for written in (True, False) if "wrote" in came else (True,):
            poll = a_poll(came, heard, a_rule(written=written))
            for split, votes in zip(heard, poll.votes(), strict=True):
                expected = counted(split, written=written)
                assert seen_by_us(votes) == expected, split
                found[expected] = votes
    return found


@cache
def whoever_chairs(seats: int) -> list[tuple[Counts, Votes]]:
    """Return every tally once, whatever the chair did."""
    known = {replace(counts, chair=None): (counts, votes) for counts, votes in every_tally(seats).items()}
    return list(known.values())
