"""Facts about a submission: put forward, decided, announced; a sitting announces too."""

from typing import Literal

from schemas.facts._fact_base import FactBase, Opened
from schemas.ids import BodyId, DossierId
from schemas.sitting import AgendaItem, AnnouncementReport, Shared
from schemas.stages import Stage
from schemas.submission import Letter, Reasoned
from schemas.verdict import DecisionRef


class ListPutForward(Opened):
    """A list of dossiers was put before an authority."""

    kind: Literal["list_put_forward"] = "list_put_forward"
    authority: BodyId
    stage: Stage = Stage.DECISION
    letter: Letter
    agenda: tuple[AgendaItem, ...]
    shared: Shared = Shared()
    """The values shared by all its dossiers."""


class SubmissionDecided(FactBase):
    """The authority answered a submission."""

    kind: Literal["submission_decided"] = "submission_decided"
    authority: BodyId
    stage: Stage = Stage.DECISION
    decision: DecisionRef
    granted: tuple[DossierId, ...]
    refused: tuple[Reasoned, ...]
    returned: tuple[Reasoned, ...]


class FindingsAnnounced(FactBase):
    """The findings of a sitting or submission were sent to its dossiers."""

    kind: Literal["findings_announced"] = "findings_announced"
    report: AnnouncementReport
