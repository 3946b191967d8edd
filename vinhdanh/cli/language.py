"""The language of the command line: Vietnamese, or English if the caller asks for it.

It is chosen once, when this module is imported: Typer takes help texts when commands are declared. In this order:
`--language`, VINHDANH_LANGUAGE, then the locale (LC_ALL, LC_MESSAGES, LANG; POSIX.1-2017, 8.2).
"""

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

from schemas.bodies import Language

OPTION = "--language"

_VARIABLES = ("VINHDANH_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def chosen(arguments: Sequence[str], variables: Mapping[str, str]) -> Language:
    """Return the language for a command line and its environment; Vietnamese where neither names English."""
    asked = [value for option, value in pairwise(arguments) if option == OPTION]
    asked += [argument.partition("=")[2] for argument in arguments if argument.startswith(f"{OPTION}=")]
    setting = next((variables[name] for name in _VARIABLES if variables.get(name)), "")
    wanted = asked[-1] if asked else setting
    return Language.ENGLISH if wanted.lower().startswith(Language.ENGLISH) else Language.VIETNAMESE


LANGUAGE = chosen(sys.argv[1:], os.environ)


def words(vi: str, en: str) -> str:
    """Return one of two texts that mean the same, in the language of this process."""
    return en if LANGUAGE is Language.ENGLISH else vi
