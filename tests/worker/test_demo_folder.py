"""The demonstration empties what it made itself, and nothing else."""

from pathlib import Path

import pytest

from tests.worker.worker_commands import ended
from worker.demo.folder import MARK, NotOurs, empty


def a_stack_s(folder: Path) -> Path:
    """Lay out what a stack leaves in its folder."""
    for name in ("postgres", "mail"):
        (folder / name).mkdir(parents=True)
        (folder / name / "kept").write_text("what was kept", "utf-8")
    for name in ("owner.lock", "temporal.db", "temporal.db-wal", "temporal.log", "worker.log"):
        (folder / name).write_text("what was kept", "utf-8")
    return folder


def names(folder: Path) -> set[str]:
    """Return the content of a folder."""
    return {path.name for path in folder.iterdir()}


async def test_a_folder_with_a_stranger_s_file_is_left_alone(tmp_path: Path) -> None:
    """A home folder, named by mistake: one line, and not a file more or less."""
    (tmp_path / "thesis.odt").write_text("five years of work", "utf-8")

    refused = await ended("demo", "--data", str(tmp_path))

    assert (refused.code, refused.said, refused.complained.count("\n")) == (2, "", 1)
    assert "thesis.odt" in refused.complained
    assert "--data" in refused.complained
    assert names(tmp_path) == {"thesis.odt"}
    assert (tmp_path / "thesis.odt").read_text("utf-8") == "five years of work"


async def test_what_is_no_folder_is_left_alone(tmp_path: Path) -> None:
    """A file's name in its place is a slip of the same kind."""
    file = tmp_path / "thesis.odt"
    file.write_text("five years of work", "utf-8")

    refused = await ended("demo", "--data", str(file))

    assert (refused.code, refused.said, refused.complained.count("\n")) == (2, "", 1)
    assert file.read_text("utf-8") == "five years of work"


def test_what_make_up_keeps_is_not_the_demonstration_s(tmp_path: Path) -> None:
    """It has the very same layout, and holds a user's entries."""
    before = names(a_stack_s(tmp_path))

    with pytest.raises(NotOurs, match=r"\(mail, postgres, temporal\.db, \.\.\.\)"):
        empty(tmp_path)
    assert names(tmp_path) == before


def test_what_an_earlier_demonstration_left_is_emptied(tmp_path: Path) -> None:
    """Its dossiers would be twins of the new ones; the lock is held meanwhile, and stays."""
    empty(tmp_path)
    a_stack_s(tmp_path)

    empty(tmp_path)

    assert names(tmp_path) == {"owner.lock", MARK}


def test_a_stranger_s_file_in_the_demonstration_s_folder_is_kept(tmp_path: Path) -> None:
    """The owner of that file did not know that the folder is emptied."""
    empty(tmp_path)
    a_stack_s(tmp_path)
    (tmp_path / "notes.txt").write_text("what I saw", "utf-8")

    with pytest.raises(NotOurs, match=r"notes\.txt"):
        empty(tmp_path)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "what I saw"
