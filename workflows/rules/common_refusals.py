"""Shared checks: whether an actor may act for an owner, and the refusals if not or if the dossier has ended."""

from schemas.ids import ActorId
from schemas.labels import STAGES
from schemas.refusals import Reason, Refusal
from schemas.workflow_state import DossierState


def speaks_for(actor: ActorId, *owners: str) -> bool:
    """Return whether `actor` is one of the act's owners."""
    return str(actor) in owners


def not_yours(act: str, *owners: str) -> Refusal:
    """Refuse an act to a caller who is not one of its owners; `act` is a Vietnamese verb phrase."""
    return Refusal(reason=Reason.NOT_YOURS, message=f"Chỉ {' hoặc '.join(owners)} được {act}.", details=owners)


def dossier_closed(state: DossierState) -> Refusal:
    """Refuse an act on a dossier that has come to its end."""
    return Refusal(
        reason=Reason.DOSSIER_CLOSED,
        message=f"Hồ sơ đã kết thúc ({STAGES[state.stage].vi}); không tiếp nhận thêm.",
        details=(state.stage.value,),
    )
