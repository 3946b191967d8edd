"""The scribe: keeps the facts of one stream, one at a time, and folds them into the workflow's memory."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Self, TypeVar, cast

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from workflows import options
from workflows.envelope import declined, misfit

with workflow.unsafe.imports_passed_through():
    from schemas.carried import Memory
    from schemas.facts import Fact
    from schemas.ids import ActKey, StreamId
    from schemas.notices import Notice
    from schemas.ports import Entry, Kept, Ledger, Recorded, Standing
    from schemas.refusals import Reason, Refusal
    from schemas.verdict import Receipt

MemoryT = TypeVar("MemoryT", bound=Memory)
FactT = TypeVar("FactT", bound=Fact)


NOT_OPEN = Refusal(reason=Reason.NOT_OPEN, message="Đang khởi tạo, chưa ghi nhận; xin thử lại sau giây lát.")


class Moot(Exception):
    """What the clock wanted to say has been overtaken: there is nothing to write."""


@dataclass(frozen=True)
class Act(Generic[MemoryT, FactT]):
    """Something that somebody wants to do."""

    key: ActKey
    refuse: Callable[[MemoryT], Refusal | None]
    """Judges it against what is remembered; an act that was taken before is not refused."""

    write: Callable[[MemoryT], FactT]
    """Puts it into words as the stream's next fact."""

    @classmethod
    def once(cls, key: ActKey, refuse: Callable[[MemoryT], Refusal | None], write: Callable[[MemoryT], FactT]) -> Self:
        """Make an act that is told apart by its key alone: once taken, it is answered with its receipt."""
        return cls(key, lambda memory: None if key in memory.receipts else refuse(memory), write)


@dataclass(frozen=True)
class Rites(Generic[MemoryT, FactT]):
    """How the facts of one kind of stream are remembered, and what is written beside them."""

    fold: Callable[[MemoryT, FactT], MemoryT]
    standing: Callable[[MemoryT], Standing | None]
    notices: Callable[[MemoryT, FactT], tuple[Notice, ...]]
    shown: Callable[[MemoryT], None]
    """Called when something changed that an operator should see."""


class Scribe(Generic[MemoryT, FactT]):
    """The only writer of a stream. An act is answered when its fact is committed: accepted means kept."""

    def __init__(self, rites: Rites[MemoryT, FactT], carried: MemoryT | None, stream: StreamId) -> None:
        self._rites = rites
        self._misfit = misfit(carried, stream)
        self._memory = None if self._misfit else carried
        self._refused: ApplicationError | None = None
        self._writing = asyncio.Lock()

    @property
    def memory(self) -> MemoryT:
        """Return what the stream's facts add up to.

        Raises:
            ApplicationError: there is no fact yet.
        """
        if not self._is_open:
            raise declined(NOT_OPEN)
        return self._known

    async def open(self, prepare: Callable[[], Awaitable[MemoryT]], act: Act[MemoryT, FactT], summary: str) -> None:
        """Write the first fact, unless an earlier run did.

        Raises:
            ApplicationError: the workflow may not be opened; whoever waits for its receipt is told the same.
        """
        try:
            if self._misfit:
                raise self._misfit
            if self._is_open:
                # What operators read lasts for one run only.
                self._rites.shown(self._known)
                return
            self._memory = await prepare()
            await self._keep(act, summary)
        except ApplicationError as refused:
            self._refused = refused
            await workflow.wait_condition(workflow.all_handlers_finished)
            raise

    async def opened(self) -> MemoryT:
        """Wait for the first fact and return what is remembered since.

        Raises:
            ApplicationError: the workflow was not opened.
        """
        await workflow.wait_condition(lambda: self._is_open or self._refused is not None)
        if self._refused is not None:
            raise self._refused
        return self.memory

    def learn(self, **news: object) -> None:
        """Remember something that is no fact of this stream, such as a newer calendar."""
        self._memory = self._known.model_copy(update=news)

    def judge(self, act: Act[MemoryT, FactT]) -> None:
        """Refuse an act that may not be taken; before the stream is open, nobody can tell."""
        if self._is_open and (refusal := act.refuse(self.memory)):
            raise declined(refusal)

    async def keep(self, act: Act[MemoryT, FactT], summary: str) -> Receipt:
        """Write the fact of an act and return its receipt; the same act again is answered with the same receipt.

        Raises:
            ApplicationError: the act is refused, or the ledger tells another story than this workflow.
        """
        await self.opened()
        return await self._keep(act, summary)

    @property
    def _known(self) -> MemoryT:
        # What was learnt before the first fact counts too: the first act is judged by it.
        if self._memory is None:
            raise declined(NOT_OPEN)
        return self._memory

    @property
    def _is_open(self) -> bool:
        return self._memory is not None and self._memory.sequence > 0

    async def _keep(self, act: Act[MemoryT, FactT], summary: str) -> Receipt:
        # Without the lock, two acts would be judged against the same memory and write the same place.
        async with self._writing:
            while True:
                if refusal := act.refuse(self._known):
                    raise declined(refusal)
                if receipt := self._known.receipts.get(act.key):
                    return receipt
                await self._write(act, summary)

    async def _write(self, act: Act[MemoryT, FactT], summary: str) -> None:
        fact = act.write(self._known)
        after = self._rites.fold(self._known, fact)
        entry = Entry(
            act=act.key,
            fact=fact,
            standing=self._rites.standing(after),
            notices=self._rites.notices(after, fact),
        )
        self._take_in(entry, await self._record(entry, summary))

    async def _record(self, entry: Entry, summary: str) -> Recorded:
        try:
            return await workflow.execute_local_activity_method(Ledger.record, entry, **options.ledger(summary))
        except ActivityError as error:
            raise ApplicationError(
                f"Sổ cái không nhận sự việc số {entry.fact.sequence} của {entry.fact.stream}: {error.cause}",
                type=Reason.LEDGER_CONFLICT.value,
                non_retryable=True,
            ) from error

    def _take_in(self, entry: Entry, recorded: Recorded) -> None:
        if recorded.twin_of is not None:
            self.learn(twin_of=recorded.twin_of)
        elif recorded.hash is not None:
            self._remember(Kept(act=entry.act, fact=entry.fact, hash=recorded.hash))
        for kept in recorded.unseen:
            self._remember(kept)

    def _remember(self, kept: Kept) -> None:
        # A stream holds facts of one family only: this workflow is its only writer.
        fact = cast(FactT, kept.fact)
        receipt = Receipt(stream=fact.stream, sequence=fact.sequence, kind=fact.kind, at=fact.at, hash=kept.hash)
        after = self._rites.fold(self._known, fact)
        told = {"sequence": fact.sequence, "receipts": {**after.receipts, kept.act: receipt}}
        self._memory = after.model_copy(update=told)
        self._rites.shown(self._memory)
