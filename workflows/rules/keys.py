"""The natural key of each act: what makes two messages the same act, in one run or across many."""

from datetime import datetime

from schemas.carried import DossierState
from schemas.ids import ActKey, SeatId
from schemas.messages import Cast, Hear, Reconvene, Supplement

OPEN = ActKey("open")
WITHDRAW = ActKey("withdraw")
DECIDE = ActKey("decide")
ANNOUNCE = ActKey("announce")

_CAST = "cast"


def supplement(act: Supplement) -> ActKey:
    """Return the key: one supplement for each time the dossier was sent back."""
    return ActKey(f"supplement:{act.answers}")


def hear(act: Hear) -> ActKey:
    """Return the key: a sitting or submission speaks once of a dossier."""
    return ActKey(f"hear:{act.verdict.source}")


def cast(act: Cast) -> ActKey:
    """Return the key: one ballot for each seat, meeting and revision."""
    return ballot(act.meeting, act.seat, act.revision)


def ballot(meeting: int, seat: SeatId, revision: int) -> ActKey:
    """Return the key of a ballot that stands, or stood."""
    return ActKey(f"{_CAST}:{meeting}:{seat}:{revision}")


def is_ballot(key: ActKey) -> bool:
    """Return whether a key is that of a ballot."""
    return key.startswith(f"{_CAST}:")


def close(meeting: int) -> ActKey:
    """Return the key: a meeting closes once, whether its chair or the clock closed it."""
    return ActKey(f"close:{meeting}")


def reconvene(act: Reconvene) -> ActKey:
    """Return the key: a meeting is called once."""
    return ActKey(f"reconvene:{act.meeting}")


def of_time(state: DossierState, now: datetime) -> ActKey:
    """Return the key of what the clock says: one reminder and one end of term for each wait."""
    is_over = state.clock.due_at is not None and now >= state.clock.due_at
    since = state.awaiting.since.isoformat() if state.awaiting else "-"
    return ActKey(f"{'due' if is_over else 'remind'}:{since}")
