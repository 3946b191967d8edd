"""The whole case of the five cities, as it is carried through every fault."""

from collections.abc import Sequence
from datetime import date

from schemas.ids import StreamId
from schemas.names import dossier_stream, sitting_stream, submission_stream
from schemas.stages import Stage
from tests.builders.values import a_number
from tests.faults.installation import Installation
from worker.demo.case import Case
from worker.demo.sample_data import LATE, SampleData
from worker.demo.scenario import Scenario, ScenarioResult

TODAY = date(2024, 10, 1)

STRAIGHT = ["dossier_submitted", "dossier_forwarded", "dossier_forwarded", "award_granted"]
FACTS = 92
"""How many facts the case has: five dossiers, one of them supplemented, six sittings, one submission."""


async def carry(installation: Installation) -> ScenarioResult:
    """Carry the case from five units to one decision."""
    return await Scenario(SampleData(Case.read(), run=f"-{a_number()}"), installation.offices, lambda _: None).run(
        TODAY
    )


async def prove_told(installation: Installation, ending: ScenarioResult) -> None:
    """Assert that the case had its usual outcome, and that the ledger holds it once, act by act."""
    for view in ending.dossiers:
        kinds = STRAIGHT if view.unit.id != LATE else [STRAIGHT[0], "dossier_supplemented", *STRAIGHT[1:]]
        assert await _kinds(installation, dossier_stream(view.dossier_id)) == kinds
        assert view.stage is Stage.GRANTED
    for sitting in (ending.cluster, *ending.councils):
        ballots = ["ballot_cast"] * len(sitting.body.seats)
        kinds = ["sitting_convened", *ballots, "sitting_closed", "findings_announced"]
        assert await _kinds(installation, sitting_stream(sitting.sitting_id)) == kinds
    kinds = ["list_put_forward", "submission_decided", "findings_announced"]
    assert await _kinds(installation, submission_stream(ending.submission.submission_id)) == kinds
    assert sorted(ending.proposed, key=str) == sorted(Case.read().proposal, key=str)


async def _kinds(installation: Installation, stream: StreamId) -> Sequence[str]:
    return [fact.kind for fact in await installation.driver.facts(stream)]
