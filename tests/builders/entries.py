"""Facts for tests, and entries that are whole: the fact with where its dossier then stands."""

from typing import Any

from schemas.dossier import Dossier
from schemas.facts import AwardGranted, BallotCast, DossierForwarded, DossierSubmitted, DossierWithdrawn
from schemas.ids import ActorId, SeatId, SittingId, StreamId
from schemas.names import dossier_stream, sitting_stream
from schemas.ports import DossierRow, Entry
from schemas.stages import Stage
from tests.builders.values import (
    AUTHORITY,
    CLUSTER,
    NOON,
    REGIME,
    SAID,
    a_calendar,
    a_decision_ref,
    a_law,
    a_number,
    a_standing,
    an_entry,
)


def submitted(dossier: Dossier, **changes: Any) -> Entry:
    """Return the first fact of a dossier: it is complete, and waits for its cluster."""
    fact = DossierSubmitted(
        **_place(dossier, 1), said=SAID, calendar=a_calendar(), dossier=dossier, regime=REGIME, law=a_law()
    )
    return an_entry(fact, **_with(changes, "open", a_standing(dossier, Stage.CLUSTER)))


def forwarded(dossier: Dossier, sequence: int = 2, **changes: Any) -> Entry:
    """Return that its cluster supported a dossier: it waits for its council."""
    source = sitting_stream(SittingId("h1"))
    fact = DossierForwarded(**_place(dossier, sequence), stage=Stage.CLUSTER, body=CLUSTER, source=source)
    return an_entry(fact, **_with(changes, f"hear:{source}", a_standing(dossier, Stage.COUNCIL)))


def withdrawn(dossier: Dossier, sequence: int = 2, **changes: Any) -> Entry:
    """Return that its unit took a dossier back."""
    fact = DossierWithdrawn(**_place(dossier, sequence), reason="Đơn vị rút hồ sơ.")
    return an_entry(fact, **_with(changes, "withdraw", a_standing(dossier, Stage.WITHDRAWN)))


def granted(dossier: Dossier, sequence: int = 2, **changes: Any) -> Entry:
    """Return that the authority granted the award."""
    fact = AwardGranted(
        **_place(dossier, sequence),
        stage=Stage.DECISION,
        body=AUTHORITY,
        source=StreamId("submission-t1"),
        decision=a_decision_ref(),
    )
    return an_entry(fact, **_with(changes, "hear:submission-t1", a_standing(dossier, Stage.GRANTED)))


def a_ballot(stream: StreamId | None = None, sequence: int = 1, **changes: Any) -> Entry:
    """Return a ballot: a fact that moves no dossier, so that only its place and its act matter."""
    fact = BallotCast(
        stream=stream or sitting_stream(SittingId(a_number())),
        sequence=sequence,
        at=NOON,
        by=ActorId("seat-1"),
        seat=SeatId("seat-1"),
        revision=1,
        marks="A",
    )
    return an_entry(fact, **changes)


def _with(changes: dict[str, Any], act: str, standing: DossierRow) -> dict[str, Any]:
    return {"act": act, "standing": standing} | changes


def _place(dossier: Dossier, sequence: int) -> dict[str, Any]:
    return {
        "stream": dossier_stream(dossier.dossier_id),
        "sequence": sequence,
        "at": NOON,
        "by": ActorId(dossier.unit.id),
    }
