"""Times at the edges of the calendar, and identifiers that differ by almost nothing."""

from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.catalogue import PolicyCatalogue
from policies.workdays import ahead
from schemas.facts import SittingConvened
from schemas.names import UpdateName, dossier_stream, sitting_stream
from schemas.refusals import Reason
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from tests.builders.values import a_dossier, a_number, a_term, submitted
from tests.hostile.malformed_values import body
from tests.hostile.no_harm import at_most_eight, bounded
from tests.hostile.raw_client import RawClient
from tests.journeys.office_driver import OfficeDriver
from vinhdanh import Declined
from worker.demo import LAW
from workflows.rules import deadlines


@pytest.mark.parametrize(
    "closes_at",
    [
        pytest.param("2199-12-31T00:00:00Z", id="in a hundred and seventy-three years"),
        pytest.param("2199-12-29T23:59:59.999999-23:59", id="almost a day behind"),
        pytest.param("2100-01-01T00:00:00.000001+23:59", id="almost a day ahead"),
    ],
)
async def test_a_ballot_may_close_at_the_end_of_time(driver: OfficeDriver, wire: RawClient, closes_at: str) -> None:
    """Temporal keeps its timer and finds it by its time; the sitting takes ballots and closes all the same."""
    instant = datetime.fromisoformat(closes_at)
    call = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER), seats=1, closes_at=instant)
    stream = sitting_stream(call.sitting_id)

    await driver.cast(call, 1, "A")
    view = await driver.close(call)

    assert view.status is SittingStatus.ANNOUNCED
    (convened, *_) = await driver.facts(stream)
    assert isinstance(convened, SittingConvened)
    assert convened.closes_at == instant
    assert await wire.mishaps(stream) == []


BEYOND = [
    *("2200-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
    *("2100-01-01T00:00:00+24:00", "2100-01-01T00:00:00", "2100-01-01", 4102444800),
]


async def test_a_ballot_does_not_close_beyond_it(driver: OfficeDriver, wire: RawClient) -> None:
    """Refused by its field, as a start and as an act."""
    call = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER))
    stream, start = sitting_stream(call.sitting_id), call.model_dump(mode="json", exclude_none=True)
    sent = [{"closes_at": closes_at} for closes_at in BEYOND]

    acts = [wire.update(stream, UpdateName.RECONVENE, [body({"by": call.by, "meeting": 2, **when})]) for when in sent]
    starts = [wire.start("SittingWorkflow", [body(start | when)], f"sitting-{a_number()}") for when in sent]
    answers = await at_most_eight([*acts, *starts])

    assert {answer.kind for answer in answers} == {Reason.MALFORMED}
    assert all("closes_at" in answer.said for answer in answers)
    await wire.terminate(stream)


@pytest.mark.parametrize("edge", [date(1945, 9, 2), date(2199, 12, 31)])
async def test_a_dossier_is_received_neither_before_the_law_nor_after_today(
    driver: OfficeDriver, wire: RawClient, edge: date
) -> None:
    """No law is in force that early, and nothing is known of the law that late: a reason, and no fact."""
    dossier = a_dossier(received_on=edge)

    with pytest.raises(Declined) as declined:
        await driver.submit(dossier)

    assert declined.value.reason in {Reason.NO_LAW_IN_FORCE, Reason.RECEIVED_IN_THE_FUTURE}
    assert await driver.story(dossier) == []
    assert await wire.mishaps(dossier_stream(dossier.dossier_id)) == []


async def test_a_period_may_be_all_of_time(driver: OfficeDriver) -> None:
    """The register compares periods; one without an end in either direction is still a period."""
    period = a_dossier().period.model_copy(update={"first": date(1945, 9, 2), "last": date(2199, 12, 31)})
    dossier = await driver.submit(a_dossier(period=period))

    assert (await driver.show(dossier)).stage is Stage.CLUSTER


BOOKS = PolicyCatalogue.load(LAW)


@bounded(short=100)
@given(st.dates(date(2024, 1, 1), date(2097, 12, 31)))
def test_no_term_runs_beyond_its_calendar(day: date) -> None:
    """A calendar that ended first would fail the workflow task, on the eve of a new year of all days."""
    now = datetime(day.year, day.month, day.day, 16, 59, tzinfo=UTC)
    longest = a_term(240)

    assert deadlines.reaches(ahead(BOOKS.working_days(now), now), now, longest)
    with pytest.raises(ValueError, match="less than or equal to 240"):
        a_term(241)


async def test_identifiers_that_differ_by_case_are_two(
    driver: OfficeDriver, wire: RawClient, pool: asyncpg.Pool
) -> None:
    """A document system that separates them must not find one where it filed two."""
    small = await driver.submit(a_dossier(f"vb-{a_number()}"))
    great = await driver.submit(a_dossier(small.dossier_id.upper()))

    await driver.withdraw(small)

    assert (await driver.show(great)).stage is Stage.CLUSTER
    assert await driver.story(great) == ["dossier_submitted"]
    assert await driver.story(small) == ["dossier_submitted", "dossier_withdrawn"]
    assert await wire.mishaps(dossier_stream(great.dossier_id)) == []
    rows = await pool.fetch("SELECT stage FROM dossier WHERE lower(dossier_id) = $1 ORDER BY stage", small.dossier_id)
    assert [row["stage"] for row in rows] == ["cluster", "withdrawn"]


@pytest.mark.parametrize("tail", ["..x", ".x_-x", "-1-.-2"])
async def test_an_identifier_that_looks_like_a_path_is_a_name(driver: OfficeDriver, tail: str) -> None:
    """It may hold what a path holds, except what leads anywhere."""
    dossier = await driver.submit(a_dossier(f"{a_number()}{tail}"))

    assert await driver.story(dossier) == ["dossier_submitted"]


async def test_an_identifier_that_leads_elsewhere_is_none(wire: RawClient) -> None:
    """It becomes part of a workflow's name, of a query and of an address."""
    dossier = submitted(a_dossier()).model_dump(mode="json", exclude_none=True)
    names = ["../x", "x/../y", "x/y", "..", "x\\y", "x%2Fy", "x y", "x\x00", "hồ-sơ", ""]
    starts = [body({"dossier": dossier | {"dossier_id": name}, "by": "so-noi-vu"}) for name in names]

    answers = await at_most_eight([wire.start("DossierWorkflow", [start], f"x-{a_number()}") for start in starts])

    assert {answer.kind for answer in answers} == {Reason.MALFORMED}
    assert all("dossier.dossier_id" in answer.said for answer in answers)


async def test_a_closing_time_that_has_just_passed_is_refused(driver: OfficeDriver) -> None:
    """Also where the sender's clock and offset differ."""
    dossier = await driver.carry(Stage.CLUSTER)

    with pytest.raises(Declined) as declined:
        await driver.convene(Stage.CLUSTER, dossier, closes_at=datetime.now(UTC) - timedelta(microseconds=1))

    assert declined.value.reason is Reason.CLOSES_IN_THE_PAST
