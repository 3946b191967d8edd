"""Letters for tests: notices with all or nothing in them, and the settings of a mail server on this machine."""

from datetime import UTC, date, datetime
from typing import Any

from activities.smtp import MailSettings, Tls
from schemas.bodies import Contact, Language
from schemas.legal_values import Base
from schemas.notices import AddressedNotice, NoticeContext, Template
from schemas.proceedings import HoldGround
from schemas.stages import Stage
from schemas.verdict import Tally
from tests.builders.values import a_contact, a_decision_ref, a_name

QUEUED_AT = datetime(2026, 2, 9, 1, 30, tzinfo=UTC)

LEAST = NoticeContext(reference="hs-2026-0001")

MOST = NoticeContext(
    reference="hs-2026-0001",
    nominee="Thành phố Ven Sông",
    award=a_name(),
    stage=Stage.COUNCIL,
    body="Cụm thi đua số 1",
    next_body="Hội đồng Thi đua - Khen thưởng",
    successors=("Cụm thi đua số 2 (cum-2)", "Cụm thi đua số 3 (cum-3)"),
    since=date(2026, 2, 2),
    document="Quyết định 12/QĐ-UBND",
    ground=HoldGround.INVESTIGATION,
    due_on=date(2026, 2, 23),
    opens_at=datetime(2026, 2, 20, 1, tzinfo=UTC),
    closes_at=datetime(2026, 2, 23, 10, 5, tzinfo=UTC),
    reasons=("Báo cáo chưa có xác nhận\ncủa cấp trình", "Thiếu ý kiến của cơ quan thuế"),
    missing=(a_name("Báo cáo thành tích", "Report of achievements"), a_name("Biên bản bình xét", "Minutes")),
    vote=Tally(
        seats=5,
        present=5,
        cast=5,
        approve=5,
        disapprove=0,
        abstain=0,
        invalid=0,
        base=5,
        of=Base.ALL_SEATS,
        needed=3,
    ),
    decision=a_decision_ref(),
    first="hs-2026-0000",
    items=5,
    carried=3,
    issued=15,
    returned=14,
    meeting=2,
    unverified=("Ngưỡng phiếu của cụm", "Thời hạn bổ sung hồ sơ"),
)


def a_letter(
    template: Template = Template.RETURNED,
    about: NoticeContext = MOST,
    language: Language = Language.VIETNAMESE,
    to: Contact | None = None,
    **changes: Any,
) -> AddressedNotice:
    """Return a notice with every field filled, but for what is changed."""
    return AddressedNotice(
        template=template,
        to=to or a_contact(language=language),
        about=about.model_copy(update=changes),
    )


def some_mail_settings(port: int = 25, **changes: Any) -> MailSettings:
    """Return a mail server on this machine without encryption, that is waited for as long as usual."""
    usual = {"host": "127.0.0.1", "port": port, "sender": "vinhdanh@vinhdanh.example", "tls": Tls.NONE}
    return MailSettings(**{**usual, **changes})
