"""The measured work: dossiers of invented cities, carried by offices that act at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

import asyncpg
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from activities import body_register
from benchmarks.findings import SEATS, keep_finding
from policies.catalogue import PolicyCatalogue
from schemas.ballots import Choice, Vote
from schemas.bodies import Contact, Organisation, SeasonLabel
from schemas.body_register import (
    DatedName,
    Mailbox,
    Membership,
    OfficeHolder,
    OfficeRole,
    RegisteredBody,
    RegisteredKind,
    RegisteredSeat,
)
from schemas.dossier import Dossier, Period, SubmittedDossier
from schemas.ids import ActorId, AwardId, BasisId, BodyId, DossierId, NomineeId, SeatId, SittingId
from schemas.legal_values import Name
from schemas.messages import Cast, Convene, Hear, SubmitDossier
from schemas.names import UpdateName, dossier_stream
from schemas.nominee import Collective
from schemas.policy import Rules
from schemas.receipts import Receipt
from schemas.stages import Stage
from schemas.verdict import DecisionRef, Outcome
from vinhdanh import VinhDanh
from worker.demo import LAW
from worker.demo.sample_data import AUTHORITY, LETTER, REPORT, paper

T = TypeVar("T")

UNIT, CLUSTER, COUNCIL = BodyId("DV-DO"), BodyId("CUM-DO"), BodyId("HD-DO")
SECRETARY = ActorId("thu-ky")
SEASON, GREAT_SEASON = SeasonLabel("2023"), SeasonLabel("2024")
MEMBERS = {SEASON: SEATS, GREAT_SEASON: tuple(SeatId(f"s{number}") for number in range(40))}
"""The members of the cluster: their number in another year is that of the largest sitting that is measured."""
DECISION = DecisionRef(number="01/QĐ-ĐO", decided_on=date(2024, 9, 5), signatory="Thủ tướng Chính phủ")


_WAY = ((CLUSTER, Outcome.FORWARD), (COUNCIL, Outcome.FORWARD), (AUTHORITY, Outcome.GRANT))
"""The body and its outcome, stage by stage, on the route of the demonstration's law."""


@dataclass
class LoadDriver:
    """The client, and how long each act took, in seconds."""

    client: Client
    ledger: asyncpg.Pool
    task_queue: str = "vinhdanh"
    waited: list[float] = field(default_factory=list)
    findings: dict[tuple[str, Stage], Hear] = field(default_factory=dict)
    """The prepared findings of bodies: sittings are not measured where a dossier's own way is."""

    def __post_init__(self) -> None:
        vinhdanh = VinhDanh(self.client, task_queue=self.task_queue)
        self.dossiers = vinhdanh.dossiers
        self.sittings = vinhdanh.sittings
        self.submissions = vinhdanh.submissions

    async def timed(self, act: Awaitable[object]) -> None:
        """Wait for an act, and record its duration."""
        begun = time.perf_counter()
        await act
        self.waited.append(time.perf_counter() - begun)

    async def submit(self, name: str) -> None:
        """Submit a complete dossier."""
        await self.timed(self.dossiers.submit(a_submission(name)))

    async def prepare(self, names: Iterable[str]) -> None:
        """Write the bodies' findings on dossiers, before these are submitted and anything is measured."""
        law = PolicyCatalogue.load(LAW)
        async with self.ledger.acquire() as conn:
            for name in names:
                submitted = a_submission(name).dossier
                dossier = Dossier.of(submitted, [Organisation(id=body, name=body) for body in submitted.bodies])
                rules = law.rules_for(dossier)
                assert isinstance(rules, Rules)  # noqa: S101 - the demonstration's law has this award
                for rule, (body, outcome) in zip(rules.award.route, _WAY, strict=True):
                    hear = await keep_finding(conn, dossier, rule, outcome, body=body, decision=DECISION)
                    self.findings[name, rule.stage] = hear

    async def register_bodies(self) -> None:
        """Have the bodies of this work in the register."""
        async with self.ledger.acquire() as conn:
            bodies = register()
            if not await body_register.records(conn, [body.id for body in bodies]):
                await body_register.keep(conn, bodies, {}, by=SECRETARY, at=datetime.now(UTC))

    async def straight(self, name: str) -> None:
        """Carry a prepared dossier from its unit to its grant, sending each finding as an announcement does."""
        await self.submit(name)
        await self.hear(name, Stage.CLUSTER)
        await self.hear(name, Stage.COUNCIL)
        await self.hear(name, Stage.DECISION)

    async def hear(self, name: str, stage: Stage) -> None:
        """Send a prepared dossier its finding at a stage."""
        act = self.findings[name, stage]
        handle = self.client.get_workflow_handle(dossier_stream(DossierId(name)))
        await self.timed(handle.execute_update(UpdateName.HEAR, act, id=f"hear:{act.source}", result_type=Receipt))

    async def bare(self, name: str, acts: int = 4) -> None:
        """Send as many Updates to a bare workflow, with a body of the size of a verdict."""
        await self.client.start_workflow(
            "BareWorkflow",
            acts,
            id=f"bare-{name}",
            task_queue="floor",
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        handle = self.client.get_workflow_handle(f"bare-{name}")
        for _ in range(acts):
            await handle.execute_update("act", "x" * 400, result_type=str)


def a_submission(name: str) -> SubmitDossier:
    """Return a complete dossier of an invented unit."""
    dossier = SubmittedDossier(
        dossier_id=DossierId(name),
        nominee=Collective(id=NomineeId(f"n-{name}"), name="Thành phố Ven Sông"),
        award=AwardId("gov_emulation_flag"),
        basis=BasisId("central_cluster"),
        period=Period(first=date(2023, 1, 1), last=date(2023, 12, 31)),
        unit=UNIT,
        cluster=CLUSTER,
        council=COUNCIL,
        received_on=date(2024, 3, 8),
        documents=(paper(LETTER, UNIT), paper(REPORT, UNIT)),
    )
    return SubmitDossier(dossier=dossier, by=ActorId(UNIT))


def a_sitting(name: str, stage: Stage, dossiers: Sequence[str], season: SeasonLabel = SEASON) -> Convene:
    """Return the call of the cluster or the council."""
    return Convene(
        sitting_id=SittingId(name),
        body=CLUSTER if stage is Stage.CLUSTER else COUNCIL,
        season=season if stage is Stage.CLUSTER else None,
        stage=stage,
        agenda=tuple(map(DossierId, dossiers)),
        by=SECRETARY,
    )


def ballots(sitting: Convene) -> Iterable[Cast]:
    """Yield a ballot of each seat that approves everything."""
    choices = tuple(Choice(dossier_id=dossier_id, vote=Vote.APPROVE) for dossier_id in sitting.agenda)
    return (Cast(seat=seat, choices=choices) for seat in (MEMBERS[sitting.season] if sitting.season else SEATS))


def register() -> Sequence[RegisteredBody]:
    """Return the bodies of this work. Only the unit has a mailbox: letters to members are not what is measured here."""
    seats = tuple(RegisteredSeat(id=seat, name=f"Thành viên {seat}") for seat in SEATS)
    offices = (
        OfficeHolder(role=OfficeRole.CHAIR, who=ActorId(SEATS[0])),
        OfficeHolder(role=OfficeRole.SECRETARY, who=SECRETARY),
    )
    mailbox = Mailbox(contact=Contact(name="Văn phòng đơn vị", email="dv-do@vinhdanh.example"))
    return (
        _registered(UNIT, RegisteredKind.UNIT, "Ủy ban nhân dân thành phố Ven Sông").evolve(mailboxes=(mailbox,)),
        _registered(COUNCIL, RegisteredKind.COUNCIL, "Hội đồng Thi đua - Khen thưởng thành phố").evolve(
            seats=seats, offices=offices
        ),
        _registered(CLUSTER, RegisteredKind.CLUSTER, "Cụm thi đua các thành phố").evolve(
            members=tuple(
                Membership(season=season, unit=BodyId(seat)) for season, seats in MEMBERS.items() for seat in seats
            ),
            offices=offices,
        ),
        *(_registered(BodyId(seat), RegisteredKind.UNIT, f"Đơn vị {seat}") for seat in MEMBERS[GREAT_SEASON]),
    )


def _registered(body: BodyId, kind: RegisteredKind, name: str) -> RegisteredBody:
    return RegisteredBody(id=body, kind=kind, names=(DatedName(name=Name(vi=name, en=name)),))


async def in_flight(each: Sequence[T], limit: int, one: Callable[[T], Awaitable[object]]) -> float:
    """Do `one` for each of them, `limit` at a time, and return the seconds it took."""
    gate = asyncio.Semaphore(limit)

    async def through(which: T) -> None:
        async with gate:
            await one(which)

    begun = time.perf_counter()
    await asyncio.gather(*map(through, each))
    return time.perf_counter() - begun
