"""Dossiers (hồ sơ), as other services submit and follow them."""

import asyncio
from datetime import UTC, datetime

import pydantic
from temporalio.client import WorkflowExecution
from temporalio.common import SearchAttributeKey

from schemas import names
from schemas.base import Instant, Line, Model
from schemas.data_converter import wrong_fields
from schemas.dossier import DossierView
from schemas.ids import BodyId, DossierId
from schemas.messages import (
    AskOpinions,
    Assign,
    Conclude,
    GiveOpinion,
    Hold,
    Publish,
    RaiseObjection,
    Release,
    SubmitDossier,
    Succeed,
    Supplement,
    Withdraw,
)
from schemas.names import SearchName, UpdateName, WorkflowName
from schemas.receipts import Receipt
from schemas.stages import Stage
from vinhdanh import declined
from vinhdanh._gateway import WorkflowGateway

_STAGE = SearchAttributeKey.for_keyword(SearchName.STAGE)
_AWARD = SearchAttributeKey.for_keyword(SearchName.AWARD)
_UNIT = SearchAttributeKey.for_keyword(SearchName.UNIT)
_DUE_AT = SearchAttributeKey.for_datetime(SearchName.DUE_AT)
_ON_HOLD = SearchAttributeKey.for_bool(SearchName.ON_HOLD)
_OVERDUE = SearchAttributeKey.for_bool(SearchName.OVERDUE)

_NAMED_AS = (SearchName.UNIT, SearchName.CLUSTER, SearchName.AWAITED_BODY)

_NEVER = datetime.max.replace(tzinfo=UTC)

_BODY: pydantic.TypeAdapter[BodyId] = pydantic.TypeAdapter(BodyId)


class Submitted(Model):
    """The result of submitting a dossier."""

    dossier_id: DossierId
    receipt: Receipt
    """The receipt of its first fact."""

    already: bool
    """Whether the identifier was submitted before this call: the receipt and the dossier are then the earlier ones."""


class Waiting(Model):
    """A dossier that waits for a body."""

    dossier_id: DossierId
    stage: Stage
    award: Line
    unit: Line
    due_at: Instant | None
    overdue: bool
    held: bool = False
    """It is on hold: no body may consider it until it is released."""


class Dossiers:
    """Submits dossiers, carries the acts of their units and of offices, and shows where they stand.

    Every method raises `Declined` and nothing else of its own.
    """

    def __init__(self, gateway: WorkflowGateway) -> None:
        self._gateway = gateway

    async def submit(self, message: SubmitDossier) -> Submitted:
        """Submit a dossier; it is kept once this returns. The same body again is answered with the first receipt.

        Raises:
            Declined: `ALREADY_STARTED`, where the identifier belongs to a dossier submitted with another message.
        """
        dossier = message.dossier
        stream = names.dossier_stream(dossier.dossier_id)
        summary = f"Hồ sơ của {dossier.unit}: {dossier.award}, {dossier.basis}"
        opened = await self._gateway.open(WorkflowName.DOSSIER, stream, message, summary=summary)
        return Submitted(dossier_id=dossier.dossier_id, receipt=opened.receipt, already=opened.already)

    async def supplement(self, dossier_id: DossierId, act: Supplement) -> Receipt:
        """Add papers, or a note, to a dossier that was sent back to its unit."""
        return await self._send(dossier_id, UpdateName.SUPPLEMENT, act)

    async def withdraw(self, dossier_id: DossierId, act: Withdraw) -> Receipt:
        """Withdraw a dossier for its unit."""
        return await self._send(dossier_id, UpdateName.WITHDRAW, act)

    async def assign(self, dossier_id: DossierId, act: Assign) -> Receipt:
        """Assign an officer to a dossier's appraisal."""
        return await self._send(dossier_id, UpdateName.ASSIGN, act)

    async def publish(self, dossier_id: DossierId, act: Publish) -> Receipt:
        """Record that a dossier has been named publicly."""
        return await self._send(dossier_id, UpdateName.PUBLISH, act)

    async def object(self, dossier_id: DossierId, act: RaiseObjection) -> Receipt:
        """Object to a dossier that has been named publicly."""
        return await self._send(dossier_id, UpdateName.OBJECT, act)

    async def ask_opinions(self, dossier_id: DossierId, act: AskOpinions) -> Receipt:
        """Ask other agencies for their opinions of a dossier."""
        return await self._send(dossier_id, UpdateName.ASK_OPINIONS, act)

    async def give_opinion(self, dossier_id: DossierId, act: GiveOpinion) -> Receipt:
        """Answer a request for an opinion."""
        return await self._send(dossier_id, UpdateName.GIVE_OPINION, act)

    async def conclude(self, dossier_id: DossierId, act: Conclude) -> Receipt:
        """Record the conclusion of the office that considers a dossier."""
        return await self._send(dossier_id, UpdateName.CONCLUDE, act)

    async def hold(self, dossier_id: DossierId, act: Hold) -> Receipt:
        """Put a dossier on hold: no body considers it and no term runs, until it is released."""
        return await self._send(dossier_id, UpdateName.HOLD, act)

    async def release(self, dossier_id: DossierId, act: Release) -> Receipt:
        """Release a dossier that is on hold."""
        return await self._send(dossier_id, UpdateName.RELEASE, act)

    async def succeed(self, dossier_id: DossierId, act: Succeed) -> Receipt:
        """Name the successor, for a dossier, of a body that was split."""
        return await self._send(dossier_id, UpdateName.SUCCEED, act)

    async def _send(self, dossier_id: DossierId, name: UpdateName, act: Model) -> Receipt:
        return await self._gateway.send(names.dossier_stream(dossier_id), name, act)

    async def show(self, dossier_id: DossierId) -> DossierView:
        """Return a caller's view of a dossier, on its way or at its end."""
        return await self._gateway.ask(names.dossier_stream(dossier_id), DossierView)

    async def waiting_for(self, body_id: BodyId) -> tuple[Waiting, ...]:
        """Return the dossiers that wait for a body, earliest deadline first.

        The result comes from Temporal's index, and may lag by a second or two; convening a sitting checks them again.
        """
        query = _question(body_id)
        with declined.translate_errors():
            async with asyncio.timeout(self._gateway.patience.total_seconds()):
                found = [_waiting(run) async for run in self._gateway.client.list_workflows(query)]
        return tuple(sorted(found, key=lambda dossier: (dossier.due_at or _NEVER, dossier.dossier_id)))

    async def name_body(self, body_id: BodyId) -> bool:
        """Return whether any dossier names a body: as its unit, as its cluster, or as the one that it waits for."""
        body = _checked(body_id)
        query = " OR ".join(f"{name} = '{body}'" for name in _NAMED_AS)
        with declined.translate_errors():
            found = await self._gateway.client.count_workflows(query, rpc_timeout=self._gateway.patience)
        return found.count > 0


def _checked(body_id: BodyId) -> BodyId:
    try:
        # The pattern of an identifier allows no quote: no caller can inject text into a query.
        return _BODY.validate_python(body_id)
    except pydantic.ValidationError as error:
        raise declined.malformed(wrong_fields(error)) from error


def _question(body_id: BodyId) -> str:
    body = _checked(body_id)
    is_waiting = f"{SearchName.AWAITED_BODY} = '{body}'"
    return f"WorkflowType = '{WorkflowName.DOSSIER}' AND {is_waiting} AND ExecutionStatus = 'Running'"


def _waiting(run: WorkflowExecution) -> Waiting:
    known = run.typed_search_attributes
    stage = Stage(known[_STAGE])
    return Waiting(
        dossier_id=names.dossier_of(run.id),
        stage=stage,
        award=known[_AWARD],
        unit=known[_UNIT],
        due_at=known.get(_DUE_AT),
        overdue=known.get(_OVERDUE, False),
        # With its unit no body considers it, held or not.
        held=stage is not Stage.UNIT and known.get(_ON_HOLD, False),
    )
