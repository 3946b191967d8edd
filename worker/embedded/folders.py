"""Folders and files of the embedded stack: private to the user who started it, since they hold letters and names."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ALONE = 0o077
"""The mask under which every process of the stack makes files."""


def make(folder: Path) -> None:
    """Make a folder, and its missing parents, for this user alone.

    Under root, others may traverse but not list them: PostgreSQL refuses to run as root, and its files lie within.
    """
    if folder.is_dir():
        return
    make(folder.parent)
    folder.mkdir()
    _close(folder)


@contextmanager
def temporary(prefix: str) -> Iterator[Path]:
    """Lend a folder such as `make` makes, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix=prefix) as made:
        _close(Path(made))
        yield Path(made)


def _close(folder: Path) -> None:
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def private(path: Path, mode: str) -> IO[Any]:
    """Open a file; a new one is for this user alone."""
    return open(path, mode, opener=lambda name, flags: os.open(name, flags, 0o600))
