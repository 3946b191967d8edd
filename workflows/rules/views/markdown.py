"""Text from outside, as the Temporal UI draws Markdown."""

import re

_MARKUP = re.compile(r"([\\`*_|\[\]<>#~&])")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto)(?=:)|(?<=\S)(?=@)", re.IGNORECASE)
"""Where a space keeps the UI from turning an address or a mailbox into a link."""


def plain(text: str) -> str:
    """Return a text as one line that neither ends a row of a table nor makes a link."""
    return _MARKUP.sub(r"\\\1", _LINKS.sub(" ", " ".join(text.split())))
