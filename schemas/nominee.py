"""Who is put forward: one of four kinds of subject that the law names."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.base import Line, Model
from schemas.ids import NomineeId


class _Nominee(Model):
    id: NomineeId
    name: Line


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
