"""What the values accept and refuse: bodies come from other programs, and from people who mean no good."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pydantic_core
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.base import Count, Day, Instant, Line, Text
from schemas.bodies import Body, RecordRef
from schemas.documents import Uri
from schemas.dossier import Dossier
from schemas.ids import ActorId, AwardId, DossierId, StreamId
from schemas.legal_values import Share
from schemas.messages import Convene, SubmitDossier, Withdraw
from schemas.nominee import Enterprise
from schemas.workflow_state import (
    DossierChanges,
    DossierState,
    PostmanState,
    SittingChanges,
    SittingState,
    StreamChanges,
    StreamState,
    SubmissionChanges,
    SubmissionState,
)
from tests.builders.values import (
    AGENCY,
    CLUSTER,
    COUNCIL,
    PARTY,
    UNIT,
    a_body,
    a_dossier,
    a_dossier_for_all,
    a_seat,
    an_organisation,
    submitted,
)

DOSSIER_ID: TypeAdapter[DossierId] = TypeAdapter(DossierId)
LINE: TypeAdapter[str] = TypeAdapter(Line)
TEXT: TypeAdapter[str] = TypeAdapter(Text)

CONTROL = [chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r"]
BIDI = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
BREAKS = ["\n", "\r", "\t", "\u2028", "\u2029"]


def accepts(kind: Any, value: object) -> bool:
    """Return whether a field or message of a type takes a value as it comes over the wire."""
    body = value if isinstance(value, bytes) else pydantic_core.to_json(value)
    try:
        # Fields are strict since their models are.
        TypeAdapter(kind).validate_json(body, strict=True)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("name", ["a", "HP-2023-CTD", "2024.15", "so_noi_vu", "a" * 64, "A-b_c.9"])
def test_an_identifier_is_what_document_systems_use(name: str) -> None:
    """Letters, digits, and a dot, dash or underscore between them."""
    assert DOSSIER_ID.validate_python(name) == name


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("a" * 65, id="too long"),
        pytest.param("-a", id="begins with a dash: an option to a command"),
        pytest.param("a-", id="ends with a dash"),
        pytest.param("a b", id="a space"),
        pytest.param("a'b", id="a quote: a query"),
        pytest.param("../a", id="a path"),
        pytest.param("a\n", id="a new line at its end"),
        pytest.param("a\x00b", id="nothing"),
        pytest.param("hồ-sơ", id="letters that have two spellings"),
        pytest.param("а", id="a Cyrillic letter that looks Latin"),
    ],
)
def test_an_identifier_is_nothing_else(name: str) -> None:
    """It goes into workflow identifiers, queries, file names and addresses."""
    assert not accepts(DossierId, name)


@given(st.text(max_size=70))
def test_an_identifier_survives_whatever_is_made_of_it(name: str) -> None:
    """What is accepted is plain ASCII, unchanged, of at most 64 characters."""
    if accepts(DossierId, name):
        assert name.isascii()
        assert name.isprintable()
        assert len(name) <= 64
        assert DOSSIER_ID.validate_python(name) == name


@pytest.mark.parametrize("code", ["gov_emulation_flag", "a1", "Flag", "flag-1", "_flag", "flag_", "1flag", "f"])
def test_a_code_is_lower_case(code: str) -> None:
    """The files of the law spell it so, and it must not exist twice."""
    assert accepts(AwardId, code) == (code in {"gov_emulation_flag", "a1"})


@pytest.mark.parametrize(
    "stream", ["dossier-a", "sitting-a", "submission-a", "postman-1", "dossier-", "a", "dossier-a b"]
)
def test_a_stream_says_whose_it_is(stream: str) -> None:
    """A postman keeps no facts."""
    assert accepts(StreamId, stream) == (stream in {"dossier-a", "sitting-a", "submission-a"})


@pytest.mark.parametrize("unseen", [*CONTROL, *BIDI])
def test_what_cannot_be_seen_is_refused(unseen: str) -> None:
    """NUL ends a row in PostgreSQL, an escape is obeyed by terminals, an override makes one name look like another."""
    assert not accepts(Line, f"a{unseen}b")
    assert not accepts(Text, f"a{unseen}b")


@pytest.mark.parametrize("mark", BREAKS)
def test_a_line_is_one_line(mark: str) -> None:
    """A subject of a letter with two lines would be two headers."""
    assert not accepts(Line, f"a{mark}b")
    assert accepts(Text, f"a{mark}b")


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u00a0", "\u3000 "])
def test_blank_says_nothing(blank: str) -> None:
    """A required name of spaces is no name."""
    assert not accepts(Line, blank)
    assert not accepts(Text, blank)


def test_a_text_has_a_length() -> None:
    """On both sides of the edge."""
    assert [accepts(Line, "ơ" * length) for length in (200, 201)] == [True, False]
    assert [accepts(Text, "ơ" * length) for length in (4000, 4001)] == [True, False]


@given(st.text(alphabet="aăâeêioôơuưyđ̣̀́̉̃", min_size=1, max_size=30))
def test_one_word_has_one_spelling(word: str) -> None:
    """Two systems that write the same name differently must not make two nominees."""
    spelt = {
        LINE.validate_python(f"x{form}")
        for form in (unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word))
        if accepts(Line, f"x{form}")
    }

    assert len(spelt) == 1
    assert unicodedata.is_normalized("NFC", spelt.pop())


@pytest.mark.parametrize("kind", [Line, Text])
def test_a_letter_bears_few_marks(kind: Any) -> None:
    """Putting thousands of them in order takes longer than a workflow task may last; Vietnamese needs two."""
    assert [accepts(kind, "a" + "\u0323\u0302" * pairs) for pairs in (1, 15, 16)] == [True, True, False]
    assert accepts(kind, "ệ" * 100)


@pytest.mark.parametrize(("kind", "length"), [(Line, 200), (Text, 4000)])
def test_a_text_is_no_longer_in_its_composed_form(kind: Any, length: int) -> None:
    """A letter that comes apart into three would pass as one, and be too long for the reader of the fact."""
    assert [accepts(kind, "\ufb2c" * (length // 3 + more)) for more in (0, 1)] == [True, False]


@pytest.mark.parametrize(
    ("kind", "first", "last", "step"),
    [
        (Day, date(1945, 9, 2), date(2199, 12, 31), timedelta(days=1)),
        (Instant, datetime(1945, 9, 2, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC), timedelta(seconds=1)),
    ],
)
def test_a_time_lies_within_living_memory(kind: Any, first: Any, last: Any, step: timedelta) -> None:
    """Year 1 overflows in another time zone, and year 9999 is used to write never."""
    assert [accepts(kind, when) for when in (first, last, first - step, last + step)] == [True, True, False, False]


@pytest.mark.parametrize(
    "when", ["2024-03-08T10:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "8/3/2024", 1709860000, None]
)
def test_an_instant_knows_its_offset(when: object) -> None:
    """Ten o'clock where? And a bare number is seconds to one, milliseconds to another."""
    assert not accepts(Instant, when)
    assert accepts(Instant, "2024-03-08T10:00:00+07:00")


@pytest.mark.parametrize("many", [0, 1_000_000])
def test_a_count_is_a_whole_number(many: int) -> None:
    """From none to a million."""
    assert accepts(Count, many)


@pytest.mark.parametrize("many", [-1, 1_000_001, True, "1", 1.5, 10**30, None])
def test_a_count_is_nothing_else(many: object) -> None:
    """A text or a truth that counts as one is a mistake somewhere."""
    assert not accepts(Count, many)


@pytest.mark.parametrize("share", ["80%", "100%", "2/3", "0%", "101%", "080%", "2/0", "80", "0.8", "2/3 "])
def test_a_share_is_written_as_the_law_writes_it(share: str) -> None:
    """A decimal would decide by rounding."""
    assert accepts(Share, share) == (share in {"80%", "100%", "2/3"})


@pytest.mark.parametrize(
    "uri", ["https://a.example/b", "s3://a/b", "urn:a:b", "http://a/b", "file:///etc/x", "https:a b", "s3:"]
)
def test_a_document_lies_where_a_reader_may_look(uri: str) -> None:
    """No file of this machine, and nothing unencrypted."""
    assert accepts(Uri, uri) == (uri in {"https://a.example/b", "s3://a/b", "urn:a:b"})


@pytest.mark.parametrize("code", ["0123456789", "0123456789-001", "012345678", "0123456789-01", "٠١٢٣٤٥٦٧٨٩"])
def test_a_tax_code_has_ten_digits_or_thirteen(code: str) -> None:
    """ASCII digits: others look like them and match nothing in a register."""
    accepted = accepts(Enterprise, {"id": "dn-1", "name": "Doanh nghiệp", "tax_code": code})

    assert accepted == (code in {"0123456789", "0123456789-001"})


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('{"by": "a", "reason": "b", "and": 1}', id="a field it does not know"),
        pytest.param('{"by": 1, "reason": "b"}', id="a number for a text"),
        pytest.param('{"by": "a", "reason": null}', id="nothing for a text"),
        pytest.param('{"by": "a"}', id="a field is missing"),
        pytest.param('["a", "b"]', id="a list"),
    ],
)
def test_a_message_is_taken_as_it_is_or_not_at_all(body: str) -> None:
    """A value that was quietly changed on its way is not what was sent."""
    with pytest.raises(ValidationError):
        Withdraw.model_validate_json(body)


def test_a_value_does_not_change() -> None:
    """What was judged is what is written."""
    dossier = a_dossier()

    with pytest.raises(ValidationError, match="frozen"):
        setattr(dossier, "unit", dossier.unit)  # noqa: B010 - the type checker refuses it written out


def test_a_body_has_each_seat_once_and_its_chair_among_them() -> None:
    """One seat with two votes, or a stranger in the chair, would decide an award."""
    twice = dict(a_body()) | {"seats": (a_seat(1), a_seat(1))}

    with pytest.raises(ValidationError, match="twice on the roll"):
        Body.model_validate(twice)
    with pytest.raises(ValidationError, match="not on the roll"):
        a_body(chair="seat-9")
    with pytest.raises(ValidationError, match="is the chair"):
        a_body(deputies=("seat-2", "seat-1"))


def test_a_body_may_have_nobody_to_preside() -> None:
    """The register knows no chair on that day: a sitting that opens later waits for one."""
    body = a_body(chair=None, secretary=None)

    assert (body.chair, body.deputies, body.secretary) == (None, (), None)


def test_a_roll_of_another_day_is_the_same_roll() -> None:
    """A record may be written again for another reason, such as a mailbox; a vacant seat is another roll."""
    body = a_body()
    later = body.evolve(on=date(2024, 3, 5), record=RecordRef(sequence=2, hash="7" * 64))

    assert body.equals(later)
    assert not body.equals(later.evolve(seats=body.seats[:4]))
    assert not body.equals(later.evolve(chair=None))


@pytest.mark.parametrize(("season", "is_one"), [("2023", True), ("2023-2024", True), ("23", False), ("2023-24", False)])
def test_a_season_is_a_year_or_a_school_year(season: str, *, is_one: bool) -> None:
    """Its members are looked up by this label, to the letter."""
    call = {"sitting_id": "ph-1", "body": CLUSTER, "stage": "cluster", "by": "seat-1", "agenda": ["hs-1"]}

    assert accepts(Convene, {**call, "season": season}) is is_one


def test_a_dossier_keeps_the_names_of_its_bodies() -> None:
    """Each in its part, and one body may have two; a name that it does not ask for is left."""
    dossier = a_dossier_for_all(head=an_organisation(UNIT))
    sent = submitted(dossier)

    assert sent.bodies == (UNIT, CLUSTER, COUNCIL, AGENCY, PARTY)
    assert Dossier.of(sent, (*map(an_organisation, sent.bodies), an_organisation("khac"))) == dossier


@pytest.mark.parametrize("agenda", [[], ["hs-1", "hs-1"], [f"hs-{number}" for number in range(1001)]])
def test_an_agenda_names_one_to_a_thousand_once(agenda: list[str]) -> None:
    """A dossier that stands twice would have two tallies."""
    body = {"sitting_id": "ph-1", "body": CLUSTER, "stage": "cluster", "by": "seat-1"}

    assert not accepts(Convene, body | {"agenda": agenda})
    assert accepts(Convene, body | {"agenda": ["hs-1", "hs-2"]})


def test_a_message_comes_back_from_its_json_as_it_was() -> None:
    """Histories are read for years."""
    message = SubmitDossier(dossier=submitted(a_dossier()), by=ActorId(UNIT))

    assert SubmitDossier.model_validate_json(message.model_dump_json()) == message


@pytest.mark.parametrize(
    ("state", "changes"),
    [(DossierState, DossierChanges), (SittingState, SittingChanges), (SubmissionState, SubmissionChanges)],
)
def test_a_state_may_change_in_each_of_its_fields(state: type[StreamState], changes: type) -> None:
    """The types by which mypy checks a change stand beside the fields, and must not fall behind them."""
    assert changes.__annotations__.keys() | StreamChanges.__annotations__.keys() == state.model_fields.keys()


def test_a_change_of_what_is_not_there_is_an_error() -> None:
    """A misspelt field would be forgotten without a word."""
    with pytest.raises(TypeError, match="PostmanState has no snet"):
        PostmanState().evolve(snet=1)
