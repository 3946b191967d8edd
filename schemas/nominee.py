"""Nominees: the four kinds of subject that the law names."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.base import OMIT_IF_EMPTY, Line, Model
from schemas.ids import NomineeId


class Trait(StrEnum):
    """A property of a nominee, beside its kind, on which required papers depend."""

    ENTERPRISE_HEAD = "enterprise_head"
    """The head of an enterprise or co-operative."""

    PARTY_MANAGED = "party_managed"
    """A cadre whom a Party committee manages (cán bộ thuộc diện quản lý)."""

    FOREIGNER = "foreigner"
    """A foreigner, or an organisation of another country."""

    CENTRAL_UNIT = "central_unit"
    """A unit of a central body that lies in a province, or its head."""

    WOMAN = "woman"
    """A woman, or a collective of which seventy in a hundred or more are women."""


class _Nominee(Model):
    id: NomineeId
    name: Line
    traits: Annotated[tuple[Trait, ...], Field(max_length=len(Trait)), OMIT_IF_EMPTY] = ()


class Individual(_Nominee):
    """A person (cá nhân)."""

    kind: Literal["individual"] = "individual"
    position: Line | None = None
    """Office and workplace, as the decision will print them."""


class Collective(_Nominee):
    """An organisation or part of one (tập thể)."""

    kind: Literal["collective"] = "collective"


class Household(_Nominee):
    """A family (hộ gia đình)."""

    kind: Literal["household"] = "household"
    address: Line | None = None


class Enterprise(_Nominee):
    """A business or co-operative (doanh nghiệp, tổ chức kinh tế)."""

    kind: Literal["enterprise"] = "enterprise"
    tax_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{10}(?:-[0-9]{3})?$")] | None = None
    """Mã số thuế: ten digits, with three more for a branch."""


NomineeKind = Literal["individual", "collective", "household", "enterprise"]

Nominee = Annotated[Individual | Collective | Household | Enterprise, Field(discriminator="kind")]
