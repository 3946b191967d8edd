"""The recorder of a stream: writes its facts one at a time, and applies each to the workflow's state."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from workflows.rules import idempotency_keys, repeated_acts
from workflows.rules.act import Act
from workflows.rules.restoration import apply_stored
from workflows.support import activity_options
from workflows.support.guards import Start, is_continued, refusal_error, told

with workflow.unsafe.imports_passed_through():
    from schemas import digests
    from schemas.documents import Sha256
    from schemas.facts import Fact
    from schemas.ids import ActKey, StreamId
    from schemas.messages import Opening, Repeated
    from schemas.names import UpdateName
    from schemas.notices import Notice
    from schemas.opened_otherwise import opened_otherwise
    from schemas.ports import DossierRow, Entry, Ledger, Loaded, Recorded, StateInquiry, StoredFact
    from schemas.receipts import Answered, Receipt
    from schemas.refusals import Reason, Refusal
    from schemas.workflow_state import StreamState

StateT = TypeVar("StateT", bound=StreamState)
FactT = TypeVar("FactT", bound=Fact)
AskedT = TypeVar("AskedT")
AnswerT = TypeVar("AnswerT")


NOT_OPEN = Refusal(reason=Reason.NOT_OPEN, message="Đang khởi tạo, chưa ghi nhận; xin thử lại sau giây lát.")


@dataclass(frozen=True)
class StreamHooks(Generic[StateT, FactT]):
    """How the facts of one kind of stream are applied, and what is written with them."""

    loaded: Callable[[Loaded], StateT | None]
    """Selects this stream's state from the states that the ledger can return."""

    apply: Callable[[StateT, FactT], StateT]
    row: Callable[[StateT], DossierRow | None]
    notices: Callable[[StateT, FactT], tuple[Notice, ...]]
    on_change: Callable[[StateT], None]
    """Called when something visible to operators has changed."""


class FactRecorder(Generic[StateT, FactT]):
    """The only writer of a stream. An act is answered once its fact is committed: accepted means recorded."""

    def __init__(self, hooks: StreamHooks[StateT, FactT], start: Start[Any]) -> None:
        self._hooks = hooks
        self._start = start
        self._current: StateT | None = None
        self._refused = start.fault
        self._writing = asyncio.Lock()

    @property
    def state(self) -> StateT:
        """Return the stream's current state.

        Raises:
            ApplicationError: there is no fact yet, or there never will be.
        """
        if self._refused is not None:
            raise self._refused
        if not self._is_open:
            raise refusal_error(NOT_OPEN)
        return self._known

    @property
    def shown(self) -> StateT:
        """Return the same state for a query.

        Raises:
            ApplicationError: as above, in a query's form.
        """
        try:
            return self.state
        except ApplicationError as refused:
            raise told(refused) from refused

    def kept(self, asked: Repeated) -> Answered:
        """Return the recorded answer to an act, for a query; to the opening, only for the same body.

        Raises:
            ApplicationError: there is no fact yet or never will be, in a query's form.
        """
        state = self.shown
        if asked.act is UpdateName.RECEIPT and not self._start.is_by(str(asked.body.get("body", self._start.said))):
            return Answered(refusal=opened_otherwise(self._stream))
        key = repeated_acts.key_of(asked)
        return Answered() if key is None else Answered(receipt=state.receipts.get(key))

    async def open(
        self, prepare: Callable[[], Awaitable[StateT]], first: Callable[[], Act[StateT, FactT]], summary: str
    ) -> None:
        """Load the stream from the ledger; where it is empty, write the first fact.

        Raises:
            ApplicationError: the workflow may not be opened; callers that wait for its receipt get the same error.
        """
        try:
            if self._refused is not None:
                raise self._refused
            if not (is_continued() and await self._load()):
                await self._begin(prepare, first, summary)
        except ApplicationError as refused:
            self._refused = refused
            await workflow.wait_condition(workflow.all_handlers_finished)
            raise

    async def opened(self) -> StateT:
        """Wait for the first fact and return the current state.

        Raises:
            ApplicationError: the workflow was not opened.
        """
        await workflow.wait_condition(lambda: self._is_open or self._refused is not None)
        return self.state

    async def opening(self, asked: Opening | None) -> Receipt:
        """Return the receipt of the first fact, to a caller that opened the stream with the same body.

        Raises:
            ApplicationError: the workflow was not opened, or by another body than the caller's.
        """
        receipt = (await self.opened()).receipts[idempotency_keys.OPEN]
        if asked is not None and not self._start.is_by(asked.body):
            raise refusal_error(opened_otherwise(receipt.stream))
        return receipt

    def check(self, act: Act[StateT, FactT]) -> None:
        """Refuse an act that is not allowed; before the stream is open, this cannot be checked."""
        if self._is_open and (refusal := act.check(self.state, workflow.now())):
            raise refusal_error(refusal)

    async def keep(self, act: Act[StateT, FactT], summary: str) -> Receipt:
        """Write the fact of an act and return its receipt; the same act again returns the same receipt.

        Raises:
            ApplicationError: the act is refused, or the ledger contradicts this workflow.
        """
        await self.opened()
        return await self._keep(act, summary)

    @property
    def _known(self) -> StateT:
        # State from before the first fact counts too: the first act is checked against it.
        if self._current is None:
            raise refusal_error(NOT_OPEN)
        return self._current

    @property
    def _is_open(self) -> bool:
        return self._current is not None and self._current.sequence > 0

    async def _begin(
        self, prepare: Callable[[], Awaitable[StateT]], first: Callable[[], Act[StateT, FactT]], summary: str
    ) -> None:
        try:
            self._current = await prepare()
        except ApplicationError:
            # An act refused today may have been recorded before, and its workflow stopped from outside since.
            if not await self._load():
                raise
        else:
            await self._keep(first(), summary)

    async def _load(self) -> bool:
        inquiry = StateInquiry(stream=self._stream, said=self._start.said)
        loaded = await self._ask(Ledger.load_state, inquiry, "Đọc lại từ sổ ghi")
        if loaded.refusal is not None:
            raise refusal_error(loaded.refusal)
        if (state := self._hooks.loaded(loaded)) is None:
            return False
        self._current = state
        # Details for operators last for one run only.
        self._hooks.on_change(state)
        return True

    @property
    def _stream(self) -> StreamId:
        return StreamId(workflow.info().workflow_id)

    async def _keep(self, act: Act[StateT, FactT], summary: str) -> Receipt:
        # Without the lock, two acts would be checked against the same state and write the same sequence number.
        async with self._writing:
            while True:
                if refusal := act.check(self._known, workflow.now()):
                    raise refusal_error(refusal)
                if receipt := self._known.receipts.get(act.key):
                    return receipt
                await self._write(act, summary)

    async def _write(self, act: Act[StateT, FactT], summary: str) -> None:
        fact = act.write(self._known, workflow.now())
        after = self._hooks.apply(self._known, fact)
        entry = Entry(
            act=act.key,
            follows=self._head,
            fact=fact,
            standing=self._hooks.row(after),
            notices=self._hooks.notices(after, fact),
        )
        recorded = await self._ask(Ledger.record, entry, summary)
        if recorded.at is not None and recorded.at != fact.at:
            # After a failed workflow task, a replay may get a later time than the first run.
            fact = act.write(self._known, recorded.at)
        await self._take_in(act.key, fact, recorded)

    @property
    def _head(self) -> Sha256:
        last = max(self._known.receipts.values(), key=lambda receipt: receipt.sequence, default=None)
        return last.hash if last else digests.NO_PREVIOUS

    async def _ask(self, question: Callable[[Any, AskedT], Awaitable[AnswerT]], asked: AskedT, summary: str) -> AnswerT:
        try:
            return await workflow.execute_local_activity_method(question, asked, **activity_options.ledger(summary))
        except ActivityError as error:
            raise ApplicationError(
                f"Sổ ghi và quy trình {self._stream} không khớp nhau: {error.cause}",
                type=Reason.LEDGER_CONFLICT.value,
                non_retryable=True,
            ) from error

    async def _take_in(self, key: ActKey, fact: FactT, recorded: Recorded) -> None:
        if recorded.twin_of is not None:
            self._current = self._known.evolve(twin_of=recorded.twin_of)
        elif recorded.hash is None:
            await self._load()
        else:
            self._remember(key, fact, recorded.hash)

    def _remember(self, key: ActKey, fact: FactT, hash: Sha256) -> None:
        if digests.link(self._head, fact) != hash:
            # Replayed under changed rules, the workflow would go on from a past that was never recorded.
            raise workflow.NondeterminismError(
                f"fact {fact.sequence} of {fact.stream} ({fact.kind}) is not the one that was kept"
            )
        self._current = apply_stored(self._hooks.apply, self._known, StoredFact(act=key, fact=fact, hash=hash))
        self._hooks.on_change(self._current)
