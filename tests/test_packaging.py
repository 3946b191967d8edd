"""What is built is what is here: a wheel without a template or a regime would fail on its first day."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]

BUILT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
TOPS = {package.split(".")[0] for package in BUILT["packages"]}


def files(*, python: bool) -> list[Path]:
    """Return the modules of all packages, or whatever else lies in them."""
    found = [path for top in TOPS for path in (ROOT / top).rglob("*") if path.is_file()]
    return sorted(path for path in found if "__pycache__" not in path.parts and (path.suffix == ".py") is python)


def within(path: Path) -> str:
    """Return where a file stands, from the top of this project."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("folder", sorted({path.parent for path in files(python=True)}), ids=within)
def test_every_folder_of_modules_is_a_package_that_is_built(folder: Path) -> None:
    """One that is forgotten is missed only where it is installed."""
    assert ".".join(folder.relative_to(ROOT).parts) in BUILT["packages"]


@pytest.mark.parametrize("path", files(python=False), ids=within)
def test_every_other_file_is_packed(path: Path) -> None:
    """Statements, templates, regimes, schemas and the demo's case are read when they are needed, not when imported."""
    packed = {
        f"{package.replace('.', '/')}/{pattern}"
        for package, patterns in BUILT["package-data"].items()
        for pattern in patterns
    }

    assert [pattern for pattern in packed if path.relative_to(ROOT).match(pattern)]


def test_every_package_is_there() -> None:
    """A name without a folder would stop the build."""
    assert [name for name in BUILT["packages"] if not (ROOT / name.replace(".", "/")).is_dir()] == []
