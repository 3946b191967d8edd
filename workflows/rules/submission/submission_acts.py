"""The acts on a submission, each with its key, its check, and its fact."""

from schemas.documents import Sha256
from schemas.facts import SubmissionFact
from schemas.messages import Decide, PutForward
from schemas.sitting import AnnouncementReport
from schemas.workflow_state import SubmissionState
from workflows.rules import idempotency_keys
from workflows.rules.act import Act
from workflows.rules.submission import submission_rules

SubmissionAct = Act[SubmissionState, SubmissionFact]


def put_forward(call: PutForward, said: Sha256) -> SubmissionAct:
    """Open the submission; `said` is the digest of the body that opens it."""
    return SubmissionAct.once(
        idempotency_keys.OPEN,
        lambda *_: None,
        lambda state, now: submission_rules.put_forward(call, state, said, now),
    )


def decide(call: PutForward, act: Decide) -> SubmissionAct:
    """Record the authority's decision."""
    return SubmissionAct.once(
        idempotency_keys.decide(act),
        lambda state, _: submission_rules.may_decide(call, state, act),
        lambda state, now: submission_rules.decided(call, state, act, now),
    )


def announce(call: PutForward, report: AnnouncementReport) -> SubmissionAct:
    """Record the announcement of the decision: delivered to every dossier, or not."""
    return SubmissionAct.once(
        idempotency_keys.ANNOUNCE,
        lambda *_: None,
        lambda state, now: submission_rules.announced(call, state, report, now),
    )
