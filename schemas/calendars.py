"""Working days."""

from typing import Annotated, Self

from pydantic import model_validator

from schemas.base import OMIT_IF_EMPTY, Day, Model


class WorkCalendar(Model):
    """Vietnam's working days over a span: Monday to Friday, less `days_off`, with `days_worked`."""

    first: Day
    last: Day
    """Days before `first` and after `last` are unknown."""

    days_off: tuple[Day, ...]
    """Holidays and swapped days that fall on Monday to Friday."""

    days_worked: Annotated[tuple[Day, ...], OMIT_IF_EMPTY] = ()
    """Saturdays and Sundays that are worked in exchange."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError("a calendar ends after it begins")
        return self
