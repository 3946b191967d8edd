"""What each command of `vinhdanh` does, in one line for its reader."""

from collections.abc import Mapping
from types import MappingProxyType

from vinhdanh.cli.language import words

HELP: Mapping[str, str] = MappingProxyType(
    {
        "submit": words(
            "Nộp hồ sơ (submit_dossier).",
            "Submit a dossier (submit_dossier).",
        ),
        "supplement": words(
            "Bổ sung hồ sơ (supplement); tệp không ghi số yêu cầu (answers) thì trả lời yêu cầu đang chờ.",
            "Supplement a dossier (supplement); without answers in the file, it answers the open request.",
        ),
        "withdraw": words(
            "Rút hồ sơ (withdraw).",
            "Withdraw a dossier (withdraw).",
        ),
        "show": words(
            "Xem hồ sơ; với --sitting, --submission, --body: xem phiên họp, tờ trình, cơ quan và thành viên.",
            "Show a dossier; with --sitting, --submission or --body, a sitting, a list, or a body and its seats.",
        ),
        "waiting": words(
            "Liệt kê hồ sơ đang chờ một cơ quan.",
            "List the dossiers that wait for a body.",
        ),
        "put-forward": words(
            "Trình danh sách (put_forward).",
            "Put a list forward (put_forward).",
        ),
        "decide": words(
            "Ghi quyết định trả lời tờ trình (decide).",
            "Record the decision on a submission (decide).",
        ),
        "check": words(
            "Kiểm tra một tệp có đúng mẫu không, không gửi đi đâu.",
            "Check a file against a schema, without sending it.",
        ),
        "completion": words(
            "In mã để vỏ lệnh tự điền lệnh: bash, zsh, fish, pwsh.",
            "Print a shell's completion script: bash, zsh, fish, pwsh.",
        ),
        "assign": words(
            "Phân công người thẩm định (assign): bằng tệp, bằng tùy chọn, hoặc cả hai.",
            "Assign an appraiser (assign): by file, by options, or both.",
        ),
        "publish": words(
            "Ghi nhận đăng công khai (publish): bằng tệp, bằng tùy chọn, hoặc cả hai.",
            "Record a publication (publish): by file, by options, or both.",
        ),
        "object": words(
            "Phản ánh về hồ sơ đang đăng công khai (raise_objection).",
            "Object to a published dossier (raise_objection).",
        ),
        "ask": words(
            "Lấy ý kiến hiệp y của các cơ quan ghi trong tệp (ask_opinions).",
            "Ask the agencies in the file for opinions (ask_opinions).",
        ),
        "opine": words(
            "Trả lời ý kiến hiệp y (give_opinion): bằng tệp, bằng tùy chọn, hoặc cả hai.",
            "Give an opinion (give_opinion): by file, by options, or both.",
        ),
        "conclude": words(
            "Kết luận của cơ quan đang xét hồ sơ (conclude); báo cáo kèm theo thì ghi trong tệp.",
            "Record the office's conclusion (conclude); a report goes into the file.",
        ),
        "hold": words(
            "Tạm dừng xét hồ sơ (hold): bằng tệp, bằng tùy chọn, hoặc cả hai.",
            "Put a dossier on hold (hold): by file, by options, or both.",
        ),
        "release": words(
            "Cho tiếp tục xét hồ sơ đang tạm dừng (release).",
            "Release a dossier that is on hold (release).",
        ),
        "succeed": words(
            "Chỉ định bên kế thừa, trong một hồ sơ, của cơ quan đã chia tách (succeed).",
            "Name a split body's successor for one dossier (succeed).",
        ),
        "convene": words(
            "Triệu tập phiên họp (convene).",
            "Convene a sitting (convene).",
        ),
        "amend": words(
            "Sửa chương trình trước khi mở bỏ phiếu (amend); không ghi lần sửa (revision) thì là lần tiếp theo.",
            "Amend the agenda before the ballot opens (amend); without revision, the next amendment.",
        ),
        "recuse": words(
            "Không tham gia biểu quyết hồ sơ có liên quan (recuse): bằng tệp, bằng tùy chọn, hoặc cả hai.",
            "Recuse a seat from dossiers (recuse): by file, by options, or both.",
        ),
        "score": words(
            "Chấm điểm, thẩm tra, có ý kiến, chốt điểm (score_dossier); không ghi lượt (turn) thì là lượt tiếp theo.",
            "Score, check, contest or settle points (score_dossier); without turn, the next turn.",
        ),
        "cast": words(
            "Bỏ phiếu (cast); không ghi lần họp (meeting), số lần (revision) thì bỏ cho lần họp này, thay phiếu trước.",
            "Cast a ballot (cast); without meeting, in this one; without revision, it replaces the seat's last.",
        ),
        "withdraw-ballot": words(
            "Rút phiếu (withdraw_ballot): bằng tệp, bằng tùy chọn, hoặc cả hai.",
            "Withdraw a ballot (withdraw_ballot): by file, by options, or both.",
        ),
        "count": words(
            "Nhập kết quả kiểm phiếu giấy, giơ tay (count_votes); không ghi số lần (revision) thì thay kết quả trước.",
            "Enter the tellers' count on paper or by hands (count_votes); without revision, it replaces the last.",
        ),
        "attendance": words(
            "Điểm danh theo hồ sơ (record_attendance): người đến muộn, về sớm hoặc thay nhau dự.",
            "Record who came late, left early or took turns (record_attendance), by dossier.",
        ),
        "close": words(
            "Kết thúc phiên họp và kiểm phiếu (close): bằng tệp, bằng tùy chọn, hoặc cả hai.",
            "Close a sitting and count (close): by file, by options, or both.",
        ),
        "adjourn": words(
            "Hoãn phiên họp (adjourn): bằng tệp, bằng tùy chọn, hoặc cả hai.",
            "Adjourn a sitting (adjourn): by file, by options, or both.",
        ),
        "reconvene": words(
            "Triệu tập lại phiên họp đã hoãn (reconvene).",
            "Reconvene an adjourned sitting (reconvene).",
        ),
        "explain": words(
            "Giải thích kết quả xét một hồ sơ tại phiên họp.",
            "Explain what a sitting found of a dossier.",
        ),
        "undelivered": words(
            "Liệt kê kết quả của phiên họp, tờ trình chưa báo được cho hồ sơ.",
            "List the findings of sittings and submissions that have not reached their dossiers.",
        ),
        "hear": words(
            "Báo lại cho hồ sơ kết quả của một phiên họp, tờ trình (hear); không ghi số mục (sequence) thì tự tìm.",
            "Deliver the finding of a sitting or submission again (hear); without sequence, it is looked up.",
        ),
        "law": words(
            "Tra quy định về một hình thức: trình tự, tỷ lệ phiếu, thời hạn, giấy tờ; không ghi tên thì in danh mục.",
            "Show the law of an award, in Vietnamese: route, votes, terms, papers; without a name, the catalogue.",
        ),
        "term": words(
            "Giải thích một thời hạn theo từng ngày: --from và --days (không cần Temporal), hoặc --dossier.",
            "Explain a term day by day, in Vietnamese: --from and --days (no Temporal needed), or --dossier.",
        ),
    }
)
"""By the name of the command, in the order of `vinhdanh --help`."""
