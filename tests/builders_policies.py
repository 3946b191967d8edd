"""Directories of policies: the shipped regime with one thing changed."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

_REGIME = files("policies").joinpath("nd98-2023.toml").read_text(encoding="utf-8")


def the_regime_but(*changes: str) -> str:
    """Return the shipped regime with the first place of each old text replaced: old, new, old, new, ..."""
    text = _REGIME
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def a_shelf(directory: Path, texts: Mapping[str, str | bytes]) -> Path:
    """Write files into a directory, with an empty calendar unless one is given, and return the directory."""
    for name, text in {"calendar.toml": "", **texts}.items():
        (directory / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return directory
