"""Visibility: the search attributes of a workflow, and its page in the Temporal UI."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from workflows.rules.dossier import dossier_view

with workflow.unsafe.imports_passed_through():
    from schemas.ids import BodyId
    from schemas.messages import Convene, PutForward
    from schemas.names import SearchName
    from schemas.sitting import AnnouncementReport, Shared, SittingStatus
    from schemas.stages import Stage
    from schemas.submission import SubmissionStatus
    from schemas.workflow_state import DossierState, SittingState, SubmissionState

# No name of a person is among these: search attributes are never encrypted.
STAGE = SearchAttributeKey.for_keyword(SearchName.STAGE)
AWARD = SearchAttributeKey.for_keyword(SearchName.AWARD)
UNIT = SearchAttributeKey.for_keyword(SearchName.UNIT)
CLUSTER = SearchAttributeKey.for_keyword(SearchName.CLUSTER)
AWAITED_BODY = SearchAttributeKey.for_keyword(SearchName.AWAITED_BODY)
REGIME = SearchAttributeKey.for_keyword(SearchName.REGIME)
DUE_AT = SearchAttributeKey.for_datetime(SearchName.DUE_AT)
ON_HOLD = SearchAttributeKey.for_bool(SearchName.ON_HOLD)
OVERDUE = SearchAttributeKey.for_bool(SearchName.OVERDUE)
UNDELIVERED = SearchAttributeKey.for_bool(SearchName.UNDELIVERED)

ValueT = TypeVar("ValueT", str, datetime)


def refresh(updates: Sequence[SearchAttributeUpdate[Any]], page: str) -> None:
    """Publish changes, at one event for each real change; the page and an unchanged attribute cost nothing."""
    workflow.set_current_details(page)
    # A run begins with the attributes of its predecessor.
    shown = workflow.info().typed_search_attributes
    if news := [update for update in updates if shown.get(update.key) != update.value]:
        workflow.upsert_search_attributes(news)


def of_dossier(state: DossierState) -> Sequence[SearchAttributeUpdate[Any]]:
    """Return the search attributes of a dossier."""
    awaiting = state.awaiting
    return (
        STAGE.value_set(state.stage),
        AWARD.value_set(state.dossier.award),
        UNIT.value_set(state.dossier.unit.id),
        _given(CLUSTER, state.dossier.cluster.id if state.dossier.cluster else None),
        REGIME.value_set(state.rules.regime),
        _given(AWAITED_BODY, awaiting.body.id if awaiting else None),
        _given(DUE_AT, dossier_view.due_at(state)),
        ON_HOLD.value_set(state.stage is Stage.UNIT or state.held is not None),
        OVERDUE.value_set(awaiting is not None and awaiting.overdue),
    )


def of_sitting(call: Convene, state: SittingState) -> Sequence[SearchAttributeUpdate[Any]]:
    """Return the search attributes of a sitting."""
    is_over = state.status in {SittingStatus.CLOSED, SittingStatus.ANNOUNCED}
    cluster = call.body if call.stage is Stage.CLUSTER else state.shared.cluster
    return (
        STAGE.value_set(call.stage),
        *_of_agenda(state.shared, cluster),
        _given(AWAITED_BODY, None if is_over else call.body),
        _given(DUE_AT, None if is_over else state.closes_at or state.shared.due_at),
        ON_HOLD.value_set(state.status is SittingStatus.ADJOURNED),
        *_of_report(state.report),
    )


def of_submission(call: PutForward, state: SubmissionState) -> Sequence[SearchAttributeUpdate[Any]]:
    """Return the search attributes of a submission."""
    is_waiting = state.status is SubmissionStatus.SUBMITTED
    return (
        STAGE.value_set(call.stage),
        *_of_agenda(state.shared, state.shared.cluster),
        _given(AWAITED_BODY, call.authority if is_waiting else None),
        _given(DUE_AT, state.shared.due_at if is_waiting else None),
        ON_HOLD.value_set(False),
        *_of_report(state.report),
    )


def _of_agenda(shared: Shared, cluster: BodyId | None) -> Sequence[SearchAttributeUpdate[Any]]:
    return (
        _given(AWARD, shared.award),
        _given(UNIT, shared.unit),
        _given(CLUSTER, cluster),
        _given(REGIME, shared.regime),
    )


def _of_report(report: AnnouncementReport | None) -> Sequence[SearchAttributeUpdate[Any]]:
    # One event more, and only where a finding is undelivered.
    return (UNDELIVERED.value_set(True),) if report is not None and report.unheard else ()


def _given(key: SearchAttributeKey[ValueT], value: ValueT | None) -> SearchAttributeUpdate[Any]:
    return key.value_unset() if value is None else key.value_set(value)
