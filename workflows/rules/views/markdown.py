"""Text from outside, as the Temporal UI draws Markdown."""

import re
from collections.abc import Iterable
from datetime import datetime

from schemas import calendars
from schemas.verdict import Tally

SHOWN = 20
"""How many entries of a list are shown: a body may have 500 seats, an agenda a thousand dossiers."""

_MARKUP = re.compile(r"([\\`*_|\[\]<>#~&])")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto)(?=:)|(?<=\S)(?=@)", re.IGNORECASE)
"""Where a space keeps the UI from turning an address or a mailbox into a link."""


def plain(text: str) -> str:
    """Return a text as one line that neither ends a row of a table nor makes a link."""
    return _MARKUP.sub(r"\\\1", _LINKS.sub(" ", " ".join(text.split())))


def listed(names: Iterable[str]) -> str:
    """Return names in one line, `SHOWN` at most."""
    every = list(names)
    more = f" và {len(every) - SHOWN} nữa" if len(every) > SHOWN else ""
    return ", ".join(every[:SHOWN]) + more


def written(instant: datetime) -> str:
    """Return an instant in Hanoi's time."""
    local = instant.astimezone(calendars.HANOI)
    return f"{local:%H:%M ngày %d/%m/%Y}"


def counted(tally: Tally) -> str:
    """Return a count in words: the UI would draw 4/5 as one character."""
    return f"{tally.approve} trên {tally.base} (cần {tally.needed})"
