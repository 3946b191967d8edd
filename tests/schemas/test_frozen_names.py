"""Histories, ledgers and callers of an earlier release are read by this one: no name that they use may go."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.schemas import frozen_names
from tests.schemas.frozen_names import COMMAND, Names, current, frozen, objections


def test_every_name_that_was_given_is_still_there() -> None:
    """A field that is renamed cannot be read from a history; one that is moved gives old facts another hash."""
    assert objections(frozen(), current()) == []


def test_every_name_is_among_them() -> None:
    """What is added is promised from then on."""
    assert current() == frozen(), f"run: {COMMAND}"


def test_what_is_hashed_sent_and_carried_is_among_them() -> None:
    """The test above would pass on an empty file."""
    now = current()

    assert len(now["facts"]) == 40
    assert now["facts"]["dossier_withdrawn"] == [
        *("stream", "sequence", "at", "by", "calendar = null | omitted if empty"),
        *('kind = "dossier_withdrawn"', "reason"),
    ]
    assert {"DossierState", "SittingState", "SubmissionState"} <= now["states"].keys()
    assert {"SubmitDossier", "Hear", "Explain"} <= now["messages"].keys()
    assert {"Entry", "Loaded", "FindingAnswer", "Progress"} <= now["ports"].keys()
    assert {"Minutes", "Tally", "Dossier"} <= now["within facts"].keys()
    assert {"Rules", "RecordedBallot"} <= now["within the others"].keys()
    assert {"Reason", "UpdateName", "Outcome"} <= now["enums"].keys()
    assert "receipts = {}" in now["states"]["DossierState"]


def names(section: str, *fields: str) -> Names:
    """Return that something has these fields, or values."""
    return {section: {"it": list(fields)}}


@pytest.mark.parametrize("section", ["enums", "facts", "states", "messages", "ports", "within facts"])
@pytest.mark.parametrize(
    ("now", "objection"),
    [
        pytest.param({}, "it is gone", id="it is gone"),
        pytest.param({"other": ["one", "two = null"]}, "it is gone", id="it has another name"),
        pytest.param({"it": ["one"]}, "it lacks two = null", id="a field is gone"),
        pytest.param({"it": ["two = null", "one"]}, "it is in another order", id="the other way round"),
        pytest.param({"it": ["one", "two = 2"]}, "it lacks two = null", id="another default"),
        pytest.param({"it": ["one", "two"]}, "it lacks two = null", id="no default"),
        pytest.param({"it": ["one", "two = null | omitted if empty"]}, "it lacks two = null", id="another flag"),
    ],
)
def test_what_was_promised_stays(section: str, now: Mapping[str, Any], objection: str) -> None:
    """Whatever it is a promise about."""
    assert f"{section}: {objection}" in objections(names(section, "one", "two = null"), {section: now})


@pytest.mark.parametrize(
    ("section", "field", "allowed"),
    [
        ("facts", "new = null | omitted if empty", True),
        ("facts", "new = null", False),
        ("facts", "new = 0", False),
        ("facts", "new", False),
        ("within facts", "new = [] | omitted if empty", True),
        ("within facts", "new = null", False),
        ("messages", "new = null", True),
        ("messages", "new = false", False),
        ("messages", "new", False),
        ("ports", "new = [] | omitted if empty", True),
        ("states", "new = 0", False),
        ("enums", "new", True),
        ("words", "new", False),
    ],
)
def test_what_is_added_leaves_old_bytes_as_they_were(section: str, field: str, allowed: bool) -> None:
    """Wherever it stands: a fact that was hashed without it, a message that was sent without it, is the same."""
    before = names(section, "one", "two")

    for fields in (("one", "two", field), ("one", field, "two"), (field, "one", "two")):
        found = objections(before, names(section, *fields))
        assert found == ([] if allowed else [f"{section}: it may not have {field}"])


def test_something_new_is_promised_to_nobody_yet() -> None:
    """A fact, message or value that no release had."""
    assert objections(names("facts", "one"), {"facts": {"it": ["one"], "other": ["new"]}}) == []


def test_the_command_adds_and_takes_nothing_away(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer who runs it without reading must not lose what was promised."""
    monkeypatch.setattr(frozen_names, "FILE", tmp_path / "frozen_names.json")
    monkeypatch.setattr(frozen_names, "current", lambda: names("enums", "one"))
    frozen_names.write()
    monkeypatch.setattr(frozen_names, "current", lambda: names("enums", "one", "two"))
    frozen_names.write()
    monkeypatch.setattr(frozen_names, "current", lambda: names("enums", "two"))

    with pytest.raises(ValueError, match="enums: it lacks one"):
        frozen_names.write()

    assert frozen() == names("enums", "one", "two")
