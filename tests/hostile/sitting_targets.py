"""Targets of acts in a sitting beside voting: while it is called, over a ballot, over points."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from typing_extensions import override

from schemas.dossier import Dossier
from schemas.names import UpdateName
from tests.builders.scoring_law import a_scored_dossier
from tests.hostile.raw_client import Answer
from tests.hostile.targets import Known, Sitting

GROUPS = [{"group": "socio_economic", "points": "512.25"}, {"group": "emulation", "points": 0}]

SHEETS = ({"groups": GROUPS, "bonus": 20.0}, {"groups": GROUPS * 2}, {"groups": GROUPS, "penalty": "50.01"})
"""One that the table allows, one that gives everything twice, and one that takes off too much."""


class CalledSitting(Sitting):
    """Its ballot opens in a month; asked for its receipt, it answers. Another dossier waits to be taken up."""

    waiting: Dossier

    @override
    async def appear(self) -> None:
        await super().appear()
        self.waiting = await self._before_the_cluster()

    @property
    @override
    def terms(self) -> Mapping[str, Any]:
        return {"opens_at": datetime.now(UTC) + timedelta(days=30)}

    @override
    async def do_good(self) -> Answer:
        return await self.wire.update(self.stream, UpdateName.RECEIPT, [])

    @property
    @override
    def known(self) -> Known:
        added, struck = [self.waiting.dossier_id], {"dossier_id": self.call.agenda[0], "reasons": ["Chờ xác minh."]}
        amended = {"revision": (1,), "add": (added, added, self.call.agenda), "strike": ([], [struck])}
        return {**super().known, **amended}


class SittingWithABallot(Sitting):
    """The ballot of its first seat stands."""

    @override
    async def appear(self) -> None:
        await super().appear()
        assert (await self.do_good()).taken

    @property
    @override
    def known(self) -> Known:
        return {**super().known, "seat": ("seat-1", "seat-2"), "revision": (self.revision,)}


class CountedSitting(Sitting):
    """It votes on paper or by hands, and no count is in yet; asked for its receipt, it answers."""

    @override
    async def do_good(self) -> Answer:
        return await self.wire.update(self.stream, UpdateName.RECEIPT, [])

    @property
    @override
    def known(self) -> Known:
        right, wrong = (
            [{"dossier_id": each, "approve": n, "disapprove": 1} for each in self.call.agenda] for n in (4, 9)
        )
        present = [f"seat-{number}" for number in range(1, 6)]
        papers = {"issued": (5,), "returned": (5,), "present": (present, present, present[:4])}
        return {**super().known, **papers, "items": (right, right, wrong), "tellers": (["seat-2", "van-phong"],)}


class AttendedSitting(SittingWithABallot):
    """Its first seat has voted, and nobody's attendance is recorded."""

    @property
    @override
    def known(self) -> Known:
        whole = {"first": self.call.agenda[0], "last": self.call.agenda[0]}
        stays: tuple[object, ...] = ([whole], [], [{**whole, "by": "seat-9"}])
        return {**super().known, "revision": (1,), "stays": stays}


class ScoredSitting(Sitting):
    """Its dossiers are scored, and no sheet is in yet."""

    @override
    async def _before_the_cluster(self) -> Dossier:
        return await self.driver.submit(a_scored_dossier())

    @property
    @override
    def known(self) -> Known:
        unit = self.dossiers[0].unit.id
        return {**super().known, "by": (unit, self.call.by), "turn": (1,), "step": ("self",), "sheet": SHEETS}
