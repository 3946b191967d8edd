"""No test asserts how long something took: it would fail on a busy machine and prove nothing on an idle one.

A limit after which a test gives up is none of that, as long as nothing that works comes near it.
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

GIVES_UP = TESTS / "waiting.py"
"""The one module that reads a clock: to know when to give up."""

CLOCKS = {"time", "timeit", "resource"}

LEAST = 60.0
"""Seconds that a test must be ready to wait for what it waits for."""


def imported(node: ast.AST) -> set[str]:
    """Return the modules that a statement imports."""
    match node:
        case ast.Import(names=names):
            return {each.name for each in names}
        case ast.ImportFrom(module=str(module)):
            return {module}
    return set()


def is_now(node: ast.AST) -> bool:
    """Return whether this asks for the time of day."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="datetime"), attr="now" | "utcnow")):
            return True
    return False


def is_reading(node: ast.AST) -> bool:
    """Return whether this brings in a clock for durations, or compares a clock's time."""
    match node:
        case ast.Call(func=ast.Attribute(attr="time"), args=[]):
            return True
        case ast.Assert() | ast.Compare():
            return any(map(is_now, ast.walk(node)))
    return bool(imported(node) & CLOCKS)


def given_up_after(node: ast.AST) -> list[ast.expr]:
    """Return the limits that a call is given."""
    match node:
        case ast.Call(func=ast.Attribute(attr="wait_for"), args=[_, limit]):
            return [limit]
        case ast.Call(func=ast.Attribute(attr="timeout"), args=[limit]):
            return [limit]
        case ast.Call(keywords=keywords):
            return [each.value for each in keywords if each.arg == "within"]
    return []


def readings(module: ast.Module) -> list[str]:
    """Return what a module reads from clocks, or compares with them."""
    return [ast.unparse(node) for node in ast.walk(module) if is_reading(node)]


def limits(module: ast.Module) -> list[float]:
    """Return the limits of a module that are written as numbers, in seconds."""
    limits = (limit for node in ast.walk(module) for limit in given_up_after(node))
    return [each.value for each in limits if isinstance(each, ast.Constant) and isinstance(each.value, float | int)]


def modules() -> list[Path]:
    """Return the Python files of the tests, but for the one that gives up."""
    return sorted(path for path in TESTS.rglob("*.py") if path != GIVES_UP)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_measures_a_duration(path: Path) -> None:
    """Test it otherwise: tried once, nothing else could wake it, it ended at all though its limit is an hour."""
    module = ast.parse(path.read_text("utf-8"))

    assert readings(module) == []
    assert [limit for limit in limits(module) if limit < LEAST] == []


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "from time import perf_counter",
        "began = asyncio.get_running_loop().time()",
        "assert datetime.now(UTC) - began < SOON",
        "took = datetime.now(UTC) < later",
    ],
)
def test_a_clock_in_a_test_is_found(text: str) -> None:
    """Or the test above would pass whatever was written."""
    assert readings(ast.parse(text))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("await asyncio.wait_for(task, 5)", [5]),
        ("async with asyncio.timeout(0.5): pass", [0.5]),
        ("await eventually(done, within=3)", [3]),
        ("today = datetime.now(UTC).date() + timedelta(days=1)", []),
    ],
)
def test_a_limit_in_a_test_is_found(text: str, seconds: list[float]) -> None:
    """In whichever way it is written."""
    module = ast.parse(f"async def f():\n    {text}")

    assert limits(module) == seconds
    assert readings(module) == []
