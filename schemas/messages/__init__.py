"""The bodies of every start and act, as other services send them. Their JSON Schemas are in `schemas/json/`.

Every act contains its own idempotency key: the same act, sent again, returns the same receipt.
"""

from schemas.base import Model
from schemas.messages._from_offices import (
    AskOpinions,
    Assign,
    Conclude,
    GiveOpinion,
    Hold,
    Publish,
    RaiseObjection,
    Release,
    Succeed,
)
from schemas.messages._from_tellers import CountVotes, RecordAttendance
from schemas.messages._to_dossiers import Hear, Opening, Repeated, SubmitDossier, Supplement, Withdraw
from schemas.messages._to_sittings import (
    MOST_MEETINGS,
    Adjourn,
    Amend,
    Cast,
    Close,
    Convene,
    Reconvene,
    Recuse,
    ScoreDossier,
    WithdrawBallot,
)
from schemas.messages._to_submissions import Decide, Deliver, PutForward

__all__ = [
    "MESSAGES",
    "MOST_MEETINGS",
    "Adjourn",
    "Amend",
    "AskOpinions",
    "Assign",
    "Cast",
    "Close",
    "Conclude",
    "Convene",
    "CountVotes",
    "Decide",
    "Deliver",
    "GiveOpinion",
    "Hear",
    "Hold",
    "Opening",
    "Publish",
    "PutForward",
    "RaiseObjection",
    "Reconvene",
    "RecordAttendance",
    "Recuse",
    "Release",
    "Repeated",
    "ScoreDossier",
    "SubmitDossier",
    "Succeed",
    "Supplement",
    "Withdraw",
    "WithdrawBallot",
]

MESSAGES: tuple[type[Model], ...] = (
    SubmitDossier,
    Opening,
    Repeated,
    Supplement,
    Withdraw,
    Hear,
    Assign,
    Publish,
    RaiseObjection,
    AskOpinions,
    GiveOpinion,
    Conclude,
    Hold,
    Release,
    Succeed,
    Convene,
    Amend,
    Recuse,
    ScoreDossier,
    Cast,
    WithdrawBallot,
    CountVotes,
    RecordAttendance,
    Close,
    Adjourn,
    Reconvene,
    PutForward,
    Decide,
    Deliver,
)
"""Every body that callers send through Temporal."""
