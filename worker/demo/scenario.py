"""The case carried out: every office acts through the client, as other services would."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.dossier import DossierView
from schemas.ids import ActorId
from schemas.messages import Close, Convene, Supplement
from schemas.minutes import Finding
from schemas.sitting import SittingView
from schemas.stages import Stage
from schemas.submission import SubmissionView
from vinhdanh import VinhDanh
from worker.demo.case import Proposal
from worker.demo.sample_data import LATE, REPORT, SampleData, paper

LIMIT = timedelta(seconds=60)
"""How long a sitting or submission may take to announce to its dossiers."""


@dataclass(frozen=True)
class ScenarioResult:
    """The result of a run."""

    dossiers: tuple[DossierView, ...]
    cluster: SittingView
    councils: tuple[SittingView, ...]
    submission: SubmissionView

    @property
    def proposed(self) -> tuple[Proposal, ...]:
        """The cluster's proposals in this run, in the shape of the case."""
        items = self.cluster.minutes.items if self.cluster.minutes else ()
        units = {view.dossier_id: view.unit.id for view in self.dossiers}
        return tuple(
            Proposal(nominee=units[item.dossier_id], award=item.award, basis=item.basis)
            for item in items
            if item.finding is Finding.CARRIED
        )


class Scenario:
    """Carries out a case, step by step; `told` is called after each step."""

    def __init__(self, invention: SampleData, offices: VinhDanh, told: Callable[[str], None]) -> None:
        self._invention = invention
        self._offices = offices
        self._told = told

    async def run(self, today: date) -> ScenarioResult:
        """Carry every dossier of the case from its unit to its decision."""
        await self._submit()
        await self._supplement()
        cluster = await self._hold(self._invention.cluster_sitting())
        councils = await asyncio.gather(
            *(self._hold(self._invention.council_sitting(member)) for member in self._invention.case.cluster.member)
        )
        submission = await self._decide(today)
        return ScenarioResult(await self._all_dossiers(), cluster, tuple(councils), submission)

    async def _submit(self) -> None:
        for proposal in self._invention.case.proposal:
            message = self._invention.submission_of(proposal)
            await self._offices.dossiers.submit(message)
            self._told(f"{message.dossier.nominee.name} submits {message.dossier.dossier_id}")

    async def _supplement(self) -> None:
        dossier_id = self._invention.dossier_id(LATE)
        view = await self._offices.dossiers.show(dossier_id)
        if view.stage is not Stage.UNIT or view.awaiting is None or view.awaiting.answers is None:
            raise RuntimeError(f"{dossier_id} should be with its unit, and is at {view.stage}")
        missing = ", ".join(defect.name.en for defect in view.awaiting.missing)
        self._told(f"{view.unit.name} is asked to supplement: {missing}")
        act = Supplement(by=ActorId(LATE), answers=view.awaiting.answers, documents=(paper(REPORT, LATE),))
        await self._offices.dossiers.supplement(dossier_id, act)
        self._told(f"{view.unit.name} supplements it, and it goes on")

    async def _hold(self, sitting: Convene) -> SittingView:
        sittings = self._offices.sittings
        await sittings.convene(sitting)
        self._told(f"{sitting.body} is convened, {len(sitting.agenda)} dossiers")
        await asyncio.gather(*(sittings.cast(sitting.sitting_id, cast) for cast in self._invention.ballots(sitting)))
        await sittings.close(sitting.sitting_id, Close(by=sitting.by))
        view = await sittings.announced(sitting.sitting_id, LIMIT)
        self._told(f"{view.body.name} has closed: {len(view.voted)} ballots counted")
        return view

    async def _decide(self, today: date) -> SubmissionView:
        submissions = self._offices.submissions
        letter = self._invention.list_for_the_authority(today)
        await submissions.put_forward(letter)
        self._told(f"Submission {letter.letter.number} lists {len(letter.agenda)} dossiers")
        decision = self._invention.decision(today)
        await submissions.decide(letter.submission_id, decision)
        view = await submissions.announced(letter.submission_id, LIMIT)
        self._told(f"Decision {decision.decision.number}: {len(view.granted)} awards granted")
        return view

    async def _all_dossiers(self) -> tuple[DossierView, ...]:
        shown = (self._offices.dossiers.show(dossier_id) for dossier_id in self._invention.agenda)
        return tuple(await asyncio.gather(*shown))
