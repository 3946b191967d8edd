"""Labels in a dossier's history: stages, outcomes, grounds, facts, notices."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.labels._label import Label
from schemas.notices import Template
from schemas.proceedings import HoldGround
from schemas.stages import Stage
from schemas.succession import BodyRole
from schemas.verdict import Outcome

STAGES: Mapping[Stage, Label] = MappingProxyType(
    {
        Stage.UNIT: Label("Đơn vị hoàn thiện hồ sơ", "With its unit"),
        Stage.CLUSTER: Label("Cụm, khối thi đua bình xét", "Vote of the emulation cluster"),
        Stage.PUBLICATION: Label("Đăng công khai lấy ý kiến", "Publication for objections"),
        Stage.APPRAISAL: Label("Cơ quan thường trực thẩm định", "Appraisal by the standing agency"),
        Stage.COUNCIL: Label("Hội đồng Thi đua - Khen thưởng xét", "Vote of the Emulation and Commendation Council"),
        Stage.PARTY: Label("Cấp ủy có ý kiến", "Opinion of the Party committee"),
        Stage.HEAD: Label("Ký tờ trình", "Signature of the submission"),
        Stage.OPINIONS: Label("Lấy ý kiến hiệp y", "Opinions of other agencies"),
        Stage.CENTRAL_APPRAISAL: Label("Bộ Nội vụ thẩm định", "Appraisal by the Ministry of Home Affairs"),
        Stage.CENTRAL_PUBLICATION: Label("Bộ Nội vụ đăng công khai", "Publication by the Ministry of Home Affairs"),
        Stage.CENTRAL_COUNCIL: Label(
            "Hội đồng Thi đua - Khen thưởng Trung ương xét", "Vote of the Central Emulation and Commendation Council"
        ),
        Stage.ENDORSEMENT: Label(
            "Thủ tướng Chính phủ trình Chủ tịch nước", "Prime Minister's submission to the President"
        ),
        Stage.DECISION: Label("Cấp có thẩm quyền quyết định", "Decision of the authority"),
        Stage.GRANTED: Label("Đã khen thưởng", "Granted"),
        Stage.REFUSED: Label("Không được khen thưởng", "Refused"),
        Stage.WITHDRAWN: Label("Đơn vị đã rút hồ sơ", "Withdrawn"),
        Stage.LAPSED: Label("Hết hạn bổ sung, hồ sơ hết hiệu lực", "Lapsed"),
    }
)

SHORT_STAGES: Mapping[Stage, Label] = MappingProxyType(
    {
        Stage.UNIT: Label("Đơn vị trình", "Unit"),
        Stage.CLUSTER: Label("Cụm, khối thi đua", "Cluster"),
        Stage.PUBLICATION: Label("Đăng công khai", "Publication"),
        Stage.APPRAISAL: Label("Thẩm định", "Appraisal"),
        Stage.COUNCIL: Label("Hội đồng Thi đua - Khen thưởng", "Council"),
        Stage.PARTY: Label("Ý kiến cấp ủy", "Party committee"),
        Stage.HEAD: Label("Ký tờ trình", "Head"),
        Stage.OPINIONS: Label("Lấy ý kiến hiệp y", "Opinions"),
        Stage.CENTRAL_APPRAISAL: Label("Bộ Nội vụ thẩm định", "Ministry's appraisal"),
        Stage.CENTRAL_PUBLICATION: Label("Bộ Nội vụ đăng công khai", "Ministry's publication"),
        Stage.CENTRAL_COUNCIL: Label("Hội đồng Thi đua - Khen thưởng Trung ương", "Central Council"),
        Stage.ENDORSEMENT: Label("Thủ tướng trình Chủ tịch nước", "Prime Minister"),
        Stage.DECISION: Label("Quyết định", "Decision"),
        Stage.GRANTED: Label("Đã khen thưởng", "Granted"),
        Stage.REFUSED: Label("Không được khen thưởng", "Refused"),
        Stage.WITHDRAWN: Label("Đã rút hồ sơ", "Withdrawn"),
        Stage.LAPSED: Label("Hết hạn bổ sung", "Lapsed"),
    }
)
"""Short labels of stages, for a box or a column."""

OUTCOMES: Mapping[Outcome, Label] = MappingProxyType(
    {
        Outcome.FORWARD: Label("Đồng ý, chuyển bước sau", "Approved, goes on"),
        Outcome.RETURN: Label("Trả lại để bổ sung", "Returned to its unit"),
        Outcome.REFUSE: Label("Không đồng ý", "Refused"),
        Outcome.GRANT: Label("Khen thưởng", "Granted"),
    }
)

SHORT_OUTCOMES: Mapping[Outcome, Label] = MappingProxyType(
    {
        Outcome.FORWARD: Label("đồng ý", "approved"),
        Outcome.RETURN: Label("trả lại", "returned"),
        Outcome.REFUSE: Label("không đồng ý", "refused"),
        Outcome.GRANT: Label("khen thưởng", "granted"),
    }
)
"""Short labels of outcomes, for a column before votes and numbers."""

HOLD_GROUNDS: Mapping[HoldGround, Label] = MappingProxyType(
    {
        HoldGround.DISCIPLINE: Label("đang xem xét kỷ luật", "discipline of the nominee is being considered"),
        HoldGround.INVESTIGATION: Label(
            "điều tra, thanh tra, kiểm tra, kiểm toán có dấu hiệu vi phạm",
            "an investigation, inspection or audit with signs of violation",
        ),
        HoldGround.COMPLAINT: Label(
            "khiếu nại, tố cáo, phản ánh tham nhũng đang được xác minh",
            "a complaint, denunciation or report of corruption is being verified",
        ),
    }
)

BODY_ROLES: Mapping[BodyRole, Label] = MappingProxyType(
    {
        BodyRole.UNIT: Label("đơn vị trình", "unit"),
        BodyRole.CLUSTER: Label("cụm, khối thi đua", "cluster"),
        BodyRole.COUNCIL: Label("hội đồng", "council"),
        BodyRole.AGENCY: Label("cơ quan thường trực", "standing agency"),
        BodyRole.PARTY: Label("cấp ủy", "Party committee"),
        BodyRole.HEAD: Label("người đứng đầu ký tờ trình", "head"),
        BodyRole.ASKED: Label("cơ quan được lấy ý kiến hiệp y", "agency asked for its opinion"),
    }
)

FACTS: Mapping[str, Label] = MappingProxyType(
    {
        "dossier_submitted": Label("Đơn vị nộp hồ sơ", "Submitted"),
        "refused_as_twin": Label("Không nhận vì trùng hồ sơ khác", "Refused as a duplicate"),
        "dossier_supplemented": Label("Đơn vị bổ sung hồ sơ", "Supplemented"),
        "dossier_forwarded": Label("Đồng ý, chuyển bước sau", "Approved, goes on"),
        "dossier_returned": Label("Trả lại để bổ sung", "Returned to its unit"),
        "dossier_refused": Label("Không đồng ý", "Refused"),
        "award_granted": Label("Quyết định khen thưởng", "Granted"),
        "dossier_withdrawn": Label("Đơn vị rút hồ sơ", "Withdrawn"),
        "reminded": Label("Nhắc hạn", "Reminder"),
        "fell_overdue": Label("Quá hạn", "Overdue"),
        "dossier_lapsed": Label("Hết hạn bổ sung", "Lapsed"),
        "officer_assigned": Label("Phân công thẩm định", "Officer assigned"),
        "dossier_published": Label("Đăng công khai", "Published"),
        "objection_received": Label("Nhận phản ánh", "Objection received"),
        "publication_ended": Label("Hết thời gian đăng công khai", "Publication ended"),
        "term_recounted": Label("Tính lại thời hạn", "Term counted again"),
        "calendar_learnt": Label("Nhận lịch nghỉ mới", "New calendar received"),
        "opinions_asked": Label("Lấy ý kiến hiệp y", "Opinions asked"),
        "opinion_given": Label("Nhận ý kiến hiệp y", "Opinion given"),
        "opinions_fell_due": Label("Hết hạn trả lời ý kiến hiệp y", "Term of opinions ended"),
        "dossier_held": Label("Tạm dừng xét", "Put on hold"),
        "dossier_released": Label("Tiếp tục xét", "Released from hold"),
        "body_succeeded": Label("Cơ quan kế thừa", "Body succeeded"),
        "body_split": Label("Chia tách cơ quan, chờ chỉ định bên kế thừa", "Body split, successor to be named"),
        "sitting_convened": Label("Triệu tập phiên họp", "Sitting convened"),
        "sitting_opened": Label("Mở bỏ phiếu", "Ballot opened"),
        "agenda_amended": Label("Sửa chương trình", "Agenda amended"),
        "seat_recused": Label("Thành viên không tham gia biểu quyết", "Seat recused"),
        "dossier_scored": Label("Ghi điểm", "Points entered"),
        "ballot_cast": Label("Nhận phiếu", "Ballot cast"),
        "ballot_withdrawn": Label("Rút phiếu", "Ballot withdrawn"),
        "votes_counted": Label("Nhận biên bản kiểm phiếu", "Count of votes entered"),
        "attendance_recorded": Label("Điểm danh theo hồ sơ", "Attendance recorded"),
        "sitting_adjourned": Label("Hoãn phiên họp", "Sitting adjourned"),
        "sitting_reconvened": Label("Triệu tập lại phiên họp", "Sitting reconvened"),
        "second_round_called": Label("Biểu quyết vòng hai", "Second round called"),
        "sitting_closed": Label("Kết thúc phiên họp, kiểm phiếu xong", "Sitting closed and counted"),
        "list_put_forward": Label("Trình danh sách", "List put forward"),
        "submission_decided": Label("Ghi quyết định", "Decision entered"),
        "findings_announced": Label("Thông báo kết quả", "Results announced"),
    }
)
"""Labels by the kind of a fact."""

NOTICES: Mapping[Template, Label] = MappingProxyType(
    {
        Template.RECEIVED: Label("đã tiếp nhận hồ sơ", "dossier received"),
        Template.INCOMPLETE: Label("đề nghị bổ sung hồ sơ", "dossier incomplete"),
        Template.REFUSED_AS_TWIN: Label("hồ sơ trùng", "duplicate"),
        Template.FORWARDED: Label("đồng ý, chuyển bước sau", "approved, goes on"),
        Template.RETURNED: Label("trả lại để bổ sung", "returned to its unit"),
        Template.REFUSED: Label("không được khen thưởng", "refused"),
        Template.GRANTED: Label("quyết định khen thưởng", "granted"),
        Template.WITHDRAWN: Label("đã rút hồ sơ", "withdrawn"),
        Template.REMINDED: Label("nhắc thời hạn", "reminder"),
        Template.OVERDUE: Label("quá hạn", "overdue"),
        Template.LAPSED: Label("hết hạn bổ sung", "lapsed"),
        Template.PUBLISHED: Label("đăng công khai", "published"),
        Template.OBJECTED: Label("nhận phản ánh", "objection received"),
        Template.OPINION_ASKED: Label("lấy ý kiến hiệp y", "opinion asked"),
        Template.RECOUNTED: Label("tính lại thời hạn", "term counted again"),
        Template.HELD: Label("tạm dừng xét", "put on hold"),
        Template.RELEASED: Label("tiếp tục xét", "released from hold"),
        Template.SUCCEEDED: Label("kế thừa hồ sơ", "dossier taken over"),
        Template.SPLIT: Label("đề nghị chỉ định bên kế thừa", "successor to be named"),
        Template.CONVENED: Label("mời họp", "invitation to a sitting"),
        Template.LEFT_THE_ROLL: Label("không còn trong danh sách", "no longer on the roll"),
        Template.AMENDED: Label("sửa chương trình", "agenda amended"),
        Template.SECOND_ROUND: Label("biểu quyết vòng hai", "second round"),
        Template.ADJOURNED: Label("hoãn họp", "sitting adjourned"),
        Template.RECONVENED: Label("họp lại", "sitting reconvened"),
        Template.MINUTES: Label("biên bản phiên họp", "minutes"),
    }
)
