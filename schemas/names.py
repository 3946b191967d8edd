"""The names by which processes find each other through Temporal: queues, workflows, messages, search attributes."""

from enum import StrEnum

from schemas.ids import DossierId, SittingId, StreamId, SubmissionId

TASK_QUEUE = "vinhdanh"
"""Where the workers listen, unless their settings say otherwise."""


class WorkflowName(StrEnum):
    """The workflow types."""

    DOSSIER = "DossierWorkflow"
    SITTING = "SittingWorkflow"
    SUBMISSION = "SubmissionWorkflow"
    POSTMAN = "PostmanWorkflow"


class UpdateName(StrEnum):
    """The acts, each an Update that is answered by a `Receipt` or refused with a reason."""

    RECEIPT = "receipt"
    """Ask any workflow for the receipt of its opening; send it with the start to know that the start is kept."""

    HEAR = "hear"
    SUPPLEMENT = "supplement"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    PUBLISH = "publish"
    OBJECT = "object"
    ASK_OPINIONS = "ask_opinions"
    GIVE_OPINION = "give_opinion"
    CONCLUDE = "conclude"
    HOLD = "hold"
    RELEASE = "release"
    RECOUNT = "recount"
    """Count a dossier's term anew by the calendar as it is now; operators have it sent to all that wait."""
    CAST = "cast"
    CLOSE = "close"
    AMEND = "amend"
    RECUSE = "recuse"
    SCORE = "score"
    WITHDRAW_BALLOT = "withdraw_ballot"
    ADJOURN = "adjourn"
    RECONVENE = "reconvene"
    DECIDE = "decide"


class SignalName(StrEnum):
    """The wakes; nothing a person says travels by signal."""

    RENEW = "renew"
    """Continue as new at the next quiet moment, on the newest version of the workers."""


class QueryName(StrEnum):
    """The questions."""

    SHOW = "show"
    KEPT = "kept"
    """Which receipt an act was answered with: for whoever sends one again to a workflow that has ended."""

    EXPLAIN = "explain"
    """Why a sitting found what it found of one dossier, in words and numbers."""


class SearchName(StrEnum):
    """The search attributes of every workflow, in the Temporal UI and in `temporal workflow list`."""

    STAGE = "DossierStage"
    AWARD = "Award"
    UNIT = "Unit"
    CLUSTER = "Cluster"
    AWAITED_BODY = "AwaitedBody"
    REGIME = "Regime"
    DUE_AT = "DueAt"
    """When a dossier's term ends; when a sitting closes by itself, or the first of an agenda's terms ends."""

    ON_HOLD = "OnHold"
    """Nobody considers it: a dossier is back with its unit or on hold, a sitting is adjourned."""

    OVERDUE = "Overdue"
    """A dossier's term has passed, and it goes on waiting."""

    UNDELIVERED = "Undelivered"
    """A sitting or submission could not tell some of its dossiers what it found; never false."""


def dossier_stream(dossier_id: DossierId) -> StreamId:
    """Return the workflow and stream of a dossier."""
    return StreamId(f"dossier-{dossier_id}")


def dossier_of(stream: str) -> DossierId:
    """Return the dossier whose workflow and stream this is."""
    return DossierId(stream.removeprefix("dossier-"))


def sitting_stream(sitting_id: SittingId) -> StreamId:
    """Return the workflow and stream of a sitting."""
    return StreamId(f"sitting-{sitting_id}")


def submission_stream(submission_id: SubmissionId) -> StreamId:
    """Return the workflow and stream of a submission."""
    return StreamId(f"submission-{submission_id}")


def postman_id(number: int) -> str:
    """Return the workflow of the postman with this number, counted from 1."""
    return f"postman-{number}"
