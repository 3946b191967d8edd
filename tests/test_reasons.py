"""Every reason for refusing an act is in use, with a sentence that a clerk can read."""

import ast
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from schemas.refusals import Reason

ROOT = Path(__file__).parents[1]

GIVERS = ("workflows", "activities", "policies", "vinhdanh", "schemas")


def parts(node: ast.AST) -> Sequence[ast.expr]:
    """Return what a call is given, or what a tuple holds."""
    match node:
        case ast.Call(args=args, keywords=keywords):
            return [*args, *(keyword.value for keyword in keywords)]
        case ast.Tuple(elts=elements):
            return elements
        case _:
            return ()


def reason(part: ast.expr) -> Reason | None:
    """Return the reason that is named: `Reason.TWIN_DOSSIER`, or its value."""
    match part:
        case ast.Attribute(value=ast.Attribute() as named, attr="value"):
            return reason(named)
        case ast.Attribute(value=ast.Name(id="Reason"), attr=name):
            return Reason[name]
        case _:
            return None


def sentence(part: ast.expr) -> str:
    """Return the fixed words of a text, and nothing of anything else."""
    texts = [part] if isinstance(part, ast.Constant) else part.values if isinstance(part, ast.JoinedStr) else []
    return "".join(text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str))


def is_vietnamese(text: str) -> bool:
    """Return whether a text bears the marks of a Vietnamese one."""
    return "đ" in text.lower() or any(map(unicodedata.combining, unicodedata.normalize("NFD", text)))


def given() -> Iterator[tuple[Reason, str]]:
    """Yield each reason that stands beside a Vietnamese sentence: in a refusal, an error, or a table of them."""
    for path in (path for package in GIVERS for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            words = "".join(map(sentence, parts(node)))
            if is_vietnamese(words):
                yield from ((named, words) for named in map(reason, parts(node)) if named)


@pytest.fixture(scope="module")
def sentences() -> Mapping[Reason, str]:
    """A sentence for each reason in use."""
    return dict(given())


@pytest.mark.parametrize("member", Reason)
def test_somebody_gives_this_reason_in_vietnamese(sentences: Mapping[Reason, str], member: Reason) -> None:
    """One that is never given is a promise to callers that no code keeps; one without words helps no clerk."""
    assert member in sentences


def test_a_reason_that_is_only_compared_is_not_given() -> None:
    """The test above would pass on any mention."""
    compared = ast.parse("if error.reason is Reason.NOT_YOURS: print('không phải việc của ông')")

    assert [reason(part) for node in ast.walk(compared) for part in parts(node) if reason(part)] == []
