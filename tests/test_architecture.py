"""The shape of the code: arrows point one way, names agree, and nothing grows beyond what one can read."""

import ast
import inspect
import statistics
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from temporalio import activity, workflow

from schemas import ports
from schemas.names import QueryName, SignalName, UpdateName, WorkflowName

ROOT = Path(__file__).parents[1]

MAY_IMPORT: Mapping[str, set[str]] = {
    "schemas": {"schemas"},
    "workflows": {"schemas", "workflows"},
    "activities": {"schemas", "activities", "policies"},
    "policies": {"schemas", "policies"},
    "vinhdanh": {"schemas", "policies", "vinhdanh"},
    "worker": {"schemas", "workflows", "activities", "policies", "vinhdanh", "worker"},
}
"""Schemas: types. Workflows: orchestration and rules, replayed. Activities: I/O. Policies: the law as data.

`vinhdanh`: the public client. Worker: the process.
"""

LONGEST_FUNCTION, LONGEST_FILE = 50, 250

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*packages: str) -> list[Path]:
    """Return the Python files of some packages."""
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


SOURCES, TESTS = modules(*MAY_IMPORT), modules("tests")


@cache
def tree(path: Path) -> ast.Module:
    """Return a file, parsed."""
    return ast.parse(path.read_text("utf-8"))


def named(path: Path) -> str:
    """Return how a file is called in the name of its test."""
    return str(path.relative_to(ROOT))


def imports(module: ast.Module) -> Iterator[str]:
    """Yield every module that a file imports, wherever in it the import stands."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def functions(module: ast.Module) -> list[Function]:
    """Return every function and method of a file."""
    return [node for node in ast.walk(module) if isinstance(node, Function)]


def length(node: Function) -> int:
    """Return a function's lines, from `def` to its end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_arrow_points_the_right_way(path: Path) -> None:
    """Workflows that import an activity would load a database driver into replayed code; and so on for each arrow."""
    package = path.relative_to(ROOT).parts[0]
    ours = {name.split(".")[0] for name in imports(tree(path))} & MAY_IMPORT.keys()

    assert ours <= MAY_IMPORT[package]


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """A reader decides by the first line whether to go on."""
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=named)
def test_no_function_is_longer_than_a_page(path: Path) -> None:
    """What does not fit on one screen is read in parts, and its mistakes live between them."""
    assert [node.name for node in functions(tree(path)) if length(node) > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_file_is_longer_than_a_sitting(path: Path) -> None:
    """A longer one holds two subjects."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_functions_are_short_as_a_rule() -> None:
    """A limit alone would let every function grow up to it."""
    lengths = sorted(length(node) for path in SOURCES for node in functions(tree(path)))

    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.95)] <= 30


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_every_test_gives_its_reason(path: Path) -> None:
    """A test that fails years later must state what it protects."""
    tests = [node for node in functions(tree(path)) if node.name.startswith("test_")]

    assert [node.name for node in tests if not ast.get_docstring(node)] == []


def definitions() -> list[workflow._Definition]:
    """Return what the worker's workflows register with Temporal."""
    from worker.build import WORKFLOWS  # noqa: PLC0415 - the other tests here load nothing

    return [workflow._Definition.must_from_class(each) for each in WORKFLOWS]


def test_workflows_bear_the_names_by_which_clients_start_them() -> None:
    """Clients use `schemas` only: a workflow of another name would never be found."""
    assert {each.name for each in definitions()} == set(WorkflowName)


def test_acts_bear_the_names_by_which_clients_send_them() -> None:
    """The same for acts, wakes and questions; and no handler is unknown to clients."""
    registered = definitions()

    assert {name for each in registered for name in each.updates} == set(UpdateName)
    assert {name for each in registered for name in each.signals} == set(SignalName)
    assert {name for each in registered for name in each.queries} == set(QueryName)


def test_every_act_has_a_validator() -> None:
    """Without one a refused act would be written into the history first."""
    updates = [each for definition in definitions() for each in definition.updates.values()]

    # These contain nothing that could be refused.
    silent = {UpdateName.RECEIPT, UpdateName.RECOUNT, UpdateName.TELL}
    assert [each.name for each in updates if each.validator is None and each.name not in silent] == []


def test_every_act_and_start_comes_through_the_envelope() -> None:
    """There it is seen that one message came, and that no invisible character is in its texts."""
    validators = [each.validator for definition in definitions() for each in definition.updates.values()]
    openings = [vars(definition.cls)["__init__"] for definition in definitions()]

    assert {_entrance(each) for each in validators if each} == {"single_payload"}
    # A beginning that raised would fail its run before it can answer: `Start` looks, and keeps the result.
    assert {_entrance(each) for each in openings} == {"any_payload"}
    assert all("Start" in inspect.unwrap(each).__code__.co_names for each in openings)


def _entrance(method: Any) -> str:
    name: str = method.__code__.co_qualname
    return name.partition(".")[0]


def test_every_port_names_its_activities() -> None:
    """The two halves meet in the ports: what a workflow asks for is what an activity is registered as."""
    asked = [
        activity._Definition.from_callable(member)
        for port in (ports.Ledger, ports.Directory, ports.Announcer, ports.Post)
        for name, member in vars(port).items()
        if not name.startswith("_")
    ]

    assert {each.name for each in asked if each} == {
        *("inquire", "working_days", "agenda", "bodies", "successions", "load_state", "load_finding", "record"),
        "show_body",
        "announce",
        "deliver",
    }
