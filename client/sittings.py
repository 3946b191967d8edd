"""Sittings (phiên họp), as the secretaries of bodies convene and close them and their members vote in them."""

import uuid
from datetime import timedelta

from temporalio.client import Client

from client import refusals
from client._door import PATIENCE, Door, digest
from schemas import names
from schemas.ids import SittingId
from schemas.messages import Cast, Close, Convene, Reconvene
from schemas.names import UpdateName, WorkflowName
from schemas.sitting import SittingStatus, SittingView
from schemas.verdict import Receipt


class Sittings:
    """Convenes sittings, carries their ballots, and shows what they found.

    Every method raises `Declined` and nothing else of its own.
    """

    def __init__(self, client: Client, *, task_queue: str = names.TASK_QUEUE, patience: timedelta = PATIENCE) -> None:
        """Send through `client`, as `connect` lends one, and give each answer `patience`."""
        self._door = Door(client, task_queue=task_queue, patience=patience)

    async def convene(self, message: Convene) -> Receipt:
        """Convene a sitting; the same call again answers with the same receipt.

        Raises:
            Declined: `ALREADY_STARTED`, where the identifier belongs to a sitting of another body, stage or agenda.
        """
        stream = names.sitting_stream(message.sitting_id)
        summary = f"Phiên họp của {message.body.id}: {len(message.agenda)} hồ sơ"
        opened = await self._door.open(WorkflowName.SITTING, stream, message, summary=summary)
        if opened.already and not _opens(message, await self.show(message.sitting_id)):
            raise refusals.taken(stream)
        if opened.receipt is None:
            raise refusals.ended(stream)
        return opened.receipt

    async def cast(self, sitting_id: SittingId, act: Cast) -> Receipt:
        """Hand in a seat's ballot."""
        # Identifiers of Updates are written in clear where payloads are encrypted: a digest of so short a body would
        # give the ballot away, and without one a changed ballot would be answered with the receipt of the old one.
        # So none is shared; the sitting itself knows a ballot that it holds.
        key = f"{act.seat}:{act.meeting}:{act.revision}:{uuid.uuid4().hex}"
        return await self._door.send(names.sitting_stream(sitting_id), UpdateName.CAST, act, key=key)

    async def close(self, sitting_id: SittingId, act: Close) -> Receipt:
        """Close the ballot and count it."""
        key = f"{act.meeting}:{digest(act)}"
        return await self._door.send(names.sitting_stream(sitting_id), UpdateName.CLOSE, act, key=key)

    async def reconvene(self, sitting_id: SittingId, act: Reconvene) -> Receipt:
        """Call an adjourned sitting again."""
        key = f"{act.meeting}:{digest(act)}"
        return await self._door.send(names.sitting_stream(sitting_id), UpdateName.RECONVENE, act, key=key)

    async def show(self, sitting_id: SittingId) -> SittingView:
        """Return what a caller may see of a sitting; no sums before it is closed."""
        return await self._door.ask(names.sitting_stream(sitting_id), SittingView)

    async def announced(self, sitting_id: SittingId, within: timedelta) -> SittingView:
        """Return the sitting once it has told its dossiers, or was adjourned for want of a quorum.

        Raises:
            Declined: `UNANSWERED`, where it has done neither `within` that time.
        """
        stream = names.sitting_stream(sitting_id)
        return await self._door.watch(stream, SittingView, _is_over, within=within)


def _opens(message: Convene, view: SittingView) -> bool:
    agenda = tuple(item.dossier_id for item in view.agenda)
    return (message.body, message.stage, message.agenda) == (view.body, view.stage, agenda)


def _is_over(view: SittingView) -> bool:
    return view.status in {SittingStatus.ANNOUNCED, SittingStatus.ADJOURNED}
