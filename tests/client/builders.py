"""Messages for tests of `client`, each over something that no other test uses."""

from datetime import date
from typing import Any

from schemas.ids import ActorId, BodyId, DossierId, SeatId, SittingId, SubmissionId
from schemas.messages import Cast, Convene, Decide, PutForward, SubmitDossier
from schemas.sitting import Choice, Vote
from schemas.stages import Stage
from schemas.submission import Letter
from tests.builders import AUTHORITY, UNIT, a_body, a_decision_ref, a_dossier, a_number

CHAIR = ActorId("seat-1")


def a_submission(**changes: Any) -> SubmitDossier:
    """Return the message that submits a dossier nobody else submits."""
    return SubmitDossier(dossier=a_dossier(**changes), by=ActorId(UNIT))


def a_call(*agenda: str, sitting_id: str | None = None) -> Convene:
    """Return the message that convenes a sitting of its own."""
    return Convene(
        sitting_id=SittingId(sitting_id or f"ph-{a_number()}"),
        body=a_body(),
        stage=Stage.CLUSTER,
        agenda=tuple(DossierId(name) for name in agenda or ("hs-1",)),
        by=CHAIR,
    )


def a_ballot(vote: Vote = Vote.APPROVE, revision: int = 1) -> Cast:
    """Return the second seat's ballot over one dossier."""
    choices = (Choice(dossier_id=DossierId("hs-1"), vote=vote),)
    return Cast(seat=SeatId("seat-2"), choices=choices, revision=revision)


def a_list(*agenda: str, number: str = "15/TTr", submission_id: str | None = None) -> PutForward:
    """Return the message that puts a list before the authority."""
    return PutForward(
        submission_id=SubmissionId(submission_id or f"tt-{a_number()}"),
        authority=AUTHORITY,
        letter=Letter(number=number, signed_on=date(2024, 5, 20), signatory="Chủ tịch"),
        agenda=tuple(DossierId(name) for name in agenda or ("hs-1",)),
        by=ActorId("so-noi-vu"),
    )


def a_decision(by: BodyId = AUTHORITY) -> Decide:
    """Return the authority's answer: granted."""
    return Decide(by=ActorId(by), decision=a_decision_ref(), granted=(DossierId("hs-1"),))
