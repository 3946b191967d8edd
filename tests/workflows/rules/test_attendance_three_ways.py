"""Random attendance: votes while there, votes on everything of which some do not count, and papers find the same."""

from dataclasses import dataclass
from random import Random

from schemas.ballots import Vote
from schemas.ids import SeatId
from schemas.minutes import ItemMinutes, Minutes
from tests.builders.vote_counts import a_count, sums
from tests.faults.seeds import SOAK
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules.test_attendance import (
    DEPUTY,
    LEAVES,
    NINE,
    SECRETARY,
    a_ballot,
    a_sitting,
    closed,
    taken,
    there,
)


@dataclass(frozen=True)
class Voter:
    """A seat, the dossiers for which it was there, those of its substitute, and its votes."""

    seat: SeatId
    own: tuple[int, ...]
    deputy: tuple[int, ...]
    votes: dict[int, Vote]
    recorded: bool

    @property
    def there(self) -> set[int]:
        """The dossiers for which the seat was represented."""
        return {*self.own, *self.deputy}


def a_voter(seat: SeatId, dice: Random) -> Voter:
    """Return a seat that was there throughout, in part, in turns with its substitute, or not at all."""
    cut = dice.randint(0, len(NINE))
    first, rest = tuple(NINE[:cut]), tuple(NINE[cut:])
    votes = {number: dice.choice([Vote.APPROVE, Vote.APPROVE, Vote.DISAPPROVE]) for number in NINE}
    how = dice.choice(
        ["throughout", "until", "from", "turns"] if seat == LEAVES else ["throughout"] * 4 + ["until", "from"]
    )
    match how:
        case "throughout":
            return Voter(seat, tuple(NINE), (), votes, dice.random() < 0.2)
        case "until":
            return Voter(seat, first, (), votes, True)
        case "from":
            return Voter(seat, rest, (), votes, True)
        case _:
            return Voter(seat, first, rest, votes, True)


def recorded(sitting: SittingSimulator, voters: list[Voter]) -> None:
    """Record who was there, where that is recorded."""
    for each in voters:
        if each.recorded:
            own = [(each.own[0], each.own[-1])] if each.own else []
            deputy = [(each.deputy[0], each.deputy[-1], str(DEPUTY))] if each.deputy else []
            taken(sitting.act(there(each.seat, *own, *deputy)))


def voted(
    sitting: SittingSimulator, each: Voter, numbers: tuple[int, ...], revision: int, by: str | None = None
) -> None:
    """Hand in a ballot on some dossiers."""
    if numbers:
        ballot = a_ballot(each.seat, *numbers, revision=revision, by=by)
        choices = (choice.evolve(vote=each.votes[at]) for choice, at in zip(ballot.choices, numbers, strict=True))
        taken(sitting.act(ballot.evolve(choices=tuple(choices))))


def while_there(voters: list[Voter]) -> Minutes:
    """Record first; then each votes on its own part."""
    sitting = a_sitting()
    recorded(sitting, voters)
    for each in voters:
        voted(sitting, each, each.own, 1)
        voted(sitting, each, each.deputy, 2, DEPUTY)
    return closed(sitting)


def on_everything(voters: list[Voter]) -> Minutes:
    """Each seat votes on everything before it is recorded who was there; substitutes vote on their part after it."""
    sitting = a_sitting()
    for each in voters:
        if each.own:
            voted(sitting, each, tuple(NINE), 1)
    recorded(sitting, voters)
    for each in voters:
        voted(sitting, each, each.deputy, 2, DEPUTY)
    return closed(sitting)


def on_paper(voters: list[Voter]) -> Minutes | None:
    """The tellers count what each one there put into the box; None where nobody was there."""
    sitting = a_sitting()
    recorded(sitting, voters)
    came = [each for each in voters if each.there]
    papers = sum(bool(part) for each in came for part in (each.own, each.deputy))
    if not came:
        return None
    items = (sums(f"d-{at}", *(cast(voters, at, vote) for vote in (Vote.APPROVE, Vote.DISAPPROVE))) for at in NINE)
    present = [each.seat for each in came]
    taken(sitting.act(a_count(SECRETARY, present, *items, issued=papers, returned=papers)))
    return closed(sitting)


def cast(voters: list[Voter], number: int, vote: Vote) -> int:
    """Return how many votes of a kind a dossier has, counted the slow way."""
    return sum(number in each.there and each.votes[number] is vote for each in voters)


def bare(items: tuple[ItemMinutes, ...]) -> list[ItemMinutes]:
    """Return findings without the tellers' sums."""
    return [item.evolve(sums=None) for item in items]


def test_three_ways_find_the_same() -> None:
    """Whoever was there for what, and whether it was recorded before the votes or after them."""
    for seed in range(100 * SOAK):
        dice = Random(seed)  # noqa: S311 - dice, not secrets
        voters = [a_voter(SeatId(f"seat-{number}"), dice) for number in NINE]
        if not any(each.there for each in voters):
            continue
        first, second, third = while_there(voters), on_everything(voters), on_paper(voters)

        assert [(item.tally.present, item.tally.approve, item.tally.disapprove) for item in first.items] == [
            (
                sum(number in each.there for each in voters),
                cast(voters, number, Vote.APPROVE),
                cast(voters, number, Vote.DISAPPROVE),
            )
            for number in NINE
        ], seed
        assert bare(first.items) == bare(second.items), seed
        assert third is not None
        assert bare(first.items) == bare(third.items), seed
        assert first.present == second.present == third.present, seed
