"""The SQL of this project: one file of named statements for each port, beside the migrations they are written for.

A statement begins with a line `-- name: keep_entry`, states its purpose in a comment, and ends where the next one
begins. The name is sent with it, so that PostgreSQL's own views and logs show which statement is running.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Connection = asyncpg.Connection | PoolConnectionProxy
"""A connection, opened directly or acquired from a pool."""

_NAME = re.compile(r"^-- name: (.*)$", re.MULTILINE)
_SPELLING = re.compile(r"[a-z][a-z_]*")


def load(name: str) -> Mapping[str, str]:
    """Return the statements of `<name>.sql` by their names.

    Raises:
        ValueError: A statement is misnamed, defined twice or empty.
    """
    return parse(files(__name__).joinpath(f"{name}.sql").read_text("utf-8"))


def parse(text: str) -> Mapping[str, str]:
    """Return the named statements of a file; the text above the first name is a comment.

    Raises:
        ValueError: A statement is misnamed, defined twice or empty.
    """
    statements: dict[str, str] = {}
    _, *parts = _NAME.split(text)
    for name, block in zip(parts[::2], parts[1::2], strict=True):
        if not _SPELLING.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a statement")
        if name in statements:
            raise ValueError(f"{name} stands twice")
        if all(line.startswith("--") or not line.strip() for line in block.splitlines()):
            raise ValueError(f"{name} is empty")
        statements[name] = f"-- name: {name}{block.rstrip()}"
    return MappingProxyType(statements)
