"""Targets: a running dossier, sitting and submission, each with a good act to show that it still works."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
from typing_extensions import override

from schemas.dossier import Dossier
from schemas.ids import StreamId
from schemas.messages import Convene, Hear, PutForward
from schemas.names import UpdateName, dossier_stream, sitting_stream, submission_stream
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.submission import SubmissionStatus
from schemas.verdict import Outcome
from tests.builders.values import CLUSTER, COUNCIL
from tests.hostile.malformed_values import body
from tests.hostile.raw_client import Answer, RawClient
from tests.journeys.office_driver import AUTHORITY, OfficeDriver

Known = Mapping[str, Sequence[object]]

_MOST_REVISIONS = 50

_BY_ITSELF = ("findings_announced", "publication_ended")
"""Facts that follow by themselves: on a sitting's close, and on a publication dated long past."""


class Target(ABC):
    """A workflow that is open; it is made anew once an act that was in truth valid has brought it to its end."""

    stream: StreamId

    def __init__(self, driver: OfficeDriver, wire: RawClient, pool: asyncpg.Pool) -> None:
        self.driver = driver
        self.wire = wire
        self._pool = pool

    @abstractmethod
    async def appear(self) -> None:
        """Open a workflow."""

    @abstractmethod
    async def do_good(self) -> Answer:
        """Send an act that must be taken, and changes nothing for the next one."""

    @property
    @abstractmethod
    def known(self) -> Known:
        """Return, for the names of fields, what would be found here."""

    @property
    def is_spent(self) -> bool:
        """Whether it cannot do good once more."""
        return False

    async def facts(self) -> int:
        """Return how many facts others made of it; some follow by themselves."""
        count: int = await self._pool.fetchval(
            "SELECT count(*) FROM fact WHERE stream = $1 AND kind <> ALL($2)", self.stream, _BY_ITSELF
        )
        return count


class DossierWithItsUnit(Target):
    """It lacks a paper; a note answers its request, and it goes on lacking it."""

    dossier: Dossier

    @override
    async def appear(self) -> None:
        self.dossier = await self.driver.carry(Stage.UNIT)
        self.stream = dossier_stream(self.dossier.dossier_id)

    @override
    async def do_good(self) -> Answer:
        awaiting = (await self.driver.show(self.dossier)).awaiting
        assert awaiting is not None
        act = {"by": self.dossier.unit.id, "answers": awaiting.answers, "note": "Đơn vị giải trình."}
        return await self.wire.update(self.stream, UpdateName.SUPPLEMENT, [body(act)])

    @property
    @override
    def known(self) -> Known:
        return {
            "by": (self.dossier.unit.id,),
            "dossier_id": (self.dossier.dossier_id,),
            "body": (self.dossier.unit.id,),
            "stage": ("unit", "cluster"),
        }


class DossierInACluster(Target):
    """It waits for its cluster, which has a finding on it; asked for its receipt, it answers."""

    dossier: Dossier
    finding: Hear

    @override
    async def appear(self) -> None:
        self.dossier = await self.driver.carry(Stage.CLUSTER)
        self.stream = dossier_stream(self.dossier.dossier_id)
        self.finding = await self.driver.finding(Stage.CLUSTER, self.dossier, CLUSTER, Outcome.FORWARD)

    @override
    async def do_good(self) -> Answer:
        return await self.wire.update(self.stream, UpdateName.RECEIPT, [])

    @property
    @override
    def known(self) -> Known:
        there = self.finding
        return {"source": (there.source, there.source, self.stream), "sequence": (there.sequence, there.sequence, 1)}


class Sitting(Target):
    """It is open; its first seat changes its ballot again and again."""

    call: Convene
    revision: int
    dossiers: Sequence[Dossier] = ()

    @override
    async def appear(self) -> None:
        # The same dossiers again, unless a close that was valid sends them on their way.
        if not self.dossiers or await self._is_over():
            self.dossiers = [await self._before_the_cluster() for _ in range(2)]
        self.call = await self.driver.convene(Stage.CLUSTER, *self.dossiers, **self.terms)
        self.stream = sitting_stream(self.call.sitting_id)
        self.revision = 0

    async def _before_the_cluster(self) -> Dossier:
        return await self.driver.carry(Stage.CLUSTER)

    @property
    def terms(self) -> Mapping[str, Any]:
        """Return what the sitting is convened with, beside its dossiers."""
        return {}

    async def _is_over(self) -> bool:
        view = await self.driver.offices.sittings.show(self.call.sitting_id)
        return view.status in {SittingStatus.CLOSED, SittingStatus.ANNOUNCED}

    @property
    @override
    def is_spent(self) -> bool:
        return self.revision == _MOST_REVISIONS

    @override
    async def do_good(self) -> Answer:
        self.revision += 1
        choices = [{"dossier_id": dossier_id, "vote": "approve"} for dossier_id in self.call.agenda]
        act = {"seat": "seat-1", "revision": self.revision, "choices": choices}
        return await self.wire.update(self.stream, UpdateName.CAST, [body(act)])

    @property
    @override
    def known(self) -> Known:
        return {
            "by": (self.call.by, "seat-1", "vinhdanh"),
            "seat": ("seat-2", "seat-3"),
            "attended": (["seat-4"], ["seat-4", "seat-4"], ["nobody"]),
            "dossier_id": self.call.agenda,
            "dossiers": (self.call.agenda, self.call.agenda[:1]),
            "sitting_id": (self.call.sitting_id,),
            "meeting": (1,),
        }


class Submission(Target):
    """It waits for its authority; asked for its receipt, it answers."""

    call: PutForward
    dossiers: Sequence[Dossier] = ()

    @override
    async def appear(self) -> None:
        if not self.dossiers or await self._is_over():
            self.dossiers = [await before_the_authority(self.driver, self.wire) for _ in range(2)]
        self.call = await self.driver.put_forward(*self.dossiers)
        self.stream = submission_stream(self.call.submission_id)

    async def _is_over(self) -> bool:
        view = await self.driver.offices.submissions.show(self.call.submission_id)
        return view.status is not SubmissionStatus.SUBMITTED

    @override
    async def do_good(self) -> Answer:
        return await self.wire.update(self.stream, UpdateName.RECEIPT, [])

    @property
    @override
    def known(self) -> Known:
        agenda = list(self.call.agenda)
        return {
            "by": (AUTHORITY,),
            "granted": (agenda, agenda[:1], []),
            "dossier_id": agenda,
            "refused": ([],),
            "returned": ([],),
        }


async def before_the_authority(driver: OfficeDriver, wire: RawClient, dossier: Dossier | None = None) -> Dossier:
    """Return a dossier that cluster and council have let pass, without sittings of theirs."""
    dossier = await driver.submit(dossier)
    for stage, council in ((Stage.CLUSTER, CLUSTER), (Stage.COUNCIL, COUNCIL)):
        assert (await found(driver, wire, dossier, stage, council, Outcome.FORWARD)).taken
    return dossier


async def found(
    driver: OfficeDriver, wire: RawClient, dossier: Dossier, stage: Stage, by: str, outcome: Outcome, **said: Any
) -> Answer:
    """Return a dossier's answer when it is pointed to an alleged finding."""
    hear = await driver.finding(stage, dossier, by, outcome, **said)
    return await wire.update(dossier_stream(dossier.dossier_id), UpdateName.HEAR, [body(hear.model_dump())])
