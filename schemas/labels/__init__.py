"""Labels for people: one table for each enum, in Vietnamese and English."""

from schemas.labels._bodies import BODY_KINDS, OFFICE_ROLES
from schemas.labels._dossiers import (
    BODY_ROLES,
    FACTS,
    HOLD_GROUNDS,
    NOTICES,
    OUTCOMES,
    SHORT_OUTCOMES,
    SHORT_STAGES,
    STAGES,
)
from schemas.labels._label import Label
from schemas.labels._law import (
    BALLOT_KINDS,
    BASES,
    CHAIR_VOTES,
    CLAUSES,
    CONDITIONS,
    EARLY_CLOSES,
    LAST_WORDS,
    ROOMS,
    SILENCES,
    SIMPLIFIED_GROUNDS,
)
from schemas.labels._votes import COUNT_KINDS, FINDINGS, SITTINGS, SUBMISSIONS, VOTES

__all__ = [
    "BALLOT_KINDS",
    "BASES",
    "BODY_KINDS",
    "BODY_ROLES",
    "CHAIR_VOTES",
    "CLAUSES",
    "CONDITIONS",
    "COUNT_KINDS",
    "EARLY_CLOSES",
    "FACTS",
    "FINDINGS",
    "HOLD_GROUNDS",
    "LAST_WORDS",
    "NOTICES",
    "OFFICE_ROLES",
    "OUTCOMES",
    "ROOMS",
    "SHORT_OUTCOMES",
    "SHORT_STAGES",
    "SILENCES",
    "SIMPLIFIED_GROUNDS",
    "SITTINGS",
    "STAGES",
    "SUBMISSIONS",
    "VOTES",
    "Label",
]
