"""Sittings (phiên họp), as the secretaries of bodies convene and close them and their members vote in them."""

import uuid
from datetime import timedelta

import pydantic

from schemas import names
from schemas.base import Model
from schemas.bodies import Language
from schemas.data_converter import wrong_fields
from schemas.ids import DossierId, SeatId, SittingId
from schemas.messages import (
    Adjourn,
    Amend,
    Cast,
    Close,
    Convene,
    CountVotes,
    Reconvene,
    RecordAttendance,
    Recuse,
    ScoreDossier,
    WithdrawBallot,
)
from schemas.names import QueryName, UpdateName, WorkflowName
from schemas.receipts import Receipt
from schemas.sitting import Explain, SittingStatus, SittingView
from vinhdanh import declined
from vinhdanh._gateway import WorkflowGateway


class Sittings:
    """Convenes sittings, sends their ballots, and shows their findings.

    Every method raises `Declined` and nothing else of its own.
    """

    def __init__(self, gateway: WorkflowGateway) -> None:
        self._gateway = gateway

    async def convene(self, message: Convene) -> Receipt:
        """Convene a sitting; the same call again answers with the same receipt.

        Raises:
            Declined: `ALREADY_STARTED`, where the identifier belongs to a sitting convened by another message.
        """
        stream = names.sitting_stream(message.sitting_id)
        summary = f"Phiên họp của {message.body}: {len(message.agenda)} hồ sơ"
        opened = await self._gateway.open(WorkflowName.SITTING, stream, message, summary=summary)
        return opened.receipt

    async def amend(self, sitting_id: SittingId, act: Amend) -> Receipt:
        """Strike dossiers from the agenda or add some, before the ballot opens."""
        return await self._send(sitting_id, UpdateName.AMEND, act)

    async def recuse(self, sitting_id: SittingId, act: Recuse) -> Receipt:
        """Step aside from dossiers in which a seat has an interest."""
        return await self._send(sitting_id, UpdateName.RECUSE, act)

    async def score(self, sitting_id: SittingId, act: ScoreDossier) -> Receipt:
        """Give a dossier points, or contest those it was given."""
        return await self._send(sitting_id, UpdateName.SCORE, act)

    async def cast(self, sitting_id: SittingId, act: Cast) -> Receipt:
        """Hand in a seat's ballot; one that names no sitting is for this one."""
        meant = act if act.sitting_id else act.evolve(sitting_id=sitting_id)
        return await self._send(sitting_id, UpdateName.CAST, meant, _drawn(act.seat, act.meeting, act.revision))

    async def withdraw_ballot(self, sitting_id: SittingId, act: WithdrawBallot) -> Receipt:
        """Withdraw a seat's ballot, while the sitting is open."""
        return await self._send(
            sitting_id, UpdateName.WITHDRAW_BALLOT, act, _drawn(act.seat, act.meeting, act.revision)
        )

    async def count(self, sitting_id: SittingId, act: CountVotes) -> Receipt:
        """Enter the tellers' count of a meeting that voted on paper or by a show of hands, or correct it."""
        return await self._send(sitting_id, UpdateName.COUNT, act, _drawn(act.meeting, act.revision))

    async def record_attendance(self, sitting_id: SittingId, act: RecordAttendance) -> Receipt:
        """Record for which dossiers a seat is represented in a meeting, or correct it."""
        return await self._send(sitting_id, UpdateName.ATTENDANCE, act, _drawn(act.seat, act.meeting, act.revision))

    async def close(self, sitting_id: SittingId, act: Close) -> Receipt:
        """Close the ballot and count it."""
        return await self._send(sitting_id, UpdateName.CLOSE, act)

    async def adjourn(self, sitting_id: SittingId, act: Adjourn) -> Receipt:
        """Adjourn a sitting until it is reconvened; no ballot of this meeting counts."""
        return await self._send(sitting_id, UpdateName.ADJOURN, act)

    async def reconvene(self, sitting_id: SittingId, act: Reconvene) -> Receipt:
        """Reconvene an adjourned sitting."""
        return await self._send(sitting_id, UpdateName.RECONVENE, act)

    async def _send(self, sitting_id: SittingId, act: UpdateName, body: Model, name: str | None = None) -> Receipt:
        return await self._gateway.send(names.sitting_stream(sitting_id), act, body, name=name)

    async def show(self, sitting_id: SittingId) -> SittingView:
        """Return a caller's view of a sitting; no sums before it is closed."""
        return await self._gateway.ask(names.sitting_stream(sitting_id), SittingView)

    async def explain(
        self, sitting_id: SittingId, dossier_id: DossierId, language: Language = Language.VIETNAMESE
    ) -> tuple[str, ...]:
        """Return the explanation of a dossier's outcome, a sentence for each step of the count.

        It is empty before the count, and for a dossier that the sitting did not consider.
        """
        try:
            asked = Explain(dossier_id=dossier_id, language=language)
        except pydantic.ValidationError as error:
            raise declined.malformed(wrong_fields(error)) from error
        stream = names.sitting_stream(sitting_id)
        return await self._gateway.query(stream, QueryName.EXPLAIN, asked, answer=tuple[str, ...])

    async def announced(self, sitting_id: SittingId, within: timedelta) -> SittingView:
        """Return the sitting once its ballot has no further result: its findings are announced, or it waits.

        It waits while it is adjourned, for want of a quorum or by its chair, until it is reconvened; and it is open
        with `contested` dossiers, while these are voted on in a second round. To wait for its end, call again once
        that round is closed.

        Raises:
            Declined: `UNANSWERED`, where it has reached none of these `within` that time.
        """
        stream = names.sitting_stream(sitting_id)
        return await self._gateway.watch(stream, SittingView, _is_over, within=within)


def _drawn(*known: SeatId | int) -> str:
    # Identifiers of Updates stay readable where payloads are encrypted: a digest of so short a body would reveal the
    # ballot, and without one a changed ballot would be answered with the receipt of the old one; so would a count whose
    # correction is taken back. So none is shared; the sitting itself recognises a repeated ballot or count.
    return ":".join([*map(str, known), uuid.uuid4().hex])


def _is_over(view: SittingView) -> bool:
    awaits_a_second_round = view.status is SittingStatus.OPEN and bool(view.contested)
    return awaits_a_second_round or view.status in {SittingStatus.ANNOUNCED, SittingStatus.ADJOURNED}
