"""The roll of a cluster or council on a day, from the register of bodies."""

from collections.abc import Mapping, Sequence
from datetime import date

from activities import body_refusals, body_register, sql
from activities.body_register import Registered
from schemas.bodies import Body, BodyKind, RecordRef, SeasonLabel, Seat, Substitute
from schemas.body_register import OfficeRole, RegisteredBody, RegisteredKind, RegisteredSeat
from schemas.calendars import day_of
from schemas.ids import BodyId, SeatId
from schemas.ports import RollInquiry
from schemas.refusals import Refusal

_VOTING = {RegisteredKind.CLUSTER: BodyKind.CLUSTER, RegisteredKind.COUNCIL: BodyKind.COUNCIL}

_MOST_SUCCESSIONS = 20
"""How often a member of one year may have been renamed or merged since."""


async def roll(conn: sql.Connection, body: BodyId, inquiry: RollInquiry) -> Body | Refusal:
    """Return a body with its roll of a day, or the refusal of one that has none then.

    A cluster's seats are its members in the year of emulation; all other seats and all holders are those of the day.
    Substitutes whose days come later stay: a ballot may be open for several days.
    """
    day = day_of(inquiry.on)
    found = (await body_register.records(conn, [body])).get(body)
    if found is None:
        return body_refusals.missing(body)
    record = found.record
    if refusal := body_refusals.unknown(body, record, day) or body_refusals.of_another_kind(record, day, *_VOTING):
        return refusal
    season = inquiry.season if record.kind is RegisteredKind.CLUSTER else None
    if record.kind is RegisteredKind.COUNCIL:
        seats = tuple(_seat(seat, day) for seat in record.seats_on(day))
    elif season is None:
        return body_refusals.season_needed(record)
    else:
        seats = tuple(await _members(conn, record, season, day))
    return _body(found, season, seats, day) if seats else body_refusals.no_seats(record, season, day)


def _body(found: Registered, season: SeasonLabel | None, seats: Sequence[Seat], day: date) -> Body:
    record, on_it = found.record, {str(seat.id) for seat in seats}
    chair = next((SeatId(who) for who in record.holders_on(OfficeRole.CHAIR, day) if who in on_it), None)
    deputies = (SeatId(who) for who in record.holders_on(OfficeRole.DEPUTY, day) if who in on_it)
    return Body(
        id=record.id,
        kind=_VOTING[record.kind],
        name=body_refusals.named(record, day),
        on=day,
        record=RecordRef(sequence=found.sequence, hash=found.hash.hex()),
        season=season,
        seats=tuple(seats),
        chair=chair,
        deputies=tuple(deputy for deputy in deputies if deputy != chair),
        secretary=next(iter(record.holders_on(OfficeRole.SECRETARY, day)), None),
    )


def _seat(seat: RegisteredSeat, day: date) -> Seat:
    # Without mailboxes: these are looked up when a letter is written.
    stand_ins = (each for each in seat.substitutes if each.tenure.last is None or day <= each.tenure.last)
    return Seat(
        id=seat.id,
        name=seat.name,
        unit=seat.unit,
        nominee=seat.nominee,
        substitutes=tuple(
            Substitute(id=each.id, name=each.name, unit=each.unit, nominee=each.nominee, tenure=each.tenure)
            for each in stand_ins
        ),
    )


async def _members(conn: sql.Connection, cluster: RegisteredBody, season: SeasonLabel, day: date) -> list[Seat]:
    units = await _today(conn, cluster.members_in(season), day)
    delegates = {BodyId(seat.id): seat for seat in cluster.seats_on(day)}
    return [
        _seat(delegates[unit], day)
        if unit in delegates
        else Seat(id=SeatId(unit), name=body_refusals.named(record, day))
        for unit, record in units.items()
    ]


async def _today(conn: sql.Connection, units: Sequence[BodyId], day: date) -> Mapping[BodyId, RegisteredBody]:
    """Return the units of that day: where one was renamed or merged since, its only successor has its seat, once.

    They are in the register's order, the successors last.
    """
    found: dict[BodyId, RegisteredBody] = {}
    asked = list(units)
    for _ in range(_MOST_SUCCESSIONS):
        known = await body_register.records(conn, asked)
        records, asked = [known[unit].record for unit in asked if unit in known], []
        for record in records:
            if record.ended is None or day < record.ended.on:
                found[record.id] = record
            elif len(record.ended.into) == 1:
                asked.extend(record.ended.into)
        if not asked:
            break
    return found
