"""Caller checks: the calls that the ledger answers. Temporal does not authenticate the sender of a message.

A local activity is run by the worker that runs its workflow, so its workflow is one of ours. Any other activity may be
requested by any client of Temporal, under any workflow identifier and type.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from temporalio import activity

from activities.errors import LedgerConflict
from schemas.facts import DossierFact, SittingFact, SubmissionFact
from schemas.ids import StreamId
from schemas.names import WorkflowName, dossier_of, postman_id
from schemas.ports import Entry

_WRITERS: Mapping[str, tuple[WorkflowName, tuple[type, ...]]] = MappingProxyType(
    {
        "dossier": (WorkflowName.DOSSIER, get_args(DossierFact)),
        "sitting": (WorkflowName.SITTING, get_args(SittingFact)),
        "submission": (WorkflowName.SUBMISSION, get_args(SubmissionFact)),
    }
)
"""The workflow that writes the streams of a prefix, and the facts that they hold."""


def only_from_a_workflow() -> None:
    """Accept local activities only.

    Raises:
        LedgerConflict: The activity was requested by itself, or through a task queue.
    """
    if not activity.info().is_local:
        raise LedgerConflict(f"{activity.info().activity_type} is answered to workflows of this worker only")


def only_of(stream: StreamId) -> None:
    """Accept the stream's own workflow only.

    Raises:
        LedgerConflict: The caller is another workflow, or none.
    """
    only_from_a_workflow()
    info = activity.info()
    writer, _ = _WRITERS[stream.partition("-")[0]]
    if (info.workflow_id, info.workflow_type) != (stream, writer):
        raise LedgerConflict(f"{stream} is not the stream of {info.workflow_type} {info.workflow_id}")


def only_its_own(entry: Entry) -> None:
    """Accept only a fact that its stream's workflow may write, with the row of its own dossier.

    Raises:
        LedgerConflict: It is another workflow's, of another kind, or about another dossier.
    """
    fact, standing = entry.fact, entry.standing
    only_of(fact.stream)
    _, kinds = _WRITERS[fact.stream.partition("-")[0]]
    if not isinstance(fact, kinds):
        raise LedgerConflict(f"{fact.stream} holds no {fact.kind}")
    own = dossier_of(fact.stream) if isinstance(fact, get_args(DossierFact)) else None
    if own != (standing and standing.dossier.dossier_id):
        raise LedgerConflict(f"{fact.stream} brings a row that is not its own")


def only_the_workflow(workflow_id: str) -> None:
    """Accept only a workflow with this identifier: any caller may make this request, but only for itself.

    Raises:
        LedgerConflict: The caller is another workflow, or none.
    """
    if activity.info().workflow_id != workflow_id:
        raise LedgerConflict(f"{activity.info().activity_type} is done for {workflow_id} only when that asks for it")


def only_a_postman(number: int, *, of: int) -> None:
    """Accept only the workflow of a postman of this installation: each round holds a database connection.

    Raises:
        LedgerConflict: The caller is another workflow, or none, or there are fewer postmen.
    """
    only_the_workflow(postman_id(number))
    if number > of:
        raise LedgerConflict(f"{postman_id(number)} has no rounds to go: VINHDANH_POSTMEN is {of}")
