"""The mailboxes of notices, looked up in the register of bodies when a notice is written."""

from collections.abc import Mapping, Sequence
from datetime import date

import structlog

from activities import body_register, sql
from schemas.bodies import Contact
from schemas.body_register import RegisteredBody, RegisteredKind
from schemas.ids import BodyId
from schemas.notices import AddressedNotice, Notice

log = structlog.get_logger(__name__)


async def addressed(conn: sql.Connection, notices: Sequence[Notice], day: date) -> tuple[AddressedNotice, ...]:
    """Return notices with the mailboxes that hold on a day; one without a mailbox is left out, and logged."""
    if not notices:
        return ()
    records = await _records(conn, {notice.to.body for notice in notices})
    records |= await _records(conn, {BodyId(unit) for unit in _units(records, notices)} - records.keys())
    days = {(notice.to.body, notice.to.on or day) for notice in notices}
    known = {place: _mailboxes(records, *place) for place in days}
    found = []
    for notice in notices:
        if contact := known[notice.to.body, notice.to.on or day].get(notice.to.seat):
            found.append(AddressedNotice(template=notice.template, to=contact, about=notice.about))
        else:
            log.warning("no_mailbox", body=notice.to.body, seat=notice.to.seat, template=notice.template)
    return tuple(found)


async def _records(conn: sql.Connection, bodies: set[BodyId]) -> dict[BodyId, RegisteredBody]:
    if not bodies:
        return {}
    found = await body_register.records(conn, sorted(bodies))
    return {body: registered.record for body, registered in found.items()}


def _units(records: Mapping[BodyId, RegisteredBody], notices: Sequence[Notice]) -> set[str]:
    # In a cluster a seat is a unit: without a delegate's mailbox, its own is written to.
    clusters = {body for body, record in records.items() if record.kind is RegisteredKind.CLUSTER}
    return {notice.to.seat for notice in notices if notice.to.seat is not None and notice.to.body in clusters}


def _mailboxes(records: Mapping[BodyId, RegisteredBody], body: BodyId, day: date) -> Mapping[str | None, Contact]:
    """Return the mailboxes of a body on a day: its own under None, and those of its seats and their substitutes."""
    if (record := records.get(body)) is None:
        return {}
    found: dict[str | None, Contact | None] = {None: record.mailbox_on(day)}
    for seat in record.seats_on(day):
        found[seat.id] = seat.contact
        found |= {each.id: each.contact for each in seat.substitutes if each.tenure.covers(day)}
    if record.kind is RegisteredKind.CLUSTER:
        units = (unit for unit in records.values() if unit.id != body and found.get(unit.id) is None)
        found |= {unit.id: unit.mailbox_on(day) for unit in units}
    return {who: contact for who, contact in found.items() if contact is not None}
