"""Who speaks for whom."""

from schemas.ids import ActorId
from schemas.refusals import Reason, Refusal


def speaks_for(actor: ActorId, *owners: str) -> bool:
    """Return whether `actor` is one of those to whom the act belongs."""
    return str(actor) in owners


def not_yours(act: str, *owners: str) -> Refusal:
    """Refuse an act to whoever it does not belong to; `act` is a Vietnamese verb phrase."""
    return Refusal(reason=Reason.NOT_YOURS, message=f"Chỉ {' hoặc '.join(owners)} được {act}.", details=owners)
