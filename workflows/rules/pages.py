"""What an operator reads on a workflow's page in the Temporal UI: Markdown, in Vietnamese."""

from collections.abc import Iterator
from datetime import datetime

from schemas.carried import DossierState, SittingState, SubmissionState
from schemas.dossier import Awaiting, Passage
from schemas.messages import Convene, PutForward
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.submission import SubmissionStatus
from schemas.verdict import Outcome
from workflows.rules import deadlines

STAGES = {
    Stage.UNIT: "Đơn vị hoàn thiện hồ sơ",
    Stage.CLUSTER: "Cụm, khối thi đua bình xét",
    Stage.COUNCIL: "Hội đồng Thi đua - Khen thưởng xét",
    Stage.DECISION: "Cấp có thẩm quyền quyết định",
    Stage.GRANTED: "Đã khen thưởng",
    Stage.REFUSED: "Không được khen thưởng",
    Stage.WITHDRAWN: "Đơn vị đã rút hồ sơ",
    Stage.LAPSED: "Hết hạn bổ sung, hồ sơ hết hiệu lực",
}
OUTCOMES = {
    Outcome.FORWARD: "đồng ý",
    Outcome.RETURN: "trả lại để bổ sung",
    Outcome.REFUSE: "không đồng ý",
    Outcome.GRANT: "quyết định tặng",
}


def of_dossier(state: DossierState) -> str:
    """Return what has happened to a dossier, what it waits for, from whom and until when."""
    return "\n".join(_dossier_lines(state))


def _dossier_lines(state: DossierState) -> Iterator[str]:
    yield f"### {STAGES[state.stage]}"
    if state.awaiting is not None:
        yield from _awaiting_lines(state.awaiting)
    if state.twin_of is not None:
        yield f"Trùng với hồ sơ `{state.twin_of}`."
    if state.passages:
        yield "\n| Bước | Cơ quan | Kết luận | Phiếu đồng ý | Lúc |\n| --- | --- | --- | --- | --- |"
        yield from (_passage_line(passage) for passage in state.passages)
    yield f"\nVăn bản áp dụng: `{state.rules.regime}`. Sổ cái ghi {state.sequence} sự việc."


def _awaiting_lines(awaiting: Awaiting) -> Iterator[str]:
    yield f"Đang chờ **{awaiting.body.name}** (`{awaiting.body.id}`) từ {_written(awaiting.since)}."
    if awaiting.due_on is not None:
        late = " **Đã quá hạn.**" if awaiting.overdue else ""
        yield f"Hạn: hết ngày **{awaiting.due_on:%d/%m/%Y}**.{late}"
    yield from (f"- Thiếu: {defect.name.vi}" for defect in awaiting.missing)
    yield from (f"- Lý do trả lại: {reason}" for reason in awaiting.reasons)


def _passage_line(passage: Passage) -> str:
    vote = f"{passage.vote.approve}/{passage.vote.base} (cần {passage.vote.needed})" if passage.vote else ""
    number = f" số {passage.decision.number}" if passage.decision else ""
    return (
        f"| {STAGES[passage.stage]} | {passage.body.name} | {OUTCOMES[passage.outcome]}{number} "
        f"| {vote} | {_written(passage.at)} |"
    )


def of_sitting(call: Convene, state: SittingState) -> str:
    """Return how far a sitting has come. No sums before it is closed."""
    told = {
        SittingStatus.OPEN: f"Đang bỏ phiếu: {len(state.ballots)}/{len(call.body.seats)} thành viên đã bỏ phiếu.",
        SittingStatus.ADJOURNED: "Không đủ số thành viên tối thiểu, phiên họp hoãn; chờ triệu tập lại.",
        SittingStatus.CLOSED: "Đã kiểm phiếu; đang thông báo kết quả tới từng hồ sơ.",
        SittingStatus.ANNOUNCED: "Đã kiểm phiếu và thông báo kết quả.",
    }[state.status]
    lines = [f"### {call.body.name}: phiên họp lần {state.meeting}, {len(state.agenda)} hồ sơ", told]
    if state.status is SittingStatus.OPEN and state.closes_at is not None:
        lines.append(f"Tự đóng lúc {_written(state.closes_at)}.")
    if state.report is not None:
        lines.extend(f"- Không báo được `{missed.dossier_id}`: {missed.message}" for missed in state.report.unheard)
    return "\n".join(lines)


def of_submission(call: PutForward, state: SubmissionState) -> str:
    """Return how far a submission has come."""
    told = {
        SubmissionStatus.SUBMITTED: f"Đang chờ **{call.authority}** quyết định.",
        SubmissionStatus.DECIDED: "Đã có quyết định; đang thông báo tới từng hồ sơ.",
        SubmissionStatus.ANNOUNCED: "Đã có quyết định và đã thông báo.",
    }[state.status]
    lines = [f"### Tờ trình số {call.letter.number}: {len(state.agenda)} hồ sơ", told]
    if state.decision is not None:
        lines.append(
            f"Quyết định số {state.decision.number}: tặng {len(state.granted)}, "
            f"không tặng {len(state.refused)}, trả lại {len(state.returned)}."
        )
    if state.report is not None:
        lines.extend(f"- Không báo được `{missed.dossier_id}`: {missed.message}" for missed in state.report.unheard)
    return "\n".join(lines)


def _written(instant: datetime) -> str:
    local = instant.astimezone(deadlines.HANOI)
    return f"{local:%H:%M ngày %d/%m/%Y}"
