"""Five seats and their votes on rivals for a few places, in one round or two. A test names only what is unusual."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from schemas.ballots import RecordedBallot
from schemas.ids import ActorId, AwardId, BasisId, BodyId, DossierId, SeatId, SittingId
from schemas.legal_values import Base, Name
from schemas.minutes import Finding, ItemMinutes, Minutes
from schemas.nominee import Trait
from schemas.routes import VoteRule
from schemas.scoring import Group, Score, Scored, ScoringTable, Sheet
from schemas.sitting import AgendaItem, Places
from schemas.stages import Stage
from schemas.vote_clauses import LastWord, Ties
from schemas.workflow_state import FirstRound
from tests.builders.values import NOON, a_requirement, a_vote_rule
from workflows.rules.voting import polls, ranking
from workflows.rules.voting.polls import Poll

CITED: dict[str, Any] = {"citation": "Quy chế Cụm thi đua", "verified": True}
FLAG, MERIT = (AwardId("gov_flag"), BasisId("cluster")), (AwardId("pm_merit"), BasisId("merit"))
SEATS = tuple(SeatId(f"seat-{number}") for number in range(1, 6))
LETTERS = {
    "C": Finding.CARRIED,
    "D": Finding.DEFEATED,
    "N": Finding.NO_PLACE,
    "T": Finding.TIED,
    "Q": Finding.NO_QUORUM,
    "U": Finding.UNSCORED,
    "G": Finding.GONE,
    "R": Finding.RETURNED,
}
CAME = "Có mặt 5 trên tổng số 5 thành viên, thu về 5 phiếu."
SOURCE = "Căn cứ: Quy chế Cụm thi đua"


def a_rule(*last_words: LastWord, second_round: bool = False, share: str = "40%", **changes: Any) -> VoteRule:
    """Return a rule by which two of five carry and three make a quorum; without a clause on ties it has none."""
    ties = Ties(second_round=second_round, last_words=last_words, **CITED) if second_round or last_words else None
    return a_vote_rule(
        quorum=a_requirement("1/2"), threshold=a_requirement(share, Base.ALL_SEATS), ties=ties, **changes
    )


def a_table(least: str | None = None) -> ScoringTable:
    """Return a table of a hundred points."""
    group = Group(id="tasks", name=Name(vi="Nhiệm vụ", en="Tasks"), most=100)
    return ScoringTable(groups=(group,), least=least, **CITED)


def scored(*points: str | None) -> dict[DossierId, Score]:
    """Return the points of `d-1` and on, settled; some have none."""
    sheets = [None if each is None else Sheet(groups=(Scored(group="tasks", points=Decimal(each)),)) for each in points]
    return {DossierId(f"d-{number}"): Score(settled=sheet) for number, sheet in enumerate(sheets, 1) if sheet}


def a_poll(
    *ballots: str,
    rule: VoteRule,
    places: int = 1,
    women: Collection[int] = (),
    others: Collection[int] = (),
    wrote: Collection[int] = (),
    **changes: Any,
) -> Poll:
    """Return what five seats voted on, the first of them in the chair, a letter for each dossier.

    Dossiers are named by their number: `women` are, and `others` vie for another award, with as many places.
    """
    agenda = [
        AgendaItem(
            dossier_id=DossierId(f"d-{number}"),
            nominee=f"Tập thể {number}",
            award=(MERIT if number in others else FLAG)[0],
            basis=(MERIT if number in others else FLAG)[1],
            traits=(Trait.WOMAN,) if number in women else (),
        )
        for number in range(1, len(ballots[0]) + 1)
    ]
    handed = zip(SEATS, ballots, strict=False)
    marked = {
        seat: RecordedBallot(revision=1, marks=marks, written=number in wrote)
        for number, (seat, marks) in enumerate(handed, 1)
    }
    limits = [Places(award=award, basis=basis, count=places) for award, basis in (FLAG, MERIT)]
    return Poll(items=agenda, rules=[rule], roll=SEATS, chair=SEATS[0], ballots=marked, **{"places": limits, **changes})


def approved_by(*votes: int) -> list[str]:
    """Return five ballots by which each dossier is approved by so many seats, the last ones first."""
    return ["".join("A" if 5 - seat < each else "D" for each in votes) for seat in range(1, 6)]


def found(items: Sequence[ItemMinutes]) -> str:
    """Return a letter for each finding."""
    letters = {finding: letter for letter, finding in LETTERS.items()}
    return "".join(letters[item.finding] for item in items)


def heard(poll: Poll) -> tuple[ItemMinutes, ...]:
    """Return the findings of a first round."""
    return ranking.within_places(polls.item_minutes(poll), poll)


def heard_again(first: Poll, *ballots: str, **changes: Any) -> tuple[ItemMinutes, ...]:
    """Return the findings of a second round, over what the first one left equal."""
    items = heard(first)
    contested = ranking.for_a_second_round(items, first)
    assert contested
    again = {each for tied in contested for each in tied.dossiers}
    table = [item for item in first.items if item.dossier_id in again]
    handed = {seat: RecordedBallot(revision=1, marks=marks) for seat, marks in zip(SEATS, ballots, strict=False)}
    second = replace(first, items=table, **{"ballots": handed, "returned": {}, "gone": (), **changes})
    return ranking.after_a_second_round(FirstRound(minutes=some_minutes(items), contested=contested), second)


def some_minutes(items: tuple[ItemMinutes, ...]) -> Minutes:
    """Return the minutes of a first round."""
    return Minutes(
        sitting_id=SittingId("phien-1"),
        body=BodyId("cum-1"),
        body_name="Cụm thi đua số 1",
        stage=Stage.CLUSTER,
        meeting=1,
        closed_at=NOON,
        closed_by=ActorId("seat-1"),
        present=SEATS,
        absent=(),
        items=items,
    )
