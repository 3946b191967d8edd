"""Councils and clusters as the register has them, and their rolls."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from asyncpg.pool import PoolConnectionProxy

from activities import rolls
from schemas.bodies import Body, SeasonLabel, Tenure
from schemas.body_register import (
    Ended,
    Membership,
    OfficeHolder,
    OfficeRole,
    RegisteredBody,
    RegisteredKind,
    RegisteredSeat,
)
from schemas.ids import ActorId, BodyId, SeatId
from schemas.ports import RollInquiry
from schemas.refusals import Refusal
from tests.builders.values import a_contact
from tests.registered import a_registered

COUNCIL, CLUSTER = BodyId("HD-HP"), BodyId("C5TP")

DAY = date(2025, 8, 1)

MERGED_ON = date(2025, 7, 1)
"""The day on which provinces were merged, and some units got other names."""


def noon(day: date) -> datetime:
    """Return noon of a day in Hanoi."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


async def found(conn: PoolConnectionProxy, body: BodyId, on: date = DAY, season: str | None = None) -> Body:
    """Return a body with its roll of a day."""
    answer = await rolls.roll(conn, body, RollInquiry(season=SeasonLabel(season) if season else None, on=noon(on)))
    assert isinstance(answer, Body), answer
    return answer


async def refused(conn: PoolConnectionProxy, body: BodyId, on: date = DAY, season: str | None = None) -> Refusal:
    """Return why a body has no roll of a day."""
    answer = await rolls.roll(conn, body, RollInquiry(season=SeasonLabel(season) if season else None, on=noon(on)))
    assert isinstance(answer, Refusal), answer
    return answer


def names(body: Body) -> dict[str, str]:
    """Return the seats with their holders."""
    return {seat.id: seat.name for seat in body.seats}


def a_seat(id: str, name: str = "Thành viên", tenure: Tenure | None = None) -> RegisteredSeat:
    """Return a seat with one of its holders."""
    return RegisteredSeat(id=SeatId(id), name=name, tenure=tenure, contact=a_contact(id))


def a_council(*seats: RegisteredSeat, offices: Iterable[OfficeHolder] = ()) -> RegisteredBody:
    """Return a council with these seats."""
    return a_registered(COUNCIL, RegisteredKind.COUNCIL).evolve(seats=seats, offices=tuple(offices))


def a_cluster(season: str, *units: str, offices: Iterable[OfficeHolder] = ()) -> RegisteredBody:
    """Return a cluster that these units are members of in one year of emulation."""
    members = tuple(Membership(season=SeasonLabel(season), unit=BodyId(unit)) for unit in units)
    return a_registered(CLUSTER, RegisteredKind.CLUSTER).evolve(members=members, offices=tuple(offices))


def an_office(role: OfficeRole, who: str, tenure: Tenure | None = None) -> OfficeHolder:
    """Return who holds an office."""
    return OfficeHolder(role=role, who=ActorId(who), tenure=tenure)


def an_ended(unit: str, *into: str, on: date = MERGED_ON) -> RegisteredBody:
    """Return a unit that has ended, with its successors."""
    return a_registered(unit).evolve(ended=Ended(on=on, into=tuple(map(BodyId, into))))
