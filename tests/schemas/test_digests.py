"""What a body and a chain of facts are known by: bytes that another program, in another language, computes as well."""

import json
import unicodedata
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import digests
from schemas.facts import DossierWithdrawn
from schemas.ids import ActorId, StreamId

BODY = {"by": "VN-HP", "reason": "Sai tên"}

TEXTS = st.text(st.characters(codec="utf-8"), max_size=10)
NUMBERS = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False))
BODIES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda parts: st.one_of(st.lists(parts, max_size=4), st.dictionaries(st.text("abcàé", max_size=3), parts)),
    max_leaves=20,
)


def said(body: Any, **spelling: Any) -> str:
    """Return the digest of a body as one program or another spells it."""
    return digests.body_digest(json.dumps(body, **spelling).encode())


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        pytest.param('{"by":"VN-HP","reason":"Sai tên"}', "c9f58f07ebbf1f52", id="as it is"),
        pytest.param(
            unicodedata.normalize("NFD", '{"reason":"Sai tên","note":null,"by":"VN-HP"}'),
            "c9f58f07ebbf1f52",
            id="decomposed, swapped, with a null",
        ),
        pytest.param('{"by":"VN-HP","reason":"Sai tên."}', "3c0cff82ebce937f", id="with a full stop"),
    ],
)
def test_the_vectors_by_which_others_prove_their_own(body: str, begins: str) -> None:
    """They are handed to the authors of clients: they never change."""
    digest = digests.body_digest(body.encode())

    assert digest.startswith(begins)
    assert len(digest) == 64


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param({"indent": 2}, id="on lines of their own"),
        pytest.param({"separators": (",", ":")}, id="without a space"),
        pytest.param({"ensure_ascii": False}, id="letters as they are"),
        pytest.param({"sort_keys": True}, id="in order"),
    ],
)
def test_how_a_body_is_spelt_makes_no_difference(spelling: dict[str, Any]) -> None:
    """Each language has its own habits."""
    backwards = dict(reversed(BODY.items()))

    assert said(BODY, **spelling) == said(backwards, **spelling) == said(BODY)


@given(BODIES)
def test_a_body_is_known_again_however_it_was_spelt(body: object) -> None:
    """In NFC or NFD, in any order, with nulls or without; lists keep theirs, since they mean something."""
    assert {said(_turned(body, form), ensure_ascii=False) for form in ("NFC", "NFD")} == {said(body)}


def _turned(value: Any, form: Literal["NFC", "NFD"]) -> Any:
    match value:
        case dict():
            named = {_turned(name, form): _turned(value[name], form) for name in reversed(value)}
            return {"không": None, **named}
        case list():
            return [_turned(each, form) for each in value]
        case str():
            return unicodedata.normalize(form, value)
        case _:
            return value


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({**BODY, "reason": "Sai ten"}, id="without its marks"),
        pytest.param({**BODY, "reason": "sai tên"}, id="a small letter"),
        pytest.param({**BODY, "reason": "Sai tên "}, id="a space behind"),
        pytest.param({**BODY, "note": ""}, id="something empty is something"),
        pytest.param({**BODY, "note": []}, id="so is a list of nothing"),
        pytest.param({**BODY, "note": [None]}, id="in a list, nothing has a place"),
        pytest.param({**BODY, "note": False}, id="no is an answer"),
        pytest.param({"by": "VN-HP"}, id="a member is missing"),
        pytest.param([BODY], id="one of several"),
    ],
)
def test_another_body_has_another_digest(other: object) -> None:
    """What differs in one word would otherwise be answered as if it were the first."""
    assert said(other) != said(BODY)
    assert said({"in": [1, 2]}) != said({"in": [2, 1]})


@pytest.mark.parametrize("number", ["1.0", "1E0", "1.00", "10e-1"])
def test_a_number_is_what_it_comes_to(number: str) -> None:
    """Canonical JSON has one spelling of each."""
    assert digests.body_digest(f'{{"meeting": {number}}}'.encode()) == said({"meeting": 1})


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("9007199254740993", id="more than a double holds"),
        pytest.param("-9007199254740993", id="less than it holds"),
        pytest.param("9" * 5_000, id="longer than any"),
        pytest.param("1e400", id="beyond its range"),
        pytest.param("NaN", id="none at all"),
        pytest.param("Infinity", id="no end"),
    ],
)
def test_a_number_that_canonical_json_cannot_spell_is_refused(number: str) -> None:
    """Two programs would round it differently, and each would call the other's body another one."""
    with pytest.raises(ValueError, match=r"JCS|safe integer|digits"):
        digests.body_digest(f'{{"meeting": {number}}}'.encode())


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"by":', id="half of one"),
        pytest.param(b'{"by": "\xff"}', id="no text of UTF-8"),
        pytest.param(b'{"by": "\\ud800"}', id="half a letter"),
        pytest.param(b'{"\\ud800": 1}', id="half a letter as a name"),
    ],
)
def test_what_is_no_json_has_no_digest(body: bytes) -> None:
    """The sender is told so; its workflow must not fail in another way."""
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own message
        digests.body_digest(body)


A_FACT = DossierWithdrawn(
    stream=StreamId("dossier-hs-1"),
    sequence=2,
    at=datetime(2024, 3, 4, 5, 6, 7, 890_000, tzinfo=UTC),
    by=ActorId("so-noi-vu"),
    reason="Đơn vị xem xét lại.",
)


def test_a_fact_is_linked_to_the_one_before_it() -> None:
    """By the bytes of its JSON behind the raw bytes of the last hash; a release that spells either otherwise fails."""
    body = (
        '{"stream":"dossier-hs-1","sequence":2,"at":"2024-03-04T05:06:07.890000Z","by":"so-noi-vu",'
        '"kind":"dossier_withdrawn","reason":"Đơn vị xem xét lại."}'
    ).encode()
    first = digests.link(digests.NO_PREVIOUS, A_FACT)

    assert A_FACT.model_dump_json().encode() == body
    assert first == sha256(bytes(32) + body).hexdigest()
    assert digests.link(first, A_FACT) == sha256(bytes.fromhex(first) + body).hexdigest()
