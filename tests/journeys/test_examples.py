"""The examples, sent by the commands that stand beside them: a reader who copies these gets what the client gets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from schemas.bodies import BodyKind
from schemas.dossier import DossierView
from schemas.ids import BodyId, DossierId, SittingId, StreamId
from schemas.json_schemas import spelt
from schemas.messages import MESSAGES, PutForward, SubmitDossier, Supplement
from schemas.names import dossier_stream, sitting_stream, submission_stream
from schemas.sitting import SittingView
from schemas.sitting_messages import Cast, Close, Convene, Reconvene
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.verdict import Receipt
from tests.journeys import shown
from tests.journeys.clerk import SOON
from tests.journeys.premises import Premises, premises
from tests.journeys.test_office_examples import KEPT as OF_OFFICES
from tests.journeys.test_sitting_examples import KEPT as OF_SITTINGS
from tests.waiting import eventually
from worker.embedded.stack import Stack

CONVENE, PUT = shown.example(Convene), shown.example(PutForward)
DOSSIER = shown.example(SubmitDossier).dossier.dossier_id
OF_DOSSIER, OF_SITTING = dossier_stream(DOSSIER), sitting_stream(CONVENE.sitting_id)
OF_SUBMISSION = submission_stream(PUT.submission_id)

EARLIER = CONVENE.model_copy(update={"sitting_id": SittingId(f"{CONVENE.sitting_id}-truoc")})
COUNCIL = CONVENE.model_copy(
    update={
        "sitting_id": SittingId("hd-1"),
        "body": CONVENE.body.model_copy(update={"id": BodyId("HD-VN-HP"), "kind": BodyKind.COUNCIL}),
        "stage": Stage.COUNCIL,
    }
)

KEPT: dict[str, tuple[StreamId, int, str]] = {
    "submit_dossier": (OF_DOSSIER, 1, "dossier_submitted"),
    "supplement": (OF_DOSSIER, 3, "dossier_supplemented"),
    "convene": (OF_SITTING, 1, "sitting_convened"),
    "cast": (OF_SITTING, 2, "ballot_cast"),
    "close": (OF_SITTING, 3, "sitting_adjourned"),
    "reconvene": (OF_SITTING, 4, "sitting_reconvened"),
    "hear": (OF_DOSSIER, 4, "dossier_forwarded"),
    "put_forward": (OF_SUBMISSION, 1, "list_put_forward"),
    "decide": (OF_SUBMISSION, 2, "submission_decided"),
}
"""The fact that each example becomes, in the order in which they are sent."""


@dataclass
class Story:
    """The examples, sent one after another, and what was printed for each."""

    place: Premises
    printed: dict[str, Receipt] = field(default_factory=dict)
    answered: dict[str, Receipt | None] = field(default_factory=dict)
    """What the client got for the same acts, sent again while they could still be answered."""

    listed: list[str] = field(default_factory=list)
    sittings: list[SittingView] = field(default_factory=list)

    async def act_out(self) -> None:
        """Carry the dossier to its decision; what no example says is done by the client."""
        await self._come_back_from_the_cluster()
        await self._be_called_twice()
        self.sittings.append(await self.place.hold(CONVENE, meeting=2))
        await self._send("hear")
        await self.place.offices.sittings.convene(COUNCIL)
        self.sittings.append(await self.place.hold(COUNCIL))
        await self._be_decided()

    async def _come_back_from_the_cluster(self) -> None:
        offices = self.place.offices
        await self._send("submit_dossier")
        self.answered["submit_dossier"] = (await offices.dossiers.submit(shown.example(SubmitDossier))).receipt
        await offices.sittings.convene(EARLIER)
        reasons = (Reasoned(dossier_id=DOSSIER, reasons=("Cần số liệu quý IV.",)),)
        self.sittings.append(await self.place.hold(EARLIER, returned=reasons))
        await self._send("supplement")
        self.answered["supplement"] = await offices.dossiers.supplement(DOSSIER, shown.example(Supplement))
        self.listed = await eventually(partial(waiting, self.place))

    async def _be_called_twice(self) -> None:
        sittings, name = self.place.offices.sittings, CONVENE.sitting_id
        await self._send("convene")
        self.answered["convene"] = await sittings.convene(CONVENE)
        await self._send("cast")
        self.answered["cast"] = await sittings.cast(name, shown.example(Cast))
        await self._send("close")
        self.answered["close"] = await sittings.close(name, shown.example(Close))
        await self._send("reconvene")
        self.answered["reconvene"] = await sittings.reconvene(name, shown.example(Reconvene))

    async def _be_decided(self) -> None:
        await self._send("put_forward")
        self.answered["put_forward"] = await self.place.offices.submissions.put_forward(PUT)
        await self._send("decide")
        await self.place.offices.submissions.announced(PUT.submission_id, SOON)

    async def _send(self, name: str) -> None:
        self.printed[name] = await self.place.sent(name)


async def waiting(place: Premises) -> list[str]:
    """Return the workflows that the shown command finds waiting for the cluster."""
    return [found["execution"]["workflowId"] for found in await place.printed("list")]


def bare(value: Any) -> Any:
    """Return a value as JSON without what is empty: Temporal's command line prints an empty list as null."""
    if isinstance(value, dict):
        return {name: bare(part) for name, part in value.items() if part not in (None, [], {})}
    return [bare(part) for part in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
async def place(stack: Stack) -> AsyncIterator[Premises]:
    """Premises for the one story: the identifiers of the examples are fixed."""
    async with premises(stack) as lent:
        yield lent


@pytest.fixture(scope="module")
async def story(place: Premises) -> Story:
    """The story, acted out once for all the tests of this module."""
    story = Story(place)
    await story.act_out()
    return story


def test_every_command_prints_the_receipt_of_its_fact(story: Story) -> None:
    """Which fact it became is all that a sender without our client ever learns."""
    printed = {name: (receipt.stream, receipt.sequence, receipt.kind) for name, receipt in story.printed.items()}

    assert printed == KEPT


async def test_the_printed_receipts_are_the_ledger_s(story: Story, place: Premises) -> None:
    """Instant and hash too: with these a sender can prove, years later, what was kept."""
    ledger = [kept for stream in (OF_DOSSIER, OF_SITTING, OF_SUBMISSION) for kept in await place.receipts(stream)]

    assert [name for name, receipt in story.printed.items() if receipt not in ledger] == []


def test_the_client_is_answered_the_same(story: Story) -> None:
    """The same act again, by the other way in, is one act: neither way has keys of its own."""
    assert story.answered == {name: story.printed[name] for name in story.answered}
    assert KEPT.keys() - story.answered.keys() == {"hear", "decide"}


async def test_the_dossier_has_its_facts_and_no_other(story: Story, place: Premises) -> None:
    """It was told by hand, once more, what its sitting found: nothing was kept twice."""
    kinds = [receipt.kind for receipt in await place.receipts(OF_DOSSIER)]

    assert kinds == [
        "dossier_submitted",
        "dossier_returned",
        "dossier_supplemented",
        "dossier_forwarded",
        "dossier_forwarded",
        "award_granted",
    ]
    reports = [sitting.report for sitting in story.sittings if sitting.report]
    assert [(report.told, report.unheard) for report in reports] == [(1, ()), (1, ()), (1, ())]


async def test_what_is_shown_is_what_the_client_shows(story: Story, place: Premises) -> None:
    """Of a dossier that has come to its end as of any other."""
    [printed] = (await place.printed("show"))["queryResult"]
    view = await place.offices.dossiers.show(DOSSIER)

    assert view.stage is Stage.GRANTED
    assert bare(printed) == bare(view.model_dump(mode="json"))
    assert isinstance(view, DossierView)


async def test_what_is_explained_is_what_the_client_explains(story: Story, place: Premises) -> None:
    """Sentence by sentence."""
    [printed] = (await place.printed("explain"))["queryResult"]

    assert printed == list(await place.offices.sittings.explain(CONVENE.sitting_id, DOSSIER))
    assert printed[0] == "Có quyền biểu quyết: 5 thành viên."


def test_a_body_finds_what_waits_for_it(story: Story) -> None:
    """The question that the client asks too, in the words of the page."""
    assert story.listed == [OF_DOSSIER]


async def test_the_postman_delivers_what_the_story_left(story: Story, place: Premises) -> None:
    """One that an operator ended is started again by the shown command, and goes to work."""
    unsent = "SELECT count(*) FROM notice WHERE state <> 'sent'"
    assert await place.pool.fetchval(unsent) > 0

    started = await place.said("deliver")

    assert (started.code, started.err) == (0, "")
    await eventually(partial(all_is_sent, place))


async def all_is_sent(place: Premises) -> bool:
    """Return whether the ledger holds no letter that has yet to go out."""
    return not await place.pool.fetchval("SELECT count(*) FROM notice WHERE state <> 'sent'")


async def test_a_dossier_is_taken_back(stack: Stack) -> None:
    """The way that ends early, from the start: one dossier cannot go both."""
    async with premises(stack) as place:
        await place.sent("submit_dossier")
        receipt = await place.sent("withdraw")

        assert [receipt] == (await place.receipts(OF_DOSSIER))[1:]
        assert (receipt.sequence, receipt.kind) == (2, "dossier_withdrawn")
        assert (await place.offices.dossiers.show(DossierId(DOSSIER))).stage is Stage.WITHDRAWN


def test_no_command_is_left_out() -> None:
    """A command that no test runs is one that nobody knows to work; each message has one, and three ask."""
    commands = shown.commands()

    # Two are no acts: they ask how one was answered.
    acts = {spelt(message) for message in MESSAGES} - {"opening", "repeated"}
    assert acts == commands.keys() - {"show", "list", "explain"}
    assert commands.keys() - KEPT.keys() - OF_OFFICES.keys() - OF_SITTINGS.keys() == {
        *("show", "list", "explain"),
        *("withdraw", "deliver", "raise_objection"),
    }
