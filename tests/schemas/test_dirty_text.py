"""Invisible characters are found wherever they stand in an act, and nothing that people type is."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import dirty_text
from schemas.base import Model
from schemas.ids import ActorId, BodyId, DossierId, SubmissionId
from schemas.json_schemas import FOLDER, schema_name
from schemas.messages import MESSAGES, Decide, PutForward, SubmitDossier, Withdraw
from schemas.refusals import Reason
from schemas.submission import Letter, Reasoned
from tests.builders.values import NOON, UNIT, a_decision_ref, a_document, a_dossier, submitted

NAMED = {
    "C1 controls": [*range(0x80, 0x85), *range(0x86, 0xA0)],
    "soft hyphen": [0xAD],
    "no width, direction": range(0x200B, 0x2010),
    "word joiner, invisible operators": range(0x2060, 0x2065),
    "direction of Arabic": [0x061C],
    "Hangul fillers": [0x115F, 0x1160, 0x3164, 0xFFA0],
    "byte order": [0xFEFF],
    "annotations, objects, replacements": range(0xFFF9, 0xFFFE),
    "tags": [0xE0001, *range(0xE0020, 0xE0080)],
    "private use": [0xE000, 0xF8FF, 0xF0000, 0xFFFFD, 0x100000, 0x10FFFD],
}
"""The refused characters, by their codes."""

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
SYLLABLES = st.tuples(st.sampled_from(VIETNAMESE), st.sampled_from(TONES)).map("".join)
WRITTEN = st.lists(st.one_of(SYLLABLES, st.sampled_from(list(" 0123456789.,;:-–—/()«»“”‘’'\"%&+@№°²…\u00a0"))))


def withdrawn(reason: str) -> Withdraw:
    """Return an act of one text."""
    return Withdraw(by=ActorId(UNIT), reason=f"Rút {reason} hồ sơ")


def details(message: Model) -> tuple[str, ...]:
    """Return the fields that a message is refused for."""
    refusal = dirty_text.found_in(message)
    assert refusal is not None
    assert refusal.reason is Reason.DIRTY_TEXT
    return refusal.details


@pytest.mark.parametrize("kind", NAMED)
def test_what_nobody_sees_is_refused_by_its_code(kind: str) -> None:
    """It prints as nothing, or as a command to the terminal that prints it; a clerk finds it by its number alone."""
    for code in NAMED[kind]:
        assert details(withdrawn(chr(code))) == (f"/reason: U+{code:04X}",)


@given(WRITTEN, st.sampled_from(["NFC", "NFD"]))
def test_whatever_vietnamese_writes_is_left_alone(letters: list[str], form: Any) -> None:
    """Composed or not, with lines and tabs: a clerk who types is never refused."""
    written = unicodedata.normalize(form, "".join(letters))

    assert dirty_text.found_in(withdrawn(f"{written}\n\t{written}\r\n")) is None


OVER_NUMBERS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Signs of Arabic and Syriac that are seen, whatever their category."""


@given(st.characters(categories=["Cc", "Cf", "Co"], exclude_characters=f"\t\n\r{OVER_NUMBERS}", max_codepoint=0xFFFF))
def test_unicode_s_own_list_is_covered(character: str) -> None:
    """A format character that is overlooked would be the one that is used."""
    assert dirty_text.UNSEEN.fullmatch(character)


def test_every_field_is_named_with_all_of_its_characters() -> None:
    """By JSON pointer, in the order of the body; each character once."""
    dossier = a_dossier()
    dirty = dossier.model_copy(
        update={
            "nominee": dossier.nominee.model_copy(update={"name": "Hải\u200b Phòng\u00ad\u200b"}),
            "documents": (a_document("proposal_letter"), a_document("achievement_report", name="Báo\ufeff cáo")),
        }
    )

    assert details(SubmitDossier(dossier=submitted(dirty), by=ActorId(UNIT))) == (
        "/dossier/nominee/name: U+200B, U+00AD",
        "/dossier/documents/1/name: U+FEFF",
    )


def test_the_sentence_names_them_too_and_none_of_them_stands_in_it() -> None:
    """Temporal's command line prints no details; and what is complained of must not be printed again."""
    refusal = dirty_text.found_in(withdrawn("\u009b31m"))

    assert refusal is not None
    assert refusal.message == "Có ký tự ẩn hoặc ký tự lỗi, xin xóa hoặc gõ lại phần chữ ở: /reason: U+009B."
    assert not dirty_text.UNSEEN.search(refusal.model_dump_json())


def test_a_thousand_dirty_fields_are_told_of_in_a_few_lines() -> None:
    """A failure has bounds, and must be made within a workflow task; the first fields are enough to begin with."""
    reasons = ("".join(chr(code) for code in range(0xE000, 0xE000 + 20)),)
    refused = tuple(Reasoned(dossier_id=DossierId(f"hs-{number}"), reasons=reasons) for number in range(900))

    refusal = dirty_text.found_in(Decide(by=ActorId("VN-PM"), decision=a_decision_ref(), refused=refused))

    assert refusal is not None
    assert len(refusal.details) == 20
    assert refusal.details[0] == "/refused/0/reasons/0: U+E000, U+E001, U+E002, U+E003, U+E004, …"
    assert refusal.message.endswith(" và 880 chỗ nữa.")


def strings(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the schema of each text within a schema, but for numbers that may be written as one."""
    if isinstance(schema, list):
        for each in schema:
            yield from strings(each)
    elif isinstance(schema, dict):
        if schema.get("type") == "string":
            yield schema
        for name, each in schema.items():
            yield from () if name == "anyOf" and {"type": "string"} in each else strings(each)


@pytest.mark.parametrize("message", MESSAGES)
def test_no_text_of_a_message_may_hold_a_control_below_a_space(message: type[Model]) -> None:
    """These are escaped in JSON, where they are not looked for: every text's own pattern has to refuse them."""
    schema = json.loads((FOLDER / f"{schema_name(message)}.json").read_text("utf-8"))

    assert [each for each in strings(schema) if not {"pattern", "enum", "const", "format"} & each.keys()] == []


def test_a_list_is_asked_whole() -> None:
    """Signatories are read aloud and printed."""
    letter = Letter(number="15\u2060/TTr", signed_on=NOON.date(), signatory="Chủ\u3164 tịch")
    agenda = (DossierId("hs-1"),)
    act = PutForward(
        submission_id=SubmissionId("tt-1"), authority=BodyId("VN-PM"), letter=letter, agenda=agenda, by=ActorId(UNIT)
    )

    assert details(act) == ("/letter/number: U+2060", "/letter/signatory: U+3164")
