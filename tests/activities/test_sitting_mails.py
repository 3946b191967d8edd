"""What letters about sittings contain: for members and substitutes, in both languages, and no hour that is past."""

import pytest

from activities import mail_rendering
from schemas.bodies import Language
from schemas.notices import Template
from tests.builders.mails import LEAST, a_letter


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (Template.CONVENED, "bỏ một phiếu cho toàn bộ danh sách hồ sơ trước 17 giờ 05 phút"),
        (Template.RECONVENED, "Phiếu của lần họp trước không được tính."),
        (
            Template.RECONVENED,
            "- Mở bỏ phiếu: 08 giờ 00 phút ngày 20/02/2026 (giờ Hà Nội)\n- Kết thúc bỏ phiếu: 17 giờ",
        ),
        (Template.CONVENED, "Phiếu được nhận từ 08 giờ 00 phút ngày 20/02/2026 (giờ Hà Nội);"),
        (Template.AMENDED, "Số hồ sơ xét: 5"),
        (Template.AMENDED, "- Mở bỏ phiếu: 08 giờ 00 phút ngày 20/02/2026 (giờ Hà Nội)\n"),
        (Template.SECOND_ROUND, "Số hồ sơ biểu quyết lại: 5"),
        (Template.SECOND_ROUND, "số hồ sơ đồng ý không vượt quá số chỉ tiêu còn lại"),
        (Template.MINUTES, "Số hồ sơ được thông qua: 3/5"),
        (Template.MINUTES, "- Phiếu phát ra: 15, thu về: 14\n"),
        (Template.LEFT_THE_ROLL, "Theo danh mục thành viên của Cụm thi đua số 1 tại ngày mở bỏ phiếu"),
        (Template.LEFT_THE_ROLL, "quý vị không phải dự họp và không bỏ phiếu."),
    ],
)
def test_a_letter_says_what_counts(template: Template, said: str) -> None:
    """What happened, by when, and what the reader should do."""
    assert said in mail_rendering.wording(a_letter(template)).body


@pytest.mark.parametrize(
    ("language", "quorum", "chair"),
    [
        (Language.VIETNAMESE, "do không đủ số thành viên", "Lý do hoãn:\n- Chủ tọa vắng."),
        (Language.ENGLISH, "too few members attended", "Why:\n- Chủ tọa vắng."),
    ],
)
def test_a_letter_says_why_a_sitting_was_adjourned(language: Language, quorum: str, chair: str) -> None:
    """For want of a quorum, or for the reason that its chair gave: never for both."""
    missed = mail_rendering.wording(a_letter(Template.ADJOURNED, LEAST, language))
    put_off = mail_rendering.wording(a_letter(Template.ADJOURNED, LEAST, language, reasons=("Chủ tọa vắng.",)))

    assert (quorum in missed.body, chair in missed.body) == (True, False)
    assert (quorum in put_off.body, chair in put_off.body) == (False, True)
    assert len(put_off.subject) < len(missed.subject)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "template", [Template.ADJOURNED, Template.SECOND_ROUND, Template.MINUTES, Template.LEFT_THE_ROLL]
)
def test_a_letter_names_no_hour_that_is_past(template: Template, language: Language) -> None:
    """When its ballot was to open or close is no news once it is closed, or put off."""
    body = mail_rendering.wording(a_letter(template, language=language)).body

    assert "20/02/2026" not in body
    assert "20 February" not in body


@pytest.mark.parametrize("template", [Template.CONVENED, Template.RECONVENED, Template.SECOND_ROUND])
def test_a_substitute_learns_that_there_is_one_ballot_between_two(template: Template) -> None:
    """The same letter goes to members and to those who may vote in their place."""
    said = "thành viên và người được ủy quyền bỏ chung một phiếu."

    assert said in mail_rendering.wording(a_letter(template)).body
