"""Fakes for a recording: a postman that has nothing to deliver."""

import asyncio

from temporalio import activity
from typing_extensions import override

from schemas.notices import DeliveryReport
from schemas.ports import DeliveryRound, Post


class Messenger(Post):
    """Comes back from its first round at once, from the second when told to, and from the third never."""

    def __init__(self) -> None:
        self._rounds = 0
        self.may_return = asyncio.Event()

    @override
    @activity.defn
    async def deliver(self, delivery: DeliveryRound) -> DeliveryReport:
        self._rounds += 1
        if self._rounds > 1:
            await self.may_return.wait()
        if self._rounds > 2:
            await asyncio.Event().wait()
        return DeliveryReport(sent=self._rounds, deferred=1)
