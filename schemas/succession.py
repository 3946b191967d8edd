"""Succession of bodies (kế thừa): what became of a body that has ended, and what a dossier makes of it."""

from enum import StrEnum
from typing import Annotated

from schemas.base import OMIT_IF_EMPTY, Count, Day, Line, Model
from schemas.bodies import Organisation, RecordRef
from schemas.ids import BodyId
from schemas.receipts import Receipt


class BodyRole(StrEnum):
    """What a body is to a dossier: the dossier's field that names it, or an agency whose opinion is awaited."""

    UNIT = "unit"
    CLUSTER = "cluster"
    COUNCIL = "council"
    AGENCY = "agency"
    PARTY = "party"
    HEAD = "head"
    ASKED = "asked"


class Succession(Model):
    """A body that has ended, as the register has it: by whom it is succeeded, after all later successions."""

    was: BodyId
    on: Day
    """The first day on which it no longer existed."""

    into: Annotated[tuple[Organisation, ...], OMIT_IF_EMPTY] = ()
    """Its successors that exist now: several if it was split, none if it was dissolved."""

    document: Annotated[Line | None, OMIT_IF_EMPTY] = None
    record: RecordRef
    """The fact of the register that ended it, in the stream of the body itself."""


class Succeeded(Model):
    """A succession in a dossier: from then on, the successor acts."""

    number: Count
    """The number of the fact that holds it."""

    roles: tuple[BodyRole, ...]
    was: Organisation
    now: Organisation
    on: Day


class Split(Model):
    """A body with several successors, none of which is named yet for this dossier."""

    number: Count
    """The number of the fact that holds it."""

    was: Organisation
    into: tuple[Organisation, ...]
    on: Day
    document: Annotated[Line | None, OMIT_IF_EMPTY] = None
    record: RecordRef


class Told(Model):
    """What a dossier or sitting answers when it is told that bodies have ended."""

    receipts: Annotated[tuple[Receipt, ...], OMIT_IF_EMPTY] = ()
    """Of the facts written now; none where it knew already, or nothing that it names has ended."""

    undecided: Annotated[tuple[BodyId, ...], OMIT_IF_EMPTY] = ()
    """Bodies that were split: it waits until one of the successors is named."""

    dissolved: Annotated[tuple[BodyId, ...], OMIT_IF_EMPTY] = ()
    """Bodies that ended without a successor: nothing changes."""
