"""The folder of the demonstration: emptied before each run, and only where the demonstration itself made it."""

import shutil
from pathlib import Path

from worker.embedded.stack import LOCK

MARK = "made-by-demo"
"""The file that marks a folder as the demonstration's. A folder of `make up` has the same layout, without the mark."""

_PARTS = ("postgres", "temporal", "mail", "worker")

_MADE = {
    *(MARK, LOCK, "postgres", "mail"),
    *(f"temporal.db{suffix}" for suffix in ("", "-wal", "-shm")),
    *(f"{part}.{kind}" for part in _PARTS for kind in ("log", "pid")),
}

_MOST_NAMED = 3


class NotOurs(Exception):
    """A folder holds files that no demonstration made; the message gives the remedy."""


def must_be_ours(folder: Path) -> None:
    """Make sure that a folder may be emptied: it is missing, empty, or wholly a demonstration's.

    Raises:
        NotOurs: It may not; nothing was touched.
    """
    if folder.exists() and not folder.is_dir():
        raise NotOurs(f"{folder} is not a folder; choose another with --data")
    found = {path.name for path in folder.iterdir()} if folder.exists() else set()
    strange = sorted(found - _MADE if MARK in found else found - {LOCK})
    if strange:
        named = ", ".join(strange[:_MOST_NAMED]) + (", ..." if len(strange) > _MOST_NAMED else "")
        raise NotOurs(
            f"{folder} holds what the demonstration did not make ({named}) and would be emptied; "
            "choose another folder with --data, or remove this one yourself"
        )


def empty(folder: Path) -> None:
    """Empty a folder that is held by this process, and mark it as the demonstration's. The lock stays.

    Raises:
        NotOurs: It may not be emptied; nothing was touched.
    """
    # Dossiers of an earlier run would be twins of the new ones.
    must_be_ours(folder)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in {LOCK, MARK}:
            path.unlink()
    (folder / MARK).touch()
