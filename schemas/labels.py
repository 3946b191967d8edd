"""Stages, facts and findings, as operators read them."""

from schemas.minutes import Finding
from schemas.proceedings import HoldGround
from schemas.stages import Stage

STAGES = {
    Stage.UNIT: "Đơn vị hoàn thiện hồ sơ",
    Stage.CLUSTER: "Cụm, khối thi đua bình xét",
    Stage.PUBLICATION: "Đăng công khai lấy ý kiến",
    Stage.APPRAISAL: "Cơ quan thường trực thẩm định",
    Stage.COUNCIL: "Hội đồng Thi đua - Khen thưởng xét",
    Stage.PARTY: "Cấp ủy có ý kiến",
    Stage.HEAD: "Người đứng đầu ký tờ trình",
    Stage.OPINIONS: "Lấy ý kiến hiệp y",
    Stage.CENTRAL_APPRAISAL: "Bộ Nội vụ thẩm định",
    Stage.CENTRAL_PUBLICATION: "Bộ Nội vụ đăng công khai",
    Stage.CENTRAL_COUNCIL: "Hội đồng Thi đua - Khen thưởng Trung ương xét",
    Stage.ENDORSEMENT: "Thủ tướng Chính phủ trình Chủ tịch nước",
    Stage.DECISION: "Cấp có thẩm quyền quyết định",
    Stage.GRANTED: "Đã khen thưởng",
    Stage.REFUSED: "Không được khen thưởng",
    Stage.WITHDRAWN: "Đơn vị đã rút hồ sơ",
    Stage.LAPSED: "Hết hạn bổ sung, hồ sơ hết hiệu lực",
}
FACTS = {
    "dossier_submitted": "Đơn vị nộp hồ sơ",
    "refused_as_twin": "Không nhận vì trùng hồ sơ khác",
    "dossier_supplemented": "Đơn vị bổ sung hồ sơ",
    "dossier_forwarded": "Được đề nghị, chuyển tiếp",
    "dossier_returned": "Trả lại để bổ sung",
    "dossier_refused": "Không được đề nghị",
    "award_granted": "Quyết định tặng",
    "dossier_withdrawn": "Đơn vị rút hồ sơ",
    "reminded": "Nhắc hạn",
    "fell_overdue": "Quá hạn",
    "dossier_lapsed": "Hết hạn bổ sung",
    "officer_assigned": "Phân công thẩm định",
    "dossier_published": "Đăng công khai",
    "objection_received": "Nhận phản ánh",
    "publication_ended": "Hết thời gian đăng công khai",
    "term_recounted": "Tính lại thời hạn",
    "calendar_learnt": "Nhận lịch nghỉ mới",
    "opinions_asked": "Lấy ý kiến hiệp y",
    "opinion_given": "Nhận ý kiến hiệp y",
    "opinions_fell_due": "Hết hạn trả lời ý kiến hiệp y",
    "dossier_held": "Tạm dừng xét",
    "dossier_released": "Tiếp tục xét",
}
GROUNDS = {
    HoldGround.DISCIPLINE: "đang xem xét kỷ luật",
    HoldGround.INVESTIGATION: "điều tra, thanh tra, kiểm tra, kiểm toán có dấu hiệu vi phạm",
    HoldGround.COMPLAINT: "khiếu nại, tố cáo, phản ánh tham nhũng đang được xác minh",
}
FINDINGS = {
    Finding.CARRIED: "đạt",
    Finding.DEFEATED: "không đạt",
    Finding.NO_PLACE: "đủ phiếu, hết chỉ tiêu",
    Finding.TIED: "bằng nhau, để ngỏ",
    Finding.NO_QUORUM: "không đủ thành viên",
    Finding.UNSCORED: "chưa chốt điểm",
    Finding.GONE: "không còn chờ ở đây",
    Finding.RETURNED: "trả lại để bổ sung",
}
