"""Tellers' counts for tests: papers issued, papers returned, and the sums of each dossier."""

from collections.abc import Sequence
from typing import Any

from schemas.ballots import Vote
from schemas.ids import ActorId, DossierId, SeatId
from schemas.messages import CountVotes
from schemas.vote_counts import CountKind, ItemSums
from tests.builders.values import a_document

TELLERS = (ActorId("seat-2"), ActorId("van-phong"))

NAMES = ("approve", "disapprove", "abstain", "blank", "invalid")


def seats(count: int) -> tuple[SeatId, ...]:
    """Return the first seats of a body."""
    return tuple(SeatId(f"seat-{number}") for number in range(1, count + 1))


def sums(dossier_id: str, *numbers: int, chair: Vote | None = None) -> ItemSums:
    """Return the sums of a dossier: approve, disapprove, abstain, blank, invalid; those left out are 0."""
    said = dict.fromkeys(NAMES, 0) | dict(zip(NAMES, numbers, strict=False))
    return ItemSums(dossier_id=DossierId(dossier_id), chair=chair, **said)


def a_count(by: str, present: Sequence[SeatId], *items: ItemSums, **changes: Any) -> CountVotes:
    """Return a count on paper; each seat present was given a paper, and all came back."""
    usual: dict[str, Any] = {
        "by": ActorId(by),
        "kind": CountKind.PAPER,
        "issued": len(present),
        "returned": len(present),
        "present": tuple(present),
        "tellers": TELLERS,
        "record": a_document("counting_record", name="Biên bản kiểm phiếu số 01/BB-KP"),
        "items": items,
    }
    return CountVotes(**{**usual, **changes})
