"""The five cities of the 2023 cluster: the real case, carried from five units to one decision."""

from collections import Counter
from datetime import date
from email.message import EmailMessage

import asyncpg
import pytest

from schemas.facts import AwardGranted, DossierForwarded, DossierSubmitted, DossierSupplemented, SittingClosed
from schemas.names import dossier_stream, sitting_stream, submission_stream
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.submission import SubmissionStatus
from schemas.verdict import Outcome
from tests.builders.values import a_number
from tests.journeys.office_driver import OfficeDriver
from tests.mailbox import Mailbox
from tests.waiting import eventually
from vinhdanh import VinhDanh
from worker.demo.case import Case
from worker.demo.sample_data import LATE, REGISTER, SampleData, council_id
from worker.demo.scenario import Scenario, ScenarioResult
from worker.register.loading import OPERATOR, load

TODAY = date(2024, 10, 1)
STRAIGHT = ["dossier_submitted", "dossier_forwarded", "dossier_forwarded", "award_granted"]
LATE_ONE = ["dossier_submitted", "dossier_supplemented", *STRAIGHT[1:]]


@pytest.fixture(scope="module")
def invention() -> SampleData:
    """The case, under identifiers of this session's own."""
    return SampleData(Case.read(), run=f"-{a_number()}")


@pytest.fixture(scope="module")
async def ending(invention: SampleData, offices: VinhDanh, pool: asyncpg.Pool) -> ScenarioResult:
    """The case, acted out once for all the tests of this module."""
    async with pool.acquire() as conn:
        await load(conn, [REGISTER], by=OPERATOR, dry_run=False)
    return await Scenario(invention, offices, lambda _: None).run(TODAY)


def test_the_cluster_proposes_what_it_proposed(invention: SampleData, ending: ScenarioResult) -> None:
    """A run of the case must reproduce the outcome in its sources."""
    assert sorted(ending.proposed, key=str) == sorted(invention.case.proposal, key=str)


def test_every_dossier_is_granted_by_the_one_decision(ending: ScenarioResult) -> None:
    """Cluster, council and authority each gave one finding on each, in this order."""
    for view in ending.dossiers:
        assert view.stage is Stage.GRANTED
        assert view.awaiting is None
        assert [(passage.stage, passage.outcome) for passage in view.passages] == [
            (Stage.CLUSTER, Outcome.FORWARD),
            (Stage.COUNCIL, Outcome.FORWARD),
            (Stage.DECISION, Outcome.GRANT),
        ]
    assert {view.passages[2].decision for view in ending.dossiers} == {ending.submission.decision}


def test_each_vote_is_counted(ending: ScenarioResult) -> None:
    """In the cluster no unit votes for itself: four of five, where three are needed; in a council all nine approve."""
    for view in ending.dossiers:
        cluster, council = view.passages[0].vote, view.passages[1].vote
        assert cluster is not None
        assert (cluster.approve, cluster.abstain, cluster.cast, cluster.base, cluster.needed) == (4, 1, 5, 5, 3)
        assert council is not None
        assert (council.approve, council.cast, council.base, council.needed) == (9, 9, 9, 8)


async def test_the_ledger_tells_every_dossier_s_story(
    invention: SampleData, ending: ScenarioResult, driver: OfficeDriver
) -> None:
    """One fact for each act, in order, with its actor."""
    for view in ending.dossiers:
        facts = await driver.facts(dossier_stream(view.dossier_id))
        unit, council = view.unit.id, council_id(view.unit.id)
        is_late = unit == LATE
        assert [fact.kind for fact in facts] == (LATE_ONE if is_late else STRAIGHT)
        assert [fact.sequence for fact in facts] == list(range(1, len(facts) + 1))
        units = [unit, unit] if is_late else [unit]
        assert [fact.by for fact in facts] == [*units, invention.case.cluster.id, council, "VN-PM"]
        assert view.facts == len(facts)


async def test_the_facts_hold_what_was_said(
    invention: SampleData, ending: ScenarioResult, driver: OfficeDriver
) -> None:
    """Where from, by which vote, by which decision; and what was missing, until it came."""
    late = await driver.facts(dossier_stream(invention.dossier_id(LATE)))
    submitted, supplemented, by_cluster, by_council, granted = late

    assert isinstance(submitted, DossierSubmitted)
    assert [defect.kind for defect in submitted.defects] == ["achievement_report"]
    assert submitted.due_on is not None
    assert submitted.regime == "nd98-2023"
    assert isinstance(supplemented, DossierSupplemented)
    assert [document.kind for document in supplemented.documents] == ["achievement_report"]
    assert supplemented.defects == ()
    assert isinstance(by_cluster, DossierForwarded)
    assert by_cluster.source == sitting_stream(ending.cluster.sitting_id)
    assert by_cluster.vote is not None
    assert isinstance(by_council, DossierForwarded)
    assert by_council.source in {sitting_stream(council.sitting_id) for council in ending.councils}
    assert isinstance(granted, AwardGranted)
    assert granted.source == submission_stream(ending.submission.submission_id)
    assert granted.decision == ending.submission.decision


async def test_sittings_and_submission_have_told_everyone(ending: ScenarioResult, driver: OfficeDriver) -> None:
    """Each ends with minutes or a decision, and every dossier was told."""
    for sitting in (ending.cluster, *ending.councils):
        assert sitting.status is SittingStatus.ANNOUNCED
        assert sitting.report is not None
        assert (sitting.report.told, sitting.report.unheard) == (len(sitting.agenda), ())
        kinds = [fact.kind for fact in await driver.facts(sitting_stream(sitting.sitting_id))]
        ballots = ["ballot_cast"] * len(sitting.body.seats)
        assert kinds == ["sitting_convened", *ballots, "sitting_closed", "findings_announced"]
    assert ending.submission.status is SubmissionStatus.ANNOUNCED
    assert ending.submission.report is not None
    assert (ending.submission.report.told, ending.submission.report.unheard) == (5, ())
    kinds = [fact.kind for fact in await driver.facts(submission_stream(ending.submission.submission_id))]
    assert kinds == ["list_put_forward", "submission_decided", "findings_announced"]


async def test_open_ballots_are_in_the_minutes_and_secret_ones_are_not(
    ending: ScenarioResult, driver: OfficeDriver
) -> None:
    """The cluster votes by a show of hands; the councils vote in secret."""
    cluster = (await driver.facts(sitting_stream(ending.cluster.sitting_id)))[-2]
    council = (await driver.facts(sitting_stream(ending.councils[0].sitting_id)))[-2]

    assert isinstance(cluster, SittingClosed)
    assert {call.seat for call in cluster.minutes.roll_calls} == {seat.id for seat in ending.cluster.body.seats}
    assert isinstance(council, SittingClosed)
    assert council.minutes.roll_calls == ()


async def test_every_office_gets_its_letters(ending: ScenarioResult, driver: OfficeDriver) -> None:
    """A unit is told of each step of its dossier; every seat is called, and gets the minutes."""
    for view in ending.dossiers:
        letters = await driver.letters(dossier_stream(view.dossier_id))
        first = ["incomplete", "received"] if view.unit.id == LATE else ["received"]
        assert [letter.template for letter in letters] == [*first, "forwarded", "forwarded", "granted"]
        assert {letter.email for letter in letters} == {f"{view.unit.id.lower()}@vinhdanh.example"}
    for sitting in (ending.cluster, *ending.councils):
        letters = await driver.letters(sitting_stream(sitting.sitting_id))
        seats = len(sitting.body.seats)
        assert Counter(letter.template for letter in letters) == {"convened": seats, "minutes": seats}
        assert len({letter.email for letter in letters}) == seats


async def test_every_letter_arrives(ending: ScenarioResult, driver: OfficeDriver, mailbox: Mailbox) -> None:
    """Each once, under the Message-ID that the ledger gave it."""
    sittings = [sitting_stream(sitting.sitting_id) for sitting in (ending.cluster, *ending.councils)]
    streams = [*sittings, *(dossier_stream(view.dossier_id) for view in ending.dossiers)]
    letters = [letter for stream in streams for letter in await driver.letters(stream)]

    def all_of_them() -> dict[str, list[EmailMessage]]:
        found = mailbox.by_message_id()
        return found if all(letter.message_id in found for letter in letters) else {}

    arrived = await eventually(all_of_them, every=0.25)
    for letter in letters:
        (mail,) = arrived[letter.message_id]
        assert mail["To"].addresses[0].addr_spec == letter.email
