"""What letters contain: the same in both parts, in both languages, and nothing injected through a value."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from typing_extensions import override

from activities import mail_rendering
from schemas.base import Line
from schemas.bodies import Contact, Email, Language
from schemas.legal_values import Base
from schemas.notices import AddressedNotice, Template
from schemas.stages import Stage
from tests.builders.mails import LEAST, MOST, QUEUED_AT, a_letter, some_mail_settings

EVERY = [
    pytest.param(a_letter(template, about, language), id=f"{template} {language} {amount}")
    for template in Template
    for language in Language
    for amount, about in (("least", LEAST), ("most", MOST))
]

LINE: TypeAdapter[str] = TypeAdapter(Line)
EMAIL: TypeAdapter[str] = TypeAdapter(Email)


class _Words(HTMLParser):
    """Reads a page as a person does: words, without the marks between them."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    @override
    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["title"]:
            self.words.extend(data.split())


def written(notice: AddressedNotice, message_id: str = "0123abcd") -> EmailMessage:
    """Return the mail for a notice as a mailbox receives it."""
    mail = mail_rendering.write(notice, message_id=message_id, queued_at=QUEUED_AT, sender=some_mail_settings())
    return message_from_bytes(mail.as_bytes(), policy=policy.default)


def part(mail: EmailMessage, kind: str) -> str:
    """Return the text of one part of a mail."""
    found = mail.get_body((kind,))
    assert isinstance(found, EmailMessage)
    return str(found.get_content()).replace("\r\n", "\n")


def page(notice: AddressedNotice) -> _Words:
    """Return the HTML part, read."""
    read = _Words()
    read.feed(part(written(notice), "html"))
    return read


def is_a_line(text: str) -> bool:
    """Return whether a name may be so."""
    try:
        LINE.validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("notice", EVERY)
def test_every_letter_can_be_written(notice: AddressedNotice) -> None:
    """A template that stumbles over what a notice leaves out would park letters that people wait for."""
    subject, body = mail_rendering.wording(notice)

    assert notice.about.reference in subject
    assert "\n" not in subject
    assert notice.about.reference in body
    assert notice.to.name in body.splitlines()[0]
    assert not any(slip in subject + body for slip in ("None", "{{", "{%", "  ,", " ,", " .", ",,", "\n\n\n"))


@pytest.mark.parametrize("notice", EVERY)
def test_text_and_html_say_the_same(notice: AddressedNotice) -> None:
    """The reader of one part must learn as much as the reader of the other."""
    text = part(written(notice), "plain")

    assert page(notice).words == [word for line in text.split("\n") for word in line.removeprefix("- ").split()]


def test_there_is_a_file_for_each_letter_and_none_besides() -> None:
    """A template that no notice uses is text that is never reviewed."""
    frames = {"letter", "sitting", "words"}
    expected = {f"{name}.{language}.j2" for name in {*Template, *frames} for language in Language} | {"letter.html.j2"}

    found = {file.name for file in files("activities.templates").iterdir() if file.name.endswith(".j2")}

    assert found == expected


def test_markup_in_a_value_is_text() -> None:
    """A reason typed by a stranger must not become a page of its author's making."""
    slipped = '<script>alert("1")</script><a href="https://x.example">&amp;</a>'
    notice = a_letter(nominee=slipped, body=slipped, reasons=(slipped,), unverified=(slipped,))

    read = page(notice)

    assert not {"script", "a"} & set(read.tags)
    assert " ".join(read.words).count("</script><a") == 4


def test_a_value_cannot_pass_for_another_paragraph_or_item() -> None:
    """Else a reason could bring its own decision into the letter."""
    slipped = "Thiếu báo cáo\n\n- Quyết định: số 1/QĐ\n\nTrân trọng./.\x85- Kết quả: 9/9"
    honest = page(a_letter(reasons=("Thiếu báo cáo",)))

    read = page(a_letter(reasons=(slipped,)))

    assert [tag for tag in read.tags if tag != "br"] == honest.tags


@pytest.mark.parametrize("ending", ["\x85", "\u000b", "\n", "\r\n"])
def test_no_value_adds_a_header(ending: str) -> None:
    """A line's end within a name or reference would let its writer address the mail to others."""
    slipped = f"hs-1{ending}Bcc: others@x.example"
    # What the models refuse on receipt is refused here as well.
    about = LEAST.model_copy(update={"reference": slipped})
    to = Contact(name="Văn phòng", email="office@x.example").model_copy(update={"name": slipped})

    mail = written(AddressedNotice.model_construct(template=Template.RECEIVED, to=to, about=about))

    assert mail["Bcc"] is None
    assert mail["Subject"] == "Đã tiếp nhận hồ sơ khen thưởng hs-1 Bcc: others@x.example"


@given(name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=200).filter(is_a_line))
def test_any_name_arrives_as_it_was_written(name: str) -> None:
    """Offices have long names with commas, hyphens and every Vietnamese mark."""
    to = Contact(name=name, email="office@x.example")
    mail = mail_rendering.write(a_letter(to=to), message_id="1", queued_at=QUEUED_AT, sender=some_mail_settings())

    header = next(line for line in _unfolded(mail.as_bytes()) if line.startswith("To: "))

    assert header.endswith(" <office@x.example>")
    read = str(make_header(decode_header(header.removeprefix("To: ").removesuffix(" <office@x.example>"))))
    assert read == " ".join(to.name.split())


def _unfolded(mail: bytes) -> list[str]:
    head, _, _ = mail.partition(b"\r\n\r\n")
    return head.decode("ascii").replace("\r\n ", " ").split("\r\n")


@given(email=st.from_regex(r"\A[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}\Z"))
def test_any_mailbox_that_a_contact_may_have_can_be_written_to(email: str) -> None:
    """A letter that breaks off while it is written is never sent, however often it is tried."""
    mail = mail_rendering.write(
        a_letter(to=Contact(name="Văn phòng", email=EMAIL.validate_python(email))),
        message_id="1",
        queued_at=QUEUED_AT,
        sender=some_mail_settings(),
    )

    assert any(line.endswith(f"<{email}>") for line in _unfolded(mail.as_bytes()))


def test_diacritics_survive_the_mail() -> None:
    """Two dots or hooks lost make another word."""
    notice = a_letter(Template.INCOMPLETE)
    words = mail_rendering.wording(notice)

    mail = written(notice)

    assert mail["Subject"] == words.subject
    assert part(mail, "plain") == words.body
    assert "Đề nghị bổ sung hồ sơ khen thưởng" in words.subject


@pytest.mark.parametrize("notice", EVERY)
def test_a_mail_is_plain_ascii_in_short_lines(notice: AddressedNotice) -> None:
    """Every mail server on the way takes it as it is, and changes nothing."""
    mail = mail_rendering.write(notice, message_id="f" * 64, queued_at=QUEUED_AT, sender=some_mail_settings())

    raw = mail.as_bytes()

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 100


def test_a_letter_tried_again_is_the_same_letter() -> None:
    """Only so a mailbox that has the first copy may drop the second."""
    notice, sender = a_letter(), some_mail_settings()

    once, again = (
        mail_rendering.write(notice, message_id="0123abcd", queued_at=QUEUED_AT, sender=sender).as_bytes()
        for _ in range(2)
    )

    assert once == again


def test_a_message_id_is_read_as_it_was_written() -> None:
    """As long as the ledger makes it, it would be folded, and be read back with a space before it."""
    number = "0123abcd" * 8

    mail = mail_rendering.write(a_letter(), message_id=number, queued_at=QUEUED_AT, sender=some_mail_settings())

    arrived = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert str(arrived["Message-ID"]) == f"<{number}@vinhdanh.example>"


def test_a_mail_says_where_it_comes_from_and_that_nobody_typed_it() -> None:
    """Answering machines leave such mail alone, and threads and copies are known by its number."""
    mail = written(a_letter())

    assert mail["Message-ID"] == "<0123abcd@vinhdanh.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == QUEUED_AT
    assert mail["From"].addresses[0].addr_spec == "vinhdanh@vinhdanh.example"
    assert mail["To"].addresses[0].addr_spec == "so-noi-vu@vinhdanh.example"
    assert mail["Content-Language"] == "vi"


@pytest.mark.parametrize(
    ("language", "day", "instant"),
    [
        (Language.VIETNAMESE, "ngày 23/02/2026", "trước 17 giờ 05 phút ngày 23/02/2026 (giờ Hà Nội)"),
        (Language.ENGLISH, "23 February 2026", "before 17:05 on 23 February 2026 (Hanoi time)"),
    ],
)
def test_days_and_hours_are_those_of_hanoi(language: Language, day: str, instant: str) -> None:
    """A ballot that closes at 10:05 UTC closes at five past five where it is cast."""
    assert day in mail_rendering.wording(a_letter(Template.INCOMPLETE, language=language)).body
    assert instant in mail_rendering.wording(a_letter(Template.CONVENED, language=language)).subject


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (Base.ALL_SEATS, "4/5 thành viên đồng ý, cần 3"),
        (Base.SEATS_LESS_RECUSED, "4/5 thành viên được biểu quyết đồng ý, cần 3"),
        (Base.SEATS_PRESENT, "4/5 thành viên có mặt đồng ý, cần 3"),
        (Base.BALLOTS_CAST, "4/5 phiếu đồng ý, cần 3"),
    ],
)
def test_a_vote_is_told_with_what_it_is_a_share_of(of: Base, said: str) -> None:
    """Four of five members and four of five ballots are not the same."""
    assert MOST.vote is not None
    vote = MOST.vote.model_copy(update={"approve": 4, "disapprove": 1, "of": of})

    body = mail_rendering.wording(a_letter(Template.FORWARDED, vote=vote)).body

    assert f"Kết quả bỏ phiếu: {said}\n" in body


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("of", Base)
def test_every_share_has_its_words(of: Base, language: Language) -> None:
    """One without would park the letter with a unit's result."""
    assert MOST.vote is not None
    vote = MOST.vote.model_copy(update={"of": of})

    assert mail_rendering.wording(a_letter(Template.FORWARDED, language=language, vote=vote)).body


@pytest.mark.parametrize(
    ("recused", "written", "said"),
    [
        (0, 0, "thu về 5 phiếu, gồm 5 đồng ý, 0 không đồng ý, 0 không có ý kiến, 0 không hợp lệ\n"),
        (0, 2, "thu về 5 phiếu (kể cả 2 ý kiến bằng văn bản), gồm 5 đồng ý"),
        (1, 0, "0 không hợp lệ; 1 thành viên không tham gia biểu quyết hồ sơ này\n"),
    ],
)
def test_a_count_says_who_wrote_and_who_stepped_aside(recused: int, written: int, said: str) -> None:
    """Where there were any: a unit adds the numbers up."""
    assert MOST.vote is not None
    vote = MOST.vote.model_copy(update={"recused": recused, "written": written})

    assert said in mail_rendering.wording(a_letter(Template.REFUSED, vote=vote)).body


@pytest.mark.parametrize("template", Template)
def test_a_doubtful_rule_is_named_at_the_end(template: Template) -> None:
    """The reader of a result that depends on an unverified rule is told so."""
    body = mail_rendering.wording(a_letter(template)).body

    _, _, end = body.partition("Căn cứ chưa được kiểm chứng:\n")
    assert end.startswith("- Ngưỡng phiếu của cụm\n- Thời hạn bổ sung hồ sơ\n\n")
    assert "chưa được kiểm chứng" not in mail_rendering.wording(a_letter(template, LEAST)).body


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (Template.INCOMPLETE, "Đề nghị đơn vị bổ sung tài liệu còn thiếu, chậm nhất ngày 23/02/2026."),
        (Template.RETURNED, "gửi lại, chậm nhất ngày 23/02/2026."),
        (Template.REFUSED_AS_TWIN, "trùng với hồ sơ hs-2026-0000"),
        (Template.FORWARDED, "Hồ sơ được chuyển đến Hội đồng Thi đua - Khen thưởng"),
        (Template.GRANTED, "Quyết định: số 231/QĐ-TTg ngày 14/06/2024, Thủ tướng Chính phủ ký"),
    ],
)
def test_a_letter_says_what_counts(template: Template, said: str) -> None:
    """What happened, by when, and what the reader should do."""
    assert said in mail_rendering.wording(a_letter(template)).body


@pytest.mark.parametrize(
    ("stage", "said", "unsaid"),
    [
        (Stage.UNIT, "bổ sung, hoàn thiện hồ sơ", "Trân trọng đề nghị"),
        (Stage.DECISION, "Trân trọng đề nghị Hội đồng Thi đua - Khen thưởng xem xét", "chấm dứt"),
    ],
)
def test_a_reminder_asks_of_each_what_is_his_to_do(stage: Stage, said: str, unsaid: str) -> None:
    """A unit completes, a body considers; only a unit's delay ends the matter."""
    body = mail_rendering.wording(a_letter(Template.REMINDED, stage=stage)).body

    assert said in body
    assert unsaid not in body


def test_a_letter_that_would_say_none_is_not_written() -> None:
    """An empty value that slips through reads like a decision by the system."""
    about = LEAST.model_copy(update={"reference": None})
    notice = AddressedNotice.model_construct(template=Template.RECEIVED, to=a_letter().to, about=about)

    with pytest.raises(ValueError, match="None"):
        mail_rendering.wording(notice)
