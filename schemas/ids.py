"""Identifiers: each a type of its own, so that the type checker rejects two that are swapped."""

from typing import Annotated, Any, NewType

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

_Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$", max_length=64)]
_Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}[a-z0-9]$", max_length=64)]
_Stream = Annotated[
    str, StringConstraints(pattern=r"^(?:dossier|sitting|submission)-[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", max_length=80)
]

DossierId = NewType("DossierId", _Slug)
"""Names a dossier (hồ sơ), as its unit's document system does."""

SittingId = NewType("SittingId", _Slug)
"""Names a sitting (phiên họp)."""

SubmissionId = NewType("SubmissionId", _Slug)
"""Names a submission (tờ trình)."""

NomineeId = NewType("NomineeId", _Slug)
"""Names a nominee: one identifier for one subject, over all the years."""

BodyId = NewType("BodyId", _Slug)
"""Names a unit, cluster, council or authority."""

SeatId = NewType("SeatId", _Slug)
"""Names an entitlement to vote in a body; in a cluster it is the member unit's own."""

ActorId = NewType("ActorId", _Slug)
"""Names an actor: a unit, a seat, a body, or this system itself."""

AwardId = NewType("AwardId", _Code)
"""Names a form of award or an emulation title, as `policies/` spells it."""

BasisId = NewType("BasisId", _Code)
"""Names the ground on which an award is asked for, as `policies/` spells it."""

RegimeId = NewType("RegimeId", _Slug)
"""Names the law in force over a span of days: one file of `policies/`."""

DocumentKind = NewType("DocumentKind", _Code)
"""Names a kind of paper in a dossier, as `policies/` spells it."""

StreamId = NewType("StreamId", _Stream)
"""Names one stream of facts; it is the identifier of the workflow that writes it."""

ActKey = NewType("ActKey", Annotated[str, StringConstraints(min_length=1, max_length=200)])
"""The natural key of an act within its stream: the same key is the same act, however often it is sent."""

NAMES_ONLY = "names_only"
"""The type of pydantic's error where a message brings more about a body than its identifier."""


def _alone(given: Any) -> Any:
    if isinstance(given, dict):
        raise PydanticCustomError(NAMES_ONLY, "only a body's identifier is read: its name is in the register")
    return given


NamedBody = Annotated[BodyId, BeforeValidator(_alone)]
"""A body that a message names: its name, mailboxes and seats are those of the register."""

SYSTEM = ActorId("vinhdanh")
"""The actor of facts that a timer caused."""

PostmanNumber = Annotated[int, Field(ge=1, le=16)]
"""The number of a postman, from 1."""
