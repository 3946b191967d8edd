"""Clients that retry: an act with an unknown outcome is sent again, and each receipt is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

from temporalio.client import Client
from typing_extensions import override

from schemas.base import Model
from schemas.ids import StreamId
from schemas.names import UpdateName
from schemas.receipts import Receipt
from schemas.refusals import Reason
from vinhdanh import Declined, VinhDanh
from vinhdanh._gateway import StartResult, WorkflowGateway

T = TypeVar("T")
V = TypeVar("V", bound=Model)

LIMIT = 240.0
"""Seconds after which even a retrying client gives up."""

_PAUSE = 0.2


class ReceiptLog:
    """Every receipt that a caller was given."""

    def __init__(self) -> None:
        self.receipts: list[Receipt] = []

    def offices(self, client: Client, task_queue: str, patience: timedelta) -> VinhDanh:
        """Return a client that retries, and logs its receipts here."""
        insisting = VinhDanh(client)
        insisting._send_through(RetryingGateway(self, client, task_queue=task_queue, patience=patience))
        return insisting


async def retrying(send: Callable[[], Awaitable[T]]) -> T:
    """Send again what got no answer.

    Raises:
        Declined: It was refused.
        TimeoutError: There was no answer for too long.
    """
    async with asyncio.timeout(LIMIT):
        while True:
            try:
                return await send()
            except Declined as declined:
                if declined.reason is not Reason.UNANSWERED:
                    raise
            await asyncio.sleep(_PAUSE)


class RetryingGateway(WorkflowGateway):
    """Sends and asks until there is an answer."""

    def __init__(self, log: ReceiptLog, client: Client, **how: Any) -> None:
        super().__init__(client, **how)
        self._log = log

    @override
    async def open(self, *start: Any, **how: Any) -> StartResult:
        opened = await retrying(lambda: super(RetryingGateway, self).open(*start, **how))
        self._log.receipts.append(opened.receipt)
        return opened

    @override
    async def send(self, stream: StreamId, act: UpdateName, body: Model, *, name: str | None = None) -> Receipt:
        receipt = await retrying(lambda: super(RetryingGateway, self).send(stream, act, body, name=name))
        self._log.receipts.append(receipt)
        return receipt

    @override
    async def ask(self, stream: StreamId, view: type[V]) -> V:
        return await retrying(lambda: super(RetryingGateway, self).ask(stream, view))

    @override
    async def watch(self, stream: StreamId, view: type[V], until: Callable[[V], bool], *, within: timedelta) -> V:
        return await retrying(lambda: super(RetryingGateway, self).watch(stream, view, until, within=within))
