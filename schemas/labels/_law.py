"""Labels of the values in rules of the law."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.labels._label import Label
from schemas.legal_values import Base
from schemas.nominee import Trait
from schemas.policy import Condition, SimplifiedGround
from schemas.routes import BallotKind, Room, Silence, VoteClause
from schemas.vote_clauses import ChairVote, EarlyWhen, LastWord

BALLOT_KINDS: Mapping[BallotKind, Label] = MappingProxyType(
    {
        BallotKind.SECRET: Label("bỏ phiếu kín", "secret ballot"),
        BallotKind.OPEN: Label("biểu quyết công khai", "open vote"),
    }
)

BASES: Mapping[Base, Label] = MappingProxyType(
    {
        Base.ALL_SEATS: Label("tổng số thành viên", "all seats"),
        Base.SEATS_LESS_RECUSED: Label("số thành viên được biểu quyết hồ sơ đó", "seats that may vote on the dossier"),
        Base.SEATS_PRESENT: Label("số thành viên có mặt", "seats present"),
        Base.BALLOTS_CAST: Label("số phiếu thu về", "ballots cast"),
    }
)

SILENCES: Mapping[Silence, Label] = MappingProxyType(
    {
        Silence.AGREES: Label("quá hạn không trả lời là đồng ý", "silence is agreement"),
        Silence.DISAGREES: Label("quá hạn không trả lời là không đồng ý", "silence is disagreement"),
        Silence.WAITS: Label("chờ đến khi có trả lời", "the answer is waited for"),
    }
)

CHAIR_VOTES: Mapping[ChairVote, Label] = MappingProxyType(
    {
        ChairVote.MUST_APPROVE: Label("chủ tọa phải đồng ý", "the chair must approve"),
        ChairVote.BREAKS_TIES: Label("số phiếu ngang nhau thì theo chủ tọa", "the chair breaks ties"),
    }
)

LAST_WORDS: Mapping[LastWord, Label] = MappingProxyType(
    {
        LastWord.CHAIR: Label("hồ sơ được chủ tọa đồng ý", "whom the chair approved"),
        LastWord.WOMAN: Label("nữ, tập thể có từ 70% là nữ", "women, and collectives of 70 % women or more"),
    }
)

EARLY_CLOSES: Mapping[EarlyWhen, Label] = MappingProxyType(
    {
        EarlyWhen.ALL_VOTED: Label("khi mọi thành viên đã bỏ phiếu", "when every seat has voted"),
        EarlyWhen.OUTCOME_FIXED: Label(
            "khi các phiếu còn lại không thể làm kết quả thay đổi", "when no further vote can change an outcome"
        ),
    }
)

CONDITIONS: Mapping[Condition, Label] = MappingProxyType(
    {
        "individual": Label("cá nhân", "individuals"),
        "collective": Label("tập thể", "collectives"),
        "household": Label("hộ gia đình", "households"),
        "enterprise": Label("doanh nghiệp, tổ chức kinh tế", "enterprises"),
        Trait.ENTERPRISE_HEAD: Label("người đứng đầu doanh nghiệp, hợp tác xã", "heads of enterprises"),
        Trait.PARTY_MANAGED: Label("cán bộ thuộc diện cấp ủy quản lý", "cadres managed by a Party committee"),
        Trait.FOREIGNER: Label("người, tổ chức nước ngoài", "foreigners"),
        Trait.CENTRAL_UNIT: Label(
            "đơn vị của Trung ương đóng tại địa phương, người đứng đầu đơn vị ấy",
            "units of the centre in a locality, and their heads",
        ),
        Trait.WOMAN: Label("nữ; tập thể có từ 70% trở lên là nữ", "women; collectives of 70 % women or more"),
    }
)

SIMPLIFIED_GROUNDS: Mapping[SimplifiedGround, Label] = MappingProxyType(
    {
        SimplifiedGround.POLITICAL_TASK: Label("phục vụ nhiệm vụ chính trị, động viên kịp thời", "a political task"),
        SimplifiedGround.AD_HOC_FEAT: Label("thành tích xuất sắc đột xuất", "a sudden outstanding feat"),
        SimplifiedGround.FOUND_BY_HEAD: Label("người đứng đầu cơ quan phát hiện", "found by the head of an office"),
        SimplifiedGround.SERVICE: Label("cống hiến, niên hạn, đối ngoại", "service, seniority, foreign relations"),
        SimplifiedGround.STATE_SECRET: Label("thành tích có nội dung bí mật nhà nước", "a state secret"),
    }
)

CLAUSES: Mapping[VoteClause, Label] = MappingProxyType(
    {
        "quota": Label("số được đề nghị nhiều nhất", "quota"),
        "substitutes": Label("biểu quyết thay", "substitutes"),
        "recusal": Label("không tham gia biểu quyết khi có liên quan", "recusal"),
        "written": Label("ý kiến bằng văn bản của thành viên vắng mặt", "written opinions of absent members"),
        "blanks": Label("phiếu trắng", "blank papers"),
        "chair": Label("phiếu của chủ tọa", "chair's vote"),
        "ties": Label("bằng nhau ở chỉ tiêu cuối", "ties for the last place"),
        "points": Label("bảng điểm", "scoring table"),
        "early_close": Label("đóng phiếu sớm", "early close"),
    }
)

ROOMS: Mapping[Room, Label] = MappingProxyType(
    {
        **{name: label for name, label in CLAUSES.items() if name != "quota"},
        "ballot": Label("cách bỏ phiếu", "kind of ballot"),
        "quorum": Label("số thành viên phải dự", "quorum"),
        "threshold": Label("tỷ lệ đồng ý", "threshold"),
        "term": Label("thời hạn", "term"),
        "silence": Label("quá hạn không trả lời thì sao", "silence"),
    }
)
"""The parts that a decree may leave to a ministry, a province or a cluster."""
