"""Facts that are announced: the minutes of a sitting, and an authority's decision."""

from collections.abc import Iterable, Mapping

from schemas.facts import SittingClosed, SubmissionDecided
from schemas.ids import ActorId, DossierId, SeatId, SittingId, SubmissionId
from schemas.legal_values import Base
from schemas.minutes import Finding, ItemMinutes, Minutes
from schemas.names import sitting_stream, submission_stream
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.verdict import Tally
from tests.builders.values import AUTHORITY, AWARD, BASIS, CLUSTER, NOON, a_decision_ref, a_number


def a_tally(approve: int = 4, seats: int = 5) -> Tally:
    """Return the count of a sitting with full attendance."""
    return Tally(
        seats=seats,
        present=seats,
        cast=seats,
        approve=approve,
        disapprove=seats - approve,
        abstain=0,
        invalid=0,
        base=seats,
        of=Base.ALL_SEATS,
        needed=4,
    )


def a_sitting_closed(found: Mapping[DossierId, Finding]) -> SittingClosed:
    """Return the fact that a cluster's sitting found this of these dossiers."""
    sitting_id = SittingId(f"ph-{a_number()}")
    return SittingClosed(
        stream=sitting_stream(sitting_id),
        sequence=1,
        at=NOON,
        by=ActorId("seat-1"),
        minutes=Minutes(
            sitting_id=sitting_id,
            body=CLUSTER,
            body_name="Cụm thi đua số 1",
            stage=Stage.CLUSTER,
            meeting=1,
            closed_at=NOON,
            closed_by=ActorId("seat-1"),
            present=(SeatId("seat-1"),),
            absent=(),
            items=tuple(_item(dossier_id, finding) for dossier_id, finding in found.items()),
        ),
    )


def _item(dossier_id: DossierId, finding: Finding) -> ItemMinutes:
    return ItemMinutes(
        dossier_id=dossier_id,
        nominee="Thành phố Ven Sông",
        award=AWARD,
        basis=BASIS,
        finding=finding,
        tally=a_tally(),
        reasons=("Báo cáo chưa có xác nhận",) if finding is Finding.RETURNED else (),
    )


def a_decision(
    granted: Iterable[str] = (), refused: Iterable[str] = (), returned: Iterable[str] = ()
) -> SubmissionDecided:
    """Return the fact that an authority decided so of these dossiers."""
    return SubmissionDecided(
        stream=submission_stream(SubmissionId(f"tt-{a_number()}")),
        sequence=1,
        at=NOON,
        by=ActorId(AUTHORITY),
        authority=AUTHORITY,
        decision=a_decision_ref(),
        granted=tuple(DossierId(one) for one in granted),
        refused=tuple(_reasoned(one) for one in refused),
        returned=tuple(_reasoned(one) for one in returned),
    )


def _reasoned(dossier_id: str) -> Reasoned:
    return Reasoned(dossier_id=DossierId(dossier_id), reasons=("Chưa đủ điều kiện",))
