"""Targets of what offices do: a dossier at its publication, its appraisal and its opinions, and on hold."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from typing_extensions import override

from schemas.dossier import Dossier
from schemas.names import UpdateName, dossier_stream
from schemas.stages import Stage
from tests.builders.office_law import a_dossier_for_offices
from tests.builders.values import AGENCY, HEAD, a_number, an_organisation
from tests.hostile.malformed_values import body
from tests.hostile.raw_client import Answer
from tests.hostile.targets import Known, Target
from tests.registered import a_registered
from tests.registered_rolls import an_ended
from tests.waiting import eventually

TAX, POLICE = "cuc-thue", "cong-an"

LONG_PAST = "2024-03-04"
"""A publication since then has run its term."""


def today() -> str:
    """Return the day in Hanoi."""
    return datetime.now(timezone(timedelta(hours=7))).date().isoformat()


class DossierToBePublished(Target):
    """It waits for its publication; asked for its receipt, it answers."""

    dossier: Dossier
    answers = 1

    @override
    async def appear(self) -> None:
        await self.driver.register(*map(a_registered, (AGENCY, HEAD)))
        self.dossier = await self.driver.submit(
            a_dossier_for_offices(agency=an_organisation(AGENCY), head=an_organisation(HEAD))
        )
        self.stream = dossier_stream(self.dossier.dossier_id)

    @override
    async def do_good(self) -> Answer:
        return await self.wire.update(self.stream, UpdateName.RECEIPT, [])

    @property
    @override
    def known(self) -> Known:
        return {
            "by": (AGENCY,),
            "answers": (self.answers,),
            "since": (LONG_PAST, today()),
            "officer": ("nv-1", "nv-2"),
            "revision": (1, 2),
            "outcome": ("forward", "return", "refuse"),
            "ground": ("discipline", "complaint"),
            "after": (0,),
        }

    async def tell(self, act: UpdateName, **said: Any) -> None:
        """Have its agency do something that must be taken."""
        answer = await self.wire.update(self.stream, act, [body({"by": AGENCY, "answers": self.answers, **said})])
        assert answer.taken, answer

    async def has_come(self, stage: Stage) -> bool:
        """Return whether it has come to a stage."""
        return (await self.driver.show(self.dossier)).stage is stage


class PublishedDossier(DossierToBePublished):
    """Its publication runs since today."""

    @override
    async def appear(self) -> None:
        await super().appear()
        await self.tell(UpdateName.PUBLISH, where="Cổng thông tin", since=today())


class DossierOnHold(DossierToBePublished):
    """Its agency holds it by its second fact."""

    @override
    async def appear(self) -> None:
        await super().appear()
        hold = {"by": AGENCY, "ground": "complaint", "reason": "Đang xác minh đơn tố cáo."}
        assert (await self.wire.update(self.stream, UpdateName.HOLD, [body(hold)])).taken

    @property
    @override
    def known(self) -> Known:
        return {**super().known, "answers": (2,)}


class AppraisedDossier(DossierToBePublished):
    """Its publication is over; no officer has been charged."""

    answers = 3

    @override
    async def appear(self) -> None:
        await super().appear()
        await self.tell(UpdateName.PUBLISH, where="Cổng thông tin", since=LONG_PAST, answers=1)
        await eventually(lambda: self.has_come(Stage.APPRAISAL))
        # What the clock notes has been written to its end once another act is answered.
        assert (await self.do_good()).taken


class DossierAskedAbout(AppraisedDossier):
    """Two agencies were asked about it, and neither has answered."""

    request = 6

    @override
    async def appear(self) -> None:
        await super().appear()
        await self.tell(UpdateName.ASSIGN, officer="nv-1", answers=3)
        await self.tell(UpdateName.CONCLUDE, outcome="forward", answers=3)
        await self.driver.register(*map(a_registered, (TAX, POLICE)))
        await self.tell(UpdateName.ASK_OPINIONS, agencies=[TAX, POLICE], answers=5)

    @property
    @override
    def known(self) -> Known:
        agencies = ([TAX], [TAX, POLICE], [POLICE, "khong-co"])
        return {**super().known, "by": (AGENCY, TAX, POLICE), "answers": (5, self.request), "agencies": agencies}


class DossierOfASplitUnit(DossierToBePublished):
    """Its unit was split into two, and its agency has not named one."""

    heirs = ("don-vi-a", "don-vi-b")

    @override
    async def appear(self) -> None:
        unit = f"don-vi-{a_number()}"
        await self.driver.register(*map(a_registered, (AGENCY, HEAD, unit, *self.heirs)))
        self.dossier = await self.driver.submit(
            a_dossier_for_offices(
                unit=an_organisation(unit), agency=an_organisation(AGENCY), head=an_organisation(HEAD)
            )
        )
        self.stream = dossier_stream(self.dossier.dossier_id)
        await self.driver.register(an_ended(unit, *self.heirs))
        assert (await self.wire.update(self.stream, UpdateName.TELL, [])).taken

    @property
    @override
    def known(self) -> Known:
        return {**super().known, "was": (self.dossier.unit.id, "khong-co"), "now": (*self.heirs, "khong-co")}
