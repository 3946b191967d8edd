"""Labels of sittings and submissions: votes, findings and statuses."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.ballots import Vote
from schemas.labels._label import Label
from schemas.minutes import Finding
from schemas.sitting import SittingStatus
from schemas.submission import SubmissionStatus
from schemas.vote_counts import CountKind

FINDINGS: Mapping[Finding, Label] = MappingProxyType(
    {
        Finding.CARRIED: Label("Đạt", "Carried"),
        Finding.DEFEATED: Label("Không đạt", "Defeated"),
        Finding.NO_PLACE: Label("Đủ phiếu, hết chỉ tiêu", "Enough votes, no place left"),
        Finding.TIED: Label("Bằng nhau, chưa kết luận", "Tied, undecided"),
        Finding.NO_QUORUM: Label("Không đủ thành viên dự họp", "No quorum"),
        Finding.UNSCORED: Label("Chưa chốt điểm", "Points not settled"),
        Finding.GONE: Label("Không xét: hồ sơ đã rút hoặc đang tạm dừng", "Not considered: withdrawn or on hold"),
        Finding.RETURNED: Label("Trả lại để bổ sung", "Returned to its unit"),
    }
)

VOTES: Mapping[Vote, Label] = MappingProxyType(
    {
        Vote.APPROVE: Label("Đồng ý", "Approve"),
        Vote.DISAPPROVE: Label("Không đồng ý", "Disapprove"),
        Vote.ABSTAIN: Label("Không có ý kiến", "Abstain"),
        Vote.INVALID: Label("Không hợp lệ", "Invalid"),
    }
)

COUNT_KINDS: Mapping[CountKind, Label] = MappingProxyType(
    {
        CountKind.PAPER: Label("phiếu giấy", "paper ballot"),
        CountKind.HANDS: Label("giơ tay", "show of hands"),
    }
)

SITTINGS: Mapping[SittingStatus, Label] = MappingProxyType(
    {
        SittingStatus.CALLED: Label("Đã triệu tập, chưa mở bỏ phiếu", "Convened, ballot not open yet"),
        SittingStatus.OPEN: Label("Đang bỏ phiếu", "Ballot open"),
        SittingStatus.ADJOURNED: Label("Hoãn, chờ triệu tập lại", "Adjourned"),
        SittingStatus.CLOSED: Label("Kiểm phiếu xong, đang thông báo", "Counted, being announced"),
        SittingStatus.ANNOUNCED: Label("Đã thông báo kết quả", "Announced"),
    }
)

SUBMISSIONS: Mapping[SubmissionStatus, Label] = MappingProxyType(
    {
        SubmissionStatus.SUBMITTED: Label("Đã trình, chờ quyết định", "Put forward"),
        SubmissionStatus.DECIDED: Label("Đã có quyết định, đang thông báo", "Decided, being announced"),
        SubmissionStatus.ANNOUNCED: Label("Đã thông báo kết quả", "Announced"),
    }
)
