"""A label: the text shown to people for a value."""

from typing import NamedTuple

from schemas.bodies import Language


class Label(NamedTuple):
    """The words for one value."""

    vi: str
    en: str

    @property
    def heading(self) -> str:
        """The Vietnamese words as they begin a line."""
        return self.vi[0].upper() + self.vi[1:]

    def in_language(self, language: Language) -> str:
        """Return the words for a reader of this language."""
        return self.en if language is Language.ENGLISH else self.vi
