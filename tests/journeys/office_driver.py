"""The office driver: acts for every office of a journey, one line for each act, and reads its facts from the ledger."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import asyncpg

from activities.law_store import laws
from benchmarks.findings import keep_finding
from schemas.ballots import Choice, Vote
from schemas.bodies import Body, BodyKind
from schemas.body_register import RegisteredBody
from schemas.dossier import Dossier, DossierView
from schemas.facts import FACT, DossierFact, SittingFact, SubmissionFact
from schemas.ids import ActorId, BodyId, DossierId, SeatId, SittingId, StreamId, SubmissionId
from schemas.messages import (
    Cast,
    Close,
    Convene,
    Decide,
    Hear,
    Hold,
    PutForward,
    Reconvene,
    Release,
    SubmitDossier,
    Supplement,
    Withdraw,
)
from schemas.names import dossier_stream
from schemas.proceedings import HoldGround
from schemas.receipts import Receipt
from schemas.sitting import Places, SittingView
from schemas.stages import Stage
from schemas.submission import Letter, Reasoned, SubmissionView
from schemas.verdict import DecisionRef, Outcome
from tests.builders.values import CLUSTER, COUNCIL, a_body, a_document, a_dossier, a_number, submitted
from tests.registered import register, with_its_roll
from vinhdanh import VinhDanh

AUTHORITY = BodyId("VN-PM")
SOON = timedelta(minutes=2)

VOTES = {vote.mark: vote for vote in Vote}


class Queued(NamedTuple):
    """A letter that the ledger holds."""

    template: str
    email: str
    message_id: str


class OfficeDriver:
    """Acts for units, bodies and the authority; everything it makes has identifiers of its own."""

    def __init__(self, offices: VinhDanh, pool: asyncpg.Pool) -> None:
        self.offices = offices
        self._pool = pool

    async def register(self, *bodies: RegisteredBody) -> None:
        """Have these bodies in the register, as they are given."""
        async with self._pool.acquire() as conn:
            await register(conn, *bodies)

    async def submit(self, dossier: Dossier | None = None, **changes: Any) -> Dossier:
        """Submit a dossier for its unit; without one, a complete one."""
        dossier = dossier or a_dossier(**changes)
        await self.offices.dossiers.submit(SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id)))
        return dossier

    async def carry(self, to: Stage, dossier: Dossier | None = None) -> Dossier:
        """Submit a dossier and carry it to a stage: before a body, the authority, or its unit for want of a paper."""
        if to is Stage.UNIT:
            return await self.submit(dossier or a_dossier(documents=(a_document("proposal_letter"),)))
        dossier = await self.submit(dossier)
        if to is not Stage.CLUSTER:
            await self.hold(Stage.CLUSTER, dossier)
        if to is Stage.DECISION:
            await self.hold(Stage.COUNCIL, dossier)
        return dossier

    async def finding(self, stage: Stage, dossier: Dossier, body: str, outcome: Outcome, **found: Any) -> Hear:
        """Put an alleged finding of a body into the ledger, and return what points to it."""
        async with self._pool.acquire() as conn:
            digest = await conn.fetchval(
                "SELECT body::json ->> 'law' FROM fact WHERE stream = $1 AND sequence = 1",
                dossier_stream(dossier.dossier_id),
            )
            route = (await laws(conn, [digest]))[digest].award.route
            (rule,) = [rule for rule in route if rule.stage is stage]
            return await keep_finding(conn, dossier, rule, outcome, body=BodyId(body), **found)

    async def show(self, dossier: Dossier) -> DossierView:
        """Return what a caller may see of a dossier."""
        return await self.offices.dossiers.show(dossier.dossier_id)

    async def supplement(self, dossier: Dossier, *kinds: str) -> Receipt:
        """Answer the request that stands with papers of these kinds; with none, with a note."""
        awaiting = (await self.show(dossier)).awaiting
        assert awaiting is not None
        assert awaiting.answers is not None
        act = Supplement(
            by=ActorId(dossier.unit.id),
            answers=awaiting.answers,
            documents=tuple(a_document(kind) for kind in kinds),
            note=None if kinds else "Đơn vị giải trình.",
        )
        return await self.offices.dossiers.supplement(dossier.dossier_id, act)

    async def withdraw(self, dossier: Dossier, reason: str = "Đơn vị xem xét lại.") -> Receipt:
        """Take a dossier back for its unit."""
        act = Withdraw(by=ActorId(dossier.unit.id), reason=reason)
        return await self.offices.dossiers.withdraw(dossier.dossier_id, act)

    async def put_on_hold(self, dossier: Dossier, reason: str = "Đang xác minh đơn tố cáo.") -> Receipt:
        """Put a dossier on hold for the office that considers it."""
        view = await self.show(dossier)
        assert view.awaiting is not None
        act = Hold(
            by=ActorId(view.awaiting.body.id), ground=HoldGround.COMPLAINT, reason=reason, after=view.released or 0
        )
        return await self.offices.dossiers.hold(dossier.dossier_id, act)

    async def release(self, dossier: Dossier) -> Receipt:
        """Release a dossier for the office that considers it."""
        view = await self.show(dossier)
        assert view.awaiting is not None
        assert view.held is not None
        act = Release(by=ActorId(view.awaiting.body.id), answers=view.held.number, reason="Tố cáo không có cơ sở.")
        return await self.offices.dossiers.release(dossier.dossier_id, act)

    async def convene(
        self, stage: Stage, *dossiers: Dossier, seats: int = 5, body: Body | None = None, **changes: Any
    ) -> Convene:
        """Register the body of a stage, or another, with its roll, and call it to sit over dossiers."""
        body = body or the_body(stage, seats)
        await self.register(*with_its_roll(body))
        sitting = a_convening(stage, *dossiers, body=body, **changes)
        await self.offices.sittings.convene(sitting)
        return sitting

    async def cast(self, sitting: Convene, seat: int, marks: str, **changes: Any) -> Receipt:
        """Hand in a seat's ballot, a letter for each dossier of the agenda: A, D, S or X."""
        choices = zip(sitting.agenda, marks, strict=True)
        ballot = Cast(
            seat=SeatId(f"seat-{seat}"),
            choices=tuple(Choice(dossier_id=dossier_id, vote=VOTES[mark]) for dossier_id, mark in choices),
            **changes,
        )
        return await self.offices.sittings.cast(sitting.sitting_id, ballot)

    async def close(self, sitting: Convene, **changes: Any) -> SittingView:
        """Close a sitting, and wait until its dossiers are told or it is adjourned."""
        await self.offices.sittings.close(sitting.sitting_id, Close(by=sitting.by, **changes))
        return await self.offices.sittings.announced(sitting.sitting_id, SOON)

    async def reconvene(self, sitting: Convene, meeting: int) -> Receipt:
        """Call an adjourned sitting again."""
        return await self.offices.sittings.reconvene(sitting.sitting_id, Reconvene(by=sitting.by, meeting=meeting))

    async def hold(
        self,
        stage: Stage,
        *dossiers: Dossier,
        votes: Sequence[str] = (),
        places: tuple[Places, ...] = (),
        returned: tuple[Reasoned, ...] = (),
    ) -> SittingView:
        """Hold a whole sitting; `votes` is a ballot for each seat that comes, by default five that approve all."""
        sitting = await self.convene(stage, *dossiers, places=places)
        for seat, marks in enumerate(votes or ["A" * len(dossiers)] * 5, start=1):
            await self.cast(sitting, seat, marks)
        return await self.close(sitting, returned=returned)

    async def put_forward(self, *dossiers: Dossier) -> PutForward:
        """Put a list before the Prime Minister."""
        letter = a_list(*dossiers)
        await self.offices.submissions.put_forward(letter)
        return letter

    async def decide(self, letter: PutForward, **answer: Any) -> SubmissionView:
        """Answer a list by one decision, and wait until its dossiers are told."""
        await self.offices.submissions.decide(letter.submission_id, a_decision(**answer))
        return await self.offices.submissions.announced(letter.submission_id, SOON)

    async def facts(self, stream: StreamId) -> list[DossierFact | SittingFact | SubmissionFact]:
        """Return what the ledger holds of a stream, in order."""
        rows = await self._pool.fetch("SELECT body FROM fact WHERE stream = $1 ORDER BY sequence", stream)
        return [FACT.validate_json(row["body"]) for row in rows]

    async def story(self, dossier: Dossier) -> list[str]:
        """Return the kinds of a dossier's facts, in order."""
        return [fact.kind for fact in await self.facts(dossier_stream(dossier.dossier_id))]

    async def letters(self, stream: StreamId) -> list[Queued]:
        """Return the letters that a stream's facts asked for, in order."""
        rows = await self._pool.fetch(
            "SELECT template, email, message_id FROM notice WHERE stream = $1 ORDER BY sequence, id", stream
        )
        return [Queued(**row) for row in rows]

    async def stands(self, dossier: Dossier) -> Stage:
        """Return where a dossier stands according to the ledger."""
        row = await self._pool.fetchval("SELECT stage FROM dossier WHERE dossier_id = $1", dossier.dossier_id)
        return Stage(row)


def the_body(stage: Stage, seats: int = 5) -> Body:
    """Return the cluster or the council before which the builders' dossiers come."""
    return a_body(CLUSTER, seats) if stage is Stage.CLUSTER else a_body(COUNCIL, seats, BodyKind.COUNCIL)


def a_convening(stage: Stage, *dossiers: Dossier, body: Body | None = None, **changes: Any) -> Convene:
    """Return the call of the body of a stage, or of another, to sit over dossiers; its secretary calls it."""
    body = body or the_body(stage)
    usual: dict[str, Any] = {
        "sitting_id": SittingId(f"ph-{a_number()}"),
        "body": body.id,
        "season": body.season,
        "stage": stage,
        "agenda": tuple(dossier.dossier_id for dossier in dossiers),
        "by": body.secretary,
    }
    return Convene(**{**usual, **changes})


def a_list(*dossiers: Dossier) -> PutForward:
    """Return the letter that puts dossiers before the Prime Minister."""
    return PutForward(
        submission_id=SubmissionId(f"tt-{a_number()}"),
        authority=AUTHORITY,
        letter=Letter(number="15/TTr-BNV", signed_on=date(2024, 6, 3), signatory="Bộ Nội vụ"),
        agenda=tuple(dossier.dossier_id for dossier in dossiers),
        by=ActorId("VN-BNV"),
    )


def a_decision(**answer: Any) -> Decide:
    """Return the Prime Minister's decision."""
    number = DecisionRef(number="931/QĐ-TTg", decided_on=date(2024, 9, 5), signatory="Thủ tướng Chính phủ")
    return Decide(**{"by": ActorId(AUTHORITY), "decision": number, **answer})


def back(dossier: Dossier, *reasons: str) -> Reasoned:
    """Return that a dossier is refused or sent back, and why."""
    return Reasoned(dossier_id=DossierId(dossier.dossier_id), reasons=reasons or ("Cần làm rõ số liệu năm 2023.",))
