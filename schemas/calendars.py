"""Working days, and the day of an instant."""

from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Self

from pydantic import model_validator

from schemas.base import OMIT_IF_EMPTY, Day, Model

# Hanoi has kept UTC+7 without daylight saving since 1975. `zoneinfo` would read files, which replayed code may not.
HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def day_of(instant: datetime) -> date:
    """Return the day in Hanoi on which an instant falls.

    Raises:
        ValueError: The instant has no offset from UTC.
    """
    if instant.utcoffset() is None:
        # Otherwise the machine's own time zone would apply, and a replay on another machine would give another day.
        raise ValueError("an instant knows its offset from UTC")
    return instant.astimezone(HANOI).date()


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
