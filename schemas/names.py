"""The names by which processes find each other through Temporal: queues, workflows, messages, search attributes."""

from enum import StrEnum

from schemas.ids import DossierId, SittingId, StreamId, SubmissionId

TASK_QUEUE = "vinhdanh"
"""The default task queue of the workers."""


class WorkflowName(StrEnum):
    """The workflow types."""

    DOSSIER = "DossierWorkflow"
    SITTING = "SittingWorkflow"
    SUBMISSION = "SubmissionWorkflow"
    POSTMAN = "PostmanWorkflow"


class UpdateName(StrEnum):
    """The acts: each is an Update that returns a `Receipt` or is refused with a reason."""

    RECEIPT = "receipt"
    """Request the receipt of a workflow's first fact; sent with the start, it confirms that the start was kept."""

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
    """Recount a dossier's term by the current calendar; operators send it to all waiting dossiers."""
    SUCCEED = "succeed"
    """Name the successor, for one dossier, of a body that was split."""
    TELL = "tell"
    """Have a dossier or sitting look up which of its bodies have ended; operators send it after a merger."""
    CAST = "cast"
    CLOSE = "close"
    AMEND = "amend"
    RECUSE = "recuse"
    SCORE = "score"
    WITHDRAW_BALLOT = "withdraw_ballot"
    COUNT = "count"
    """Enter the tellers' sums of a meeting that voted on paper or by a show of hands."""
    ATTENDANCE = "attendance"
    """Record for which dossiers a seat is represented in a meeting."""
    ADJOURN = "adjourn"
    RECONVENE = "reconvene"
    DECIDE = "decide"


LOOKED_UP = frozenset(
    {
        *(UpdateName.HEAR, UpdateName.ASK_OPINIONS, UpdateName.SUCCEED),
        *(UpdateName.AMEND, UpdateName.RECONVENE),
    }
)
"""Acts that may be refused for what is looked up. Each sending needs an Update id of its own.

Temporal answers an id that it knows with the outcome of before: with a refusal, though the register has changed since.
"""


class SignalName(StrEnum):
    """The signals: they only wake a workflow, and carry no act of a caller."""

    RENEW = "renew"
    """Continue as new at the next quiet moment, on the newest version of the workers."""


class QueryName(StrEnum):
    """The queries."""

    SHOW = "show"
    KEPT = "kept"
    """The earlier answer to an act, for a caller that sends it again to a workflow that has ended."""

    EXPLAIN = "explain"
    """The explanation of a sitting's finding on one dossier, in words and numbers."""


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
    """Not under consideration: a dossier is back with its unit or on hold, a sitting is adjourned."""

    OVERDUE = "Overdue"
    """A dossier's term has passed, and it goes on waiting."""

    UNDELIVERED = "Undelivered"
    """A sitting or submission could not deliver its finding to some of its dossiers; never false."""


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
