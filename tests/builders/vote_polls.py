"""Votes to count: rules, agendas and ballots. A test names only what is unusual about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.ballots import RecordedBallot
from schemas.ids import AwardId, BasisId, DossierId, SeatId
from schemas.legal_values import Base, Requirement
from schemas.minutes import Finding, ItemMinutes
from schemas.routes import BallotKind, VoteRule
from schemas.sitting import AgendaItem, Places
from schemas.stages import Stage
from workflows.rules.voting import polls, ranking
from workflows.rules.voting.polls import Poll

FLAG, CENTRAL = AwardId("gov_emulation_flag"), BasisId("central_cluster")


def a_requirement(share: str, of: Base = Base.ALL_SEATS, *, exceed: bool = False) -> Requirement:
    """Return a share that must be reached."""
    return Requirement(share=share, of=of, exceed=exceed, citation="Quy chế thử nghiệm", verified=True)


def a_rule(share: str = "1/2", of: Base = Base.ALL_SEATS, *, exceed: bool = False, quorum: str = "1%") -> VoteRule:
    """Return a voting stage; without a share, half of all seats carry, and any attendance makes a quorum."""
    return VoteRule(
        stage=Stage.COUNCIL,
        ballot=BallotKind.SECRET,
        quorum=a_requirement(quorum),
        threshold=a_requirement(share, of, exceed=exceed),
        citation="Quy chế thử nghiệm",
        verified=True,
    )


def an_agenda(length: int, award: AwardId = FLAG, basis: BasisId = CENTRAL) -> tuple[AgendaItem, ...]:
    """Return so many dossiers for the same award, `d-1` and on."""
    return tuple(
        AgendaItem(dossier_id=DossierId(f"d-{number}"), nominee=f"Đơn vị {number}", award=award, basis=basis)
        for number in range(1, length + 1)
    )


def ballots_giving(*approvals: int, seats: int) -> list[str]:
    """Return ballots of all seats such that the first dossier gets so many approvals, the second so many, ..."""
    return ["".join("A" if seat < votes else "D" for votes in approvals) for seat in range(seats)]


def a_poll(
    ballots: Sequence[str],
    *,
    seats: int,
    agenda: Sequence[AgendaItem],
    rules: Sequence[VoteRule] | None = None,
    places: int | None = None,
    returned: Mapping[DossierId, tuple[str, ...]] | None = None,
) -> Poll:
    """Return what was put to the vote of a body whose first seat is its chair, the ballots being those of its first."""
    roll = tuple(SeatId(f"seat-{number}") for number in range(1, seats + 1))
    return Poll(
        items=agenda,
        rules=rules or [a_rule()],
        roll=roll,
        chair=roll[0],
        ballots={seat: RecordedBallot(revision=1, marks=marks) for seat, marks in zip(roll, ballots, strict=False)},
        places=[] if places is None else [Places(award=FLAG, basis=CENTRAL, count=places)],
        returned=returned or {},
    )


def heard(ballots: Sequence[str], **changes: Any) -> tuple[ItemMinutes, ...]:
    """Return the minutes of a sitting whose ballots are these; each seat present handed one in."""
    poll = a_poll(ballots, **changes)
    return ranking.within_places(polls.item_minutes(poll), poll)


def findings(items: Sequence[ItemMinutes]) -> list[Finding]:
    """Return the finding on each dossier, in the agenda's order."""
    return [item.finding for item in items]
