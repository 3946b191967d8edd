"""The names of bodies on a day, from their register."""

from collections.abc import Iterable, Mapping
from datetime import date

from activities import body_refusals, body_register, sql
from schemas.bodies import Organisation
from schemas.body_register import RegisteredBody, RegisteredKind
from schemas.dossier import SubmittedDossier
from schemas.ids import BodyId
from schemas.refusals import Refusal


async def names(conn: sql.Connection, bodies: Iterable[BodyId], day: date) -> tuple[Organisation, ...] | Refusal:
    """Return bodies with their names of a day, in the given order, or the refusal of one that does not exist then."""
    asked = tuple(bodies)
    return _named(await _records(conn, asked), asked, day)


async def of_dossier(conn: sql.Connection, dossier: SubmittedDossier, day: date) -> tuple[Organisation, ...] | Refusal:
    """Return the bodies that a dossier names; its cluster must be a cluster, and its council a council."""
    found = await _records(conn, dossier.bodies)
    named = _named(found, dossier.bodies, day)
    if isinstance(named, Refusal):
        return named
    voting = ((dossier.cluster, RegisteredKind.CLUSTER), (dossier.council, RegisteredKind.COUNCIL))
    refusals = (body_refusals.of_another_kind(found[body], day, kind) for body, kind in voting if body is not None)
    return next((refusal for refusal in refusals if refusal), named)


async def _records(conn: sql.Connection, bodies: tuple[BodyId, ...]) -> Mapping[BodyId, RegisteredBody]:
    found = await body_register.records(conn, bodies)
    return {body: registered.record for body, registered in found.items()}


def _named(
    found: Mapping[BodyId, RegisteredBody], bodies: tuple[BodyId, ...], day: date
) -> tuple[Organisation, ...] | Refusal:
    for body in bodies:
        if refusal := body_refusals.unknown(body, found.get(body), day):
            return refusal
    return tuple(Organisation(id=body, name=body_refusals.named(found[body], day)) for body in bodies)
