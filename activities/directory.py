"""Answers who sits where on a day, from the register of bodies: it reads, and anybody may ask."""

import asyncio

import asyncpg
from temporalio import activity
from typing_extensions import override

from activities import body_register
from activities.body_register import Registered
from schemas.base import Day
from schemas.bodies import RecordRef
from schemas.body_register import OfficeRole
from schemas.body_views import BodyQuestion, BodyShown, BodyView, SeatOnDay
from schemas.ports import Directory

_AT_ONCE = 1
"""Questions that use the database at the same time: anybody may ask, as often as they like, and acts need the rest."""


class PostgresDirectory(Directory):
    """Reads the register in PostgreSQL."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        """Use the pool for each question."""
        self._pool = pool
        self._asking = asyncio.Semaphore(_AT_ONCE)

    @override
    @activity.defn
    async def show_body(self, question: BodyQuestion) -> BodyShown:
        async with self._asking, self._pool.acquire() as conn:
            found = (await body_register.records(conn, [question.body])).get(question.body)
        return BodyShown() if found is None else BodyShown(body=_view(found, question.on))


def _view(found: Registered, day: Day) -> BodyView:
    record = found.record
    seasons = sorted({each.season for each in record.members})
    return BodyView(
        id=record.id,
        kind=record.kind,
        on=day,
        name=record.name_on(day),
        exists=record.exists_on(day),
        parent=record.parent,
        has_mailbox=record.mailbox_on(day) is not None,
        offices={role: holders for role in OfficeRole if (holders := record.holders_on(role, day))},
        seats=tuple(
            SeatOnDay(
                id=seat.id,
                name=seat.name,
                unit=seat.unit,
                until=seat.tenure.last if seat.tenure else None,
                substitutes=tuple(each.id for each in seat.substitutes if each.tenure.covers(day)),
            )
            for seat in record.seats_on(day)
        ),
        members={season: record.members_in(season) for season in seasons},
        ended=record.ended,
        record=RecordRef(sequence=found.sequence, hash=found.hash.hex()),
    )
