"""Bodies in the register of a test's database: those that the builders name, and a body with any roll."""

from collections.abc import Iterable
from datetime import UTC, datetime

from activities import body_register, sql
from schemas.bodies import Body, BodyKind, Organisation, SeasonLabel, Tenure
from schemas.body_register import (
    DatedName,
    Mailbox,
    Membership,
    OfficeHolder,
    OfficeRole,
    RegisteredBody,
    RegisteredKind,
    RegisteredSeat,
    RegisteredSubstitute,
)
from schemas.ids import ActorId, BodyId
from schemas.legal_values import Name
from tests.builders.values import (
    AGENCY,
    AUTHORITY,
    CLUSTER,
    COUNCIL,
    HEAD,
    MINISTRY,
    PARTY,
    UNIT,
    a_body,
    a_contact,
    an_organisation,
)

SEASONS = tuple(SeasonLabel(str(year)) for year in range(2020, 2030))
"""The years of emulation in which a cluster of these tests has its members."""

OPERATOR = ActorId("operator")


async def register(conn: sql.Connection, *bodies: RegisteredBody) -> None:
    """Keep a record of each body; the same record again changes nothing."""
    async with conn.transaction():
        await body_register.lock(conn)
        before = await body_register.records(conn, [body.id for body in bodies])
        changed = [body for body in bodies if body.id not in before or before[body.id].record != body]
        await body_register.keep(conn, changed, before, by=OPERATOR, at=datetime.now(UTC))


def the_usual() -> tuple[RegisteredBody, ...]:
    """Return the bodies that the builders name, the cluster and the council with five seats each."""
    offices = (UNIT, AUTHORITY, AGENCY, PARTY, HEAD, MINISTRY)
    return (
        *(a_registered(office) for office in offices),
        *with_its_roll(a_body(CLUSTER)),
        *with_its_roll(a_body(COUNCIL, kind=BodyKind.COUNCIL)),
    )


def a_registered(
    body: str | Organisation, kind: RegisteredKind = RegisteredKind.UNIT, *, has_mailbox: bool = True
) -> RegisteredBody:
    """Return the record of a body that can be written to; its mailbox carries its identifier."""
    named = body if isinstance(body, Organisation) else an_organisation(body)
    return RegisteredBody(
        id=named.id,
        kind=kind,
        names=(DatedName(name=Name(vi=named.name, en=named.name)),),
        mailboxes=(Mailbox(contact=a_contact(named.id)),) if has_mailbox else (),
    )


def with_its_roll(body: Body, tenure: Tenure | None = None) -> Iterable[RegisteredBody]:
    """Yield the record of a body with this roll, then those of a cluster's members; seats hold for a tenure."""
    seats = tuple(
        RegisteredSeat(
            **{**dict(seat), "substitutes": ()},
            tenure=tenure,
            contact=a_contact(seat.id),
        ).evolve(
            substitutes=tuple(
                RegisteredSubstitute(**dict(each), contact=a_contact(each.id)) for each in seat.substitutes
            )
        )
        for seat in body.seats
    )
    named = Organisation(id=body.id, name=body.name)
    if body.kind is BodyKind.COUNCIL:
        yield a_registered(named, RegisteredKind.COUNCIL).evolve(seats=seats, offices=tuple(_offices(body)))
        return
    members = tuple(Membership(season=season, unit=BodyId(seat.id)) for season in SEASONS for seat in body.seats)
    yield a_registered(named, RegisteredKind.CLUSTER).evolve(
        seats=seats, offices=tuple(_offices(body)), members=members
    )
    for seat in body.seats:
        yield a_registered(Organisation(id=BodyId(seat.id), name=seat.name))


def _offices(body: Body) -> Iterable[OfficeHolder]:
    if body.chair is not None:
        yield OfficeHolder(role=OfficeRole.CHAIR, who=ActorId(body.chair))
    yield from (OfficeHolder(role=OfficeRole.DEPUTY, who=ActorId(deputy)) for deputy in body.deputies)
    if body.secretary is not None:
        yield OfficeHolder(role=OfficeRole.SECRETARY, who=body.secretary)
