"""Messages for tests of `client`, each over something that no other test uses."""

from datetime import date
from decimal import Decimal
from typing import Any

from schemas.ballots import Choice, Vote
from schemas.ids import ActorId, BodyId, DossierId, SeatId, SittingId, SubmissionId
from schemas.messages import Amend, Cast, Convene, Decide, PutForward, ScoreDossier, SubmitDossier
from schemas.scoring import Scored, ScoreStep, Sheet
from schemas.stages import Stage
from schemas.submission import Letter
from tests.builders.values import AUTHORITY, CLUSTER, SEASON, UNIT, a_decision_ref, a_dossier, a_number, submitted

CHAIR = ActorId("seat-1")


def a_submission(**changes: Any) -> SubmitDossier:
    """Return the message that submits a dossier which no other test submits."""
    return SubmitDossier(dossier=submitted(a_dossier(**changes)), by=ActorId(UNIT))


def a_call(*agenda: str, sitting_id: str | None = None, **changes: Any) -> Convene:
    """Return the message that convenes a sitting of its own."""
    return Convene(
        sitting_id=SittingId(sitting_id or f"ph-{a_number()}"),
        body=CLUSTER,
        season=SEASON,
        stage=Stage.CLUSTER,
        agenda=tuple(DossierId(name) for name in agenda or ("hs-1",)),
        by=CHAIR,
        **changes,
    )


def a_ballot(vote: Vote = Vote.APPROVE, revision: int = 1, **changes: Any) -> Cast:
    """Return the second seat's ballot over one dossier."""
    choices = (Choice(dossier_id=DossierId("hs-1"), vote=vote),)
    return Cast(seat=SeatId("seat-2"), choices=choices, revision=revision, **changes)


def an_amendment(*add: str, revision: int = 1) -> Amend:
    """Return that the chair takes up more dossiers."""
    return Amend(by=CHAIR, revision=revision, add=tuple(DossierId(name) for name in add or ("hs-2",)))


def a_score(step: ScoreStep = ScoreStep.SELF, turn: int = 1, points: int = 90, **changes: Any) -> ScoreDossier:
    """Return a sheet of one group, or the text given instead of one."""
    sheet = Sheet(groups=(Scored(group="emulation", points=Decimal(points)),))
    usual: dict[str, Any] = {"by": ActorId(UNIT), "dossier_id": DossierId("hs-1"), "step": step, "turn": turn}
    return ScoreDossier(**{**usual, "sheet": None if step is ScoreStep.CONTESTED else sheet, **changes})


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
