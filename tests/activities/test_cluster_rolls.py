"""The roll of a cluster: the members of the year of emulation that is judged, under the names that they have today."""

from datetime import date

import pytest
from asyncpg.pool import PoolConnectionProxy

from schemas.bodies import Tenure
from schemas.body_register import (
    DatedName,
    OfficeRole,
)
from schemas.refusals import Reason
from tests.builders.values import a_name
from tests.registered import a_registered, register
from tests.registered_rolls import (
    CLUSTER,
    DAY,
    MERGED_ON,
    a_cluster,
    a_seat,
    an_ended,
    an_office,
    found,
    names,
    refused,
)


async def test_a_cluster_s_seats_are_its_members_of_the_season(conn: PoolConnectionProxy) -> None:
    """Eleven judge the year in which they were eleven, and ten the next one, whichever day it is."""
    eleven = [f"tinh-{number}" for number in range(10, 21)]
    await register(conn, *map(a_registered, eleven))
    members = (*a_cluster("2024", *eleven).members, *a_cluster("2025", *eleven[:-1]).members)
    await register(conn, a_cluster("2024").evolve(members=members))

    of_2024, of_2025 = [await found(conn, CLUSTER, season=season) for season in ("2024", "2025")]

    assert (len(of_2024.seats), len(of_2025.seats)) == (11, 10)
    assert {*names(of_2024)} - {*names(of_2025)} == {"tinh-20"}
    assert (of_2024.season, of_2025.season, of_2024.on) == ("2024", "2025", DAY)


@pytest.mark.parametrize(
    ("on", "seats"),
    [
        (date(2025, 6, 30), {"VN-DN", "VN-HD", "VN-HP", "VN-QN"}),
        (MERGED_ON, {"VN-DN", "VN-HP", "VN-QNI"}),
    ],
)
async def test_a_member_that_was_merged_or_renamed_has_its_seat_through_its_successor(
    conn: PoolConnectionProxy, on: date, seats: set[str]
) -> None:
    """Hải Dương went into Hải Phòng, a member itself: one unit has one vote. Another only changed its identifier."""
    units = [a_registered("VN-HP"), a_registered("VN-DN"), a_registered("VN-QNI")]
    await register(conn, *units, an_ended("VN-HD", "VN-HP"), an_ended("VN-QN", "VN-QNI"))
    await register(conn, a_cluster("2024", "VN-HP", "VN-HD", "VN-DN", "VN-QN"))

    assert {*names(await found(conn, CLUSTER, on, "2024"))} == seats


async def test_two_members_with_one_successor_have_one_seat(conn: PoolConnectionProxy) -> None:
    """Though neither had that identifier while it was a member."""
    await register(conn, a_registered("moi"), an_ended("cu-1", "moi"), an_ended("cu-2", "moi"))
    await register(conn, a_cluster("2024", "cu-1", "cu-2"))

    assert [*names(await found(conn, CLUSTER, season="2024"))] == ["moi"]


async def test_a_member_that_was_renamed_twice_still_has_its_seat(conn: PoolConnectionProxy) -> None:
    """Each load of the register names only the next successor."""
    await register(conn, a_registered("ba"), an_ended("hai", "ba"), an_ended("mot", "hai", on=date(2025, 3, 1)))
    await register(conn, a_cluster("2024", "mot"))

    assert [*names(await found(conn, CLUSTER, season="2024"))] == ["ba"]


async def test_a_member_without_a_single_successor_has_no_seat(conn: PoolConnectionProxy) -> None:
    """One was dissolved; of one that was split nobody knows which part votes. Two that succeed each other end."""
    await register(conn, a_registered("a"), a_registered("b"), a_registered("o"), an_ended("tan"), an_ended("x", "y"))
    await register(conn, an_ended("tach", "a", "b"), an_ended("y", "x"))
    await register(conn, a_cluster("2024", "o", "tan", "tach", "x"))

    assert [*names(await found(conn, CLUSTER, season="2024"))] == ["o"]


@pytest.mark.parametrize(
    ("on", "holder"),
    [(date(2025, 6, 30), "Sở Nội vụ cử"), (MERGED_ON, "Thành phố Huế")],
)
async def test_a_member_sends_a_delegate_or_sits_itself(conn: PoolConnectionProxy, on: date, holder: str) -> None:
    """A delegate votes on its days; otherwise the seat bears the unit's name of the day."""
    renamed = (
        DatedName(name=a_name("Tỉnh Thừa Thiên Huế"), tenure=Tenure(first=date(1990, 1, 1), last=date(2024, 12, 31))),
        DatedName(name=a_name("Thành phố Huế"), tenure=Tenure(first=date(2025, 1, 1))),
    )
    delegate = a_seat("VN-HUE", "Sở Nội vụ cử", Tenure(first=date(2025, 1, 1), last=date(2025, 6, 30)))
    await register(conn, a_registered("VN-HUE").evolve(names=renamed))
    await register(conn, a_cluster("2024", "VN-HUE").evolve(seats=(delegate,)))

    assert names(await found(conn, CLUSTER, on, "2024")) == {"VN-HUE": holder}


async def test_a_delegate_of_no_member_has_no_seat(conn: PoolConnectionProxy) -> None:
    """It sat there in another season."""
    await register(conn, a_registered("VN-HP"), a_registered("VN-DN"))
    await register(conn, a_cluster("2024", "VN-HP").evolve(seats=(a_seat("VN-DN"),)))

    assert [*names(await found(conn, CLUSTER, season="2024"))] == ["VN-HP"]


async def test_a_cluster_s_chair_is_a_member_of_the_season(conn: PoolConnectionProxy) -> None:
    """The head of the cluster changes with the year; last year's does not preside over this year's vote."""
    await register(conn, a_registered("VN-HP"), a_registered("VN-DN"))
    offices = [
        an_office(OfficeRole.CHAIR, "VN-HP", Tenure(first=date(2025, 1, 1))),
        an_office(OfficeRole.DEPUTY, "VN-DN", Tenure(first=date(2025, 1, 1))),
    ]
    members = (*a_cluster("2024", "VN-HP").members, *a_cluster("2025", "VN-DN").members)
    await register(conn, a_cluster("2024").evolve(members=members, offices=tuple(offices)))

    of_2024, of_2025 = [await found(conn, CLUSTER, season=season) for season in ("2024", "2025")]

    assert (of_2024.chair, of_2024.deputies) == ("VN-HP", ())
    assert (of_2025.chair, of_2025.deputies) == (None, ("VN-DN",))


async def test_a_cluster_is_called_for_a_season(conn: PoolConnectionProxy) -> None:
    """Its members change from year to year; the last five that the register has are named."""
    await register(conn, a_registered("VN-HP"))
    years = [str(year) for year in range(2019, 2026)]
    members = tuple(each for year in years for each in a_cluster(year, "VN-HP").members)
    await register(conn, a_cluster("2024").evolve(members=members))

    refusal = await refused(conn, CLUSTER)

    assert (refusal.reason, refusal.details) == (Reason.SEASON_NEEDED, ("2021", "2022", "2023", "2024", "2025"))
    assert "2021, 2022, 2023, 2024, 2025" in refusal.message
