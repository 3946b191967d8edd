"""Size limits: whether all that a workflow may have to remember still fits.

A workflow's next run loads its state from the ledger as one payload, and Temporal rejects payloads of 2 MiB or more. So
an act that would exceed this is refused in advance: afterwards the workflow could be neither renewed nor repaired.
"""

from collections.abc import Iterable

from schemas.attendance import Stays
from schemas.base import encoded_size
from schemas.bodies import Body
from schemas.messages import AskOpinions, Cast, Conclude, GiveOpinion, Hold, RecordAttendance, Recuse, Supplement
from schemas.ports import AgendaAnswer
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind, VoteRule
from schemas.submission import MOST_REASONED
from schemas.verdict import Verdict
from schemas.workflow_state import DossierState, SittingState
from workflows.rules import citations

MOST_OF_A_SITTING = 2_000_000
"""In bytes: its largest possible state."""

MOST_OF_A_DOSSIER = 1_200_000
"""In bytes: its state, in which the last verdicts must still fit."""

MOST_REASONS = 100_000
"""In bytes: all reasons that the seats of an open sitting may give for their votes, together."""

MOST_RECUSED = 200
"""How many recusals seats may declare, each counted once for each seat and dossier."""

MOST_ATTENDANCE = 40_000
"""In bytes: what attendance by dossier may take in each of two rounds of the largest sitting.

A payload of 2 MiB has room for both beside `MOST_OF_A_SITTING`; a smaller sitting has more.
"""

MOST_INTERESTS = 20_000
"""In bytes: all reasons that seats may give for their recusals, together."""

# In bytes, as JSON: the overhead besides identifiers and texts, each at its longest.
_BALLOT, _RECEIPT, _ATTENDED, _ROLL_CALL = 200, 340, 140, 180
_PRESENT, _SUMS, _SECOND_SUMS, _COUNT = 70, 67, 100, 4_200
_MINUTED, _MEETINGS = 480, 70_000
_RECORDED, _STAY, _TURN = 560, 240, 2_800
_STEPPED_ASIDE, _SECOND, _SCORED, _SHEET = 500, 240, 1_400, 300


def for_sitting(known: AgendaAnswer, kept: SittingState | None = None) -> Refusal | None:
    """Refuse a sitting without room for every seat's ballot, for minutes on its whole agenda, and for its returns.

    Where an agenda is amended, the points in `kept` count too: those of struck dossiers stay in the state.
    """
    scores = sum(encoded_size(score) for score in kept.scores.values()) if kept else 0
    if required_bytes(known) + scores <= MOST_OF_A_SITTING:
        return None
    return _too_large_a_sitting(len(known.items), _seats(known))


def for_roll(state: SittingState, body: Body) -> Refusal | None:
    """Refuse a sitting without that room, where the roll of the day has other seats than the one before."""
    known = AgendaAnswer(items=state.agenda, rules=state.rules, shared=state.shared, body=body)
    return None if len(body.seats) <= len(state.body.seats) else for_sitting(known, state)


def _too_large_a_sitting(items: int, seats: int) -> Refusal:
    return Refusal(
        reason=Reason.TOO_LARGE,
        message=f"Phiên họp {items} hồ sơ, {seats} thành viên quá lớn để ghi trọn vẹn; xin chia thành nhiều phiên.",
        details=(str(items), str(seats)),
    )


def required_bytes(known: AgendaAnswer) -> int:
    """Return the largest possible size of a sitting's state, in bytes."""
    declared = MOST_RECUSED * _STEPPED_ASIDE + 2 * MOST_INTERESTS
    return (
        encoded_size(known) + _by_seats(known) + _minutes(known) + _counts(known) + _said(known) + _MEETINGS + declared
    )


def _said(known: AgendaAnswer) -> int:
    open_ = all(rule.ballot is BallotKind.OPEN for rule in known.rules)
    return 2 * MOST_REASONS if open_ else 0


def for_reasons(state: SittingState, act: Cast) -> Refusal | None:
    """Reasons are stored with the ballot and in the minutes: their total size is limited."""
    handed = ((seat, part) for seat, ballot in state.ballots.items() for part in (ballot, *ballot.beside))
    others = (part.reasons for seat, part in handed if (part.by or seat) != (act.by or act.seat))
    said = sum(encoded_size(each) for reasons in others for each in reasons)
    if said + sum(encoded_size(choice) for choice in act.choices if choice.reason) <= MOST_REASONS:
        return None
    return Refusal(
        reason=Reason.TOO_LARGE,
        message="Các lý do ghi trên phiếu đã quá dài để ghi trọn vào biên bản; xin ghi ngắn hơn.",
        details=(act.seat,),
    )


def for_recusal(state: SittingState, act: Recuse) -> Refusal | None:
    """Declared interests are stored until the sitting ends, and in its minutes: their total size is limited."""
    said = [reason for declared in state.recused.values() for reason in declared.values()]
    said += [act.reason] * len(act.dossiers)
    if len(said) <= MOST_RECUSED and sum(map(encoded_size, said)) <= MOST_INTERESTS:
        return None
    return Refusal(
        reason=Reason.TOO_LARGE,
        message=f"Phiên họp ghi được {MOST_RECUSED} lượt không tham gia biểu quyết, lý do dài tất cả {MOST_INTERESTS}"
        " byte; xin ghi lý do ngắn hơn hoặc chia thành nhiều phiên.",
        details=(act.seat,),
    )


def for_attendance(state: SittingState, act: RecordAttendance) -> Refusal | None:
    """All attendance of a meeting takes limited room, with the ballots and minutes of substitutes that it allows."""
    known = AgendaAnswer(items=state.agenda, rules=state.rules, shared=state.shared, body=state.body)
    # A second round has an attendance of its own, beside that of the first in its minutes.
    room = max(MOST_ATTENDANCE, (MOST_OF_A_SITTING - required_bytes(known)) // 2)
    others = (kept.stays for seat, kept in state.attendance.items() if seat != act.seat)
    if attendance_bytes((*others, act.stays), len(state.agenda)) <= room:
        return None
    return Refusal(
        reason=Reason.TOO_LARGE,
        message="Điểm danh theo hồ sơ của lần họp này đã quá dài để ghi trọn; chỉ ghi người đến muộn, về sớm hoặc"
        " thay nhau dự.",
        details=(act.seat,),
    )


def attendance_bytes(recorded: Iterable[Stays], items: int) -> int:
    """Return the most that the attendance of some seats can take, in bytes, with what it lets substitutes add."""
    return sum(_RECORDED + sum(_STAY + (_TURN + 2 * items if stay.by else 0) for stay in stays) for stays in recorded)


def for_dossier(
    state: DossierState, act: Supplement | Verdict | AskOpinions | GiveOpinion | Conclude | Hold
) -> Refusal | None:
    """Refuse returns, supplements and holds beyond the limit; acts that lead a dossier to its end always fit."""
    # Twice: reasons are stored in the passage and in `awaiting`.
    if encoded_size(state) + 2 * encoded_size(act) <= MOST_OF_A_DOSSIER:
        return None
    return Refusal(
        reason=Reason.TOO_LARGE,
        message="Hồ sơ đã quá dài, không thể trả lại, bổ sung hay tạm dừng thêm; chỉ còn có thể kết luận hoặc rút.",
        details=(state.dossier.dossier_id,),
    )


def _seats(known: AgendaAnswer) -> int:
    return len(known.body.seats) if known.body else 0


def _by_seats(known: AgendaAnswer) -> int:
    marks = len(known.items)
    return _seats(known) * (_BALLOT + marks + _RECEIPT + _ATTENDED + _ROLL_CALL + marks)


def _minutes(known: AgendaAnswer) -> int:
    each = _MINUTED + max(_citations(known.rules), default=0) + max(map(_beside, known.rules), default=0)
    return encoded_size(known.items) + len(known.items) * each + MOST_REASONED


def _counts(known: AgendaAnswer) -> int:
    # A count is dropped once it is counted: it takes the room of the minutes that follow, or, in a second round, of the
    # second tallies. Only its seats are more, where the first round's minutes stand beside it. In the minutes, a seat
    # that was counted needs no roll call, which is a byte for each item: beyond three papers, that is more than the
    # digits that they may add to the sums. So the most is that of three papers: 70 bytes of sums, less three.
    tied = any(rule.ties for rule in known.rules)
    seats = _seats(known) * _PRESENT if tied else 0
    return seats + len(known.items) * (_SUMS + (_SECOND_SUMS if tied else 0)) + 2 * _COUNT


def _beside(rule: VoteRule) -> int:
    scored = _SCORED + 3 * len(rule.points.groups) * _SHEET if rule.points else 0
    return scored + (_SECOND if rule.ties else 0)


def _citations(rules: Iterable[VoteRule]) -> Iterable[int]:
    ruled = (each for rule in rules for each in (rule.quorum, rule.threshold, rule.chair, rule.ties))
    return (encoded_size(citations.citation_of(each)) for each in ruled if each is not None)
