"""What people read for what programs say: stages, outcomes and facts, as a clerk would write them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType

from schemas.ballots import Vote
from schemas.minutes import Finding
from schemas.proceedings import HoldGround
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.submission import SubmissionStatus
from schemas.verdict import Outcome, Tally

# Hanoi has kept this offset since 1975; a table of zones, which not every machine has, would say no more.
HANOI = timezone(timedelta(hours=7))

STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.UNIT: "Ở đơn vị, chờ bổ sung",
        Stage.CLUSTER: "Cụm, khối thi đua",
        Stage.PUBLICATION: "Đăng công khai",
        Stage.APPRAISAL: "Thẩm định",
        Stage.COUNCIL: "Hội đồng Thi đua - Khen thưởng",
        Stage.PARTY: "Ý kiến cấp ủy",
        Stage.HEAD: "Ký tờ trình",
        Stage.OPINIONS: "Lấy ý kiến hiệp y",
        Stage.CENTRAL_APPRAISAL: "Bộ Nội vụ thẩm định",
        Stage.CENTRAL_PUBLICATION: "Bộ Nội vụ đăng công khai",
        Stage.CENTRAL_COUNCIL: "Hội đồng Thi đua - Khen thưởng Trung ương",
        Stage.ENDORSEMENT: "Thủ tướng trình Chủ tịch nước",
        Stage.DECISION: "Trình quyết định",
        Stage.GRANTED: "Đã được khen thưởng",
        Stage.REFUSED: "Không được khen thưởng",
        Stage.WITHDRAWN: "Đơn vị đã rút",
        Stage.LAPSED: "Hết hạn bổ sung",
    }
)

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.FORWARD: "Đề nghị, chuyển tiếp",
        Outcome.RETURN: "Trả lại để bổ sung",
        Outcome.REFUSE: "Không đề nghị",
        Outcome.GRANT: "Khen thưởng",
    }
)

GROUNDS: Mapping[HoldGround, str] = MappingProxyType(
    {
        HoldGround.DISCIPLINE: "đang xem xét kỷ luật",
        HoldGround.INVESTIGATION: "điều tra, thanh tra, kiểm tra, kiểm toán có dấu hiệu vi phạm",
        HoldGround.COMPLAINT: "khiếu nại, tố cáo, phản ánh tham nhũng đang được xác minh",
    }
)

FINDINGS: Mapping[Finding, str] = MappingProxyType(
    {
        Finding.CARRIED: "Đạt",
        Finding.DEFEATED: "Không đạt",
        Finding.NO_PLACE: "Đủ phiếu, hết chỉ tiêu",
        Finding.TIED: "Bằng nhau, để ngỏ",
        Finding.NO_QUORUM: "Không đủ thành viên",
        Finding.UNSCORED: "Chưa chốt điểm",
        Finding.GONE: "Không còn chờ ở đây",
        Finding.RETURNED: "Trả lại để bổ sung",
    }
)

VOTES: Mapping[Vote, str] = MappingProxyType(
    {
        Vote.APPROVE: "Đồng ý",
        Vote.DISAPPROVE: "Không đồng ý",
        Vote.ABSTAIN: "Không có ý kiến",
        Vote.INVALID: "Không hợp lệ",
    }
)

SITTINGS: Mapping[SittingStatus, str] = MappingProxyType(
    {
        SittingStatus.CALLED: "Đã triệu tập, chưa mở phiếu",
        SittingStatus.OPEN: "Đang bỏ phiếu",
        SittingStatus.ADJOURNED: "Hoãn, chờ triệu tập lại",
        SittingStatus.CLOSED: "Đã kiểm phiếu, đang thông báo",
        SittingStatus.ANNOUNCED: "Đã thông báo kết quả",
    }
)

SUBMISSIONS: Mapping[SubmissionStatus, str] = MappingProxyType(
    {
        SubmissionStatus.SUBMITTED: "Đã trình, chờ quyết định",
        SubmissionStatus.DECIDED: "Đã có quyết định, đang thông báo",
        SubmissionStatus.ANNOUNCED: "Đã thông báo kết quả",
    }
)

FACTS: Mapping[str, str] = MappingProxyType(
    {
        "dossier_submitted": "đã nộp hồ sơ",
        "refused_as_twin": "từ chối hồ sơ trùng",
        "dossier_supplemented": "đã bổ sung hồ sơ",
        "dossier_forwarded": "hồ sơ được chuyển tiếp",
        "dossier_returned": "hồ sơ bị trả lại",
        "dossier_refused": "hồ sơ không được đề nghị",
        "award_granted": "đã quyết định khen thưởng",
        "dossier_withdrawn": "đã rút hồ sơ",
        "reminded": "đã nhắc hạn",
        "fell_overdue": "quá hạn",
        "dossier_lapsed": "hết hạn bổ sung",
        "officer_assigned": "đã phân công thẩm định",
        "dossier_published": "đã đăng công khai",
        "objection_received": "đã nhận phản ánh",
        "publication_ended": "hết thời gian đăng công khai",
        "term_recounted": "đã tính lại thời hạn",
        "calendar_learnt": "đã nhận lịch nghỉ mới",
        "opinions_asked": "đã lấy ý kiến hiệp y",
        "opinion_given": "đã nhận ý kiến hiệp y",
        "opinions_fell_due": "hết hạn trả lời ý kiến",
        "dossier_held": "đã tạm dừng xét hồ sơ",
        "dossier_released": "đã cho tiếp tục xét hồ sơ",
        "sitting_convened": "đã triệu tập phiên họp",
        "sitting_opened": "đã mở bỏ phiếu",
        "agenda_amended": "đã sửa chương trình",
        "seat_recused": "thành viên không tham gia biểu quyết",
        "dossier_scored": "đã ghi điểm",
        "ballot_cast": "đã nhận phiếu",
        "ballot_withdrawn": "đã rút phiếu",
        "sitting_adjourned": "phiên họp hoãn",
        "sitting_reconvened": "đã triệu tập lại",
        "second_round_called": "phải biểu quyết vòng hai",
        "sitting_closed": "phiên họp bế mạc",
        "list_put_forward": "đã trình danh sách",
        "submission_decided": "đã ghi quyết định",
        "findings_announced": "đã thông báo kết quả",
    }
)


def instant(at: datetime | None) -> str:
    """Return an instant in Hanoi's time, to the minute."""
    return "" if at is None else f"{at.astimezone(HANOI):%H:%M %d/%m/%Y}"


def day(on: date | None) -> str:
    """Return a day as letters write it."""
    return "" if on is None else f"{on:%d/%m/%Y}"


def projected(years: Sequence[int]) -> str:
    """Return that the days off of these years are not the published ones."""
    named = ", ".join(map(str, years))
    unknown = f"Ở đây chưa có lịch nghỉ được công bố của năm {named}"
    return f"{unknown}; các ngày nghỉ, kể cả Tết, là dự kiến nên hạn có thể thay đổi."


def tally(vote: Tally) -> str:
    """Return how many approved, out of how many, and how many had to."""
    return f"{vote.approve}/{vote.base}, cần {vote.needed}"


def points(given: Decimal) -> str:
    """Return points as they are written: with a comma, and without noughts behind it."""
    return f"{given.normalize():f}".replace(".", ",")


def reasoned(what: str, reasons: Sequence[str]) -> str:
    """Return what was found, and why where that was said."""
    return f"{what}: {'; '.join(reasons)}" if reasons else what
