"""What people read for what programs say: stages, outcomes and facts, as a clerk would write them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from schemas.calendars import HANOI
from schemas.verdict import Tally
from vinhdanh.cli.language import words


def instant(at: datetime | None) -> str:
    """Return an instant in Hanoi's time, to the minute."""
    return "" if at is None else f"{at.astimezone(HANOI):%H:%M %d/%m/%Y}"


def day(on: date | None) -> str:
    """Return a day as letters write it."""
    return "" if on is None else f"{on:%d/%m/%Y}"


def projected(years: Sequence[int]) -> str:
    """Return that the days off of these years are not the published ones."""
    named = ", ".join(map(str, years))
    unknown = f"Ở đây chưa có lịch nghỉ được công bố của năm {named}"
    return f"{unknown}; các ngày nghỉ, kể cả Tết, là dự kiến nên hạn có thể thay đổi."


def tally(vote: Tally) -> str:
    """Return how many approved, out of how many, and how many had to."""
    return words(f"{vote.approve}/{vote.base}, cần {vote.needed}", f"{vote.approve}/{vote.base}, needs {vote.needed}")


def points(given: Decimal) -> str:
    """Return points as they are written: with a comma, and without noughts behind it."""
    return f"{given.normalize():f}".replace(".", words(",", "."))


def reasoned(what: str, reasons: Sequence[str]) -> str:
    """Return what was found, and why where that was said."""
    return f"{what}: {'; '.join(reasons)}" if reasons else what
