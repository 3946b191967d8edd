"""Onlookers: they ask a workflow whatever can be asked of it, again and again, while others act upon it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from functools import partial

from schemas.dossier import Dossier
from schemas.ids import StreamId
from schemas.messages import Convene, PutForward
from schemas.names import QueryName, dossier_stream, sitting_stream, submission_stream
from schemas.refusals import Reason
from tests.faults.installation import Installation
from vinhdanh import Declined, VinhDanh, declined

METADATA = "__temporal_workflow_metadata"
"""What Temporal's own UI asks of a workflow whose page is open."""

IMPATIENCE = timedelta(seconds=1)
"""After so long an onlooker asks anew: Temporal may let a question wait for as long as acts keep coming."""

ALL = {
    *(("dossier", question) for question in (QueryName.SHOW, METADATA)),
    *(("sitting", question) for question in (QueryName.SHOW, QueryName.EXPLAIN, METADATA)),
    *(("submission", question) for question in (QueryName.SHOW, METADATA)),
}
"""Each kind of workflow with everything that it can be asked."""

Question = Callable[[], Awaitable[object]]


class Onlookers:
    """Three to each workflow; each asks its question as fast as it is answered."""

    def __init__(self, installation: Installation) -> None:
        self._client, queue = installation.client, installation.queue
        vinhdanh = VinhDanh(self._client, task_queue=queue, patience=IMPATIENCE)
        self._dossiers, self._sittings = vinhdanh.dossiers, vinhdanh.sittings
        self._submissions = vinhdanh.submissions
        self.answered: set[tuple[str, str]] = set()
        """What kinds of workflows were asked, and answered."""

    def at_dossier(self, dossier: Dossier) -> AbstractAsyncContextManager[None]:
        """Have a dossier asked while the block lasts, and before it is there."""
        show = partial(self._dossiers.show, dossier.dossier_id)
        return self._asking(dossier_stream(dossier.dossier_id), (QueryName.SHOW, show), (QueryName.SHOW, show))

    def at_sitting(self, sitting: Convene) -> AbstractAsyncContextManager[None]:
        """Have a sitting asked, and for the explanation of its findings."""
        show = partial(self._sittings.show, sitting.sitting_id)
        explain = partial(self._sittings.explain, sitting.sitting_id, sitting.agenda[0])
        return self._asking(sitting_stream(sitting.sitting_id), (QueryName.SHOW, show), (QueryName.EXPLAIN, explain))

    def at_submission(self, letter: PutForward) -> AbstractAsyncContextManager[None]:
        """Have a submission asked."""
        show = partial(self._submissions.show, letter.submission_id)
        return self._asking(submission_stream(letter.submission_id), (QueryName.SHOW, show), (QueryName.SHOW, show))

    @asynccontextmanager
    async def _asking(self, stream: StreamId, *questions: tuple[str, Question]) -> AsyncIterator[None]:
        over = asyncio.Event()
        kind = stream.partition("-")[0]
        everything: tuple[tuple[str, Question], ...] = (*questions, (METADATA, partial(self._metadata, stream)))
        onlookers = [asyncio.create_task(self._ask((kind, name), ask, over)) for name, ask in everything]
        try:
            yield
        finally:
            over.set()
            await asyncio.gather(*onlookers)

    async def _ask(self, what: tuple[str, str], question: Question, over: asyncio.Event) -> None:
        while not over.is_set():
            try:
                await question()
            except Declined as declined:
                # It is not there yet, or too busy.
                if declined.reason not in {Reason.NOT_FOUND, Reason.UNANSWERED}:
                    raise
            else:
                self.answered.add(what)

    async def _metadata(self, stream: StreamId) -> None:
        with declined.translate_errors():
            await self._client.get_workflow_handle(stream).query(METADATA, rpc_timeout=IMPATIENCE)
